"""Weeks of meals on the real table: what a week must be like, whoever it is for."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import pairwise

import pytest

from planner import MealPlan, Preferences, load_foods, plan_meals, targets_for
from planner.errors import InputError
from planner.foods.exclude import match_foods
from planner.foods.palette import load_palette
from planner.model.menu.master import Master
from planner.model.menu.one_milk import with_one_milk
from planner.plan.standing import menu_setup
from planner.plan.titles import title
from planner.plan.variety import DRINKS, SEASONINGS, WATER
from tests.plan.conftest import PEOPLE, Week

EACH_DAY = ("energy_kcal", "magnesium_mg", "potassium_mg")
REACHED_BY_NOBODY = {  # what fast search may miss, and says so
    "vegan": {"vitamin_d_ug", "choline_mg"},
    "gluten-free": {"vitamin_d_ug"},
}


def test_energy_magnesium_and_potassium_hold_each_day(week: Week, someone: str) -> None:
    plan = week(someone)
    nutrients = plan.nutrients
    daily = nutrients[(nutrients["day"] > 0) & nutrients["nutrient"].isin(EACH_DAY)]
    assert len(daily) == 7 * 3
    assert (daily["status"] == "met").all()
    energy = daily[daily["nutrient"] == "energy_kcal"]
    assert ((energy["amount"] / plan.targets.energy_kcal - 1).abs() <= 0.05 + 1e-6).all()


def test_upper_limits_hold_each_day(week: Week, someone: str) -> None:
    over = [row for row in week(someone).certificate.misses if not row.is_short]
    assert over == []


def test_what_is_missed_is_said(week: Week, someone: str) -> None:
    plan = week(someone)
    short = {row.quantity for row in plan.certificate.misses}
    assert short <= REACHED_BY_NOBODY.get(someone, set())
    assert bool(plan.misses) == bool(short)
    met, of = plan.targets_met
    assert of - met <= len(short)


def test_nothing_against_the_diet(week: Week, someone: str) -> None:
    _, wishes = PEOPLE[someone]
    table = load_foods().data
    promised = {food.code for food in load_palette().foods if food.diet_by_hand}
    codes = set(week(someone).menu["food_code"])
    for diet in wishes.diet:
        if diet != "omnivore":
            assert {code for code in codes if table.at[code, diet] != "y"} <= promised
    for allergy in wishes.allergies:
        assert {code for code in codes if table.at[code, f"has_{allergy}"] != "n"} == set()


def test_foods_of_a_diet_by_promise_are_named_to_the_person(week: Week) -> None:
    plan = week("vegan")
    table = load_foods().data
    promised = plan.menu[[table.at[code, "vegan"] != "y" for code in plan.menu["food_code"]]]
    said = " ".join(plan.notices)
    assert all(food in said for food in promised["food"])


def test_an_excluded_food_is_not_inside_a_dish_either(week: Week) -> None:
    plan = week("woman")
    for word in ("mushroom", "garlic"):
        assert not set(plan.menu["food_code"]) & match_foods(load_foods(), word)
    assert not plan.menu["seasoning"].str.contains("garlic").any()


def test_a_liked_food_comes_and_a_disliked_one_stays_away(week: Week) -> None:
    plan = week("big man")
    called = " ".join(plan.menu["food"])
    assert "banana" in called
    assert "lentil" in called
    disliked = match_foods(load_foods(), "fish", inside=False)
    assert plan.menu["food_code"].isin(disliked).groupby(plan.menu["day"]).any().sum() <= 2


def test_no_solid_food_on_more_than_three_days(week: Week, someone: str) -> None:
    plan = week(someone)
    groups = load_foods().data["group"].reindex(plan.menu["food_code"]).fillna("").to_numpy()
    solid = plan.menu[[group not in WATER | SEASONINGS | DRINKS for group in groups]]
    days = solid.groupby("food")["day"].nunique()
    assert days.max() <= 3, days.idxmax()
    assert not solid.duplicated(["day", "food_code"]).any()


def test_nothing_odd_is_on_the_table(week: Week, someone: str) -> None:
    foods = load_foods().data.loc[week(someone).menu["food_code"]]
    for flag in ("ingredient_only", "infant", "alcoholic", "dry_concentrate", "raw_unsafe", "suspect"):
        assert not foods[flag].any(), flag


def test_every_day_has_its_meals_in_order_with_a_title(week: Week, someone: str) -> None:
    plan = week(someone)
    meals = plan.meals
    for _, day in meals.groupby("day"):
        assert day["meal"].tolist()[:3] == ["breakfast", "lunch", "dinner"]
        assert day["meal"].tolist()[3:] in (["snack"], ["snack 1", "snack 2"])
    assert meals["title"].str.len().min() > 3
    assert plan.titles[1, "breakfast"] == meals["title"].iloc[0]
    assert meals["energy_kcal"].sum() == pytest.approx(plan.menu["energy_kcal"].sum())


def test_a_plate_is_not_served_on_two_days_running(week: Week, someone: str) -> None:
    meals = week(someone).meals
    plates = meals[meals["meal"].isin(["lunch", "dinner"])]
    by_day = [set(titles) for _, titles in plates.groupby("day")["title"]]
    assert all(not one & other for one, other in pairwise(by_day))


def test_totals_are_those_of_the_table(week: Week) -> None:
    """Added up here from grams and the table alone."""
    plan, table = week("woman"), load_foods().data
    for nutrient in ("energy_kcal", "magnesium_mg", "iron_mg"):
        by_hand = sum(table.loc[row.food_code, nutrient] * row.grams / 100 for row in plan.menu.itertuples()) / 7
        assert plan.totals[nutrient] == pytest.approx(by_hand)


def test_servings_weigh_what_they_say(week: Week, someone: str) -> None:
    units = {(food.name, food.unit): food.grams_per_unit for food in load_palette().foods}
    for row in week(someone).menu.itertuples():
        amount, _, unit = str(row.portion).rpartition(" ")
        if unit in ("cup", "cups", "oz", "tbsp", "tsp"):
            whole = sum(int(part.split("/")[0]) / int((*part.split("/"), "1")[1]) for part in amount.split())
            assert whole * units[str(row.food), unit.removesuffix("s")] == pytest.approx(row.grams), row


def test_the_quality_of_a_week_is_high(week: Week, someone: str) -> None:
    quality = week(someone).quality
    assert quality.days == 7
    assert (quality.hei.total or 0) >= 88
    assert quality.ordinariness is not None


@pytest.mark.parametrize("days", [1, 3, 14])
def test_other_lengths(week: Week, days: int) -> None:
    plan = week("woman", days=days)
    assert plan.days == days
    nutrients = plan.nutrients
    daily = nutrients[(nutrients["day"] > 0) & nutrients["nutrient"].isin(EACH_DAY)]
    assert (daily["status"] == "met").all()


@pytest.mark.parametrize(("snacks", "meals"), [(0, []), (1, ["snack"]), (2, ["snack 1", "snack 2"])])
def test_snacks_by_choice(week: Week, snacks: int, meals: list[str]) -> None:
    plan = week("woman", days=2, snacks=snacks)
    assert plan.meals["meal"].tolist() == ["breakfast", "lunch", "dinner", *meals] * 2


@pytest.mark.parametrize("days", [1, 7])
def test_the_same_question_has_the_same_answer(week: Week, days: int) -> None:
    person, wishes = PEOPLE["woman"]
    again = plan_meals(person, days, wishes, effort="fast")
    assert again.to_json() == week("woman", days=days).to_json()


def test_the_csv_has_one_row_per_food_and_no_helper_columns(week: Week) -> None:
    plan = week("woman")
    rows = list(csv.DictReader(io.StringIO(plan.to_csv())))
    assert list(rows[0]) == [
        "day", "meal", "food_code", "food", "portion", "grams", "energy_kcal", "magnesium_mg", "potassium_mg",
        "title", "serving", "seasoning",
    ]  # fmt: skip
    assert len(rows) == len(plan.menu)
    assert all(len(row["food_code"]) == 8 for row in rows)


def test_broken_rules_are_among_the_notices(week: Week, someone: str) -> None:
    plan = week(someone)
    assert set(plan.broken_rules) <= set(plan.notices)
    assert len(plan.broken_rules) <= 2


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"days": 0}, "days 0"), ({"days": 29}, "1 to 28"), ({"snacks": 3}, "snacks 3"), ({"effort": "lazy"}, "lazy")],
    ids=str,
)
def test_what_cannot_be_planned_is_said(asked: dict[str, object], words: str) -> None:
    person, wishes = PEOPLE["woman"]
    with pytest.raises(InputError, match=words):
        plan_meals(person, preferences=wishes, **asked)  # type: ignore[arg-type]


def poured(plan: MealPlan) -> tuple[set[str], set[str]]:
    """The milks of dairy and the plant drinks that a plan pours."""
    kinds = {food.name: "plant_milk" in food.tags for food in load_palette().foods if food.role == "milk"}
    names = set(plan.menu["food"]) & set(kinds)
    return {name for name in names if not kinds[name]}, {name for name in names if kinds[name]}


@pytest.mark.parametrize("name", ["woman", "big man"])
def test_one_milk_is_poured(week: Week, name: str) -> None:
    dairy, plant = poured(week(name))
    assert len(dairy) == 1
    assert len(plant) <= 1


def test_the_milk_poured_is_the_one_that_is_liked_and_a_must_have_comes_beside_it() -> None:
    person, _ = PEOPLE["big man"]
    liked = plan_meals(person, 4, Preferences(like=("whole milk",)), effort="fast")
    assert poured(liked)[0] == {"whole milk"}
    asked = plan_meals(person, 4, Preferences(must=("whole milk twice a week",)), effort="fast")
    assert "whole milk" in poured(asked)[0]


def test_more_kinds_of_milk_are_a_matter_of_taste() -> None:
    person, wishes = PEOPLE["woman"]
    setup = menu_setup(person, targets_for(person), load_foods(), wishes, days=3)
    master = Master(setup.problem).run()
    items = setup.problem.items
    dearer = with_one_milk(setup.problem, master).items.surprise > items.surprise
    foods = {food.name for food, more in zip(items.foods, dearer.any(axis=0), strict=True) if more}
    milks = {food.name for food in items.foods if food.role == "milk"}
    assert foods < milks
    assert len(milks - foods) == 2  # one of each kind
    free = replace(setup.problem, second_milk=0.0)
    assert with_one_milk(free, master) is free


def test_a_starch_of_a_far_cuisine_is_for_those_who_wish_for_it() -> None:
    person, _ = PEOPLE["woman"]
    problem = menu_setup(person, targets_for(person), load_foods(), Preferences(), days=1).problem
    cost = {
        food.name: float(nats.min()) for food, nats in zip(problem.items.foods, problem.items.surprise.T, strict=True)
    }
    ordinary = max(cost["baked sweet potato"], cost["mashed potatoes"], cost["brown rice"])
    assert min(cost["fufu"], cost["boiled taro"], cost["millet"]) > ordinary + 10.0
    wished = plan_meals(person, 7, Preferences(must=("millet for dinner once a week",)), effort="fast")
    assert (wished.menu["food"] == "millet").any()


def test_a_side_salad_of_iceberg_holds_no_fruit_and_milk_chocolate_comes_without_milk(week: Week, someone: str) -> None:
    for _, meal in week(someone).menu.groupby(["day", "meal"]):
        foods = set(meal["food"])
        if "a side salad" in meal["title"].iloc[0] and "iceberg lettuce" in foods:
            assert not foods & {"sliced strawberries", "orange segments"}
        if "milk chocolate" in foods:
            assert not any(name.endswith(" milk") for name in foods)


def test_dried_fruit_and_nuts_are_a_trail_mix() -> None:
    kinds = {(one.slot, one.kind): one.title for one in load_palette().templates}
    raisins, almonds = (
        next(f for f in load_palette().foods if (f.name, f.role) == one)
        for one in (("raisins", "dfruit"), ("almonds", "nuts"))
    )
    said = title(kinds["snack", "dried fruit and nuts"], [(raisins, 2.0), (almonds, 1.0)])
    assert said == "Trail mix of raisins and almonds"
