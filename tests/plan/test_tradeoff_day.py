"""Trade-offs of a plain day: the exact frontier of its linear program, each point a day in grams that keeps all targets."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from planner import MealPlan, Person, load_foods, plan_meals, verify_plan
from planner.errors import InputError
from planner.plan.tradeoff import AXES, Tradeoff

from .conftest import HEALTHY

WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **HEALTHY)
PAIRS = [("cost", "magnesium"), ("ordinariness", "potassium"), ("sodium", "cost"), ("energy", "potassium")]


@pytest.fixture(scope="module")
def day() -> MealPlan:
    return plan_meals(WOMAN, menu="none")


@pytest.fixture(scope="module", params=PAIRS, ids=" for ".join)
def found(day: MealPlan, request: pytest.FixtureRequest) -> Tradeoff:
    return day.tradeoff(*request.param, points=8)


def test_every_point_is_a_day_that_keeps_every_target_and_can_be_saved(found: Tradeoff, day: MealPlan) -> None:
    assert len(found.plans) >= 5
    for one in found.plans:
        assert one.certificate.holds
        assert one.targets_met == day.targets_met
    last = found.plans[-1]
    assert verify_plan(last.to_json()).holds
    assert MealPlan.from_json(last.to_json()).menu["grams"].tolist() == last.menu["grams"].tolist()


def test_more_of_one_thing_costs_more_of_the_other(found: Tradeoff) -> None:
    x, y = (found.frame[axis.column] * axis.better for axis in (found.x, found.y))
    steps = list(pairwise(sorted(zip(x, y, strict=True))))
    assert all(one[0] < two[0] and one[1] > two[1] for one, two in steps)
    assert found.replans == 7


def test_a_frontier_of_a_linear_program_never_bends_back(day: MealPlan) -> None:
    """What a milligram of magnesium more costs only grows."""
    frame = day.tradeoff("cost", "magnesium", points=7).frame
    frame = frame[~frame["is_asked"]]
    each = frame["cost_usd"].diff().iloc[1:] / frame["magnesium_mg"].diff().iloc[1:]
    assert all(later >= 0.98 * sooner for sooner, later in pairwise(each))


def test_no_day_with_that_much_magnesium_is_cheaper(day: MealPlan) -> None:
    for one in day.tradeoff("ordinariness", "magnesium", points=4).plans[:-1]:
        much = float(one.totals["magnesium_mg"])
        asked = plan_meals(WOMAN, menu="none", targets={"magnesium_mg": (much, None)})
        assert float(asked.totals["magnesium_mg"]) >= much * (1 - 1e-6)


def test_a_table_without_prices_says_so(tmp_path: Path) -> None:
    data = load_foods().data.drop(columns=["price_usd_per_100g"])
    path = tmp_path / "own.csv"
    columns = [
        "food",
        "category",
        "energy_kcal",
        *[name for name in data if name.endswith(("_mg", "_ug", "_g")) and name in data],
    ]
    data[list(dict.fromkeys(columns))].iloc[::3].to_csv(path)
    table = load_foods(path)
    plan = plan_meals(WOMAN, menu="none", table=table)
    with pytest.raises(InputError, match="has no prices"):
        plan.tradeoff("cost", "magnesium")
    assert len(plan.tradeoff("sodium", "potassium", points=3).plans) >= 2


def test_every_axis_can_be_traded(day: MealPlan) -> None:
    for name in AXES:
        other = "potassium" if name != "potassium" else "sodium"
        assert day.tradeoff(name, other, points=3).plans
