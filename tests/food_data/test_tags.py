"""Diet and allergen tags: y, n or ?, from recipes, ingredients and names."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from food_data.tags import COLUMNS, food_facts, ingredient_facts, merged, parse_facts, recipe_facts

Read = Callable[[str], pd.DataFrame]
Code = Callable[[str], str]


@pytest.mark.parametrize(
    ("food", "tag", "value"),
    [
        ("Soybean curd", "vegan", "y"),
        ("Soybean curd", "has_soy", "y"),
        ("Honey", "vegan", "n"),
        ("Honey", "vegetarian", "y"),
        ("Lentils, from dried, no added fat", "vegan", "y"),
        ("Soy milk, unsweetened", "vegan", "y"),
        ("Almond milk, unsweetened", "has_tree_nut", "y"),
        ("Bread, whole wheat, made from home recipe or purchased at bakery", "has_milk", "y"),
        ("Bread, white", "vegan", "?"),
        ("Bread, French or Vienna", "vegan", "y"),
        ("Bread, French or Vienna", "has_sesame", "?"),
        ("Worcestershire sauce", "has_fish", "y"),
        ("Worcestershire sauce", "vegetarian", "n"),
        ("Soy sauce", "has_wheat", "y"),
        ("Soy sauce", "gluten_free", "n"),
        ("Oatmeal, regular or quick, made with water, no added fat", "gluten_free", "?"),
        ("Oatmeal, regular or quick, made with milk, no added fat", "dairy_free", "n"),
        ("Cereal, corn flakes, plain", "gluten_free", "?"),
        ("Bread, gluten free", "gluten_free", "y"),
        ("Barley", "gluten_free", "n"),
        ("Barley", "has_wheat", "n"),
        ("Quinoa, no added fat", "gluten_free", "y"),
        ("Coconut, fresh", "has_tree_nut", "n"),
        ("Chestnuts", "has_tree_nut", "?"),
        ("Candy, marshmallow", "vegetarian", "n"),
        ("Candy, marshmallow", "has_pork", "?"),
        ("Refried beans", "vegan", "?"),
        ("Ham", "has_pork", "y"),
        ("Pork bacon, NS as to fresh, smoked or cured, cooked", "has_pork", "y"),
        ("Lard", "has_pork", "y"),
        ("Lard", "pescatarian", "n"),
        ("Fish, salmon, baked or broiled", "pescatarian", "y"),
        ("Fish, salmon, baked or broiled", "vegetarian", "n"),
        ("Shrimp, steamed or boiled", "has_shellfish", "y"),
        ("Cheese, Cheddar", "vegetarian", "y"),
        ("Cheese, Cheddar", "vegan", "n"),
        ("Egg, whole, boiled or poached", "has_egg", "y"),
        ("Mayonnaise, regular", "has_egg", "y"),
        ("Peanut butter", "has_peanut", "y"),
        ("Peanut butter", "has_tree_nut", "n"),
        ("Hummus, plain", "has_sesame", "y"),
        ("Wine, red", "has_alcohol", "y"),
        ("Broccoli, fresh, cooked with oil", "vegan", "y"),
        ("Broccoli, fresh, cooked with oil", "has_soy", "n"),
        ("Broccoli, fresh, cooked with butter or margarine", "dairy_free", "n"),
        ("Potato, french fries, fast food", "vegan", "?"),
        ("Tortilla chips, cool ranch flavor (Doritos)", "dairy_free", "n"),
        ("Chicken breast, fried, coated, skin / coating not eaten, from raw", "gluten_free", "?"),
        ("Lasagna with meat", "vegetarian", "n"),
        ("Coffee, brewed", "vegan", "y"),
    ],
)
def test_tags_of_known_foods(shipped: Read, code_of: Code, food: str, tag: str, value: str) -> None:
    assert shipped("tags").loc[code_of(food), tag] == value


def test_tags_are_three_valued_and_agree_with_each_other(shipped: Read) -> None:
    tags = shipped("tags")
    assert list(tags.columns) == COLUMNS
    assert tags.isin(["y", "n", "?"]).all(axis=None)
    vegan, vegetarian = tags["vegan"] == "y", tags["vegetarian"] == "y"
    assert (tags.loc[vegan, ["vegetarian", "pescatarian", "dairy_free"]] == "y").all(axis=None)
    assert (tags.loc[vegan, ["has_milk", "has_egg", "has_fish", "has_shellfish", "has_pork"]] == "n").all(axis=None)
    assert (tags.loc[vegetarian, ["pescatarian"]] == "y").all(axis=None)
    assert (tags.loc[vegetarian, ["has_fish", "has_pork", "has_beef"]] == "n").all(axis=None)
    assert (tags["dairy_free"] == tags["has_milk"].map({"y": "n", "n": "y", "?": "?"})).all()
    assert (tags.loc[tags["has_wheat"] == "y", "has_gluten"] == "y").all()


def test_no_food_that_passes_as_vegan_holds_cholesterol(shipped: Read) -> None:
    vegan = shipped("tags")["vegan"] == "y"
    assert shipped("nutrients").loc[vegan, "cholesterol_mg"].max() <= 1


@pytest.mark.parametrize(
    ("diet", "words"),
    [
        (
            "vegan",
            r"\b(?:beef|pork|ham|chicken|turkey|fish|egg|honey|cheese)\b|(?<!nut )(?<!no )(?<!almond )(?<!cashew )(?<!fruit )butter\b",
        ),
        ("vegetarian", r"\b(?:beef|pork|ham|chicken|turkey|lamb|salmon|tuna|shrimp|bacon|sausage)\b"),
    ],
)
def test_no_name_speaks_against_a_diet_it_passes(shipped: Read, diet: str, words: str) -> None:
    passing = shipped("foods")["food"][shipped("tags")[diet] == "y"].str.lower()
    claims = r"meatless|vegetarian|without|no meat|non-?dairy|substitute"
    against = passing[passing.str.contains(words) & ~passing.str.contains(claims)]
    assert list(against) == []


def test_a_vegan_can_choose_from_hundreds_of_foods(shipped: Read) -> None:
    foods = shipped("foods")[shipped("tags")["vegan"] == "y"]
    menu = foods[foods[["ingredient_only", "infant", "alcoholic", "dry_concentrate"]].sum(axis=1) == 0]
    assert len(menu) > 900
    for group, least in {
        "legumes_cooked": 50, "nuts": 40, "seeds": 9, "whole_grain_cooked": 8, "milk_or_soy_drink": 10,
        "fruit_fresh": 60, "other_vegetables": 80, "leafy_greens_cooked": 8, "bread_refined": 15, "legume_dishes": 10,
    }.items():  # fmt: skip
        assert (menu["group"] == group).sum() >= least, group


def test_yes_wins_over_unknown_and_unknown_over_no() -> None:
    assert merged([{"milk": "?"}, {"milk": "y"}, {}]) == {"milk": "y"}
    assert merged([{}, {"milk": "?"}]) == {"milk": "?"}
    assert parse_facts("wheat pork?") == {"wheat": "y", "gluten": "y", "pork": "?", "meat": "?"}


def test_an_ingredient_that_no_rule_knows_may_hold_anything() -> None:
    facts = ingredient_facts(pd.Series({"77001": "Something new"}))["77001"]
    assert facts["milk"] == facts["peanut"] == facts["fish"] == "?"


def test_a_recipe_is_walked_down_through_the_foods_in_it() -> None:
    lines = pd.DataFrame(
        [("10000001", "10000002"), ("10000002", "1077"), ("10000002", "20081")],
        columns=["food_code", "ingredient_code"],
    )
    basic = {"1077": {"milk": "y"}, "20081": parse_facts("wheat")}
    assert recipe_facts(lines, basic)["10000001"] == {"milk": "y", "wheat": "y", "gluten": "y"}


def test_a_recipe_that_contains_itself_is_an_error() -> None:
    lines = pd.DataFrame([("10000001", "10000001")], columns=["food_code", "ingredient_code"])
    with pytest.raises(ValueError, match="10000001 contains itself"):
        recipe_facts(lines, {})


def test_what_is_eaten_out_is_unknown_where_the_recipe_says_nothing() -> None:
    foods = pd.DataFrame(
        {"food": ["Peas, cooked, from restaurant"], "category_code": ["6418"], "fast_food": [1]}, index=["75224000"]
    )
    assert food_facts(foods, {"75224000": {}})["75224000"]["milk"] == "?"
