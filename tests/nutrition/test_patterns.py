"""Food patterns: the published amounts in the columns of the food table."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import InputError, UnknownNameError
from planner.foods.table import load_foods
from planner.model.columns import Columns
from planner.model.constraints import AmountBound
from planner.nutrition.patterns import PATTERNS, SUMS, pattern_for, pattern_targets
from planner.nutrition.reference import table


def test_two_thousand_kcal_as_published() -> None:
    at = pattern_targets(2000)
    assert at["fruit_total_cup_eq"].lower == 2
    assert at["vegetables_dark_green_cup_eq"].lower == pytest.approx(1.5 / 7)
    assert at["vegetables_red_orange_cup_eq"].lower == pytest.approx(5.5 / 7)
    assert at["vegetables_legumes_cup_eq"].lower == pytest.approx(1.5 / 7)
    assert at["vegetables_starchy_cup_eq"].lower == pytest.approx(5 / 7)
    assert at["vegetables_other_cup_eq"].lower == pytest.approx(4 / 7)
    assert at["grains_whole_oz_eq"].lower == 3
    assert at["grains_refined_oz_eq"].upper == 3
    assert at["grains_refined_oz_eq"].lower is None
    assert at["dairy_total_cup_eq"].lower == 3
    assert at["oils_g"].lower == 27


def test_vegetable_total_is_said_without_legumes_as_the_table_counts_them() -> None:
    assert pattern_targets(2000)["vegetables_total_cup_eq"].lower == pytest.approx(2.5 - 1.5 / 7)


def test_protein_foods_and_legumes_may_stand_for_each_other() -> None:
    # 5.5 oz-eq of protein foods, and 1.5 cups of legumes a week, each cup worth 4 oz-eq
    lower = pattern_targets(2000)["protein_foods_and_legumes_oz_eq"].lower
    assert lower == pytest.approx(5.5 + 4 * 1.5 / 7)


def test_vegetarians_get_the_legumes_of_both_lists() -> None:
    # 1.5 cups a week as vegetables and 6 oz-eq = 1.5 cups as protein foods
    assert pattern_targets(2000, "vegetarian")["vegetables_legumes_cup_eq"].lower == pytest.approx(3 / 7)


def test_at_most_half_of_the_fruit_is_juice() -> None:
    juice = pattern_targets(2000)["fruit_juice_cup_eq"]
    assert (juice.lower, juice.upper, juice.source_id) == (None, 1.0, "DGA_2020")


def test_between_two_levels_amounts_are_interpolated() -> None:
    # grains: 7 oz-eq at 2,200 kcal, 8 at 2,400
    assert pattern_targets(2250)["grains_total_oz_eq"].lower == pytest.approx(7.25)


@pytest.mark.parametrize(("asked", "level"), [(800, 1000), (3600, 3200), (1000, 1000), (3200, 3200)])
def test_beyond_the_published_levels_the_nearest_holds(asked: float, level: float) -> None:
    assert pattern_targets(asked) == pattern_targets(level)


def test_vegans_get_fortified_soy_drink_for_dairy_and_no_eggs() -> None:
    vegan = pattern_targets(2000, "vegan", protein_kinds=True)
    assert vegan["dairy_total_cup_eq"].lower == 3
    assert "soy drink" in vegan["dairy_total_cup_eq"].note
    assert "eggs_oz_eq" not in vegan
    assert "seafood_oz_eq" not in vegan
    assert vegan["soy_oz_eq"].lower == pytest.approx(8 / 7)
    assert pattern_targets(2000, "vegetarian", protein_kinds=True)["eggs_oz_eq"].lower == pytest.approx(3 / 7)


def test_the_food_table_counts_soy_drink_as_milk_and_almond_drink_not() -> None:
    foods = load_foods().data
    assert foods.at["11320100", "dairy_total_cup_eq"] == 0.41  # Soy milk, unsweetened: 245 g are one cup
    assert foods.at["11350020", "dairy_total_cup_eq"] == 0.0  # Almond milk, unsweetened


@pytest.mark.parametrize(
    ("diet", "pattern"),
    [
        (("omnivore",), "us_style"),
        (("pescatarian", "gluten_free"), "us_style"),
        (("vegetarian", "dairy_free"), "vegetarian"),
        (("vegan",), "vegan"),
        ((), "us_style"),
    ],
)
def test_the_pattern_follows_the_diet(diet: tuple[str, ...], pattern: str) -> None:
    assert pattern_for(diet) == pattern


def test_kinds_of_protein_foods_come_only_when_asked_for() -> None:
    assert "seafood_oz_eq" not in pattern_targets(2000)
    assert pattern_targets(2000, protein_kinds=True)["seafood_oz_eq"].lower == pytest.approx(8 / 7)


@given(st.floats(900, 4000), st.sampled_from(PATTERNS))
def test_every_target_can_be_used_as_a_bound_on_the_food_table(kcal: float, pattern: str) -> None:
    known = {row["source_id"] for row in table("sources")}
    columns = set(load_foods().data.columns) | set(SUMS)
    for name, target in pattern_targets(kcal, pattern, protein_kinds=True).items():
        assert name == target.quantity
        assert name in columns
        assert target.source_id in known
        bound = target.lower if target.lower is not None else target.upper
        assert bound is not None
        assert math.isfinite(bound)
        assert bound >= 0


@given(st.floats(1000, 3200), st.sampled_from(PATTERNS))
def test_subgroups_of_vegetables_make_up_their_total(kcal: float, pattern: str) -> None:
    at = pattern_targets(kcal, pattern)
    parts = sum(
        at[f"vegetables_{name}_cup_eq"].lower or 0.0 for name in ("dark_green", "red_orange", "starchy", "other")
    )
    assert parts == pytest.approx(at["vegetables_total_cup_eq"].lower, abs=0.08)  # published in halves of cups


def test_a_target_reads_as_a_constraint() -> None:
    import numpy as np

    target = pattern_targets(2000)["vegetables_dark_green_cup_eq"]
    bound = AmountBound(target.quantity, target.lower, target.upper, per="mean", label=target.label, unit=target.unit)
    assert bound.sentence() == "vegetables dark green: at least 0.214286 cup-eq on the mean of the days"
    columns = Columns(("kale",), ("72119200",), np.array([1]), 1, {target.quantity: np.array([1.5])})
    assert bound.rows(columns)[0].lower == pytest.approx(1.5 / 7)


@pytest.mark.parametrize(
    ("quantity", "unit", "label"),
    [
        ("oils_g", "g", "oils"),
        ("grains_whole_oz_eq", "oz-eq", "grains whole"),
        ("fruit_total_cup_eq", "cup-eq", "fruit total"),
    ],
)
def test_units_and_labels_come_from_the_name(quantity: str, unit: str, label: str) -> None:
    target = pattern_targets(2000)[quantity]
    assert (target.unit, target.label) == (unit, label)


def test_bad_input_is_told() -> None:
    with pytest.raises(UnknownNameError, match="patterns are us_style"):
        pattern_targets(2000, "keto")
    for kcal in (0.0, -1.0, math.nan):
        with pytest.raises(InputError, match="kcal a day"):
            pattern_targets(kcal)
