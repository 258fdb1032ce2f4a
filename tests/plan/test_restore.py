"""A saved plan is the plan: restored byte for byte, steered with the same results, and screened as a new one."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner import MealPlan, Person, Preferences, load_foods, plan_meals
from planner.errors import InfeasibleError, InputError, RefusedError, SavedPlanError
from planner.nutrition.screening import screen

WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",))
WISHES = Preferences(
    exclude="mushroom",
    like="banana:2; lentils",
    dislike="beef",
    must=("coffee every morning", "fish twice a week"),
    limits={"cheese": {"max_per_week": 3}},
    allergies="peanut",
    shares={"breakfast": 0.27},
    wholesome=1.5,
    leftovers=True,
)


@cache
def plain() -> MealPlan:
    return plan_meals(WOMAN, 3, effort="fast")


@cache
def wishful() -> MealPlan:
    person = Person(sex="male", age_years=40, height_cm=183, weight_kg=85, conditions=(), medications=("none",))
    return plan_meals(person, 3, WISHES, effort="fast", preset="mg_k_boost", targets={"fiber_g": (35, None)}, snacks=2)


@cache
def steered() -> MealPlan:
    """Another plan than the first, with locks, a leftover lunch that was locked, and changes by hand."""
    whole = plan_meals(WOMAN, 3, Preferences(leftovers=True), effort="fast")
    day = next(day for (day, _), title in whole.titles.items() if "eftover" in title)
    other = whole.lock(day=day, meal="lunch").lock(day=1, meal="breakfast").replan(seed=3).another(seed=4)
    changed = other.unlock().add(2, "dinner", "pear")
    code = next(str(one) for one in load_foods().data.query("category == 'Apples' and not suspect").index[::-1])
    return changed.swap(2, "dinner", "pear", code).lock(meal="dinner")


@cache
def day() -> MealPlan:
    return plan_meals(Person(sex="female", age_years=70, height_cm=160, weight_kg=58), 1, menu="none")


PLANS: dict[str, Callable[[], MealPlan]] = {"plain": plain, "wishful": wishful, "steered": steered, "day": day}


def restored(plan: MealPlan) -> MealPlan:
    return MealPlan.from_json(plan.to_json())


def changed(plan: MealPlan, change: Callable[[dict[str, Any]], object]) -> str:
    document = json.loads(plan.to_json())
    change(document)
    return json.dumps(document)


# -- nothing is lost ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANS)
def test_a_restored_plan_is_the_plan_byte_for_byte(name: str) -> None:
    plan = PLANS[name]()
    again = restored(plan)
    assert again.to_json() == plan.to_json()
    assert str(again) == str(plan)
    assert again.to_csv() == plan.to_csv()
    assert again.locks == plan.locks
    assert again.menu.equals(plan.menu)
    assert restored(again).to_json() == plan.to_json()


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    diet=st.sampled_from(["omnivore", "vegetarian", "gluten_free; dairy_free"]),
    meals=st.sampled_from(["", "breakfast; dinner"]),
    snacks=st.sampled_from([None, 0, 2]),
    age=st.sampled_from([15.5, 45, 72.25]),
    budget=st.sampled_from([None, 4.5]),
)
def test_whatever_was_asked_for_comes_back(
    diet: str, meals: str, snacks: int | None, age: float, budget: float | None
) -> None:
    wishes = Preferences(diet=diet, budget_usd_per_day=budget, **({"meals": meals} if meals else {}))
    person = Person(sex="male", age_years=age, height_cm=172.5, weight_kg=66.6)
    try:
        plan = plan_meals(
            person, 1, wishes, effort="fast", snacks=snacks, authority="efsa" if age > 70 else "us_canada"
        )
    except InfeasibleError:
        assume(False)
    assert restored(plan).to_json() == plan.to_json()


def unpickled(plan: MealPlan) -> MealPlan:
    again: MealPlan = pickle.loads(pickle.dumps(plan))
    return again


@pytest.mark.parametrize(
    ("name", "stored"),
    [("plain", restored), ("wishful", restored), ("steered", restored), ("plain", unpickled)],
    ids=["plain", "wishful", "steered", "unpickled"],
)
def test_it_is_steered_as_the_original(name: str, stored: Callable[[MealPlan], MealPlan]) -> None:
    plan = PLANS[name]().unlock()
    again = stored(plan)
    food = str(plan.menu[(plan.menu["day"] == 1) & (plan.menu["meal"] == "dinner")]["food"].iloc[0])
    offered = plan.swaps(1, "dinner", food, limit=40)
    assert again.swaps(1, "dinner", food, limit=40).equals(offered)
    best = offered.iloc[0]

    def results(of: MealPlan) -> list[str]:
        return [
            one.to_json()
            for one in (
                of.swap(1, "dinner", food, best["food_code"], best["grams"]),
                of.add(1, "lunch", "kiwi"),
                of.add(1, "lunch", "kiwi").remove(1, "lunch", "kiwi"),
            )
        ]

    assert results(again) == results(plan)
    if name == "plain" and stored is restored:  # a search each
        locked, other = plan.lock(1, "lunch"), again.lock(1, "lunch")
        assert other.replan(seed=5).to_json() == locked.replan(seed=5).to_json()
        assert again.another().to_json() == plan.another().to_json()


def test_what_is_added_and_taken_away_again_leaves_the_swaps_as_they_were() -> None:
    food = str(plain().menu["food"].iloc[0])
    back = plain().add(1, "dinner", "kiwi").remove(1, "dinner", "kiwi")
    assert back.swaps(1, "breakfast", food).equals(plain().swaps(1, "breakfast", food))


# -- nothing is believed -----------------------------------------------------------------------------------------------


def test_amounts_in_the_file_are_not_believed() -> None:
    def tampered(document: dict[str, Any]) -> None:
        for row in (*document["menu"], *document["nutrients"], *document["certificate"]):
            row["potassium_mg" if "food" in row else "amount"] = 1.0
        document["misses"], document["targets"], document["certificate_holds"] = [], [], True

    assert MealPlan.from_json(changed(plain(), tampered)).to_json() == plain().to_json()


def test_a_person_who_would_be_refused_now_gets_no_old_plan() -> None:
    kidneys = {"conditions": ["chronic kidney disease"], "age_years": 34}
    assert screen(Person(**{**WOMAN.model_dump(), **kidneys})).refused
    text = changed(wishful(), lambda document: document["person"].update(kidneys))
    with pytest.raises(RefusedError):
        MealPlan.from_json(text)


def test_targets_and_notices_are_those_of_the_screening_now() -> None:
    text = changed(plain(), lambda document: document["person"].update(medications=["ibuprofen"]))
    plan = MealPlan.from_json(text)
    assert set(plan.notices) > set(plain().notices)
    assert plan.certificate.to_frame().shape[0] >= plain().certificate.to_frame().shape[0]


def test_a_plan_above_what_the_screening_allows_now_is_not_let_in_by_a_file() -> None:
    text = changed(plain(), lambda document: document["person"].update(medications=["spironolactone"]))
    with pytest.raises(RefusedError, match=r"Potassium on day 1: .* limit 2,990"):
        MealPlan.from_json(text)


def test_a_food_that_the_wishes_forbid_is_not_let_in_by_a_file() -> None:
    text = changed(plain(), lambda document: document["request"]["preferences"].update(diet=["vegan"]))
    with pytest.raises(SavedPlanError, match="the diet vegan forbids"):
        MealPlan.from_json(text)
    text = changed(
        day(), lambda document: document["request"]["preferences"].update(exclude=[day().menu["food_code"].iloc[0]])
    )
    with pytest.raises(SavedPlanError, match="which this person is not offered"):
        MealPlan.from_json(text)


# -- what cannot be restored says why ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain", "day"])
def test_foods_that_are_gone_are_named(name: str) -> None:
    plan, table = PLANS[name](), load_foods()
    code, food = plan.menu[["food_code", "food"]].iloc[0]
    fewer = table.select(table.data.index.drop(code))
    with pytest.raises(SavedPlanError) as caught:
        MealPlan.from_json(plan.to_json(), fewer)
    assert set(caught.value.foods_gone) == {code}
    assert f"no longer has {food} ({code})" in str(caught.value)


def test_another_table_is_told() -> None:
    def other(document: dict[str, Any]) -> None:
        document["food_table_sha256"] = "0" * 64

    plan = MealPlan.from_json(changed(plain(), other))
    assert plan.table_digest == plain().table_digest
    assert plan.notices[-1].startswith("Recomputed from another food table")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("{", "line 1, column 2"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no plan"),
        ("{}", "no format number"),
        ('{"format": true}', "no format number"),
        ('{"format": 1}', "plan again"),
        ('{"format": 99}', "newer than this planner reads"),
        ('{"format": 2, "request": {}}', "person: field required"),
    ],
)
def test_what_is_no_saved_plan_says_so(text: str, said: str) -> None:
    with pytest.raises(SavedPlanError, match=said):
        MealPlan.from_json(text)


def set_at(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        for part in path[:-1]:
            document = document[part]
        document[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_at("request", "meals", 0, "foods", 0, "amount", to=float("nan")), "finite"),
        (set_at("request", "meals", 0, "foods", 0, "amount", to=900), "is no portion"),
        (set_at("request", "meals", 0, "foods", 0, "role", to="hat"), "no longer has"),
        (set_at("request", "meals", 0, "kind", to="banquet"), "no longer know a breakfast"),
        (set_at("request", "meals", 0, "day", to=2), "its meals are not"),
        (set_at("request", "meals", to=[]), "its meals are not"),
        (set_at("request", "days", to=10**9), "request.days"),
        (set_at("request", "effort", to="endless"), "request.effort"),
        (set_at("request", "locks", to=[{"day": 9, "meal": "tea"}]), "locks what it does not hold"),
        (set_at("person", "weight_kg", to=-1), "weight_kg"),
        (set_at("request", "preferences", to={"diet": ["paleo"]}), "paleo"),
    ],
)
def test_a_damaged_file_is_refused_in_a_sentence(change: Callable[[dict[str, Any]], None], said: str) -> None:
    with pytest.raises(InputError, match=said):
        MealPlan.from_json(changed(plain(), change))
