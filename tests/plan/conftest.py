"""People and their weeks, planned once for all tests of a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from planner import MealPlan, Person, Preferences, plan_meals

HEALTHY: dict[str, Any] = {"conditions": ("none",), "medications": ("none",)}
PEOPLE: dict[str, tuple[Person, Preferences]] = {
    "woman": (
        Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **HEALTHY),
        Preferences(exclude=("mushroom", "garlic")),
    ),
    "big man": (
        Person(sex="male", age_years=40, height_cm=183, weight_kg=85, activity="active", **HEALTHY),
        Preferences(like=("banana", "lentils"), dislike=("fish",)),
    ),
    "vegan": (
        Person(sex="female", age_years=30, height_cm=160, weight_kg=55, **HEALTHY),
        Preferences(diet=("vegan",)),
    ),
    "gluten-free": (
        Person(sex="male", age_years=66, height_cm=175, weight_kg=75, **HEALTHY),
        Preferences(diet=("gluten_free", "dairy_free"), allergies=("sesame",)),
    ),
}
EFFORT = {"gluten-free": "normal"}  # two diets at once need a longer search
Week = Callable[..., MealPlan]


@cache
def _planned(name: str, days: int, snacks: int | None) -> MealPlan:
    person, wishes = PEOPLE[name]
    return plan_meals(person, days, wishes, effort=EFFORT.get(name, "fast"), snacks=snacks)


@pytest.fixture(scope="session")
def week() -> Week:
    """``week("vegan")``: seven days; ``week("vegan", days=1, snacks=0)`` others. Plans are shared: leave them as they are."""

    def planned(name: str, days: int = 7, snacks: int | None = None) -> MealPlan:
        return _planned(name, days, snacks)

    return planned


@pytest.fixture(params=PEOPLE)
def someone(request: pytest.FixtureRequest) -> str:
    """The name of each person in turn."""
    return str(request.param)
