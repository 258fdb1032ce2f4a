"""Meals as cards."""

from __future__ import annotations

from html import escape

from planner.plan.cards import meal_name
from planner.ui.view import Day


def day_html(day: Day, heading: str) -> str:
    """A whole day as text: for the time of the search."""
    meals = "".join(
        f"<div class='mp-card'><p class='mp-slot'>{escape(meal_name(meal.meal))}</p><h3>{escape(meal.title)}</h3><ul>"
        + "".join(f"<li>{escape(item.serving)}</li>" for item in meal.items)
        + "</ul></div>"
        for meal in day.meals
    )
    return f"<h2 class='mp-day'>{escape(heading)}</h2><div class='mp-bars'>{meals}</div>"
