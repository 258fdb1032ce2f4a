"""A day from a table of one's own: planned or explained in words, with whatever the table does not know said."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from planner import MealPlan, Person, Preferences, load_foods, plan_meals
from planner.errors import InfeasibleError, InputError, SavedPlanError, UnknownNameError
from planner.foods.table import FoodTable

ANSWERS = {"conditions": ("none",), "medications": ("none",)}
WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **ANSWERS)
FOODS = (
    "Apple, raw", "Banana, raw", "Orange, raw", "Strawberries, raw", "Avocado, raw", "Raisins", "Broccoli, raw",
    "Carrots, raw", "Spinach, raw", "Kale, raw", "Tomatoes, raw", "Lettuce, raw", "Mushrooms, raw",
    "Sweet potato, baked, no added fat", "Milk, whole", "Milk, low fat (1%)", "Yogurt, low fat milk, plain",
    "Cheese, Cheddar", "Egg, whole, boiled or poached", "Fish, salmon, baked or broiled", "Beef, ground",
    "Bread, whole wheat", "Rice, brown, cooked, no added fat", "Pasta, cooked",
    "Oatmeal, regular or quick, made with water, no added fat", "Black beans, from dried, no added fat",
    "Lentils, from dried, no added fat", "Hummus, plain", "Peanut butter", "Almonds, unroasted",
    "Sunflower seeds, plain, unsalted", "Olive oil", "Water, tap",
)  # fmt: skip


def rows(columns: list[str] | None = None) -> pd.DataFrame:
    """These foods as a table of one's own: other codes, no tags, no portions, no records of who eats what."""
    shipped = load_foods()
    data = shipped.data[~shipped.data["food"].duplicated()].set_index("food").loc[list(FOODS)]
    kept = columns or ["energy_kcal", *(name for name in shipped.nutrients if name not in ("energy_kcal",))]
    data = data[[name for name in kept if name != "niacin_ne_mg"]].reset_index()
    data.index = pd.Index([f"F{i}" for i in range(len(data))], name="food_code")
    return data


def load(folder: Path, data: pd.DataFrame) -> FoodTable:
    data.to_csv(folder / "mine.csv")
    return load_foods(folder / "mine.csv")


@cache
def complete(folder: Path) -> MealPlan:
    return plan_meals(WOMAN, table=load(folder, rows()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("own")


def test_a_day_is_planned_and_every_target_met(folder: Path) -> None:
    plan = complete(folder)
    assert plan.misses == ()
    assert plan.certificate.holds
    assert set(plan.menu["food"]) <= set(FOODS)


def test_what_a_table_of_ones_own_cannot_say_is_told(folder: Path) -> None:
    plan = complete(folder)
    assert any("300 g or 300 kcal" in notice for notice in plan.notices)
    assert "your own" in str(plan)
    assert "FNDDS" not in str(plan)


def test_nothing_is_planned_beyond_the_rule_of_thumb(folder: Path) -> None:
    menu = complete(folder).menu
    assert (menu["grams"] <= 300 + 1e-6).all()
    assert (menu["energy_kcal"] <= 300 + 1e-6).all()


def test_blank_cells_stay_unknown_and_no_upper_limit_counts_as_met(tmp_path: Path) -> None:
    data = rows()
    data["sodium_mg"] = np.nan
    data.loc[data.index[::2], "vitamin_b6_mg"] = np.nan
    plan = plan_meals(WOMAN, table=load(tmp_path, data))
    nutrients = plan.nutrients.set_index("nutrient")
    assert nutrients.loc["sodium_mg", "status"].tolist() == ["not known"] * 2
    assert nutrients.loc["sodium_mg", "amount"].isna().all()
    assert any("no food in the plan reports it: Sodium" in said for said in plan.misses)
    eaten = data.loc[plan.menu["food_code"]]
    known = (eaten["vitamin_b6_mg"].to_numpy() * plan.menu["grams"].to_numpy() / 100)[eaten["vitamin_b6_mg"].notna()]
    assert plan.totals["vitamin_b6_mg"] == pytest.approx(known.sum())


def test_a_table_of_few_nutrients_is_planned_for_those(tmp_path: Path) -> None:
    plan = plan_meals(WOMAN, table=load(tmp_path, rows(["energy_kcal", "magnesium_mg", "potassium_mg"])))
    assert plan.totals["magnesium_mg"] >= 320
    assert plan.targets_met == (3, 35)
    assert "not reported" in str(plan)


def test_foods_of_unknown_energy_are_left_out_and_it_is_said(tmp_path: Path) -> None:
    data = rows()
    data.loc[data["food"] == "Banana, raw", "energy_kcal"] = np.nan
    plan = plan_meals(WOMAN, table=load(tmp_path, data))
    assert "Banana, raw" not in set(plan.menu["food"])
    assert any("energy is not known" in notice and "1 of" in notice for notice in plan.notices)


def test_too_few_foods_are_a_clash_and_nobody_is_told_to_eat_far_less_than_needed(tmp_path: Path) -> None:
    with pytest.raises(
        InfeasibleError,
        match=r"No day of food fits this: energy about 2,199 kcal\. None of this can be moved safely: allow more",
    ):
        plan_meals(WOMAN, table=load(tmp_path, rows().head(3)))


def test_a_diet_or_allergy_needs_tags(folder: Path) -> None:
    table = load(folder, rows())
    with pytest.raises(InputError, match="this table has no column 'vegan'"):
        plan_meals(WOMAN, preferences=Preferences(diet="vegan"), table=table)
    with pytest.raises(InputError, match="this table has no column 'has_egg'"):
        plan_meals(WOMAN, preferences=Preferences(allergies="egg"), table=table)


def test_words_of_the_health_rules_need_not_be_in_the_table(folder: Path) -> None:
    """Grapefruit and the like are simply not there; a word of the person's own must be."""
    table = load(folder, rows())
    patient = WOMAN.model_copy(update={"medications": ("amiodarone",)})
    assert plan_meals(patient, table=table).menu["food"].isin(FOODS).all()
    with pytest.raises(UnknownNameError, match="grapefruit"):
        plan_meals(WOMAN, preferences=Preferences(exclude="grapefruit"), table=table)


def test_coeliac_disease_needs_to_know_where_gluten_is(folder: Path) -> None:
    patient = WOMAN.model_copy(update={"conditions": ("coeliac disease",)})
    with pytest.raises(InputError, match="has_gluten"):
        plan_meals(patient, table=load(folder, rows()))


def test_several_days_and_wishes_of_menus_are_refused_in_words(folder: Path) -> None:
    table = load(folder, rows())
    with pytest.raises(InputError, match="days 3 needs menus"):
        plan_meals(WOMAN, days=3, table=table)
    with pytest.raises(InputError, match=r"budget_usd_per_day.*a plain day has none"):
        plan_meals(WOMAN, preferences=Preferences(budget_usd_per_day=9), table=table)


def test_a_saved_plan_is_restored_with_that_table_only(folder: Path) -> None:
    plan = complete(folder)
    assert MealPlan.from_json(plan.to_json(), plan.table).to_json() == plan.to_json()
    with pytest.raises(SavedPlanError, match="table of somebody's own"):
        MealPlan.from_json(plan.to_json())
