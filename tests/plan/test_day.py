"""A day's plan on the real table: targets met, portions sayable, limits kept, and said in words where not."""

from __future__ import annotations

import itertools
from functools import cache, partial

import numpy as np
import pandas as pd
import pytest

from planner import MealPlan, Person, Preferences, load_foods
from planner import plan_meals as plan_menus
from planner.errors import InfeasibleError, InputError, RefusedError
from planner.foods.groups import group_caps

plan_meals = partial(plan_menus, menu="none")

HEALTHY = {"conditions": ("none",), "medications": ("none",)}
WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **HEALTHY)


@cache
def day(diet: str = "omnivore") -> MealPlan:
    return plan_meals(WOMAN, preferences=Preferences(diet=diet))


def test_every_target_holds_and_the_certificate_says_so() -> None:
    plan = day()
    assert plan.misses == ()
    assert plan.certificate.holds
    met, of = plan.targets_met
    assert met == of >= 30


def test_magnesium_and_potassium_reach_their_reference_intakes_within_the_calories() -> None:
    totals = day().totals
    assert totals["magnesium_mg"] >= 320
    assert totals["potassium_mg"] >= 2600
    assert 0.95 * 2198.9 <= totals["energy_kcal"] <= 1.05 * 2199.0


def test_totals_are_those_of_the_table() -> None:
    """Added up here from grams and the table alone."""
    plan, table = day(), load_foods().data
    for nutrient in ("energy_kcal", "magnesium_mg", "potassium_mg", "vitamin_d_ug"):
        by_hand = sum(table.loc[row.food_code, nutrient] * row.grams / 100 for row in plan.menu.itertuples())
        assert plan.totals[nutrient] == pytest.approx(by_hand)


def test_the_menu_has_the_columns_of_its_files() -> None:
    assert list(day().menu.columns[:6]) == ["day", "meal", "food_code", "food", "portion", "grams"]
    assert day().menu["food_code"].is_unique


def test_portions_are_said_in_household_words() -> None:
    spoken = day().menu["portion"]
    assert not spoken.str.contains("not specified", case=False).any()
    assert spoken.str.contains(r"^\d|^1/2").all()


@pytest.mark.parametrize("diet", ["omnivore", "vegetarian", "vegan"])
def test_nothing_odd_and_nothing_against_the_diet(diet: str) -> None:
    foods = load_foods().data.loc[day(diet).menu["food_code"]]
    for flag in ("ingredient_only", "infant", "alcoholic", "dry_concentrate", "raw_unsafe", "suspect"):
        assert not foods[flag].any(), flag
    if diet != "omnivore":
        assert (foods[diet] == "y").all()


@pytest.mark.parametrize("diet", ["omnivore", "vegetarian", "vegan"])
def test_portions_and_groups_stay_within_their_caps(diet: str) -> None:
    table, caps = load_foods().data, group_caps()
    menu = day(diet).menu
    foods = table.loc[menu["food_code"]]
    for grams, (_, food) in zip(menu["grams"], foods.iterrows(), strict=True):
        assert grams <= np.fmin(food["portion_p95_g"], caps[food["group"]].portion_max_g) + 1e-6
    groups = pd.Series(menu["grams"].to_numpy()).groupby(foods["group"].to_numpy()).sum()
    for group, grams in groups.items():
        assert grams <= caps[str(group)].day_max_g + 1e-6


def test_the_same_person_gets_the_same_plan() -> None:
    again = plan_meals(WOMAN, preferences=Preferences(diet="vegan"))
    assert again.to_json() == day("vegan").to_json()


def test_who_was_planned_before_changes_nothing() -> None:
    other = Person(sex="male", age_years=55, height_cm=180, weight_kg=90, **HEALTHY)
    plan_meals(other)
    assert plan_meals(WOMAN).to_json() == day().to_json()


def test_an_excluded_food_is_gone() -> None:
    first = day().menu.iloc[0]
    word = str(first["food_code"])
    without = plan_meals(WOMAN, preferences=Preferences(exclude=(word,)))
    assert word not in set(without.menu["food_code"])
    assert without.misses == ()


def test_a_disliked_food_makes_room_for_another_and_a_liked_one_comes() -> None:
    liked = plan_meals(WOMAN, preferences=Preferences(like=("banana",)))
    assert liked.menu["food"].str.contains("Banana").any()


@pytest.mark.parametrize("answers", [{}, {"conditions": ("none",)}, {"medications": ("none",)}])
def test_unanswered_health_questions_hold_potassium(answers: dict[str, tuple[str, ...]]) -> None:
    plan = plan_meals(Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **answers))  # type: ignore[arg-type]
    assert 0.85 * 2600 <= plan.totals["potassium_mg"] <= 1.15 * 2600 + 1e-6
    assert sum("not answered" in notice for notice in plan.notices) == 1


def test_a_clinicians_limit_is_a_hard_cap() -> None:
    person = WOMAN.model_copy(update={"conditions": ("CKD stage 3",), "potassium_limit_mg": 2400.0})
    assert plan_meals(person).totals["potassium_mg"] <= 2400 + 1e-6


@pytest.mark.parametrize(
    "conditions", [("CKD stage 4",), ("dialysis",), ("hyperkalemia",), ("anorexia nervosa",)], ids=lambda c: c[0]
)
def test_some_people_get_no_plan_from_software(conditions: tuple[str, ...]) -> None:
    with pytest.raises(RefusedError):
        plan_meals(WOMAN.model_copy(update={"conditions": conditions}))


def test_wishes_that_clash_are_named_with_a_repair_that_works() -> None:
    with pytest.raises(InfeasibleError) as caught:
        plan_meals(WOMAN, targets={"energy_kcal": (760, 840), "potassium_mg": (20000, None)})
    assert any(bound.startswith("potassium_mg >=") for bound in caught.value.conflict)
    repair = next(change for change in caught.value.repair if change["bound"].startswith("potassium_mg >="))
    assert 0 < repair["to"] < 20000


def test_a_reference_intake_out_of_reach_is_said_with_the_most_that_is_possible() -> None:
    milkless = Preferences(diet="vegan", exclude=("soy", "mushroom", "milk", "cereal", "juice", "yogurt"))
    plan = plan_meals(WOMAN, preferences=milkless)
    assert "vitamin_d_ug" in plan.best_reachable
    sentence = next(said for said in plan.misses if said.startswith("Vitamin D"))
    assert "No day from the permitted foods reaches more than" in sentence
    assert plan.totals["vitamin_d_ug"] <= plan.best_reachable["vitamin_d_ug"] + 1e-6 < 15


def test_more_than_a_day_needs_menus() -> None:
    with pytest.raises(InputError, match="days 3 needs menus"):
        plan_meals(WOMAN, days=3)


# Table of reference intakes: the 16 life-stage rows from 14 years up; a body of usual size for each.
ROWS = [
    *(("male", age, "none") for age in (16, 25, 40, 60, 75)),
    *(("female", age, "none") for age in (16, 25, 40, 60, 75)),
    *(("female", age, stage) for stage in ("pregnant", "lactating") for age in (16, 25, 40)),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "diet"),
    list(itertools.product(ROWS, ["omnivore", "vegetarian", "vegan"])),
    ids=lambda v: "-".join(map(str, v)) if isinstance(v, tuple) else v,
)
def test_every_life_stage_and_diet_has_a_day_or_is_told_what_is_missing(row: tuple[str, int, str], diet: str) -> None:
    sex, age, stage = row
    body = {"male": (176.0, 74.0), "female": (163.0, 62.0)}[sex]
    person = Person(sex=sex, age_years=age, height_cm=body[0], weight_kg=body[1], life_stage=stage, **HEALTHY)  # type: ignore[arg-type]
    plan = plan_meals(person, preferences=Preferences(diet=diet))
    for checked in plan.certificate.misses:
        assert checked.lower is not None, f"an upper limit is broken: {checked}"
        assert checked.amount < checked.lower
        best = plan.best_reachable.get(checked.quantity) or plan.best_in_portions.get(checked.quantity)
        assert best is not None, f"missed without a word on what is possible: {checked}"
        assert checked.amount <= best + 1e-6
    assert len(plan.misses) >= len({checked.quantity for checked in plan.certificate.misses})
