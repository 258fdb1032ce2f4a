"""Likes and dislikes as prices of foods, and likes as soft rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from planner.foods.exclude import match_foods
from planner.foods.meaning import meant
from planner.foods.palette import PaletteFood
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable
from planner.foods.wishes import DAYS_A_WEEK
from planner.model.menu.build import Taste
from planner.model.menu.quantities import RULE_WEIGHT, WeighedBound
from planner.model.menu.rules import PlateRule

LIKED_NATS, DISLIKED_NATS = -2.0, 100.0
_STEEPNESS = 1.5  # power of a dislike's strength: a tenth as strong weighs as much as a food that is not so usual
_NAMED, _INSIDE = 0.2, 0.04  # of a dislike, for foods that only have the word in their name, or the food in them


def likes(
    table: FoodTable, foods: Sequence[PaletteFood], wishes: Preferences, days: int
) -> tuple[list[PlateRule], list[WeighedBound]]:
    """Liked foods as soft rules: each at least once a week, so that a wish is seen; twice or more where it is strong."""
    rules, bounds = [], []
    for word in wishes.like:
        codes, strength = meant(table, foods, word), wishes.strength(word)
        if not codes:
            continue
        low = max(1.0, round(strength) * min(days / DAYS_A_WEEK, 1.0)) * max(DAYS_A_WEEK / days, 1.0)
        rule = PlateRule(f"like {word}", f"{word!r}, as liked", counts=among(codes), week=(low, None), wish=True)
        weight = RULE_WEIGHT * min(strength, 1.0) * min(days / DAYS_A_WEEK, 1.0)
        rules.append(rule)
        bounds += [WeighedBound(bound, weight, soft=True) for bound in rule.bounds(days)]
    return rules, bounds


def among(codes: frozenset[str]) -> Callable[[PaletteFood], float]:
    """Counts servings of these foods."""
    return lambda food: float(food.code in codes)


def with_tastes(taste: Taste, table: FoodTable, foods: Sequence[PaletteFood], wishes: Preferences) -> Taste:
    """The taste with what is liked and disliked, in nats by food code.

    A disliked food weighs in full; foods that only bear its name, or have it inside, weigh less: they may taste of it.
    """
    liked = dict(taste.liked)
    for word in wishes.like:
        for code in meant(table, foods, word):
            liked[code] = liked.get(code, 0.0) + LIKED_NATS * wishes.strength(word)
    for word in wishes.dislike:
        weight = DISLIKED_NATS * wishes.strength(word) ** _STEEPNESS
        itself = meant(table, foods, word)
        named = match_foods(table, word, inside=False)
        for code in match_foods(table, word) | itself:
            share = 1.0 if code in itself else _NAMED if code in named else _INSIDE
            liked[code] = liked.get(code, 0.0) + weight * share
    return replace(taste, liked=liked)
