"""Clashes of any program: minimal, exact, all of them while they are few; also in whole units, and with foods left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.model.conflict import Explanation, Mending, explain
from planner.model.demands import Demand, Side, row_demands
from planner.model.program import INF, LinearProgram, Row, assemble
from planner.model.solver import solve


def random_program(seed: int, foods: int = 8, whole: bool = False) -> LinearProgram:
    """Four nutrients that are asked for, at most so much of a fifth; foods up to one unit each."""
    rng = np.random.default_rng(seed)
    rows = [
        Row(f"n{i}", rng.integers(0, 10, foods).astype(float), lower=float(rng.integers(10, 60)), upper=upper)
        for i, upper in enumerate(rng.choice([INF, 61.0], 4).tolist())
    ]
    rows.append(Row("salt", rng.integers(0, 10, foods).astype(float), upper=float(rng.integers(3, 20))))
    names = [f"f{i}" for i in range(foods)]
    return assemble(names, np.zeros(foods), np.zeros(foods), np.ones(foods), rows, np.full(foods, whole))


def holds(program: LinearProgram) -> bool:
    """By the solver alone, without anything that explains."""
    return solve(program).values is not None


def keeping(program: LinearProgram, kept: tuple[Demand, ...], every: list[Demand]) -> LinearProgram:
    """Only these demands; the others are dropped, and the columns that none of these bars are open."""
    low, high, most = program.row_lower.copy(), program.row_upper.copy(), program.upper.copy()
    for demand in every:
        if demand in kept:
            if demand.bars is not None:
                most[demand.bars] = 0.0
            continue
        for row, side in demand.sides:
            (low if side == "lower" else high)[row] = -INF if side == "lower" else INF
    return replace(program.with_rows(row_lower=low, row_upper=high), upper=most)


def moved(program: LinearProgram, mending: Mending, share: float = 1.0) -> LinearProgram:
    low, high = program.row_lower.copy(), program.row_upper.copy()
    for move in mending.moves:
        ((row, side),) = move.demand.sides
        assert move.to is not None
        (low if side == "lower" else high)[row] = move.demand.value + share * (move.to - move.demand.value)
    return program.with_rows(row_lower=low, row_upper=high)


def check(program: LinearProgram, demands: list[Demand], found: Explanation) -> None:
    for members in found.conflicts:
        assert not holds(keeping(program, members, demands))
        for one in members:
            rest = tuple(other for other in members if other is not one)
            assert holds(keeping(program, rest, demands)), f"{one.name} is not needed for the clash"
    assert len({frozenset(members) for members in found.conflicts}) == len(found.conflicts)


def explained(program: LinearProgram) -> Explanation:
    """The clash of a program that has one, checked; other examples are passed over."""
    demands = row_demands(program, range(5))
    found = explain(program, demands)
    assert (found is None) == holds(program)
    assume(found is not None)
    assert found is not None
    check(program, demands, found)
    return found


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), whole=st.booleans())
def test_every_set_is_minimal_and_every_repair_exact(seed: int, whole: bool) -> None:
    program = random_program(seed, whole=whole)
    found = explained(program)
    for mending in found.mendings:
        assert holds(moved(program, mending))
        if len(mending.moves) == 1:
            assert not holds(moved(program, mending, 0.99))
    assert [one.price for one in found.mendings] == sorted(one.price for one in found.mendings)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_over_many_columns_only_a_few_join_and_the_answer_is_as_exact(seed: int) -> None:
    program = random_program(seed, foods=400)
    tight = program.with_rows(row_lower=program.row_lower * 12)
    found = explained(tight)
    for mending in found.mendings:
        assert holds(moved(tight, mending))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_wish_that_leaves_foods_out_is_part_of_the_clash_like_any_other(seed: int) -> None:
    program = random_program(seed)
    rng = np.random.default_rng(seed)
    diets = [Demand(f"diet {n}", bars=rng.random(8) < 0.5, price=20.0) for n in range(2)]
    demands = [*row_demands(program, range(5)), *diets]
    found = explain(program, demands)
    assert (found is None) == holds(keeping(program, tuple(demands), demands))
    assume(found is not None)
    assert found is not None
    check(program, demands, found)


def test_two_clashes_that_have_nothing_in_common_are_both_told_and_mended_together() -> None:
    rows = [Row("iron", np.array([1.0, 0.0]), lower=3.0), Row("zinc", np.array([0.0, 1.0]), lower=5.0)]
    program = assemble(["a", "b"], np.zeros(2), np.zeros(2), np.ones(2), rows)
    found = explain(program, row_demands(program, range(2)))
    assert found is not None
    assert {tuple(one.name for one in members) for members in found.conflicts} == {("iron >= 3",), ("zinc >= 5",)}
    (both,) = found.mendings
    assert {move.demand.name: move.to for move in both.moves} == pytest.approx({"iron >= 3": 1.0, "zinc >= 5": 1.0})


@pytest.mark.parametrize(("dear", "moves"), [("lower", "upper"), ("upper", "lower")])
def test_what_is_minded_less_is_moved_first(dear: Side, moves: Side) -> None:
    program = assemble(
        ["a"],
        np.zeros(1),
        np.zeros(1),
        np.array([INF]),
        [Row("up", np.ones(1), lower=4.0), Row("down", np.ones(1), upper=2.0)],
    )
    demands = [replace(one, price=100.0 if one.sides[0][1] == dear else 1.0) for one in row_demands(program, range(2))]
    found = explain(program, demands)
    assert found is not None
    assert found.mendings[0].moves[0].demand.sides[0][1] == moves


def test_what_is_fixed_is_named_and_stays() -> None:
    program = assemble(
        ["a"],
        np.zeros(1),
        np.zeros(1),
        np.array([INF]),
        [Row("up", np.ones(1), lower=4.0), Row("down", np.ones(1), upper=2.0)],
    )
    wish, cap = row_demands(program, range(2))
    found = explain(program, [wish, replace(cap, fixed=True)])
    assert found is not None
    assert [one.name for one in found.conflicts[0]] == ["up >= 4", "down <= 2"]
    assert [[move.demand.name for move in one.moves] for one in found.mendings] == [["up >= 4"]]


def test_what_clashes_without_any_demand_has_no_set_to_tell() -> None:
    program = assemble(
        ["a"],
        np.zeros(1),
        np.zeros(1),
        np.ones(1),
        [Row("given", np.ones(1), lower=4.0), Row("asked", np.ones(1), upper=2.0)],
    )
    found = explain(program, row_demands(program, [1]))
    assert found is not None
    assert found.conflicts == ()
    assert found.mendings == ()
