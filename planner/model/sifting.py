"""A linear program over thousands of foods, solved on a hundred of them and proved on all.

A plan uses some thirty foods, so most columns never matter. The program is solved over a few candidates,
every other column is priced with the shadow prices (``cost - y · column``), those that would help join, until
none would: the optimum of the whole program, not of a sample. Rows are elastic at a high price meanwhile, so
that any set of candidates has a point; what remains of that price at the end means the whole is infeasible.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from planner.model.program import INF, FloatArray, LinearProgram
from planner.model.solver import HotModel, Solution, SolverOptions, solve

# A column helps when its reduced cost is below this share of the largest cost in the program.
TOLERANCE = 1e-9
# How many helpful columns join at a time: enough for few rounds, few enough for cheap pivots.
BATCH = 40
_MAX_ROUNDS = 500
_FEASIBILITY = 1e-7


@dataclass
class _State:
    """Which columns the hot model holds, in its order."""

    positions: npt.NDArray[np.intp]


class SiftedProgram:
    """A program kept hot over its candidate columns; other row bounds are another ``solve`` call.

    The columns found for one call stay for the next: that saves time and never changes the optimum, which is
    proved over all columns each time.
    """

    def __init__(self, program: LinearProgram, start: npt.NDArray[np.intp] | None = None) -> None:
        if program.is_mixed_integer:
            raise ValueError("sifting is for linear programs; choose the candidates first, then add integers")
        if not np.isfinite(program.lower).all():
            raise ValueError("sifting starts from the lower bounds, which must be finite")
        self._program = program
        rows = len(program.row_names)
        self._scale = float(np.abs(program.cost).max(initial=0.0)) or 1.0
        # One unit of a row, as big as a typical food moves it, costs more than any food: rows first.
        size = np.abs(program.matrix).max(axis=1, initial=0.0)
        self._penalty = 1e3 * self._scale / np.where(size > 0, size, 1.0)
        chosen = self._first_guess() if start is None else np.unique(start)
        # A column pinned away from zero is always held, so that its amount counts.
        chosen = np.union1d(chosen, np.flatnonzero(program.lower != 0))
        self._state = _State(chosen.astype(np.intp))
        slack = np.hstack([np.eye(rows), -np.eye(rows)])
        held = program.only_columns(self._state.positions)
        self._model = HotModel(
            LinearProgram(
                column_names=tuple(f"s{i}" for i in range(2 * rows)) + held.column_names,
                cost=np.concatenate([self._penalty, self._penalty, held.cost]),
                lower=np.concatenate([np.zeros(2 * rows), held.lower]),
                upper=np.concatenate([np.full(2 * rows, INF), held.upper]),
                integer=np.zeros(2 * rows + len(self._state.positions), dtype=bool),
                row_names=program.row_names,
                matrix=np.hstack([slack, held.matrix]),
                row_lower=program.row_lower,
                row_upper=program.row_upper,
            )
        )

    def _first_guess(self) -> npt.NDArray[np.intp]:
        """For each row the few columns that serve it at the lowest cost."""
        program = self._program
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(program.matrix > 0, program.matrix / (program.cost + 1e-3 * self._scale), 0.0)
        best = np.argsort(-value, axis=1, kind="stable")[:, :3]
        return np.unique(best)

    def solve(self, row_lower: FloatArray | None = None, row_upper: FloatArray | None = None) -> Solution:
        """The optimum over all columns for these row bounds (default: the program's own)."""
        program = self._program.with_rows(row_lower=row_lower, row_upper=row_upper)
        if (program.row_lower > program.row_upper).any():
            return Solution("infeasible", None, None, None)
        self._model.set_row_bounds(program.row_lower, program.row_upper)
        rows = len(program.row_names)
        tolerance = TOLERANCE * self._scale
        held = np.zeros(len(program.cost), dtype=bool)
        held[self._state.positions] = True
        for _ in range(_MAX_ROUNDS):
            found = self._model.solve()
            if found.values is None or found.shadow_prices is None:
                return found
            reduced = program.cost - found.shadow_prices @ program.matrix
            helpful = np.flatnonzero((reduced < -tolerance) & ~held & (program.upper > program.lower))
            if not len(helpful):
                return self._finish(program, found, reduced, rows)
            order = np.argsort(reduced[helpful] * _reach(program, helpful), kind="stable")
            joining = helpful[order[:BATCH]]
            held[joining] = True
            self._state.positions = np.concatenate([self._state.positions, joining])
            self._model.add_columns(
                program.cost[joining], program.lower[joining], program.upper[joining], program.matrix[:, joining]
            )
        return solve(program)  # never seen; the full model is always right

    def _finish(self, program: LinearProgram, found: Solution, reduced: FloatArray, rows: int) -> Solution:
        assert found.values is not None
        assert found.shadow_prices is not None
        slack = found.values[: 2 * rows]
        size = np.concatenate([1.0 / self._penalty] * 2) * 1e3 * self._scale
        if (slack > _FEASIBILITY * np.maximum(1.0, size)).any():
            return self._rows_cannot_all_hold(program)
        values = program.lower.copy()
        values[self._state.positions] = found.values[2 * rows :]
        return Solution(
            "optimal",
            float(program.cost @ values),
            values,
            0.0,
            shadow_prices=found.shadow_prices,
            reduced_costs=reduced,
        )

    def _rows_cannot_all_hold(self, program: LinearProgram) -> Solution:
        """Without costs the penalties alone are minimised: what remains of them then is a proof."""
        if not program.cost.any():
            return Solution("infeasible", None, None, None)
        aimless = replace(program, cost=np.zeros(len(program.cost)))
        if SiftedProgram(aimless, self._state.positions).solve().status == "infeasible":
            return Solution("infeasible", None, None, None)
        return solve(program)  # the penalty was too low for this program; the full model needs none


def _reach(program: LinearProgram, columns: npt.NDArray[np.intp]) -> FloatArray:
    """How far each column can go before its bound, or before it fills a row alone."""
    with np.errstate(divide="ignore", invalid="ignore"):
        filled = np.where(
            (program.matrix[:, columns] > 0) & np.isfinite(program.row_upper)[:, None],
            np.abs(program.row_upper)[:, None] / program.matrix[:, columns],
            INF,
        ).min(axis=0)
    room = np.minimum(program.upper[columns] - program.lower[columns], filled)
    return np.where(np.isfinite(room), room, 1.0)


def solve_sifted(program: LinearProgram, options: SolverOptions | None = None) -> Solution:
    """Solve by sifting where that pays and is possible, in full otherwise."""
    wide = len(program.cost) >= 4 * max(len(program.row_names), 40)
    if program.is_mixed_integer or not wide or (options is not None and options.solver != "highs"):
        return solve(program, options)
    if not np.isfinite(program.lower).all() or (program.lower > program.upper).any():
        return solve(program, options)
    if not np.isfinite(program.upper[program.cost < 0]).all():
        return solve(program, options)  # may be unbounded, which only the full model can tell
    return SiftedProgram(program).solve()
