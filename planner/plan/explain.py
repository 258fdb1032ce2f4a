"""Why a plan is as it is: what binds, what it costs, and where magnesium and potassium come from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from planner.nutrition.safety_text import BANNER
from planner.plan.brings import sources
from planner.plan.prices import GOALS, Prices
from planner.plan.words import label

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan


def prices_of(plan: MealPlan) -> Prices:
    """See ``MealPlan.prices``."""
    if plan.has_meals:
        from planner.plan.menu_prices import menu_prices

        return menu_prices(plan)
    from planner.plan.day_prices import day_prices

    return day_prices(plan)


_MOST_SOURCES = 5


@dataclass(frozen=True)
class Explanation:
    """Why a plan is as it is.

    ``summary``: what it brings; ``misses``, ``rules``: what it does not keep; ``prices``: what its targets cost;
    ``sources``: by nutrient the foods that bring most of it, with their share (0 to 1); ``found``: how it was searched.
    """

    summary: str
    found: str
    misses: tuple[str, ...]
    rules: tuple[str, ...]
    prices: Prices
    sources: dict[str, dict[str, float]]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; unknown is null."""
        rows = [{**asdict(one), "sentence": one.sentence()} for one in self.prices]
        return {
            "summary": self.summary, "found": self.found, "misses": list(self.misses), "rules": list(self.rules),
            "prices": rows, "sources": self.sources, "banner": BANNER,
        }  # fmt: skip

    def __str__(self) -> str:
        parts = [BANNER, "", self.summary, self.found]
        if self.misses or self.rules:
            parts += ["", "Not kept:", *(f"- {one}" for one in (*self.misses, *self.rules))]
        if len(self.prices):
            parts += ["", "What the targets cost, what binds first:", str(self.prices)]
        parts += ["", "Where it comes from:"]
        for name, shares in self.sources.items():
            foods = ", ".join(f"{food} {100 * share:.0f} %" for food, share in shares.items())
            parts.append(f"- {label(name)}: {foods}.")
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        from html import escape

        return "".join(f"<p>{escape(line)}</p>" for line in str(self).split("\n") if line)


def explain(plan: MealPlan) -> Explanation:
    """See ``MealPlan.explain``."""
    met, of = plan.targets_met
    searched = (
        "Searched among menus of meals from everyday foods; every bound was recounted from the food table."
        if plan.has_meals
        else "Solved as a linear program over all permitted foods, then taken in household portions; every bound was recounted."
    )
    brought = {}
    for name in (name for name in GOALS if name in plan.targets):
        first = sources(plan, name).head(_MOST_SOURCES)
        brought[name] = {str(food): float(share) for food, share in first.items()}
    return Explanation(
        summary=plan.summary(),
        found=f"{met} of {of} targets hold on the mean. {searched}",
        misses=plan.misses,
        rules=plan.broken_rules,
        prices=plan.prices,
        sources=brought,
    )
