"""What came of counting a saved plan again: each statement, as it is written and as it was found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner.foods.table import FoodTable
from planner.plan.words import label

TOLERANCE = 1e-6  # of a bound, as the certificate has it
ROUNDED_G = 0.0050001  # grams of the menu are written with two decimals
_DIGITS = 2e-9  # other numbers with 9 digits
NOT_CHECKED = (
    "Not recomputed, because only a search could say it: gap, shadow prices, the most that can be reached, and how far plate "
    "rules give way to wishes. Titles, seasonings and notices are words and are not checked."
)


@dataclass(frozen=True)
class Check:
    """One thing that the file says. ``part`` of the file, ``what`` of it, what is ``written`` and what is ``found``."""

    part: str
    what: str
    written: Any
    found: Any
    holds: bool

    def sentence(self) -> str:
        """For a person."""
        verdict = "as written" if self.holds else "NOT as written"
        return f"{self.part}, {self.what}: {told(self.written)} written, {told(self.found)} counted; {verdict}."


@dataclass(frozen=True)
class Verified:
    """Every check of a document. ``misses``: targets that the plan misses on the mean, told in it or not."""

    checks: tuple[Check, ...]
    misses: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything is as written; a plan may hold and miss a target, if it says so."""
        return all(one.holds for one in self.checks)

    @property
    def wrong(self) -> tuple[Check, ...]:
        return tuple(one for one in self.checks if not one.holds)

    def to_frame(self) -> pd.DataFrame:
        """One row a check: part, what, written, found, holds."""
        return pd.DataFrame(
            [one.__dict__ for one in self.checks], columns=["part", "what", "written", "found", "holds"]
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: holds, how many checks, those that fail, and all of them."""
        return {
            "holds": self.holds,
            "checks_total": len(self.checks),
            "checks_failed": len(self.wrong),
            "misses": list(self.misses),
            "wrong": [one.__dict__ for one in self.wrong],
            "checks": [one.__dict__ for one in self.checks],
            "not_checked": NOT_CHECKED,
        }

    def __str__(self) -> str:
        parts = dict.fromkeys(one.part for one in self.checks)
        counts = [
            f"  {part}: {sum(one.holds for one in self.checks if one.part == part)} of "
            f"{sum(one.part == part for one in self.checks)} as written"
            for part in parts
        ]
        if self.holds:
            first = (
                f"Verified: all {len(self.checks):,} statements of the plan are as the food table and the person say."
            )
        else:
            first = f"NOT verified: {len(self.wrong)} of {len(self.checks):,} statements of the plan are wrong."
        wrong = [f"- {one.sentence()}" for one in self.wrong]
        missed = (
            [f"The plan misses, and says so: {', '.join(map(label, self.misses))}."]
            if self.misses and self.holds
            else []
        )
        return "\n".join([first, *wrong, *counts, *missed, NOT_CHECKED])


def same(part: str, what: str, written: Any, found: float | None, slack: float = 0.0) -> Check:
    """Two numbers, equal but for the digits that are written and ``slack``; unknown is equal to unknown alone."""
    known = found is not None and not math.isnan(found)
    if not known or not isinstance(written, int | float) or isinstance(written, bool):
        return Check(part, what, written, found if known else None, written is None and not known)
    assert found is not None
    close = abs(written - found) <= slack + _DIGITS * max(1.0, abs(found))
    return Check(part, what, written, float(f"{found:.9g}"), close)


def per_100g(table: FoodTable, name: str) -> dict[str, float]:
    """Amount of a nutrient in 100 g by food code; NaN = not known."""
    codes, values = table.data.index.tolist(), table.data[name].tolist()
    return {str(code): float(value) for code, value in zip(codes, values, strict=True)}


def told(value: Any) -> str:
    if isinstance(value, float):
        return "not known" if math.isnan(value) else f"{value:,.10g}"
    return "nothing" if value is None else str(value)
