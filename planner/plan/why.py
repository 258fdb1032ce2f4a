"""Why a food stands in a plan: what it brings, what would be missed without it, and what would stand in its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.errors import InputError, NoPlanError, SolverError, UnknownNameError
from planner.foods.exclude import match_foods
from planner.foods.words import nearest_names, stems
from planner.model.menu.quantities import DAILY_FLOOR
from planner.plan.brings import contributions
from planner.plan.certificate import CheckedRow, certify
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
from planner.plan.locking import MORE_IF_UNLOCKED, find, items_of, replan, steerable, table_of
from planner.plan.planning import plan_request
from planner.plan.request import Lock, Request
from planner.plan.wished import read_wishes
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

_SHARE = 0.10  # of the mean day, from which what a food brings is worth a word
_MOST_NAMED = 5
_NO_VIRTUE = frozenset({"energy_kcal", "sodium_mg", "fat_g", "saturated_fat_g", "added_sugars_g", "carbohydrate_g"})


@dataclass(frozen=True, eq=False)
class Why:
    """Why a food stands in a plan.

    Attributes:
        food: what it is called; ``places``: where it stands.
        brings: the share of the mean day (0 to 1) of each target nutrient that it brings much of, largest first.
        wished: wishes that ask for it.
        missed: what would no longer hold if it were only left out, in sentences.
        without: the plan with something else instead; None where none was found (``told`` says why).
        changes: the meals that differ in it; ``compared``: both plans side by side; ``newly_missed``: what only it misses.
        replans: how often was planned again for this answer, at most twice.
    """

    food: str
    places: tuple[str, ...]
    brings: dict[str, float]
    wished: tuple[str, ...]
    missed: tuple[str, ...]
    without: MealPlan | None
    told: str
    changes: tuple[Change, ...] = ()
    compared: pd.DataFrame = field(default_factory=pd.DataFrame)
    newly_missed: tuple[str, ...] = ()
    replans: int = 0

    def sentences(self) -> tuple[str, ...]:
        """The answer, for a person."""
        return tuple(_said(self))

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: what is said, and the numbers behind it."""
        return {
            "question": f"why {self.food}", "food": self.food, "sentences": list(self.sentences()), "places": list(self.places),
            "brings": self.brings, "wished": list(self.wished), "missed": list(self.missed), "replans": self.replans,
            "compared": compared_rows(self.compared),
        }  # fmt: skip

    def __str__(self) -> str:
        return "\n".join([f"Why {self.food}?", *(f"- {one}" for one in self.sentences())])

    def _repr_html_(self) -> str:
        return as_html(f"Why {self.food}?", self.sentences(), self.compared)


def why(plan: MealPlan, food: str, day: int | None = None, meal: str | None = None) -> Why:
    """See ``MealPlan.why``."""
    codes, name, places = _standing(plan, food, day, meal)
    request = plan._request
    if request is None:
        raise InputError(
            "this plan cannot be planned again, because it was put together by hand; plan it with plan_meals"
        )
    wished = _wishes_for(plan, codes)
    answer = Why(
        food=name,
        places=places,
        brings=_brings(plan, codes),
        wished=wished,
        missed=tuple(map(_miss_words, _missed_without(plan, codes))),
        without=None,
        told="You asked for it, so it is not left out; take the wish back to see the plan without it."
        if wished
        else "",
    )
    if wished:
        return answer
    without, told, replans = _planned_without(plan, request, codes)
    if without is None:
        return replace(answer, told=told, replans=replans)
    return replace(
        answer,
        without=without,
        changes=changed_meals(plan, without),
        compared=side_by_side(plan, without, ("with it", "without it")),
        newly_missed=newly_missed(plan, without),
        replans=replans,
    )


def _standing(
    plan: MealPlan, food: str, day: int | None, meal: str | None
) -> tuple[frozenset[str], str, tuple[str, ...]]:
    """Codes of the foods of the plan that a word means, their name, and where they stand."""
    if plan.has_meals:
        items = find(plan, day, meal, food)
        names = dict.fromkeys(item.serving.food.name for item in items)
        codes = frozenset(item.serving.food.code for item in items)
        return codes, " and ".join(names), tuple(dict.fromkeys(f"day {item.day}, {item.meal}" for item in items))
    eaten = dict(zip(plan.menu["food_code"].tolist(), plan.menu["food"].tolist(), strict=True))
    wanted = " ".join(food.lower().split())
    found = {code for code, called in eaten.items() if wanted in (code, called.lower())}
    found = found or {code for code, called in eaten.items() if set(stems(wanted)) <= set(stems(called))}
    if not found or not wanted:
        raise UnknownNameError("food of the plan", food, nearest_names(wanted, list(eaten.values())), f"it has {', '.join(eaten.values())}")  # fmt: skip
    return frozenset(found), " and ".join(eaten[code] for code in sorted(found)), ()


def _brings(plan: MealPlan, codes: Iterable[str]) -> dict[str, float]:
    """Shares of the whole plan, of what is much."""
    amounts = contributions(plan)
    mine = amounts[plan.menu["food_code"].isin(list(codes))].sum()
    share = (mine / amounts.sum()).dropna()
    return {str(n): float(v) for n, v in share.sort_values(ascending=False, kind="stable").items() if v >= _SHARE}


def _missed_without(plan: MealPlan, codes: frozenset[str]) -> list[CheckedRow]:
    """What holds now and would not if the food were only left out; on single days what holds on the mean."""
    assert plan.table is not None
    left = plan.menu[~plan.menu["food_code"].isin(codes)]
    if left.empty:
        return []
    now = {(row.quantity, row.day): row for row in plan.certificate.rows}
    then = certify(left, plan.table, plan.targets, day_floor=DAILY_FLOOR if plan.has_meals else 0.0)
    fallen = [
        row for row in then.misses if row.is_short and (before := now.get((row.quantity, row.day))) and before.holds
    ]
    mean = [row for row in fallen if not row.day]
    said = {row.quantity for row in mean}
    return [*mean, *(row for row in fallen if row.day and row.quantity not in said and plan.days > 1)]


def _miss_words(row: CheckedRow) -> str:
    assert row.lower is not None
    when = f" on day {row.day}" if row.day else ""
    name = row.quantity
    return f"{label(name)} {number(name, row.amount, 'down')} of {number(name, row.lower)} {unit(name)}{when}"


def _wishes_for(plan: MealPlan, codes: frozenset[str]) -> tuple[str, ...]:
    """Must-haves that the food answers, as they were said."""
    if not plan.has_meals or plan._request is None:
        return ()
    request, found = steerable(plan)
    asked = read_wishes(table_of(request), found.problem.items.foods, request.preferences, request.days)
    return tuple(one.said for one in asked if one.asks and one.codes & codes)


def _planned_without(plan: MealPlan, request: Request, codes: frozenset[str]) -> tuple[MealPlan | None, str, int]:
    """The plan with these foods excluded: first only the meals that held them are free, then, if that misses more, all."""
    wishes = request.preferences.model_copy(update={"exclude": (*request.preferences.exclude, *sorted(codes))})
    if not plan.has_meals:
        try:
            return plan_request(replace(request, preferences=wishes)), "", 1
        except (InputError, NoPlanError, SolverError) as error:
            return None, f"Without it there is no plan: {error}", 1
    table = table_of(request)
    barred = frozenset().union(*(match_foods(table, code) for code in codes))
    _, found = steerable(plan)
    items = items_of(found)
    free = {(item.day, item.meal) for item in items if item.serving.food.code in barred}
    held = tuple(sorted({Lock(item.day, item.meal) for item in items if (item.day, item.meal) not in free}))
    kept = tuple(one for one in request.locks if (one.day, one.meal) not in free)
    first, told = attempt(plan, replace(request, preferences=wishes), held)
    if first is not None and not _worse(first, plan):
        return with_locks(first, kept), "", 1
    second, told = attempt(plan, replace(request, preferences=wishes), kept)
    best = min((one for one in (first, second) if one is not None), key=_faults, default=None)
    return (None if best is None else with_locks(best, kept)), told, 2


def attempt(plan: MealPlan, request: Request, locks: tuple[Lock, ...]) -> tuple[MealPlan | None, str]:
    """The plan for a changed request with these meals held, or why there is none."""
    try:
        return replan(replace(plan, _request=replace(request, locks=locks)), None, None, None), ""
    except (InputError, NoPlanError, SolverError) as error:
        return None, f"No such plan was found: {error}"


def with_locks(plan: MealPlan, locks: tuple[Lock, ...]) -> MealPlan:
    """The plan with the locks of somebody instead of those that held it together while it was searched."""
    assert plan._request is not None
    notices = tuple(one for one in plan.notices if one != MORE_IF_UNLOCKED)
    return replace(plan, _request=replace(plan._request, locks=locks), notices=notices)


def _faults(plan: MealPlan) -> tuple[int, int]:
    return len(plan.misses), len(plan.broken_rules)


def _worse(new: MealPlan, old: MealPlan) -> bool:
    return _faults(new) > _faults(old)


def _said(answer: Why) -> Iterable[str]:
    if answer.places:
        yield f"It stands on {'; '.join(answer.places)}."
    virtues = [name for name in answer.brings if name not in _NO_VIRTUE][:_MOST_NAMED]
    if virtues:
        shares = ", ".join(f"{100 * answer.brings[name]:.0f} % of {inside(label(name))}" for name in virtues)
        yield f"Of all that the plan brings, it brings {shares}."
    for wish in answer.wished:
        yield f"You asked for it: {wish!r}."
    if answer.missed:
        yield f"Only left out, nothing in its place: {'; '.join(answer.missed)}."
    else:
        yield "Only left out, every nutrient would still reach its target."
    if answer.told:
        yield answer.told
    if answer.without is not None:
        for said in first_changes(answer.changes):
            yield f"Instead: {said}"
        if answer.newly_missed:
            yield f"Then this is missed: {' '.join(answer.newly_missed)}"
        yield difference(answer.compared, "without it")


def as_html(title: str, sentences: Iterable[str], compared: pd.DataFrame) -> str:
    """An answer in a notebook."""
    from html import escape

    items = "".join(f"<li>{escape(one)}</li>" for one in sentences)
    table = "" if compared.empty else compared.to_html(index=False, float_format="{:,.2f}".format, na_rep="not known")
    return f"<h4>{escape(title)}</h4><ul>{items}</ul>{table}"
