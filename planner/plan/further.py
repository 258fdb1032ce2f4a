"""The next value to try of a repair: further from the wish where a plan did not hold, nearer where it did."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import Change, Repair
from planner.nutrition.nutrients import bound_in_words
from planner.plan.mending import COST, ENERGY, parts_of
from planner.plan.words import places

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan
    from planner.plan.request import Request

UNIT_SHARE = (
    0.015  # of a value: the most that one unit of 1, 2 or 5 times a power of ten may be; nobody wishes 4,679 mg
)
_STEP, _MOST_STEP = 0.08, 0.4  # of a value, where it did not: at first and at most
_STRETCH, _MOST_STRETCH = 1.08, 1.6  # by which energy moves at least and at most in one step
_MOST_KCAL = 6_000.0  # more than whole meals hold
_NEEDED = 0.1  # share of the energy that somebody needs by which it may move; policy, as in claims


def further(repair: Repair, plan: MealPlan | None, request: Request, plans: int = 1) -> Repair | None:
    """A repair that asks for less than this one, by what the plan reached, else by steps that double with the ``plans`` made;
    None where there is nothing to move."""
    step = min(_STEP * 2 ** (plans - 1), _MOST_STEP)
    return _moved(repair, lambda change: _further(change, plan, request, step), request)


def nearer(held: Repair, failed: Repair, request: Request, part: float = 0.5) -> Repair | None:
    """A repair ``part`` of the way from one that held to one that did not; None where they are one unit apart."""
    missed = {change.bound: change.to for change in failed.changes}

    def back(change: Change) -> float | None:
        kind = parts_of(change).kind
        to, bad = change.to, missed.get(change.bound)
        if to is None or bad is None or change.start is None or kind in ("must", "limit"):
            return to
        return _outward(to + part * (bad - to), up=to > change.start, tight=to)

    step = _moved(held, back, request)
    return None if step is None or step.said in (held.said, failed.said) else step


def tightened(repair: Repair, far: float, request: Request) -> Repair:
    """A repair of one bound with another value, where that is further from the wish; to the decimals shown, or the cent."""
    (change,) = repair.changes
    assert change.start is not None
    assert change.to is not None
    up = change.to > change.start
    name = parts_of(change).name
    step = 100.0 if name == COST else 10.0 ** places(name)
    value = (math.ceil(far * step - 1e-6) if up else math.floor(far * step + 1e-6)) / step
    is_further = value > change.to if up else value < change.to
    moved = _moved(repair, lambda _: value, request) if is_further else None
    if moved is None:
        return repair
    return replace(moved, minded=round(repair.minded * abs(value - change.start) / abs(change.to - change.start), 6))


def _moved(repair: Repair, to: Callable[[Change], float | None], request: Request) -> Repair | None:
    changes = []
    for change in repair.changes:
        value = to(change) if change.to is not None else None
        if change.to is None or value == change.to:
            changes.append(change)
            continue
        changes.append(replace(change, to=value, said=_words(change, value, request)))
    found = tuple(changes)
    return None if found == repair.changes else replace(repair, changes=found)


def _further(change: Change, plan: MealPlan | None, request: Request, step: float) -> float | None:
    kind, name, sign = parts_of(change)
    start, to = change.start, change.to
    assert start is not None
    assert to is not None
    up = to > start
    if kind in ("must", "limit"):
        count = to + (1 if up else -1)
        return None if count < 1 else count
    if name == ENERGY and sign == "=":
        value = min(_outward(to * _stretch(plan, up), up), _MOST_KCAL)
        if request.person.energy_kcal is None:  # nobody is told to eat much more or less than they need
            value = min(max(value, start * (1 - _NEEDED)), start * (1 + _NEEDED))
        return value
    reached = _reached(plan, name)
    is_beyond = reached is not None and (reached > to if up else reached < to)
    return _outward(reached if reached is not None and is_beyond else to * (1 + step if up else 1 - step), up)


def _reached(plan: MealPlan | None, name: str) -> float | None:
    """What the mean day of a plan has of a nutrient, or costs."""
    if plan is None:
        return None
    if name == COST:
        from planner.plan.affordable import cost_usd_a_day
        from planner.plan.locking import steerable

        found = steerable(plan)[1]
        return cost_usd_a_day(found.problem, found.menu)
    return next((row.amount for row in plan.certificate.rows if row.quantity == name and not row.day), None)


def _stretch(plan: MealPlan | None, up: bool) -> float:
    """By how much other energy is tried: by the largest share that a wish was missed by."""
    factor = _STRETCH
    if plan is not None:
        for row in plan.certificate.misses:
            target = plan.targets.get(row.quantity)
            if target is None or row.day or not row.amount:
                continue
            if up and row.is_short and target.lower_kind == "own" and row.lower:
                factor = max(factor, row.lower / row.amount)
            elif not up and not row.is_short and row.upper:
                factor = max(factor, row.amount / row.upper)
    factor = min(factor, _MOST_STRETCH)
    return factor if up else 1 / factor


def _outward(value: float, up: bool, tight: float | None = None) -> float:
    """To a unit that people say, on the side that asks for less; never beyond ``tight``."""
    unit = sensible_unit(value)
    rounded = (math.ceil(value / unit - 1e-9) if up else math.floor(value / unit + 1e-9)) * unit
    found = round(rounded, max(0, -math.floor(math.log10(unit))))
    return found if tight is None else min(found, tight) if up else max(found, tight)


def sensible_unit(value: float) -> float:
    """1, 2 or 5 times a power of ten, at most ``UNIT_SHARE`` of the value."""
    most = max(abs(value), 1e-6) * UNIT_SHARE
    power = 10.0 ** math.floor(math.log10(most))
    return next(factor * power for factor in (5, 2, 1) if factor * power <= most * (1 + 1e-9))


def _words(change: Change, to: float | None, request: Request) -> str:
    """The change with another value in it."""
    kind, name, sign = parts_of(change)
    if kind == "must":
        wish = next(one for one in request.preferences.must if str(one) == name)
        return f"leave out {name!r}" if to is None else f"{wish.fewer(int(to)).said()} instead of {name!r}"
    if kind == "limit":
        limit = next(one for one in request.preferences.limits if str(one) == name)
        wider = None if to is None else limit.model_copy(update=dict.fromkeys(limit.set_bounds(), to))
        return f"lift the limit {name!r}" if to is None else f"{wider} instead of {name!r}"
    assert to is not None
    assert change.start is not None
    if name == COST:
        return f"at most {to:.2f} USD a day instead of {change.start:.2f}"
    if sign == "=":
        return f"energy about {to:,.0f} kcal instead of {change.start:,.0f}"
    return f"{bound_in_words(name, 'upper' if sign == '<=' else 'lower', to)} instead of {change.start:,.6g}"
