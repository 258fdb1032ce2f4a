"""The prices of menus: estimates from the linear program over whole meals, solved again one step further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.model.menu.master import Master, MasterResult
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.menu.quantities import COST
from planner.plan.locking import steerable
from planner.plan.prices import GOALS, Price, Prices, in_order, round_step

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

_CLOSE = 1e-6  # relative gap: one step may cost a few hundredths of a nat
_TINY = 1e-3  # nats for a step from which on a bound counts as binding
MOST_CHECKED = 8


@dataclass(frozen=True, eq=False)
class PricedMenu:
    """The program over whole meals of one menu, solved to the end, and the meals that solve its neighbours quickly."""

    problem: MenuProblem
    solved: MasterResult
    columns: tuple[tuple[int, Meal], ...]

    @classmethod
    def of(cls, problem: MenuProblem) -> PricedMenu:
        solved = Master(problem).run(gap=_CLOSE)
        columns = tuple((slot, meal) for slot, meals in enumerate(solved.meals) for meal in meals)
        return cls(problem, solved, columns)

    def again(self, name: str, side: str, bound: float) -> MasterResult:
        """Solved again with another bound on the mean of one quantity."""
        at, bounds = self.problem.quantities.index(name), self.problem.bounds
        changed = {f"mean_{side}": getattr(bounds, f"mean_{side}").copy()}
        changed[f"mean_{side}"][at] = bound
        if self.problem.days == 1:  # then the mean is the day
            changed[f"day_{side}"] = getattr(bounds, f"day_{side}").copy()
            changed[f"day_{side}"][at] = bound
        problem = replace(self.problem, bounds=replace(bounds, **changed))
        return Master(problem).run(list(self.columns), gap=_CLOSE)

    def brings(self, result: MasterResult, name: str) -> float:
        """Amount of a quantity on the mean day of a solution."""
        at = self.problem.quantities.index(name)
        return sum(
            float(share) * float(self.problem.meal_content(slot, meal)[at])
            for slot, (meals, weight) in enumerate(zip(result.meals, result.weight, strict=True))
            for meal, share in zip(meals, weight, strict=True)
            if share > 1e-9
        )


def menu_prices(plan: MealPlan) -> Prices:
    """Prices of the targets that bind in the program over whole meals, and of magnesium and potassium.

    Raises InputError for a plan that was put together by hand.
    """
    _, found = steerable(plan)
    priced = PricedMenu.of(found.problem)
    names = [name for name in plan.targets if name in found.problem.quantities]
    said = [_price(priced, name) for name in _worth_a_word(priced, names)]
    return in_order([one for one in said if one is not None])


def _worth_a_word(priced: PricedMenu, names: Sequence[str]) -> list[str]:
    """The dearest targets, by a step; magnesium and potassium always."""
    by_step = {name: abs(_price_of(priced, name)) * round_step(_bound(priced, name)[1] or 1.0) for name in names}
    dear = sorted((name for name in names if by_step[name] > _TINY), key=lambda name: -by_step[name])
    return list(dict.fromkeys([*dear[:MOST_CHECKED], *(name for name in GOALS if name in names)]))


def _price_of(priced: PricedMenu, name: str) -> float:
    return float(priced.solved.prices[priced.problem.quantities.index(name)])


def _bound(priced: PricedMenu, name: str) -> tuple[str, float | None]:
    """The side that binds (the lower one of what is free) and where it lies on the mean day."""
    at, bounds, price = priced.problem.quantities.index(name), priced.problem.bounds, _price_of(priced, name)
    side = "upper" if price < -1e-12 else "lower"
    both = [getattr(bounds, f"mean_{side}")[at]]
    if priced.problem.days == 1:
        both.append(getattr(bounds, f"day_{side}")[at])
    value = float(max(both) if side == "lower" else min(both))
    return side, value if np.isfinite(value) else None


def _price(priced: PricedMenu, name: str) -> Price | None:
    side, bound = _bound(priced, name)
    if bound is None:
        return None
    price, step = _price_of(priced, name), round_step(bound)
    binding = abs(price) * step > _TINY
    if priced.solved.unmet[
        priced.problem.quantities.index(name)
    ]:  # its price is what missing it costs, not what it costs
        brought = priced.brings(priced.solved, name)
        return Price(name, side, bound, True, brought, abs(price), None, step, None, None, estimate=True)
    start = bound if binding else max(bound, priced.brings(priced.solved, name))
    there = priced.again(name, side, start + step if side == "lower" else start - step)
    at = priced.problem.quantities.index(name)
    missed = bool(there.unmet[at]) and not bool(priced.solved.unmet[at])
    nats = there.objective - priced.solved.objective
    dollars = priced.brings(there, COST) - priced.brings(priced.solved, COST)
    return Price(
        name, side, bound, binding, start, abs(price), None, step,
        None if missed else nats, None if missed else dollars, estimate=True,
    )  # fmt: skip
