"""Foods beside FNDDS: sold in shops, not in its list; a like food with one value of its own (``reviewed/foods_beside.csv``)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pandas as pd


class FoodBeside(NamedTuple):
    """A food with the rows of ``like_code`` in all tables, its own name, and its own ``per_100g`` of one nutrient."""

    food_code: str
    food: str
    like_code: str
    nutrient: str
    per_100g: float


def foods_beside() -> list[FoodBeside]:
    """All of them; the file says the source of each value and why the food is needed."""
    with (Path(__file__).parent / "reviewed" / "foods_beside.csv").open(encoding="utf-8", newline="") as file:
        return [
            FoodBeside(row["food_code"], row["food"], row["like_code"], row["nutrient"], float(row["per_100g"]))
            for row in csv.DictReader(file)
        ]


def with_foods_beside(table: pd.DataFrame) -> pd.DataFrame:
    """A finished table and, at its end, what it says of these foods; a table without food codes stays as it is.

    Raises ValueError where the table has the code: FNDDS has learnt the food, or taken the code for another.
    """
    if "food_code" not in table:
        return table
    own = [table]
    for food in foods_beside():
        if food.food_code in set(table["food_code"]):
            raise ValueError(f"foods beside FNDDS: {food.food_code} ({food.food}) is in the table already")
        other: dict[str, str | float] = {"food_code": food.food_code, "food": food.food, food.nutrient: food.per_100g}
        other["pattern_basis"] = f"like {food.like_code}"
        rows = table[table["food_code"] == food.like_code]
        own.append(rows.assign(**{name: value for name, value in other.items() if name in rows}))
    return pd.concat(own, ignore_index=True)
