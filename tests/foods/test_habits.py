"""Habits as the planner reads them: adults, teenagers, one's own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planner.errors import UnknownNameError
from planner.foods.habits import PORTIONS, SLOTS, Habits, load_habits

COFFEE, BANANA = "92101000", "63107010"


@pytest.fixture(scope="module")
def adults() -> Habits:
    return load_habits()


@pytest.fixture(scope="module")
def teens() -> Habits:
    return load_habits("teen")


def test_habits_are_read_once() -> None:
    assert load_habits("teen") is load_habits("teen")


@pytest.mark.parametrize("slot", SLOTS)
def test_rates_are_of_1000_and_each_food_has_one(adults: Habits, slot: str) -> None:
    rates = adults.per_1000(slot)
    assert rates.index.is_unique
    assert rates.between(0, 1000).all()
    # A meal holds between two and seven foods.
    assert 2000 < rates.sum() < 7000


def test_bananas_belong_to_breakfast_more_than_to_dinner(adults: Habits) -> None:
    assert adults.per_1000("breakfast")[BANANA] > 3 * adults.per_1000("dinner")[BANANA]


@pytest.mark.parametrize("slot", SLOTS)
def test_affinity_is_symmetric_without_a_diagonal_and_cannot_be_changed(adults: Habits, slot: str) -> None:
    codes, matrix = adults.affinity(slot)
    assert matrix.shape == (len(codes), len(codes))
    assert (matrix == matrix.T).all()
    assert not np.diag(matrix).any()
    with pytest.raises(ValueError, match="read-only"):
        matrix[0, 0] = 1


def test_milk_wants_cereal(adults: Habits) -> None:
    codes, matrix = adults.affinity("breakfast")
    _, seen = adults.seen("breakfast")
    milk, cereal = codes.index("1004"), codes.index("4604")
    assert matrix[milk, cereal] > 1
    assert seen[milk, cereal] > 500


def test_portions_are_by_food_and_ordered(adults: Habits) -> None:
    amounts = adults.portions.loc[BANANA, list(PORTIONS)].to_numpy(dtype=float)
    assert (np.diff(amounts) >= 0).all()
    assert 100 <= amounts[2] <= 140  # a banana
    assert adults.portions.loc[BANANA, "basis"] == "food"


def test_roles_have_a_meaning(adults: Habits) -> None:
    assert adults.role_of_category["4604"] == "cereal"
    assert set(adults.role_of_category.values()) == set(adults.meaning_of_role)


def test_patterns_come_with_the_most_frequent_first(adults: Habits) -> None:
    counts = adults.patterns("breakfast")
    assert counts.is_monotonic_decreasing
    assert "cereal;milk" in counts.index[:3]


def test_role_pairs_are_ordered_and_seen_three_times(adults: Habits) -> None:
    pairs = adults.role_pairs("breakfast")
    assert all(a < b for a, b in pairs)
    assert min(pairs.values()) >= 3
    assert pairs["cereal", "milk"] > 1000


def test_teenagers_eat_as_teenagers_where_known_and_as_adults_elsewhere(teens: Habits, adults: Habits) -> None:
    assert teens.per_1000("breakfast")[COFFEE] < 0.25 * adults.per_1000("breakfast")[COFFEE]
    own = set(teens.foods["food_code"][teens.foods["population"] == "teen"])
    lent = [code for code in adults.per_1000("dinner").index if code not in own]
    assert len(lent) > 1000
    assert (teens.per_1000("dinner")[lent] == adults.per_1000("dinner")[lent]).all()
    assert set(teens.portions.index) == set(adults.portions.index)
    assert teens.portions.index.is_unique


def test_what_teenagers_were_not_met_eating_together_adults_may_have_been(teens: Habits, adults: Habits) -> None:
    known = (adults.seen("lunch")[1] >= 3).sum()
    assert (teens.seen("lunch")[1] >= 3).sum() >= 0.9 * known


@pytest.mark.parametrize("ask", ["per_1000", "affinity", "seen", "patterns", "role_pairs"])
def test_an_unknown_slot_is_named_with_the_known_ones(adults: Habits, ask: str) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown slot 'brunch'.*'breakfast'"):
        getattr(adults, ask)("brunch")


def test_an_unknown_population_is_named_with_the_known_ones(adults: Habits) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown population 'toddler'.*'adult' or 'teen'"):
        load_habits("toddler")  # type: ignore[arg-type]


def test_habits_of_ones_own() -> None:
    who = {"population": ["adult"], "slot": ["lunch"]}
    own = Habits.from_frames(
        foods=pd.DataFrame({**who, "food_code": ["1"], "per_1000": [500.0], "records": [40], "basis": ["food"]}),
        portions=pd.DataFrame({"population": ["adult"], "food_code": ["1"], **{p: [9.0] for p in PORTIONS}}),
        pairs=pd.DataFrame(
            {**who, "category_code_a": ["10"], "category_code_b": ["20"], "affinity": [1.5], "seen": [7]}
        ),
        roles=pd.DataFrame({"category_code": ["20", "10"], "role": ["b", "a"], "meaning": ["bread", "apple"]}),
        patterns=pd.DataFrame({**who, "roles": ["a;b"], "count": [9]}),
        role_pairs=pd.DataFrame({**who, "role_a": ["a"], "role_b": ["b"], "seen": [7]}),
    )
    assert own.per_1000("lunch").to_dict() == {"1": 500.0}
    assert own.per_1000("dinner").empty
    codes, matrix = own.affinity("lunch")
    assert codes == ("10", "20")
    assert matrix.tolist() == [[0, 1.5], [1.5, 0]]
