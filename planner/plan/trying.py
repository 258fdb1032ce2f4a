"""Repairs tried: a plan of whole servings is really made with each, a step further where the proved one is too little.

What a repair says is proved for parts of servings: with less of it no menu can be. Whether whole servings in real meals
reach it, only a plan can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.errors import Change, InfeasibleError, InputError, PlannerError, Repair
from planner.foods.stand_in import menu_table
from planner.plan.claims import listed
from planner.plan.further import further, nearer, tightened
from planner.plan.locking import table_of
from planner.plan.mending import ENERGY, lock_of, mend, parts_of, without_lock
from planner.plan.planning import gate, plan_request
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    from planner.plan.certificate import CheckedRow
    from planner.plan.plan import MealPlan
    from planner.plan.request import Request

MOST_PLANS = 6  # for one repair
_NOT_KEPT = "Wish not kept"


@dataclass(frozen=True, eq=False)
class Tried:
    """What came of planning with a repair.

    Attributes:
        proved: the repair as it was proposed; with less of it there is no menu.
        held: the repair, as much further as it took until a plan of whole servings kept every wish; None: no such plan was found.
        plan: that plan; where none held, the last that was made, or None where even that could not be.
        lacking: which wishes ``plan`` does not keep, in words; ``besides``: reference intakes that it misses, by name.
        plans: how many were made; ``last``: the repair that the last of them tried.
    """

    proved: Repair
    held: Repair | None
    plan: MealPlan | None
    lacking: tuple[str, ...]
    besides: tuple[str, ...]
    plans: int
    last: Repair

    @property
    def said(self) -> str:
        """What was tried, and what is proved, in words."""
        count = f"{self.plans} plan{'s' * (self.plans != 1)} tried"
        if self.held is None:
            further = "" if self.last.said == self.proved.said else f", nor with {_short(self.last)}"
            first = f"{self.proved.said}: no plan of whole servings was found with it{further} ({count})"
            return f"{first}; the last one lacks this: {'; '.join(self.lacking)}." if self.lacking else f"{first}."
        short = f", short only of {listed(map(_lower, self.besides))}" if self.besides else ""
        first = f"{self.held.said}: a plan of whole servings keeps that{short}"
        if self.held.said == self.proved.said:
            return f"{first}."
        return f"{first} ({count}). Proved: nothing short of {_short(self.proved)} can do."


def _short(repair: Repair) -> str:
    """A repair without what it moves from."""
    return listed(change.said.partition(" instead of ")[0] for change in repair.changes)


Progress = Callable[[float], bool]
"""Told the share done; False ends the trial with what was found."""


def try_repairs(error: InfeasibleError, most: int = MOST_PLANS, effort: str = "fast") -> tuple[Tried, ...]:
    """Plan with each repair of an error that ``plan_meals``, ``plan_request`` or ``replan`` raised; ``most`` plans for each.

    Raises InputError for an error of another origin, which does not know what was asked.
    """
    if error.question is None:
        raise InputError("these repairs cannot be tried: the error does not know its question; plan with plan_meals")
    return tuple(try_repair(error.question, repair, most, effort) for repair in error.repairs)


def try_repair(
    request: Request, repair: Repair, most: int = MOST_PLANS, effort: str = "fast", progress: Progress | None = None
) -> Tried:
    """Plan with a repair, and with more of it until a plan keeps every wish; at most ``most`` plans."""
    if request.table is not None and request.menu == "meals":
        request = replace(request, table=menu_table(request.table))
    repair = in_meals(request, repair)
    asked, now = replace(request, effort=effort), repair
    held: tuple[Repair, MealPlan] | None = None
    failed: Repair | None = None
    nearest: tuple[MealPlan | None, tuple[str, ...]] = (None, ())
    plans = 0
    while plans < most and (progress is None or progress(plans / most)):
        plans += 1
        plan, lacking = _planned(mended(asked, now))
        step: Repair | None
        if plan is not None and not lacking:
            held = (now, plan)
            step = None if failed is None else nearer(now, failed, asked)
        else:
            failed = now
            nearest = (plan, lacking) if held is None and plan is not None else (nearest[0], nearest[1] or lacking)
            if plans == 1 and plan is not None and (proof := in_vain(asked, repair, plan)):
                return Tried(repair, None, plan, (proof,), besides(plan), plans, now)
            step = nearer(held[0], now, asked) if held else further(now, plan, asked, plans)
        if step is None or step.said == now.said:
            break
        now = step
    if held is None:
        return Tried(repair, None, *nearest, besides(nearest[0]), plans, failed or now)
    return Tried(repair, held[0], held[1], (), besides(held[1]), plans, now)


def _planned(request: Request) -> tuple[MealPlan | None, tuple[str, ...]]:
    """The plan, and which wishes it does not keep; None, and why, where there is none."""
    try:
        plan = plan_request(request)
    except PlannerError as error:
        return None, (str(error).partition(". ")[0],)
    return plan, not_kept(plan)


def in_meals(request: Request, repair: Repair) -> Repair:
    """The same repair of one bound of a nutrient as far as whole meals need it: proved for every mix of them."""
    change = _bound_alone(request, repair)
    if change is None:
        return repair
    _, name, sign = parts_of(change)
    far = _far(request, name, is_lower=sign == ">=")
    return repair if far is None else tightened(repair, far, request)


def in_vain(request: Request, repair: Repair, plan: MealPlan) -> str:
    """Why no further move of a repair can do, where that is proved: another minimum is out of reach even without this bound."""
    change = _bound_alone(request, repair)
    if change is None:
        return ""
    _, name, sign = parts_of(change)
    low, high = request.targets[name]
    free = replace(request, targets={**request.targets, name: (None, high) if sign == ">=" else (low, None)})
    for row in plan.certificate.misses:
        other = plan.targets.get(row.quantity)
        if other is None or row.day or not row.is_short or other.lower_kind != "own" or row.quantity == name:
            continue
        far = _far(free, row.quantity, is_lower=True)
        if far is not None:
            return f"{_lower(row.quantity)}, of which no menu has more than {number(row.quantity, far, 'up')} {unit(row.quantity)}, whatever the {_lower(name)}"
    return ""


def _bound_alone(request: Request, repair: Repair) -> Change | None:
    """The change of a repair that moves nothing but one own bound of a nutrient in a plan of meals."""
    change = repair.changes[0]
    if len(repair.changes) > 1 or change.to is None or request.menu == "none" or table_of(request).is_own:
        return None
    kind, name, sign = parts_of(change)
    return change if kind == "bound" and sign != "=" and name in request.targets and name != ENERGY else None


def _far(request: Request, name: str, *, is_lower: bool) -> float | None:
    from planner.plan.most_of_meals import far_in_meals
    from planner.plan.standing import menu_setup

    try:
        passed = gate(request)
        setup = menu_setup(
            request.person, passed.targets, table_of(request), request.preferences, passed.unsafe, days=request.days,
            snacks=request.snacks, steering=request.steering, limits=passed.limits, checked=False,
        )  # fmt: skip
    except PlannerError:  # the wish as it was asked does not even come to a menu, such as one above a safety cap
        return None
    return far_in_meals(setup.problem, passed.targets, name, is_lower, request.steering)


def mended(request: Request, repair: Repair) -> Request:
    """The request with a repair made, locks included."""
    others = tuple(change for change in repair.changes if lock_of(change) is None)
    person, wishes, targets = mend(
        request.person, request.preferences, request.targets, replace(repair, changes=others)
    )
    for lock in filter(None, map(lock_of, repair.changes)):
        request = without_lock(request, lock)
    return replace(request, person=person, preferences=wishes, targets=targets)


def not_kept(plan: MealPlan) -> tuple[str, ...]:
    """Which wishes and limits a plan does not keep, in words: all but reference intakes, which bend before wishes do.

    Under a budget they count too, as far as any day can reach them: a day without food costs nothing.
    """
    request = plan._request
    priced = request is not None and request.preferences.budget_usd_per_day is not None
    said: list[str] = []
    for row in plan.certificate.misses:
        if row.quantity not in plan.targets or (row.day and plan.days == 1):
            continue
        target = plan.targets[row.quantity]
        wished = target.lower_kind in ("own", "safety") or row.quantity == "energy_kcal"
        if not row.is_short or wished or (priced and not row.day and row.quantity not in plan.best_reachable):
            said.append(_off(row))
    broken = [one for one in plan.broken_rules if one.startswith(_NOT_KEPT)]
    return tuple(dict.fromkeys((*said, *map(_wish, broken))))


def _off(row: CheckedRow) -> str:
    """``potassium 9,294 of 15,500 mg``."""
    bound, side = (row.lower, "down") if row.is_short else (row.upper, "up")
    between = "of" if row.is_short else "where the most is"
    where = f" on day {row.day}" if row.day else ""
    name = row.quantity
    return f"{_lower(name)} {number(name, row.amount, side)} {between} {number(name, bound)} {unit(name)}{where}"


def _wish(sentence: str) -> str:
    """A wish that is not kept, without when: each day and the whole plan say the same."""
    quoted = re.search(r"'.*'|the budget of [^;]*", sentence)
    return quoted[0] if quoted else sentence


def _lower(name: str) -> str:
    words = label(name)
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def besides(plan: MealPlan | None) -> tuple[str, ...]:
    """Reference intakes that the mean of a plan falls short of, by name."""
    if plan is None:
        return ()
    return tuple(row.quantity for row in plan.certificate.misses if not row.day and row.is_short)
