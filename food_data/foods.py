"""The table of foods: names, categories, flags, group, price and how people eat it."""

from __future__ import annotations

import pandas as pd


def named_foods(source: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """food_code (index), food, category_code, category of the codes that have nutrients."""
    table = source.set_index("Food code")[
        ["Main food description", "WWEIA Category number", "WWEIA Category description"]
    ]
    table = table.set_axis(["food", "category_code", "category"], axis=1)
    return table.loc[codes].rename_axis("food_code")
