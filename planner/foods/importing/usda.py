"""What the tables of USDA have in common: the numbers of their nutrients, and household measures.

Energy stands there under several numbers that are alternatives, one of them in kJ; a missing value has no row.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.foods.headers import unit_of
from planner.foods.importing.contract import Report
from planner.foods.importing.units import factor
from planner.foods.notes import MOST_PORTION_G

RECORD = np.dtype([("food", "<i4"), ("nutrient", "<i2"), ("rank", "<i1"), ("amount", "<f8")])
Records = npt.NDArray[Any]


@cache
def nutrient_rows() -> tuple[dict[str, str], ...]:
    """``usda_nutrients.csv``: USDA's nutrient number, FoodData Central's id, our name, and which is taken first."""
    with (Path(__file__).parent / "usda_nutrients.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


NAMES = tuple(dict.fromkeys(row["nutrient"] for row in nutrient_rows()))


def amounts_of(count: int, records: Records) -> dict[str, npt.NDArray[np.float64]]:
    """The columns of ``count`` foods: of several values of one nutrient the one that is taken first."""
    order = np.argsort(records["rank"], kind="stable")[::-1]
    values = np.full((len(NAMES), count), np.nan)
    values[records["nutrient"][order], records["food"][order]] = records["amount"][order]
    return dict(zip(NAMES, values, strict=True))


def meanings(units: dict[str, str], key: str, report: Report) -> dict[str, tuple[int, int, float]]:
    """By id or number of a nutrient: its place in ``NAMES``, its rank, and by what its amounts are multiplied."""
    found = {}
    for row in nutrient_rows():
        name = row["nutrient"]
        by = factor(units.get(row[key], unit_of(name)), name, unit_of(name))
        if by is None:
            report.note(f"{name} is given in {units[row[key]]}, which says nothing in {unit_of(name)}: not taken.")
            continue
        found[row[key]] = (NAMES.index(name), int(row["rank"]), by)
    return found


def add_portion(found: list[tuple[str, float]], amount: str, words: str, grams: str) -> None:
    """One measure, unless its weight or its words say nothing."""
    words = words.strip()
    try:
        weight = float(grams)
    except ValueError:
        return
    if not 0 < weight <= MOST_PORTION_G or not words or words.lower() == "quantity not specified":
        return
    if not words[0].isdigit():
        number = amount.strip().removesuffix(".0") or "1"
        words = f"{number} {words}"
    if "=" not in words:
        found.append((words, weight))
