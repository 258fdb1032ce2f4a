"""People and their weeks, planned once for all tests of a session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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


EVIL = (
    "=cmd|' /C calc'!A0", "+SUM(1,1)", "-2+3", "@import", "  =1+1", "<script>alert('x')</script> & \"quotes\"", "🥗🍎 salad",
    "سلطة الحمص", "Борщ со сметаной", "Salát s křenem, phở, ñandú", "red\nblue\r\n,;\\BEGIN:VEVENT", "麻婆豆腐", "x" * 300,
    "a very long name " * 18, "tab\there \x07 bell", "| pipe | *star* _under_ `tick`",
)  # fmt: skip


@pytest.fixture(scope="session")
def evil() -> MealPlan:
    """A day whose foods have names that files take badly."""
    plan = _planned("woman", 1, None)
    menu = plan.menu.copy()
    for column in ("food", "title", "serving", "portion", "seasoning"):
        menu[column] = [EVIL[i % len(EVIL)] for i in range(len(menu))]
    menu["title"] = menu.groupby("meal")["title"].transform("first")
    assert len(menu) >= 12
    return replace(plan, menu=menu)


@pytest.fixture(params=PEOPLE)
def someone(request: pytest.FixtureRequest) -> str:
    """The name of each person in turn."""
    return str(request.param)
