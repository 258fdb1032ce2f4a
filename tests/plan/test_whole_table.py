"""Menus from a whole table of one's own: its foods stand in for those of the palette, and the plan says so."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from planner import MealPlan, Member, Person, Preferences, load_foods, plan_household, plan_meals
from planner.errors import InputError
from planner.foods.borrow import borrowed_from
from planner.foods.importing.french import in_english
from planner.foods.palette import load_palette
from planner.foods.stand_in import STANDS_IN, menu_table, stands_in
from planner.foods.table import FoodTable
from planner.plan.verify import verify_plan

WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",))


def written(folder: Path, count: int) -> Path:
    """Foods of the palette under other codes, with what a laboratory would know: no habits, groups, prices or tags."""
    shipped = load_foods()
    codes = list(dict.fromkeys(food.code for food in load_palette().foods if food.code in shipped))[:count]
    data = shipped.data.loc[
        codes, ["food", *(one for one in shipped.nutrients if one not in ("added_sugars_g", "niacin_ne_mg"))]
    ]
    data.index = pd.Index([f"lab{n}" for n in range(len(data))], name="food_code")
    data.to_csv(folder / "lab.csv")
    return folder / "lab.csv"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> FoodTable:
    return load_foods(written(tmp_path_factory.mktemp("lab"), 1000))


@pytest.fixture(scope="module")
def plan(table: FoodTable) -> MealPlan:
    return plan_meals(WOMAN, 2, table=table, effort="fast")


def test_a_whole_table_makes_days_of_meals(plan: MealPlan, table: FoodTable) -> None:
    assert set(plan.menu["day"]) == {1, 2}
    assert {"breakfast", "lunch", "dinner"} <= set(plan.menu["meal"])
    assert set(plan.menu["food_code"]) <= set(table.data.index)
    assert plan.totals["magnesium_mg"] >= 320
    assert plan.totals["potassium_mg"] >= 2600


def test_the_plan_says_what_is_borrowed_and_from_which_food(plan: MealPlan) -> None:
    said = next(notice for notice in plan.notices if "borrows it" in notice)
    assert plan.table is not None
    for code in plan.menu["food_code"].unique():
        assert repr(borrowed_from(plan.table, code)) in said
    assert any("losses in cooking are not counted" in notice for notice in plan.notices)
    assert "FNDDS" not in plan.sources


def test_a_food_stands_in_for_the_one_that_is_called_like_it(table: FoodTable) -> None:
    ready = menu_table(table)
    same = sum(table.data.at[code, "food"] == borrowed_from(ready, code) for code in ready.data.index)
    assert same > 0.8 * ready.data["treat_as"].notna().sum()


def test_nutrients_and_prices_are_never_borrowed(table: FoodTable) -> None:
    ready = menu_table(table)
    pd.testing.assert_series_equal(ready.data["magnesium_mg"], table.data["magnesium_mg"])
    assert ready.data["price_usd_per_100g"].isna().all()
    assert (ready.data["added_sugars_g"].fillna(0.0) <= ready.data["sugars_g"].fillna(1e9) + 1e-9).all()


def test_it_is_kept_verified_and_steered_with_the_table_as_it_was_given(plan: MealPlan, table: FoodTable) -> None:
    text = plan.to_json()
    again = MealPlan.from_json(text, table)
    assert again.to_json() == text
    assert verify_plan(text, table).holds
    row = again.menu[again.menu["meal"] == "lunch"].iloc[0]
    swaps = again.swaps(int(row["day"]), "lunch", str(row["food_code"]), 3)
    assert set(swaps["food_code"]) <= set(table.data.index)


def test_wishes_name_foods_of_the_table(table: FoodTable) -> None:
    wished = plan_meals(
        WOMAN, table=table, preferences=Preferences(exclude=["banana"], must=["salmon once a day"]), effort="fast"
    )
    names = table.data.loc[wished.menu["food_code"].unique(), "food"]
    assert names.str.contains("salmon", case=False).any()
    assert not names.str.contains("banana", case=False).any()


def test_a_diet_that_the_table_cannot_tell_is_refused_in_words(table: FoodTable) -> None:
    with pytest.raises(InputError, match="vegan"):
        plan_meals(WOMAN, table=table, preferences=Preferences(diet="vegan"), effort="fast")


def test_a_household_eats_from_it(table: FoodTable) -> None:
    man = WOMAN.model_copy(update={"sex": "male", "height_cm": 182.0, "weight_kg": 80.0})
    home = plan_household(
        [Member(name="Ada", person=WOMAN), Member(name="Ben", person=man)], table=table, effort="fast"
    )
    assert set(home.dishes["food_code"]) <= set(table.data.index)


def test_a_small_table_makes_a_plain_day(tmp_path: Path) -> None:
    small = load_foods(written(tmp_path, 40))
    assert menu_table(small) is small
    with pytest.raises(InputError, match="plan one day"):
        plan_meals(WOMAN, 3, table=small)


def test_the_shipped_table_is_left_as_it_is() -> None:
    assert menu_table(load_foods()) is load_foods()
    assert not stands_in(load_foods())


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Carotte, cuite", "carrot, cooked"),
        ("Pommes de terre, sautées/poêlées", "potato, cooked pan fried"),
        ("Foie, veau, cuit", "liver, veal, cooked"),
        ("Pamplemousse, cru", "grapefruit, raw"),
        ("Pâté de foie de porc", "liver pate pork"),
        ("Pâtes fraîches, aux oeufs, cuites", "pasta, egg, cooked"),
        ("Zébrule", ""),
    ],
)
def test_french_names_in_english(french: str, english: str) -> None:
    assert in_english(french) == english


def test_french_foods_are_known_by_english_words_and_shown_as_they_are_called(tmp_path: Path) -> None:
    data = pd.read_csv(written(tmp_path, 1000))
    data["also_called"] = data["food"]
    data["food"] = [f"Aliment {n} ou autre, cru" for n in range(len(data))]
    data.to_csv(tmp_path / "french.csv", index=False)
    french = load_foods(tmp_path / "french.csv")
    plan = plan_meals(WOMAN, table=french, preferences=Preferences(exclude=["milk"]), effort="fast")
    english = data.set_index("food_code").loc[plan.menu["food_code"].unique(), "also_called"]
    assert plan.menu["food"].str.match(r"aliment \d+$").all()
    assert not english.str.contains(r"^Milk", regex=True).any()


def test_health_answers_that_no_name_of_the_table_meets_are_said(table: FoodTable) -> None:
    data = table.data[["food", "energy_kcal", "protein_g", "magnesium_mg", "potassium_mg"]]
    pregnant = WOMAN.model_copy(update={"life_stage": "pregnancy", "gestation_weeks": 20.0})
    assert data["food"].str.contains("Liver").sum() == 0
    plan = plan_meals(Person(**pregnant.model_dump(exclude_unset=True)), table=table, effort="fast")
    assert any("no food of your table is called so" in notice for notice in plan.notices)


def test_what_is_offered_is_one_food_for_each_of_the_palette(table: FoodTable) -> None:
    ready = menu_table(table)
    offered = ready.data[ready.data[STANDS_IN]]
    assert offered["treat_as"].is_unique
    assert len(offered) > 300
