"""What the solver says is what happened: infeasible, unbounded, cut short, solved."""

from __future__ import annotations

import numpy as np
import pytest

from planner.errors import InputError
from planner.model.program import INF, LinearProgram, Row, assemble
from planner.model.solver import SolverOptions, available_solvers, solve

SOLVERS = pytest.mark.parametrize("solver", available_solvers())


def two_foods(*rows: Row, cost: tuple[float, float] = (1.0, 2.0), integer: bool = False) -> LinearProgram:
    return assemble(["a", "b"], np.array(cost), np.zeros(2), np.full(2, INF), rows, np.full(2, integer))


@SOLVERS
def test_infeasible(solver: str) -> None:
    program = two_foods(Row("low", np.array([1.0, 1.0]), lower=5), Row("high", np.array([1.0, 1.0]), upper=4))
    found = solve(program, SolverOptions(solver))  # type: ignore[arg-type]
    assert found.status == "infeasible"
    assert found.values is None, "an infeasible solve leaves no numbers behind"


@SOLVERS
def test_unbounded(solver: str) -> None:
    program = two_foods(Row("low", np.array([1.0, 1.0]), lower=5), cost=(-1.0, 1.0))
    assert solve(program, SolverOptions(solver)).status == "unbounded"  # type: ignore[arg-type]


@SOLVERS
def test_a_row_between_two_bounds_counts_both(solver: str) -> None:
    row = Row("band", np.array([1.0, 1.0]), lower=2, upper=3)
    cheap = solve(two_foods(row), SolverOptions(solver))  # type: ignore[arg-type]
    dear = solve(two_foods(row, cost=(-1.0, -2.0)), SolverOptions(solver))  # type: ignore[arg-type]
    assert cheap.objective == pytest.approx(2)
    assert dear.objective == pytest.approx(-6)
    assert cheap.shadow_prices == pytest.approx([1.0])
    assert dear.shadow_prices == pytest.approx([-2.0])


@SOLVERS
def test_whole_units(solver: str) -> None:
    program = two_foods(Row("low", np.array([2.0, 3.0]), lower=7), integer=True, cost=(2.0, 2.9))
    found = solve(program, SolverOptions(solver))  # type: ignore[arg-type]
    assert found.values == pytest.approx([2, 1])
    assert found.shadow_prices is None


def test_crossed_bounds_are_infeasible_before_any_solver_runs() -> None:
    program = two_foods(Row("crossed", np.array([1.0, 1.0]), lower=3, upper=2))
    assert solve(program).status == "infeasible"


def hard_knapsack(items: int = 60) -> LinearProgram:
    rng = np.random.default_rng(5)
    weights = rng.integers(1000, 9999, size=(3, items)).astype(float)
    rows = [Row(f"w{i}", w, lower=float(w.sum() / 2) - 3, upper=float(w.sum() / 2) + 3) for i, w in enumerate(weights)]
    return assemble(
        [str(i) for i in range(items)], rng.random(items), np.zeros(items), np.ones(items), rows, np.ones(items, bool)
    )


def test_a_search_cut_short_says_so() -> None:
    found = solve(hard_knapsack(), SolverOptions(node_limit=1))
    assert found.status == "limit"
    assert found.gap is None or found.gap > 0


def test_the_same_program_gives_the_same_point() -> None:
    runs = [solve(hard_knapsack(20), SolverOptions(node_limit=50)) for _ in range(3)]
    points = [None if run.values is None else run.values.tobytes() for run in runs]
    assert len(set(points)) == 1


def test_an_unknown_solver_is_named() -> None:
    with pytest.raises(InputError, match="unknown solver 'glpk'"):
        SolverOptions("glpk")  # type: ignore[arg-type]
