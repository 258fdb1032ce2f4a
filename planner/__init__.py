"""Meal plans from a linear program: magnesium, potassium and every other reference intake, from ordinary food.

>>> from planner import Person, plan_meals
>>> person = Person(sex="female", age_years=34, height_cm=168, weight_kg=62)
>>> plan = plan_meals(person)                                                    # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Names are looked up when they are first used, so that `import planner` costs nothing.
_HOME = {
    "Person": "planner.nutrition.person",
    "targets_for": "planner.nutrition.targets",
    "energy_requirement_kcal": "planner.nutrition.energy",
    "Preferences": "planner.foods.preferences",
    "load_foods": "planner.foods.table",
    "own_foods": "planner.foods.own",
    "import_foods": "planner.foods.importing.run",
    "search_foods": "planner.foods.search",
    "DietProblem": "planner.model.diet",
    "HouseholdPlan": "planner.plan.household.plan",
    "MealPlan": "planner.plan.plan",
    "Member": "planner.plan.household.members",
    "plan_meals": "planner.plan.planning",
    "plan_household": "planner.plan.household.planning",
    "mend": "planner.plan.mending",
    "try_repairs": "planner.plan.trying",
    "plan_many": "planner.batch.many",
    "log_day": "planner.plan.log_day",
    "verify_plan": "planner.plan.verify",
    "best_sources": "planner.plan.best_sources",
}

__all__ = ["__version__", *sorted(_HOME)]

if TYPE_CHECKING:
    from planner.batch.many import plan_many as plan_many
    from planner.foods.importing.run import import_foods as import_foods
    from planner.foods.own import own_foods as own_foods
    from planner.foods.preferences import Preferences as Preferences
    from planner.foods.search import search_foods as search_foods
    from planner.foods.table import load_foods as load_foods
    from planner.model.diet import DietProblem as DietProblem
    from planner.nutrition.energy import energy_requirement_kcal as energy_requirement_kcal
    from planner.nutrition.person import Person as Person
    from planner.nutrition.targets import targets_for as targets_for
    from planner.plan.best_sources import best_sources as best_sources
    from planner.plan.household.members import Member as Member
    from planner.plan.household.plan import HouseholdPlan as HouseholdPlan
    from planner.plan.household.planning import plan_household as plan_household
    from planner.plan.log_day import log_day as log_day
    from planner.plan.mending import mend as mend
    from planner.plan.plan import MealPlan as MealPlan
    from planner.plan.planning import plan_meals as plan_meals
    from planner.plan.trying import try_repairs as try_repairs
    from planner.plan.verify import verify_plan as verify_plan


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'planner' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
