"""Caps on food groups: how much of a group one meal and one day may hold (grams)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from food_data import table_path

NAN = float("nan")


@dataclass(frozen=True)
class GroupCap:
    """Grams per meal and day; NaN where there is no cap. ``basis`` and ``source`` say where from."""

    portion_typical_g: float
    portion_max_g: float
    day_max_g: float
    basis: str
    source: str


@cache
def group_caps() -> Mapping[str, GroupCap]:
    """The caps by group (``food_data/tables/group_caps.csv``: policy informed by real portions)."""

    def grams(text: str) -> float:
        return float(text) if text else NAN

    with table_path("group_caps").open(encoding="utf-8", newline="") as file:
        return {
            row["group"]: GroupCap(
                portion_typical_g=grams(row["portion_typical_g"]),
                portion_max_g=grams(row["portion_max_g"]),
                day_max_g=grams(row["day_max_g"]),
                basis=row["basis"],
                source=row["source"],
            )
            for row in csv.DictReader(file)
        }
