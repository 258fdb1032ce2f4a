"""The judges of ordinariness, on a menu small enough to reckon by hand."""

from __future__ import annotations

import math
from dataclasses import asdict

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import UnknownNameError
from planner.foods.habits import SLOTS, Habits, load_habits
from planner.foods.ordinariness import (
    affinity,
    at_usual_slot,
    familiarity,
    meal_affinities,
    ordinariness,
    pairs_seen,
    portions_in_range,
    role_pairs_seen,
    slot_of_meal,
)
from planner.foods.table import load_foods

CATEGORY = pd.Series({"oats": "4802", "milk": "1002", "cola": "7202", "odd": "9999"})


@pytest.fixture(scope="module")
def habits() -> Habits:
    """Oats and milk are a breakfast; cola is common, at lunch; ``odd`` was never met."""
    rates = [
        ("breakfast", "oats", 96.0), ("lunch", "oats", 4.0), ("breakfast", "milk", 300.0), ("lunch", "cola", 200.0),
    ]  # fmt: skip
    foods = pd.DataFrame(rates, columns=["slot", "food_code", "per_1000"])
    foods = foods.assign(population="adult", records=40, basis="food")
    portions = pd.DataFrame({"food_code": ["oats", "milk", "cola"], "p5_g": [100.0, 50.0, 200.0]})
    portions = portions.assign(population="adult", p25_g=210.0, p50_g=220.0, p75_g=230.0, p95_g=400.0)
    pairs = pd.DataFrame(
        [("breakfast", "1002", "4802", 2.0, 90), ("breakfast", "4802", "7202", -3.0, 2)],
        columns=["slot", "category_code_a", "category_code_b", "affinity", "seen"],
    ).assign(population="adult")
    roles = pd.DataFrame({"category_code": ["1002", "4802", "7202"], "role": ["milk", "hot_cereal", "soda"]})
    together = pd.DataFrame({"role_a": ["hot_cereal"], "role_b": ["milk"], "seen": [90]})
    together = together.assign(population="adult", slot="breakfast")
    patterns = pd.DataFrame({"population": ["adult"], "slot": ["breakfast"], "roles": ["milk"], "count": [9]})
    return Habits.from_frames(foods, portions, pairs, roles.assign(meaning=roles["role"]), patterns, together)


def menu(*rows: tuple[int, str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["day", "meal", "food_code", "grams"])


def test_familiarity_is_a_percentile_and_the_mean_of_days(habits: Habits) -> None:
    # Of three recorded foods milk is the most eaten (100), cola the second (67), oats the third (33).
    one = menu((1, "breakfast", "milk", 200), (1, "breakfast", "oats", 200))
    two = menu((2, "lunch", "milk", 200))
    assert familiarity(one, habits) == pytest.approx((100 + 100 / 3) / 2)
    assert familiarity(pd.concat([one, two]), habits) == pytest.approx((100 + 200 / 3) / 2)


def test_a_food_that_nobody_was_met_eating_is_not_familiar(habits: Habits) -> None:
    assert familiarity(menu((1, "lunch", "odd", 10)), habits) == 0


def test_portions_of_one_meal_are_added_up_and_the_edge_is_inside(habits: Habits) -> None:
    split = menu((1, "breakfast", "oats", 60), (1, "breakfast", "oats", 40), (1, "lunch", "oats", 99))
    assert portions_in_range(split, habits) == 0.5


def test_a_food_without_a_known_range_is_not_judged(habits: Habits) -> None:
    assert portions_in_range(menu((1, "lunch", "odd", 9), (1, "lunch", "cola", 300)), habits) == 1
    assert math.isnan(portions_in_range(menu((1, "lunch", "odd", 9)), habits))


def test_a_slot_is_usual_from_5_percent_of_the_foods_occasions(habits: Habits) -> None:
    day = menu(
        (1, "breakfast", "oats", 200), (1, "lunch", "oats", 200), (1, "snack", "cola", 300), (1, "lunch", "odd", 1)
    )
    assert at_usual_slot(day, habits) == 0.25


def test_affinity_is_the_mean_over_pairs_then_over_meals(habits: Habits) -> None:
    one = menu((1, "breakfast", "oats", 1), (1, "breakfast", "milk", 1), (1, "breakfast", "cola", 1))
    two = menu((2, "breakfast", "oats", 1), (2, "breakfast", "milk", 1), (2, "snack", "milk", 1))
    both = pd.concat([one, two])
    by_meal = meal_affinities(both, habits, CATEGORY)
    assert by_meal[1, "breakfast"] == pytest.approx((2 - 3 + 0) / 3)
    assert by_meal[2, "breakfast"] == 2
    assert math.isnan(by_meal[2, "snack"])
    assert affinity(both, habits, CATEGORY) == pytest.approx((-1 / 3 + 2) / 2)


def test_a_pair_is_seen_from_three_times(habits: Habits) -> None:
    meal = menu((1, "breakfast", "oats", 1), (1, "breakfast", "milk", 1), (1, "breakfast", "cola", 1))
    assert pairs_seen(meal, habits, CATEGORY) == pytest.approx(1 / 3)
    assert role_pairs_seen(meal, habits, CATEGORY) == pytest.approx(1 / 3)
    assert pairs_seen(meal.assign(meal="lunch"), habits, CATEGORY) == 0


def test_nothing_to_judge_is_unknown_not_zero(habits: Habits) -> None:
    alone = menu((1, "lunch", "cola", 300))
    assert math.isnan(affinity(alone, habits, CATEGORY))
    assert math.isnan(pairs_seen(alone, habits, CATEGORY))


@pytest.mark.parametrize(("meal", "slot"), [("Snack 2", "snack"), ("breakfast", "breakfast"), ("dinner 171", "dinner")])
def test_a_meal_is_of_the_slot_in_its_name(meal: str, slot: str) -> None:
    assert slot_of_meal(meal) == slot


def test_a_meal_without_a_slot_in_its_name_is_an_error(habits: Habits) -> None:
    with pytest.raises(UnknownNameError, match="unknown meal 'tea time'; its name must hold breakfast"):
        at_usual_slot(menu((1, "tea time", "milk", 1)), habits)


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(6)))
def test_the_order_of_the_rows_does_not_matter(habits: Habits, order: list[int]) -> None:
    foods = ("oats", "milk", "cola")
    day = menu(*((1, slot, food, 210.0) for slot in ("breakfast", "lunch") for food in foods))
    shuffled = asdict(ordinariness(day.iloc[order], habits, CATEGORY))
    assert shuffled == pytest.approx(asdict(ordinariness(day, habits, CATEGORY)))


def test_a_common_breakfast_is_more_ordinary_than_a_strange_one() -> None:
    real, table = load_habits(), load_foods().data
    codes = {str(name): str(code) for code, name in table["food"].items()}
    common = [
        ("Coffee, brewed", 355.0),
        ("Milk, reduced fat (2%)", 214.0),
        ("Banana, raw", 118.0),
        ("Oatmeal, NFS", 240.0),
    ]
    strange = [("Soft drink, cola", 20.0), ("Milk, reduced fat (2%)", 900.0), ("Carrots, raw", 300.0)]
    scores = [
        ordinariness(menu(*((1, SLOTS[0], codes[name], grams) for name, grams in day)), real, table["category_code"])
        for day in (common, strange)
    ]
    assert scores[0].portions_in_range == 1 > scores[1].portions_in_range
    assert scores[0].at_usual_slot == 1 > scores[1].at_usual_slot
    assert scores[0].affinity > 0 > scores[1].affinity
