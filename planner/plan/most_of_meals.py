"""The most, or the least, of a nutrient that whole meals can bring: a proof for every menu that is made of them.

The program over whole meals (``model.menu.master``) with nothing left in it but energy, own limits and upper limits: any mix of the
meals that foods on offer can make, in fractions of days, no food more often than menus have it. What it cannot do, no menu can.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.model.menu.master import Master
from planner.model.menu.problem import MenuProblem
from planner.model.program import INF
from planner.nutrition.target import Targets
from planner.plan.request import Steering
from planner.plan.words import label, number, unit

ENERGY = "energy_kcal"
_HELD = 1000.0  # nats for missing a whole bound that has to hold: beside it the amount that is asked for weighs next to nothing
_ASKED = 1.0
_LOOSE_KCAL = 1e5  # of a meal: how the energy is shared out among meals is a matter of taste


def far_in_meals(
    problem: MenuProblem, targets: Targets, name: str, is_lower: bool, steering: Steering | None = None
) -> float | None:
    """The most of a nutrient with an own minimum (``is_lower``) while energy, own limits and upper limits hold, or the least of
    one with an own maximum while the energy holds; a day, in its unit.

    None where the wish is not out of reach in the mix, where the other bounds cannot hold by themselves, and for plans with
    locks or leftovers, in which meals may stand that no mix has.
    """
    if name not in problem.quantities or (
        steering is not None and (steering.meals or steering.kept or steering.leftovers)
    ):
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
    free = np.full(len(low), -INF), np.full(len(low), INF)
    items = problem.items
    bare = replace(
        problem,
        bounds=replace(
            bounds,
            mean_lower=low,
            mean_upper=high,
            day_lower=free[0],
            day_upper=free[1],
            weight=np.where(np.arange(len(low)) == at, _ASKED, _HELD),
            soft=np.ones(len(low), dtype=bool),
        ),
        items=replace(items, deviation=np.zeros_like(items.deviation), surprise=np.zeros_like(items.surprise)),
        patterns=tuple(replace(one, cost=np.zeros_like(one.cost)) for one in problem.patterns),
        share_kcal=np.array([[0.0, _LOOSE_KCAL]] * len(problem.slots)),
    )
    off = Master(bare).run(gap=1e-4).bound / _ASKED * float(bounds.scale[at])
    if off <= 1e-6 * wanted or (is_lower and off >= wanted):
        return None
    return wanted - off if is_lower else wanted + off


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
