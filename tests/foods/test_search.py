"""Foods by what a person types."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.foods.search import search_foods
from planner.foods.table import load_foods
from planner.foods.words import singular, stems, synonyms

TABLE = load_foods()

FIRST = {
    # typing mistakes
    "brocoli": "Broccoli, raw",
    "bananna": "Banana, raw",
    "avacado": "Avocado, raw",
    "spinich": "Spinach, raw",
    "strawbery": "Strawberries, raw",
    "peanut buter": "Peanut butter",
    "zuchini": "Summer squash, green, raw",
    # word order and plurals
    "whole milk": "Milk, whole",
    "milk whole": "Milk, whole",
    "raw carrot": "Carrots, raw",
    "whole wheat bread": "Bread, whole wheat",
    "canned tuna": "Fish, tuna, canned",
    "2% milk": "Milk, reduced fat (2%)",
    "boiled eggs": "Egg, whole, boiled or poached",
    # plain forms before mixed dishes, and what people eat before what they seldom do
    "apple": "Apple, raw",
    "milk": "Milk, whole",
    "bread": "Bread, white",
    "salmon": "Fish, salmon, baked or broiled",
    "coffee": "Coffee, brewed",
    "peas": "Green peas, raw",
    "cheddar": "Cheese, Cheddar",
    # colloquial names
    "soda": "Soft drink, cola",
    "coke": "Soft drink, cola",
    "oj": "Orange juice, 100%, canned, bottled or in a carton",
    "aubergine": "Eggplant, cooked, fat added",
    "coriander": "Cilantro, raw",
    "rocket": "Lettuce, arugula, raw",
    "tofu": "Soybean curd",
    "pop corn": "Popcorn, microwave, plain",
}  # fmt: skip

AMONG = {
    "garbanzo": "Chickpeas",
    "prawns": "Shrimp",
    "courgete": "squash",
    "porridge": "Oatmeal",
    "yoghurt": "Yogurt",
    "toast": "toasted",
    "greek yogurt": "Yogurt, Greek",
    "black beans": "Black beans",
    "chicken breast": "Chicken breast",
    "crisps": "Potato chips",
}


@pytest.mark.parametrize("text", FIRST)
def test_the_food_that_is_meant_comes_first(text: str) -> None:
    assert search_foods(TABLE, text)["food"].iloc[0] == FIRST[text]


@pytest.mark.parametrize("text", AMONG)
def test_the_first_three_are_what_is_meant(text: str) -> None:
    assert search_foods(TABLE, text, limit=3)["food"].str.contains(AMONG[text]).all()


def test_cooked_broccoli_follows_raw() -> None:
    found = search_foods(TABLE, "brocoli", limit=5)["food"]
    assert found.str.startswith("Broccoli").all()
    assert found.str.contains("cooked").any()


def test_codes_are_found_whole_or_begun() -> None:
    assert list(search_foods(TABLE, "63107010")["food"]) == ["Banana, raw"]
    begun = search_foods(TABLE, "6310", limit=100)
    assert len(begun) > 3
    assert begun.index.str.startswith("6310").all()


def test_result_is_a_frame_of_foods_best_first() -> None:
    found = search_foods(TABLE, "rice", limit=7)
    assert list(found.columns) == ["food", "category", "eaten_per_1000", "score"]
    assert found.index.name == "food_code"
    assert len(found) == 7
    assert found["score"].is_monotonic_decreasing


def test_nothing_found_is_empty_with_the_nearest_words() -> None:
    found = search_foods(TABLE, "xylophone")
    assert found.empty
    assert list(found.columns) == ["food", "category", "eaten_per_1000", "score"]
    assert isinstance(found.attrs["nearest"], tuple)
    assert (
        "shrimp" in search_foods(TABLE, "shrumpf").attrs.get("nearest", ()) or not search_foods(TABLE, "shrumpf").empty
    )


def test_what_is_not_eaten_as_it_is_comes_last() -> None:
    found = search_foods(TABLE, "spinach", limit=100)
    aside = TABLE.data.loc[found.index, "ingredient_only"].to_numpy()
    assert aside.any()
    assert not aside[:5].any()


def test_a_table_of_ones_own_can_be_searched(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("food_code,food,energy_kcal\na,Apple pie,250\nb,Äpfel,52\nc,Lentil soup,60\n", encoding="utf-8")
    table = load_foods(path)
    assert list(search_foods(table, "lentils").index) == ["c"]
    assert search_foods(table, "Apfel").index[0] == "b"
    assert search_foods(table, "aple").index[0] == "a"


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=150)
def test_no_text_breaks_the_search(text: str) -> None:
    assert len(search_foods(TABLE, text, limit=3)) <= 3


def test_every_colloquial_name_leads_somewhere() -> None:
    lost = [" ".join(said) for said in synonyms() if search_foods(TABLE, " ".join(said), limit=1).empty]
    assert lost == []


@pytest.mark.parametrize(
    ("plural", "one"),
    [("berries", "berry"), ("potatoes", "potato"), ("leaves", "leaf"), ("cookies", "cookie"), ("eggs", "egg"),
     ("radishes", "radish"), ("peas", "pea"), ("couscous", "couscous"), ("swiss", "swiss"), ("oats", "oat")],
)  # fmt: skip
def test_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_stems_forgive_accents_and_case() -> None:
    assert stems("Crème brûlée, O'Boys") == ("creme", "brulee", "oboy")
