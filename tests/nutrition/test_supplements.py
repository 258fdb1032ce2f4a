"""Supplements that are taken already: checked apart from food, never advised."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planner.nutrition.person import Person
from planner.nutrition.screening import screen
from planner.nutrition.supplements import read_supplements

Build = Callable[..., Person]


@pytest.mark.parametrize(
    ("said", "nutrient", "amount"),
    [
        ("magnesium 300 mg", "magnesium_mg", 300),
        ("Magnesium glycinate 400mg", "magnesium_mg", 400),
        ("Vitamin D3 1000 IU", "vitamin_d_ug", 25),
        ("vitamin d 25 mcg", "vitamin_d_ug", 25),
        ("calcium carbonate 500 mg daily", "calcium_mg", 500),
        ("vitamin C 1 g", "vitamin_c_mg", 1000),
        ("zinc 50 mg", "zinc_mg", 50),
        ("selenium 200 µg", "selenium_ug", 200),
        ("vitamin A 10000 IU", "retinol_ug", pytest.approx(3003, abs=1)),
        ("iron", "iron_mg", None),
        ("fish oil", "", None),
    ],
)
def test_nutrient_and_amount_are_read_from_the_label(said: str, nutrient: str, amount: float | None) -> None:
    (dose,) = read_supplements([said])
    assert (dose.nutrient, dose.amount) == (nutrient, amount)


def test_the_upper_level_of_magnesium_is_for_supplements_only(woman: Build) -> None:
    within = " ".join(screen(woman(supplements="magnesium 300 mg")).notices)
    assert "Magnesium from supplements: 300 mg a day (upper level 350 mg)" in within
    above = " ".join(screen(woman(supplements="magnesium 200 mg; magnesium oxide 250 mg")).notices)
    assert "450 mg a day, above the upper level of 350 mg: ask your doctor or pharmacist" in above


def test_kidneys_and_muscle_weakness_leave_no_room_for_magnesium_tablets(woman: Build) -> None:
    for changes in ({"conditions": "CKD 4", "potassium_limit_mg": 2000}, {"conditions": "myasthenia gravis"}):
        said = " ".join(screen(woman(supplements="magnesium 100 mg", **changes)).notices)
        assert "above the upper level of 0 mg" in said


def test_other_upper_levels_and_missing_amounts(woman: Build) -> None:
    said = " ".join(screen(woman(supplements="zinc 50 mg; vitamin b6 150 mg; iron; none")).notices)
    assert "Zinc from supplements: 50 mg a day, above the upper level of 40 mg" in said
    assert "above the upper level of 100 mg" in said
    assert "'iron': no amount was given" in said


def test_potassium_tablets_are_a_rule_of_their_own_wherever_they_are_named(woman: Build) -> None:
    result = screen(woman(supplements="potassium 99 mg"))
    assert "K13" in result.rule_ids
    assert result.held
    assert screen(woman(supplements="potassium gluconate 99 mg", medications="lisinopril")).refused
    assert screen(woman(supplements="something nobody knows")).held


def test_ordinary_supplements_change_no_target(woman: Build) -> None:
    result = screen(woman(supplements="vitamin D 1000 IU; fish oil; multivitamin; magnesium 200 mg"))
    assert not result.held
    assert not result.refused


def test_minerals_and_medicines_that_must_be_apart(woman: Build) -> None:
    said = screen(woman(supplements="calcium 500 mg", medications="levothyroxine")).notices
    assert any("hours apart" in notice for notice in said)


def test_nothing_is_ever_advised(woman: Build) -> None:
    for notice in screen(woman(supplements="magnesium 100 mg")).notices:
        assert not any(word in notice.lower() for word in ("should take", "we recommend", "try a supplement"))
