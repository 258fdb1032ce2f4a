"""The food table as people use it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from planner.errors import TableError, UnknownNameError
from planner.foods.headers import TAGS
from planner.foods.table import FLAGS, FoodTable, load_foods

OWN = "food_code,food,energy_kcal,magnesium_mg,protein_g,niacin_mg\n1,Apple,52,5,0.3,0.1\n2,Oats,380,,13.0,\n"


@pytest.fixture(scope="module")
def table() -> FoodTable:
    return load_foods()


def own(folder: Path, text: str = OWN) -> FoodTable:
    path = folder / "foods.csv"
    path.write_text(text, encoding="utf-8")
    return load_foods(path)


def test_shipped_table_holds_every_food_of_the_survey_database(table: FoodTable) -> None:
    assert len(table) == 5432
    assert table.data.index.is_unique
    assert table.data.index.name == "food_code"
    assert all(len(code) == 8 and code.isdigit() for code in table.data.index)


@pytest.mark.parametrize(
    ("food", "nutrient", "amount"),
    [
        ("Almonds, unroasted", "magnesium_mg", 258),
        ("Potato, baked, peel eaten", "potassium_mg", 533),
        ("Pumpkin seeds, unsalted", "magnesium_mg", 550),
        ("Spinach, raw", "magnesium_mg", 93),
        ("Spinach, raw", "potassium_mg", 582),
        ("Banana, raw", "potassium_mg", 326),
    ],
)
def test_known_values(table: FoodTable, food: str, nutrient: str, amount: float) -> None:
    row = table.data[table.data["food"] == food]
    assert row[nutrient].tolist() == pytest.approx([amount], rel=0.005)


def test_columns_have_the_kinds_that_users_rely_on(table: FoodTable) -> None:
    data = table.data
    assert all(data[flag].dtype == bool for flag in FLAGS)
    assert all(list(data[tag].cat.categories) == ["y", "n", "?"] for tag in TAGS)
    assert all(data[tag].notna().all() for tag in TAGS)
    assert all(data[name].dtype == np.float64 for name in table.nutrients)
    assert {"energy_kcal", "magnesium_mg", "potassium_mg", "added_sugars_g", "niacin_ne_mg"} <= set(table.nutrients)
    assert len(table.nutrients) == 67


def test_derived_nutrients_follow_their_definitions(table: FoodTable) -> None:
    cola = table.data[table.data["food"] == "Soft drink, cola"].iloc[0]
    assert cola["added_sugars_g"] == pytest.approx(4.2 * cola["added_sugars_tsp_eq"])
    beef = table.data[table.data["food"] == "Beef, ground"].iloc[0]
    assert beef["niacin_ne_mg"] == pytest.approx(beef["niacin_mg"] + beef["protein_g"] / 6)


def test_unknown_stays_unknown(table: FoodTable) -> None:
    uncovered = table.data[table.data["added_sugars_tsp_eq"].isna()]
    assert len(uncovered) > 0
    assert uncovered["added_sugars_g"].isna().all()
    assert table.data["price_usd_per_100g"].isna().any()
    assert table.unknown_share("added_sugars_g") == pytest.approx(len(uncovered) / len(table))
    assert table.unknown_share("magnesium_mg") == 0


def test_a_food_by_its_code(table: FoodTable) -> None:
    assert table.food("63107010")["food"] == "Banana, raw"
    with pytest.raises(UnknownNameError, match="63107010"):
        table.food("63107011")


def test_a_food_handed_out_is_a_copy(table: FoodTable) -> None:
    banana = table.food("63107010")
    banana["energy_kcal"] = -1
    assert table.food("63107010")["energy_kcal"] > 0


def test_select_keeps_the_order_asked_for(table: FoodTable) -> None:
    few = table.select(["63107010", "11111000"])
    assert list(few.data["food"]) == ["Banana, raw", "Milk, whole"]
    assert set(few.portions["food_code"]) == {"63107010", "11111000"}
    with pytest.raises(UnknownNameError):
        table.select(["63107010", "nothing"])


def test_shipped_portions_never_say_what_is_no_measure(table: FoodTable) -> None:
    portions = table.portions
    assert (portions["grams"] > 0).all()
    assert not portions["portion"].str.contains("not specified|Guideline").any()


def test_recipes_are_parts_in_their_order(table: FoodTable) -> None:
    recipes = table.recipes
    assert list(recipes) == ["food_code", "seq", "ingredient_code", "grams"]
    assert len(recipes) == 18_584 + 3  # and those of a food beside FNDDS
    assert recipes["grams"].gt(0).all()
    omelet = recipes[recipes["food_code"] == "32130020"]  # made with butter: egg, salt, butter
    assert omelet[["seq", "ingredient_code", "grams"]].values.tolist() == [
        [1, "1123", 100], [2, "2047", 0.3], [3, "1001", 7],
    ]  # fmt: skip
    assert table.select(["32130020"]).recipes.equals(recipes)


def test_reprs_tell_size_and_source(table: FoodTable) -> None:
    assert repr(table).startswith("FoodTable(5,432 foods x 67 nutrients per 100 g")
    assert "<table" in table._repr_html_()


def test_digest_names_the_content(table: FoodTable, tmp_path: Path) -> None:
    codes = list(table.data.index[:50])
    assert table.select(codes).digest() == table.select(codes).digest()
    assert table.select(codes).digest() != table.select(codes[::-1]).digest()
    first = own(tmp_path).digest()
    assert own(tmp_path).digest() == first
    assert own(tmp_path, OWN.replace("52", "53")).digest() != first
    assert own(tmp_path, OWN.replace("380,,", "380,0,")).digest() != first, "unknown and zero are different tables"


def test_the_shipped_table_is_read_once() -> None:
    assert load_foods() is load_foods()


def test_own_table_has_unknowns_where_cells_are_blank(tmp_path: Path) -> None:
    table = own(tmp_path)
    assert table.food("1")["magnesium_mg"] == 5
    assert np.isnan(table.food("2")["magnesium_mg"])
    assert np.isnan(table.food("2")["niacin_ne_mg"])
    assert table.food("1")["niacin_ne_mg"] == pytest.approx(0.1 + 0.3 / 6)
    assert table.unknown_share("magnesium_mg") == 0.5
    assert table.unknown_share("potassium_mg") == 1
    assert table.data["price_usd_per_100g"].isna().all()
    assert not table.has_tags
    assert table.portions.empty


def test_own_table_may_bring_tags(tmp_path: Path) -> None:
    table = own(tmp_path, "food_code,food,energy_kcal,vegan\n1,Apple,52,y\n2,Soup,40,\n3,Ham,150,n\n")
    assert table.data["vegan"].tolist() == ["y", "?", "n"]


def test_own_table_with_problems_is_refused_with_all_of_them(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        own(tmp_path, "food_code,food,energy_kcal,iron_mg\n1,Apple,52,n/a\n1,Pear,-5,0.2\n")
    assert {problem.column for problem in caught.value.problems} == {"iron_mg", "food_code", "energy_kcal"}
