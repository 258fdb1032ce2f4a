"""HEI-2020: worked by hand, and what it says when something is not known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.foods.table import load_foods
from planner.nutrition.hei import CONSTITUENTS, hei_2020

# A day of 2,000 kcal that earns all points of all components, each exactly at its standard
PERFECT: dict[str, float] = {
    "energy_kcal": 2000,
    "fruit_total_cup_eq": 1.6,  # 0.8 per 1,000 kcal
    "fruit_citrus_melon_berry_cup_eq": 0.5,
    "fruit_other_cup_eq": 0.3,  # whole fruit 0.4
    "vegetables_total_cup_eq": 1.9,
    "vegetables_dark_green_cup_eq": 0.1,
    "vegetables_legumes_cup_eq": 0.3,  # vegetables 1.1, greens and beans 0.2
    "grains_whole_oz_eq": 3.0,  # 1.5
    "grains_refined_oz_eq": 3.6,  # 1.8
    "dairy_total_cup_eq": 2.6,  # 1.3
    "protein_foods_total_oz_eq": 3.8,
    "protein_legumes_oz_eq": 1.2,  # protein foods 2.5
    "seafood_high_n3_oz_eq": 0.2,
    "seafood_low_n3_oz_eq": 0.1,
    "nuts_seeds_oz_eq": 0.1,
    "soy_oz_eq": 0.0,  # seafood and plant proteins 0.8
    "monounsaturated_fat_g": 25,
    "polyunsaturated_fat_g": 15,
    "saturated_fat_g": 16,  # ratio 2.5; 16 * 9 / 2,000 = 7.2 % of energy
    "sodium_mg": 2200,  # 1.1 g
    "added_sugars_tsp_eq": 8.125,  # 8.125 * 16 = 130 kcal = 6.5 %
}


def test_a_day_at_every_standard_has_one_hundred_points() -> None:
    score = hei_2020(PERFECT)
    assert score.total == pytest.approx(100)
    assert score.is_known
    assert all(part.is_full for part in score.components)
    assert len(score.components) == 13


def test_a_usual_day_worked_by_hand() -> None:
    usual = {
        "energy_kcal": 2000.0,
        "fruit_total_cup_eq": 0.8,  # 0.4 of 0.8: 2.5 points
        "fruit_citrus_melon_berry_cup_eq": 0.2,
        "fruit_other_cup_eq": 0.2,  # 0.2 of 0.4: 2.5
        "vegetables_total_cup_eq": 1.44,
        "vegetables_legumes_cup_eq": 0.1,  # 0.77 of 1.1: 3.5
        "vegetables_dark_green_cup_eq": 0.1,  # 0.1 of 0.2: 2.5
        "grains_whole_oz_eq": 0.9,  # 0.45 of 1.5: 3
        "dairy_total_cup_eq": 1.56,  # 0.78 of 1.3: 6
        "protein_foods_total_oz_eq": 5.6,
        "protein_legumes_oz_eq": 0.4,  # 3.0, above 2.5: 5
        "seafood_high_n3_oz_eq": 0.2,
        "seafood_low_n3_oz_eq": 0.3,
        "nuts_seeds_oz_eq": 0.2,
        "soy_oz_eq": 0.02,  # with legumes 0.56 of 0.8: 3.5
        "monounsaturated_fat_g": 30.0,
        "polyunsaturated_fat_g": 20.0,
        "saturated_fat_g": 25.0,  # 2.0: 10 * 0.8 / 1.3 = 6.153846; 225 kcal = 11.25 %: 10 * 4.75 / 8 = 5.9375
        "grains_refined_oz_eq": 6.1,  # 3.05: 10 * 1.25 / 2.5 = 5
        "sodium_mg": 3100.0,  # 1.55 g: 10 * 0.45 / 0.9 = 5
        "added_sugars_tsp_eq": 17.0,  # 272 kcal = 13.6 %: 10 * 12.4 / 19.5 = 6.358974
    }
    score = hei_2020(usual)
    points = {part.name: part.points for part in score.components}
    expected = {
        "total_fruits": 2.5,
        "whole_fruits": 2.5,
        "total_vegetables": 3.5,
        "greens_and_beans": 2.5,
        "whole_grains": 3.0,
        "dairy": 6.0,
        "total_protein_foods": 5.0,
        "seafood_and_plant_proteins": 3.5,
        "fatty_acids": 6.153846,
        "refined_grains": 5.0,
        "sodium": 5.0,
        "added_sugars": 6.358974,
        "saturated_fats": 5.9375,
    }
    assert points == pytest.approx(expected, abs=1e-6)
    assert score.total == pytest.approx(56.95032, abs=1e-5)
    assert score["sodium"].density == pytest.approx(1.55)


def test_maximum_points_and_standards_are_the_published_ones() -> None:
    shown = [(part.name, part.max_points, part.full_at, part.zero_at) for part in hei_2020({}).components]
    assert shown == [
        ("total_fruits", 5, 0.8, 0),
        ("whole_fruits", 5, 0.4, 0),
        ("total_vegetables", 5, 1.1, 0),
        ("greens_and_beans", 5, 0.2, 0),
        ("whole_grains", 10, 1.5, 0),
        ("dairy", 10, 1.3, 0),
        ("total_protein_foods", 5, 2.5, 0),
        ("seafood_and_plant_proteins", 5, 0.8, 0),
        ("fatty_acids", 10, 2.5, 1.2),
        ("refined_grains", 10, 1.8, 4.3),
        ("sodium", 10, 1.1, 2.0),
        ("added_sugars", 10, 6.5, 26),
        ("saturated_fats", 10, 8, 16),
    ]


def test_legumes_count_four_times() -> None:
    with_beans = {
        **dict.fromkeys(PERFECT, 0.0),
        "energy_kcal": 2000.0,
        "vegetables_legumes_cup_eq": 2.2,
        "protein_legumes_oz_eq": 8.8,
    }
    full = {part.name for part in hei_2020(with_beans).components if part.is_full}
    assert {"total_vegetables", "greens_and_beans", "total_protein_foods", "seafood_and_plant_proteins"} <= full


def test_the_number_of_days_does_not_matter() -> None:
    week = {name: 7 * amount for name, amount in PERFECT.items()}
    assert hei_2020(week).total == pytest.approx(hei_2020(PERFECT).total)


@pytest.mark.parametrize(
    ("unsaturated", "saturated", "points"), [(10.0, 0.0, 10.0), (0.0, 0.0, 0.0), (0.0, 5.0, 0.0), (18.5, 10.0, 5.0)]
)
def test_fatty_acids_with_nothing_in_the_denominator(unsaturated: float, saturated: float, points: float) -> None:
    fats = {"monounsaturated_fat_g": unsaturated, "polyunsaturated_fat_g": 0.0, "saturated_fat_g": saturated}
    assert hei_2020(PERFECT | fats)["fatty_acids"].points == pytest.approx(points)


def test_what_is_not_known_is_no_zero() -> None:
    without = {name: amount for name, amount in PERFECT.items() if name != "dairy_total_cup_eq"}
    for totals in (without, PERFECT | {"dairy_total_cup_eq": math.nan}):
        score = hei_2020(totals)
        assert score["dairy"].points is None
        assert score["dairy"].density is None
        assert score.unknown == ("dairy",)
        assert not score.is_known
        assert score.total == pytest.approx(90)  # the least it can be


def test_one_unknown_part_makes_the_component_unknown() -> None:
    assert hei_2020(PERFECT | {"vegetables_legumes_cup_eq": math.nan}).unknown == (
        "total_vegetables",
        "greens_and_beans",
    )


@pytest.mark.parametrize("energy", [0.0, math.nan, math.inf, -5.0])
def test_without_energy_only_the_fatty_acids_are_known(energy: float) -> None:
    score = hei_2020(PERFECT | {"energy_kcal": energy})
    assert [part.name for part in score.components if part.points is not None] == ["fatty_acids"]


def test_a_least_amount_gives_least_points_of_what_is_wanted_and_none_of_what_is_limited() -> None:
    score = hei_2020(PERFECT, at_least={"fruit_total_cup_eq", "sodium_mg"})
    assert score["total_fruits"].points == pytest.approx(5)
    assert score["total_fruits"].at_least
    assert score["sodium"].points is None
    assert not score.is_known
    assert score.total == pytest.approx(90)


def test_a_least_amount_of_saturated_fat_leaves_the_ratio_open() -> None:
    assert hei_2020(PERFECT, at_least={"saturated_fat_g"}).unknown == ("fatty_acids", "saturated_fats")
    assert hei_2020(PERFECT, at_least={"monounsaturated_fat_g"})["fatty_acids"].at_least


def test_added_sugars_may_come_in_grams() -> None:
    grams = {name: amount for name, amount in PERFECT.items() if name != "added_sugars_tsp_eq"}
    score = hei_2020(grams | {"added_sugars_g": 65.0})  # 260 kcal = 13 %
    assert score["added_sugars"].points == pytest.approx(10 * 13 / 19.5)


def test_every_constituent_is_a_column_of_the_food_table() -> None:
    columns = set(load_foods().data.columns)
    assert {name for parts in CONSTITUENTS.values() for name in parts} <= columns


amounts = st.fixed_dictionaries({name: st.floats(0, 5000) for name in PERFECT} | {"energy_kcal": st.floats(100, 10000)})


@given(amounts)
def test_points_stay_within_their_range(totals: dict[str, float]) -> None:
    score = hei_2020(totals)
    assert 0 <= score.total <= 100
    for part in score.components:
        assert part.points is not None
        assert 0 <= part.points <= part.max_points


@given(amounts, st.sampled_from(sorted(PERFECT)))
def test_ignorance_never_raises_the_total(totals: dict[str, float], hidden: str) -> None:
    assert hei_2020(totals | {hidden: math.nan}).total <= hei_2020(totals).total + 1e-9
