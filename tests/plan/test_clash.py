"""Wishes that cannot hold together: minimal sets in words, repairs that do and of which one per cent less does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from planner import Person, Preferences, mend, plan_meals
from planner.errors import ContradictionError, InfeasibleError, InputError, Repair
from planner.foods.palette import load_palette
from planner.foods.table import load_foods
from planner.model.menu.pins import PlacedMeal, Serving
from planner.model.menu.placing import Kept
from planner.nutrition.targets import Override
from planner.plan.claims import MINDED
from planner.plan.planning import gate
from planner.plan.request import Request, Steering
from planner.plan.standing import menu_setup

WOMAN = Person(
    sex="female", age_years=34, height_cm=168, weight_kg=62, activity="active", conditions="none", medications="none"
)
SMALL = WOMAN.model_copy(update={"energy_kcal": 800.0})
MUCH = {"potassium_mg": (20000.0, None)}

Own = Mapping[str, Override]


def ask(
    person: Person = WOMAN,
    wishes: Preferences | None = None,
    targets: Own | None = None,
    days: int = 1,
    steering: Steering | None = None,
) -> None:
    """Everything that comes before the search of a menu."""
    request = Request(person, days, wishes or Preferences(), targets=dict(targets or {}))
    passed = gate(request)
    menu_setup(
        person, passed.targets, load_foods(), request.preferences, passed.unsafe, days=days, steering=steering,
        limits=passed.limits, snacks=2,
    )  # fmt: skip


def clash(**asked: Any) -> InfeasibleError:
    with pytest.raises(InfeasibleError) as caught:
        ask(**asked)
    return caught.value


def said(error: InfeasibleError, number: int = 0) -> set[str]:
    return {claim.said for claim in error.conflicts[number]}


def with_change(repair: Repair, share: float) -> Repair:
    """Only ``share`` of the one change of a repair."""
    (change,) = repair.changes
    assert change.start is not None
    assert change.to is not None
    part = vars(change) | {"to": change.start + share * (change.to - change.start)}
    return Repair((type(change)(**part),), repair.minded)


CASES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "800 kcal and much potassium": (
        {"person": SMALL, "targets": MUCH},
        {"energy about 800 kcal", "potassium at least 20,000 mg"},
    ),
    "a vegan's vitamin D": (
        {"wishes": Preferences(diet="vegan"), "targets": {"vitamin_d_ug": (90.0, None)}},
        {"the diet vegan", "vitamin D at least 90 µg", "calcium at most 2,500 mg (the upper level)"},
    ),
    "little sodium, much potassium": (
        {"targets": {"sodium_mg": (None, 300.0), "potassium_mg": (15500.0, None)}},
        {"energy about 2,336 kcal", "sodium at most 300 mg", "potassium at least 15,500 mg"},
    ),
    "a must-have above a limit": (
        {"wishes": Preferences(must="fish 3 times a week", limits="fish=:2/week"), "days": 7},
        {"'fish 3 times a week'", "'fish at most 2 a week'"},
    ),
}


@pytest.mark.parametrize(("asked", "claims"), CASES.values(), ids=CASES.keys())
def test_the_clash_is_told_in_the_words_of_the_wishes(asked: dict[str, Any], claims: set[str]) -> None:
    assert said(clash(**asked)) == claims


@pytest.mark.parametrize(
    "name", ["800 kcal and much potassium", "a vegan's vitamin D", "little sodium, much potassium"]
)
def test_each_repair_applied_does_and_one_per_cent_less_does_not(name: str) -> None:
    asked, _ = CASES[name]
    person, wishes, targets = (asked.get(key, default) for key, default in ASKED)
    tried = 0
    for repair in clash(**asked).repairs:
        ask(*mend(person, wishes, targets, repair))
        if repair.changes[0].to is not None and len(repair.changes) == 1:
            tried += 1
            with pytest.raises(InfeasibleError):
                ask(*mend(person, wishes, targets, with_change(repair, 0.99)))
    assert tried


ASKED: tuple[tuple[str, Any], ...] = (("person", WOMAN), ("wishes", None), ("targets", {}))


def test_a_dollar_a_day_is_answered_with_the_least_cost_to_the_cent() -> None:
    wishes = Preferences(budget_usd_per_day=1)
    error = clash(wishes=wishes)
    assert "costs at least" in str(error)
    (more_money,) = error.repairs
    assert more_money.changes[0].bound == "price_usd <= 1"
    ask(*mend(WOMAN, wishes, None, more_money))
    with pytest.raises(InfeasibleError):
        ask(*mend(WOMAN, wishes, None, with_change(more_money, 0.99)))


def test_an_allergy_is_never_taken_back_for_a_must_have_of_its_name() -> None:
    error = clash(wishes=Preferences(allergies="fish", must="fish twice a week"), days=7)
    assert isinstance(error, ContradictionError)
    assert isinstance(error, InputError)
    assert said(error) == {"'fish twice a week'", "the allergy to fish"}
    assert [repair.said for repair in error.repairs] == ["leave out 'fish twice a week'"]


@pytest.mark.parametrize("whole", [True, False], ids=["a whole meal", "single foods"])
def test_three_locked_desserts_do_not_fit_into_1400_kcal(whole: bool) -> None:
    names = ("custard", "chocolate ice cream", "angel food cake")  # any two would fit
    foods = {food.name: food for food in load_palette().foods if food.name in names}
    servings = tuple(Serving(foods[name], foods[name].amounts[0]) for name in names)
    meal = PlacedMeal("snack", "sweet", servings)
    steering = Steering(meals={(1, "snack"): meal}) if whole else Steering(kept={(1, "snack"): Kept(servings)})
    small = WOMAN.model_copy(update={"energy_kcal": 1400.0})
    error = clash(person=small, steering=steering)
    assert sum(one.startswith("the locked ") for one in said(error)) == (1 if whole else 3)
    assert any(one.startswith("added sugars at most 35 g") for one in said(error))
    assert any(repair.said.startswith("unlock ") for repair in error.repairs)


CROWDS: dict[str, tuple[dict[str, Any], int, int]] = {  # wishes, sets that clash, how many have to go
    "two desserts for one snack": ({"must": "custard every day; angel food cake every day"}, 1, 1),
    "three desserts for one snack": ({"must": "custard every day; sorbet every day; fig bar every day"}, 3, 2),
    "two drinks for one morning": ({"must": "coffee every morning; tea every morning"}, 1, 1),
}


@pytest.mark.parametrize("name", CROWDS)
@pytest.mark.parametrize("days", [1, 7])
def test_must_haves_for_one_place_clash_with_each_other_and_the_fewest_go(name: str, days: int) -> None:
    wishes, sets, gone = CROWDS[name]
    with pytest.raises(ContradictionError) as caught:
        plan_meals(WOMAN, days, Preferences(**wishes), snacks=1)
    error = caught.value
    assert "its meals have room for one of these" in str(error)
    assert len(error.conflicts) == sets
    assert all(len(members) == 2 for members in error.conflicts)
    assert {len(repair.changes) for repair in error.repairs} == {gone}
    for repair in error.repairs:
        ask(*mend(WOMAN, Preferences(**wishes), None, repair), days=days)


def test_must_haves_with_a_place_each_do_not_clash() -> None:
    ask(wishes=Preferences(must="custard every day; coffee every morning; salad every day; nuts every day"), days=7)
    ask(wishes=Preferences(must="custard every day; sorbet every day"))  # there are two snacks


def test_a_minimum_above_a_cap_clashes_with_it_and_gives_way() -> None:
    unasked = WOMAN.model_copy(update={"conditions": None})
    error = clash(person=unasked, targets={"potassium_mg": (4700.0, None)})
    wish, cap = error.conflicts[0]
    assert (wish.safety, cap.safety) == (False, True)
    (repair,) = error.repairs
    assert repair.said == "potassium at least 2,990 mg instead of 4,700"
    ask(*mend(unasked, None, {"potassium_mg": (4700.0, None)}, repair))


@pytest.mark.parametrize("name", CASES)
def test_nothing_that_keeps_safe_is_ever_moved(name: str) -> None:
    error = clash(**CASES[name][0])
    kept = {claim.bound for members in error.conflicts for claim in members if claim.safety}
    assert kept.isdisjoint(change.bound for repair in error.repairs for change in repair.changes)


def test_what_is_minded_most_comes_last() -> None:
    error = clash(**CASES["a vegan's vitamin D"][0])
    assert [repair.minded for repair in error.repairs] == sorted(repair.minded for repair in error.repairs)
    assert error.repairs[-1].said == "take back the diet vegan"
    assert error.repairs[-1].minded == MINDED["diet"].price


def test_the_plain_day_says_the_same_and_its_repair_is_exact() -> None:
    def plain(person: Person, wishes: Preferences | None, targets: Own) -> None:
        plan_meals(person, preferences=wishes, targets=targets, menu="none")

    with pytest.raises(InfeasibleError) as caught:
        plain(SMALL, None, MUCH)
    assert said(caught.value) == {"energy about 800 kcal", "potassium at least 20,000 mg"}
    less = caught.value.repairs[0]
    with pytest.raises(InfeasibleError):
        plain(*mend(SMALL, None, MUCH, with_change(less, 0.99)))


def test_without_wishes_of_ones_own_nothing_is_asked_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> bool:
        raise AssertionError("asked")

    monkeypatch.setattr("planner.plan.affordable.can_hold", never)
    ask()
    with pytest.raises(AssertionError, match="asked"):
        ask(targets={"iron_mg": (20.0, None)})


def test_what_is_not_part_of_a_question_cannot_be_mended_there() -> None:
    error = clash(**CASES["800 kcal and much potassium"][0])
    lock = type(error.repairs[0].changes[0])("lock day 1 snack", None, None, "unlock sorbet (day 1, snack)")
    with pytest.raises(InputError, match="unlock it in the plan"):
        mend(WOMAN, None, None, Repair((lock,), 0.5))
