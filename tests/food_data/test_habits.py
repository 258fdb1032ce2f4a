"""Old codes of the eating records on today's foods, and the amounts of an eating occasion."""

from __future__ import annotations

import pandas as pd
import pytest

from food_data.habits import (
    adult_occasions,
    code_shares,
    eaten_per_1000,
    heirs_of,
    per_occasion,
    reviewed_heirs,
    weighted_percentiles,
    words_of,
    younger_foods,
)
from planner.foods.habits import load_habits


@pytest.fixture
def foods() -> pd.DataFrame:
    rows = {
        "71200100": ("Potato chips, plain", "5002"),
        "71200200": ("Potato chips, reduced fat", "5002"),
        "72201211": ("Broccoli, fresh, cooked, no added fat", "6407"),
        "72201221": ("Broccoli, fresh, cooked, fat added", "6407"),
        "72202010": ("Broccoli casserole", "3104"),
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["food", "category_code"])


def test_a_gone_code_goes_to_the_name_most_like_its_own(foods: pd.DataFrame) -> None:
    assert heirs_of("71200900", "White potato chips, plain (Includes Lays)", foods) == ["71200100"]
    assert heirs_of("72201999", "Broccoli, cooked, from fresh, fat not added in cooking", foods) == ["72201211"]


def test_without_a_name_it_goes_to_the_codes_with_its_leading_digits(foods: pd.DataFrame) -> None:
    assert heirs_of("71200900", "", foods) == ["71200100", "71200200"]
    assert heirs_of("71900000", "", foods) == []


def test_codes_that_share_digits_over_two_categories_get_nothing(foods: pd.DataFrame) -> None:
    over_two = foods.assign(category_code=["5002", "6804", "6407", "6407", "3104"])
    assert heirs_of("71200900", "", over_two) == []


def test_heirs_share_by_how_much_they_are_eaten(foods: pd.DataFrame) -> None:
    eaten = pd.Series({"71200100": 3.0, "71200200": 1.0, "71200900": 8.0})
    shares = code_shares(eaten, foods, pd.Series(dtype="str")).set_index(["old_code", "food_code"])["share"]
    assert shares["71200900", "71200100"] == 0.75
    assert shares["71200900", "71200200"] == 0.25
    assert shares["71200100", "71200100"] == 1


def test_words_leave_out_brands_and_fillers() -> None:
    assert words_of("Beans, NS as to type (Includes Heinz)") == {"bean"}
    assert words_of("Rice, fat not added") == words_of("rice, no fat added")


def test_reviewed_heirs_are_foods_of_today() -> None:
    from food_data import table_path

    codes = set(pd.read_csv(table_path("foods"), dtype=str)["food_code"])
    assert all(set(heirs) <= codes for heirs in reviewed_heirs().values())
    assert not set(reviewed_heirs()) & codes


def test_foods_younger_than_the_records_are_eaten_like_another_food() -> None:
    habits = load_habits()
    assert younger_foods()
    for code, like in younger_foods().items():
        for slot in ("breakfast", "snack"):
            assert habits.per_1000(slot)[code] == habits.per_1000(slot)[like] > 0


def test_an_occasion_adds_up_and_children_and_unweighted_records_stay_out(foods: pd.DataFrame) -> None:
    records = pd.DataFrame(
        [
            (1, 40, 2.0, "lunch", 71200100, 20.0),
            (1, 40, 2.0, "lunch", 71200100, 30.0),
            (2, 50, 2.0, "snack", 71200900, 40.0),
            (3, 8, 2.0, "snack", 71200100, 500.0),
            (4, 30, None, "snack", 71200100, 500.0),
        ],
        columns=["person_day", "age_years", "sample_weight", "occasion", "food_code", "grams"],
    )
    eaten = adult_occasions(records, foods, pd.Series(dtype="str"))
    amounts = per_occasion(eaten.assign(group="chips"), "group")
    assert sorted(amounts["grams"]) == [40, 50]
    assert eaten_per_1000(eaten, 4.0)["71200100"] == 1000


def test_percentiles_are_weighted_and_need_enough_records() -> None:
    amounts = pd.DataFrame({"key": "a", "grams": [10.0, 20.0, 30.0], "weight": [1.0, 1.0, 8.0], "share": 1.0})
    assert weighted_percentiles(amounts, "key", (10, 50), fewest=3).loc["a"].tolist() == [10, 30]
    assert weighted_percentiles(amounts, "key", (50,), fewest=4).empty
