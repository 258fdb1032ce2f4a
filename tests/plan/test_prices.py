"""What targets cost: each price compared with solving again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import MealPlan, Person, plan_meals
from planner.errors import InputError
from planner.model.menu.master import Master
from planner.plan.day_prices import priced_model
from planner.plan.locking import steerable
from planner.plan.prices import Price, round_step

from .conftest import HEALTHY, Week

WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **HEALTHY)


@pytest.fixture(scope="module")
def day() -> MealPlan:
    return plan_meals(WOMAN, menu="none")


def cost_with(plan: MealPlan, one: Price, bound: float) -> float:
    """The least surprise of a plain day with another bound, from nothing."""
    model, bounds = priced_model(plan)
    found = model.amounts({**bounds, one.nutrient: replace(bounds[one.nutrient], **{one.side: bound})}).objective
    assert found is not None
    return found


def test_a_price_of_a_plain_day_is_what_solving_again_costs_within_its_range(day: MealPlan) -> None:
    binding = [one for one in day.prices if one.binding]
    assert len(binding) > 5
    for one in binding:
        assert one.until is not None
        assert one.less_until is not None
        assert one.less_nats_per_unit is not None
        base = cost_with(day, one, one.bound)
        for share in (0.5, 1.0):
            tighter = one.bound + share * (one.until - one.bound)
            looser = one.bound + share * (one.less_until - one.bound)
            dearer = abs(tighter - one.bound) * one.nats_per_unit
            saved = abs(looser - one.bound) * one.less_nats_per_unit
            assert cost_with(day, one, tighter) - base == pytest.approx(dearer, abs=1e-5), one.sentence()
            assert base - cost_with(day, one, looser) == pytest.approx(saved, abs=1e-5), one.sentence()
        further = one.bound + (one.step if one.side == "lower" else -one.step)
        assert cost_with(day, one, further) - base == pytest.approx(one.step_nats, abs=1e-5)


def test_a_goal_that_does_not_bind_says_how_much_comes_by_itself(day: MealPlan) -> None:
    potassium = next(one for one in day.prices if one.nutrient == "potassium_mg")
    assert not potassium.binding
    base = cost_with(day, potassium, potassium.bound)
    assert cost_with(day, potassium, potassium.start) == pytest.approx(base, abs=1e-5)
    assert cost_with(day, potassium, potassium.start + potassium.step) > base + 1e-5
    assert "come by themselves" in potassium.sentence()


def test_prices_of_binding_bounds_come_first_and_the_dearest_of_them(day: MealPlan) -> None:
    by_step = [one.nats_per_unit * one.step for one in day.prices if one.binding]
    assert by_step == sorted(by_step, reverse=True)
    assert [one.binding for one in day.prices] == sorted((one.binding for one in day.prices), reverse=True)
    frame = day.prices.to_frame()
    assert len(frame) == len(day.prices.sentences())


def test_an_own_maximum_is_priced_downwards() -> None:
    plan = plan_meals(WOMAN, menu="none", targets={"sodium_mg": (None, 1600)})
    sodium = next(one for one in plan.prices if one.nutrient == "sodium_mg")
    assert (sodium.side, sodium.bound) == ("upper", 1600)
    assert sodium.until is not None
    assert sodium.until < 1600 < (sodium.less_until or 0)
    assert "100 mg less" in sodium.sentence() or "50 mg less" in sodium.sentence()


def test_what_loosening_a_bound_of_the_health_screening_would_save_is_not_said() -> None:
    plan = plan_meals(WOMAN.model_copy(update={"medications": ("spironolactone",)}), menu="none")
    capped = [one for one in plan.prices if plan.targets[one.nutrient].hard and one.binding]
    assert capped
    for one in capped:
        assert one.less_nats_per_unit is None
        assert "saves" not in one.sentence()


def test_prices_of_menus_are_estimates_checked_one_step_further(week: Week) -> None:
    plan = week("woman", days=2)
    assert len(plan.prices) >= 3
    assert all(one.estimate for one in plan.prices)
    assert {"magnesium_mg", "potassium_mg"} <= {one.nutrient for one in plan.prices}
    assert "estimates" in str(plan.prices)
    one = plan.prices[0]
    assert one.binding
    _, found = steerable(plan)
    at, bounds = found.problem.quantities.index(one.nutrient), found.problem.bounds
    moved = getattr(bounds, f"mean_{one.side}").copy()
    moved[at] += one.step if one.side == "lower" else -one.step
    before = Master(found.problem).run(gap=1e-6).objective
    after = (
        Master(replace(found.problem, bounds=replace(bounds, **{f"mean_{one.side}": moved}))).run(gap=1e-6).objective
    )
    assert one.step_nats == pytest.approx(after - before, abs=1e-4)
    assert one.step_nats is not None
    assert one.step_nats >= one.nats_per_unit * one.step - 1e-4  # a convex cost is never cheaper further on


def test_what_no_menu_reaches_has_no_price_but_says_so() -> None:
    plan = plan_meals(WOMAN, 1, effort="fast", targets={"potassium_mg": (15000, None)})
    potassium = next(one for one in plan.prices if one.nutrient == "potassium_mg")
    assert potassium.step_nats is None
    assert potassium.start < 15000
    assert "not met" in potassium.sentence()


def test_a_plan_put_together_by_hand_has_no_prices(day: MealPlan) -> None:
    with pytest.raises(InputError, match="put together by hand"):
        _ = replace(day, _request=None).prices


def test_steps_are_round_and_about_a_twentieth() -> None:
    assert [round_step(bound) for bound in (2600, 310, 15, 0.9, 2089)] == [100, 10, 0.5, 0.02, 100]
