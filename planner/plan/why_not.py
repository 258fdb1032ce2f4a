"""Why a food does not stand in a plan: which rule forbids it, or what it would cost; and the plan with it forced in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.foods.palette import PaletteFood
from planner.foods.wishes import Wish
from planner.model.menu.pins import LEFTOVER
from planner.nutrition.nutrients import NUTRIENTS
from planner.plan.comparing import (
    Change,
    changed_meals,
    compared_rows,
    difference,
    first_changes,
    inside,
    newly_missed,
    side_by_side,
)
from planner.plan.equals import in_its_place, nats_beside, opened
from planner.plan.ledger import Ledger
from planner.plan.locking import Item, forbidding, is_locked, items_of, named, steerable, table_of
from planner.plan.menu_prices import PricedMenu
from planner.plan.ordinary import degree, less_ordinary
from planner.plan.request import Lock, Request
from planner.plan.swapping import called
from planner.plan.titles import portion
from planner.plan.why import as_html, attempt, with_locks
from planner.plan.words import label

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan
    from planner.plan.standing import StandingMenu

_WORTH = 0.02  # nats from which what a nutrient is worth is named
_MOST_WORTHS = 3
_SUM_WORDS = {
    "unsaturated_over_saturated_g": "unsaturated beside saturated fat",
    "whole_over_half_of_grains_oz_eq": "whole beside refined grain",
    "greens_and_beans_cup_eq": "share in greens and beans",
    "vegetables_and_legumes_cup_eq": "share in vegetables and legumes",
    "protein_foods_and_legumes_oz_eq": "share in protein foods",
}
SAME_NATS = 0.05  # nats: closer than this to the best of its kind, a food is as good


@dataclass(frozen=True, eq=False)
class WhyNot:
    """Why a food does not stand in a plan.

    Attributes:
        food: what it is called.
        verdict: ``in the plan``, ``forbidden``, ``less fitting`` or ``as good``.
        reasons: sentences: what forbids it, or what it costs beside what was chosen.
        reduced_cost_nats: by how much less fitting it is than the best of its kind at the meal where it does best, its nutrients
            counted at their prices; None where it has no place in these meals or is forbidden. An estimate for menus.
        with_it: the plan with it forced in; None where it cannot be (``told`` says why).
        changes: the meals that differ in it; ``compared``: both plans side by side; ``newly_missed``: what only it misses.
        replans: how often was planned again for this answer, at most twice.
    """

    food: str
    verdict: str
    reasons: tuple[str, ...]
    reduced_cost_nats: float | None = None
    with_it: MealPlan | None = None
    told: str = ""
    changes: tuple[Change, ...] = ()
    compared: pd.DataFrame = field(default_factory=pd.DataFrame)
    newly_missed: tuple[str, ...] = ()
    replans: int = 0

    def shown_by(self, plan: MealPlan, with_it: MealPlan, replans: int) -> WhyNot:
        """The answer with a plan that holds the food, beside ``plan``, which does not."""
        return replace(
            self,
            with_it=with_it,
            changes=changed_meals(plan, with_it),
            compared=side_by_side(plan, with_it, ("without it", "with it")),
            newly_missed=newly_missed(plan, with_it),
            replans=replans,
        )

    def sentences(self) -> tuple[str, ...]:
        """The answer, for a person."""
        said = [*self.reasons, *([self.told] if self.told else [])]
        if self.with_it is not None:
            said += [f"With it: {one}" for one in first_changes(self.changes)]
            if self.newly_missed:
                said.append(f"Then this is missed: {' '.join(self.newly_missed)}")
            said.append(difference(self.compared, "with it"))
        return tuple(said)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: what is said, and the numbers behind it."""
        return {
            "question": f"why not {self.food}", "food": self.food, "verdict": self.verdict, "sentences": list(self.sentences()),
            "reduced_cost_nats": self.reduced_cost_nats, "replans": self.replans, "compared": compared_rows(self.compared),
        }  # fmt: skip

    def __str__(self) -> str:
        return "\n".join([f"Why not {self.food}?", *(f"- {one}" for one in self.sentences())])

    def _repr_html_(self) -> str:
        return as_html(f"Why not {self.food}?", self.sentences(), self.compared)


def why_not(plan: MealPlan, food: str) -> WhyNot:
    """See ``MealPlan.why_not``."""
    if not plan.has_meals:
        from planner.plan.why_not_day import why_not_day

        return why_not_day(plan, food)
    request, found = steerable(plan)
    rows = _rows(plan, food)
    name = rows[0].name if len({row.name for row in rows}) == 1 else food.strip()
    codes = {row.code for row in rows}
    there = [item for item in items_of(found) if item.serving.food.code in codes]
    if there:
        places = "; ".join(f"day {item.day}, {item.meal}" for item in there)
        names = " and ".join(dict.fromkeys(item.serving.food.name for item in there))
        return WhyNot(names, "in the plan", (f"It is in the plan: {places}.",))
    barred = {row: forbidding(request, found, row) for row in rows}
    allowed = [row for row in rows if not barred[row]]
    if not allowed:
        reasons = tuple(f"{said[:1].upper()}{said[1:]} forbids it." for said in dict.fromkeys(barred.values()))
        return WhyNot(name, "forbidden", reasons)
    cost, said = _beside_the_best(found, allowed)
    reasons = (*said, *_used_up(found, allowed))
    verdict = "less fitting" if cost is None or cost > SAME_NATS else "as good"
    answer = WhyNot(name, verdict, reasons, cost)
    with_it, told, replans = _planned_with(plan, request, found, allowed)
    if with_it is None:
        return replace(answer, told=told, replans=replans)
    return answer.shown_by(plan, with_it, replans)


def _rows(plan: MealPlan, word: str) -> list[PaletteFood]:
    """Rows of the foods that a word means: of the menus, else any of the table. Raises as ``MealPlan.swap`` does."""
    request, found = steerable(plan)
    table = table_of(request)
    foods = [food for food in (*found.problem.items.foods, *found.palette.foods) if LEFTOVER not in food.tags]
    codes = named(foods, word, table)
    if codes:
        return list(dict.fromkeys(food for food in foods if food.code in codes))
    return [called(found, table, 0, word, "")]


# -- its reduced cost --------------------------------------------------------------------------------------------------


def _beside_the_best(found: StandingMenu, rows: Sequence[PaletteFood]) -> tuple[float | None, list[str]]:
    """By how much less fitting its best portion is than the best of its role, in nats, and what makes it so."""
    problem = found.problem
    codes = {row.code for row in rows}
    mine = np.array([food.code in codes for food in problem.items.foods])
    if not mine.any():
        return None, ["Menus are not made of it by themselves; it is brought in where it is wished for."]
    prices, items = PricedMenu.of(problem).solved, problem.items
    best: tuple[float, int, int, int] | None = None
    for slot in range(len(problem.slots)):
        row, used = problem.slot_row[slot], problem.patterns[slot].counts.max(axis=0) > 0
        cost = items.surprise[row, items.food] + items.deviation
        reduced = cost - items.content @ prices.prices - prices.energy_prices[slot] * items.content[:, problem.energy]
        for j in np.flatnonzero(mine[items.food] & np.isfinite(reduced) & used[items.role[items.food]]).tolist():
            rivals = np.flatnonzero((items.role[items.food] == items.role[items.food[j]]) & ~mine[items.food])
            if len(rivals) and np.isfinite(reduced[rivals]).any():
                rival = int(rivals[np.nanargmin(np.where(np.isfinite(reduced[rivals]), reduced[rivals], np.nan))])
                candidate = (float(reduced[j] - reduced[rival]), slot, int(j), rival)
                best = min(best, candidate) if best is not None else candidate
    if best is None:
        return None, ["No meal of this plan has a place for it."]
    more, slot, j, rival = best
    row = problem.slot_row[slot]
    unusual = float(
        (items.surprise[row, items.food] + items.deviation)[j]
        - (items.surprise[row, items.food] + items.deviation)[rival]
    )
    worth = (items.content[j] - items.content[rival]) * prices.prices
    parts = [
        (problem.quantities[q], float(worth[q]))
        for q in np.argsort(-np.abs(worth), kind="stable")[:_MOST_WORTHS].tolist()
    ]
    at, other = problem.slots[slot].replace("evening", "snack"), items.foods[int(items.food[rival])]
    beside = f"Beside the best of its kind at {at}, {_serving(other, float(items.amount[rival]))}, it is"
    if more <= SAME_NATS:
        return more, [f"{beside} as good: nothing speaks against it but that one of them had to be taken."]
    said = [f"it is {less_ordinary(unusual)}, its price counted"]
    said += [
        f"its {_SUM_WORDS.get(name) or inside(label(name))} is worth {degree(nats)} {'more' if nats > 0 else 'less'}"
        for name, nats in parts
        if abs(nats) >= _WORTH and (name in _SUM_WORDS or name in NUTRIENTS)
    ]
    return more, [f"{beside} {degree(more)} less fitting: {'; '.join(said)}."]


def _serving(food: PaletteFood, amount: float) -> str:
    said = portion(food, amount)
    return said if food.name in said or (food.plural and food.plural in said) else f"{said} {food.name}"


def _used_up(found: StandingMenu, rows: Sequence[PaletteFood]) -> list[str]:
    """Plate rules and limits under which there is no room for one more."""
    problem = found.problem
    ledger = Ledger(problem, found.menu, (), {})
    said = []
    for rule in found.rules:
        counts = min(rule.counts(row) for row in rows)
        if counts <= 0:
            continue
        total = ledger.by_day[:, problem.quantities.index(rule.quantity)]
        for bound in rule.bounds(problem.days):
            full = float(total.min() if bound.per == "day" else total.sum() / problem.days)
            step = counts if bound.per == "day" else counts / problem.days
            if bound.upper is not None and full + step > bound.upper + 1e-9:
                said.append(f"The rule “{rule.sentence.strip(chr(39))}” has no room for more of it.")
                break
    return list(dict.fromkeys(said))


# -- the plan with it --------------------------------------------------------------------------------------------------


def _planned_with(
    plan: MealPlan, request: Request, found: StandingMenu, rows: Sequence[PaletteFood]
) -> tuple[MealPlan | None, str, int]:
    """The plan with a serving of it as a must-have: first only the meal is free where it fits best, then its day.

    Where no meal has a food like it, first the last day is free, then all.
    """
    place = _best_place(plan, found, {row.code for row in rows})
    code = next((row.code for row in rows if place is not None and row.role == place.serving.food.role), rows[0].code)
    must = (*request.preferences.must, Wish(food=code, low=1, per="plan", text=f"{rows[0].name} once"))
    wished = replace(request, preferences=request.preferences.model_copy(update={"must": must}))
    items = items_of(found)
    if place is not None:
        free = ({(place.day, place.meal)}, {(item.day, item.meal) for item in items if item.day == place.day})
    else:
        free = ({(item.day, item.meal) for item in items if item.day == plan.days}, {(i.day, i.meal) for i in items})
    tried: list[MealPlan] = []
    told = ""
    for n, places in enumerate(free, start=1):
        held = {Lock(item.day, item.meal) for item in items if (item.day, item.meal) not in places}
        mine = {one for one in request.locks if (one.day, one.meal) in places}
        one, told = attempt(plan, wished, tuple(sorted(held | mine)))
        if one is not None and _holds(one, code):
            tried.append(one)
            if _faults(one) <= _faults(plan):
                return with_locks(one, request.locks), "", n
    if not tried:
        return None, told or "No plan with it was found.", len(free)
    return with_locks(min(tried, key=_faults), request.locks), "", len(free)


def _holds(plan: MealPlan, code: str) -> bool:
    return bool((plan.menu["food_code"] == code).any())


def _faults(plan: MealPlan) -> tuple[int, int]:
    return len(plan.misses), len(plan.broken_rules)


def _best_place(plan: MealPlan, found: StandingMenu, codes: Iterable[str]) -> Item | None:
    """The food of the plan for which one of ``codes`` may stand with the least broken, and the least unusual."""
    wanted = set(codes)
    assert plan._request is not None
    ledger = Ledger(found.problem, found.menu, found.rules, plan.targets)
    best: tuple[tuple[float, float], Item] | None = None
    for item in items_of(found):
        if is_locked(plan.locks, item) or item.serving.leftover:
            continue
        problem, rest, old = opened(found, item)
        foods = problem.items.food
        here = in_its_place(problem, item.slot, rest, old)
        here = here[np.array([problem.items.foods[int(foods[j])].code in wanted for j in here], dtype=bool)]
        if not len(here):
            continue
        change = problem.items.content[here] - problem.items.content[old]
        broken = ledger.counted(ledger.newly_missed(item.day - 1, change))
        often = [bool(one) for one in ledger.too_often(item.day - 1, item.slot, here.tolist(), rest)]
        nats = nats_beside(problem, item.slot, rest, here)
        scores = [(float(b + o), float(n)) for b, o, n in zip(broken, often, nats, strict=True)]
        if best is None or min(scores) < best[0]:
            best = (min(scores), item)
    return None if best is None else best[1]
