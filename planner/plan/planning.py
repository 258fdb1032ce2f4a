"""From a person to a plan: screening and targets first, then menus by meal, or the plain day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from planner.errors import InputError, RefusedError
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable, load_foods
from planner.nutrition.screening import apply_screening, screen
from planner.nutrition.targets import Override, targets_for
from planner.plan.plan import MealPlan

if TYPE_CHECKING:
    from planner.nutrition.person import Person

MENUS = ("meals", "none")


def plan_meals(
    person: Person,
    days: int = 1,
    preferences: Preferences | None = None,
    *,
    authority: str = "us_canada",
    preset: str = "reference",
    targets: Mapping[str, Override] | None = None,
    table: FoodTable | None = None,
    menu: str = "meals",
    effort: str = "normal",
    snacks: int | None = None,
) -> MealPlan:
    """Food for ``days`` days (1 to 28) that meets the person's targets, as ordinary as they allow.

    ``targets``: own bounds, {nutrient: (minimum or None, maximum or None)} in the unit of the name.
    ``table``: the foods to choose from, the shipped table by default; one of your own gives a plain day.
    ``menu``: "meals" for breakfast, lunch, dinner and snacks; "none" for one plain day, amounts by food.
    ``effort``: "fast", "normal" or "best": how long menus are searched.
    ``snacks``: 0, 1 or 2 a day; None = by energy.

    Raises:
        InputError: something given cannot be used.
        RefusedError: a plan would not be safe for this person.
        InfeasibleError: own bounds, energy and limits clash; with the clash and the smallest repairs.
    """
    # Imported here: a plain day does not need what menus need, and the other way round.
    from planner.plan.daily import plan_day

    if menu not in MENUS:
        raise InputError(f"menu {menu!r} is not one of {', '.join(MENUS)}")
    wishes = preferences or Preferences()
    foods = load_foods() if table is None else table
    plain = menu == "none" or foods.is_own
    if plain and days != 1:
        why = "a food table of your own cannot make" if foods.is_own else "menu 'none' leaves out"
        raise InputError(f"days {days} needs menus, which {why}: plan one day")
    wanted = targets_for(person, authority=authority, preset=preset, overrides=dict(targets or {}), diet=wishes.diet)
    screening = screen(person, preset, wanted)
    if screening.refused:
        raise RefusedError(screening.reasons, screening.rule_ids)
    wanted = apply_screening(wanted, screening)
    notices = tuple(dict.fromkeys((*wanted.energy.assumptions, *screening.notices, *wanted.notes)))
    if plain:
        return plan_day(person, wanted, foods, wishes, screening.exclude_terms, notices)
    from planner.plan.menus import plan_menu

    unsafe = screening.exclude_terms
    return plan_menu(person, wanted, foods, wishes, unsafe, notices, days=days, effort=effort, snacks=snacks)
