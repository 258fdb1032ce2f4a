"""Why a program has no solution: a minimal set of bounds that clash, and the smallest change that mends it.

Only the bounds named by the caller are questioned; everything else is given. Each question is one solve.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from planner.model.program import INF, LinearProgram
from planner.model.sifting import solve_sifted
from planner.model.solver import SolverOptions

Side = Literal["lower", "upper"]


@dataclass(frozen=True)
class Bound:
    """One side of one row, as people write it: ``NA <= 40000``."""

    row: int
    side: Side
    name: str
    value: float

    def __str__(self) -> str:
        return f"{self.name} {'>=' if self.side == 'lower' else '<='} {plain_number(self.value)}"


def plain_number(value: float) -> str:
    """``40000`` and ``0.4``: no trailing zeros, no needless exponent."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(float(value))


def bounds_of(program: LinearProgram, rows: Sequence[int], names: Sequence[str]) -> list[Bound]:
    """The finite bounds of these rows, lower before upper."""
    found: list[Bound] = []
    for row, name in zip(rows, names, strict=True):
        if np.isfinite(program.row_lower[row]):
            found.append(Bound(row, "lower", name, float(program.row_lower[row])))
        if np.isfinite(program.row_upper[row]):
            found.append(Bound(row, "upper", name, float(program.row_upper[row])))
    return found


def without(program: LinearProgram, dropped: Sequence[Bound]) -> LinearProgram:
    """The program with these bounds taken away."""
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    for bound in dropped:
        (lower if bound.side == "lower" else upper)[bound.row] = -INF if bound.side == "lower" else INF
    return program.with_rows(row_lower=lower, row_upper=upper)


def _aimless(program: LinearProgram) -> LinearProgram:
    return replace(program, cost=np.zeros(len(program.cost)))


def is_feasible(program: LinearProgram, options: SolverOptions) -> bool:
    """Whether any point satisfies the program; the objective plays no part."""
    return solve_sifted(_aimless(program), options).has_point


def find_conflict(program: LinearProgram, bounds: Sequence[Bound], options: SolverOptions) -> list[Bound]:
    """A minimal clashing set among ``bounds``: without any one of them, the rest can hold together.

    Deletion filter: a bound that is not needed for the clash is dropped, one after another, those whose
    own elastic price is zero first. Empty when the program clashes even without all of these bounds.
    """
    if not is_feasible(without(program, bounds), options):
        return []
    kept = list(bounds)
    for bound in _least_suspect_first(program, bounds, options):
        trial = [other for other in kept if other is not bound]
        rest = [other for other in bounds if other not in trial]
        if not is_feasible(without(program, rest), options):
            kept = trial
    return kept


def _least_suspect_first(program: LinearProgram, bounds: Sequence[Bound], options: SolverOptions) -> list[Bound]:
    """Bounds that an elastic solve violates go last: they are likely part of the clash, so stay longest."""
    violated = {id(bound): amount for bound, amount in smallest_combination(program, bounds, options)}
    return sorted(bounds, key=lambda bound: violated.get(id(bound), 0.0))


def smallest_combination(
    program: LinearProgram, bounds: Sequence[Bound], options: SolverOptions
) -> list[tuple[Bound, float]]:
    """Which bounds give way, and by how much, when the sum of relative changes is smallest."""
    rows = len(program.row_names)
    below, above = np.full(rows, INF), np.full(rows, INF)
    for bound in bounds:
        price = 1.0 / max(abs(bound.value), 1e-9) if bound.value else 1.0
        (below if bound.side == "lower" else above)[bound.row] = price
    elastic = _aimless(program).elastic(below, above)
    found = solve_sifted(elastic, options)
    if found.values is None:
        return []
    extra = dict(
        zip(
            elastic.column_names[len(program.column_names) :],
            found.values[len(program.column_names) :].tolist(),
            strict=True,
        )
    )
    changes = []
    for bound in bounds:
        side = "short" if bound.side == "lower" else "over"
        amount = extra.get(f"{program.row_names[bound.row]}:{side}", 0.0)
        if amount > 1e-9 * max(1.0, abs(bound.value)):
            changes.append((bound, amount))
    return changes


def repair_alone(program: LinearProgram, bound: Bound, options: SolverOptions) -> float | None:
    """The value to which this one bound must move so that the program can be solved; None if none helps."""
    rows = len(program.row_names)
    below, above = np.full(rows, INF), np.full(rows, INF)
    (below if bound.side == "lower" else above)[bound.row] = 1.0
    elastic = _aimless(program).elastic(below, above)
    found = solve_sifted(elastic, options)
    if found.objective is None:
        return None
    return _outward(bound, found.objective)


def _outward(bound: Bound, amount: float) -> float:
    """The moved bound, rounded to 9 digits on the side that lets the program be solved."""
    moved = bound.value - amount if bound.side == "lower" else bound.value + amount
    digits = 9 - (math.ceil(math.log10(abs(moved))) if abs(moved) > 1e-9 else 0)
    step = 10.0 ** -max(0, min(digits, 12))
    rounded = math.floor(moved / step) * step if bound.side == "lower" else math.ceil(moved / step) * step
    return round(rounded, max(0, min(digits, 12)))


def repairs(
    program: LinearProgram, conflict: Sequence[Bound], bounds: Sequence[Bound], options: SolverOptions
) -> list[dict[str, Any]]:
    """Each single change that mends the program, the relatively smallest first.

    A single change must touch the clashing set, so only its members are tried. Where no single change is
    enough, the one list holds the best combination instead, and every entry says ``"together": True``.
    """
    alone = []
    for bound in conflict:
        moved = repair_alone(program, bound, options)
        if moved is not None:
            alone.append({"bound": str(bound), "from": bound.value, "to": moved})
    if alone:
        return sorted(alone, key=lambda c: abs(c["to"] - c["from"]) / max(abs(c["from"]), 1e-9))
    return [
        {"bound": str(bound), "from": bound.value, "to": _outward(bound, amount), "together": True}
        for bound, amount in smallest_combination(program, bounds, options)
    ]
