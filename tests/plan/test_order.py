"""Like days stand far apart, and what they hold stays as it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from planner import Person, Preferences, load_foods, targets_for
from planner.model.menu.order import _beans_again, _likeness, _not_running, in_order
from planner.model.menu.pins import Pins
from planner.model.menu.problem import MenuProblem
from planner.model.menu.state import Menu
from planner.plan.menus import FoundMenu, find_menu

MAN = Person(
    sex="male",
    age_years=45,
    height_cm=180,
    weight_kg=80,
    activity="active",
    conditions=["none"],
    medications=["none"],
)


@cache
def found(days: int = 7) -> FoundMenu:
    return find_menu(MAN, targets_for(MAN), load_foods(), Preferences(), days=days, effort="fast")


def same_sort(problem: MenuProblem, menu: Menu, sort: str) -> list[int]:
    """Days with a dinner of this sort."""
    dinner = problem.slots.index("dinner")
    return [
        day
        for day, meals in enumerate(menu)
        if any(sort in problem.items.foods[problem.items.food[j]].tags for j in meals[dinner][1])
    ]


def test_the_days_are_the_same_days() -> None:
    mixed = found().menu[::-1]
    assert Counter(in_order(found().problem, mixed, Pins())) == Counter(found().menu)


def test_what_was_put_in_order_is_in_order() -> None:
    assert in_order(found().problem, found().menu, Pins()) == found().menu


@pytest.mark.parametrize("days", [2, 7, 9])
def test_nothing_comes_on_two_days_running_that_may_not(days: int) -> None:
    problem, menu = found(days).problem, found(days).menu
    running = _not_running(problem, menu)
    assert all(running[day, day + 1] == 0.0 for day in range(days - 1))


def test_equal_days_part() -> None:
    """A week of three sorts of days, side by side at first: each stands as far from its like as it can."""
    problem = replace(found().problem, apart=found().problem.apart & False)
    one, two, three = found().menu[:3]
    parted = in_order(problem, (one, one, two, two, three, three), Pins())
    assert all(parted[day] != parted[day + 1] for day in range(5))
    assert all(parted[day] != parted[day + 2] for day in range(4))


def test_a_day_of_which_something_is_pinned_stays() -> None:
    menu = found().menu[::-1]
    held = Pins(meals={(0, 0): menu[0][0], (3, 1): menu[3][1]})
    ordered = in_order(found().problem, menu, held)
    assert ordered[0] == menu[0]
    assert ordered[3] == menu[3]


def test_days_are_alike_by_what_comes_again_and_by_the_sort_of_their_mains() -> None:
    problem, menu = found().problem, found().menu
    alike = _likeness(problem, menu)
    assert alike == pytest.approx(alike.T)
    fish = same_sort(problem, menu, "fish")
    others = [day for day in range(7) if day not in fish]
    assert len(fish) >= 2
    assert others
    twice = _likeness(problem, (menu[fish[0]], menu[fish[0]]))
    assert twice[0, 1] >= alike[fish[0], others[0]]
    assert alike[fish[0], fish[1]] >= 4.0


def test_one_day_is_left_alone() -> None:
    assert in_order(found().problem, found().menu[:1], Pins()) == found().menu[:1]


def of_beans(problem: MenuProblem, menu: Menu, day: int, slot: str) -> bool:
    portions = menu[day][problem.slots.index(slot)][1]
    return any("legume" in problem.items.foods[problem.items.food[j]].tags for j in portions)


def test_beans_at_dinner_and_beans_at_the_next_lunch_are_seen() -> None:
    problem, menu = found().problem, found().menu
    again = _beans_again(problem, menu)
    for one in range(7):
        for next_one in range(7):
            both = of_beans(problem, menu, one, "dinner") and of_beans(problem, menu, next_one, "lunch")
            assert again[one, next_one] == both
    assert again.any(), "a week without beans at dinner and at lunch shows nothing"


def test_a_lunch_of_beans_does_not_follow_a_dinner_of_beans_where_another_day_can_stand_between() -> None:
    problem = replace(found().problem, apart=found().problem.apart & False)
    menu, days = found().menu, range(7)
    dinner = next(d for d in days if of_beans(problem, menu, d, "dinner"))
    lunch = next(d for d in days if of_beans(problem, menu, d, "lunch") and d != dinner)
    other = next(d for d in days if not any(of_beans(problem, menu, d, slot) for slot in ("lunch", "dinner")))
    ordered = in_order(problem, (menu[dinner], menu[lunch], menu[other]), Pins())
    assert all(_beans_again(problem, ordered)[at, at + 1] == 0.0 for at in range(2))
