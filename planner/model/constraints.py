"""Constraints: small named objects that turn columns into rows, and know the sentence that says what they want.

From this one form follow the solver's model, the certificate that recomputes a finished plan, and the
explanation of a clash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from planner.model.columns import Columns
from planner.model.program import INF, Row

Per = Literal["day", "mean"]


class Constraint(Protocol):
    """What every constraint can do."""

    @property
    def name(self) -> str: ...

    def sentence(self) -> str:
        """What it wants, in words."""
        ...

    def rows(self, columns: Columns) -> list[Row]:
        """Its rows over these columns."""
        ...


@dataclass(frozen=True)
class AmountBound:
    """Lower and upper bound on the amount of one quantity: a nutrient in its unit, grams, a cost, a count.

    ``per="day"``: each day for itself; ``per="mean"``: the mean over the days. A food that does not report
    the quantity adds nothing that is known: a lower bound then holds all the more, while an upper bound is
    known to hold only for what is reported, and the plan says so.
    """

    quantity: str
    lower: float | None = None
    upper: float | None = None
    per: Per = "day"
    label: str = ""
    unit: str = ""

    @property
    def name(self) -> str:
        return self.quantity

    def sentence(self) -> str:
        what = self.label or self.quantity
        unit = f" {self.unit}" if self.unit else ""
        when = "each day" if self.per == "day" else "on the mean of the days"
        if self.lower is not None and self.upper is not None:
            return f"{what}: {self.lower:g} to {self.upper:g}{unit} {when}"
        if self.lower is not None:
            return f"{what}: at least {self.lower:g}{unit} {when}"
        return f"{what}: at most {self.upper:g}{unit} {when}"

    def rows(self, columns: Columns) -> list[Row]:
        if self.lower is None and self.upper is None:
            return []
        known = np.nan_to_num(columns.per_unit(self.quantity), nan=0.0)
        low = -INF if self.lower is None else self.lower
        high = INF if self.upper is None else self.upper
        if self.per == "mean":
            return [Row(self.name, known / columns.days, low, high)]
        return [
            Row(day_name(self.name, day, columns.days), np.where(columns.day == day, known, 0.0), low, high)
            for day in range(1, columns.days + 1)
        ]


@dataclass(frozen=True)
class GroupLimit:
    """At most so many grams of one group of foods a day (policy caps, ``food_data/tables/group_caps.csv``)."""

    group: str
    food_codes: frozenset[str]
    upper_g: float

    @property
    def name(self) -> str:
        return f"{self.group}_g"

    def sentence(self) -> str:
        return f"{self.group.replace('_', ' ')}: at most {self.upper_g:g} g a day"

    def rows(self, columns: Columns) -> list[Row]:
        member = np.array([code in self.food_codes for code in columns.food_codes])
        grams = np.where(member, columns.per_unit("grams"), 0.0)
        if not grams.any():
            return []
        return [
            Row(
                day_name(self.name, day, columns.days),
                np.where(columns.day == day, grams, 0.0),
                upper=self.upper_g,
            )
            for day in range(1, columns.days + 1)
        ]


@dataclass(frozen=True)
class ShareLimit:
    """At most so many grams a day of something that foods hold whole or in part; ``shares`` (0 to 1) by food code."""

    name: str
    shares: Mapping[str, float]
    upper_g: float

    def sentence(self) -> str:
        return f"{self.name}: at most {self.upper_g:g} g a day"

    def rows(self, columns: Columns) -> list[Row]:
        share = np.array([self.shares.get(code, 0.0) for code in columns.food_codes])
        grams = share * columns.per_unit("grams")
        if not grams.any():
            return []
        return [
            Row(day_name(self.name, day, columns.days), np.where(columns.day == day, grams, 0.0), upper=self.upper_g)
            for day in range(1, columns.days + 1)
        ]


def day_name(name: str, day: int, days: int) -> str:
    """``magnesium_mg`` in a plan of one day, ``magnesium_mg[day 3]`` in a longer one."""
    return name if days == 1 else f"{name}[day {day}]"


def all_rows(constraints: Iterable[Constraint], columns: Columns) -> list[Row]:
    """The rows of all constraints, in order."""
    return [row for constraint in constraints for row in constraint.rows(columns)]
