"""Nutrients (FNDDS) and food-pattern equivalents (FPED) per 100 g of food as eaten."""

from __future__ import annotations

import pandas as pd

from food_data.names import NUTRIENT_COLUMNS, PATTERN_COLUMNS

# Two decimals are more than fatty acids are known to; only the n-3 ones matter below 10 mg and keep three.
ROUNDED_TO_2 = [
    name for name in NUTRIENT_COLUMNS if name.startswith("fatty_acid_") or name.endswith("saturated_fat_g")
] + ["linoleic_acid_g"]


def nutrients(source: pd.DataFrame) -> pd.DataFrame:
    """food_code and the 65 components under our names; FNDDS has no missing value, and a new one is an error."""
    table = source[["Food code", *NUTRIENT_COLUMNS.values()]]
    table = table.set_axis(["food_code", *NUTRIENT_COLUMNS], axis=1)
    if table.isna().any(axis=None):
        raise ValueError("FNDDS nutrients: a value is missing where none was before")
    table = table.astype(dict.fromkeys(NUTRIENT_COLUMNS, float))
    return table.round(dict.fromkeys(ROUNDED_TO_2, 2))


def food_patterns(source: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """food_code, pattern_basis and the 37 equivalents; blank and ``unknown`` where FPED has no such code."""
    theirs = source.set_index("FOODCODE")[list(PATTERN_COLUMNS.values())]
    table = theirs.set_axis(list(PATTERN_COLUMNS), axis=1).astype(float).reindex(codes)
    known = table["fruit_total_cup_eq"].notna()
    table.insert(0, "pattern_basis", known.map({True: "fped", False: "unknown"}))
    return table.rename_axis("food_code").reset_index()
