"""Repairs really planned with: what is proved, and from where on a plan of whole servings holds."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from planner import Person, Preferences, mend, plan_meals, try_repairs
from planner.errors import Change, InfeasibleError, InputError, Repair
from planner.plan.further import sensible_unit
from planner.plan.trying import Tried, not_kept, try_repair

WOMAN = Person(
    sex="female", age_years=34, height_cm=168, weight_kg=62, activity="active", conditions="none", medications="none"
)
QUESTIONS: dict[str, tuple[Person, Preferences | None, dict[str, Any]]] = {
    "800 kcal and 20,000 mg of potassium": (
        WOMAN.model_copy(update={"energy_kcal": 800.0}), None, {"potassium_mg": (20000.0, None)},
    ),
    "60 µg of vitamin D for a vegan": (WOMAN, Preferences(diet="vegan"), {"vitamin_d_ug": (60.0, None)}),
    "a dollar a day": (WOMAN, Preferences(budget_usd_per_day=1), {}),
    "little sodium, much potassium": (WOMAN, None, {"sodium_mg": (None, 300.0), "potassium_mg": (15500.0, None)}),
}  # fmt: skip


@cache
def clash(name: str) -> InfeasibleError:
    person, wishes, targets = QUESTIONS[name]
    with pytest.raises(InfeasibleError) as caught:
        plan_meals(person, 1, wishes, targets=targets, effort="fast")
    return caught.value


@cache
def tried(name: str) -> tuple[Tried, ...]:
    """All repairs but those of the energy, which take long and are tried with the locks."""
    error = clash(name)
    repairs = [one for one in error.repairs if not one.said.startswith("energy")]
    return tuple(try_repair(error.question, one) for one in repairs)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_plan_with_the_repair_that_held_keeps_every_wish(name: str) -> None:
    first = tried(name)[0]
    assert first.held is not None
    assert first.plan is not None
    assert not_kept(first.plan) == ()
    assert 1 <= first.plans <= 6
    person, wishes, targets = mend(*QUESTIONS[name], first.held)
    again = plan_meals(person, 1, wishes, targets=targets, effort="fast")
    assert not_kept(again) == ()
    assert again.menu.equals(first.plan.menu)


@pytest.mark.parametrize("name", [name for name in QUESTIONS if "dollar" not in name])
def test_what_held_lies_on_the_far_side_of_what_is_proved(name: str) -> None:
    error, first = clash(name), tried(name)[0]
    assert first.held is not None
    (proposed,), (proved,), (held,) = (one.changes for one in (error.repairs[0], first.proved, first.held))
    assert held.to <= proved.to <= proposed.to < proposed.start  # each asks for less
    assert proved.to < 0.9 * proposed.to  # whole meals prove more than parts of servings do
    assert f"nothing short of {proved.said.partition(' instead')[0]} can do" in first.said


def test_a_budget_is_raised_until_a_day_meets_its_targets() -> None:
    first = tried("a dollar a day")[0]
    assert first.plan is not None
    assert first.held is not None
    assert 2 < first.held.changes[0].to < 6
    assert first.besides == ()
    assert first.plan.targets_met[0] == first.plan.targets_met[1]


def test_a_repair_that_never_does_is_said_to_be_in_vain() -> None:
    more_sodium = next(one for one in tried("little sodium, much potassium") if "sodium" in one.proved.said)
    assert more_sodium.held is None
    assert more_sodium.plans == 1
    assert "no menu has more than" in more_sodium.said


def test_taking_back_the_diet_is_tried_once() -> None:
    back = next(one for one in tried("60 µg of vitamin D for a vegan") if "diet" in one.proved.said)
    assert (back.held, back.plans) == (back.proved, 1)
    assert back.said == "take back the diet vegan: a plan of whole servings keeps that."


def test_fish_with_an_allergy_to_fish_is_left_out_and_planned() -> None:
    with pytest.raises(InfeasibleError) as caught:
        plan_meals(WOMAN, 2, Preferences(allergies="fish", must="fish every day"), effort="fast")
    (only,) = try_repairs(caught.value)
    assert only.held is not None
    assert only.plan is not None
    assert only.plan.person == WOMAN


def test_locked_desserts_are_unlocked_one_at_a_time() -> None:
    plan = plan_meals(WOMAN, 1, effort="fast", snacks=1)
    for meal, food in (("lunch", "custard"), ("dinner", "chocolate ice cream"), ("snack", "angel food cake")):
        plan = plan.add(1, meal, food).lock(1, meal, food)
    small = WOMAN.model_copy(update={"energy_kcal": 1400.0})
    with pytest.raises(InfeasibleError) as caught:
        plan.replan(person=small)
    found = try_repairs(caught.value, most=2)
    unlocking = [one for one in found if one.proved.said.startswith("unlock ")]
    assert len(unlocking) == 3
    for one in unlocking:
        assert one.held is not None, one.said
        assert one.plan is not None
        assert len(one.plan.locks) == 2
        assert one.plan.person.energy_kcal == 1400
    kept = next(one for one in found if one.proved.said.startswith("energy about"))
    assert kept.plan is not None
    assert len(kept.plan.locks) == 3


def test_an_error_of_another_origin_cannot_be_tried() -> None:
    with pytest.raises(InputError, match="does not know its question"):
        try_repairs(InfeasibleError("no", [], [Repair((Change("x <= 1", 1.0, 2.0, "x"),), 1.0)]))


@pytest.mark.parametrize(("value", "unit"), [(4679, 50), (11.5, 0.1), (3.39, 0.05), (2518, 20), (99.9, 1), (100, 1)])
def test_units_are_those_that_people_say(value: float, unit: float) -> None:
    assert sensible_unit(value) == pytest.approx(unit)
