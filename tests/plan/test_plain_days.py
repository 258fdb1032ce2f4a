"""Plain days for many people: the same as one by one, safe, and the same in any order."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import InfeasibleError, InputError, RefusedError, UnknownNameError
from planner.foods.diets import permitted
from planner.foods.preferences import Preferences
from planner.foods.shares import food_shares
from planner.foods.table import load_foods
from planner.nutrition.person import Person
from planner.plan.certificate import certify
from planner.plan.daily import day_frame, day_models, plan_amounts
from planner.plan.guard import foods_holding, unsafe
from planner.plan.plain_days import PlainDay, PlainDays
from planner.plan.plan import MealPlan
from planner.plan.planning import gate
from planner.plan.quality import quality
from planner.plan.request import Request


@pytest.fixture(scope="module")
def days() -> PlainDays:
    return PlainDays()


def asked(
    *, diet: str = "", targets: dict[str, Any] | None = None, wishes: dict[str, Any] | None = None, **given: Any
) -> Request:
    known = {"sex": "female", "age_years": 34, "height_cm": 168, "weight_kg": 62}
    health = {"conditions": ("none",), "medications": ("none",)}
    return Request(
        Person(**{**known, **health, **given}),
        1,
        Preferences(diet=diet, **(wishes or {})),
        targets=targets or {},
        menu="none",
    )


def plain(days: PlainDays, request: Request) -> PlainDay:
    found = days.plan(request)
    assert isinstance(found, PlainDay)
    return found


SOME = (
    asked(),
    asked(sex="male", age_years=71, height_cm=181, weight_kg=95, activity="active"),
    asked(diet="vegetarian", age_years=50.5),
    asked(diet="vegan", age_years=16),
    asked(wishes={"allergies": ("milk", "egg")}),
    asked(conditions=None, medications=None),
    asked(life_stage="lactating"),
)


@pytest.mark.parametrize("request_", SOME, ids=lambda one: f"{one.person.age_years:g} {one.preferences.diet}")
def test_a_day_is_that_of_the_whole_program(days: PlainDays, request_: Request) -> None:
    """As ordinary as the slow way's, over every food and from nothing; where two foods are alike, either may stand in it."""
    passed, wishes = gate(request_), request_.preferences
    slow = plan_amounts(
        request_.person, passed.targets, days.table, wishes, passed.unsafe, passed.notices, passed.limits
    )
    found = plain(days, request_)
    assert nats(days, request_, found.codes, found.grams) == pytest.approx(
        nats(days, request_, slow.menu["food_code"], slow.menu["grams"]), rel=1e-7
    )
    assert found.notices == slow.notices
    assert slow.targets_met == (len(found.amounts), len(found.amounts))


def nats(days: PlainDays, request: Request, codes: Iterable[str], grams: Iterable[float]) -> float:
    """What the first program that has a day minimises."""
    passed = gate(request)
    for model, bounds in day_models(passed.targets, days.table, request.preferences, passed.unsafe, passed.limits):
        if model.amounts(bounds).values is not None:
            cost = dict(zip(model.foods.codes, model.program.cost.tolist(), strict=True))
            return sum(cost[code] * weight for code, weight in zip(codes, grams, strict=True))
    raise AssertionError("there is a day")


@pytest.mark.parametrize("request_", SOME[:2], ids=["woman", "man"])
def test_a_day_is_counted_as_plans_are(days: PlainDays, request_: Request) -> None:
    found, targets = plain(days, request_), gate(request_).targets
    menu = day_frame(days.table, found.codes, found.grams)
    rows = {row.quantity: row for row in certify(menu, days.table, targets).rows if row.day == 0}
    assert list(found.amounts) == list(rows)
    for name, row in rows.items():
        assert row.holds
        assert (found.amounts[name], found.lower[name], found.upper[name]) == (
            pytest.approx(row.amount, rel=1e-9, abs=1e-9), row.lower, row.upper,
        )  # fmt: skip
    assert [sum(column) for column in zip(*found.brings, strict=True)] == pytest.approx(
        [found.amounts[name] for name in ("energy_kcal", "magnesium_mg", "potassium_mg")]
    )
    good = quality(menu, days.table, targets)
    assert found.hei == pytest.approx(good.hei.total)
    assert found.cost_usd == pytest.approx(good.cost.usd_per_day)


def test_the_order_of_people_changes_no_byte(days: PlainDays) -> None:
    people = [
        asked(sex=sex, age_years=age, weight_kg=weight, diet=diet, conditions=told, wishes={"exclude": words})
        for sex in ("female", "male")
        for age in (15, 40, 77)
        for weight in (60.5, 90)
        for diet in ("", "vegetarian")
        for told in (("none",), None)
        for words in ((), ("pork", "mushrooms"))
    ]
    first = [repr(vars(plain(days, one))) for one in people]
    other = PlainDays()
    for at in np.random.default_rng(1).permutation(len(people)).tolist():
        assert repr(vars(plain(other, people[at]))) == first[at]


def test_wishes_hold_for_their_own_person(days: PlainDays) -> None:
    before = plain(days, asked())
    first, *_, last = before.codes
    without = plain(days, asked(wishes={"exclude": (first, "milk")}))
    assert not {first, last} & set(without.codes) or first not in without.codes
    assert not foods_holding(days.table, "milk") & set(without.codes)
    liked = plain(days, asked(wishes={"like": ("salmon",)}))
    salmon = set(days.table.data.index[days.table.data["food"].str.contains("almon")])
    grams = dict(zip(liked.codes, liked.grams, strict=True))
    assert sum(grams.get(code, 0.0) for code in salmon) > 10
    disliked = plain(days, asked(wishes={"dislike": (first,)}))
    assert dict(zip(disliked.codes, disliked.grams, strict=True)).get(first, 0.0) < before.grams[0]
    assert repr(vars(plain(days, asked()))) == repr(vars(before))


def test_a_liked_food_that_may_not_be_offered_is_said(days: PlainDays) -> None:
    found = plain(days, asked(diet="vegan", wishes={"like": ("salmon",)}))
    assert any("No food called 'salmon'" in text for text in found.notices)


def test_what_the_screening_sets_is_kept(days: PlainDays) -> None:
    held = plain(days, asked(conditions=None, medications=None))
    assert 0.99 * 2600 <= held.amounts["potassium_mg"] <= 1.15 * 2600 + 1e-3
    capped = plain(days, asked(potassium_limit_mg=2000, sodium_limit_mg=1500))
    assert capped.amounts["potassium_mg"] <= 2000 * (1 + 1e-6)
    assert capped.amounts["sodium_mg"] <= 1500 * (1 + 1e-6)
    request = asked(medications=("warfarin",), vitamin_k_usual_ug=90)
    kept = plain(days, request)
    assert 0.7 * 90 <= kept.amounts["vitamin_k_ug"] <= 1.3 * 90
    passed = gate(request)
    for word in passed.unsafe:
        assert not foods_holding(days.table, word) & set(kept.codes)
    for limit in passed.limits:
        shares = food_shares(days.table, limit.words)
        eaten = sum(shares.get(code, 0.0) * grams for code, grams in zip(kept.codes, kept.grams, strict=True))
        assert limit.most_a_day_g is None or eaten <= limit.most_a_day_g * (1 + 1e-6)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    condition=st.sampled_from(["none", "CKD 3", "heart failure", "kidney stones", "high blood pressure"]),
    medicine=st.sampled_from(
        ["none", "lisinopril", "spironolactone", "warfarin", "lithium", "phenelzine", "simvastatin"]
    ),
    potassium=st.sampled_from([None, 2000.0, 2400.0]),
    sodium=st.sampled_from([None, 1800.0]),
    diet=st.sampled_from(["", "vegetarian", "gluten_free"]),
    allergy=st.sampled_from([(), ("milk",), ("fish", "tree_nut")]),
)
def test_no_day_passes_what_the_screening_allows(
    days: PlainDays, condition: str, medicine: str, potassium: float | None, sodium: float | None, diet: str,
    allergy: tuple[str, ...],
) -> None:  # fmt: skip
    """The last look at menus, which counts in its own way, finds nothing in any day that is handed out."""
    request = asked(
        conditions=(condition,), medications=(medicine,), potassium_limit_mg=potassium, sodium_limit_mg=sodium, diet=diet,
        wishes={"allergies": allergy},
    )  # fmt: skip
    try:
        passed, found = gate(request), days.plan(request)
    except (RefusedError, InfeasibleError):
        return
    menu = found.menu if isinstance(found, MealPlan) else day_frame(days.table, found.codes, found.grams)
    assert unsafe(menu, days.table, passed.targets, passed.unsafe, passed.limits) == []
    fine = permitted(days.table, diet=request.preferences.diet, allergies=allergy)
    assert fine[menu["food_code"]].all()


def test_a_target_out_of_reach_is_missed_in_words(days: PlainDays) -> None:
    found = days.plan(asked(diet="vegan", targets={"sodium_mg": (None, 200.0)}, energy_kcal=1000))
    assert isinstance(found, MealPlan)
    assert found.misses
    assert found.menu["portion"].str.endswith(" g").all()


def test_what_cannot_be_planned_is_said_as_for_one_person(days: PlainDays) -> None:
    with pytest.raises(InfeasibleError, match="above"):
        days.plan(asked(targets={"sodium_mg": (9000.0, None)}, sodium_limit_mg=1500))
    with pytest.raises(RefusedError):
        days.plan(asked(conditions=("kidney disease",)))
    with pytest.raises(UnknownNameError, match="brocoli"):
        days.plan(asked(wishes={"exclude": ("brocoli",)}))
    with pytest.raises(InputError, match="budget"):
        days.plan(asked(wishes={"budget_usd_per_day": 9.0}))


def test_what_is_counted_again_and_does_not_hold_is_not_handed_out(days: PlainDays) -> None:
    """The table is counted once more after the solver: with another content, the quick way gives nothing."""
    request = asked()
    passed = gate(request)
    assert days._quick(request.preferences, passed) is not None
    wrong = PlainDays()
    wrong._per_gram = wrong._per_gram * 1.01
    assert wrong._quick(request.preferences, passed) is None


def test_another_table_is_planned_from(days: PlainDays) -> None:
    data = days.table.data.iloc[::2]
    half = dataclasses.replace(load_foods(), data=data)
    found = PlainDays(half).plan(dataclasses.replace(asked(), table=half))
    codes = found.codes if isinstance(found, PlainDay) else tuple(found.menu["food_code"])
    assert set(codes) <= set(data.index)
