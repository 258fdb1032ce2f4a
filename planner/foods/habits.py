"""How people eat: how often which food at which meal, how much of it, and what goes together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from food_data import TABLES
from planner.errors import InputError, UnknownNameError

SLOTS = ("breakfast", "lunch", "dinner", "snack")
Population = Literal["adult", "teen"]
TEEN_YEARS = (14, 18)  # who ate what the teenagers' tables hold
Matrix = npt.NDArray[np.float64]
_CODES = ("food_code", "category_code", "category_code_a", "category_code_b")
PORTIONS = ("p5_g", "p25_g", "p50_g", "p75_g", "p95_g")


@dataclass(frozen=True, eq=False)
class Habits:
    """The eating habits of one population. Share it freely and never change its frames.

    Source: NHANES / What We Eat in America 2007-2012 (CDC/NCHS and USDA), survey-weighted, on today's food codes:
    how people in the United States ate then. The tables are described in food_data/README.md.

    Attributes:
        population: ``adult`` (19 years and older) or ``teen`` (14 to 18; adults where teenagers say too little).
        foods: slot, food_code, per_1000, records, basis.
    """

    population: str
    foods: pd.DataFrame = field(repr=False)
    _portions: pd.DataFrame = field(repr=False)
    _pairs: pd.DataFrame = field(repr=False)
    _roles: pd.DataFrame = field(repr=False)
    _patterns: pd.DataFrame = field(repr=False)
    _role_pairs: pd.DataFrame = field(repr=False)

    @classmethod
    def from_frames(
        cls,
        foods: pd.DataFrame,
        portions: pd.DataFrame,
        pairs: pd.DataFrame,
        roles: pd.DataFrame,
        patterns: pd.DataFrame,
        role_pairs: pd.DataFrame,
        population: Population = "adult",
    ) -> Habits:
        """Habits from frames with the columns of ``food_data/tables/habit_*.csv``, for all populations in them.

        Raises:
            UnknownNameError: when ``population`` is not in ``foods``.
        """
        known = sorted(foods["population"].unique())
        if population not in known:
            raise UnknownNameError("population", population, known)
        own = [frame[frame["population"] == population] for frame in (foods, portions, pairs, patterns, role_pairs)]
        eaten, amounts, together, sets, roles_together = own
        if population != "adult":
            eaten = _with_adults(eaten, foods, ["food_code"])
            amounts = _with_adults(amounts, portions, ["food_code"])
            together = _with_adults(together, pairs, ["slot", "category_code_a", "category_code_b"])
            roles_together = _with_adults(roles_together, role_pairs, ["slot", "role_a", "role_b"])
        return cls(population, eaten, amounts, together, roles, sets, roles_together)

    @cached_property
    def _by_slot(self) -> dict[str, pd.Series[float]]:
        rates = self.foods.set_index("food_code").sort_index()
        return {slot: rates["per_1000"][rates["slot"] == slot] for slot in SLOTS}

    def per_1000(self, slot: str) -> pd.Series[float]:
        """By food_code: of 1,000 occasions of ``slot``, how many held the food. Foods that are missing: none.

        Raises:
            UnknownNameError: when ``slot`` is not one of breakfast, lunch, dinner, snack.
        """
        return self._by_slot[_known(slot)]

    @cached_property
    def portions(self) -> pd.DataFrame:
        """By food_code: p5_g to p95_g (g at one eating occasion), records, basis (food or category)."""
        return self._portions.set_index("food_code").drop(columns="population").sort_index()

    @cached_property
    def category_codes(self) -> tuple[str, ...]:
        """The WWEIA categories that have a role, sorted: the order of the affinity matrices."""
        return tuple(sorted(self._roles["category_code"]))

    def _matrix(self, slot: str, column: str) -> Matrix:
        part = self._pairs[self._pairs["slot"] == _known(slot)]
        place = {code: index for index, code in enumerate(self.category_codes)}
        a, b = (part[f"category_code_{end}"].map(place) for end in "ab")
        both = (a.notna() & b.notna()).to_numpy()
        rows, columns = a[both].to_numpy(dtype=int), b[both].to_numpy(dtype=int)
        matrix = np.zeros((len(place), len(place)))
        matrix[rows, columns] = matrix[columns, rows] = part[column].to_numpy(dtype=float)[both]
        matrix.flags.writeable = False
        return matrix

    @cached_property
    def _matrices(self) -> dict[tuple[str, str], Matrix]:
        return {(slot, column): self._matrix(slot, column) for slot in SLOTS for column in ("affinity", "seen")}

    def affinity(self, slot: str) -> tuple[tuple[str, ...], Matrix]:
        """Category codes and the symmetric matrix of their affinities at ``slot``; 0 is chance, and the diagonal.

        log2((times seen together + 1) / (times expected by chance + 1)); 0 also where both are under 3 times.

        Raises:
            UnknownNameError: when ``slot`` is unknown.
        """
        return self.category_codes, self._matrices[_known(slot), "affinity"]

    def seen(self, slot: str) -> tuple[tuple[str, ...], Matrix]:
        """Category codes and the symmetric matrix of the recorded meals at ``slot`` that held both; under 3 may be 0.

        Raises:
            UnknownNameError: when ``slot`` is unknown.
        """
        return self.category_codes, self._matrices[_known(slot), "seen"]

    @cached_property
    def role_of_category(self) -> dict[str, str]:
        """The eating role of each category code (milk, cereal, main, vegetable ...)."""
        return dict(zip(self._roles["category_code"], self._roles["role"], strict=True))

    @cached_property
    def meaning_of_role(self) -> dict[str, str]:
        """What each eating role is, in words."""
        return dict(zip(self._roles["role"], self._roles["meaning"], strict=True))

    def patterns(self, slot: str) -> pd.Series[int]:
        """How many recorded meals were made of just these roles (sorted, joined by ';'), most frequent first.

        Raises:
            UnknownNameError: when ``slot`` is unknown.
        """
        part = self._patterns[self._patterns["slot"] == _known(slot)]
        return part.set_index("roles")["count"].sort_values(ascending=False, kind="stable")

    def role_pairs(self, slot: str) -> dict[tuple[str, str], int]:
        """At how many recorded meals two roles met (role_a < role_b), three or more.

        Raises:
            UnknownNameError: when ``slot`` is unknown.
        """
        part = self._role_pairs[self._role_pairs["slot"] == _known(slot)]
        pairs = zip(part["role_a"], part["role_b"], strict=True)
        return dict(zip(pairs, part["seen"].tolist(), strict=True))


def _known(slot: str) -> str:
    if slot not in SLOTS:
        raise UnknownNameError("slot", slot, SLOTS)
    return slot


def _with_adults(own: pd.DataFrame, everyone: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The rows of a population, and the adults' rows of what it says nothing about."""
    adults = everyone[everyone["population"] == "adult"]
    known = pd.MultiIndex.from_frame(own[key])
    lent = adults[~pd.MultiIndex.from_frame(adults[key]).isin(known)]
    return pd.concat([own, lent], ignore_index=True)


def _read(name: str, folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / f"habit_{name}.csv", dtype=dict.fromkeys(_CODES, "str"))


NAMES = ("foods", "portions", "pairs", "roles", "patterns", "role_pairs")  # habit_*.csv


@lru_cache(maxsize=4)
def load_habits(population: Population = "adult", folder: Path | None = None) -> Habits:
    """The shipped habits of adults, or of teenagers (14 to 18 years), or those in a folder; read once.

    Where a folder says nothing of teenagers, its adults stand for them.

    Raises:
        UnknownNameError: when ``population`` is neither ``adult`` nor ``teen``.
        InputError: when the folder does not hold habit tables.
    """
    try:
        frames = {name: _read(name, TABLES if folder is None else folder) for name in NAMES}
        if folder is not None and population == "teen" and "teen" not in set(frames["foods"]["population"]):
            population = "adult"
        return Habits.from_frames(**frames, population=population)
    except (OSError, KeyError, ValueError) as error:
        if folder is None or isinstance(error, UnknownNameError):
            raise
        raise InputError(
            f"{folder} does not hold habit tables as `planner habits learn` writes them ({error})"
        ) from None
