"""Which foods of a table a word stands for, as masks in the order of the table: looked up once, for batches of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from planner.foods.diets import permitted
from planner.foods.exclude import match_foods
from planner.foods.table import FoodTable
from planner.plan.guard import foods_holding

Mask = npt.NDArray[np.bool_]
MOST_WORDS = 1_000  # of a kind that are remembered: a byte for each food of the table


class FoodMasks:
    """Masks (n,) of the n foods of ``table``. Each raises UnknownNameError for a word that nobody knows."""

    def __init__(self, table: FoodTable) -> None:
        self._table = table
        self.eaten_per_1000 = table.data["eaten_per_1000"].to_numpy(float)
        self.allergen = self._remembered(lambda name: ~permitted(table, allergies=(name,)).to_numpy())
        """What may not be offered with this allergy, or to nobody."""
        self.within = self._remembered(lambda word: self._of(match_foods(table, word)))
        """What holds it, recipes walked."""
        self.called = self._remembered(lambda word: self._of(match_foods(table, word, inside=False)))
        """What is called so."""
        self.holding = self._remembered(lambda word: self._of(foods_holding(table, word)))
        """What a word of the health screening keeps out."""
        self.unreported = self._remembered(lambda name: table.data[name].isna().to_numpy())
        """What does not report this nutrient."""

    @staticmethod
    def _remembered(find: Callable[[str], Mask]) -> Callable[[str], Mask]:
        return lru_cache(maxsize=MOST_WORDS)(find)

    def _of(self, codes: Iterable[str]) -> Mask:
        found: Mask = self._table.data.index.isin(list(codes))
        return found
