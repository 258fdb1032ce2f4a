"""Two plans side by side: what they bring, what they cost, and which meals differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.plan.locking import steerable, table_of
from planner.plan.ordinary import less_ordinary
from planner.plan.standing import standing_menu
from planner.plan.words import label, unit

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan
    from planner.plan.request import ServedMeal

_MOST_CHANGES = 6
_UNUSUAL = 0.05  # nats from which a difference in ordinariness is told
_NUTRIENTS = ("energy_kcal", "magnesium_mg", "potassium_mg", "sodium_mg")


@dataclass(frozen=True)
class Change:
    """One meal that differs: what stood there that no longer does, and what stands there instead, as servings."""

    day: int
    meal: str
    was: tuple[str, ...]
    now: tuple[str, ...]

    def sentence(self) -> str:
        """``Day 2, lunch: 3 oz chicken breast instead of 1 can salmon.``"""
        where = f"Day {self.day}, {self.meal}"
        if not self.was:
            return f"{where}: {_listed(self.now)} added."
        if not self.now:
            return f"{where}: {_listed(self.was)} left out."
        return f"{where}: {_listed(self.now)} instead of {_listed(self.was)}."


def changed_meals(plan: MealPlan, other: MealPlan) -> tuple[Change, ...]:
    """The meals whose foods or portions differ, in the order of the plan."""
    before, after = _servings(plan), _servings(other)
    found = []
    for where in dict.fromkeys((*before, *after)):
        was, now = before.get(where, ()), after.get(where, ())
        gone, come = tuple(one for one in was if one not in now), tuple(one for one in now if one not in was)
        if gone or come:
            found.append(Change(*where, gone, come))
    return tuple(found)


def first_changes(changes: Sequence[Change]) -> list[str]:
    """The first few in sentences, and how many more there are."""
    said = [one.sentence() for one in changes[:_MOST_CHANGES]]
    more = len(changes) - _MOST_CHANGES
    return [*said, f"and {more} more meals change."] if more > 0 else said


def side_by_side(plan: MealPlan, other: MealPlan, names: tuple[str, str] = ("this", "other")) -> pd.DataFrame:
    """One row a measure, a day where it is an amount: measure, unit, both plans under ``names``, change; NaN = not known.

    ``surprise`` is how unusual the meals are, in nats a day, and ``familiarity`` how familiar their foods (0 to 100); both
    only for menus.
    """
    rows: list[tuple[str, str, float | None, float | None]] = []
    totals = plan.totals, other.totals
    for name in _NUTRIENTS:
        if name in totals[0] and name in totals[1]:
            rows.append((label(name), unit(name), float(totals[0][name]), float(totals[1][name])))
    if plan.table is not None and other.table is not None:
        one, two = plan.quality, other.quality
        rows.append(("Cost", "$ of 2017/18", one.cost.usd_per_day, two.cost.usd_per_day))
        rows.append(("Healthy Eating Index 2020", "of 100", one.hei.total, two.hei.total))
        if one.ordinariness is not None and two.ordinariness is not None:
            rows.append(("Familiarity", "of 100", one.ordinariness.familiarity, two.ordinariness.familiarity))
    if plan._meals and other._meals:
        rows.append(("Surprise", "nats", surprise_nats(plan, plan._meals), surprise_nats(plan, other._meals)))
    rows.append(("Targets met", f"of {plan.targets_met[1]}", plan.targets_met[0], other.targets_met[0]))
    rows.append(("Plate rules not kept", "", len(plan.broken_rules), len(other.broken_rules)))
    frame = pd.DataFrame(rows, columns=["measure", "unit", *names]).astype(dict.fromkeys(names, float))
    return frame.assign(change=frame[names[1]] - frame[names[0]])


def newly_missed(plan: MealPlan, other: MealPlan) -> tuple[str, ...]:
    """What the other plan misses of the nutrients that this one does not, in its words."""
    missed = {(row.quantity, row.day) for row in plan.certificate.misses}
    if all((row.quantity, row.day) in missed for row in other.certificate.misses):
        return ()
    return tuple(one for one in other.misses if one not in plan.misses)


def compared_rows(compared: pd.DataFrame) -> list[dict[str, Any]]:
    """The table of ``side_by_side`` as plain rows; unknown is None."""
    return [{str(k): None if v != v else v for k, v in row.items()} for row in compared.to_dict("records")]


def surprise_nats(plan: MealPlan, meals: Sequence[ServedMeal]) -> float:
    """Nats a day of ``meals`` as the wishes of ``plan`` weigh them: how unusual its foods, portions and company are."""
    request, found = steerable(plan)
    if meals != plan._meals:
        found = standing_menu(request, table_of(request), meals)
    nats = [found.problem.meal_cost(slot, meal) for day in found.menu for slot, meal in enumerate(day)]
    return sum(nats) / found.problem.days


_TOLD = {
    "Energy": "energy {:,.0f} kcal", "Magnesium": "magnesium {:,.0f} mg", "Potassium": "potassium {:,.0f} mg", "Cost": "cost ${:.2f}",
    "Healthy Eating Index 2020": "Healthy Eating Index {:.0f} of 100",
}  # fmt: skip


def difference(compared: pd.DataFrame, name: str) -> str:
    """The plan under ``name`` in a sentence: ``Without it, a day: magnesium 420 mg (-20), cost $6.10 (+0.30), clearly less ordinary.``."""
    parts = []
    for row in compared.to_dict("records"):
        form, change = _TOLD.get(str(row["measure"])), float(row["change"])
        if form and change == change:
            bare = form[form.index("{") : form.index("}") + 1].format(change)
            sign = "" if change < 0 and bare.strip("-0.,") else "+"
            parts.append(f"{form.format(row[name])} ({sign}{bare.removeprefix('-') if sign else bare})")
        elif row["measure"] == "Surprise" and abs(change) >= _UNUSUAL:
            parts.append(less_ordinary(change))
    return f"{name[:1].upper()}{name[1:]}, a day: {', '.join(parts)}."


def inside(words: str) -> str:
    """As it stands inside a sentence: ``vitamin C``, ``HEI``."""
    return words if words[:2].isupper() or words.startswith("Healthy") else words[:1].lower() + words[1:]


def _servings(plan: MealPlan) -> dict[tuple[int, str], tuple[str, ...]]:
    menu = plan.menu
    words = menu["serving"] if plan.has_meals else menu["food"] + " (" + menu["portion"] + ")"
    found: dict[tuple[int, str], list[str]] = {}
    for day, meal, said in zip(menu["day"].tolist(), menu["meal"].tolist(), words.tolist(), strict=True):
        found.setdefault((int(day), str(meal)), []).append(str(said))
    return {where: tuple(said) for where, said in found.items()}


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
