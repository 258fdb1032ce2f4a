"""Whoever waits for a menu is told how far it is, sees the best so far, and may stop it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from planner import plan_meals
from tests.plan.conftest import PEOPLE

Best = Callable[[], pd.DataFrame]


def test_progress_is_told_in_growing_shares_and_changes_nothing() -> None:
    told: list[float] = []

    def watch(done: float, best: Best) -> bool:
        told.append(done)
        return True

    person, wishes = PEOPLE["woman"]
    watched = plan_meals(person, 1, wishes, effort="fast", progress=watch)
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] < 1
    assert watched.to_json() == plan_meals(person, 1, wishes, effort="fast").to_json()


def test_a_stopped_search_gives_the_best_so_far_and_says_so() -> None:
    shown: list[pd.DataFrame] = []

    def watch(done: float, best: Best) -> bool:
        shown.append(best())
        return len(shown) < 3

    person, wishes = PEOPLE["woman"]
    plan = plan_meals(person, 2, wishes, effort="normal", progress=watch)
    assert len(shown) == 3
    assert plan.status == "limit"
    assert plan.days == shown[-1]["day"].max() == 2


def test_another_plan_and_leftovers_can_be_stopped_too() -> None:
    person, wishes = PEOPLE["woman"]
    plan = plan_meals(person, 2, wishes, effort="fast", leftovers=True)
    calls: list[float] = []

    def watch(done: float, best: Best) -> bool:
        calls.append(done)
        return False

    assert plan.another(progress=watch).status == "limit"
    assert calls == [0.0]
