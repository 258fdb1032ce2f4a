"""Everything a menu search needs, as arrays: items, patterns, bounds, caps, and what goes with what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.model.menu.company import Company
from planner.model.menu.items import NO_CAP, IntArray, Items
from planner.model.menu.patterns import SlotPatterns
from planner.model.program import BoolArray, FloatArray

Meal = tuple[int, tuple[int, ...]]  # (pattern of its slot, portions in ascending order)


@dataclass(frozen=True, eq=False)
class MenuBounds:
    """Bounds of the Q quantities: on the mean of the days and on each day; ±inf = none. All of shape (Q,).

    ``weight`` is what missing one ``scale`` of a bound costs at first, in nats a day; ``soft`` quantities keep it,
    the others' grows until they hold. ``margin``: how far inside the bound the search aims;
    ``rule``: a plate rule, not a nutrient.
    """

    mean_lower: FloatArray
    mean_upper: FloatArray
    day_lower: FloatArray
    day_upper: FloatArray
    scale: FloatArray
    weight: FloatArray
    soft: BoolArray
    margin: FloatArray
    rule: BoolArray


@dataclass(frozen=True, eq=False)
class MenuProblem:
    """One person's menu over D days and S slots.

    Attributes:
        quantities: names of the Q quantities; ``energy`` is the position of energy among them.
        slots: names, with ``slot_kind`` the row of ``items.surprise`` that each uses.
        share_kcal: (S, 2) least and most energy of each slot.
        kind_content: (kinds, Q) what a meal of each kind counts for in the rules.
        kind_cap: (kinds,) meals of the kind in 7 days.
        apart: (G,) foods and kinds that never stand on two days running; G = foods by code, then kinds.
        company: nats for two foods in one meal, at the rows of surprise.
        kind_food: (kinds, F) nats for a food in a meal of this kind.
        second_milk: nats for each cup of another milk than the one poured most; ``named``: codes that likes and wishes name.
        new_food: nats for each food on the shopping list (foods without a cap aside); ``most_foods`` it should hold.
    """

    days: int
    items: Items
    quantities: tuple[str, ...]
    energy: int
    bounds: MenuBounds
    slots: tuple[str, ...]
    slot_row: IntArray
    patterns: tuple[SlotPatterns, ...]
    share_kcal: FloatArray
    kind_content: FloatArray
    kind_cap: IntArray
    apart: BoolArray
    company: Company
    kind_food: FloatArray
    new_food: float = 0.0
    most_foods: int = 10**6
    second_milk: float = 0.0
    named: frozenset[str] = frozenset()

    @property
    def groups(self) -> int:
        return int(self.items.same.max()) + 1

    def caps(self) -> IntArray:
        """(G,) how often each food (by ``Items.same``), then each kind, may stand in the whole plan."""
        both = np.concatenate([self._food_caps(), self.kind_cap])
        scaled = np.ceil(both * self.days / 7 - 1e-9).astype(np.int64)
        return np.where(both >= NO_CAP, NO_CAP * self.days, np.maximum(scaled, 1))

    def once_a_day(self) -> BoolArray:
        """(G,) foods that stand at most once a day: all but those without a cap."""
        return np.concatenate([self._food_caps() < NO_CAP, np.ones(len(self.kind_cap), dtype=bool)])

    def _food_caps(self) -> IntArray:
        """(foods by ``Items.same``,) the largest cap among the roles of a food."""
        food = np.zeros(self.groups, dtype=np.int64)
        np.maximum.at(food, self.items.same, self.items.cap)
        return food

    def meal_content(self, slot: int, meal: Meal) -> FloatArray:
        """(Q,) everything one meal brings."""
        pattern, portions = meal
        found: FloatArray = (
            self.items.content[list(portions)].sum(axis=0) + self.kind_content[self.patterns[slot].kind[pattern]]
        )
        return found

    def meal_cost(self, slot: int, meal: Meal) -> float:
        """Nats of one meal by itself: shape, foods, portions, and how they go together."""
        pattern, portions = meal
        at = list(portions)
        foods = self.items.food[at]
        shape = self.patterns[slot]
        alone = float(shape.cost[pattern] + self.items.surprise[self.slot_row[slot], foods].sum())
        alone += float(self.items.deviation[at].sum() + self.kind_food[shape.kind[pattern], foods].sum())
        first, second = np.triu_indices(len(foods), 1)
        together = self.company.nats(self.slot_row[slot], foods[first], foods[second])
        return alone + float(together.sum(dtype=float))

    def sensible(self, portions: npt.ArrayLike) -> bool:
        """No food twice in a meal, and no two of a family."""
        foods = self.items.food[np.asarray(portions, dtype=np.int64)]
        same, family = self.items.same[foods], self.items.family[foods]
        return len(set(same.tolist())) == len(same) and len(set(family.tolist())) == len(family)
