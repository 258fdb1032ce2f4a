"""Why a plan is as it is: what binds, what it costs, and where magnesium and potassium come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.plan.prices import Prices

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan


def prices_of(plan: MealPlan) -> Prices:
    """See ``MealPlan.prices``."""
    if plan.has_meals:
        from planner.plan.menu_prices import menu_prices

        return menu_prices(plan)
    from planner.plan.day_prices import day_prices

    return day_prices(plan)
