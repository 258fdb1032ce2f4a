"""A linear program made ready for many people: another set of row bounds is solved in a tenth of a millisecond.

The foods that a panel of typical people use are held in a small model; every other food is priced with its shadow
prices (``cost - y · column``), and joins only if it would help. Where the small model has no point, the weights that
prove it (a Farkas ray) tell which foods could mend that; when none can, the whole program has no point.

Every solve starts from the same basis and leaves the model as it was: an answer depends on the program, the panel and
the bounds, never on who was solved for before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from planner.model.program import INF, BoolArray, FloatArray, IntArray, LinearProgram
from planner.model.solver import HotModel, Solution, solve

RowBounds = tuple[FloatArray, FloatArray]

# A column helps when its reduced cost is below this share of the largest cost, both for as much as there may be of it.
TOLERANCE = 1e-10
# Columns of the small model: what the panel uses, then what it nearly uses. More cost time, fewer join late.
MOST_COLUMNS = 48
BATCH = 12
_MOST_ROUNDS = 60
_PROOF = 1e-7  # by how much, in rows of size 1, a ray must miss to prove that nothing fits


@dataclass(frozen=True, eq=False)
class _Wish:
    """Bounds in scaled rows, and the costs and most of each column, scaled (n,); ``is_own`` where a person changed them."""

    lower: FloatArray
    upper: FloatArray
    cost: FloatArray
    most: FloatArray
    is_own: bool = False


@dataclass(frozen=True, eq=False)
class _Grown:
    """The columns of a model that has grown; ``found`` with its reduced costs (n,) over all, or the ``ray`` that proves
    that there is nothing to find; neither where the solver gave up."""

    columns: IntArray
    found: Solution | None = None
    reduced: FloatArray = field(default_factory=lambda: np.zeros(0))
    ray: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class _Best:
    """A model at its optimum, and which columns and rows of the program it holds."""

    columns: IntArray
    rows: IntArray
    found: Solution

    def amounts(self) -> FloatArray:
        """In scaled units of the columns."""
        assert self.found.values is not None
        clipped: FloatArray = np.maximum(self.found.values, 0.0)
        return clipped


class ReadyProgram:
    """``program`` (continuous, all lower bounds 0, finite upper ones), for people who differ in the first ``varying`` rows.

    ``panel``: row bounds, each (m,), of typical people; what they use is what the small model starts with.
    """

    def __init__(self, program: LinearProgram, varying: int, panel: Sequence[RowBounds]) -> None:
        if program.is_mixed_integer or program.lower.any() or not np.isfinite(program.upper).all():
            raise ValueError("made ready can be continuous columns from 0 to a finite bound")
        self._column_size = np.where(program.upper > 0, program.upper, 1.0)
        reach = program.matrix * self._column_size
        largest = np.abs(reach).max(axis=1, initial=0.0)
        self._row_size = np.where(largest > 0, largest, 1.0)
        cost = program.cost * self._column_size
        self._cost_size = float(np.abs(cost).max(initial=0.0)) or 1.0
        self._plain = program
        self._matrix = np.ascontiguousarray(reach / self._row_size[:, None])
        self._cost = cost / self._cost_size
        self._most = (program.upper > 0).astype(float)
        self._fixed = (program.row_lower / self._row_size, program.row_upper / self._row_size)
        self._varying = varying
        self._all_rows = np.arange(len(largest))
        self._rays: list[FloatArray] = []
        wishes = [self._wish(*bounds) for bounds in panel]
        core = self._learn(wishes)
        # A limit that these columns cannot reach together is left to the wide model.
        bites = (self._matrix[:, core].sum(axis=1) > self._fixed[1]) | (self._fixed[0] > -INF)
        self._rows = np.flatnonzero((self._all_rows < varying) | bites)
        self._tight = _Started(self._scaled(core, self._rows), wishes, self._rows, core)
        self._wide = _Started(self._scaled(core, self._all_rows), wishes, self._all_rows, core)
        self._core, self._rest = core, np.setdiff1d(np.arange(len(cost)), core)
        self._rest_matrix = np.ascontiguousarray(self._matrix[np.ix_(self._rows, self._rest)])

    # -- the answer for one person -------------------------------------------------------------------------------------

    def solve(
        self,
        row_lower: FloatArray,
        row_upper: FloatArray,
        *,
        closed: BoolArray | None = None,
        cost: FloatArray | None = None,
    ) -> Solution:
        """The optimum over all columns for these bounds of the first ``varying`` rows, each of shape (varying,).

        ``closed`` (n,): columns that this person may not use; ``cost`` (n,) instead of the program's.
        """
        wish = self._wish(row_lower, row_upper, closed, cost)
        best = self._best(wish)
        if isinstance(best, Solution):
            return best
        assert best.found.shadow_prices is not None
        columns, values = best.columns, best.amounts()
        amounts, prices = np.zeros(len(self._cost)), np.zeros(len(self._row_size))
        amounts[columns] = values * self._column_size[columns]
        prices[best.rows] = best.found.shadow_prices
        return Solution(
            "optimal",
            float(wish.cost[columns] @ values) * self._cost_size,
            amounts,
            0.0,
            shadow_prices=prices * self._cost_size / self._row_size,
            reduced_costs=(wish.cost - prices @ self._matrix) * self._cost_size / self._column_size,
        )

    def amounts(
        self,
        row_lower: FloatArray,
        row_upper: FloatArray,
        *,
        closed: BoolArray | None = None,
        cost: FloatArray | None = None,
    ) -> tuple[IntArray, FloatArray] | None:
        """As ``solve``, but only some columns and their amounts, each (k,): all others are 0. None where nothing fits."""
        best = self._best(self._wish(row_lower, row_upper, closed, cost))
        if isinstance(best, Solution):
            return None if best.values is None else (np.arange(len(self._cost)), best.values)
        return best.columns, best.amounts() * self._column_size[best.columns]

    def _best(self, wish: _Wish) -> _Best | Solution:
        """The optimum in scaled columns, or the answer of the whole program: that there is none, as a rule."""
        if (wish.lower > wish.upper).any() or any(self._proves(ray, wish) for ray in self._rays):
            return Solution("infeasible", None, None, None)
        with self._tight.opened(wish) as model:
            found = model.solve()
        if found.shadow_prices is not None:
            reduced = wish.cost[self._rest] - found.shadow_prices @ self._rest_matrix
            if reduced.min(initial=0.0) >= -TOLERANCE or not (wish.most[self._rest[reduced < -TOLERANCE]] > 0).any():
                return _Best(self._core, self._rows, found)
        with self._wide.opened(wish) as model:
            grown = self._grow(model, wish, self._core)
        if grown.ray is not None:
            return Solution("infeasible", None, None, None)
        if grown.found is None:
            return self._whole(wish)
        return _Best(grown.columns, self._all_rows, grown.found)

    def _grow(self, model: HotModel, wish: _Wish, columns: IntArray) -> _Grown:
        """Columns join the model, which holds ``columns``, until none helps or a ray proves that none can."""
        for _ in range(_MOST_ROUNDS):
            found = model.solve()
            held = np.zeros(len(wish.cost), dtype=bool)
            held[columns] = True
            if found.shadow_prices is not None:
                reduced = wish.cost - found.shadow_prices @ self._matrix
                helps = self._helpful(reduced, wish, held)
                if not helps.any():
                    return _Grown(columns, found, reduced)
            else:
                ray = model.infeasibility_ray() if found.status == "infeasible" else None
                if ray is None:
                    break
                ray = _towards(ray, wish)
                if self._proves(ray, wish):
                    return _Grown(columns, ray=ray)
                reduced = -(ray @ self._matrix)
                helps = (reduced < -1e-12 * np.abs(ray).max()) & ~held & (wish.most > 0)
                if not helps.any():
                    break
            at = np.flatnonzero(helps)
            joining = at[np.argsort(reduced[at], kind="stable")[:BATCH]]
            columns = np.concatenate([columns, joining])
            model.add_columns(wish.cost[joining], np.zeros(len(joining)), wish.most[joining], self._matrix[:, joining])
        return _Grown(columns)

    def _helpful(self, reduced: FloatArray, wish: _Wish, held: BoolArray) -> BoolArray:
        found: BoolArray = (reduced < -TOLERANCE) & ~held & (wish.most > 0)
        return found

    def _proves(self, ray: FloatArray, wish: _Wish) -> bool:
        """Whether the weighted rows ask for more than all columns together can give: a proof whatever the ray came from."""
        asked = np.where(ray > 0, wish.lower, np.where(ray < 0, wish.upper, 0.0))
        if not np.isfinite(asked[ray != 0]).all():
            return False
        most = np.maximum(ray @ self._matrix, 0.0) @ wish.most
        return bool(ray[ray != 0] @ asked[ray != 0] > most + _PROOF * np.abs(ray).sum())

    def _whole(self, wish: _Wish) -> Solution:
        """The whole program by itself; slow, and always right."""
        return solve(
            replace(
                self._plain,
                cost=wish.cost * self._cost_size / self._column_size,
                upper=wish.most * self._column_size,
                row_lower=wish.lower * self._row_size,
                row_upper=wish.upper * self._row_size,
            )
        )

    # -- making ready --------------------------------------------------------------------------------------------------

    def _wish(
        self,
        row_lower: FloatArray,
        row_upper: FloatArray,
        closed: BoolArray | None = None,
        cost: FloatArray | None = None,
    ) -> _Wish:
        lower, upper = self._fixed[0].copy(), self._fixed[1].copy()
        size = self._row_size[: self._varying]
        lower[: self._varying] = row_lower[: self._varying] / size
        upper[: self._varying] = row_upper[: self._varying] / size
        own_cost = self._cost if cost is None else cost * self._column_size / self._cost_size
        most = self._most if closed is None else np.where(closed, 0.0, self._most)
        return _Wish(lower, upper, own_cost, most, closed is not None or cost is not None)

    def _scaled(self, columns: IntArray, rows: IntArray) -> LinearProgram:
        program = self._plain.only_columns(columns)
        return replace(
            program,
            cost=self._cost[columns],
            upper=self._most[columns],
            row_names=tuple(program.row_names[i] for i in rows),
            matrix=self._matrix[np.ix_(rows, columns)],
            row_lower=self._fixed[0][rows],
            row_upper=self._fixed[1][rows],
        )

    def _learn(self, wishes: Sequence[_Wish]) -> IntArray:
        """The columns that the panel uses or nearly uses; proofs for those of it who cannot be served are kept."""
        columns = self._first_guess()
        model = HotModel(self._scaled(columns, self._all_rows), is_scaled=True)
        used = np.zeros(len(self._cost), dtype=bool)
        nearest = np.full(len(self._cost), INF)
        for wish in wishes:
            model.set_row_bounds(wish.lower, wish.upper)
            grown = self._grow(model, wish, columns)
            columns = grown.columns
            if grown.ray is not None:
                self._rays.append(grown.ray)
            if grown.found is not None and grown.found.values is not None:
                used[columns[grown.found.values > 1e-9]] = True
                nearest = np.minimum(nearest, grown.reduced)
        self._rays = _unlike(self._rays)
        rank = np.where(used, -INF, nearest)
        return np.sort(np.argsort(rank, kind="stable")[: max(MOST_COLUMNS, int(used.sum()))])

    def _first_guess(self) -> IntArray:
        """For each row the few columns that serve it at the lowest cost."""
        value = np.where(self._matrix > 0, self._matrix / (self._cost + 1e-3), 0.0)
        return np.unique(np.argsort(-value, axis=1, kind="stable")[:, :2])


class _Started:
    """A small model and the basis that every solve starts from: that of the first of the panel who can be served."""

    def __init__(self, program: LinearProgram, wishes: Sequence[_Wish], rows: IntArray, columns: IntArray) -> None:
        self._model = HotModel(program, is_scaled=True)
        self._cost, self._upper = program.cost, program.upper
        self._rows, self._columns, self._all = rows, columns, np.arange(len(program.cost))
        for wish in wishes:
            self._model.set_row_bounds(wish.lower[rows], wish.upper[rows])
            if self._model.solve().status == "optimal":
                break
        self._start = self._model.basis()

    @contextmanager
    def opened(self, wish: _Wish) -> Iterator[HotModel]:
        """The model with a person's bounds, at the start; afterwards it is as it was, whatever was done to it."""
        if wish.is_own:
            self._model.set_columns(self._all, wish.cost[self._columns], wish.most[self._columns])
        self._model.set_row_bounds(wish.lower[self._rows], wish.upper[self._rows])
        self._model.start_from(self._start)
        try:
            yield self._model
        finally:
            self._model.keep_columns(len(self._all))
            if wish.is_own:
                self._model.set_columns(self._all, self._cost, self._upper)


def _towards(ray: FloatArray, wish: _Wish) -> FloatArray:
    """The ray with the sign in which it asks for more than there is."""
    for sign in (1.0, -1.0):
        turned = sign * ray
        asked = np.where(turned > 0, wish.lower, np.where(turned < 0, wish.upper, 0.0))
        if np.isfinite(asked[np.abs(turned) > 1e-9 * np.abs(turned).max()]).all():
            small = np.abs(turned) <= 1e-9 * np.abs(turned).max()
            return np.where(small, 0.0, turned)
    return ray


def _unlike(rays: Sequence[FloatArray]) -> list[FloatArray]:
    """Without rays that say the same."""
    kept: list[FloatArray] = []
    for ray in rays:
        ray = ray / np.abs(ray).max()
        if not any(np.allclose(ray, other, atol=1e-6) for other in kept):
            kept.append(ray)
    return kept
