from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from planner.errors import InputError
from planner.nutrition.person import Person, person_from

GOOD: dict[str, Any] = {"sex": "female", "age_years": 34, "height_cm": 168, "weight_kg": 62}


def test_sex_age_height_and_weight_are_never_guessed() -> None:
    with pytest.raises(InputError) as error:
        Person(energy_kcal=2000)
    assert str(error.value).splitlines() == [
        f"{name} is missing: it is required and never guessed"
        for name in ("sex", "age_years", "height_cm", "weight_kg")
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"height_cm": 17}, "height_cm 17 is below 100: centimetres, not metres or feet?"),
        ({"height_cm": 1.68}, "height_cm 1.68 is below 100: centimetres, not metres or feet?"),
        ({"weight_kg": 0}, "weight_kg 0 is below 15: give kilograms"),
        ({"weight_kg": -3}, "weight_kg -3 is below 15: give kilograms"),
        ({"age_years": 0.5}, "age_years 0.5 is below 1: plans are for 1 to 120 years"),
        ({"age_years": 121}, "age_years 121 is above 120: plans are for 1 to 120 years"),
        ({"energy_kcal": 300}, "energy_kcal 300 is below 500: give kilocalories a day"),
        ({"potassium_limit_mg": 2.4}, "potassium_limit_mg 2.4 is below 500: milligrams a day, not grams?"),
        ({"age_years": "old"}, "age_years 'old' is not a number: write it with digits, without its unit"),
        ({"age_years": float("inf")}, "age_years inf is not a number: write it with digits, without its unit"),
        ({"sex": "x"}, "sex 'x' is not one of male, female"),
        ({"activity": "lazy"}, "activity 'lazy' is not one of inactive, low_active, active, very_active"),
        ({"smoker": "perhaps"}, "smoker 'perhaps' is neither true nor false"),
        ({"wieght_kg": 3}, "unknown field 'wieght_kg' of a person: did you mean 'weight_kg'?"),
        ({"conditions": 3}, "conditions 3 is not text: write words, separated by ';', or 'none'"),
        (
            {"sex": "male", "life_stage": "pregnant"},
            "life_stage pregnant does not go with sex male: change one of them",
        ),
        ({"gestation_weeks": 20}, "gestation_weeks needs life_stage pregnant: add it, or leave gestation_weeks out"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError) as error:
        Person(**(GOOD | changes))
    assert str(error.value) == sentence


def test_pregnancy_outside_the_ages_of_the_reference_intakes_is_refused() -> None:
    with pytest.raises(InputError, match="ages 14 to 50 only"):
        Person(**(GOOD | {"age_years": 52, "life_stage": "pregnant"}))


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InputError) as error:
        Person(**(GOOD | {"height_cm": 17, "weight_kg": 0, "energy_kcal": 300}))
    assert len(str(error.value).splitlines()) == 3


def test_a_person_does_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Person(**GOOD).weight_kg = 70  # type: ignore[misc]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, None),
        ("", None),
        ("  ;  ", None),
        ([""], None),
        ((), ()),
        ("none", ("none",)),
        ("asthma; CKD 4", ("asthma", "CKD 4")),
        (["asthma", "gout; hay fever"], ("asthma", "gout", "hay fever")),
    ],
)
def test_blank_is_unanswered_and_none_is_an_answer(given: Any, kept: tuple[str, ...] | None) -> None:
    assert Person(**GOOD, conditions=given).conditions == kept


def test_a_row_of_a_file_may_have_blanks_and_text_numbers() -> None:
    row = {**GOOD, "age_years": "34", "activity": "Low active", "energy_kcal": "", "smoker": float("nan")}
    assert person_from(row) == Person(**GOOD, activity="low_active")


def test_body_mass_index(woman: Callable[..., Person]) -> None:
    assert woman(weight_kg=60, height_cm=200).bmi == pytest.approx(15)
    assert woman().prepregnancy_bmi is None
