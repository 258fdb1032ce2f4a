"""What each food of a plan brings: its share of each nutrient, and what it is the main source of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import InputError
from planner.plan.own_said import own_notices
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

_GOALS = ("magnesium_mg", "potassium_mg")
_NO_VIRTUE = frozenset({"energy_kcal", "sodium_mg", "fat_g", "saturated_fat_g", "added_sugars_g", "carbohydrate_g"})
_MAIN_SHARE = 0.15  # of the day, from which a food counts as a main source
_MOST_NAMED = 5


def contributions(plan: MealPlan) -> pd.DataFrame:
    """Amount of each target nutrient by row of ``plan.menu``, in the unit of the nutrient's name; NaN = not reported.

    Raises InputError for a plan that was put together without its food table.
    """
    if plan.table is None:
        raise InputError("this plan has no food table to read its foods from; plan it with plan_meals")
    names = [name for name in plan.targets if name in plan.table.data]
    per_100g = plan.table.data[names].reindex(plan.menu["food_code"].to_numpy())
    amounts = per_100g.mul(plan.menu["grams"].to_numpy(dtype=float) / 100.0, axis=0).astype(float)
    return amounts.set_index(plan.menu.index)


def sources(plan: MealPlan, nutrient: str, day: int | None = None) -> pd.Series[float]:
    """Share (0 to 1) of a nutrient by the name of the food, largest first: of one day, or of the whole plan."""
    menu = plan.menu if day is None else plan.menu[plan.menu["day"] == day]
    amounts = contributions(plan)[nutrient].loc[menu.index].fillna(0.0)
    by_food = amounts.groupby(menu["food"]).sum().sort_values(ascending=False, kind="stable")
    total = float(by_food.sum())
    return by_food / total if total > 0 else by_food


def why(plan: MealPlan, day: int, meal: str, food_code: str) -> tuple[str, ...]:
    """Sentences on what one food of a meal brings to its day.

    Raises InputError when the meal has no such food.
    """
    menu = plan.menu
    mine = (menu["day"] == day) & (menu["meal"] == meal) & (menu["food_code"] == food_code)
    if not mine.any():
        raise InputError(f"day {day}, {meal} has no food {food_code}; look it up in plan.menu")
    today = contributions(plan).loc[menu["day"] == day]
    brought, total = today.loc[mine[mine].index].sum(min_count=1), today.sum()
    share = (brought / total).where(total > 0).fillna(0.0)
    said = [
        f"{label(name)}: {number(name, float(brought[name]))} {unit(name)}, {100 * share[name]:.0f} % of the day."
        if brought[name] == brought[name]
        else f"{label(name)}: not reported for this food."
        for name in ("energy_kcal", *_GOALS)
        if name in brought
    ]
    best = share[[name for name in share.index if name not in (*_NO_VIRTUE, *_GOALS)]].sort_values(ascending=False)
    main = [name for name in best.index if best[name] >= _MAIN_SHARE]
    first = [name for name in main if share[name] >= _largest(today, menu, name) - 1e-9]
    if first:
        said.append(f"The day's main source of {_listed([_share(name, share[name]) for name in first[:_MOST_NAMED]])}.")
    others = [name for name in main if name not in first][:_MOST_NAMED]
    if others:
        said.append(f"Also brings {_listed([_share(name, share[name]) for name in others])}.")
    if plan.table is not None and food_code in plan.table.own:
        said += own_notices(plan.table, [food_code])
    return tuple(said)


def _largest(today: pd.DataFrame, menu: pd.DataFrame, name: str) -> float:
    by_food = today[name].fillna(0.0).groupby(menu["food_code"].loc[today.index]).sum()
    total = float(by_food.sum())
    return float(by_food.max()) / total if total > 0 else 0.0


def _share(name: str, share: float) -> str:
    return f"{_in_words(name)} ({100 * share:.0f} %)"


def _in_words(name: str) -> str:
    """Inside a sentence: ``vitamin C``, ``fiber``."""
    said = label(name)
    return said if said[:2].isupper() else said[:1].lower() + said[1:]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
