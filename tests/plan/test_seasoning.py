"""Seasonings: chosen by role, cuisine and company; never salt, nothing unwanted, not the same one every day."""

from __future__ import annotations

from itertools import pairwise

import pytest

from planner import load_foods
from planner.foods.palette import PaletteFood, load_palette
from planner.plan.seasoning import (
    Plate,
    Seasoning,
    allowed_seasonings,
    load_seasonings,
    season,
    seasoned,
    with_seasoning,
)
from tests.plan.conftest import Week


def food(name: str, role: str) -> PaletteFood:
    return next(one for one in load_palette().foods if (one.name, one.role) == (name, role))


SALMON = [food("baked salmon", "main"), food("boiled new potato", "potato"), food("steamed broccoli", "veg")]
CURRY = [food("chana masala", "curry"), food("brown rice", "rice")]
SANDWICH = [food("canned tuna", "fishfill"), food("whole wheat bread", "sandbread")]
OATMEAL = [food("oatmeal", "hotcereal"), food("chopped apple", "topfruit")]


def names(seasonings: tuple[Seasoning, ...]) -> set[str]:
    return {one.name for one in seasonings}


def allowed(**given: tuple[str, ...]) -> set[str]:
    asked = {"diets": (), "allergies": (), "unwanted": ()} | given
    return names(allowed_seasonings(load_foods(), **asked))


def test_a_dinner_gets_what_goes_with_it() -> None:
    (said,) = season([Plate(1, "dinner", SALMON)], load_seasonings())
    assert said.startswith("a squeeze of lemon and ")


def test_a_curry_is_seasoned_in_its_own_kitchen() -> None:
    (said,) = season([Plate(1, "dinner", CURRY)], load_seasonings())
    used = [one for one in load_seasonings() if one.phrase in said]
    assert used
    assert all(one.cuisines & {"any", "indian"} for one in used)


def test_breakfast_gets_one_that_goes_well_with_it_and_snacks_none() -> None:
    plates = [
        Plate(1, "breakfast", OATMEAL),
        Plate(1, "snack", OATMEAL),
        Plate(1, "breakfast", [food("corn flakes", "cereal")]),
    ]
    morning, snack, flakes = season(plates, load_seasonings())
    assert morning
    assert " and " not in morning
    assert snack == flakes == ""


def test_what_is_eaten_as_bought_is_not_cooked_again() -> None:
    for day in range(1, 9):
        (said,) = season([Plate(day, "lunch", SANDWICH)], load_seasonings())
        assert not any(one.phrase in said for one in load_seasonings() if one.cooked)


def test_not_the_same_one_two_days_running() -> None:
    said = season([Plate(day, "dinner", SALMON) for day in range(1, 8)], load_seasonings())
    assert all(
        not set(one.split(" and ")) & set(other.split(" and ")) for one, other in pairwise(said) if one and other
    )


def test_the_same_plates_get_the_same_words() -> None:
    plates = [Plate(day, slot, foods) for day in (1, 2) for slot, foods in (("lunch", CURRY), ("dinner", SALMON))]
    assert season(plates, load_seasonings()) == season(plates, load_seasonings())


def test_never_salt() -> None:
    assert not any(
        "salt" in text and "without salt" not in text for one in load_seasonings() for text in (one.phrase, one.buy)
    )


@pytest.mark.parametrize(
    ("allergy", "gone"), [("sesame", {"sesame seeds", "za'atar"}), ("wheat", {"curry powder", "vinegar"})]
)
def test_an_allergy_leaves_out_what_holds_it_and_what_is_not_known(allergy: str, gone: set[str]) -> None:
    assert gone <= allowed()
    assert not gone & allowed(allergies=(allergy,))


def test_gluten_free_has_no_blends_of_unknown_makers() -> None:
    assert "garam masala" not in allowed(diets=("gluten_free",))
    assert "dill" in allowed(diets=("gluten_free",))


@pytest.mark.parametrize(
    ("word", "gone"),
    [
        ("garlic", "garlic"),
        ("lemons", "lemon"),
        ("alcohol", "vanilla"),
        ("chili", "chili flakes"),
        ("coriander", "cilantro"),
    ],
)
def test_an_unwanted_word_leaves_out_what_it_names(word: str, gone: str) -> None:
    assert gone in allowed()
    assert gone not in allowed(unwanted=(word,))


def test_an_unwanted_food_code_leaves_out_its_seasoning() -> None:
    lemon = next(code for code, name in load_foods().data["food"].items() if name == "Lemon, raw")
    assert "lemon" not in allowed(unwanted=(str(lemon),))


def test_a_week_uses_few_bunches_of_herbs(week: Week, someone: str) -> None:
    said = " ".join(week(someone).menu.drop_duplicates(["day", "meal"])["seasoning"])
    bought = [one for one in load_seasonings() if one.is_bunch and one.phrase in said]
    assert len(bought) <= 5


@pytest.mark.parametrize(
    ("said", "foods", "expected"),
    [
        ("chopped dill and grated nutmeg", ["baked salmon", "steamed spinach", "2% milk"], ["chopped dill", "grated nutmeg", ""]),
        ("a squeeze of lemon and chopped dill", ["steamed carrots", "baked salmon"], ["", "a squeeze of lemon and chopped dill"]),
        ("a pinch of cinnamon", ["oatmeal", "banana", "coffee"], ["a pinch of cinnamon", "", ""]),
        ("", ["baked salmon"], [""]),
    ],
)  # fmt: skip
def test_each_is_for_the_food_that_it_goes_with(said: str, foods: list[str], expected: list[str]) -> None:
    assert seasoned(said, foods) == (expected, "")


def test_what_goes_with_no_food_of_the_meal_stays_with_the_meal() -> None:
    assert seasoned("stardust and grated nutmeg", ["coffee"]) == ([""], "stardust and grated nutmeg")


def test_a_seasoned_serving_reads_as_one_says_it() -> None:
    assert with_seasoning("5 oz baked salmon", "chopped dill") == "5 oz baked salmon with chopped dill"
    assert with_seasoning("1 cup spaghetti with meat sauce", "dried oregano") == (
        "1 cup spaghetti with meat sauce, with dried oregano"
    )
    assert with_seasoning("1 cup oatmeal cooked with milk", "a pinch of cinnamon") == (
        "1 cup oatmeal cooked with milk and a pinch of cinnamon"
    )
    assert with_seasoning("1 pear", "") == "1 pear"


def test_beside_the_main_only_what_goes_with_a_food_is_used() -> None:
    omelet = [food("two-egg cheese omelet", "omelet"), food("green bean salad", "sidesalad")]
    for day in range(1, 15, 2):
        (said,) = season([Plate(day, "lunch", omelet)], load_seasonings())
        assert "sumac" not in said
    chicken = [food("baked chicken breast", "main"), food("boiled cassava", "potato")]
    (said,) = season([Plate(1, "dinner", chicken)], [one for one in load_seasonings() if one.kind == "sour"])
    assert said == "a squeeze of lemon"  # vinegar goes with neither


def test_most_lunches_and_dinners_are_seasoned(week: Week, someone: str) -> None:
    meals = week(someone).menu.drop_duplicates(["day", "meal"])
    cooked = meals[meals["meal"].isin(["lunch", "dinner"])]
    sauces = {food.name for food in load_palette().foods if "stirred" in food.tags}
    menu = week(someone).menu
    sauced = menu[menu["food"].isin(sauces)].set_index(["day", "meal"]).index
    plain = cooked[~cooked.set_index(["day", "meal"]).index.isin(sauced)]
    assert (plain["seasoning"] != "").mean() >= 0.6
    assert (cooked["seasoning"] != "").mean() <= (len(cooked) - len(sauced)) / len(
        cooked
    )  # a sauce is seasoned already
