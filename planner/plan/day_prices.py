"""The prices of a plain day: exact, from its linear program solved along each bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.errors import InputError
from planner.foods.headers import PRICE
from planner.foods.palette import load_palette
from planner.foods.table import FoodTable
from planner.model.day import Bounds, DayModel
from planner.model.menu.quantities import known_or_typical_price
from planner.model.parametric import Ask, BoundCurve, Optimum, Stretch, stretches
from planner.model.program import FloatArray
from planner.plan.daily import day_models
from planner.plan.locking import table_of
from planner.plan.planning import gate
from planner.plan.prices import GOALS, Price, Prices, in_order, round_step

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

_TINY = 1e-9
_FURTHEST = 4.0  # times the bound: nobody asks for more
_MOST_STRETCHES = 8


def day_prices(plan: MealPlan) -> Prices:
    """Prices of the program that the day was taken from, in grams; targets that no day reaches stand at the most that one can.

    Raises InputError for a plan that was put together by hand.
    """
    model, bounds = priced_model(plan)
    lower, upper = model.row_bounds(bounds)
    curve = BoundCurve(model.program.with_rows(row_lower=lower, row_upper=upper))
    usd = _usd_per_gram(plan, model)
    found: list[Price | None] = []
    plain = model.amounts(bounds)
    if plain.shadow_prices is None or plain.values is None:
        return Prices(())
    for row, name in enumerate(model.quantities):
        price = float(plain.shadow_prices[row])
        if abs(price) > _TINY:
            side = "lower" if price > 0 else "upper"
            bound = float((lower if side == "lower" else upper)[row])
            far = _room(side, row, lower, upper, bound)
            found.append(_binding(curve.ask(row, side), name, side, bound, far, usd, _is_safety(plan, name, side)))
        elif name in GOALS and np.isfinite(lower[row]):
            far = _room("lower", row, lower, upper, float(lower[row]))
            found.append(_free(curve.ask(row, "lower"), name, float(lower[row]), far, usd))
    return in_order([one for one in found if one is not None])


def priced_model(plan: MealPlan, food: str = "") -> tuple[DayModel, Mapping[str, Bounds]]:
    """The program of a plain day and the bounds it could keep; of those programs the first that offers ``food`` (a code).

    Raises InputError for a plan put together by hand.
    """
    request = plan._request
    if request is None:
        raise InputError("this plan has no prices, because it was put together by hand; plan it with plan_meals")
    passed = gate(request)
    for model, wanted in day_models(
        passed.targets, table_of(request), request.preferences, passed.unsafe, passed.limits
    ):
        reached = {
            name: replace(bound, lower=plan.best_reachable[name] * (1 - 1e-6)) if name in plan.best_reachable else bound
            for name, bound in wanted.items()
        }
        if (not food or food in model.foods.codes) and model.amounts(reached).values is not None:
            return model, reached
    raise InputError("the targets of this plan cannot all be kept, so that none of them has a price")


def _usd_per_gram(plan: MealPlan, model: DayModel) -> FloatArray | None:
    """(k,) dollars per gram, an unknown price taken as typical of its category; None where no price is known."""
    assert plan.table is not None
    usd = usd_per_gram(plan.table)
    if usd is None:
        return None
    prices: FloatArray = usd.reindex(list(model.foods.codes)).to_numpy(float)
    return prices


def usd_per_gram(table: FoodTable) -> pd.Series | None:
    """By food code: an unknown price is typical of its category, water from the tap costs nothing; None without any price."""
    data = table.data
    if PRICE not in data or data[PRICE].isna().all():
        return None
    usd = known_or_typical_price(data) / 100.0
    usd[usd.index.isin([food.code for food in load_palette().foods if food.role == "water"])] = 0.0
    return usd


def _room(side: str, row: int, lower: FloatArray, upper: FloatArray, bound: float) -> float:
    """How far the bound may be tightened at all."""
    if side == "lower":
        return float(min(upper[row], max(bound, 1.0) * _FURTHEST))
    return float(max(lower[row], 0.0))


def _furthest(ask: Ask, start: float, far: float) -> float:
    """The last bound towards ``far`` that can be met, to a thousandth of the way."""
    if ask(far) is not None:
        return far
    good, bad = start, far
    while abs(bad - good) > 1e-3 * abs(far - start):
        middle = 0.5 * (good + bad)
        good, bad = (middle, bad) if ask(middle) is not None else (good, middle)
    return good


def _is_safety(plan: MealPlan, name: str, side: str) -> bool:
    """Whether the health screening set the bound: what loosening it would save is never said."""
    target = plan.targets[name]
    return bool(target.hard) or "safety" in (target.upper_kind if side == "upper" else target.lower_kind)


def _binding(
    ask: Ask, name: str, side: str, bound: float, far: float, usd: FloatArray | None, safety: bool
) -> Price | None:
    far = _furthest(ask, bound, far)
    tighter = stretches(ask, bound, far, _MOST_STRETCHES)
    looser = [] if safety else stretches(ask, bound, 0.0 if side == "lower" else bound * _FURTHEST, 1)
    step = round_step(bound)
    if not tighter:
        return Price(name, side, bound, True, bound, 0.0, bound, step, None, None, *_less(looser, bound))
    nats, dollars = _one_step(ask, tighter[0].start, step if side == "lower" else -step, usd)
    return Price(
        name, side, bound, True, bound, abs(tighter[0].price), tighter[0].end.bound, step, nats, dollars, *_less(looser, bound)
    )  # fmt: skip


def _less(looser: list[Stretch], bound: float) -> tuple[float | None, float | None]:
    if not looser or looser[0].end.bound == bound:
        return None, None
    return abs(looser[0].price), looser[0].end.bound


def _free(ask: Ask, name: str, bound: float, far: float, usd: FloatArray | None) -> Price | None:
    """A goal that does not bind: where it would begin to, and what a step from there costs."""
    found = stretches(ask, bound, _furthest(ask, bound, far), 2)
    if not found:
        return None
    free = found[0] if abs(found[0].price) <= 1e-7 * max(1.0, abs(found[0].start.cost)) else None
    step = round_step(bound)
    if free is None or len(found) < 2:
        start = found[0].start if free is None else free.end
        return Price(name, "lower", bound, False, start.bound, 0.0, None, step, None, None)
    nats, usd_more = _one_step(ask, free.end, step, usd)
    return Price(name, "lower", bound, False, free.end.bound, found[1].price, found[1].end.bound, step, nats, usd_more)


def _one_step(ask: Ask, here: Optimum, step: float, usd: FloatArray | None) -> tuple[float | None, float | None]:
    """Nats and dollars that one step from here costs; None where it cannot be met."""
    there = ask(here.bound + step)
    if there is None:
        return None, None
    dollars = None if usd is None else float((there.values - here.values) @ usd)
    return there.cost - here.cost, dollars
