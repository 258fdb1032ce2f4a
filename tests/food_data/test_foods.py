"""The list of foods: codes, flags, groups, prices, habits, portions."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

Read = Callable[[str], pd.DataFrame]
Code = Callable[[str], str]
FLAGS = [
    "ingredient_only", "infant", "alcoholic", "dry_concentrate", "not_specified", "fast_food", "raw_unsafe", "suspect",
]  # fmt: skip


def test_5431_codes_of_fndds_and_one_beside_stand_in_every_table_of_foods(shipped: Read) -> None:
    codes = list(shipped("foods").index)
    assert len(codes) == 5431 + 1
    assert codes == sorted(codes)
    for name in ("nutrients", "food_patterns", "tags"):
        assert list(shipped(name).index) == codes


@pytest.mark.parametrize(
    ("flag", "foods"),
    [
        ("ingredient_only", ["Broccoli, cooked, as ingredient", "Lettuce, for use on a sandwich"]),
        ("infant", ["Baby Toddler cereal, oatmeal, dry", "Baby Toddler yogurt melts"]),
        ("alcoholic", ["Wine, red", "Beer", "Vodka"]),
        (
            "dry_concentrate",
            ["Tea, iced, instant, black, unsweetened, dry", "Cocoa powder, not reconstituted", "Wheat bran"],
        ),
        (
            "dry_concentrate",
            ["Textured vegetable protein, dry", "Milk, dry, not reconstituted", "Nutritional powder mix, NFS"],
        ),
        ("not_specified", ["Milk, NFS", "Rice, brown, cooked, NS as to fat"]),
        ("fast_food", ["Potato, french fries, fast food", "Coleslaw, fast food / restaurant"]),
        ("raw_unsafe", ["Oysters, raw", "Egg, whole, raw", "Fish, salmon, raw", "Steak tartare", "Sushi roll tuna"]),
        ("suspect", ["Palm hearts, cooked"]),
    ],
)
def test_flags_of_known_foods(shipped: Read, code_of: Code, flag: str, foods: list[str]) -> None:
    assert [shipped("foods").loc[code_of(food), flag] for food in foods] == [1] * len(foods)


@pytest.mark.parametrize(
    "food",
    [
        "Spinach, raw",
        "Apple, raw",
        "Almonds, unroasted",
        "Milk, dry, reconstituted, nonfat",
        "Peanuts, dry roasted, unsalted",
        "Pudding, chocolate, made from dry mix",
        "Potato, hash brown, from dry mix",
        "Chicken breast, baked, broiled, or roasted, skin not eaten, from raw",
        "Beer, nonalcoholic",
        "Lentils, from dried, no added fat",
    ],
)
def test_an_ordinary_food_has_no_flag(shipped: Read, code_of: Code, food: str) -> None:
    assert shipped("foods").loc[code_of(food), FLAGS].sum() == 0


def test_counts_of_flags(shipped: Read) -> None:
    foods = shipped("foods")
    assert foods[FLAGS].isin([0, 1]).all(axis=None)
    assert foods["not_specified"].sum() == 508
    assert (foods.index >= "99991400").sum() == 37
    assert foods.loc[foods.index >= "99991400", "ingredient_only"].all()
    assert foods.loc[foods["category_code"].str.match("9[0-6]"), "infant"].all()


def test_no_dry_concentrate_is_left_among_the_foods_richest_in_minerals(shipped: Read) -> None:
    """What is left at the top is eaten as it is, and capped: nuts, seeds, chips, greens, dried tomatoes."""
    foods = shipped("foods").join(shipped("nutrients"))
    menu = foods[foods[["ingredient_only", "infant", "dry_concentrate", "suspect"]].sum(axis=1) == 0]
    powders = menu["food"].str.contains(
        r"powder|not reconstituted|\bdry mix\b(?!.*made)|bouillon|concentrate", case=False
    )
    allowed = {
        "nuts", "seeds", "nut_butter", "brazil_nuts", "snacks", "dried_tomatoes", "dried_fruit", "bars", "crackers",
        "breakfast_cereal_rte", "added_sugars_honey", "condiments", "dark_chocolate", "processed_meat", "candy",
        "fish_seafood", "leafy_greens_raw", "leafy_greens_cooked", "tofu_soy_meat_substitutes", "fresh_herbs_aromatics", "legumes_cooked",
    }  # fmt: skip
    for nutrient in ("potassium_mg", "magnesium_mg"):
        for amount in (menu[nutrient], menu[nutrient] / menu["energy_kcal"].clip(lower=20)):
            top = amount.sort_values(ascending=False).index[:40]
            assert not powders[top].any()
        assert set(menu.loc[menu[nutrient].sort_values(ascending=False).index[:40], "group"]) <= allowed


def test_every_food_has_a_group_and_every_group_its_caps(shipped: Read) -> None:
    foods, caps = shipped("foods"), shipped("group_caps").set_index("group")
    assert set(foods["group"]) == set(caps.index)
    assert (caps["portion_min_g"] <= caps["portion_typical_g"]).all()
    assert (caps["portion_typical_g"] <= caps["portion_max_g"]).all()
    assert (caps["portion_max_g"] <= caps["day_max_g"]).all()
    assert (caps["week_max_g"].dropna() >= caps["day_max_g"][caps["week_max_g"].notna()]).all()
    assert caps[["basis", "source"]].notna().all(axis=None)


@pytest.mark.parametrize(
    ("food", "group"),
    [
        ("Banana, raw", "banana"),
        ("Avocado, raw", "avocado"),
        ("Brazil nuts", "brazil_nuts"),
        ("Chia seeds", "seeds"),
        ("Peanut butter", "nut_butter"),
        ("Rice, brown, cooked, no added fat", "whole_grain_cooked"),
        ("Rice, white, cooked, no added fat", "refined_grains_cooked"),
        ("Bread, whole wheat", "bread_wholegrain"),
        ("Bread, white", "bread_refined"),
        ("Liver, beef", "liver_organ_meat"),
        ("Seaweed, dried", "seaweed"),
        ("Cocoa powder, not reconstituted", "cocoa_powder"),
        ("Fish, swordfish", "fish_high_mercury"),
        ("Sun-dried tomatoes", "dried_tomatoes"),
        ("Spinach, raw", "leafy_greens_raw"),
    ],
)
def test_groups_of_known_foods(shipped: Read, code_of: Code, food: str, group: str) -> None:
    assert shipped("foods").loc[code_of(food), "group"] == group


def test_a_price_says_its_basis_and_an_implausible_one_is_withheld(shipped: Read, code_of: Code) -> None:
    foods = shipped("foods")
    priced = foods["price_usd_per_100g"].notna()
    assert set(foods.loc[priced, "price_basis"]) == {"observed", "imputed"}
    unpriced = set(foods.loc[~priced, "price_basis"].dropna())
    assert unpriced == {"withheld:reconstituted", "withheld:outlier", "withheld:bottled_water"}
    tea = code_of("Tea, iced, instant, black, unsweetened, dry")
    assert foods.loc[tea, "price_basis"] == "withheld:reconstituted"
    assert foods.loc[code_of("Lobster salad"), "price_basis"] == "withheld:outlier"
    assert foods["price_usd_per_100g"].between(0.01, 20).sum() == priced.sum() > 4100


def test_habits_are_those_of_adults(shipped: Read, code_of: Code) -> None:
    foods = shipped("foods")
    assert foods["eaten_per_1000"].between(0, 1000).all()
    assert foods.loc[code_of("Banana, raw"), "eaten_per_1000"] > 100
    assert foods.loc[code_of("Brains"), "eaten_per_1000"] < 1
    white, brown = code_of("Rice, white, cooked, no added fat"), code_of("Rice, brown, cooked, no added fat")
    assert foods.loc[white, "eaten_per_1000"] > foods.loc[brown, "eaten_per_1000"] > 5
    amounts = foods[["portion_p5_g", "portion_p50_g", "portion_p95_g"]].dropna()
    assert (amounts["portion_p5_g"] <= amounts["portion_p50_g"]).all()
    assert (amounts["portion_p50_g"] <= amounts["portion_p95_g"]).all()
    assert 100 <= foods.loc[code_of("Banana, raw"), "portion_p50_g"] <= 130


def test_portions_are_measures_that_a_person_can_use(shipped: Read) -> None:
    portions = shipped("portions")
    assert (portions["grams"] > 0).all()
    assert not portions["portion"].str.contains("quantity not specified|guideline", case=False).any()
    assert not portions.duplicated(["food_code", "seq"]).any()
    assert set(portions["food_code"]) <= set(shipped("foods").index)


def test_every_recipe_line_names_a_food_or_an_ingredient(shipped: Read) -> None:
    recipes, ingredients = shipped("recipes"), shipped("ingredients")
    known = set(shipped("foods").index) | set(ingredients["ingredient_code"])
    parts = recipes["ingredients"].str.split(";").explode()
    assert parts.str.fullmatch(r"\d+:\d+(\.\d+)?").all()
    assert set(parts.str.partition(":")[0]) <= known
    assert set(recipes.index) == set(shipped("foods").index)
