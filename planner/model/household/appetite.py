"""One person at the table: which portions of each food may be served, and what they bring."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.foods.palette import PaletteFood
from planner.model.menu.items import BIG_APPETITE_KCAL, PORTION_NATS, IntArray
from planner.model.menu.problem import MenuProblem
from planner.model.menu.quantities import USUAL_KCAL
from planner.model.program import BoolArray, FloatArray

_SMALLEST = 0.5  # of the least that the palette serves
_LARGEST, _LARGEST_BIG = 1.5, 2.0  # of the most that it serves to most people; the second for big appetites
_FEWEST, _MOST = 0.6, 1.6  # of a usual portion: the appetite of the smallest and the largest eater
FAR, FAR_TIMES = 0.3, 4.0  # so far off the usual portion, each gram more weighs so many times as much
_RULE = "rule:"


@dataclass(frozen=True)
class Grid:
    """Portions of a food: ``step`` times a whole number from ``least`` to ``most``, in units of the food."""

    step: float
    least: int
    most: int

    def nearest(self, amount: float) -> int:
        """The number of steps nearest to an amount, by ratio."""
        below = int(np.clip(np.floor(amount / self.step), self.least, self.most))
        above = min(below + 1, self.most)
        return below if amount * amount < (below * above) * self.step**2 else above


def grid(food: PaletteFood, energy_kcal: float, most_g: float = np.inf) -> Grid:
    """Halves of what is served by ones and twos, quarters of cups served by halves, wholes of what is counted by the handful.

    Water is not measured out, so it has one portion. ``most_g``: the largest portion that is safe.
    """
    offered = (*food.amounts, *food.amounts_big)
    if food.role == "water":
        return Grid(min(offered), 1, 1)
    quarters = any(amount % 0.5 for amount in offered) or (bool(food.unit) and min(offered) <= 0.5)
    step = 0.25 if quarters else 0.5 if min(offered) < 3 else 1.0
    least = max(1, int(np.ceil(_SMALLEST * min(offered) / step - 1e-9)))
    most = _LARGEST * max(food.amounts)
    if energy_kcal > BIG_APPETITE_KCAL:
        most = max(_LARGEST_BIG * max(food.amounts), *offered)
    return Grid(step, least, max(least, int(min(most, most_g / food.grams_per_unit) / step + 1e-9)))


@dataclass(frozen=True, eq=False)
class Eater:
    """A person's own problem beside the portions they may be served.

    ``problem`` offers the same foods in the same order as everybody's; ``grids`` (F,) are the portions of each.
    """

    problem: MenuProblem
    energy_kcal: float
    grids: tuple[Grid, ...]

    @classmethod
    def of(cls, problem: MenuProblem, energy_kcal: float, most_g: FloatArray) -> Eater:
        """``most_g`` (F,): the largest portion of each food that is safe for this person; inf = any."""
        foods = zip(problem.items.foods, most_g.tolist(), strict=True)
        return cls(problem, energy_kcal, tuple(grid(food, energy_kcal, most) for food, most in foods))

    @cached_property
    def appetite(self) -> float:
        """This person's usual portions, as a share of the usual ones of adults."""
        return float(np.clip(self.energy_kcal / USUAL_KCAL, _FEWEST, _MOST))

    @cached_property
    def is_rule(self) -> BoolArray:
        """(Q,) quantities that count servings, whatever their size."""
        return np.array([name.startswith(_RULE) for name in self.problem.quantities])

    @cached_property
    def _first(self) -> IntArray:
        """(F,) the first portion of each food."""
        return np.searchsorted(self.problem.items.food, np.arange(len(self.problem.items.foods)))

    @cached_property
    def per_gram(self) -> FloatArray:
        """(F, Q) what a gram brings; 0 for what counts servings."""
        items = self.problem.items
        found: FloatArray = items.content[self._first] / items.grams[self._first][:, None]
        return np.where(self.is_rule, 0.0, found)

    @cached_property
    def counted(self) -> FloatArray:
        """(F, Q) what a serving counts for; 0 for what is measured."""
        return np.where(self.is_rule, self.problem.items.content[self._first], 0.0)

    @cached_property
    def unit_g(self) -> FloatArray:
        """(F,) grams of the unit."""
        return np.array([food.grams_per_unit for food in self.problem.items.foods])

    @cached_property
    def usual_g(self) -> FloatArray:
        """(F,) the portion that is usual for this person: that of adults, scaled to the appetite."""
        items = self.problem.items
        order = np.lexsort((items.deviation, items.food))
        at = order[np.flatnonzero(np.r_[True, np.diff(items.food[order]) > 0])]
        return items.grams[at] * self.appetite

    def deviation(self, food: IntArray, grams: FloatArray) -> FloatArray:
        """Nats for portions (n,) of foods (n,) off the usual one; far off it each gram more weighs more."""
        off = np.abs(grams / self.usual_g[food] - 1.0)
        found: FloatArray = PORTION_NATS * (off + (FAR_TIMES - 1.0) * np.maximum(off - FAR, 0.0))
        return found
