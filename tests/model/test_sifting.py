"""Sifting finds the optimum of the whole program, whatever it starts from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.program import INF, LinearProgram, Row, assemble
from planner.model.sifting import SiftedProgram, solve_sifted
from planner.model.solver import HotModel, solve


def random_program(seed: int, foods: int = 300, rows: int = 12, hard: float = 1.0) -> LinearProgram:
    rng = np.random.default_rng(seed)
    matrix = np.round(rng.random((rows, foods)) * (rng.random((rows, foods)) < 0.7), 3)
    lower = np.where(np.arange(rows) < rows - 3, hard * 3.0, -INF)
    upper = np.where(np.arange(rows) % 3 == 0, hard * 9.0, INF)
    bounds = zip(matrix, lower, upper, strict=True)
    return assemble(
        [str(i) for i in range(foods)],
        np.round(rng.random(foods) + 0.05, 4),
        np.zeros(foods),
        np.full(foods, 2.0),
        [Row(f"r{i}", values, low, high) for i, (values, low, high) in enumerate(bounds)],
    )


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), hard=st.floats(0.2, 8.0))
def test_the_optimum_is_that_of_the_full_model(seed: int, hard: float) -> None:
    program = random_program(seed, hard=hard)
    full, sifted = solve(program), solve_sifted(program)
    assert sifted.status == full.status
    if full.objective is not None:
        assert sifted.objective == pytest.approx(full.objective, rel=1e-9, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_column_is_priced(seed: int) -> None:
    """Optimality over all columns: a food below its cap never has a negative reduced cost, one above zero a positive."""
    program = random_program(seed)
    found = solve_sifted(program)
    assert found.values is not None
    assert found.reduced_costs is not None
    below_cap, used = found.values < program.upper - 1e-9, found.values > 1e-9
    assert found.reduced_costs[below_cap].min() >= -1e-8
    assert found.reduced_costs[used].max(initial=0.0) <= 1e-8


def test_what_was_solved_before_does_not_change_the_answer() -> None:
    program = random_program(7)
    warm = SiftedProgram(program)
    for factor in (1.3, 0.6, 2.0):
        warm.solve(program.row_lower * factor, program.row_upper * factor)
    again, fresh = warm.solve(), SiftedProgram(program).solve()
    assert again.values is not None
    assert fresh.values is not None
    np.testing.assert_allclose(again.values, fresh.values, atol=1e-9)


def test_impossible_rows_are_infeasible() -> None:
    program = random_program(1)
    lower = program.row_lower.copy()
    lower[0] = 1e6
    assert SiftedProgram(program).solve(lower, np.maximum(program.row_upper, lower)).status == "infeasible"
    assert solve_sifted(program.with_rows(row_lower=lower)).status == "infeasible"


def test_a_food_pinned_above_zero_counts() -> None:
    program = random_program(3)
    pinned = program.lower.copy()
    pinned[[5, 250]] = 1.5
    held = replace(program, lower=pinned)
    full, sifted = solve(held), solve_sifted(held)
    assert sifted.values is not None
    assert sifted.values[250] >= 1.5
    assert sifted.objective == pytest.approx(full.objective, rel=1e-9)


def test_columns_keep_their_order_through_the_solver() -> None:
    """PuLP sorts its variables by name; more than ten columns would come back shuffled."""
    count = 25
    cost = np.arange(1.0, count + 1)
    rows = [Row(f"r{i}", np.eye(count)[i], lower=float(i + 1)) for i in range(count)]
    found = solve(assemble([f"x{i}" for i in range(count)], cost, np.zeros(count), np.full(count, INF), rows))
    assert found.values is not None
    assert found.shadow_prices is not None
    np.testing.assert_allclose(found.values, np.arange(1, count + 1))
    np.testing.assert_allclose(found.shadow_prices, cost)


def test_a_hot_model_takes_new_columns() -> None:
    program = random_program(11, foods=40)
    start = HotModel(program.only_columns(np.arange(30)))
    start.solve()
    rest = program.only_columns(np.arange(30, 40))
    start.add_columns(rest.cost, rest.lower, rest.upper, rest.matrix)
    found, full = start.solve(), solve(program)
    assert found.objective == pytest.approx(full.objective, rel=1e-9)
