"""The search of menus: what it counts while it changes a menu is what the menu is."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import cache
from threading import get_ident

import pytest

from planner import Person, Preferences, load_foods, targets_for
from planner.model.menu import moves
from planner.model.menu.moves import BOUGHT
from planner.model.menu.pins import Pins
from planner.model.menu.search import Effort, Search, Solution, Watch, solve
from planner.model.menu.state import Menu
from planner.plan.menus import FoundMenu, find_menu

OLIVE_OIL = "82104000"
WOMAN = Person(
    sex="female",
    age_years=34,
    height_cm=168,
    weight_kg=62,
    activity="active",
    conditions=["none"],
    medications=["none"],
)


@cache
def found(days: int) -> FoundMenu:
    return find_menu(WOMAN, targets_for(WOMAN), load_foods(), Preferences(), days=days, effort="fast")


def search(days: int, seed: int = 0) -> Search:
    return Search(found(days).problem, found(days).master, seed=seed)


def solved(days: int, effort: Effort, seed: int = 0, watch: Watch | None = None) -> Solution:
    return solve(found(days).problem, found(days).master, effort, seed=seed, watch=watch)


@pytest.mark.parametrize("seed", range(3))
def test_a_menu_scores_the_same_however_it_was_reached(seed: int) -> None:
    solution = solved(3, Effort(sweeps=6, kicks=4, rounds=2), seed)
    fresh = search(3)
    fresh.start(solution.menu)
    assert fresh.plain_score() == pytest.approx(solution.score, abs=1e-6)
    assert fresh.faults() == pytest.approx(solution.faults)


def test_descending_never_makes_it_worse_and_ends_where_nothing_helps() -> None:
    walked = search(2)
    walked.start()
    before = walked.score()
    ended = walked.descend(sweeps=30)
    assert ended < before
    assert walked.descend(sweeps=1) == pytest.approx(ended, abs=1e-9)


def test_going_back_restores_every_count() -> None:
    walked = search(2)
    walked.start()
    walked.descend(sweeps=1)
    kept, score, faults = walked.keep(), walked.score(), walked.faults()
    menu = walked.menu()
    walked.sweep(30.0)
    assert walked.menu() != menu
    walked.back_to(kept)
    assert (walked.menu(), walked.score(), walked.faults()) == (menu, score, faults)


def test_a_longer_search_finds_more_ordinary_menus() -> None:
    short = [solved(2, Effort(sweeps=1, kicks=0, rounds=2), seed).score for seed in range(4)]
    long = [solved(2, Effort(sweeps=60, kicks=20, rounds=2), seed).score for seed in range(4)]
    assert sum(long) < sum(short)


def test_the_same_seed_gives_the_same_menu_and_another_another() -> None:
    effort = Effort(sweeps=5, kicks=2, rounds=2)
    assert solved(2, effort, 1).menu == solved(2, effort, 1).menu
    assert solved(2, effort, 1).menu != solved(2, effort, 2).menu


def test_foods_of_one_ingredient_count_as_one() -> None:
    items = found(2).problem.items
    groups: dict[str, set[int]] = {}
    daily = {food.code for food in items.foods if food.role in ("oil", "dressing")}
    for food, group in zip(items.foods, items.same.tolist(), strict=True):
        own = food.name if "stirred" in food.tags and food.code in daily else food.code
        groups.setdefault(food.ingredient or own, set()).add(group)
    assert all(len(group) == 1 for group in groups.values())
    assert len({min(group) for group in groups.values()}) == len(groups)


def test_a_sauce_stirred_from_oil_comes_twice_a_week_at_most_and_never_on_two_days_running() -> None:
    problem = found(2).problem
    oil = {i for food, i in zip(problem.items.foods, problem.items.same.tolist(), strict=True) if food.role == "oil"}
    sauces = {
        food.name: group
        for food, group in zip(problem.items.foods, problem.items.same.tolist(), strict=True)
        if food.role == "platesauce" and "stirred" in food.tags and food.code == OLIVE_OIL
    }
    assert "lemon-dill sauce" in sauces
    assert not oil & set(sauces.values())
    week = replace(problem, days=7).caps()
    assert {int(week[group]) for group in sauces.values()} == {2}
    assert all(problem.apart[group] for group in sauces.values())


def test_what_is_on_the_list_is_counted_while_the_menu_changes() -> None:
    walked = search(2)
    walked.start()
    for heat in (8.0, 2.0, 0.3):
        walked.sweep(heat)
        bought = walked.given.group[BOUGHT, :-1] > 0
        assert walked.board.listed[0] == (walked.board.stands[:-1][bought] > 0).sum()


def test_meals_that_change_days_leave_the_score_as_it_is_counted_anew() -> None:
    walked = search(3)
    walked.start()
    walked.descend(sweeps=1)
    before = walked.score()
    moves.swap_days(*walked._all)
    after = walked.score()
    fresh = search(3)
    fresh.start(walked.menu())
    assert after <= before
    assert fresh.score() == pytest.approx(after, abs=1e-6)
    assert (fresh.board.today == walked.board.today).all()
    assert fresh.clashes() == walked.clashes()


@pytest.mark.parametrize(("missed", "heatings"), [(0.0, 1), (1.0, 2), (4.0, 4)])
def test_a_menu_that_misses_something_is_heated_again_for_a_target_oftener_than_for_a_rule(
    missed: float, heatings: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(1)  # before anything is patched
    sweeps: list[int] = []
    monkeypatch.setattr(Search, "faults", lambda self: missed)
    monkeypatch.setattr(Search, "cool", lambda self, hot, count, going_on=None: sweeps.append(count))
    solved(1, Effort(sweeps=10, kicks=1, rounds=1))
    assert sweeps == [10, 3, 3, 3][:heatings]


def test_a_limit_passed_is_worse_than_a_target_missed() -> None:
    walked = search(2)
    walked.start()
    row = next(
        r for r in range(len(walked.board.sum_mean)) if walked.problem.quantities[walked._quantity[r]] == "iron_mg"
    )
    stands = float(walked.board.sum_mean[row])
    walked.given.low[row], walked.given.high[row] = stands - 1.0, stands + 1.0
    held = walked.faults()
    walked.given.low[row] = stands + 0.5
    short = walked.faults() - held
    walked.given.low[row], walked.given.high[row] = stands - 1.0, stands - 0.5
    assert walked.faults() - held == pytest.approx(2 * short)
    assert short > 0.0


def test_clashes_that_stay_grow_heavier_and_start_again_as_they_were() -> None:
    walked = search(2)
    walked.start()
    first = float(walked.given.clash_nats[0])
    walked.board.today[0] += walked.board.today[0]  # every food of the first day stands twice
    assert walked.clashes() > 0
    walked._heavier()
    assert walked.given.clash_nats[0] > first
    walked.first_weights()
    assert walked.given.clash_nats[0] == first


def test_more_starts_find_nothing_worse() -> None:
    effort = Effort(sweeps=4, kicks=0, rounds=2, again=0)
    one, three = (solved(2, replace(effort, starts=starts)) for starts in (1, 3))
    assert (three.faults, three.score) <= (one.faults, one.score)


def test_two_starts_at_once_find_the_same_menu_each_time_and_tell_only_the_thread_that_asked() -> None:
    effort, threads = Effort(sweeps=40, kicks=2, rounds=2, starts=2, looks=20_000), set()

    def watch(done: float, menu: Menu) -> bool:
        threads.add(get_ident())
        return True

    first = solved(2, effort, watch=watch)
    assert threads == {get_ident()}
    assert all(first.menu == solved(2, effort).menu for _ in range(3))


def test_a_menu_that_is_warmed_gets_no_worse() -> None:
    effort = Effort(sweeps=30, kicks=0, rounds=4)
    once, warmed = solved(3, effort), solved(3, replace(effort, looks=20_000))
    assert (warmed.faults, warmed.score) <= (once.faults, once.score + 1e-9)


@pytest.mark.parametrize("free", [0, 1])
def test_what_is_held_is_not_warmed(free: int) -> None:
    problem, menu = found(2).problem, found(2).menu
    places = [(day, slot) for day in range(2) for slot in range(len(problem.slots))]
    pins = Pins(meals={(day, slot): menu[day][slot] for day, slot in places[free:]})
    effort = Effort(sweeps=10, kicks=0, rounds=2, starts=2, looks=20_000)
    ended = solve(problem, found(2).master, effort, pins, meals=menu)
    assert [ended.menu[day][slot] for day, slot in places[free:]] == [menu[day][slot] for day, slot in places[free:]]


def test_whoever_watches_ends_all_starts() -> None:
    patient = Effort(sweeps=1_000_000, kicks=1, rounds=1, starts=4)
    ended = solved(2, patient, watch=lambda done, menu: False)
    assert ended.stopped
    assert len(ended.menu) == 2


def test_what_goes_wrong_in_the_other_thread_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    found(1)
    sweep = Search.sweep

    def failing(self: Search, heat: float) -> None:
        if threading.current_thread() is not threading.main_thread():
            raise MemoryError
        sweep(self, heat)

    monkeypatch.setattr(Search, "sweep", failing)
    with pytest.raises(MemoryError):
        solved(1, Effort(sweeps=200, kicks=1, rounds=1, starts=2))


def test_what_is_told_while_it_starts_anew_never_goes_back_and_ends_near_the_end() -> None:
    told: list[float] = []

    def watch(done: float, menu: Menu) -> bool:
        told.append(done)
        return True

    solved(2, Effort(sweeps=20, kicks=1, rounds=2, starts=3), watch=watch)
    assert told == sorted(told)
    assert 0.0 <= told[0] < 0.2
    assert told[-1] > 0.9
    assert any(0.3 < done < 0.6 for done in told)


@pytest.mark.parametrize("slot", range(3))
def test_a_neighbour_is_the_same_kind_of_meal_with_one_role_gone_or_come_or_both(slot: int) -> None:
    shape = found(2).problem.patterns[slot]
    for i, counts in enumerate(shape.counts):
        near = shape.near[shape.near_first[i] : shape.near_first[i + 1]]
        assert len({tuple(one) for one in near.tolist()}) == len(near)
        for other, leaves, joins in near.tolist():
            expected = counts.copy()
            expected[[leaves] if leaves >= 0 else []] -= 1
            expected[[joins] if joins >= 0 else []] += 1
            assert leaves != joins
            assert shape.kind[other] == shape.kind[i]
            assert (shape.counts[other] == expected).all()
            back = shape.near[shape.near_first[other] : shape.near_first[other + 1]].tolist()
            assert [i, joins, leaves] in back
