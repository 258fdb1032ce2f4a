"""What a word stands for when somebody will not eat it."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import UnknownNameError
from planner.foods.exclude import match_foods
from planner.foods.table import load_foods

TABLE = load_foods()
NAMES = TABLE.data["food"]


def names(word: str, inside: bool = True) -> set[str]:
    return {NAMES[code] for code in match_foods(TABLE, word, inside)}


def test_a_word_finds_names_and_recipes() -> None:
    found = names("mushroom")
    assert {"Mushrooms, raw", "Soup, cream of mushroom"} <= found
    assert "Veal scallopini" in found, "mushrooms stand in its recipe only"
    assert "Broccoli, raw" not in found


def test_recipes_within_recipes_are_walked() -> None:
    direct = set(TABLE.recipes.loc[TABLE.recipes["ingredient_code"] == "1123", "food_code"])  # whole raw egg
    nested = set(TABLE.recipes.loc[TABLE.recipes["ingredient_code"].isin(direct), "food_code"]) - direct
    assert nested
    unclean = TABLE.data["has_egg"] != "n"
    assert {code for code in nested if unclean[code]} <= match_foods(TABLE, "egg")


def test_without_recipes_only_names_and_categories_count() -> None:
    assert "Veal scallopini" not in names("mushroom", inside=False)
    assert "Mushrooms, raw" in names("mushroom", inside=False)


@pytest.mark.parametrize(
    ("word", "included"),
    [
        ("pork", ["Ham", "Pork bacon, smoked or cured, cooked", "Lard", "Pork, chop, lean only eaten"]),
        ("nuts", ["Almonds, salted", "Peanut butter"]),
        ("prawns", ["Shrimp, fried", "Shrimp cocktail"]),
        ("aubergine", ["Eggplant, raw", "Ratatouille"]),
        ("dairy", ["Milk, whole", "Cheese, Cheddar", "Butter, stick"]),
        ("seafood", ["Fish, cod, fried", "Shrimp, fried"]),
        ("meat", ["Beef, ground", "Chicken nuggets, NFS", "Ham"]),
        ("eggs", ["Egg, whole, boiled or poached"]),
        ("chickpea", ["Hummus, plain"]),
    ],
)
def test_words_include_what_people_mean_by_them(word: str, included: list[str]) -> None:
    assert set(included) <= names(word)


@pytest.mark.parametrize(
    ("word", "spared"),
    [
        ("nuts", ["Doughnut, NFS", "Spinach, raw", "Coconut milk, used in cooking"]),
        ("egg", ["Eggplant, raw", "Broccoli, raw"]),
        ("butter", ["Peanut butter", "Almond butter"]),
        ("milk", ["Almond milk, sweetened", "Coconut milk, used in cooking"]),
        ("potato", ["Sweet potato, baked, no added fat"]),
        ("kidney", ["Kidney beans, NFS"]),
        ("meat", ["Soybean curd", "Chicken, meatless, NFS", "Vegetable curry"]),
        ("ham", ["Hamburger, NFS", "Graham crackers"]),
        ("rice", ["Gumbo, no rice"]),
    ],
)
def test_words_spare_what_only_sounds_like_them(word: str, spared: list[str]) -> None:
    known = [food for food in spared if food in set(NAMES)]
    assert known, "the examples must be foods of the table"
    assert not set(known) & names(word)


def test_vegetables_that_a_name_excludes_are_not_in_the_food() -> None:
    without = {
        code for code, name in NAMES.items() if "excluding carrots, broccoli" in name and "including" not in name
    }
    assert without
    assert len(without & match_foods(TABLE, "broccoli")) < 0.1 * len(without)


def test_a_code_leaves_out_the_food_and_its_dishes() -> None:
    code = next(part for part in TABLE.recipes["ingredient_code"] if part in TABLE.data.index)
    dishes = set(TABLE.recipes.loc[TABLE.recipes["ingredient_code"] == code, "food_code"])
    assert {code} | dishes <= match_foods(TABLE, code)
    assert match_foods(TABLE, code, inside=False) == {code}


def test_a_category_by_name_or_code() -> None:
    apples = set(NAMES.index[TABLE.data["category"] == "Apples"])
    assert match_foods(TABLE, "6002") == apples
    assert apples <= match_foods(TABLE, "Apples")
    citrus = set(NAMES.index[TABLE.data["category"] == "Citrus fruits"])
    assert citrus <= match_foods(TABLE, "citrus fruits")


@pytest.mark.parametrize(("word", "near"), [("mushrom", "mushroom"), ("brocoli", "broccoli"), ("porc", "pork")])
def test_an_unknown_word_is_told_with_the_nearest(word: str, near: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        match_foods(TABLE, word)
    assert near in caught.value.nearest


@pytest.mark.parametrize("word", ["", "  ", "!!", "99999999", "qqqqqq"])
def test_what_names_nothing_is_refused(word: str) -> None:
    with pytest.raises(UnknownNameError):
        match_foods(TABLE, word)


def test_words_know_foods_that_a_selection_does_not_hold() -> None:
    few = TABLE.select(["63107010"])
    assert match_foods(few, "mushroom") == set()
    assert match_foods(few, "banana") == {"63107010"}


def test_a_table_of_ones_own_goes_by_names(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("food_code,food,energy_kcal,category\n1,Ham roll,250,Meat\n2,Pear,57,Fruit\n3,Plum,46,Fruit\n")
    table = load_foods(path)
    assert match_foods(table, "pork") == {"1"}
    assert match_foods(table, "fruit") == {"2", "3"}
    with pytest.raises(UnknownNameError):
        match_foods(table, "mushroom")
