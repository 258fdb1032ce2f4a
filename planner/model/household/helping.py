"""What of the dishes on the table one person is served: a small mixed-integer program over the portions of every dish.

The dishes stand; how much of each is served is chosen exactly, in steps of the food's grid, so that the person's own bounds
hold on the mean and on each day, the meals keep their shares of the energy, and portions stay near usual ones. Bounds may be
missed at their price, so that there is always an answer; what the health screening sets may not, unless nothing else is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.model.household.appetite import FAR, FAR_TIMES, Eater
from planner.model.menu.items import PORTION_NATS, IntArray
from planner.model.menu.state import SHARE_NATS
from planner.model.program import INF, BoolArray, FloatArray, LinearProgram
from planner.model.solver import SolverOptions, solve

_GAP, _NODES, _MORE_NODES = 0.05, 100, 1000  # more where something is missed
_INSIDE = 1e-4  # of a bound: beyond the tolerances of the solver
_FIRMER, _FIRMEST = (
    40.0,
    200.0,
)  # what must hold, and what is for safety, weigh so much more than while dishes were chosen


@dataclass(frozen=True, eq=False)
class Dishes:
    """K foods on the table over D days: where each stands."""

    day: IntArray
    slot: IntArray
    food: IntArray
    days: int


@dataclass(frozen=True)
class MostGrams:
    """A limit of the health screening: ``weights`` (K,), what of each dish it counts, times grams is at most ``grams`` over
    ``days`` (from, before)."""

    weights: FloatArray
    days: tuple[int, int]
    grams: float


@dataclass(frozen=True, eq=False)
class Helping:
    """``steps`` (K,) of each dish. ``short``: the weight of the bounds that are missed, mere wishes aside; 0 = none is.

    ``prices`` (Q,): nats that one more of a missed quantity is worth; ``nats`` of the whole, ``gap`` relative.
    """

    steps: IntArray
    prices: FloatArray
    short: float
    nats: float
    gap: float


def serve(
    eater: Eater, dishes: Dishes, firm: BoolArray, limits: Sequence[MostGrams] = (), relative_gap: float = _GAP
) -> Helping:
    """The portions of one person. ``firm`` (Q,): quantities whose bounds are the health screening's."""
    program, rows = _program(eater, dishes, firm, limits)
    for nodes in (_NODES, _MORE_NODES):
        found = solve(program, SolverOptions(relative_gap=relative_gap, node_limit=nodes))
        assert found.values is not None, "bounds are elastic, so that there is a point"
        helping = _read(eater, dishes, program, rows, found.values, found.objective or 0.0, found.gap or 0.0)
        if helping.short == 0.0:
            break
    return helping


def _read(
    eater: Eater,
    dishes: Dishes,
    program: LinearProgram,
    rows: Mapping[str, int],
    values: FloatArray,
    nats: float,
    gap: float,
) -> Helping:
    count, bounds = len(dishes.food), eater.problem.bounds
    slack = dict(zip(program.column_names[3 * count :], values[3 * count :].tolist(), strict=True))
    prices, short = np.zeros(len(bounds.scale)), 0.0
    for name, q in rows.items():
        low, high = slack.get(f"{name}:short", 0.0), slack.get(f"{name}:over", 0.0)
        if not bounds.soft[q] and max(low, high) > _INSIDE:
            short += bounds.weight[q] * max(low, high)
            prices[q] += (bounds.weight[q] if low > high else -bounds.weight[q]) / bounds.scale[q]
    return Helping(np.rint(values[:count]).astype(np.int64), prices, short, nats, gap)


def _program(
    eater: Eater, dishes: Dishes, firm: BoolArray, limits: Sequence[MostGrams]
) -> tuple[LinearProgram, dict[str, int]]:
    """Columns: steps of each dish, its distance from the usual portion (near, then far), then slacks. Rows in units of each bound's scale."""
    problem, bounds = eater.problem, eater.problem.bounds
    count, grids = len(dishes.food), [eater.grids[f] for f in dishes.food.tolist()]
    step_g = np.array([one.step for one in grids]) * eater.unit_g[dishes.food]
    per_step = eater.per_gram[dishes.food] * step_g[:, None]  # (K, Q)
    names, matrix, low, high, penalty = [], [], [], [], []
    rows: dict[str, int] = {}
    margin = _INSIDE

    def row(name: str, coefficients: FloatArray, least: float, most: float, price: float) -> None:
        names.append(name)
        matrix.append(np.r_[coefficients, np.zeros(2 * count)])
        low.append(least)
        high.append(most)
        penalty.append(price)

    scale = bounds.scale
    for q in np.flatnonzero(~eater.is_rule).tolist():
        price = bounds.weight[q] * (1.0 if bounds.soft[q] else _FIRMEST if firm[q] else _FIRMER)
        each = per_step[:, q] / scale[q]
        spans = [("mean", np.ones(count) / dishes.days, bounds.mean_lower[q], bounds.mean_upper[q])]
        spans += [
            (f"day {d}", (dishes.day == d).astype(float), bounds.day_lower[q], bounds.day_upper[q])
            for d in range(dishes.days)
        ]
        for span, where, least, most in spans:
            if not np.isfinite([least, most]).any():
                continue
            name = f"{problem.quantities[q]} {span}"
            share = (
                dishes.days if span == "mean" else 1.0
            )  # as the search has it: a miss on the mean is one of every day
            row(name, each * where, least / scale[q] + margin, most / scale[q] - margin, price * share)
            rows[name] = q
    kcal, day_kcal = per_step[:, problem.energy], eater.energy_kcal
    for d in range(dishes.days):
        for s in range(len(problem.slots)):
            here = (dishes.day == d) & (dishes.slot == s)
            least, most = problem.share_kcal[s] / day_kcal
            row(f"meal {d} {s}", kcal * here / day_kcal, least, most, SHARE_NATS)
    for n, limit in enumerate(limits):
        here = (dishes.day >= limit.days[0]) & (dishes.day < limit.days[1])
        row(f"limit {n}", limit.weights * step_g * here / limit.grams, -INF, 1.0, SHARE_NATS * _FIRMEST)
    usual = eater.usual_g[dishes.food]
    for k in range(count):
        for side in (1.0, -1.0):
            one = np.zeros(3 * count)
            one[k], one[count + k], one[2 * count + k] = -side * step_g[k] / usual[k], 1.0, 1.0
            names.append(f"dish {k} {side:+.0f}")
            matrix.append(one)
            low.append(-side)
            high.append(INF)
            penalty.append(INF)
    price = np.array(penalty)
    bare = LinearProgram(
        column_names=tuple(f"{part} {k}" for part in ("steps", "off", "far off") for k in range(count)),
        cost=PORTION_NATS * np.repeat([0.0, 1.0, FAR_TIMES], count),
        lower=np.r_[[float(one.least) for one in grids], np.zeros(2 * count)],
        upper=np.r_[[float(one.most) for one in grids], np.full(count, FAR), np.full(count, INF)],
        integer=np.repeat([True, False, False], count),
        row_names=tuple(names),
        matrix=np.array(matrix),
        row_lower=np.array(low),
        row_upper=np.array(high),
    )
    return bare.elastic(price, price), rows
