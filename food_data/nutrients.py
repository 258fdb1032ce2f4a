"""Nutrients (FNDDS) and food-pattern equivalents (FPED) per 100 g of food as eaten."""

from __future__ import annotations

import csv
from pathlib import Path

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
    """food_code, pattern_basis and the 37 equivalents; blank and ``unknown`` where FPED has no such code.

    A few foods that it is too old to know stand in with the equivalents of a like one (``stand_ins``).
    """
    theirs = source.set_index("FOODCODE")[list(PATTERN_COLUMNS.values())]
    table = theirs.set_axis(list(PATTERN_COLUMNS), axis=1).astype(float).reindex(codes)
    known = table["fruit_total_cup_eq"].notna()
    basis = known.map({True: "fped", False: "unknown"})
    for code, like in stand_ins().items():
        if known[code] or not known[like]:
            raise ValueError(f"food patterns: {code} needs no stand-in, or {like} cannot be one")
        table.loc[code], basis[code] = table.loc[like], f"like {like}"
    table.insert(0, "pattern_basis", basis)
    return table.rename_axis("food_code").reset_index()


def stand_ins() -> dict[str, str]:
    """Foods younger than FPED, and the food whose equivalents they take; ``reviewed/pattern_stand_ins.csv`` says why."""
    with (Path(__file__).parent / "reviewed" / "pattern_stand_ins.csv").open(encoding="utf-8", newline="") as file:
        return {row["food_code"]: row["like_code"] for row in csv.DictReader(file)}
