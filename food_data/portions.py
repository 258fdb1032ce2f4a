"""Household portions, the recipe lines, what is left after cooking, and the ingredients, from FNDDS."""

from __future__ import annotations

import pandas as pd

from food_data.write import number_text

# "Quantity not specified" is the coder's default, not a measure (raw spinach 13 g: a sandwich leaf), and a
# "guideline amount" is an instruction to interviewers; neither is shown to a person.
_NOT_A_MEASURE = r"quantity not specified|guideline amount"

# "1 oz yields", "1 oz, dry, yields", "1 oz, raw (yield after cooking)": what an ounce as bought becomes on the plate.
_YIELDS = r"^1 oz,? ?(raw|dry)?,? ?(?:yields|\(?yield after cooking\)?)$"
_OF_MEAT = "raw"  # what "1 oz yields" without a word is said of: meat and fish, without bone

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


def yields(portion_source: pd.DataFrame, recipe_source: pd.DataFrame, codes: set[str]) -> pd.DataFrame:
    """food_code, moisture_change_percent, bought_as, ready_g_per_oz: a row where cooking changes a weight.

    The change of moisture is a share of the weight of the recipe; ``ready_g_per_oz`` is what one ounce (28.35 g) bought
    raw or dry weighs when it is eaten.
    """
    change = recipe_source.groupby("Food code")["Moisture change (%)"].first().astype(float)
    words = portion_source["Portion description"].str.strip().str.extract(_YIELDS)[0]
    said = portion_source["Portion description"].str.strip().str.fullmatch(_YIELDS.strip("^$"))
    bought = portion_source[said].assign(bought_as=words[said].fillna(_OF_MEAT)).drop_duplicates("Food code")
    found = pd.DataFrame(
        {
            "moisture_change_percent": change[change != 0],
            "bought_as": bought.set_index("Food code")["bought_as"],
            "ready_g_per_oz": bought.set_index("Food code")["Portion weight (g)"].astype(float),
        }
    )
    return found[found.index.isin(codes)].rename_axis("food_code").reset_index()


def one_line_each(recipes: pd.DataFrame) -> pd.DataFrame:
    """food_code, ingredients: a recipe as "code:grams;code:grams" in its order, a third smaller than a line a part."""
    parts = recipes["ingredient_code"] + ":" + recipes["grams"].map(number_text)
    return parts.groupby(recipes["food_code"]).agg(";".join).rename("ingredients").reset_index()


def ingredients(source: pd.DataFrame) -> pd.DataFrame:
    """ingredient_code, ingredient: USDA ingredient numbers; a code of 8 digits is a food and has its name there."""
    basic = source["Ingredient code"].str.len() < 8
    unique = source[basic].drop_duplicates("Ingredient code")
    return pd.DataFrame({"ingredient_code": unique["Ingredient code"], "ingredient": unique["Ingredient description"]})
