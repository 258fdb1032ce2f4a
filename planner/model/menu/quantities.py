"""The quantities of a menu: nutrients, food groups, cost, and the counts of the plate rules; and their bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.foods.palette import PaletteFood
from planner.foods.table import FoodTable
from planner.model.constraints import AmountBound, Per
from planner.model.menu.items import IntArray
from planner.model.menu.problem import MenuBounds
from planner.model.menu.rules import PlateRule, counted
from planner.model.program import INF, FloatArray
from planner.nutrition.patterns import pattern_for, pattern_targets
from planner.nutrition.target import Target

COST = "price_usd"


@dataclass(frozen=True)
class WeighedBound:
    """A bound with what it costs to miss it; a soft one may be missed for good."""

    bound: AmountBound
    weight: float = 80.0
    soft: bool = False


_COST_WEIGHT = 35.0  # nats for a day at double the usual cost
HARD, SOFT_WEIGHT, RULE_WEIGHT = 80.0, 6.0, 25.0  # nats for missing a whole bound, or one serving of a rule
# What the plan is for, and what a person asks for.
FIRST, _FIRST = 3 * HARD, frozenset({"energy_kcal", "magnesium_mg", "potassium_mg"})
# What the health screening sets: no plan is given that leaves it, and no wish is worth leaving it.
SAFE = 5 * HARD
MARGIN = 0.004  # of a bound: the search aims this far inside, so that it does not end a hair outside
DAILY_FLOOR = 0.5  # share of a reference intake (a usual intake) that each single day reaches: policy

# Sums over columns of the food table that the food-group rows are about. HEI-2020 counts legumes as vegetables.
SUMS: Mapping[str, Mapping[str, float]] = {
    "vegetables_and_legumes_cup_eq": {"vegetables_total_cup_eq": 1.0, "vegetables_legumes_cup_eq": 1.0},
    "greens_and_beans_cup_eq": {"vegetables_dark_green_cup_eq": 1.0, "vegetables_legumes_cup_eq": 1.0},
    "whole_over_half_of_grains_oz_eq": {"grains_whole_oz_eq": 1.0, "grains_total_oz_eq": -0.5},
    "unsaturated_over_saturated_g": {
        "monounsaturated_fat_g": 1.0,
        "polyunsaturated_fat_g": 1.0,
        "saturated_fat_g": -2.5,  # HEI-2020: full score from a ratio of 2.5
    },
    "protein_foods_and_legumes_oz_eq": {"protein_foods_total_oz_eq": 1.0, "protein_legumes_oz_eq": 1.0},
    # Shares of the energy that is eaten, in grams over (positive) or under the share; 9 and 4 kcal per gram.
    "fat_over_35_percent_g": {"fat_g": 1.0, "energy_kcal": -0.35 / 9},
    "fat_over_20_percent_g": {"fat_g": 1.0, "energy_kcal": -0.20 / 9},
    "carbohydrate_over_65_percent_g": {"carbohydrate_g": 1.0, "energy_kcal": -0.65 / 4},
    "carbohydrate_over_45_percent_g": {"carbohydrate_g": 1.0, "energy_kcal": -0.45 / 4},
    "protein_over_35_percent_g": {"protein_g": 1.0, "energy_kcal": -0.35 / 4},
    "protein_over_10_percent_g": {"protein_g": 1.0, "energy_kcal": -0.10 / 4},
    "saturated_fat_over_10_percent_g": {"saturated_fat_g": 1.0, "energy_kcal": -0.10 / 9},
    "added_sugars_over_10_percent_g": {"added_sugars_g": 1.0, "energy_kcal": -0.10 / 4},
}
_SHARE_SCALE_G = 20.0  # so many grams off a share weigh as much as a whole target missed
_SHARES: Mapping[str, tuple[float | None, float | None, Per]] = {
    "fat_over_35_percent_g": (None, 0.0, "mean"),
    "fat_over_20_percent_g": (0.0, None, "mean"),
    "carbohydrate_over_65_percent_g": (None, 0.0, "mean"),
    "carbohydrate_over_45_percent_g": (0.0, None, "mean"),
    "protein_over_35_percent_g": (None, 0.0, "mean"),
    "protein_over_10_percent_g": (0.0, None, "mean"),
    "saturated_fat_over_10_percent_g": (None, 0.0, "day"),
    "added_sugars_over_10_percent_g": (None, 0.0, "day"),
}
USUAL_KCAL = 2200.0
USUAL_COST_USD = 8.2  # a day in 2017/18 dollars; real adults' food costs 7.67 in these prices, and no budget was given


def share_bounds(targets: Mapping[str, Target]) -> list[WeighedBound]:
    """AMDR (IOM 2005) on the mean, saturated fat and added sugars under 10 % (DGA 2020) each day, of the energy eaten.

    A share holds only where the target behind it does: who sets an own bound for fat is not held to the range.
    """
    found = []
    for name, (low, high, per) in _SHARES.items():
        target = targets.get(name.partition("_over_")[0] + "_g")
        kind = "" if target is None else (target.upper_kind if high is not None else target.lower_kind)
        if target is not None and kind != "own":
            found.append(WeighedBound(AmountBound(name, low, high, per=per)))
    return found


def cost_bound(energy_kcal: float) -> WeighedBound:
    """What a day of this energy may usually cost; soft."""
    usual = USUAL_COST_USD * max(energy_kcal / USUAL_KCAL, 0.9)
    return WeighedBound(AmountBound(COST, None, usual, per="mean"), _COST_WEIGHT, soft=True)


def nutrient_bounds(targets: Mapping[str, Target], firmness: float = 1.0) -> list[WeighedBound]:
    """Targets as bounds: lower on the mean with half of it each day, or each day where the target says so.

    ``firmness``: how much heavier than usual what the health screening sets weighs.
    """
    found = []
    for name, target in targets.items():
        low = target.lower
        daily_low, daily_high = target.on_day(DAILY_FLOOR)
        own = "own" in (target.lower_kind, target.upper_kind)
        weight = FIRST if name in _FIRST or own else HARD
        if target.hard:
            weight = max(weight, SAFE * firmness)
        if daily_low is not None or daily_high is not None:
            found.append(WeighedBound(AmountBound(name, daily_low, daily_high, per="day"), weight))
        if low is not None or target.upper is not None:
            found.append(
                WeighedBound(
                    AmountBound(name, low, target.upper, per="mean"),
                    SAFE * firmness if target.hard == "both" else FIRST if own else HARD,
                )
            )
    return found


def group_bounds(energy_kcal: float, diets: Sequence[str]) -> list[WeighedBound]:
    """Food groups on the mean of the plan: the pattern's amounts (DGA 2020), and what HEI-2020 gives full points for."""
    per_1000 = energy_kcal / 1000.0
    wanted: dict[str, tuple[float | None, float | None]] = {
        "vegetables_and_legumes_cup_eq": (1.1 * per_1000, None),
        "greens_and_beans_cup_eq": (0.2 * per_1000, None),
        "whole_over_half_of_grains_oz_eq": (0.0, None),
        "grains_whole_oz_eq": (1.5 * per_1000, None),
        "unsaturated_over_saturated_g": (0.0, None),
        "protein_foods_and_legumes_oz_eq": (2.5 * per_1000, None),
    }
    pattern = pattern_targets(energy_kcal, pattern_for(diets))
    for name in (
        "fruit_total_cup_eq",
        "vegetables_dark_green_cup_eq",
        "vegetables_red_orange_cup_eq",
        "vegetables_legumes_cup_eq",
        "dairy_total_cup_eq",
    ):
        low = pattern[name].lower
        # Dairy: HEI's full points (1.3 cups per 1,000 kcal) or the pattern's cups, whichever is less.
        wanted[name] = (min(low or 0.0, 1.3 * per_1000) if name.startswith("dairy") else low, None)
    dairyless = bool({"vegan", "dairy_free"} & set(diets))
    return [
        WeighedBound(AmountBound(name, low, high, per="mean"), SOFT_WEIGHT, soft=True)
        for name, (low, high) in wanted.items()
        if not (dairyless and name.startswith("dairy"))
    ]


def rule_bounds(rules: Iterable[PlateRule], days: int) -> list[WeighedBound]:
    """The plate rules as bounds on their counts; a serving more or less costs the same whatever the plan's length."""
    return [WeighedBound(bound, RULE_WEIGHT) for rule in rules for bound in rule.bounds(days)]


def per_gram(table: FoodTable, places: IntArray, name: str) -> FloatArray:
    """Amount of a quantity in one gram of the foods at these places of the table; unknown parts add nothing that is known."""
    if name in SUMS:
        whole = np.zeros(len(places))
        for column, factor in SUMS[name].items():
            whole += factor * np.nan_to_num(table.amounts_100g(column)[places])
        found: FloatArray = whole / 100.0
        return found
    values: FloatArray = np.nan_to_num(table.amounts_100g(name)[places]) / 100.0
    return values


def known_or_typical_price(data: pd.DataFrame) -> pd.Series:
    """Price in USD per 100 g by food code; an unknown price counts as the median of its category, never as free. A table
    without any price has none to weigh."""
    prices = data["price_usd_per_100g"]
    if prices.isna().all():
        return prices.fillna(0.0)
    typical = prices.groupby(data["category_code"]).transform("median").fillna(prices.median())
    return prices.fillna(typical)


def quantity_matrix(
    in_one_gram: Callable[[str], FloatArray],
    price_per_100g: FloatArray,
    foods: tuple[PaletteFood, ...],
    food: IntArray,
    grams: FloatArray,
    names: Sequence[str],
    rules: Sequence[PlateRule],
) -> FloatArray:
    """(J, Q): what each portion brings; rules count the serving, not its size. ``in_one_gram``: (F,) of a quantity."""
    by_rule = {rule.quantity: rule for rule in rules}
    found = np.empty((len(food), len(names)))
    for q, name in enumerate(names):
        if name in by_rule:
            found[:, q] = counted(by_rule[name].counts, foods)[food]
        elif name == COST:
            found[:, q] = price_per_100g[food] / 100.0 * grams
        else:
            found[:, q] = in_one_gram(name)[food] * grams
    return found


def bounds_arrays(names: Sequence[str], weighed: Iterable[WeighedBound]) -> MenuBounds:
    """All bounds of each quantity in arrays; where two bounds speak of the same, the tighter holds."""
    at = {name: i for i, name in enumerate(names)}
    count = len(names)
    mean_lower, mean_upper = np.full(count, -INF), np.full(count, INF)
    day_lower, day_upper = np.full(count, -INF), np.full(count, INF)
    weight, soft = np.zeros(count), np.ones(count, dtype=bool)
    for one in weighed:
        i = at[one.bound.quantity]
        low = -INF if one.bound.lower is None else one.bound.lower
        high = INF if one.bound.upper is None else one.bound.upper
        if one.bound.per == "day":
            day_lower[i], day_upper[i] = max(day_lower[i], low), min(day_upper[i], high)
        else:
            mean_lower[i], mean_upper[i] = max(mean_lower[i], low), min(mean_upper[i], high)
        weight[i] = max(weight[i], one.weight)
        soft[i] &= one.soft
    # What is missed is a share of what is asked for: a vitamin far below its target is not near it because its limit is high.
    asked, most = (
        np.where(np.isfinite(sides), np.abs(sides), 0.0).max(axis=0)
        for sides in (np.vstack([mean_lower, day_lower]), np.vstack([mean_upper, day_upper]))
    )
    scale = np.where(asked > 0, asked, most)
    rule = np.array([name.startswith("rule:") for name in names])
    shares = np.array([name in _SHARES for name in names])
    scale = np.where(rule, 1.0, np.where(scale > 0, scale, _SHARE_SCALE_G))  # a rule is missed by servings
    none = (mean_upper == 0.0) | (day_upper == 0.0)  # nothing at all, as of alcohol: there is no further inside
    margin = np.where(rule | (none & ~shares), 0.0, MARGIN * scale)
    return MenuBounds(mean_lower, mean_upper, day_lower, day_upper, scale, weight, soft, margin, rule)
