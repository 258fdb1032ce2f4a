"""Repairs tried: a plan of whole servings is really made with each, a step further where the proved one is too little.

What a repair of a menu says is proved: with less of it no menu can be. Whether whole servings in real meals reach it, only a
plan can tell; from where on one was found is then brought as near to what is proved as a few more plans allow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from planner.errors import InfeasibleError, InputError, PlannerError, Repair
from planner.plan.claims import listed
from planner.plan.further import further, nearer
from planner.plan.mending import lock_of, mend, without_lock
from planner.plan.planning import plan_request
from planner.plan.proved import in_vain, of_menus
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    from planner.plan.certificate import CheckedRow
    from planner.plan.plan import MealPlan
    from planner.plan.request import Request

MOST_PLANS = 6  # for one repair, until a plan holds
MOST_CLOSER = 6  # then, between what held and what is proved
_BACK = (0.75, 0.5, 0.25)  # of the way back to what is proved, until one holds
_HALF = 0.5
_NOT_KEPT = "Wish not kept"


@dataclass(frozen=True, eq=False)
class Tried:
    """What came of planning with a repair.

    Attributes:
        proved: the repair as it is proved, for whole meals where those prove more; with less of it there is no menu.
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
        return f"{first} ({count}). Proved: nothing short of {_short(self.proved)} can do.{self._between()}"

    @property
    def open_share(self) -> float | None:
        """The distance between what held and what is proved, as a share of what is proved: there no plan was found, and none is
        ruled out. None where none held, or the repair has no single number."""
        if self.held is None or len(self.held.changes) > 1:
            return None
        held, proved = self.held.changes[0].to, self.proved.changes[0].to
        return None if held is None or not proved else abs(held - proved) / abs(proved)

    def _between(self) -> str:
        share = self.open_share
        if share is None:
            return ""
        percent = "less than 1" if share < 0.01 else f"{100 * share:.0f}"
        return f" Between the two lie {percent} %: no plan tried there held, and none is proved to be impossible."


def _short(repair: Repair) -> str:
    """A repair without what it moves from."""
    return listed(change.said.partition(" instead of ")[0] for change in repair.changes)


Progress = Callable[[float], bool]
"""Told the share done; False ends the trial with what was found."""


def try_repairs(
    error: InfeasibleError, most: int = MOST_PLANS, effort: str = "fast", closer: int = MOST_CLOSER
) -> tuple[Tried, ...]:
    """Plan with each repair of an error that ``plan_meals``, ``plan_request`` or ``replan`` raised: with each ``most`` plans until
    one holds, then ``closer`` more between that and what is proved.

    Raises InputError for an error of another origin, which does not know what was asked.
    """
    if error.question is None:
        raise InputError("these repairs cannot be tried: the error does not know its question; plan with plan_meals")
    return tuple(try_repair(error.question, repair, most, effort, closer=closer) for repair in error.repairs)


def try_repair(
    request: Request,
    repair: Repair,
    most: int = MOST_PLANS,
    effort: str = "fast",
    progress: Progress | None = None,
    closer: int = MOST_CLOSER,
) -> Tried:
    """Plan with a repair, with more of it until a plan keeps every wish, and again with less: at most ``most`` plans out, and
    ``closer`` back."""
    request = of_menus(request)
    trial = _Trial(replace(request, effort=effort), repair, progress, most + closer)
    held = trial.outward(most)
    if held is None:
        return Tried(repair, None, trial.nearest, trial.lacking, besides(trial.nearest), trial.plans, trial.last)
    step, plan = trial.closer(*held, closer)
    return Tried(repair, step, plan, (), besides(plan), trial.plans, trial.last)


@dataclass(eq=False)
class _Trial:
    """The plans made with one repair; ``nearest`` is the last that did not keep every wish, ``lacking`` what it does not keep."""

    request: Request
    repair: Repair
    progress: Progress | None
    most: int
    plans: int = 0
    last: Repair = field(init=False)
    nearest: MealPlan | None = None
    lacking: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.last = self.repair

    def outward(self, most: int) -> tuple[Repair, MealPlan] | None:
        """The first step, from what is proved on, with which a plan keeps every wish."""
        step: Repair | None = self.repair
        for _ in range(most):
            if step is None:
                break
            plan = self._plan(step)
            if plan is not None and not self.lacking:
                return step, plan
            self.nearest = plan or self.nearest
            if plan is not None and self.plans == 1 and (proof := in_vain(self.request, self.repair, plan)):
                self.lacking = (proof,)
                break
            following = further(step, plan, self.request, self.plans)
            step = None if following is None or following.said == step.said else following
            if self._is_stopped():
                break
        return None

    def closer(self, held: Repair, plan: MealPlan, most: int) -> tuple[Repair, MealPlan]:
        """Back towards what is proved: three quarters of the way, half, a quarter, until one holds; then half of what is left, and
        so on. Not halves from the start: that a quick plan was not found at one step says little about the next."""
        first, short, parts = held, self.repair, [_HALF] * most
        parts[: len(_BACK)] = _BACK[:most]
        for part in parts:
            if held.said == self.repair.said or self._is_stopped():
                break
            is_first = held is first and part is not _HALF
            step = nearer(held, self.repair if is_first else short, self.request, part if is_first else _HALF)
            if step is None:
                break
            found = self._plan(step)
            if found is not None and not self.lacking:
                held, plan = step, found
            else:
                short = step
        return held, plan

    def _plan(self, step: Repair) -> MealPlan | None:
        self.plans, self.last = self.plans + 1, step
        plan, self.lacking = _planned(mended(self.request, step))
        return plan

    def _is_stopped(self) -> bool:
        return self.progress is not None and not self.progress(self.plans / self.most)


def _planned(request: Request) -> tuple[MealPlan | None, tuple[str, ...]]:
    """The plan, and which wishes it does not keep; None, and why, where there is none."""
    try:
        plan = plan_request(request)
    except PlannerError as error:
        return None, (str(error).partition(". ")[0],)
    return plan, not_kept(plan)


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
