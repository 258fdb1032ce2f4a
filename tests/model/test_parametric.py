"""A price holds on its stretch and not beyond it: compared with solving again."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.model.parametric import BoundCurve, Stretch, stretches
from planner.model.program import INF, LinearProgram, Row, assemble
from planner.model.solver import solve


def random_diet(seed: int, foods: int = 40, rows: int = 6) -> LinearProgram:
    """Foods with whole-number contents and costs, so that kinks and ties are common."""
    rng = np.random.default_rng(seed)
    content = rng.integers(0, 6, (rows, foods)).astype(float)
    lower = np.where(np.arange(rows) % 3 == 2, -INF, 20.0)
    upper = np.where(np.arange(rows) % 3 == 2, 60.0, INF)
    return assemble(
        [f"food {i}" for i in range(foods)],
        rng.integers(1, 9, foods).astype(float),
        np.zeros(foods),
        np.full(foods, 4.0),
        [Row(f"n{i}", content[i], float(lower[i]), float(upper[i])) for i in range(rows)],
    )


def cost_with(program: LinearProgram, row: int, side: str, bound: float) -> float | None:
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    (lower if side == "lower" else upper)[row] = bound
    return solve(program.with_rows(row_lower=lower, row_upper=upper)).objective


def walk(program: LinearProgram, row: int, side: str, far: float) -> list[Stretch]:
    start = float((program.row_lower if side == "lower" else program.row_upper)[row])
    return stretches(BoundCurve(program).ask(row, side), start, far)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), row=st.sampled_from([0, 1, 3]), far=st.sampled_from([10.0, 24.5, 50.0]))
def test_within_its_stretch_a_price_is_what_solving_again_costs(seed: int, row: int, far: float) -> None:
    program = random_diet(seed)
    found = walk(program, row, "lower", far)
    assume(found)
    base = solve(program).objective
    assert base is not None
    assert found[0].start.cost == pytest.approx(base, rel=1e-9)
    for one in found:
        for share in (0.25, 0.5, 1.0):
            bound = one.start.bound + share * (one.end.bound - one.start.bound)
            again = cost_with(program, row, "lower", bound)
            assert again == pytest.approx(one.start.cost + one.price * (bound - one.start.bound), rel=1e-6, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), side=st.sampled_from(["lower", "upper"]))
def test_beyond_its_stretch_another_price_begins_and_tightening_grows_dearer(seed: int, side: str) -> None:
    program = random_diet(seed)
    row, far = (0, 60.0) if side == "lower" else (2, 5.0)
    found = walk(program, row, side, far)
    assume(found)
    prices = [abs(one.price) for one in found]
    assert all(later > earlier - 1e-9 for earlier, later in itertools.pairwise(prices))
    assert [one.start.bound for one in found[1:]] == [one.end.bound for one in found[:-1]]
    end = found[0].end.bound
    if end != far:
        further = end + 0.5 * (far - end)
        again = cost_with(program, row, side, further)
        assert again is not None
        assert again > found[0].start.cost + found[0].price * (further - found[0].start.bound) + 1e-9


def test_at_a_kink_the_price_is_that_of_the_side_asked_for() -> None:
    """1 a unit up to 4 units, then 3: at 4 the solver may name any price between, but more costs 3 and less saves 1."""
    program = assemble(
        ["cheap", "dear"], np.array([1.0, 3.0]), np.zeros(2), np.array([4.0, INF]), [Row("need", np.ones(2), lower=4.0)]
    )
    (more,) = walk(program, 0, "lower", 10.0)
    (less,) = walk(program, 0, "lower", 1.0)
    assert (more.price, more.end.bound) == (pytest.approx(3.0), 10.0)
    assert (less.price, less.end.bound) == (pytest.approx(1.0), 1.0)


def test_a_bound_that_does_not_bind_is_free_until_it_does() -> None:
    program = assemble(
        ["rice", "beans"], np.array([1.0, 2.0]), np.zeros(2), np.full(2, 9.0),
        [Row("energy", np.ones(2), lower=4.0), Row("iron", np.array([1.0, 3.0]), lower=2.0)],
    )  # fmt: skip
    free, dear = walk(program, 1, "lower", 10.0)
    assert (free.price, free.end.bound) == (pytest.approx(0.0), pytest.approx(4.0))
    assert dear.price == pytest.approx(0.5)


def test_nothing_is_said_where_nothing_can_be_solved() -> None:
    assert walk(random_diet(1), 0, "lower", 1e6) == []
