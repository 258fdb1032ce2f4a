"""What a plan answers when it is asked why: prices, why this food and not that one, trade-offs, alternatives."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from planner.plan.explain import Explanation
    from planner.plan.plan import MealPlan
    from planner.plan.prices import Prices
    from planner.plan.tradeoff import Told, Tradeoff
    from planner.plan.why import Why
    from planner.plan.why_not import WhyNot


class Explained:
    """The questions that ``MealPlan`` answers; each answer is worked out when it is asked for."""

    @cached_property
    def prices(self) -> Prices:
        """What each target costs, in sentences with the range in which that holds; for menus estimates.

        Raises InputError for a plan that was put together by hand.
        """
        from planner.plan.explain import prices_of

        return prices_of(_plan(self))

    def explain(self) -> Explanation:
        """Why the plan is as it is: what binds, what that costs, and where magnesium and potassium come from."""
        from planner.plan.explain import explain

        return explain(_plan(self))

    def why(self, food: str, day: int | None = None, meal: str | None = None) -> Why:
        """Why a food is in the plan: what it brings, what would be missed without it, and the plan with something instead.

        At most two re-plans. Raises InputError when the plan (that day, that meal) has no such food.
        """
        from planner.plan.why import why

        return why(_plan(self), food, day, meal)

    def why_not(self, food: str) -> WhyNot:
        """Why a food is not in the plan: what forbids it, or its reduced cost; and the plan with it, side by side.

        At most two re-plans. Raises InputError for a word that means no food.
        """
        from planner.plan.why_not import why_not

        return why_not(_plan(self), food)

    def tradeoff(
        self,
        x: str = "cost",
        y: str = "magnesium",
        points: int = 12,
        effort: str = "fast",
        progress: Told | None = None,
    ) -> Tradeoff:
        """Plans of which none is better in ``x`` and no worse in ``y``, this one and at most ``points`` - 1 others.

        ``x``, ``y``: cost, magnesium, potassium, sodium, energy or ordinariness. Locks and targets hold in each.
        Raises InputError for other names, and for what a food table does not tell, such as prices.
        """
        from planner.plan.tradeoff import tradeoff

        return tradeoff(_plan(self), x, y, points, effort, progress)

    def alternatives(self, count: int = 3) -> tuple[MealPlan, ...]:
        """So many clearly different plans, the next best first; each differs from this one and from those before it."""
        found = [_plan(self)]
        for _ in range(count):
            found.append(found[-1].another())
        return tuple(found[1:])


def _plan(explained: Explained) -> MealPlan:
    """Only plans are asked."""
    return cast("MealPlan", explained)
