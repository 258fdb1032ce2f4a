"""Plans for higher and higher minimums of a nutrient, as a worker process makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.ui.asked import Ask

NUTRIENT = "magnesium_mg"
FACTORS = (1.0, 1.25, 1.5, 1.75, 2.0)
DAYS = 2


@dataclass(frozen=True)
class Point:
    """A plan for a minimum: what it reaches, its price a day (None = not known) and how familiar its foods are (0 to 100)."""

    minimum: float
    reached: float
    usd: float | None
    familiar: float | None
    met: int
    of: int


def points(tell: Callable[..., bool], ask: Ask) -> list[Point]:
    """A short plan for each factor of the person's own minimum; what cannot be planned is left out."""
    return list(_points(tell, ask))


def _points(tell: Callable[..., bool], ask: Ask) -> Iterator[Point]:
    from planner.errors import NoPlanError
    from planner.nutrition.targets import targets_for
    from planner.plan.planning import plan_meals

    least = (
        targets_for(ask.person, ask.authority, ask.preset, dict(ask.targets), ask.preferences.diet)[NUTRIENT].lower
        or 0.0
    )
    for done, factor in enumerate(FACTORS):
        if not tell(done / len(FACTORS), None):
            return
        targets = {**ask.targets, NUTRIENT: (round(least * factor, 1), None)}
        try:
            plan = plan_meals(
                ask.person,
                DAYS,
                ask.preferences,
                preset=ask.preset,
                authority=ask.authority,
                targets=targets,
                effort="fast",
            )
        except NoPlanError:
            continue
        seen = plan.quality.ordinariness
        met, of = plan.targets_met
        yield Point(
            least * factor,
            float(plan.totals[NUTRIENT]),
            plan.quality.cost.usd_per_day,
            None if seen is None else seen.familiarity,
            met,
            of,
        )
