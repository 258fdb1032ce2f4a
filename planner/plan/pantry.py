"""What is in the house is used up first: it costs less in the menu, is served where it can be, and is not bought again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.foods.amounts import amounts
from planner.foods.meaning import meant
from planner.foods.palette import PaletteFood
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable
from planner.foods.wishes import DAYS_A_WEEK, Stored
from planner.foods.words import stems
from planner.model.menu.build import MOST_DAYS_A_WEEK, Taste
from planner.model.menu.quantities import RULE_WEIGHT, WeighedBound, known_or_typical_price
from planner.model.menu.rules import PlateRule
from planner.plan.liking import among

USE_UP_NATS = -2.0  # as much as a like (planner.plan.liking), beside the price, which is paid already
_WEIGHT = 0.5 * RULE_WEIGHT  # a serving that stays in the pantry is no fault of a menu like a broken rule


def pantry_tastes(taste: Taste, table: FoodTable, foods: Sequence[PaletteFood], wishes: Preferences) -> Taste:
    """The taste with stored foods cheaper by their price and a little more."""
    if not wishes.pantry:
        return taste
    liked = dict(taste.liked)
    usual = dict(zip(table.data.index, amounts(table).usual_g, strict=True))
    price = known_or_typical_price(table.data)
    for one in wishes.pantry:
        for code in meant(table, foods, one.food):
            paid = taste.price_nats_per_usd * float(price[code]) / 100.0 * min(usual[code], one.grams)
            liked[code] = liked.get(code, 0.0) + USE_UP_NATS - paid
    return replace(taste, liked=liked)


def pantry_rules(
    table: FoodTable, foods: Sequence[PaletteFood], wishes: Preferences, days: int
) -> tuple[list[PlateRule], list[WeighedBound]]:
    """Stored foods as soft rules: as many servings as are in the house, as far as variety lets them be eaten in the plan."""
    rules: list[PlateRule] = []
    bounds: list[WeighedBound] = []
    if not wishes.pantry:
        return rules, bounds
    usual = dict(zip(table.data.index, amounts(table).usual_g, strict=True))
    for one in wishes.pantry:
        codes = meant(table, foods, one.food)
        if not codes:
            continue
        serving = min(float(usual[code]) for code in codes)
        weeks = max(days / DAYS_A_WEEK, 1.0)
        most = min(days, math.ceil(MOST_DAYS_A_WEEK * weeks))
        servings = min(max(math.floor(one.grams / serving + 0.25), 1), most)
        rule = PlateRule(
            f"use up {one.food}",
            f"{one.food!r}, which is in the pantry",
            counts=among(codes),
            week=(servings * DAYS_A_WEEK / days, None),
            wish=True,
        )
        rules.append(rule)
        bounds += [WeighedBound(bound, _WEIGHT, soft=True) for bound in rule.bounds(days)]
    return rules, bounds


def pantry_notices(table: FoodTable, foods: Sequence[PaletteFood], wishes: Preferences) -> list[str]:
    """Stored foods of which nothing is offered."""
    return [
        f"{one.food!r} is in the pantry, but no food called so is offered under these wishes; it is not used."
        for one in wishes.pantry
        if not meant(table, foods, one.food)
    ]


@dataclass
class Store:
    """What is left in the pantry while a shopping list is written."""

    left: dict[str, float]

    @classmethod
    def of(cls, pantry: Sequence[Stored]) -> Store:
        return cls({one.food: one.grams for one in pantry})

    def rest(self) -> tuple[str, ...]:
        """What stays in the pantry, in a sentence; none when all is used."""
        left = [f"{food} {grams:,.0f} g" for food, grams in self.left.items() if grams >= 0.5]
        return (f"Stays in the pantry: {', '.join(left)}.",) if left else ()

    def take(self, item: str, grams: float) -> float:
        """Grams of a thing to buy that are there already; they are gone then."""
        wanted, taken = set(stems(item)), 0.0
        for food, left in self.left.items():
            named = set(stems(food))
            if left > 0 and named and (named <= wanted or wanted <= named):
                used = min(left, grams - taken)
                self.left[food] = left - used
                taken += used
        return taken
