"""Where only some kinds of a food keep to a diet, the label to look for stands at the food and on the shopping list."""

from __future__ import annotations

from functools import cache

import pytest

from planner import MealPlan, Person, Preferences, load_foods, plan_meals
from planner.foods.palette import PaletteFood, load_palette
from planner.plan.cook import label_asked, labels_asked
from tests.plan.conftest import HEALTHY

MAN = Person(sex="male", age_years=40, height_cm=178, weight_kg=75, **HEALTHY)


def food(name: str) -> PaletteFood:
    return next(one for one in load_palette().foods if one.name == name)


@cache
def two_days(*diet: str) -> MealPlan:
    wishes = Preferences(diet=diet, must=("oatmeal every morning",))
    return plan_meals(MAN, 2, wishes, effort="fast")


@pytest.mark.parametrize(
    ("name", "diets", "label"),
    [
        ("O's cereal", ("gluten_free",), "gluten-free"),
        ("O's cereal", ("vegan",), ""),
        ("O's cereal", (), ""),
        ("brown rice", ("gluten_free",), ""),
        ("walnuts", ("vegan",), ""),
    ],
)
def test_a_label_is_asked_for_where_the_diet_needs_it_and_the_table_does_not_know(
    name: str, diets: tuple[str, ...], label: str
) -> None:
    assert label_asked(food(name), load_foods(), diets) == label


def test_it_stands_in_the_meal_and_on_the_list() -> None:
    plan = two_days("gluten_free")
    oats = plan.menu[plan.menu["food"].str.contains("oatmeal")]
    assert len(oats) >= 2
    assert oats["serving"].str.endswith(" (gluten-free)").all()
    assert "oatmeal (gluten-free)" in plan.to_text().replace("\n", " ")
    assert set(labels_asked(plan.menu).values()) == {"gluten-free"}
    listed = [row.item for row in plan.shopping().rows if "oats" in row.item]
    assert listed
    assert all(item.endswith(" (gluten-free)") for item in listed)


def test_who_may_eat_any_kind_is_told_nothing() -> None:
    plan = two_days()
    assert labels_asked(plan.menu) == {}
    assert "gluten-free" not in plan.to_text()
    assert not any("gluten" in row.item for row in plan.shopping().rows)


def test_a_saved_plan_keeps_it() -> None:
    plan = two_days("gluten_free")
    again = MealPlan.from_json(plan.to_json())
    assert labels_asked(again.menu) == labels_asked(plan.menu)
    assert [row.item for row in again.shopping().rows] == [row.item for row in plan.shopping().rows]
