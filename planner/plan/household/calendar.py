"""A household plan as a calendar: one event a meal, each dish with everybody's portion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from itertools import groupby
from typing import TYPE_CHECKING

from planner.nutrition.safety_text import BANNER
from planner.plan.cards import DayCard, MealCard
from planner.plan.household.table import amounts, meals, sentences
from planner.plan.ics import menu_calendar, menu_mark
from planner.plan.text import closing

if TYPE_CHECKING:
    from planner.plan.household.plan import HouseholdPlan


def household_ics(
    plan: HouseholdPlan,
    start: date,
    units: str = "us",
    times: Mapping[str, time] | None = None,
    reminder_minutes: int | None = None,
) -> bytes:
    """The calendar; day 1 is ``start``. Arguments and errors as for ``MealPlan.to_ics``."""
    cards = []
    for day, of_day in groupby(meals(plan, units), key=lambda one: one.day):
        each = []
        for meal in of_day:
            servings = [
                f"{food}: {', '.join(f'{name} {portion}' for name, portion in zip(plan.names, portions, strict=True))}"
                for food, *portions, _ in meal.rows
            ]
            each.append(MealCard(meal.meal.lower(), meal.title, (*servings, *filter(None, [meal.seasoning]))))
        cards.append(DayCard(day, "; ".join(amounts(plan, day)), tuple(each)))
    told = [text for _, texts in sentences(plan) for text in texts]
    about = "\n".join((BANNER, "", plan.summary(), "", *told, "", *closing(plan.first)))
    return menu_calendar(cards, about, menu_mark(plan.menu), start, times, reminder_minutes)
