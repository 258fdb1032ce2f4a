"""The search of menus: what it counts while it changes a menu is what the menu is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from planner import Person, Preferences, load_foods, targets_for
from planner.model.menu import moves
from planner.model.menu.moves import BOUGHT
from planner.model.menu.search import Effort, Search
from planner.model.menu.state import Menu
from planner.plan.menus import FoundMenu, find_menu

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


@pytest.mark.parametrize("seed", range(3))
def test_a_menu_scores_the_same_however_it_was_reached(seed: int) -> None:
    walked = search(3, seed)
    menu, score, faults = walked.solve(Effort(sweeps=6, kicks=4, rounds=2))
    fresh = search(3)
    fresh.start(menu)
    assert fresh.plain_score() == pytest.approx(score, abs=1e-6)
    assert fresh.faults() == pytest.approx(faults)


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
    short = [search(2, seed).solve(Effort(sweeps=1, kicks=0, rounds=2))[1] for seed in range(4)]
    long = [search(2, seed).solve(Effort(sweeps=60, kicks=20, rounds=2))[1] for seed in range(4)]
    assert sum(long) < sum(short)


def test_the_same_seed_gives_the_same_menu_and_another_another() -> None:
    effort = Effort(sweeps=5, kicks=2, rounds=2)
    assert search(2, 1).solve(effort) == search(2, 1).solve(effort)
    assert search(2, 1).solve(effort)[0] != search(2, 2).solve(effort)[0]


def test_foods_of_one_ingredient_count_as_one() -> None:
    items = found(2).problem.items
    groups: dict[str, set[int]] = {}
    for food, group in zip(items.foods, items.same.tolist(), strict=True):
        groups.setdefault(food.ingredient or food.code, set()).add(group)
    assert all(len(group) == 1 for group in groups.values())
    assert len({min(group) for group in groups.values()}) == len(groups)


def test_what_is_on_the_list_is_counted_while_the_menu_changes() -> None:
    walked = search(2)
    walked.start()
    for heat in (8.0, 2.0, 0.3):
        walked.sweep(heat)
        bought = walked.given.group[:-1, BOUGHT] > 0
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


@pytest.mark.parametrize(("missed", "heatings"), [(0.0, 1), (1.0, 2), (4.0, 4)])
def test_a_menu_that_misses_something_is_heated_again_for_a_target_oftener_than_for_a_rule(
    missed: float, heatings: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked, sweeps = search(1), []
    monkeypatch.setattr(Search, "faults", lambda self: missed)
    monkeypatch.setattr(Search, "cool", lambda self, hot, count, going_on=None: sweeps.append(count))
    walked.solve(Effort(sweeps=10, kicks=1, rounds=1))
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
    one, three = (search(2).solve(replace(effort, starts=starts)) for starts in (1, 3))
    assert (three[2], three[1]) <= (one[2], one[1])


def test_what_is_told_while_it_starts_anew_never_goes_back_and_ends_near_the_end() -> None:
    told: list[float] = []

    def watch(done: float, menu: Menu) -> bool:
        told.append(done)
        return True

    search(2).solve(Effort(sweeps=20, kicks=1, rounds=2, starts=3), watch=watch)
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
