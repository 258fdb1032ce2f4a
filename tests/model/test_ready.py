"""Many people on one program: each gets the optimum of the whole program, whoever came before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.program import INF, FloatArray, LinearProgram
from planner.model.ready import ReadyProgram
from planner.model.solver import Solution, solve

NUTRIENTS, FOODS = 6, 300
Bounds = tuple[FloatArray, FloatArray]


def some_foods(seed: int, limits: int = 3) -> LinearProgram:
    """Foods of random content; the first rows are a person's, the last ones limits of groups of foods."""
    chance = np.random.default_rng(seed)
    content = chance.lognormal(0.0, 1.0, (NUTRIENTS, FOODS)) * (chance.random((NUTRIENTS, FOODS)) < 0.6)
    group = chance.integers(0, limits + 2, FOODS)
    limited = np.array([(group == one).astype(float) for one in range(limits)]).reshape(limits, FOODS)
    rows = NUTRIENTS + limits
    return LinearProgram(
        column_names=tuple(f"food {i}" for i in range(FOODS)),
        cost=chance.uniform(0.1, 2.0, FOODS),
        lower=np.zeros(FOODS),
        upper=chance.uniform(0.5, 3.0, FOODS),
        integer=np.zeros(FOODS, dtype=bool),
        row_names=tuple(f"row {i}" for i in range(rows)),
        matrix=np.vstack([content, limited]),
        row_lower=np.full(rows, -INF),
        row_upper=np.concatenate([np.full(NUTRIENTS, INF), np.full(limits, 1.0)]),
    )


def person(program: LinearProgram, chance: np.random.Generator, size: float = 1.0) -> Bounds:
    """Bounds of all rows: at least so much of each nutrient, of one of them hardly more."""
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    lower[:NUTRIENTS] = size * chance.uniform(5.0, 20.0, NUTRIENTS)
    upper[0] = 1.05 * lower[0]
    return lower, upper


def whole(program: LinearProgram, bounds: Bounds) -> Solution:
    return solve(program.with_rows(row_lower=bounds[0], row_upper=bounds[1]))


def bytes_of(found: Solution) -> bytes:
    if found.values is None or found.shadow_prices is None or found.reduced_costs is None:
        return found.status.encode()
    return found.values.tobytes() + found.shadow_prices.tobytes() + found.reduced_costs.tobytes()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([1.0, 3.0, 30.0]))
def test_each_person_gets_the_optimum_of_the_whole_program(seed: int, size: float) -> None:
    """Also people who are unlike the panel, and those for whom nothing fits."""
    chance, program = np.random.default_rng(seed), some_foods(seed)
    ready = ReadyProgram(program, NUTRIENTS, [person(program, chance) for _ in range(4)])
    for _ in range(4):
        bounds = person(program, chance, size)
        found, full = ready.solve(*bounds), whole(program, bounds)
        assert found.status == full.status
        if full.objective is None:
            continue
        assert found.objective == pytest.approx(full.objective, rel=1e-9)
        assert found.values is not None
        amounts = program.matrix @ found.values
        assert (amounts >= bounds[0] - 1e-6).all()
        assert (amounts <= bounds[1] + 1e-6).all()
        assert (found.values >= 0).all()
        assert (found.values <= program.upper + 1e-9).all()


def test_the_order_of_people_changes_no_byte() -> None:
    chance, program = np.random.default_rng(5), some_foods(5)
    ready = ReadyProgram(program, NUTRIENTS, [person(program, chance) for _ in range(6)])
    people = [person(program, chance, size) for size in (0.5, 1.0, 2.0, 30.0) for _ in range(25)]
    first = [bytes_of(ready.solve(*bounds)) for bounds in people]
    assert b"infeasible" in first
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(people))
        again = {int(i): bytes_of(ready.solve(*people[i])) for i in order}
        assert [again[i] for i in range(len(people))] == first
    anew = ReadyProgram(program, NUTRIENTS, [person(program, np.random.default_rng(5)) for _ in range(1)])
    assert anew.solve(*people[0]).objective == pytest.approx(ready.solve(*people[0]).objective, rel=1e-9)


def test_what_somebody_may_not_eat_or_likes_holds_for_that_person_only() -> None:
    chance, program = np.random.default_rng(7), some_foods(7)
    ready = ReadyProgram(program, NUTRIENTS, [person(program, chance) for _ in range(4)])
    bounds = person(program, chance)
    before = ready.solve(*bounds)
    assert before.values is not None
    closed = before.values > 1e-9
    without = ready.solve(*bounds, closed=closed)
    full = whole(replace(program, upper=np.where(closed, 0.0, program.upper)), bounds)
    assert without.objective == pytest.approx(full.objective, rel=1e-9)
    assert without.values is not None
    assert not without.values[closed].any()
    liked = np.where(chance.random(FOODS) < 0.1, 0.1, 1.0) * program.cost
    preferred = ready.solve(*bounds, cost=liked)
    assert preferred.objective == pytest.approx(whole(replace(program, cost=liked), bounds).objective, rel=1e-9)
    assert bytes_of(ready.solve(*bounds)) == bytes_of(before)


def test_prices_are_those_of_the_whole_program() -> None:
    chance, program = np.random.default_rng(11), some_foods(11)
    ready = ReadyProgram(program, NUTRIENTS, [person(program, chance) for _ in range(4)])
    bounds = person(program, chance)
    found, full = ready.solve(*bounds), whole(program, bounds)
    assert found.shadow_prices is not None
    assert found.shadow_prices == pytest.approx(full.shadow_prices, rel=1e-6, abs=1e-9)
    assert found.reduced_costs == pytest.approx(full.reduced_costs, rel=1e-6, abs=1e-6)


def test_amounts_alone_are_those_of_the_solution() -> None:
    chance, program = np.random.default_rng(13), some_foods(13)
    ready = ReadyProgram(program, NUTRIENTS, [person(program, chance) for _ in range(4)])
    for size in (0.3, 1.0, 2.0, 30.0):
        bounds = person(program, chance, size)
        found, few = ready.solve(*bounds), ready.amounts(*bounds)
        if found.values is None:
            assert few is None
            continue
        assert few is not None
        columns, values = few
        spread = np.zeros(FOODS)
        spread[columns] = values
        assert spread.tobytes() == found.values.tobytes()


def test_only_what_can_be_made_ready_is_taken() -> None:
    program = some_foods(1)
    for wrong in (
        replace(program, integer=np.ones(FOODS, dtype=bool)),
        replace(program, lower=np.full(FOODS, 0.1)),
        replace(program, upper=np.full(FOODS, INF)),
    ):
        with pytest.raises(ValueError, match="continuous columns from 0"):
            ReadyProgram(wrong, NUTRIENTS, [])
