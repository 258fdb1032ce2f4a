"""Metric and US units: what is typed is read, what is said can be read again."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import Person
from planner.errors import InputError
from planner.nutrition import units


@pytest.mark.parametrize(
    ("typed", "cm"),
    [
        ("168", 168.0),
        ("168 cm", 168.0),
        ("168,5cm", 168.5),
        ("1.68 m", 168.0),
        ("5 ft 6 in", 167.64),
        ("5'6\"", 167.64),
        ("5' 6", 167.64),
        ("5’6”", 167.64),
        ("5ft6in", 167.64),
        ("5 feet 6 inches", 167.64),
        ("5 ft 6 1/2 in", 168.91),
        ("5 ft", 152.4),
        ("66 in", 167.64),
        (" 5 FT 6 IN ", 167.64),
    ],
)
def test_heights_are_read_as_people_write_them(typed: str, cm: float) -> None:
    assert units.height_cm(typed) == pytest.approx(cm)


@pytest.mark.parametrize(
    ("typed", "kg"),
    [
        ("62", 62.0),
        ("62 kg", 62.0),
        ("62.5kg", 62.5),
        ("137 lb", 62.142),
        ("137lbs", 62.142),
        ("137 pounds", 62.142),
        ("137#", 62.142),
        ("9 st 11 lb", 62.142),
        ("10 stone", 63.503),
    ],
)
def test_weights_are_read_as_people_write_them(typed: str, kg: float) -> None:
    assert units.weight_kg(typed) == pytest.approx(kg, abs=0.001)


@pytest.mark.parametrize(
    "typed", ["", "tall", "5 ft 12 in", "5 6", "5'6'7", "-168", "168 kg", "1e2", "5 ft -6 in", "¾"]
)
def test_a_height_that_nobody_can_read_is_told(typed: str) -> None:
    with pytest.raises(InputError, match="5 ft 6 in"):
        units.height_cm(typed)


@pytest.mark.parametrize("typed", ["", "heavy", "62 cm", "-62", "137 lb 3", "one stone"])
def test_a_weight_that_nobody_can_read_is_told(typed: str) -> None:
    with pytest.raises(InputError, match="137 lb"):
        units.weight_kg(typed)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_an_error(text: str) -> None:
    for read in (units.height_cm, units.weight_kg):
        with suppress(InputError):
            assert 0 <= read(text) < float("inf")


@given(st.integers(36, 98))
def test_a_height_said_in_feet_is_read_again(inches: int) -> None:
    cm = inches * units.CM_PER_INCH
    assert units.height_cm(units.say_height(cm, "us")) == pytest.approx(cm)


@given(st.floats(30, 200))
def test_what_is_said_is_near_what_is_meant(kg: float) -> None:
    assert units.weight_kg(units.say_weight(kg, "us")) == pytest.approx(kg, abs=0.23)
    assert units.weight_kg(units.say_weight(kg, "metric")) == pytest.approx(kg, rel=0.001)


@pytest.mark.parametrize(
    ("grams", "metric", "us"),
    [
        (3, "5 g", "1/2 oz"),
        (47, "50 g", "2 oz"),
        (151, "160 g", "6 oz"),
        (420, "450 g", "15 oz"),
        (1201, "1.3 kg", "2 3/4 lb"),
    ],
)
def test_weights_to_buy_are_rounded_up(grams: float, metric: str, us: str) -> None:
    assert (units.mass_to_buy(grams, "metric"), units.mass_to_buy(grams, "us")) == (metric, us)


@pytest.mark.parametrize(
    ("ml", "metric", "us"),
    [(4, "5 ml", "1 tsp"), (33, "40 ml", "2 1/2 tbsp"), (240, "250 ml", "1 1/2 cups"), (2800, "2.8 L", "3 qt")],
)
def test_volumes_to_buy_are_rounded_up(ml: float, metric: str, us: str) -> None:
    assert (units.volume_to_buy(ml, "metric"), units.volume_to_buy(ml, "us")) == (metric, us)


def test_a_person_may_say_feet_and_pounds_and_is_kept_in_cm_and_kg() -> None:
    person = Person(sex="female", age_years=34, height_cm="5'6\"", weight_kg="137 lb")
    assert person.height_cm == pytest.approx(167.64)
    assert person.weight_kg == pytest.approx(62.142, abs=0.001)


def test_a_person_in_feet_is_checked_like_any_other() -> None:
    with pytest.raises(InputError) as caught:
        Person(sex="female", age_years=34, height_cm="9 ft", weight_kg="2 tons")
    assert "weight '2 tons' cannot be read" in str(caught.value)
    with pytest.raises(InputError, match=r"height_cm 274\.32 is above 250"):
        Person(sex="female", age_years=34, height_cm="9 ft", weight_kg=62)
