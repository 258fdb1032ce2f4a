"""Repairs really planned with: what is proved, and from where on a plan of whole servings holds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from planner import Person, Preferences, mend, plan_meals, try_repairs
from planner.errors import Change, InfeasibleError, InputError, Repair
from planner.foods.table import load_foods
from planner.plan.further import sensible_unit
from planner.plan.planning import gate
from planner.plan.proved import in_meals
from planner.plan.request import Request
from planner.plan.standing import menu_setup
from planner.plan.trying import MOST_CLOSER, MOST_PLANS, Tried, not_kept, try_repair

WOMAN = Person(
    sex="female", age_years=34, height_cm=168, weight_kg=62, activity="active", conditions="none", medications="none"
)
NO_MUSHROOMS = Preferences(diet="vegan", exclude="mushrooms")  # with them, whole servings do what parts of servings can
QUESTIONS: dict[str, tuple[Person, Preferences | None, dict[str, Any]]] = {
    "800 kcal and 20,000 mg of potassium": (
        WOMAN.model_copy(update={"energy_kcal": 800.0}), None, {"potassium_mg": (20000.0, None)},
    ),
    "60 µg of vitamin D for a vegan": (WOMAN, NO_MUSHROOMS, {"vitamin_d_ug": (60.0, None)}),
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
    assert 1 <= first.plans <= MOST_PLANS + MOST_CLOSER
    person, wishes, targets = mend(*QUESTIONS[name], first.held)
    again = plan_meals(person, 1, wishes, targets=targets, effort="fast")
    assert not_kept(again) == ()
    assert again.menu.equals(first.plan.menu)


def ends(repair: Repair) -> tuple[float, float]:
    """From where to where the one change of a repair moves a wish."""
    (change,) = repair.changes
    assert change.start is not None
    assert change.to is not None
    return change.start, change.to


def moved(repair: Repair) -> float:
    """How far that is."""
    start, to = ends(repair)
    return abs(to - start)


def part_of(repair: Repair, share: float) -> Repair:
    """A repair that goes only this share of the way."""
    start, to = ends(repair)
    return Repair((replace(repair.changes[0], to=start + share * (to - start)),), 1.0)


def by_foods(name: str) -> Repair:
    """The first repair as parts of servings prove it, without the program over whole meals."""
    person, wishes, targets = QUESTIONS[name]
    request = Request(person, 1, wishes or Preferences(), targets=targets)
    passed = gate(request)
    with pytest.raises(InfeasibleError) as caught:
        menu_setup(person, passed.targets, load_foods(), request.preferences, passed.unsafe, days=1)
    return caught.value.repairs[0]


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_held_lies_on_the_far_side_of_what_is_proved(name: str) -> None:
    error, first = clash(name), tried(name)[0]
    assert first.held is not None
    assert error.at_least
    assert first.proved == error.repairs[0]  # what is proposed is as far as whole meals prove it
    assert moved(first.proved) > 1.1 * moved(by_foods(name))
    assert moved(first.held) >= moved(first.proved)
    assert f"nothing short of {first.proved.said.partition(' instead')[0]} can do" in first.said
    assert first.open_share is not None
    assert f"Between the two lie {100 * first.open_share:.0f} %" in first.said


@pytest.mark.parametrize("name", QUESTIONS)
def test_one_per_cent_less_than_is_proved_is_ruled_out_for_whole_meals(name: str) -> None:
    repair = clash(name).repairs[0]
    _, proved = ends(repair)
    again = in_meals(clash(name).question, part_of(repair, 0.99))  # proved anew, from nearer to the wish
    assert ends(again)[1] == pytest.approx(proved, rel=2e-3)
    same = in_meals(clash(name).question, repair)
    assert ends(same)[1] == pytest.approx(proved, rel=1e-6)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_plan_that_was_made_beats_what_is_proved(name: str) -> None:
    """Asked for a little more than is proved to be possible, the nearest menu misses it."""
    person, wishes, targets = mend(*QUESTIONS[name], part_of(clash(name).repairs[0], 0.95))
    try:
        plan = plan_meals(person, 1, wishes, targets=targets, effort="fast")
    except InfeasibleError:
        return
    assert not_kept(plan)


def test_closer_plans_bring_what_held_towards_what_is_proved() -> None:
    name = "little sodium, much potassium"
    error = clash(name)
    rough = try_repair(error.question, error.repairs[0], closer=0)
    fine = tried(name)[0]
    assert rough.held is not None
    assert fine.held is not None
    assert moved(fine.held) < moved(rough.held)
    assert rough.plans < fine.plans


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
