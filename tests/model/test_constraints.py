"""Constraints turn columns into rows; no solver is asked here."""

from __future__ import annotations

import numpy as np
import pytest

from planner.errors import UnknownNameError
from planner.model.columns import Columns
from planner.model.constraints import AmountBound, GroupLimit, all_rows
from planner.model.program import INF

# Two days of apple and milk, per gram of food; nobody knows the iodine of apples.
TWO_DAYS = Columns(
    names=("apple 1", "milk 1", "apple 2", "milk 2"),
    food_codes=("A", "M", "A", "M"),
    day=np.array([1, 1, 2, 2]),
    days=2,
    content={
        "grams": np.ones(4),
        "calcium_mg": np.array([0.06, 1.2, 0.06, 1.2]),
        "iodine_ug": np.array([np.nan, 0.2, np.nan, 0.2]),
    },
)
ONE_DAY = Columns(("apple",), ("A",), np.array([1]), 1, {"grams": np.ones(1), "calcium_mg": np.array([0.06])})


def test_a_daily_bound_has_a_row_for_each_day_that_names_it() -> None:
    first, second = AmountBound("calcium_mg", 1000, 2500).rows(TWO_DAYS)
    assert (first.name, second.name) == ("calcium_mg[day 1]", "calcium_mg[day 2]")
    assert first.coefficients.tolist() == [0.06, 1.2, 0, 0]
    assert second.coefficients.tolist() == [0, 0, 0.06, 1.2]
    assert (first.lower, first.upper) == (1000, 2500)


def test_a_bound_on_the_mean_is_one_row() -> None:
    (row,) = AmountBound("calcium_mg", lower=1000, per="mean").rows(TWO_DAYS)
    assert row.name == "calcium_mg"
    assert row.coefficients.tolist() == [0.03, 0.6, 0.03, 0.6]
    assert (row.lower, row.upper) == (1000, INF)


def test_a_single_day_is_not_numbered() -> None:
    (row,) = AmountBound("calcium_mg", upper=2500).rows(ONE_DAY)
    assert (row.name, row.lower) == ("calcium_mg", -INF)


def test_what_is_not_reported_adds_nothing_known() -> None:
    first, _ = AmountBound("iodine_ug", lower=150).rows(TWO_DAYS)
    assert first.coefficients.tolist() == [0, 0.2, 0, 0]


def test_no_bound_is_no_row_and_an_unknown_quantity_is_named() -> None:
    assert AmountBound("calcium_mg").rows(TWO_DAYS) == []
    with pytest.raises(UnknownNameError, match="kryptonite_mg"):
        AmountBound("kryptonite_mg", 1).rows(TWO_DAYS)


def test_a_group_counts_the_grams_of_its_foods_alone() -> None:
    first, second = GroupLimit("fresh_fruit", frozenset({"A"}), 400).rows(TWO_DAYS)
    assert (first.name, second.name) == ("fresh_fruit_g[day 1]", "fresh_fruit_g[day 2]")
    assert first.coefficients.tolist() == [1, 0, 0, 0]
    assert (first.lower, first.upper) == (-INF, 400)
    assert GroupLimit("nuts", frozenset({"N"}), 60).rows(TWO_DAYS) == []


def test_each_says_what_it_wants() -> None:
    assert AmountBound("calcium_mg", 1000, 2500, unit="mg").sentence() == "calcium_mg: 1000 to 2500 mg each day"
    mean = AmountBound("calcium_mg", lower=1000, per="mean", label="Calcium", unit="mg")
    assert mean.sentence() == "Calcium: at least 1000 mg on the mean of the days"
    assert AmountBound("sodium_mg", upper=2300).sentence() == "sodium_mg: at most 2300 each day"
    assert GroupLimit("fresh_fruit", frozenset(), 400).sentence() == "fresh fruit: at most 400 g a day"


def test_rows_come_in_the_order_of_the_constraints() -> None:
    both = (GroupLimit("fresh_fruit", frozenset({"A"}), 400), AmountBound("calcium_mg", 1000))
    assert [row.name for row in all_rows(both, ONE_DAY)] == ["fresh_fruit_g", "calcium_mg"]
