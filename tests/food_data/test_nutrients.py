"""The composition of foods: known values, and the sum and range of every column."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from food_data.beside import foods_beside
from food_data.names import NUTRIENT_COLUMNS, PATTERN_COLUMNS

Read = Callable[[str], pd.DataFrame]
Code = Callable[[str], str]
GOLDEN = Path(__file__).parent / "golden_columns.csv"


def golden() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("food", "nutrient", "amount"),
    [
        ("Almonds, unroasted", "magnesium_mg", 258),
        ("Potato, baked, peel eaten", "potassium_mg", 533),
        ("Pumpkin seeds, NFS", "magnesium_mg", 550),
        ("Spinach, raw", "magnesium_mg", 93),
        ("Spinach, raw", "potassium_mg", 582),
        ("Banana, raw", "magnesium_mg", 28),
        ("Banana, raw", "potassium_mg", 326),
    ],
)
def test_known_amounts_per_100_g(shipped: Read, code_of: Code, food: str, nutrient: str, amount: float) -> None:
    assert shipped("nutrients").loc[code_of(food), nutrient] == amount


def test_every_food_has_all_65_components_and_none_is_unknown(shipped: Read) -> None:
    table = shipped("nutrients")
    assert list(table.columns) == list(NUTRIENT_COLUMNS)
    assert len(table) == 5431 + 1
    assert len(table.columns) == 65
    assert table.notna().all(axis=None)


def test_food_patterns_are_blank_exactly_where_fped_has_no_such_code(shipped: Read) -> None:
    table = shipped("food_patterns")
    assert list(table.columns) == ["pattern_basis", *PATTERN_COLUMNS]
    unknown = table["pattern_basis"] == "unknown"
    stand_ins = table["pattern_basis"].str.startswith("like ")
    beside = 1
    assert unknown.sum() + stand_ins.sum() == 5431 - 5388 + beside
    assert stand_ins.sum() == 2 + beside
    assert table.loc["11360200", "pattern_basis"] == "like 11370000"  # oat milk
    assert table.loc[unknown, list(PATTERN_COLUMNS)].isna().all(axis=None)
    assert table.loc[~unknown, list(PATTERN_COLUMNS)].notna().all(axis=None)


@pytest.mark.parametrize("row", golden(), ids=lambda row: f"{row['table']}.{row['column']}")
def test_sum_and_range_of_every_column(shipped: Read, row: dict[str, str]) -> None:
    table = shipped(row["table"])
    table = table.drop([food.food_code for food in foods_beside()])  # the sums are those of the source
    if "pattern_basis" in table:
        table = table[table["pattern_basis"] == "fped"]
    column = table[row["column"]]
    assert column.sum() == pytest.approx(float(row["sum"]), rel=1e-9)
    assert column.min() == float(row["min"])
    assert column.max() == float(row["max"])


def test_the_golden_file_knows_every_numeric_column(shipped: Read) -> None:
    known = {(row["table"], row["column"]) for row in golden()}
    assert known == {("nutrients", name) for name in NUTRIENT_COLUMNS} | {
        ("food_patterns", name) for name in PATTERN_COLUMNS
    }


def test_no_food_weighs_more_than_it_does(shipped: Read) -> None:
    table = shipped("nutrients")
    mass = table[["water_g", "protein_g", "fat_g", "carbohydrate_g", "alcohol_g"]].sum(axis=1)
    assert mass.max() < 102
    assert (table["sugars_g"] <= table["carbohydrate_g"] + 1).all()
    assert (table["saturated_fat_g"] <= table["fat_g"] + 0.1).all()


def test_numbers_are_written_short_and_nothing_else_stands_in_nutrients() -> None:
    from food_data import table_path

    lines = table_path("nutrients").read_text(encoding="utf-8").splitlines()[1:]
    cell = re.compile(r"0|[1-9]\d*|\d+\.\d*[1-9]")
    assert all(cell.fullmatch(text) for line in lines for text in line.split(",")[1:])
