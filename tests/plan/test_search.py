"""The search of menus: what it counts while it changes a menu is what the menu is."""

from __future__ import annotations

from functools import cache

import pytest

from planner import Person, Preferences, load_foods, targets_for
from planner.model.menu.search import Effort, Search
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
