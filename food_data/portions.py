"""Household portions, the recipe lines and the ingredients, from FNDDS."""

from __future__ import annotations

import pandas as pd

from food_data.write import number_text

# "Quantity not specified" is the coder's default, not a measure (raw spinach 13 g: a sandwich leaf), and a
# "guideline amount" is an instruction to interviewers; neither is shown to a person.
_NOT_A_MEASURE = r"quantity not specified|guideline amount"

# Measures that nobody uses at table; kept only where a food has no other.
_CLUMSY = r"cubic inch|surface inch|\byields?\b|\bNFS\b|NS as to"


def portions(source: pd.DataFrame, codes: set[str]) -> pd.DataFrame:
    """food_code, seq, portion, grams: measures of use at table, in the order of the source."""
    words = source["Portion description"]
    real = ~words.str.contains(_NOT_A_MEASURE, case=False) & (source["Portion weight (g)"] > 0)
    kept = source[real & source["Food code"].isin(codes)]
    clumsy = kept["Portion description"].str.contains(_CLUMSY, case=False)
    only_clumsy = clumsy.groupby(kept["Food code"]).transform("all")
    kept = kept[~clumsy | only_clumsy]
    return pd.DataFrame(
        {
            "food_code": kept["Food code"],
            "seq": kept["Seq num"].astype(int),
            "portion": kept["Portion description"].str.strip(),
            "grams": kept["Portion weight (g)"].astype(float),
        }
    )


def recipes(source: pd.DataFrame) -> pd.DataFrame:
    """food_code, ingredient_code, grams, each recipe in its order: what the values of a food were computed from."""
    ordered = source.assign(seq=source["Seq num"].astype(int)).sort_values(["Food code", "seq"], kind="stable")
    return pd.DataFrame(
        {
            "food_code": ordered["Food code"],
            "ingredient_code": ordered["Ingredient code"],
            "grams": ordered["Ingredient weight (g)"].astype(float),
        }
    )


def one_line_each(recipes: pd.DataFrame) -> pd.DataFrame:
    """food_code, ingredients: a recipe as "code:grams;code:grams" in its order, a third smaller than a line a part."""
    parts = recipes["ingredient_code"] + ":" + recipes["grams"].map(number_text)
    return parts.groupby(recipes["food_code"]).agg(";".join).rename("ingredients").reset_index()


def ingredients(source: pd.DataFrame) -> pd.DataFrame:
    """ingredient_code, ingredient: USDA ingredient numbers; a code of 8 digits is a food and has its name there."""
    basic = source["Ingredient code"].str.len() < 8
    unique = source[basic].drop_duplicates("Ingredient code")
    return pd.DataFrame({"ingredient_code": unique["Ingredient code"], "ingredient": unique["Ingredient description"]})
