"""The table of foods: names, categories, flags, group, price and how people eat it."""

from __future__ import annotations

import pandas as pd

from food_data.flags import flags
from food_data.groups import food_groups


def named_foods(source: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """food_code (index), food, category_code, category of the codes that have nutrients."""
    table = source.set_index("Food code")[
        ["Main food description", "WWEIA Category number", "WWEIA Category description"]
    ]
    table = table.set_axis(["food", "category_code", "category"], axis=1)
    return table.loc[codes].rename_axis("food_code")


def described(named: pd.DataFrame, composition: pd.DataFrame, patterns: pd.DataFrame) -> pd.DataFrame:
    """``named`` with group and flags; ``composition`` and ``patterns`` are the tables per 100 g, by food_code."""
    grains = patterns["grains_total_oz_eq"]
    whole_share = patterns["grains_whole_oz_eq"] / grains.where(grains > 0)
    marks = flags(named, composition["alcohol_g"])
    return named.join(food_groups(named, whole_share)).join(marks)
