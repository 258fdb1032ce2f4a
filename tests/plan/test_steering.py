"""Steering a plan: what is locked stays to the gram, a swap does what it says, another plan is another, leftovers come again."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import MealPlan, Person, Preferences, load_foods, plan_meals
from planner.errors import InfeasibleError, InputError, UnknownNameError
from planner.plan.locking import items_of, steerable
from planner.plan.request import Lock
from planner.plan.steered import MAINS
from tests.conftest import ANSWERED, Shell

WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",))
SHOWN = ("energy_kcal", "magnesium_mg", "potassium_mg")


@cache
def plan() -> MealPlan:
    return plan_meals(WOMAN, 3, effort="fast")


@cache
def other() -> MealPlan:
    return plan().another()


@cache
def with_leftovers() -> MealPlan:
    return plan_meals(WOMAN, 7, Preferences(leftovers=True), effort="fast")


def foods(of: MealPlan, day: int, meal: str) -> dict[str, float]:
    """Grams by food code of one meal."""
    rows = of.menu[(of.menu["day"] == day) & (of.menu["meal"] == meal)]
    return dict(zip(rows["food_code"], rows["grams"], strict=True))


def first_food(of: MealPlan, day: int, meal: str) -> str:
    rows = of.menu[(of.menu["day"] == day) & (of.menu["meal"] == meal)]
    return str(rows["food"].iloc[0])


def mains(of: MealPlan) -> set[str]:
    _, found = steerable(of)
    return {item.serving.food.code for item in items_of(found) if item.serving.food.role in MAINS}


def whole_day(of: MealPlan, day: int) -> pd.Series:
    rows = of.nutrients[of.nutrients["day"] == day]
    return pd.Series(rows["amount"].to_numpy(), index=rows["nutrient"].to_numpy())


# -- locks -------------------------------------------------------------------------------------------------------------


def test_what_is_locked_stays_to_the_gram_and_the_rest_still_meets_the_targets() -> None:
    locked = (
        plan()
        .lock(day=1, meal="dinner")
        .lock(meal="breakfast")
        .lock(day=2, meal="lunch", food=first_food(plan(), 2, "lunch"))
    )
    new = locked.replan(seed=5)
    assert foods(new, 1, "dinner") == foods(plan(), 1, "dinner")
    for day in (1, 2, 3):
        assert foods(new, day, "breakfast") == foods(plan(), day, "breakfast")
    (lock,) = [one for one in locked.locks if one.food_code]
    assert foods(new, 2, "lunch")[lock.food_code] == foods(plan(), 2, "lunch")[lock.food_code]
    assert new.misses == ()
    assert new.certificate.holds
    assert any(foods(new, day, "lunch") != foods(plan(), day, "lunch") for day in (1, 2, 3))
    assert new.locks == locked.locks


def test_with_everything_locked_nothing_changes_but_the_targets_it_is_held_to() -> None:
    locked = plan().lock(day=1).lock(day=2).lock(day=3)
    new = locked.replan(targets={"magnesium_mg": (100.0, None)})
    assert new.menu["grams"].tolist() == plan().menu["grams"].tolist()
    assert new.targets["magnesium_mg"].lower == 100.0


def test_locks_that_an_own_target_contradicts_are_a_clash_that_unlocking_mends() -> None:
    locked = plan().lock(day=1).lock(day=2).lock(day=3)
    with pytest.raises(InfeasibleError, match=r"magnesium at least 900 mg.*locked") as caught:
        locked.replan(targets={"magnesium_mg": (900.0, None)})
    assert caught.value.repairs


def test_a_locked_meal_may_be_larger_than_its_share_of_the_day() -> None:
    dinners = plan().menu[plan().menu["meal"] == "dinner"].groupby("day")["food"].agg("; ".join)
    day = int(dinners.index[~dinners.str.contains("rice")][0])
    heavy = plan().swap(day, "dinner", first_food(plan(), day, "dinner"), "white rice", grams=550)
    new = heavy.lock(day=day, meal="dinner").replan()
    assert foods(new, day, "dinner") == foods(heavy, day, "dinner")
    energy = new.targets["energy_kcal"]
    assert energy.lower is not None
    assert energy.upper is not None
    assert energy.lower <= whole_day(new, day)["energy_kcal"] <= energy.upper


@given(data=st.data())
@settings(max_examples=6, deadline=None, derandomize=True)
def test_whatever_is_locked_a_new_plan_keeps_it(data: st.DataObject) -> None:
    rows = plan().menu[["day", "meal", "food"]].drop_duplicates().values.tolist()
    locked = plan()
    for day, meal, food in data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=6)):
        locked = locked.lock(day, meal, food if data.draw(st.booleans()) else None)
    new = locked.replan(seed=data.draw(st.integers(0, 99)))
    for lock in locked.locks:
        before, after = foods(plan(), lock.day, lock.meal), foods(new, lock.day, lock.meal)
        if lock.food_code:
            assert after[lock.food_code] == before[lock.food_code]
        else:
            assert after == before


def test_locks_are_added_up_and_taken_back() -> None:
    locked = plan().lock(day=1, meal="lunch", food=first_food(plan(), 1, "lunch")).lock(day=1)
    assert locked.locks == tuple(sorted(Lock(1, meal) for meal in set(plan().menu["meal"])))
    without_lunch = locked.unlock(day=1, meal="lunch")
    assert [one.meal for one in without_lunch.locks] == sorted(set(plan().menu["meal"]) - {"lunch"})
    assert locked.unlock().locks == ()
    assert plan().locks == ()


def test_one_food_let_go_leaves_the_rest_of_its_meal_locked() -> None:
    free = plan().lock(day=1, meal="dinner").unlock(food=first_food(plan(), 1, "dinner"))
    assert len(free.locks) == len(foods(plan(), 1, "dinner")) - 1
    assert all(one.food_code for one in free.locks)


@pytest.mark.parametrize(
    ("wishes", "wish"),
    [
        ({"diet": "vegan"}, "the diet vegan"),
        ({"allergies": "milk"}, "the milk allergy"),
        ({"exclude": "milk"}, "the wish to exclude 'milk'"),
    ],
)
def test_a_lock_on_a_forbidden_food_is_refused_in_one_sentence_and_nothing_is_lost(
    wishes: dict[str, str], wish: str
) -> None:
    day, meal = next(
        (day, meal)
        for (day, meal), of in plan().menu.groupby(["day", "meal"], sort=False)["food"]
        if meal == "snack 1" and "2% milk" not in of.tolist()
    )
    added = plan().add(day, meal, "2% milk").lock(day=day, meal=meal, food="2% milk")
    before = added.to_json()
    with pytest.raises(InputError) as refused:
        added.replan(Preferences(**wishes))
    assert str(refused.value) == (
        f"{wish} forbids what is locked: 2% milk (day {day}, snack 1); unlock it, or plan without that wish"
    )
    assert added.to_json() == before


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({}, "nothing is named to be locked"),
        ({"day": 9}, "day 9 is not in the plan, which has 3"),
        ({"day": 1, "meal": "diner"}, "did you mean 'dinner'"),
        ({"day": 1, "food": "mammoth"}, "day 1 has no 'mammoth'"),
    ],
)
def test_a_lock_on_what_is_not_there_is_refused(where: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        plan().lock(**where)  # type: ignore[arg-type]


def test_a_plain_day_has_no_parts_to_steer() -> None:
    with pytest.raises(InputError, match="has no meals"):
        plan_meals(WOMAN, menu="none").another()


# -- swaps -------------------------------------------------------------------------------------------------------------


def test_a_swap_changes_the_day_exactly_as_announced() -> None:
    seen = 0
    for name in plan().menu.loc[(plan().menu["day"] == 1) & (plan().menu["meal"] == "lunch"), "food"]:
        for row in plan().swaps(1, "lunch", name, limit=4).to_dict("records"):
            new = plan().swap(1, "lunch", name, row["food_code"], grams=row["grams"])
            change = whole_day(new, 1) - whole_day(plan(), 1)
            assert [change[one] for one in SHOWN] == pytest.approx([row[one] for one in SHOWN], abs=1e-6)
            assert foods(new, 1, "lunch")[row["food_code"]] == pytest.approx(row["grams"])
            if row["holds"]:
                assert set(new.misses) <= set(plan().misses)
                assert len(new.broken_rules) <= len(plan().broken_rules)
            seen += 1
    assert seen >= 8


def test_equals_that_break_nothing_come_first_and_what_others_break_is_said() -> None:
    rows = plan().menu.drop_duplicates(["day", "meal"])
    shown = [
        plan().swaps(day, meal, food, 20)
        for day, meal, food in zip(rows["day"], rows["meal"], rows["food"], strict=True)
    ]
    offered = next(one for one in shown if one["holds"].any() and not one["holds"].all())
    assert offered["holds"].tolist() == sorted(offered["holds"], reverse=True)
    assert (offered["breaks"] == "").tolist() == offered["holds"].tolist()


def test_what_a_swap_breaks_is_said() -> None:
    salty = plan().swap(1, "dinner", first_food(plan(), 1, "dinner"), "bean and ham soup", grams=700)
    assert not salty.certificate.holds
    (notice,) = [one for one in salty.notices if one.startswith("Changed by hand: day 1, dinner: bean and ham soup")]
    assert "breaks: " in notice
    assert "Sodium" in notice
    assert any("Sodium" in miss for miss in salty.misses)
    assert salty.status == "limit"


def test_any_food_of_the_table_can_be_swapped_in_by_its_code() -> None:
    table = load_foods().data
    palette = {item.serving.food.code for item in items_of(steerable(plan())[1])}
    code = next(
        str(one) for one in table.index[(table["category"] == "Apples") & ~table["suspect"]] if one not in palette
    )
    fruit = next(row["food"] for row in plan().menu.to_dict("records") if row["food_code"].startswith("63"))
    day, meal = plan().menu.loc[plan().menu["food"] == fruit, ["day", "meal"]].iloc[0]
    new = plan().swap(int(day), str(meal), fruit, code)
    assert code in foods(new, int(day), str(meal))


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("cheddar", "the milk allergy forbids it"),
        ("93101000", "it is an alcoholic drink"),
        ("mammoth", "unknown food 'mammoth'"),
        ("salad", "may mean"),
    ],
)
def test_a_swap_passes_the_same_gate_as_a_plan(to: str, said: str) -> None:
    without_milk = plan_meals(WOMAN, 1, Preferences(allergies="milk"), effort="fast")
    with pytest.raises(InputError, match=said):
        without_milk.swap(1, "dinner", first_food(without_milk, 1, "dinner"), to)


def test_what_is_locked_is_neither_swapped_nor_removed() -> None:
    food = first_food(plan(), 1, "dinner")
    locked = plan().lock(day=1, meal="dinner", food=food)
    for change in (lambda: locked.swap(1, "dinner", food, "ham"), lambda: locked.remove(1, "dinner", food)):
        with pytest.raises(InputError, match="locked; unlock it first"):
            change()
    with pytest.raises(InputError, match="day 1, dinner is locked"):
        locked.lock(day=1).add(1, "dinner", "ham")


def test_a_food_more_and_the_same_food_gone_is_the_plan_as_it_was() -> None:
    more = plan().add(2, "dinner", "pear")
    assert whole_day(more, 2)["energy_kcal"] > whole_day(plan(), 2)["energy_kcal"]
    again = more.remove(2, "dinner", "pear")
    assert again.menu["grams"].tolist() == plan().menu["grams"].tolist()
    pd.testing.assert_frame_equal(again.certificate.to_frame(), plan().certificate.to_frame())
    with pytest.raises(InputError, match="has pear already"):
        more.add(2, "dinner", "pear")


def test_a_meal_keeps_at_least_one_food() -> None:
    one = plan()
    *rest, last = foods(one, 1, "snack 1")
    for code in rest:
        one = one.remove(1, "snack 1", code)
    with pytest.raises(InputError, match="is all of day 1, snack 1"):
        one.remove(1, "snack 1", last)


def test_a_swapped_food_can_be_locked_and_planned_around() -> None:
    by_hand = plan().swap(1, "lunch", first_food(plan(), 1, "lunch"), "chili with beans and meat", grams=300)
    code = next(code for code in foods(by_hand, 1, "lunch") if code not in foods(plan(), 1, "lunch"))
    new = by_hand.lock(day=1, meal="lunch", food=code).replan(seed=2)
    assert foods(new, 1, "lunch")[code] == foods(by_hand, 1, "lunch")[code]


# -- another plan ------------------------------------------------------------------------------------------------------


def test_another_plan_shares_under_half_of_the_dishes_and_few_foods() -> None:
    here, there = set(plan().menu["food_code"]), set(other().menu["food_code"])
    assert len(mains(plan()) & mains(other())) < len(mains(other())) / 2
    assert len(here & there) <= 0.6 * len(there)
    assert other().misses == ()


def test_another_plan_is_the_same_each_time_and_the_next_differs_from_both() -> None:
    assert plan().another().to_json() == other().to_json()
    third = other().another()
    for one in (plan(), other()):
        assert len(mains(third) & mains(one)) < len(mains(third)) / 2
        assert third.to_json() != one.to_json()


def test_another_plan_keeps_what_is_locked() -> None:
    locked = plan().lock(meal="breakfast")
    new = locked.another()
    assert all(foods(new, day, "breakfast") == foods(plan(), day, "breakfast") for day in (1, 2, 3))
    with pytest.raises(InputError, match="every meal is locked"):
        plan().lock(day=1).lock(day=2).lock(day=3).another()


# -- leftovers ---------------------------------------------------------------------------------------------------------


def leftovers(of: MealPlan) -> dict[int, tuple[str, float]]:
    """Code and grams of what is eaten again, by day."""
    _, found = steerable(of)
    again = {item.day: item for item in items_of(found) if item.serving.leftover}
    assert all(item.meal == "lunch" for item in again.values())
    return {day: (item.serving.food.code, item.serving.grams) for day, item in again.items()}


def test_a_dinner_comes_again_as_the_next_lunch_on_two_or_three_days() -> None:
    again = leftovers(with_leftovers())
    assert 2 <= len(again) <= 3
    assert all(later - day >= 2 for day, later in pairwise(again))
    for day, (code, grams) in again.items():
        assert foods(with_leftovers(), day, "lunch")[code] == foods(with_leftovers(), day - 1, "dinner")[code] == grams
        assert "eftover" in with_leftovers().titles[day, "lunch"]
    assert with_leftovers().misses == ()


def test_without_the_wish_there_are_no_leftovers() -> None:
    assert leftovers(plan()) == {}
    assert not any("eftover" in title for title in plan().titles.values())


def test_a_locked_leftover_holds_the_dinner_it_comes_from() -> None:
    day, (code, grams) = next(iter(leftovers(with_leftovers()).items()))
    new = with_leftovers().lock(day=day, meal="lunch").replan(seed=3)
    assert foods(new, day, "lunch") == foods(with_leftovers(), day, "lunch")
    assert leftovers(new)[day] == (code, grams)
    assert foods(new, day - 1, "dinner")[code] == grams


def test_a_leftover_whose_dinner_is_swapped_away_is_cooked_for_its_meal() -> None:
    day, (code, grams) = next(iter(leftovers(with_leftovers()).items()))
    new = with_leftovers().swap(day - 1, "dinner", code, "baked cod")
    assert leftovers(new).keys() == leftovers(with_leftovers()).keys() - {day}
    assert foods(new, day, "lunch")[code] == grams


def test_unknown_words_are_told_with_the_nearest_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="baked salmon"):
        plan().swap(1, "dinner", first_food(plan(), 1, "dinner"), "backed samlon")


@pytest.mark.slow
def test_the_command_line_gives_another_plan_the_same_each_time(shell: Shell) -> None:
    asked = ("plan", *ANSWERED, "--effort", "fast", "--format", "csv")
    first, second, again = (shell(*asked, *more).stdout for more in ([], ["--another", "1"], ["--another", "1"]))
    assert first.startswith("day,meal,food_code")
    assert second == again != first
