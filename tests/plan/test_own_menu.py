"""Menus with foods of one's own in them, and with a pantry: what is planned, what is said, what is bought."""

from __future__ import annotations

import pytest

from planner import MealPlan, Member, Person, Preferences, plan_household, plan_meals
from planner.errors import InputError, SavedPlanError
from planner.foods.own import own_foods
from planner.foods.table import FoodTable, load_foods
from planner.plan.brings import why
from planner.plan.household.plan import HouseholdPlan
from planner.plan.pantry import Store

from ..foods.test_own import CHILI, MINE, write

WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> FoodTable:
    folder = tmp_path_factory.mktemp("own")
    return own_foods(foods=[write(folder, "mine.csv", MINE)], recipes=write(folder, "recipes.csv", CHILI))


@pytest.fixture(scope="module")
def plan(table: FoodTable) -> MealPlan:
    wishes = Preferences(must=["skyr once a day", "bean chili once a day"])
    return plan_meals(WOMAN, days=1, table=table, preferences=wishes, effort="fast")


def test_foods_and_recipes_of_ones_own_are_served(plan: MealPlan) -> None:
    assert {"skyr", "bean chili"} <= set(plan.menu["food"])
    assert plan.certificate.holds or plan.misses


def test_the_plan_says_whose_habits_are_borrowed_and_what_a_recipe_leaves_out(plan: MealPlan) -> None:
    said = " ".join(plan.notices)
    assert "Skyr, plain has no eating records" in said
    assert "Bean chili is your own recipe" in said
    assert "What cooking takes away is not counted" in said
    assert "2 foods from mine.csv" in plan.sources


def test_the_plan_is_saved_and_read_back_with_that_table_only(plan: MealPlan, table: FoodTable) -> None:
    assert MealPlan.from_json(plan.to_json(), table).to_json() == plan.to_json()
    with pytest.raises(SavedPlanError, match="table of somebody's own"):
        MealPlan.from_json(plan.to_json())


def test_no_path_stands_in_a_plan(plan: MealPlan) -> None:
    assert "/" not in plan.sources.replace("CDC/NCHS", "").replace("2017/18", "")


@pytest.fixture(scope="module")
def stored() -> MealPlan:
    wishes = Preferences(pantry={"barley": 400, "walnuts": 60})
    return plan_meals(WOMAN, days=2, preferences=wishes, effort="fast")


def test_what_is_in_the_pantry_is_used(stored: MealPlan) -> None:
    names = " ".join(stored.menu["food"])
    assert "barley" in names or "walnut" in names


def test_what_is_in_the_pantry_is_not_bought_again(stored: MealPlan) -> None:
    shopping = stored.shopping()
    rows = [row for row in shopping.rows if row.in_pantry_g]
    assert rows
    for row in rows:
        assert row.grams >= 0
        assert "in the pantry" in shopping.to_text()
    eaten = stored.menu["grams"].sum()
    assert sum(row.eaten_g for row in shopping.rows) + shopping.not_bought_g == pytest.approx(eaten)


def test_a_store_gives_no_more_than_it_has() -> None:
    store = Store({"brown rice": 100.0})
    assert store.take("brown rice", 60.0) == 60.0
    assert store.take("white rice", 60.0) == 0.0
    assert store.take("brown rice", 60.0) == 40.0
    assert store.rest() == ()


def test_pantry_wishes_are_checked() -> None:
    assert Preferences(pantry="spinach=300; spinach=100; rice=50").pantry[0].grams == 400
    for wrong in ("spinach=-1", "spinach=much", "=5", {"spinach": 1e9}):
        with pytest.raises(InputError, match="write a food and its grams"):
            Preferences(pantry=wrong)


def test_a_stored_food_that_the_diet_forbids_is_said_and_not_used() -> None:
    plan = plan_meals(
        WOMAN, days=1, preferences=Preferences(diet="vegan", pantry={"salmon": 300}), effort="fast", table=load_foods()
    )
    assert any("'salmon' is in the pantry, but no food called so is offered" in one for one in plan.notices)
    assert not plan.menu["food"].str.contains("salmon").any()


def test_wherever_a_recipe_is_shown_it_is_said_that_losses_are_not_counted(plan: MealPlan, table: FoodTable) -> None:
    lost = "What cooking takes away is not counted"
    flat = " ".join(plan.to_text().split())
    assert lost in flat
    assert lost in " ".join(plan.to_html().split())
    assert lost in " ".join(plan.to_markdown().split())
    row = plan.menu[plan.menu["food"] == "bean chili"].iloc[0]
    assert any(lost in one for one in why(plan, 1, str(row["meal"]), str(row["food_code"])))
    without = plan.swap(
        1,
        str(row["meal"]),
        str(row["food_code"]),
        plan.swaps(1, str(row["meal"]), str(row["food_code"]), 1)["food_code"].iloc[0],
    )
    said = any(lost in one for one in without.notices if "Bean chili" in one)
    assert said == ("bean chili" in set(without.menu["food"]))
    together = plan_household(
        [Member(name="Ada", person=WOMAN, preferences=Preferences(must=["bean chili once a day"]))],
        table=table,
        effort="fast",
    )
    assert any(lost in one for one in together["Ada"].notices)
    assert HouseholdPlan.from_json(together.to_json(), table).to_json() == together.to_json()
