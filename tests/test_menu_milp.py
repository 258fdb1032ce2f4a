"""The whole-menu program of the benchmark says what the planner's scorer says, and its optimum is the optimum."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.long_search import judged, plan, spread
from benchmarks.menu_milp import MenuMilp
from planner.model.menu.master import Master
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.menu.search import Search, solve
from planner.model.solver import available_solvers
from planner.plan.menus import EFFORTS

FOODS_A_ROLE, PATTERNS = 2, 3


@pytest.fixture(scope="module")
def problem() -> MenuProblem:
    """Two days of somebody, the whole of it."""
    return plan(spread(2)[1], 2, "fast")[0].problem


def tiny(problem: MenuProblem, slots: tuple[str, ...], days: int) -> MenuProblem:
    """The cheapest kinds of meals in these slots, with two foods a role, so that all menus can be listed."""
    at = [problem.slots.index(slot) for slot in slots]
    shapes = []
    for slot in at:
        shape = problem.patterns[slot]
        small = np.flatnonzero(shape.counts.sum(axis=1) <= 3)
        order = small[np.argsort(shape.cost[small], kind="stable")]
        keep = order[np.sort(np.unique(shape.kind[order], return_index=True)[1])][:PATTERNS]
        shapes.append(
            replace(
                shape,
                patterns=tuple(shape.patterns[i] for i in keep),
                cost=shape.cost[keep],
                kind=shape.kind[keep],
                counts=shape.counts[keep],
                near_first=np.zeros(len(keep) + 1, dtype=np.int64),
                near=np.zeros((0, 3), dtype=np.int64),
            )
        )
    surprise = np.full_like(problem.items.surprise, np.inf)
    for row in range(len(surprise)):
        for role in np.unique(problem.items.role):
            foods = np.flatnonzero((problem.items.role == role) & np.isfinite(problem.items.surprise[row]))
            best = foods[np.argsort(problem.items.surprise[row, foods], kind="stable")][:FOODS_A_ROLE]
            surprise[row, best] = problem.items.surprise[row, best]
    return replace(
        problem,
        days=days,
        slots=slots,
        slot_row=problem.slot_row[at],
        patterns=tuple(shapes),
        share_kcal=problem.share_kcal[at],
        items=replace(problem.items, surprise=surprise),
        most_foods=5,
    )


def meals(problem: MenuProblem, slot: int) -> list[Meal]:
    """All meals of a slot."""
    items, row = problem.items, problem.slot_row[slot]
    found = set()
    for number, pattern in enumerate(problem.patterns[slot].patterns):
        choices = [
            np.flatnonzero((items.role[items.food] == role) & np.isfinite(items.surprise[row, items.food])).tolist()
            for role in pattern.roles
        ]
        found |= {(number, tuple(sorted(chosen))) for chosen in itertools.product(*choices) if problem.sensible(chosen)}
    return sorted(found)


@pytest.mark.parametrize(("slots", "days"), [(("breakfast",), 2), (("breakfast", "snack"), 1)])
@pytest.mark.parametrize("solver", available_solvers())
def test_the_optimum_is_the_best_of_all_menus(
    problem: MenuProblem, slots: tuple[str, ...], days: int, solver: str
) -> None:
    small = tiny(problem, slots, days)
    choices = [meals(small, slot) for _ in range(days) for slot in range(len(slots))]
    menus = [
        tuple(tuple(chosen[day * len(slots) : (day + 1) * len(slots)]) for day in range(days))
        for chosen in itertools.product(*choices)
    ]
    assert 100 < len(menus) < 50_000
    master = Master(small).run()
    state = Search(small, master)
    best = np.inf
    for menu in menus:
        state.start(menu)
        best = min(best, state.plain_score())
    result = MenuMilp(small, Master(small).run()).solve(solver, 60.0)
    assert result.proved
    assert result.menu is not None
    score, _ = judged(small, master, result.menu)
    assert score == pytest.approx(best, abs=1e-4)
    assert result.objective == pytest.approx(score, abs=1e-4)
    assert solve(small, master, EFFORTS["normal"]).score >= best - 1e-6


def test_what_the_program_says_of_a_menu_is_what_the_scorer_says(problem: MenuProblem) -> None:
    """Foods and meals in plenty: whatever menu a short run ends with, both count the same nats."""
    small = replace(tiny(problem, ("breakfast", "lunch", "dinner"), 2), most_foods=12)
    result = MenuMilp(small, Master(small).run()).solve("highs", 5.0)
    assert result.menu is not None
    score, _ = judged(small, Master(small).run(), result.menu)
    assert result.objective == pytest.approx(score, abs=1e-3)
