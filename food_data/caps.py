"""How much of a food group a plan may hold: policy where the sources have one, else what adults really eat."""

from __future__ import annotations

import pandas as pd

from food_data.habits import per_occasion, weighted_percentiles

COLUMNS = ["portion_typical_g", "portion_min_g", "portion_max_g", "day_max_g", "week_max_g"]
_SOURCE_COLUMNS = [
    "portion_typical_g",
    "portion_min_if_used_g",
    "portion_max_per_meal_g",
    "max_per_day_g",
    "max_per_week_g",
]

# Our group -> the row of the source table whose figures it takes.
_TAKEN = {
    "leafy_greens_raw": "leafy_greens_raw",
    "leafy_greens_cooked": "leafy_greens_cooked",
    "red_orange_vegetables": "red_orange_vegetables",
    "other_vegetables": "other_vegetables",
    "starchy_vegetables": "starchy_veg_potato_sweetpotato",
    "tomato_sauces": "tomato_products_paste_sauce",
    "legumes_cooked": "legumes_cooked",
    "tofu_soy_meat_substitutes": "tofu_tempeh_soy",
    "nuts": "nuts",
    "seeds": "seeds_pumpkin_sunflower_chia_hemp_flax",
    "nut_butter": "nut_butter",
    "whole_grain_cooked": "whole_grain_cooked",
    "oats_dry": "oats_dry",
    "bread_wholegrain": "bread_wholegrain",
    "breakfast_cereal_rte": "breakfast_cereal_rte",
    "bran_germ": "bran_wheat_rice_germ",
    "refined_grains_cooked": "refined_grains_cooked_pasta_rice",
    "fruit_fresh": "fruit_fresh",
    "banana": "banana",
    "avocado": "avocado",
    "dried_fruit": "dried_fruit",
    "fruit_juice": "fruit_juice_100pct",
    "vegetable_juice_coconut_water": "vegetable_juice_tomato_coconut_water",
    "milk_or_soy_drink": "milk_or_fortified_soy_drink",
    "yogurt": "yogurt_kefir",
    "cheese": "cheese",
    "eggs": "eggs",
    "poultry": "poultry",
    "red_meat_unprocessed": "red_meat_unprocessed",
    "processed_meat": "processed_meat",
    "fish_seafood": "fish_seafood",
    "vegetable_oil": "vegetable_oil",
    "butter_solid_fat": "butter_solid_fat",
    "dark_chocolate": "dark_chocolate_70plus",
    "cocoa_powder": "cocoa_powder",
    "added_sugars_honey": "added_sugar_honey_syrup_molasses",
    "dried_herbs_vegetables": "spices_dried_herbs",
    "leavening": "leavening_cream_of_tartar_KCl_salt",
    "seaweed": "seaweed",
    "instant_coffee_tea_powder": "instant_coffee_tea_powder",
    "coffee": "coffee_brewed",
    "liver_organ_meat": "liver_organ_meat",
    "brazil_nuts": "brazil_nuts",
    "soup": "soup_broth_bouillon",
}

# Set here: groups of which the eating records cannot say what is wise.
_SET: dict[str, tuple[float, float, float, float, float | None, str]] = {
    "infant_foods": (0, 0, 0, 0, 0, "not for the ages this planner serves"),
    "drink_concentrates": (15, 5, 30, 30, None, "powders and concentrates are eaten as the drink made from them"),
    "fish_high_mercury": (0, 0, 0, 0, 0, "shark, swordfish and the like: on the FDA/EPA list of fish to avoid"),
    "dried_tomatoes": (10, 3, 20, 40, None, "as concentrated as tomato paste: 3,400 mg potassium per 100 g"),
    "fresh_herbs_aromatics": (4, 1, 15, 30, None, "seasoning: herbs, garlic, hot peppers"),
    "water": (240, 0, 500, 2500, None, "free choice; the records go higher"),
}

_NOTES = {
    "leafy_greens_raw": "2 cups raw count as 1 cup of vegetables",
    "leafy_greens_cooked": "spinach and chard on at most 3 days a week (oxalate, vitamin K)",
    "other_vegetables": "all vegetables together about 500 g a day unless asked for",
    "tomato_sauces": "tomato paste at most 40 g",
    "legumes_cooked": "raise gradually; canned ones carry sodium",
    "nuts": "nuts and seeds together at most 75 g a day",
    "seeds": "nuts and seeds together at most 75 g a day; flax at most 30 g",
    "bran_germ": "dense in magnesium and in phytate",
    "breakfast_cereal_rte": "bran cereal at most 40 g; fortification counts towards upper limits",
    "fruit_fresh": "all fruit together about 500 g a day",
    "red_meat_unprocessed": "350-500 g cooked a week at most",
    "fish_seafood": "pregnancy: 227-340 g a week of low-mercury kinds",
    "seaweed": "iodine is not in the table: nori only, no kelp",
    "liver_organ_meat": "once a week at most, not in pregnancy (retinol)",
    "brazil_nuts": "selenium: 5 g hold about 96 ug",
    "coffee": "caffeine about 95 mg per 240 mL",
    "leavening": "never a food of its own",
}

_PERCENTILES = (10, 50, 90)


def _rounded(grams: float) -> float:
    """To what a kitchen scale shows: 1 g below 20, 5 g below 100, 10 g above."""
    step = 1 if grams < 20 else 5 if grams < 100 else 10
    return float(max(step, round(grams / step) * step))


def _derived(eaten: pd.DataFrame, group: pd.Series[str]) -> pd.DataFrame:
    """Caps from the records: median, 10th and 90th percentile of an occasion, 90th of an eater's day."""
    by_group = eaten.assign(group=eaten["food_code"].map(group))
    meal = weighted_percentiles(per_occasion(by_group, "group"), "group", _PERCENTILES)
    day = weighted_percentiles(per_occasion(by_group.assign(occasion="day"), "group"), "group", _PERCENTILES)
    table = pd.DataFrame(
        {
            "portion_typical_g": meal["p50"],
            "portion_min_g": meal["p10"],
            "portion_max_g": meal["p90"],
            "day_max_g": day["p90"],
        }
    ).map(_rounded)
    return table.assign(
        week_max_g=None,
        basis="derived: adult eating occasions p10, p50, p90; day p90",
        source="NHANES/WWEIA 2007-2012",
    )


def _taken(source: pd.DataFrame) -> pd.DataFrame:
    rows = source.set_index("food_group").loc[list(_TAKEN.values())]
    table = rows[_SOURCE_COLUMNS].astype(float).set_axis(COLUMNS, axis=1)
    policy = rows["basis"].map(
        {
            "policy": ("policy", "project"),
            "policy+RACC": ("policy, informed by reference amounts (21 CFR 101.12)", "RACC"),
            "policy, informed by NHANES consumer p90-p95": ("policy, informed by eaters' p90-p95", "NHANES_FPED"),
        }
    )
    table["basis"], table["source"] = policy.str[0], policy.str[1]
    return table.set_axis(list(_TAKEN), axis=0)


def group_caps(source: pd.DataFrame, eaten: pd.DataFrame, group: pd.Series[str]) -> pd.DataFrame:
    """One row for every group of ``group`` (food_code -> group): grams per portion, day and week; blank is no cap."""
    known = [
        _taken(source),
        pd.DataFrame.from_dict(
            {name: [*row[:5], "policy", "project"] for name, row in _SET.items()},
            orient="index",
            columns=[*COLUMNS, "basis", "source"],
        ),
    ]
    derived = _derived(eaten, group)
    rest = sorted(set(group) - set(known[0].index) - set(known[1].index))
    table = pd.concat([*known, derived.loc[rest]]).rename_axis("group")
    table["note"] = [_SET[name][5] if name in _SET else _NOTES.get(name, "") for name in table.index]
    table[COLUMNS] = table[COLUMNS].astype(float)
    return table.loc[sorted(set(group))].reset_index()
