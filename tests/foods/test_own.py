"""One's own over the shipped table: foods, recipes, prices, portions; what is borrowed and what never is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from planner.errors import InputError, TableError, UnknownNameError
from planner.foods.borrow import borrowed_from
from planner.foods.own import own_foods
from planner.foods.table import FoodTable, load_foods

SHIPPED = load_foods()
MINE = (
    "food_code,food,energy_kcal,protein_g,carbohydrate_g,fat_g,sugars_g,magnesium_mg,potassium_mg,portions,vegan\n"
    'skyr,"Skyr, plain",62,11,4,0.2,4,12,160,1 container = 150 g,n\n'
    "dal,Red lentil dal with spinach,110,6,15,3,2,40,320,,y\n"
)
CHILI = (
    "recipe,ingredient,grams,servings,ready_g\n"
    'Bean chili,"Black beans, from dried, no added fat",500,4,1300\n'
    'Bean chili,"Tomatoes, raw",600,,\nBean chili,"Onions, raw",150,,\nBean chili,Olive oil,30,,\n'
)


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def table(folder: Path) -> FoodTable:
    return own_foods(foods=[write(folder, "mine.csv", MINE)], recipes=write(folder, "recipes.csv", CHILI))


def recipe_code(table: FoodTable) -> str:
    return str(table.data.index[table.data["food"] == "Bean chili"][0])


def test_foods_of_ones_own_stand_beside_the_shipped_ones(table: FoodTable) -> None:
    assert len(table) == len(SHIPPED) + 3
    assert {"skyr", "dal"} <= table.own
    assert table.data.loc[SHIPPED.data.index, "magnesium_mg"].equals(SHIPPED.data["magnesium_mg"])
    assert table.data.at["skyr", "magnesium_mg"] == 12
    assert table.changes == ("2 foods from mine.csv", "1 recipe from recipes.csv")


def test_habits_are_borrowed_from_the_nearest_food_and_it_is_known_which(table: FoodTable) -> None:
    assert "yogurt" in borrowed_from(table, "skyr").lower()
    assert table.data.at["skyr", "category"].startswith("Yogurt")
    assert borrowed_from(table, "dal") == "Dal"
    assert table.data.at["dal", "portion_p50_g"] == SHIPPED.data.at[table.data.at["dal", "treat_as"], "portion_p50_g"]
    assert borrowed_from(table, "11111000") == ""


def test_nutrients_prices_diets_and_allergens_are_never_borrowed(table: FoodTable) -> None:
    skyr = table.data.loc["skyr"]
    assert np.isnan(skyr["calcium_mg"])
    assert np.isnan(skyr["price_usd_per_100g"])
    assert skyr["has_milk"] == "?"
    assert skyr["vegan"] == "n"
    assert table.data.at["dal", "has_wheat"] == "?"


def test_added_sugars_that_are_borrowed_are_never_more_than_the_sugars(folder: Path) -> None:
    text = "food_code,food,energy_kcal,sugars_g\nx,Fruit yogurt with little sugar,60,1.5\n"
    own = own_foods(foods=[write(folder, "yogurt.csv", text)])
    assert own.data.at["x", "added_sugars_g"] <= 1.5


def test_a_person_says_which_food_it_is_like(folder: Path) -> None:
    text = "food_code,food,energy_kcal,treat_as\nx,Qurut,350,14010000\n"
    own = own_foods(foods=[write(folder, "like.csv", text)])
    assert borrowed_from(own, "x") == SHIPPED.data.at["14010000", "food"]
    wrong = write(folder, "wrong.csv", text.replace("14010000", "1401000"))
    with pytest.raises(UnknownNameError, match="treat_as '1401000'"):
        own_foods(foods=[wrong])


def test_a_vegan_dish_borrows_from_no_meat(table: FoodTable) -> None:
    lender = str(table.data.at[recipe_code(table), "treat_as"])
    assert SHIPPED.data.at[lender, "vegetarian"] == "y"


def test_a_food_of_the_same_code_takes_the_place_and_keeps_how_it_is_eaten(folder: Path) -> None:
    text = "food_code,food,energy_kcal,potassium_mg\n63107010,Banana from the garden,95,400\n"
    own = own_foods(foods=[write(folder, "banana.csv", text)])
    assert len(own) == len(SHIPPED)
    banana, before = own.data.loc["63107010"], SHIPPED.data.loc["63107010"]
    assert (banana["food"], banana["potassium_mg"]) == ("Banana from the garden", 400)
    assert np.isnan(banana["magnesium_mg"]), "what the new one does not report is unknown, not the old value"
    assert banana["portion_p50_g"] == before["portion_p50_g"]
    assert banana["category"] == before["category"]


def test_a_recipe_adds_up_to_its_ingredients_per_serving(table: FoodTable) -> None:
    code = recipe_code(table)
    parts = {"Black beans, from dried, no added fat": 500, "Tomatoes, raw": 600, "Onions, raw": 150, "Olive oil": 30}
    by_name = SHIPPED.data[~SHIPPED.data["food"].duplicated()].set_index("food")
    whole = sum(by_name.at[name, "potassium_mg"] * grams / 100 for name, grams in parts.items())
    assert table.data.at[code, "potassium_mg"] * 1300 / 100 == pytest.approx(whole)
    assert table.measures[code] == [("1 serving", 325.0)]
    assert table.data.at[code, "vegan"] == "y"
    assert table.data.at[code, "has_milk"] == "n"
    cost = sum(by_name.at[name, "price_usd_per_100g"] * grams / 100 for name, grams in parts.items())
    assert table.data.at[code, "price_usd_per_100g"] * 13 == pytest.approx(cost)


def test_water_of_a_recipe_is_what_has_not_boiled_away(table: FoodTable) -> None:
    code = recipe_code(table)
    solids = ["protein_g", "fat_g", "carbohydrate_g", "water_g"]
    assert 95 < table.data.loc[code, solids].sum() < 105


def test_what_an_ingredient_does_not_report_is_unknown_in_the_recipe(folder: Path) -> None:
    mine = write(folder, "mine2.csv", MINE)
    text = 'recipe,ingredient,grams\nSkyr with banana,skyr,150\nSkyr with banana,"Banana, raw",100\n'
    own = own_foods(foods=[mine], recipes=write(folder, "r.csv", text))
    row = own.data.set_index("food").loc["Skyr with banana"]
    assert row["potassium_mg"] == pytest.approx((160 * 1.5 + 326) / 2.5)
    assert np.isnan(row["calcium_mg"])
    assert np.isnan(row["price_usd_per_100g"])
    assert row["vegan"] == "n"
    assert row["has_egg"] == "?"


def test_everything_wrong_with_recipes_is_told_at_once(folder: Path) -> None:
    text = (
        "recipe,ingredient,grams,servings,ready_g\nSoup,Unobtainium,100,2,\nSoup,Olive oil,none,3,\n,Olive oil,5,,\n"
        'Pie,"Apple, raw",100,1,9000\n'
    )
    with pytest.raises(TableError) as caught:
        own_foods(recipes=write(folder, "bad.csv", text))
    told = {(problem.row, problem.column) for problem in caught.value.problems}
    assert {(2, "ingredient"), (3, "grams"), (3, "servings"), (4, "recipe"), (5, "ready_g")} <= told


def test_own_prices_by_100_g_or_by_the_pack(folder: Path) -> None:
    text = 'food,price_usd_per_100g,price_usd,grams\n"Banana, raw",0.2,,\n11111000,,1.20,1000\n'
    own = own_foods(prices=write(folder, "prices.csv", text))
    assert own.data.at["63107010", "price_usd_per_100g"] == 0.2
    assert own.data.at["11111000", "price_usd_per_100g"] == pytest.approx(0.12)
    assert own.data.at["11111000", "price_basis"] == "own"
    others = own.data["price_usd_per_100g"].drop(["63107010", "11111000"])
    pd.testing.assert_series_equal(others, SHIPPED.data["price_usd_per_100g"].drop(["63107010", "11111000"]))


def test_everything_wrong_with_prices_and_portions_is_told(folder: Path) -> None:
    prices = "food,price_usd_per_100g\nUnobtainium,1\n11111000,-1\n63107010,\n63107010,5000\n"
    with pytest.raises(TableError) as caught:
        own_foods(prices=write(folder, "bad_prices.csv", prices))
    assert [problem.row for problem in caught.value.problems] == [2, 3, 4, 5]
    portions = "food,portion,grams\n11111000,,5\n11111000,1 cup,\n11111000,1 tank,90000\n"
    with pytest.raises(TableError) as caught:
        own_foods(portions=write(folder, "bad_portions.csv", portions))
    assert [problem.row for problem in caught.value.problems] == [2, 3, 4]
    with pytest.raises(TableError, match="required column food is missing"):
        own_foods(prices=write(folder, "no.csv", "item,price\nx,1\n"))


def test_own_portions_come_before_the_shipped_ones(folder: Path) -> None:
    own = own_foods(portions=write(folder, "portions.csv", "food,portion,grams\n11111000,my mug,300\n"))
    assert own.measures["11111000"][0] == ("1 my mug", 300.0)
    assert len(own.measures["11111000"]) == len(SHIPPED.measures["11111000"]) + 1


def test_the_order_of_the_files_rows_does_not_matter_to_a_lender(folder: Path) -> None:
    head, *rows = MINE.splitlines(keepends=True)
    again = own_foods(foods=[write(folder, "turned.csv", head + "".join(reversed(rows)))])
    straight = own_foods(foods=[write(folder, "straight.csv", MINE)])
    assert again.data.at["skyr", "treat_as"] == straight.data.at["skyr", "treat_as"]


def test_habits_that_are_not_there_are_said(folder: Path) -> None:
    with pytest.raises(InputError, match=r"holds no habit_foods\.csv"):
        own_foods(habits=folder)
