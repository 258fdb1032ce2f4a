"""How rows of the sources become rows of the reference tables; the values here are made up for the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from food_data import reference_shapes as shapes
from food_data.reference import build_reference

INTAKE = {
    "authority": "US_CAN_DRI", "nutrient": "copper", "ref_type": "RDA", "unit": "ug", "sex": "male", "age_min": "71",
    "age_max_excl": "120", "life_stage": "none", "value": "890", "basis": "total", "source_id": "IOM_2001", "note": "",
}  # fmt: skip


def test_units_follow_our_names_without_rounding() -> None:
    (row,) = shapes.reference_intakes([INTAKE])
    assert (row["nutrient"], row["value"], row["unit"]) == ("copper_mg", "0.89", "mg")
    assert (row["age_min_years"], row["age_below_years"]) == ("71", "121")  # 120 is the oldest age that is planned for


def test_unknown_stays_blank() -> None:
    (row,) = shapes.reference_intakes(
        [INTAKE | {"nutrient": "potassium", "ref_type": "UL", "value": "", "basis": "not_determined"}]
    )
    assert row["value"] == ""


def test_an_upper_level_of_one_form_gets_the_name_of_that_form() -> None:
    (row,) = shapes.reference_intakes(
        [INTAKE | {"nutrient": "vitamin_a", "ref_type": "UL", "value": "3000", "basis": "preformed_retinol_only"}]
    )
    assert (row["nutrient"], row["basis"]) == ("retinol_ug", "retinol_only")


def test_shares_of_energy_say_so() -> None:
    (row,) = shapes.reference_intakes(
        [INTAKE | {"nutrient": "fat", "ref_type": "AMDR_HI", "unit": "%kcal", "value": "35"}]
    )
    assert (row["nutrient"], row["kind"], row["unit"], row["basis"]) == (
        "fat_g", "AMDR_high", "percent_energy", "percent_energy",
    )  # fmt: skip


def test_energy_of_pregnancy_is_read_from_its_note() -> None:
    note = "by BMI before: <18.5 +300; 18.5-24.9 +200; 25-29.9 +150; >=30 -50"
    rows = shapes.pregnancy_energy([{"life_stage": "pregnancy_T2_T3", "note": note}])
    assert [(row["bmi_min"], row["bmi_below"], row["added_kcal"]) for row in rows] == [
        ("0", "18.5", "300"), ("18.5", "25", "200"), ("25", "30", "150"), ("30", "", "-50"),
    ]  # fmt: skip


def test_a_limit_has_the_side_its_sign_says() -> None:
    row = {"id": "satfat", "value": "10", "operator": "<", "verified": "2+"}
    (limit, *_) = shapes.limits([row])
    assert (limit["low"], limit["high"], limit["unit"], limit["checked"]) == ("", "10", "percent_energy", "yes")
    (fish, *_) = shapes.limits([{"id": "fish_preg", "value": "8-12", "operator": "range", "verified": "known"}])
    assert (fish["low"], fish["high"], fish["checked"]) == ("226.8", "340.2", "no")


def test_a_missing_source_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        build_reference(tmp_path, tmp_path / "out")
