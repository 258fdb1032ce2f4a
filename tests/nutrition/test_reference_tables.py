"""The shipped reference tables: values known from the reports, written here by hand, and their shape."""

from __future__ import annotations

import pytest

from planner.nutrition.nutrients import NUTRIENTS
from planner.nutrition.reference import intake, limit, limits, table

HEADINGS = "Mg Mg_UL K Na Na_CDRR Ca Ca_UL Fe Zn D vitK C folate B12 choline fiber water protein_per_kg"
COLUMNS = HEADINGS.split()
WITH_SOURCES = """
reference_intakes energy_equations pregnancy_energy activity_levels limits intake_modifiers food_pattern_targets
pattern_equivalents hei_standards meal_slots
"""
NAMES = {
    "Mg": ("magnesium_mg", "RDA"), "Mg_UL": ("magnesium_mg", "UL"), "K": ("potassium_mg", "AI"),
    "Na": ("sodium_mg", "AI"), "Na_CDRR": ("sodium_mg", "CDRR"), "Ca": ("calcium_mg", "RDA"),
    "Ca_UL": ("calcium_mg", "UL"), "Fe": ("iron_mg", "RDA"), "Zn": ("zinc_mg", "RDA"), "D": ("vitamin_d_ug", "RDA"),
    "vitK": ("vitamin_k_ug", "AI"), "C": ("vitamin_c_mg", "RDA"), "folate": ("folate_dfe_ug", "RDA"),
    "B12": ("vitamin_b12_ug", "RDA"), "choline": ("choline_mg", "AI"), "fiber": ("fiber_g", "AI"),
    "water": ("total_water_l", "AI"), "protein_per_kg": ("protein_g", "RDA"),
}  # fmt: skip
KNOWN = """
any    1  none      80  65 2000  800 1200  700 2500  7  3 15  30  15 150 0.9 200 19 1.3 1.05
any    4  none     130 110 2300 1000 1500 1000 2500 10  5 15  55  25 200 1.2 250 25 1.7 0.95
male   9  none     240 350 2500 1200 1800 1300 3000  8  8 15  60  45 300 1.8 375 31 2.4 0.95
male   14 none     410 350 3000 1500 2300 1300 3000 11 11 15  75  75 400 2.4 550 38 3.3 0.85
male   19 none     400 350 3400 1500 2300 1000 2500  8 11 15 120  90 400 2.4 550 38 3.7 0.8
male   31 none     420 350 3400 1500 2300 1000 2500  8 11 15 120  90 400 2.4 550 38 3.7 0.8
male   51 none     420 350 3400 1500 2300 1000 2000  8 11 15 120  90 400 2.4 550 30 3.7 0.8
male   71 none     420 350 3400 1500 2300 1200 2000  8 11 20 120  90 400 2.4 550 30 3.7 0.8
female 9  none     240 350 2300 1200 1800 1300 3000  8  8 15  60  45 300 1.8 375 26 2.1 0.95
female 14 none     360 350 2300 1500 2300 1300 3000 15  9 15  75  65 400 2.4 400 26 2.3 0.85
female 19 none     310 350 2600 1500 2300 1000 2500 18  8 15  90  75 400 2.4 425 25 2.7 0.8
female 31 none     320 350 2600 1500 2300 1000 2500 18  8 15  90  75 400 2.4 425 25 2.7 0.8
female 51 none     320 350 2600 1500 2300 1200 2000  8  8 15  90  75 400 2.4 425 21 2.7 0.8
female 71 none     320 350 2600 1500 2300 1200 2000  8  8 20  90  75 400 2.4 425 21 2.7 0.8
female 14 pregnant  400 350 2600 1500 2300 1300 3000 27 12 15 75  80 600 2.6 450 28 3   1.1
female 19 pregnant  350 350 2900 1500 2300 1000 2500 27 11 15 90  85 600 2.6 450 28 3   1.1
female 31 pregnant  360 350 2900 1500 2300 1000 2500 27 11 15 90  85 600 2.6 450 28 3   1.1
female 14 lactating 360 350 2500 1500 2300 1300 3000 10 13 15 75 115 500 2.8 550 29 3.8 1.3
female 19 lactating 310 350 2800 1500 2300 1000 2500  9 12 15 90 120 500 2.8 550 29 3.8 1.3
female 31 lactating 320 350 2800 1500 2300 1000 2500  9 12 15 90 120 500 2.8 550 29 3.8 1.3
"""  # life-stage groups of IOM 1997 to 2011 and NASEM 2019; the two youngest are the same for both sexes: 22 rows
GROUPS = [
    (sex, *line.split()[1:])
    for line in KNOWN.strip().splitlines()
    for sex in (("male", "female") if line.startswith("any") else (line.split()[0],))
]


def test_there_are_22_life_stage_rows_for_every_nutrient() -> None:
    rows = [row for row in table("reference_intakes") if row["authority"] == "us_canada"]
    stages = {(row["sex"], row["age_min_years"], row["life_stage"]) for row in rows}
    assert len(stages) == len(GROUPS) == 22
    for key in {(row["nutrient"], row["kind"], row["basis"]) for row in rows}:
        assert sum((row["nutrient"], row["kind"], row["basis"]) == key for row in rows) == 22, key


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: "-".join(group[:3]))
def test_known_values_of_every_life_stage(group: tuple[str, ...]) -> None:
    sex, age, life_stage, *values = group
    for short, text in zip(COLUMNS, values, strict=True):
        nutrient, kind = NAMES[short]
        found = intake(
            nutrient,
            kind,
            sex=sex,
            age_years=float(age),
            life_stage=life_stage,
            per_kg=short == "protein_per_kg",
        )
        assert found is not None
        assert found.value == float(text), short


@pytest.mark.parametrize("age", [1, 8.99, 13.99, 18, 30.9, 31, 50.5, 70.99, 71, 100, 120])
@pytest.mark.parametrize("sex", ["male", "female"])
def test_every_age_up_to_120_has_values(sex: str, age: float) -> None:
    assert intake("potassium_mg", "AI", sex=sex, age_years=age)


def test_units_are_those_of_our_names() -> None:
    adult = {"sex": "male", "age_years": 40.0}
    assert intake("copper_mg", "RDA", **adult).value == 0.9  # type: ignore[union-attr,arg-type]
    assert intake("copper_mg", "UL", **adult).value == 10  # type: ignore[union-attr,arg-type]
    assert intake("chloride_mg", "AI", **adult).value == 2300  # type: ignore[union-attr,arg-type]
    for row in table("reference_intakes"):
        if row["basis"] not in ("percent_energy", "per_kg"):
            assert row["nutrient"].endswith(f"_{row['unit']}"), row


def test_an_upper_level_stands_on_the_form_it_is_for() -> None:
    bases = {row["nutrient"]: row["basis"] for row in table("reference_intakes") if row["kind"] == "UL"}
    assert bases["magnesium_mg"] == "supplements_only"
    assert bases["retinol_ug"] == "retinol_only"
    assert bases["folic_acid_ug"] == bases["niacin_added_mg"] == "synthetic_only"
    assert bases["vitamin_e_added_mg"] == "added_vitamin_e_only"
    assert bases["potassium_mg"] == bases["sodium_mg"] == "not_determined"
    assert not {"vitamin_a_rae_ug", "folate_dfe_ug", "niacin_ne_mg", "niacin_mg", "vitamin_e_mg"} & bases.keys()


def test_superseded_values_are_nowhere() -> None:
    potassium = {
        float(row["value"]) for row in table("reference_intakes") if row["nutrient"] == "potassium_mg" and row["value"]
    }
    assert 4700 not in potassium
    assert intake("sodium_mg", "UL", sex="male", age_years=40) is None


@pytest.mark.parametrize(
    ("authority", "nutrient", "kind", "sex", "age", "value"),
    [
        ("efsa", "magnesium_mg", "AI", "male", 40, 350),
        ("efsa", "magnesium_mg", "AI", "female", 40, 300),
        ("efsa", "magnesium_mg", "AI", "female", 12, 250),
        ("efsa", "potassium_mg", "AI", "female", 40, 3500),
        ("efsa", "potassium_mg", "AI", "male", 12, 2700),
        ("who", "potassium_mg", "minimum", "male", 40, 3510),
        ("who", "sodium_mg", "maximum", "female", 40, 2000),
    ],
)
def test_other_authorities(authority: str, nutrient: str, kind: str, sex: str, age: float, value: float) -> None:
    found = intake(nutrient, kind, sex=sex, age_years=age, authority=authority)
    assert found is not None
    assert found.value == value


def test_every_source_that_is_named_is_in_the_list_of_sources() -> None:
    known = {row["source_id"] for row in table("sources")}
    named: set[str] = set()
    for name in WITH_SOURCES.split():
        named |= {row["source_id"] for row in table(name)}
    for rule in table("safety_rules"):
        named |= {source.strip() for source in rule["source"].split(";")}
    assert named - {""} <= known


def test_energy_equations_cover_both_sexes_all_ages_and_activities() -> None:
    rows = [row for row in table("energy_equations") if row["life_stage"] == "none"]
    for sex in ("male", "female"):
        for age in (3, 8, 9, 13, 14, 18, 19, 70, 120):
            fitting = {
                row["activity"]
                for row in rows
                if row["sex"] == sex and float(row["age_min_years"]) <= age < float(row["age_below_years"])
            }
            assert fitting == {"inactive", "low_active", "active", "very_active"}, (sex, age)


def test_activity_levels_meet_without_a_gap() -> None:
    adult = sorted(
        (float(row["pal_min"]), float(row["pal_below"]))
        for row in table("activity_levels")
        if row["age_min_years"] == "19"
    )
    assert adult == [(1.0, 1.53), (1.53, 1.68), (1.68, 1.85), (1.85, 2.5)]


def test_limits_the_targets_rest_on() -> None:
    assert limit("satfat") == limit("added_sugar_dga2020") == 10
    assert (limit("dash_magnesium"), limit("dash_potassium")) == (500, 4700)
    assert (limit("caffeine_adult"), limit("caffeine_preg"), limit("caffeine_child_canada")) == (400, 200, 2.5)
    assert (limit("alcohol_none"), limit("alcohol_men"), limit("alcohol_women")) == (0, 28, 14)
    assert limits()["mg_supp_us"]["quantity"] == "magnesium_supplement_mg"


def test_hei_2020_adds_up_to_100_points() -> None:
    rows = table("hei_standards")
    assert len(rows) == 13
    assert sum(int(row["points"]) for row in rows) == 100
    assert all((float(row["full_at"]) > float(row["zero_at"])) == (row["kind"] == "adequacy") for row in rows)


def test_food_patterns_have_twelve_energy_levels_and_our_component_names() -> None:
    rows = table("food_pattern_targets")
    assert {row["pattern"] for row in rows} == {"us_style", "vegetarian"}
    assert {int(row["energy_level_kcal"]) for row in rows} == set(range(1000, 3201, 200))
    at_2000 = {
        row["component"]: (float(row["amount"]), row["per"])
        for row in rows
        if row["pattern"] == "us_style" and row["energy_level_kcal"] == "2000"
    }
    assert at_2000["vegetables_total_cup_eq"] == (2.5, "day")
    assert at_2000["fruit_total_cup_eq"] == (2, "day")
    assert at_2000["dairy_total_cup_eq"] == (3, "day")
    assert at_2000["seafood_oz_eq"] == (8, "week")


def test_meal_slots_can_add_up_to_a_day() -> None:
    rows = table("meal_slots")
    assert {row["slot"] for row in rows} == {"breakfast", "lunch", "dinner", "snack"}
    low, high = (sum(float(row[f"energy_share_{side}"]) for row in rows) for side in ("low", "high"))
    assert low <= 1 <= high


def test_nutrients_that_foods_do_not_hold_are_kept_apart() -> None:
    named = {row["nutrient"] for row in table("reference_intakes")}
    assert {"iodine_ug", "manganese_mg", "biotin_ug", "total_water_l"} <= named
    assert not {"iodine_ug", "manganese_mg"} & NUTRIENTS.keys()
