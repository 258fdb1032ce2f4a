"""The 2023 equations (NASEM 2023), against values worked out by hand from the published coefficients."""

from __future__ import annotations

from typing import Any

import pytest

from planner.nutrition.energy import energy_requirement_kcal, estimated_requirement_kcal
from planner.nutrition.person import Person

BODY: dict[str, Any] = {"age_years": 30, "height_cm": 170, "weight_kg": 70}


@pytest.mark.parametrize(
    ("changes", "kcal"),
    [
        ({"sex": "male", "activity": "inactive"}, 2520.17),
        ({"sex": "female", "activity": "active"}, 2475.55),
        ({"sex": "male", "activity": "low_active"}, 581.47 - 10.83 * 30 + 8.30 * 170 + 14.94 * 70),
        ({"sex": "male", "activity": "very_active"}, -517.88 - 10.83 * 30 + 15.61 * 170 + 19.11 * 70),
        ({"sex": "female", "activity": "inactive"}, 584.90 - 7.01 * 30 + 5.72 * 170 + 11.71 * 70),
        # boys and girls: the energy cost of growth is added
        ({"sex": "male", "activity": "active", "age_years": 15}, -388.19 + 3.68 * 15 + 12.66 * 170 + 20.46 * 70 + 20),
        ({"sex": "female", "activity": "active", "age_years": 10}, -189.55 - 222.5 + 11.74 * 170 + 18.34 * 70 + 30),
        (
            {"sex": "male", "activity": "active", "age_years": 2, "height_cm": 88, "weight_kg": 13},
            -716.45 - 2 + 17.82 * 88 + 15.06 * 13 + 20,
        ),
    ],
)
def test_known_values(changes: dict[str, Any], kcal: float) -> None:
    assert energy_requirement_kcal(Person(**(BODY | changes))).kcal == pytest.approx(kcal, abs=0.01)


PREGNANT: dict[str, Any] = {**BODY, "sex": "female", "activity": "low_active", "life_stage": "pregnant"}
EARLY = 575.77 - 7.01 * 30 + 6.60 * 170 + 12.14 * 70
LATE = 693.35 - 2.04 * 30 + 5.73 * 170 + 10.20 * 70 + 9.16 * 20


@pytest.mark.parametrize(
    ("weeks", "before_kg", "kcal"),
    [
        (8, 65, EARLY),
        (13.9, 65, EARLY),
        (20, 50, LATE + 300),  # body mass index before pregnancy 17.3
        (20, 65, LATE + 200),  # 22.5
        (20, 75, LATE + 150),  # 26.0
        (20, 90, LATE - 50),  # 31.1
        (30, 65, LATE + 9.16 * 10 + 200),
    ],
)
def test_pregnancy_by_week_and_weight_before(weeks: float, before_kg: float, kcal: float) -> None:
    person = Person(**PREGNANT, gestation_weeks=weeks, prepregnancy_weight_kg=before_kg)
    assert energy_requirement_kcal(person).kcal == pytest.approx(kcal, abs=0.01)


@pytest.mark.parametrize(("months", "added"), [(None, 400), (3, 400), (9, 380)])
def test_breast_feeding_adds_the_energy_of_milk(months: float | None, added: float) -> None:
    person = Person(**BODY, sex="female", activity="low_active", life_stage="lactating", lactation_months=months)
    assert energy_requirement_kcal(person).kcal == pytest.approx(EARLY + added, abs=0.01)


def test_what_was_not_said_is_an_assumption_and_is_told() -> None:
    assert energy_requirement_kcal(Person(**BODY, sex="male")).assumptions == (
        "activity low_active assumed: give activity",
    )
    told = " ".join(energy_requirement_kcal(Person(**PREGNANT)).assumptions)
    assert "gestation_weeks" in told
    assert "prepregnancy_weight_kg" in told
    assert not energy_requirement_kcal(Person(**BODY, sex="male", activity="low_active")).assumptions


def test_own_energy_wins_but_the_requirement_can_still_be_asked_for() -> None:
    person = Person(**BODY, sex="male", activity="inactive", energy_kcal=1900)
    assert energy_requirement_kcal(person).kcal == 1900
    assert energy_requirement_kcal(person).source_id == "own"
    assert estimated_requirement_kcal(person).kcal == pytest.approx(2520.17)


def test_the_equation_is_shown_as_it_was_used() -> None:
    shown = energy_requirement_kcal(Person(**BODY, sex="male", activity="inactive")).equation
    assert shown == "753.07 - 10.83 * 30 years + 6.5 * 170 cm + 14.1 * 70 kg = 2520.17 kcal"
