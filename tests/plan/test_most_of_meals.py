"""How much of a nutrient whole meals can bring: no menu that was found has more, and it is said."""

from __future__ import annotations

import pytest

from planner import Person, plan_meals
from planner.foods.preferences import Preferences
from planner.foods.table import load_foods
from planner.plan.most_of_meals import far_in_meals
from planner.plan.planning import gate
from planner.plan.request import Request, Steering
from planner.plan.standing import menu_setup

WOMAN = Person(
    sex="female", age_years=34, height_cm=168, weight_kg=62, activity="active", conditions="none", medications="none"
)


def far(
    targets: dict[str, tuple[float | None, float | None]], name: str, is_lower: bool, days: int = 1
) -> float | None:
    request = Request(WOMAN, days, Preferences(), targets=targets)
    passed = gate(request)
    setup = menu_setup(WOMAN, passed.targets, load_foods(), request.preferences, days=days, checked=False)
    return far_in_meals(setup.problem, passed.targets, name, is_lower)


def test_a_wish_that_meals_can_meet_is_not_out_of_reach() -> None:
    assert far({"potassium_mg": (5000.0, None)}, "potassium_mg", True) is None
    assert far({"sodium_mg": (None, 1500.0)}, "sodium_mg", False) is None


def test_the_most_does_not_depend_on_how_much_is_asked_and_grows_with_the_limit() -> None:
    tight, same, wide = (
        far({"potassium_mg": (ask, None), "sodium_mg": (None, most)}, "potassium_mg", True)
        for ask, most in ((9500.0, 300.0), (15000.0, 300.0), (15000.0, 900.0))
    )
    assert tight is not None
    assert same == pytest.approx(tight, rel=5e-3)
    assert wide is not None
    assert wide > tight


def test_the_proof_stands_in_the_plan_that_misses_and_no_plan_beats_it() -> None:
    plan = plan_meals(WOMAN, 1, targets={"sodium_mg": (None, 300), "potassium_mg": (9500, None)}, effort="fast")
    (said,) = [one for one in plan.notices if one.startswith("Proved: ") and "potassium" in one]
    most = float(said.partition("more than ")[2].partition(" mg")[0].replace(",", ""))
    assert float(plan.totals["potassium_mg"]) < most < 9500
    assert any(one.startswith("Potassium: ") for one in plan.misses)
    assert not any("not proved" in one for one in plan.notices)


def test_a_limit_that_no_week_keeps_is_proved_from_below() -> None:
    least = far({"sodium_mg": (None, 200.0)}, "sodium_mg", False, days=7)
    assert least is not None
    assert least > 200
    assert far({"sodium_mg": (None, least * 1.01)}, "sodium_mg", False, days=7) is None


def test_where_meals_are_locked_nothing_is_said() -> None:
    request = Request(WOMAN, 1, Preferences(), targets={"potassium_mg": (30000.0, None)})
    targets = gate(request).targets
    setup = menu_setup(WOMAN, targets, load_foods(), request.preferences, days=1, checked=False)
    assert far_in_meals(setup.problem, targets, "potassium_mg", True, Steering(leftovers=True)) is None
    assert far_in_meals(setup.problem, targets, "potassium_mg", True) is not None
