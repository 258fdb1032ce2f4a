"""Plate rules and wishes of a saved plan are counted again: an edited plan that breaks one in silence is found."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from planner import MealPlan, Person, Preferences, plan_meals
from planner.plan.verify import verify_plan

from .conftest import HEALTHY

WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **HEALTHY)
WISHES = Preferences(
    must="coffee every morning", limits="cheese=:3/week", like="salmon", dislike="kale", budget_usd_per_day=9
)
Document = dict[str, Any]


@pytest.fixture(scope="module")
def plan() -> MealPlan:
    return plan_meals(WOMAN, 2, WISHES, effort="fast")


@pytest.fixture(scope="module")
def sweet(plan: MealPlan) -> MealPlan:
    """The plan with two more desserts on one day, put in by hand: everything in it is true, and rules are broken."""
    return plan.add(1, "lunch", "custard").add(1, "dinner", "chocolate ice cream")


def document(plan: MealPlan) -> Document:
    found: Document = json.loads(plan.to_json())
    return found


def wrong(edited: Document) -> list[str]:
    return [f"{one.part}: {one.what}" for one in verify_plan(json.dumps(edited)).wrong]


def test_rules_and_wishes_are_among_what_is_verified(plan: MealPlan) -> None:
    found = verify_plan(plan.to_json())
    assert found.holds, found.wrong
    what = {one.what for one in found.checks if one.part in ("plate rules", "wishes")}
    assert {
        "items",
        "sweets",
        "fish",
        "'coffee every morning'",
        "'cheese at most 3 a week'",
        "'salmon', as liked",
    } <= what
    assert any("budget" in one for one in what)


def test_a_plan_that_breaks_rules_and_says_so_is_verified(sweet: MealPlan) -> None:
    assert any("a sweet on 3 days at most" in one for one in sweet.broken_rules)
    found = verify_plan(sweet.to_json())
    assert found.holds, found.wrong


def test_each_broken_rule_that_is_no_longer_said_is_found(sweet: MealPlan) -> None:
    for n, said in enumerate(sweet.broken_rules):
        edited = document(sweet)
        del edited["plate_rules_broken"][n]
        edited["notices"] = [one for one in edited["notices"] if one != said]
        assert wrong(edited), said


def test_a_rule_that_is_kept_is_not_said_to_be_broken(plan: MealPlan) -> None:
    edited = document(plan)
    edited["plate_rules_broken"].append("Plate rule not kept on day 1: a sweet on 3 days at most, one a day (2 times).")
    assert wrong(edited) == ["plate rules: sweets"]
    edited["plate_rules_broken"][-1] = "Plate rule not kept on day 1: no soup after nine (2 times)."
    assert len(wrong(edited)) == 1


def test_other_counts_and_days_of_a_broken_rule_are_found(sweet: MealPlan) -> None:
    said = next(one for one in sweet.broken_rules if "a sweet on" in one and "on day 1" in one)
    for other in (said.replace("on day 1", "on day 2"), said.replace(" times)", "0 times)")):
        edited = document(sweet)
        edited["plate_rules_broken"] = [other if one == said else one for one in edited["plate_rules_broken"]]
        assert wrong(edited) == ["plate rules: sweets"]


@pytest.mark.parametrize("cause", ["'custard every day'", "a dislike", "'coffee every morning'"])
def test_a_rule_gives_way_only_to_a_wish_that_there_is_and_that_is_about_it(sweet: MealPlan, cause: str) -> None:
    edited = document(sweet)
    edited["plate_rules_broken"] = [one for one in edited["plate_rules_broken"] if "a sweet on" not in one]
    moved = "up to 9 instead of 1 a day, up to 30 instead of 3 a week"
    edited["notices"].append(
        f"Plate rule 'sweets' (a sweet on 3 days at most, one a day) gives way to {cause}: {moved}."
    )
    assert wrong(edited) == ["plate rules: sweets"]


def test_a_must_have_that_was_taken_out_and_a_budget_that_was_passed_are_found(plan: MealPlan) -> None:
    edited = document(plan)
    for meal in edited["request"]["meals"]:
        meal["foods"] = [one for one in meal["foods"] if one["food"] != "coffee"]
    edited["menu"] = [row for row in edited["menu"] if row["food"] != "coffee"]
    assert "wishes: 'coffee every morning'" in wrong(edited)
    edited = document(plan)
    edited["request"]["preferences"]["budget_usd_per_day"] = 2
    assert "wishes: the budget of 2.00 USD a day" in wrong(edited)


def both(edited: Document, rng: random.Random) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """A food of the menu, the same in what the plan is made again from, and the foods of its meal there."""
    row = rng.choice(edited["menu"])
    slot = {"snack 1": "snack", "snack 2": "evening"}.get(row["meal"], row["meal"])
    meal = next(one for one in edited["request"]["meals"] if (one["day"], one["slot"]) == (row["day"], slot))
    return row, next(one for one in meal["foods"] if one["food_code"] == row["food_code"]), meal["foods"]


def portion(edited: Document, rng: random.Random) -> None:
    row, served, _ = both(edited, rng)
    row["grams"] *= 2
    served["amount"] *= 2


def food(edited: Document, rng: random.Random) -> None:
    (one, served, _), (two, other, _) = both(edited, rng), both(edited, rng)
    while one["food_code"] == two["food_code"]:
        two, other, _ = both(edited, rng)
    for name in ("food_code", "food", "grams", "portion", "serving"):
        one[name] = two[name]
    served.update(other)


def day(edited: Document, rng: random.Random) -> None:
    row, served, foods = both(edited, rng)
    foods.remove(served)
    row["day"] = 3 - row["day"]
    slot = {"snack 1": "snack", "snack 2": "evening"}.get(row["meal"], row["meal"])
    next(m for m in edited["request"]["meals"] if (m["day"], m["slot"]) == (row["day"], slot))["foods"].append(served)


def meal(edited: Document, rng: random.Random) -> None:
    row, _, _ = both(edited, rng)
    row["meal"] = "lunch" if row["meal"] != "lunch" else "dinner"


def figure(edited: Document, rng: random.Random) -> None:
    rng.choice(edited["nutrients"])["amount"] += 1.0


def proof(edited: Document, rng: random.Random) -> None:
    rng.choice(edited["certificate"])["amount"] += 1.0


def claim(edited: Document, rng: random.Random) -> None:
    edited["plate_rules_broken"].pop(rng.randrange(len(edited["plate_rules_broken"])))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("edit", [portion, food, day, meal, figure, proof, claim], ids=lambda one: one.__name__)
def test_each_kind_of_edit_is_found(
    sweet: MealPlan, edit: Callable[[Document, random.Random], None], seed: int
) -> None:
    edited = document(sweet)
    edit(edited, random.Random(seed))
    assert wrong(edited)
