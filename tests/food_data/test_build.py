"""The build: repeatable, small, and every column described."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from food_data import TABLES
from food_data.build import build
from food_data.portions import one_line_each, recipes
from food_data.prices import to_latest_dollars, withheld
from food_data.readme import FOLDER, columns_section, dictionary, updated
from food_data.sources import Sources
from food_data.write import number_text, write_table

Read = Callable[[str], pd.DataFrame]
SOURCES = os.environ.get("FOOD_DATA_SOURCES")
needs_sources = pytest.mark.skipif(not SOURCES, reason="FOOD_DATA_SOURCES names no folder of source files")


def fingerprints(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.csv"))}


@needs_sources
@pytest.mark.slow
def test_the_same_sources_give_the_shipped_tables_byte_for_byte(tmp_path: Path) -> None:
    assert SOURCES is not None
    build(Path(SOURCES), tmp_path)
    assert fingerprints(tmp_path) == fingerprints(TABLES)


def test_the_tables_take_at_most_4_mb_and_those_of_habits_2_mb_more() -> None:
    habits = set(TABLES.glob("habit_*.csv"))
    assert sum(path.stat().st_size for path in set(TABLES.iterdir()) - habits) <= 4_000_000
    assert sum(path.stat().st_size for path in habits) <= 2_000_000


def test_every_column_of_every_table_is_described_and_nothing_else() -> None:
    shipped = []
    for path in sorted(TABLES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            shipped += [(path.stem, column) for column in next(csv.reader(file))]
    described = [(row["table"], row["column"]) for row in dictionary()]
    assert sorted(described) == sorted(shipped)


def test_every_description_has_a_label_a_source_and_a_licence() -> None:
    lacking = [row["column"] for row in dictionary() if not (row["label"] and row["source"] and row["licence"])]
    assert lacking == []


def test_the_unit_of_a_column_is_the_one_in_its_name() -> None:
    units = {"_kcal": "kcal", "_mg": "mg", "_ug": "ug", "_cup_eq": "cup equivalents", "_oz_eq": "ounce equivalents"}
    for row in dictionary():
        for ending, unit in units.items():
            if row["table"] in ("nutrients", "food_patterns") and row["column"].endswith(ending):
                assert row["unit"] == f"{unit}/100 g", row["column"]


def test_the_readme_is_in_step_with_the_dictionary() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert columns_section() in text
    assert updated(text) == text


def test_tables_are_plain_utf8_with_lf() -> None:
    for path in TABLES.glob("*.csv"):
        text = path.read_bytes()
        assert b"\r" not in text, path.name
        assert text.endswith(b"\n"), path.name
        assert text.decode("utf-8")[0] != "\ufeff", path.name


def test_provenance_names_every_source_with_its_fingerprint(shipped: Read) -> None:
    table = shipped("provenance")
    assert table["sha256"].str.fullmatch("[0-9a-f]{64}").all()
    assert not table["source_file"].str.startswith("/").any()
    assert table.notna().all(axis=None)
    assert {name.split("/")[0] for name in table["source_file"]} == {"fndds", "fped", "nhanes", "nutrition", "prices"}


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="fndds_2021_2023_foods"):
        Sources(tmp_path).path("foods")


def test_a_recipe_is_one_line_in_the_order_of_the_source() -> None:
    source = pd.DataFrame(
        [("2", 1, "1001", 5.0), ("1", 2, "1077", 0.25), ("1", 1, "11100000", 244.0)],
        columns=["Food code", "Seq num", "Ingredient code", "Ingredient weight (g)"],
    )
    lines = one_line_each(recipes(source))
    assert lines.to_dict("list") == {"food_code": ["1", "2"], "ingredients": ["11100000:244;1077:0.25", "1001:5"]}


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (float("nan"), ""), (12.0, "12"), (0.1, "0.1"), (1749.0, "1749"), (0.003, "0.003")]
)
def test_a_number_is_written_as_its_shortest_text(value: float, text: str) -> None:
    assert number_text(value) == text


def test_a_repeated_key_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="repeat their key"):
        write_table(pd.DataFrame({"food_code": ["1", "1"]}), tmp_path / "foods.csv", ["food_code"])


def test_prices_of_older_lists_are_lifted_with_the_food_index() -> None:
    item = "Food at home"
    changes = {2013: 0.9, 2014: 2.4, 2015: 1.2, 2016: -1.3, 2017: -0.2, 2018: 0.4}
    cpi = pd.DataFrame([(item, *change) for change in changes.items()])
    cpi.columns = pd.Index(["Consumer Price Index item", "Year", "Percent change"])
    factor = to_latest_dollars(cpi)
    assert factor["2017/2018"] == 1
    assert factor["2011/2012"] == pytest.approx(1.0229, abs=1e-3)


def test_a_powder_priced_as_the_drink_made_from_it_has_no_price() -> None:
    codes = [f"9230{n}000" for n in range(6)]
    foods = pd.DataFrame({"category_code": "7304", "dry_concentrate": [1, 0, 0, 0, 0, 0]}, index=codes)
    table = pd.DataFrame(
        {"price_usd_per_100g": [0.02, 0.03, 0.03, 0.03, 0.03, 0.5], "price_basis": "imputed"}, index=codes
    )
    assert list(withheld(table, foods)) == ["reconstituted", "", "", "", "", "outlier"]
