"""The most, or the least, of a nutrient that whole meals can bring: a proof for every menu that is made of them.

The program over whole meals (``model.menu.master``) with nothing left in it but energy, own limits and upper limits: any mix of the
meals that foods on offer can make, in fractions of days, no food more often than menus have it. What it cannot do, no menu can.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.model.menu.master import Master, MasterResult
from planner.model.menu.problem import MenuProblem
from planner.model.menu.quantities import COST
from planner.model.program import INF, BoolArray, FloatArray
from planner.nutrition.target import Targets
from planner.plan.request import Steering
from planner.plan.words import label, number, unit

ENERGY = "energy_kcal"
_HELD = 1000.0  # nats for missing a whole bound that has to hold: beside it the amount that is asked for weighs next to nothing
_ASKED = 1.0
_TRIES = 4  # of the least cost: what cannot be kept at any price is left out, and what only that hid
_LOOSE_KCAL = 1e5  # of a meal: how the energy is shared out among meals is a matter of taste


def far_in_meals(
    problem: MenuProblem, targets: Targets, name: str, is_lower: bool, steering: Steering | None = None
) -> float | None:
    """The most of a nutrient with an own minimum (``is_lower``) while energy, own limits and upper limits hold, or the least of
    one with an own maximum while the energy holds; a day, in its unit.

    None where the wish is not out of reach in the mix, where the other bounds cannot hold by themselves, and for plans with
    locks or leftovers, in which meals may stand that no mix has.
    """
    if name not in problem.quantities or _has_more_meals(steering):
        return None
    bounds, at = problem.bounds, problem.quantities.index(name)
    low, high = np.full(len(bounds.weight), -INF), np.full(len(bounds.weight), INF)
    for i, quantity in enumerate(problem.quantities):
        if quantity not in targets:
            continue
        target = targets[quantity]
        if quantity == ENERGY or (i == at and is_lower):
            low[i] = -INF if target.lower is None else target.lower
        if quantity == ENERGY or is_lower or i == at:
            high[i] = INF if target.upper is None else target.upper
    wanted = float(low[at] if is_lower else high[at])
    if not np.isfinite(wanted):
        return None
    if is_lower:
        high[at] = INF
    result, _ = _bent(problem, low, high, at)
    off = result.bound / _ASKED * float(bounds.scale[at])
    if off <= 1e-6 * wanted or (is_lower and off >= wanted):
        return None
    return wanted - off if is_lower else wanted + off


def least_cost_in_meals(problem: MenuProblem, targets: Targets, steering: Steering | None = None) -> float | None:
    """The least that a day costs in any mix of whole meals that keeps the energy, every limit and every lower bound that such a
    mix can keep at any price; None where the foods have no prices, or with locks or leftovers."""
    if COST not in problem.quantities or _has_more_meals(steering):
        return None
    low, high = np.full(len(problem.quantities), -INF), np.full(len(problem.quantities), INF)
    for i, name in enumerate(problem.quantities):
        if name in targets:
            low[i] = -INF if targets[name].lower is None else targets[name].lower
            high[i] = INF if targets[name].upper is None else targets[name].upper
    at = problem.quantities.index(COST)
    for _ in range(_TRIES):
        high[at] = 0.0
        result, held = _bent(problem, low, high, at)
        short = held & ((result.short > 0.0) | (result.over > 0.0))
        if not short.any():
            return result.bound / _ASKED * float(problem.bounds.scale[at])
        low[short], high[short] = -INF, INF
    return None


def _has_more_meals(steering: Steering | None) -> bool:
    """Whether meals may stand that no mix has."""
    return steering is not None and bool(steering.meals or steering.kept or steering.leftovers)


def _bent(problem: MenuProblem, low: FloatArray, high: FloatArray, at: int) -> tuple[MasterResult, BoolArray]:
    """The program with nothing but these bounds, of which that ``at`` bends; and which of the others it has."""
    bounds, items, others = problem.bounds, problem.items, np.arange(len(low)) != at
    free = np.full(len(low), -INF), np.full(len(low), INF)
    bare = replace(
        problem,
        bounds=replace(
            bounds,
            mean_lower=low,
            mean_upper=high,
            day_lower=free[0],
            day_upper=free[1],
            weight=np.where(others, _HELD, _ASKED),
            soft=np.ones(len(low), dtype=bool),
        ),
        items=replace(items, deviation=np.zeros_like(items.deviation), surprise=np.zeros_like(items.surprise)),
        patterns=tuple(replace(one, cost=np.zeros_like(one.cost)) for one in problem.patterns),
        share_kcal=np.array([[0.0, _LOOSE_KCAL]] * len(problem.slots)),
    )
    return Master(bare).run(gap=1e-4), others & (np.isfinite(low) | np.isfinite(high))


def beyond(name: str, far: float, is_lower: bool) -> str:
    """What is proved, in words."""
    if is_lower:
        return (
            f"Proved: no menu of these foods has more than {number(name, far, 'up')} {unit(name)} of {_called(name)} a day on the mean "
            "while your energy and limits hold. Ask for less."
        )
    return (
        f"Proved: no menu of these foods has less than {number(name, far, 'down')} {unit(name)} of {_called(name)} a day on the mean "
        "at your energy. Allow more."
    )


def _called(name: str) -> str:
    words = label(name)
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
