"""The last look at every plan: nothing in it is outside what the health screening allows, however the plan came about.

The numbers are counted again from menu and food table. A plan that fails is never handed out: it is searched again,
or the person is told why there is none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.errors import InputError, RefusedError
from planner.foods.exclude import match_foods
from planner.foods.remembered import remembered
from planner.foods.shares import food_shares, is_known
from planner.foods.table import FoodTable
from planner.model.constraints import AmountBound
from planner.model.menu.quantities import SAFE, WeighedBound
from planner.model.menu.rules import FREE, PlateRule, Span
from planner.nutrition.target import Target
from planner.plan.certificate import RELATIVE_TOLERANCE, daily_amounts
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    from planner.foods.palette import PaletteFood
    from planner.nutrition.screening import FoodLimit

COUNTS_G = 30.0  # from so many grams of it on, a day counts as one with the food; policy
BY_TAG = ("gluten",)  # words that a tag decides, where the table has it


def hard_targets(targets: Mapping[str, Target]) -> dict[str, Target]:
    """Those that no day may leave."""
    return {name: target for name, target in targets.items() if target.hard}


def require_reported(table: FoodTable, targets: Mapping[str, Target]) -> None:
    """Raises InputError when the table cannot tell what has to be limited: unknown is not zero."""
    missing = [name for name in hard_targets(targets) if name not in table.data]
    if missing:
        raise InputError(
            f"the food table has no column {', '.join(missing)}, which your health answers limit: add it, or plan from the "
            "shipped table"
        )


def unsafe_amounts(menu: pd.DataFrame, table: FoodTable, targets: Mapping[str, Target]) -> list[str]:
    """What lies outside a hard bound, one sentence each; a food without a known amount counts as outside."""
    said = []
    for name, target in hard_targets(targets).items():
        if name not in table.data:
            said.append(f"{label(name)} is limited, and the food table does not report it")
            continue
        low, high = target.on_day()
        words = label(name)
        per_day = daily_amounts(menu, table, name)
        if target.hard == "both" and len(per_day) > 1:
            low, high = _near_the_mean(target, sum(one.amount for one in per_day) / len(per_day))
        for one in per_day:
            when = f" on day {one.day}"
            if one.unreported:
                said.append(f"{words}{when}: {one.unreported} of {one.foods} foods do not report it")
            elif high is not None and one.amount > high + RELATIVE_TOLERANCE * max(1.0, high):
                said.append(f"{words}{when}: {number(name, one.amount, 'up')} {unit(name)}, limit {number(name, high)}")
            elif target.hard == "both" and low is not None and one.amount < low - RELATIVE_TOLERANCE * max(1.0, low):
                said.append(
                    f"{words}{when}: {number(name, one.amount, 'down')} {unit(name)}, at least {number(name, low)}"
                )
    return said


def _near_the_mean(target: Target, mean: float) -> tuple[float | None, float | None]:
    """The band of a day of a steady nutrient, which also lies about the mean of the plan as the bounds have it."""
    low, high = target.on_day()
    if not (low and high and target.lower and target.upper):
        return low, high
    return max(low, mean * low / target.upper), min(high, mean * high / target.lower)


def unsafe_foods(menu: pd.DataFrame, table: FoodTable, words: Iterable[str]) -> list[str]:
    """Foods of the menu that a word of the screening names, also within their recipes, one sentence each."""
    eaten = dict(zip(menu["food_code"].tolist(), menu["food"].tolist(), strict=True))
    return [
        f"{eaten[code]} holds {word}, which stays out"
        for word in words
        for code in sorted(foods_holding(table, word) & eaten.keys())
    ]


def foods_holding(table: FoodTable, word: str) -> set[str]:
    """Codes of the foods that a word of the screening names, also within their recipes."""
    if word in BY_TAG and f"has_{word}" in table.data:
        return set(table.data.index[table.data[f"has_{word}"] != "n"])
    return match_foods(table, word) if is_known(table, word) else set()


def too_much_food(menu: pd.DataFrame, table: FoodTable, limits: Iterable[FoodLimit]) -> list[str]:
    """Foods of which there is more than a limit allows, within a day or any 7 days running, one sentence each."""
    said = []
    codes, grams, days = (menu[name].tolist() for name in ("food_code", "grams", "day"))
    for limit in limits:
        shares = food_shares(table, limit.words)
        by_day = np.zeros(max(days))
        for code, weight, day in zip(codes, grams, days, strict=True):
            by_day[day - 1] += shares.get(code, 0.0) * weight
        most, week, count = by_day.max(), _most_in_7(by_day), _most_in_7(by_day >= COUNTS_G)
        if limit.day_g is not None and most > limit.day_g * (1 + RELATIVE_TOLERANCE):
            said.append(f"{limit.name}: {math.ceil(most)} g on a day, at most {limit.day_g:g} g")
        if limit.week_g is not None and week > limit.week_g * (1 + RELATIVE_TOLERANCE):
            said.append(f"{limit.name}: {math.ceil(week)} g in 7 days, at most {limit.week_g:g} g")
        if limit.week_days is not None and count > limit.week_days:
            said.append(f"{limit.name}: on {count:.0f} of 7 days, at most on {limit.week_days}")
    return said


def _most_in_7(by_day: npt.NDArray[Any]) -> float:
    """The largest sum of 7 days running, or of all of a shorter plan."""
    whole = np.concatenate([[0.0], np.cumsum(by_day, dtype=float)])
    span = min(7, len(by_day))
    return float((whole[span:] - whole[:-span]).max())


def unsafe(
    menu: pd.DataFrame,
    table: FoodTable,
    targets: Mapping[str, Target],
    words: Iterable[str],
    limits: Iterable[FoodLimit],
) -> list[str]:
    """Everything about a menu that the screening does not allow; empty when it is safe."""
    return [
        *unsafe_amounts(menu, table, targets),
        *unsafe_foods(menu, table, words),
        *too_much_food(menu, table, limits),
    ]


def only_safe(menu: pd.DataFrame, table: FoodTable, targets: Mapping[str, Target]) -> pd.DataFrame:
    """The menu, or no rows of it while an amount lies outside a hard bound: for menus that are still being searched."""
    return menu.iloc[:0] if unsafe_amounts(menu, table, targets) else menu


def refusal(said: Sequence[str]) -> RefusedError:
    """The error for a search that ended without a safe plan."""
    first = "; ".join(said[:6]) + ("; and more" if len(said) > 6 else "")
    return RefusedError(
        [
            f"No menu was found that keeps to what your health answers allow ({first}).",
            "Plan with fewer wishes or locks, more effort, or one plain day (menu 'none').",
        ]
    )


# -- the same limits for the search ------------------------------------------------------------------------------------


def small_enough(
    table: FoodTable, foods: tuple[PaletteFood, ...], limits: Iterable[FoodLimit]
) -> tuple[PaletteFood, ...]:
    """The rows, without portions of which a single one is too much."""
    return _small_enough(table, foods, _same(tuple(limits)))


@lru_cache(maxsize=64)
def _same(limits: tuple[FoodLimit, ...]) -> tuple[FoodLimit, ...]:
    """Equal limits are the same limits."""
    return limits


@remembered(32)
def _small_enough(
    table: FoodTable, foods: tuple[PaletteFood, ...], limits: tuple[FoodLimit, ...]
) -> tuple[PaletteFood, ...]:
    found = foods
    for limit in limits:
        most = math.inf if limit.most_a_day_g is None else limit.most_a_day_g
        shares = food_shares(table, limit.words)
        found = tuple(
            food if food.code not in shares else replace(food, amounts=amounts, amounts_big=big)
            for food in found
            for amounts, big in [_portions_up_to(food, most, shares.get(food.code, 0.0))]
            if amounts
        )
    return found


def _portions_up_to(food: PaletteFood, most_g: float, share: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    per_unit = food.grams_per_unit * share
    return tuple(a for a in food.amounts if a * per_unit <= most_g), tuple(
        a for a in food.amounts_big if a * per_unit <= most_g
    )


def limit_rules(table: FoodTable, foods: tuple[PaletteFood, ...], limits: Iterable[FoodLimit]) -> tuple[PlateRule, ...]:
    """The limits as counted rules: grams of a food's largest portion, and days with the food.

    Only of limits that two or three of these foods could pass; the rest is left to the count after the search.
    """
    return _limit_rules(table, foods, _same(tuple(limits)))


@remembered(32)
def _limit_rules(
    table: FoodTable, foods: tuple[PaletteFood, ...], limits: tuple[FoodLimit, ...]
) -> tuple[PlateRule, ...]:
    rules = []
    for limit in limits:
        shares = food_shares(table, limit.words)
        most = max((_largest_g(food) * shares.get(food.code, 0.0) for food in foods), default=0.0)
        if 3 * most < (math.inf if limit.most_a_day_g is None else limit.most_a_day_g) and most < COUNTS_G:
            continue
        day: Span = FREE if limit.day_g is None else (None, limit.day_g)
        week: Span = FREE if limit.week_g is None else (None, limit.week_g)
        if day != FREE or week != FREE:
            rules.append(
                PlateRule(
                    f"safe {limit.rule_id} g", f"{limit.name} only so much",
                    counts=lambda food, shares=shares: _largest_g(food) * shares.get(food.code, 0.0),  # type: ignore[misc]
                    day=day, week=week, safety=True,
                )
            )  # fmt: skip
        if limit.week_days is not None:
            rules.append(
                PlateRule(
                    f"safe {limit.rule_id} days", f"{limit.name} on {limit.week_days} days a week at most",
                    counts=lambda food, shares=shares: float(  # type: ignore[misc]
                        _largest_g(food) * shares.get(food.code, 0.0) >= COUNTS_G
                    ),
                    week=(None, float(limit.week_days)), safety=True,
                )
            )  # fmt: skip
    return tuple(rules)


def _largest_g(food: PaletteFood) -> float:
    return food.grams_per_unit * max((*food.amounts, *food.amounts_big))


def limit_bounds(rules: Iterable[PlateRule], days: int) -> list[WeighedBound]:
    """The rules of ``limit_rules`` as heavy bounds, the same for a whole limit whether it counts grams or days."""
    return [
        WeighedBound(
            AmountBound(one.quantity, one.lower, one.upper, per=one.per, label=one.label), SAFE / (one.upper or 1.0)
        )
        for rule in rules
        for one in rule.bounds(days)
    ]
