"""Column names: forgiven where the meaning is plain, refused where a slip would go unseen."""

from __future__ import annotations

import pytest

from planner.batch.columns import read_columns
from planner.errors import TableError

NEEDED = ["person_id", "sex", "age_years", "height_cm", "weight_kg"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Person-ID", "person_id"),
        ("ID", "person_id"),
        ("Age", "age_years"),
        (" HEIGHT (cm) ", "height_cm"),
        ("weight", "weight_kg"),
        ("Life Stage", "life_stage"),
        ("likes", "like"),
        ("Allergy", "allergies"),
        ("Budget USD per day", "budget_usd_per_day"),
        ("magnesium_mg_min", "magnesium_mg_min"),
        ("Magnesium min", "magnesium_mg_min"),
        ("max vitamin D (µg)", "vitamin_d_ug_max"),
        ("K_max", "potassium_mg_max"),
    ],
)
def test_a_name_is_matched_forgivingly_and_reported(given: str, meant: str) -> None:
    others = [name for name in NEEDED if name != meant]
    columns = read_columns("people.csv", [*others, given])
    assert columns.names[-1] == meant
    assert columns.renamed == ({given: meant} if given != meant else {})


def test_what_nobody_knows_is_ignored_and_reported() -> None:
    columns = read_columns("people.csv", [*NEEDED, "country", "", "Preferred name", "serum_magnesium"])
    assert columns.ignored == ("country", "column 7 (no name)", "Preferred name", "serum_magnesium")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("alergies", "allergies"),
        ("medicatons", "medications"),
        ("height_m", "height_cm"),
        ("weight_lb", "weight_kg"),
        ("potassium_limt_mg", "potassium_limit_mg"),
        ("magnesum_mg_min", "magnesium_mg_min"),
        ("magnesium_mg_mn", "magnesium_mg_min"),
        ("magnesium_mg", "magnesium_mg_min or magnesium_mg_max"),
    ],
)
def test_what_looks_misspelt_stops_everything_and_names_what_was_meant(given: str, meant: str) -> None:
    with pytest.raises(TableError, match=f"line 1, column {given}: unknown .*rename it to {meant}"):
        read_columns("people.csv", [*NEEDED, given], 1)


def test_a_target_of_an_unknown_nutrient_stops_everything() -> None:
    with pytest.raises(TableError, match="column unobtainium_max: unknown target"):
        read_columns("people.csv", [*NEEDED, "unobtainium_max"], 1)


def test_missing_columns_are_named_together() -> None:
    with pytest.raises(TableError, match="columns age_years, weight_kg are missing; add them"):
        read_columns("people.csv", ["person_id", "sex", "height"], 1)


def test_two_columns_that_mean_the_same_clash() -> None:
    with pytest.raises(TableError, match="'age_years' and 'Age' both mean age_years; keep one"):
        read_columns("people.csv", [*NEEDED, "Age"], 1)
