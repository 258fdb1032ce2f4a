"""The shopping list: what the plan's grams come to in a shop, exactly, and said as one buys it."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import pytest

from food_data import TABLES
from planner import Person, Preferences, load_foods, plan_meals
from planner.errors import InputError
from planner.foods.palette import load_palette
from planner.plan.buying import AISLES, NOT_BOUGHT, OTHER, bought
from planner.plan.packs import packs
from planner.plan.shopping import said
from tests.plan.conftest import HEALTHY, PEOPLE, Week

FOODS = {food.name: food.code for food in load_palette().foods}


def things(name: str) -> dict[str, tuple[str, float]]:
    """What a gram of a food comes to: name, form and grams."""
    return {one.name: (one.form, round(one.grams, 3)) for one in bought(load_foods(), FOODS[name], name)}


def test_nothing_of_the_plan_is_lost(week: Week, someone: str) -> None:
    plan = week(someone)
    listed = plan.shopping()
    assert sum(row.eaten_g for row in listed.rows) + listed.not_bought_g == pytest.approx(plan.menu["grams"].sum())


def test_grams_are_those_of_the_plan_for_all_days_and_people(week: Week) -> None:
    plan = week("woman")
    one, three = plan.shopping(), plan.shopping(people=3)
    for alone, together in zip(one.rows, three.rows, strict=True):
        assert alone.item == together.item
        assert together.grams == pytest.approx(3 * alone.grams)
    halves = [plan.shopping(days=range(1, 4)), plan.shopping(days=range(4, 8))]
    assert sum(row.grams for half in halves for row in half.rows) == pytest.approx(sum(row.grams for row in one.rows))


def test_a_food_that_is_bought_as_it_is_weighs_what_is_eaten(week: Week) -> None:
    plan = week("woman")
    fruit = {"banana": "bananas", "orange": "oranges", "apple": "apples", "blueberries": "blueberries"}
    rows = {row.item: row for row in plan.shopping().rows}
    eaten = [name for name in fruit if (plan.menu["food"] == name).any()]
    assert eaten, "a week without fruit"
    for name in eaten:
        row = rows[fruit[name]]
        if row.dishes == (name,):
            assert row.grams == pytest.approx(plan.menu.loc[plan.menu["food"] == name, "grams"].sum())


def test_each_thing_stands_once_in_the_order_of_the_aisles(week: Week, someone: str) -> None:
    listed = week(someone).shopping()
    items = [row.item for row in listed.rows]
    assert len(set(items)) == len(items)
    places = [AISLES.index(row.aisle) for row in listed.rows]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("food", "bought_as", "form", "grams"),
    [
        ("baked salmon", "salmon", "raw", 0.96 / 1.004 / 0.77),  # 96 g raw and 4 g fat lose 23 %
        ("steamed broccoli", "broccoli", "raw", 100 / 100.3 / 0.96),
        ("black beans", "black beans", "dry", 28.35 / 70),  # an ounce yields 70 g
        ("pasta", "pasta", "dry", 28.35 / 80),
        ("oatmeal", "oats", "dry", None),
        ("brown rice", "brown rice", "dry", None),
        ("grilled sirloin steak", "sirloin steak", "raw", 28.35 / 20),
        ("white rice", "white rice", "cooked", 1.0),  # the table does not say what it weighed before
        ("roast turkey", "turkey breast", "cooked", 1.0),
        ("canned tuna", "canned tuna", "drained", 1.0),
        ("banana", "bananas", "", 1.0),
        ("whole wheat toast", "whole wheat bread", "", None),
        ("coffee", "coffee", "brewed", 1.0),
    ],
)
def test_cooked_food_goes_back_to_what_is_bought_where_the_table_says_how(
    food: str, bought_as: str, form: str, grams: float | None
) -> None:
    found = things(food)
    assert found[bought_as][0] == form
    if grams is not None:
        assert found[bought_as][1] == pytest.approx(grams, abs=0.01)
    if form == "dry":
        assert found[bought_as][1] < 0.5  # it gains water


def test_a_dish_is_told_by_its_recipe_without_water_and_salt() -> None:
    found = things("vegetarian chili")
    assert {"tomato purée", "onions", "green peppers", "pinto beans", "kidney beans", "oil"} == set(found)
    assert found["pinto beans"][0] == "dry"


def test_a_dish_without_a_recipe_is_bought_ready_made() -> None:
    (only,) = bought(load_foods(), FOODS["kung pao chicken"], "kung pao chicken")
    assert (only.name, only.aisle, only.grams) == ("kung pao chicken", "ready-made dishes", 1.0)


def test_the_milk_of_the_dishes_is_the_milk_that_is_poured() -> None:
    wishes = Preferences(must=["oatmeal cooked with milk once", "2% milk every day"])
    plan = plan_meals(PEOPLE["woman"][0], 2, wishes, effort="fast")
    poured = plan.menu[plan.menu["food"] == "2% milk"]
    oatmeal = plan.menu[plan.menu["food"] == "oatmeal cooked with milk"]
    assert len(poured)
    assert len(oatmeal)
    rows = {row.item: row for row in plan.shopping().rows}
    assert "milk" not in rows
    assert rows["2% milk"].grams > poured["grams"].sum() + 0.5 * oatmeal["grams"].sum()
    assert "oatmeal cooked with milk" in rows["2% milk"].dishes
    dry = replace(plan, menu=plan.menu[plan.menu["food"] != "2% milk"])
    assert "milk" in {row.item for row in dry.shopping().rows}


def test_water_is_not_bought() -> None:
    assert bought(load_foods(), FOODS["water"], "water") == ()


def test_every_food_of_the_palette_can_be_bought_under_a_name_of_a_shop() -> None:
    for name, code in FOODS.items():
        found = bought(load_foods(), code, name)
        assert sum(one.eaten for one in found) <= 1 + 1e-9
        for one in found:
            assert one.aisle in AISLES
            assert one.aisle != OTHER, f"{name}: nobody put {one.name} on a shelf"
            assert 0 <= one.grams < 3, name
            cooks = ("steamed", "baked", "grilled", "sautéed", "chopped", "stewed")
            assert one.name.split()[0] not in cooks, name


def test_reviewed_tables_name_only_what_exists() -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with (Path(TABLES).parent / f"{name}.csv").open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    aisles = rows("aisles")
    assert {row["category_code"] for row in aisles} == set(load_foods().data["category_code"])
    assert {row["aisle"] for row in aisles} <= {*AISLES, NOT_BOUGHT}
    assert {row["kitchen"] for row in aisles} == {"", "plain", "dish"}
    words = rows("ingredient_words")
    assert all((row["aisle"] in AISLES) == bool(row["said"].strip("*")) for row in words)
    known = set(FOODS) | {row["said"] for row in words}
    assert [row["said"] for row in rows("bought_as") if row["said"] not in known] == []
    sold = {one.name for name, code in FOODS.items() for one in bought(load_foods(), code, name)}
    for row in rows("packs"):
        name = row["item"]
        assert any(one.endswith(name[1:]) if name[0] == "*" else one.startswith(name.rstrip("*")) for one in sold), name
        assert bool(row["pack"]) == bool(row["metric"]) == bool(row["us"])


def test_seasonings_come_once_from_the_cupboard(week: Week) -> None:
    listed = week("woman").shopping()
    assert listed.cupboard
    assert len(set(listed.cupboard)) == len(listed.cupboard)


def test_amounts_are_rounded_up_and_the_exact_grams_kept(week: Week) -> None:
    plan = week("big man")
    for row in plan.shopping().rows:
        number, _, unit = row.amount.partition(" ")
        if unit in ("g", "kg"):
            assert float(number) * (1000 if unit == "kg" else 1) >= row.grams - 1e-6
    for row in plan.shopping(units="us").rows:
        assert not row.amount.endswith((" g", " kg", " ml", " L"))


@pytest.mark.parametrize(
    ("item", "grams", "ml", "piece_g", "metric", "us"),
    [
        ("oats", 250.0, 0.0, 0.0, "1 box of 500 g", "1 box of 18 oz"),
        ("oats", 700.0, 0.0, 0.0, "1 box of 1 kg", "1 box of 42 oz"),
        ("oats", 2100.0, 0.0, 0.0, "3 boxes of 1 kg", "2 boxes of 42 oz"),
        ("2% milk", 2700.0, 2600.0, 0.0, "3 cartons of 1 L", "2 cartons of 1/2 gal"),
        ("eggs", 350.0, 0.0, 50.0, "1 carton of 10", "1 carton of 12"),
        ("eggs", 300.0, 0.0, 50.0, "1 carton of 6", "1 carton of 6"),
        ("frozen peas", 90.0, 0.0, 0.0, "1 bag of 500 g", "1 bag of 16 oz"),
        ("whole wheat bread", 600.0, 0.0, 38.0, "2 loaves of 500 g", "2 loaves of 20 oz"),
        ("green beans", 300.0, 0.0, 0.0, "", ""),
        ("bananas", 300.0, 0.0, 118.0, "", ""),
        ("olive oil", 90.0, math.nan, 0.0, "", ""),
    ],
)
def test_packs_are_the_fewest_of_the_smallest_size_that_holds_it(
    item: str, grams: float, ml: float, piece_g: float, metric: str, us: str
) -> None:
    assert packs(item, grams, ml, piece_g, "metric") == metric
    assert packs(item, grams, ml, piece_g, "us") == us


def test_what_is_weighed_cooked_or_drunk_has_no_packs(week: Week) -> None:
    rows = week("big man").shopping(people=2).rows
    assert any(row.packs for row in rows)
    assert not any(row.packs for row in rows if row.weighed not in ("", "dry"))
    assert all(f", {row.packs}" in said(row) for row in rows if row.packs)


def test_eggs_and_fruit_are_counted(week: Week) -> None:
    eggs = next(row for row in week("woman").shopping().rows if row.item == "eggs")
    count, _, weight = eggs.amount.partition(" ")
    assert int(count) == math.ceil(eggs.grams / 50 - 0.05)
    assert weight.startswith("(")


def test_cost_is_of_what_has_a_known_price_and_says_its_share(week: Week) -> None:
    plan = week("woman")
    listed = plan.shopping()
    per_100g = plan.menu["food_code"].map(load_foods().data["price_usd_per_100g"])
    assert listed.cost_usd == pytest.approx((per_100g * plan.menu["grams"] / 100).sum())
    assert 0 < listed.priced_share <= 1
    assert any("2017/18" in notice and "%" in notice for notice in listed.notices)
    for row in listed.rows:
        assert row.cost_usd is None or row.cost_usd > 0


def test_a_cooked_weight_is_said(week: Week) -> None:
    listed = week("woman", days=7).shopping()
    cooked = [row for row in listed.rows if "cooked" in row.weighed]
    assert all("weighed cooked" in said(row) for row in cooked)
    assert any("knows only the weight after cooking" in text for text in listed.notices) == bool(cooked)


def test_the_frame_has_a_row_for_each_thing(week: Week) -> None:
    listed = week("woman").shopping(people=2)
    frame = listed.to_frame()
    assert list(frame["item"]) == [row.item for row in listed.rows]
    assert frame["cost_usd"].isna().sum() == sum(row.cost_usd is None for row in listed.rows)
    assert str(listed).startswith("Shopping list for 7 days, 2 people\n")


@pytest.mark.parametrize("days", [(0,), (8,), (), (1, 9)])
def test_a_day_that_is_not_there_is_refused(week: Week, days: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="days 1 to 7"):
        week("woman").shopping(days=days)


@pytest.mark.parametrize("people", [0, -1, 101, 1.5, True])
def test_people_are_a_whole_number(week: Week, people: int) -> None:
    with pytest.raises(InputError, match="1 to 100"):
        week("woman").shopping(people=people)


def test_unknown_units_and_plans_without_a_table_are_told(week: Week) -> None:
    with pytest.raises(InputError, match="unknown units 'stone'"):
        week("woman").shopping(units="stone")
    with pytest.raises(InputError, match="food table"):
        replace(week("woman"), table=None).shopping()


def test_a_plain_day_can_be_shopped_for() -> None:
    plan = plan_meals(Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **HEALTHY), menu="none")
    listed = plan.shopping()
    assert listed.cupboard == ()
    assert sum(row.eaten_g for row in listed.rows) + listed.not_bought_g == pytest.approx(plan.menu["grams"].sum())
