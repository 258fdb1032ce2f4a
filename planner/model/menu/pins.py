"""What of a menu stands firm: whole meals, or single portions whose meal may change around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from planner.foods.palette import PaletteFood
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.program import FloatArray

Place = tuple[int, int]  # (day, slot), both from 0


LEFTOVER = "leftover"  # tag of a food cooked for the dinner before: eaten again, it does not come too often
_COMPOSED, _ONCE = "composed", "composed before"


@dataclass(frozen=True)
class Serving:
    """A food in an amount of its unit."""

    food: PaletteFood
    amount: float

    @property
    def grams(self) -> float:
        return self.amount * self.food.grams_per_unit

    @property
    def leftover(self) -> bool:
        return LEFTOVER in self.food.tags

    def again(self) -> Serving:
        """The same as a leftover, and called so; a dish cooked once counts as composed once."""
        tags = {_ONCE if tag == _COMPOSED else tag for tag in self.food.tags} | {LEFTOVER}
        label = f"{LEFTOVER} {self.food.label or self.food.name}"
        return Serving(replace(self.food, tags=frozenset(tags), label=label), self.amount)

    def fresh(self) -> Serving:
        """A leftover as it would be cooked for its own meal."""
        tags = {_COMPOSED if tag == _ONCE else tag for tag in self.food.tags} - {LEFTOVER}
        label = self.food.label.removeprefix(f"{LEFTOVER} ")
        return Serving(replace(self.food, tags=frozenset(tags), label=label), self.amount)


@dataclass(frozen=True)
class PlacedMeal:
    """One meal of a menu in its own words, so that it can be moved from one problem to another."""

    slot: str
    kind: str
    servings: tuple[Serving, ...]


@dataclass(frozen=True, eq=False)
class Pins:
    """What a search leaves as it is.

    Attributes:
        meals: meals that do not change.
        portions: portions that the meal of a place must hold; ``choices`` are meals that do.
        offered: portions from this number on serve only where they are pinned; None = all are offered.
    """

    meals: Mapping[Place, Meal] = field(default_factory=dict)
    portions: Mapping[Place, tuple[int, ...]] = field(default_factory=dict)
    choices: Mapping[Place, tuple[Meal, ...]] = field(default_factory=dict)
    offered: int | None = None

    def hold(self, day: int, slot: int) -> bool:
        """Whether anything of this meal is pinned."""
        return (day, slot) in self.meals or (day, slot) in self.portions

    def shares(self, problem: MenuProblem) -> FloatArray:
        """(days, slots, 2) least and most energy of each meal.

        A pinned meal may bring more or less than its slot's share; the other meals of that day make up for it.
        """
        shares = np.repeat(problem.share_kcal[None], problem.days, axis=0)
        for (day, slot), meal in self.meals.items():
            kcal = float(problem.meal_content(slot, meal)[problem.energy])
            low, high = problem.share_kcal[slot]
            shares[day, :, 0] -= max(kcal - high, 0.0)
            shares[day, :, 1] += max(low - kcal, 0.0)
            shares[day, slot] = kcal
        return np.maximum(shares, 0.0)
