"""A program that may be missed, kept hot: which demands can hold together, and how far the others must move.

Every bound of a row can be missed at a price, and every lever of a demand pulled. Each question sets prices and bounds
of those columns anew and starts from where the last one ended, over the few columns that ever mattered (see
``sifting``). What is missed at the least price is a proof: its row prices show which demands are in the way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from planner.errors import SolverError
from planner.model.demands import Bound, Demand, Lever
from planner.model.program import INF, FloatArray, LinearProgram
from planner.model.solver import HotModel, Solution, SolverOptions

MISS_PRICE = 1e3  # for missing a row by its own size; far above the solver's tolerance on prices
TOLERANCE = 1e-7  # shares of a row's size that count as nothing
_PRICED = 1e-8  # a column helps that brings this much in all its length
_BATCH = 40
_MAX_ROUNDS = 500

Pulled = list[tuple[int, Lever, float]]  # demand, its lever, and how many units of its value


class Elastic:
    """The questions of one program. Costs play no part; everything is counted in shares of each row's bound."""

    def __init__(self, program: LinearProgram, demands: Sequence[Demand], options: SolverOptions | None = None) -> None:
        self._whole_units = program.is_mixed_integer
        self.demands = tuple(demands)
        self._sides: list[Bound] = [(int(i), "lower") for i in np.flatnonzero(np.isfinite(program.row_lower))]
        self._sides += [(int(i), "upper") for i in np.flatnonzero(np.isfinite(program.row_upper))]
        at = {side: k for k, side in enumerate(self._sides)}
        self._of = [np.array([at[side] for side in demand.sides if side in at], dtype=np.intp) for demand in demands]
        sign = np.array([1.0 if side == "lower" else -1.0 for _, side in self._sides])
        rows = np.array([row for row, _ in self._sides], dtype=np.intp)
        bound = np.where(sign > 0, program.row_lower[rows], program.row_upper[rows])
        reach = program.upper - program.lower
        self._reach = np.where(np.isfinite(reach) & (reach > 0) & ~program.integer, reach, 1.0)
        matrix = program.matrix[rows] * sign[:, None]
        size = np.where(bound != 0, np.abs(bound), np.abs(matrix).max(axis=1, initial=0.0))
        size = np.where(size > 0, size, 1.0)
        self._size = size
        self._matrix = matrix * self._reach / size[:, None]  # (sides, columns): all are "at least" now
        self._low, self._high = program.lower / self._reach, program.upper / self._reach
        self._levers = [(d, lever) for d, demand in enumerate(demands) if not demand.fixed for lever in demand.levers]
        pulls = np.zeros((len(self._sides), len(self._levers)))
        for j, (_, lever) in enumerate(self._levers):
            for row, side, units in lever.moves:
                if (row, side) in at:
                    pulls[at[row, side], j] += units / size[at[row, side]] * self._unit(j)
        self._bars = [None if demand.bars is None else np.asarray(demand.bars, dtype=bool) for demand in demands]
        wide = program.matrix.shape[1] >= 4 * max(len(self._sides), 40)
        whole = self._whole_units or not wide or not np.isfinite(self._low).all()
        self._held = np.arange(program.matrix.shape[1]) if whole else self._first_guess()
        self._all_held = whole
        names = [f"m{k}" for k in range(len(self._sides))] + [f"l{j}" for j in range(len(self._levers))]
        names += [f"c{i}" for i in self._held]
        extra = len(self._sides) + len(self._levers)
        self._model = HotModel(
            LinearProgram(
                column_names=tuple(names),
                cost=np.zeros(len(names)),
                lower=np.concatenate([np.zeros(extra), self._low[self._held]]),
                upper=np.concatenate([np.full(extra, INF), self._high[self._held]]),
                integer=np.concatenate([np.zeros(extra, dtype=bool), program.integer[self._held]]),
                row_names=tuple(f"{program.row_names[row]} {side}" for row, side in self._sides),
                matrix=np.hstack([np.eye(len(self._sides)), pulls, self._matrix[:, self._held]]),
                row_lower=bound * sign / size,
                row_upper=np.full(len(self._sides), INF),
            ),
            options,
        )

    def _unit(self, lever: int) -> float:
        """Levers are counted in shares of the demand's value."""
        return abs(self.demands[self._levers[lever][0]].value) or 1.0

    def _first_guess(self) -> npt.NDArray[np.intp]:
        """For each bound the few columns that serve it most, and those that are pinned away from nothing."""
        best = np.argsort(-self._matrix * np.minimum(self._high, 1.0), axis=1, kind="stable")[:, :3]
        return np.union1d(best, np.flatnonzero(self._low != 0)).astype(np.intp)

    # -- questions -----------------------------------------------------------------------------------------------------

    def clash(self, dropped: Collection[int]) -> list[int] | None:
        """None when all demands but the ``dropped`` ones can hold together; else those that a proof of the contrary needs.

        A search in whole units that is cut short proves nothing: then None, too.
        """
        found = self._solve(self._prices(dropped), self._no_levers(), self._open(dropped))
        if found.status == "limit" or self._missed(found) <= TOLERANCE:
            return None
        kept = [d for d in range(len(self.demands)) if d not in set(dropped)]
        return kept if found.shadow_prices is None else self._needed(found.shadow_prices, kept)

    def mend(self, prices: Mapping[int, float], back: Collection[int] = ()) -> Pulled | None:
        """How far the levers of these demands must be pulled at the least total price (per unit).

        ``back``: demands that are taken back altogether. None when it cannot be done so.
        """
        pulled = np.array([d in prices for d, _ in self._levers], dtype=bool)
        most = np.array([lever.most / self._unit(j) for j, (_, lever) in enumerate(self._levers)])
        high = np.where(pulled, most, 0.0)
        open_columns = self._open(back)
        first = self._solve(self._prices(back), (np.zeros(len(high)), high), open_columns)
        if self._missed(first) > TOLERANCE:
            return None
        # A point without misses is at hand: now none is allowed, and the levers cost.
        cost = np.array([prices.get(d, 0.0) * self._unit(j) for j, (d, _) in enumerate(self._levers)])
        misses = self._prices(back)
        found = self._solve(misses, (cost / (cost.max(initial=0.0) or 1.0), high), open_columns, no_misses=True)
        if found.values is None:
            raise SolverError("the solver could not hold a point that it had found; please report this problem")
        sides = len(self._sides)
        amounts = found.values[sides : sides + len(self._levers)]
        return [
            (d, lever, float(amount) * self._unit(j))
            for j, ((d, lever), amount) in enumerate(zip(self._levers, amounts, strict=True))
            if amount > 1e-9
        ]

    # -- one solve -----------------------------------------------------------------------------------------------------

    def _prices(self, dropped: Collection[int]) -> FloatArray:
        prices = np.full(len(self._sides), MISS_PRICE)
        for d in dropped:
            prices[self._of[d]] = 0.0
        return prices

    def _no_levers(self) -> tuple[FloatArray, FloatArray]:
        return np.zeros(len(self._levers)), np.zeros(len(self._levers))

    def _open(self, dropped: Collection[int]) -> npt.NDArray[np.bool_]:
        """Columns that no demand bars any more."""
        shut = np.zeros(self._matrix.shape[1], dtype=bool)
        for d, bars in enumerate(self._bars):
            if bars is not None and d not in dropped:
                shut |= bars
        return ~shut

    def _solve(
        self,
        misses: FloatArray,
        levers: tuple[FloatArray, FloatArray],
        open_columns: npt.NDArray[np.bool_],
        no_misses: bool = False,
    ) -> Solution:
        """The least price; columns join until none would help. ``no_misses``: what has a price may not be missed at all."""
        lever_cost, lever_high = levers
        high = np.where(open_columns, self._high, np.minimum(self._high, self._low))
        miss_high = np.where(misses > 0, 0.0, INF) if no_misses else np.full(len(misses), INF)
        scale = 1.0 if not no_misses else MISS_PRICE
        extra = len(misses) + len(lever_cost)
        for _ in range(_MAX_ROUNDS):
            self._model.set_all_columns(
                np.concatenate([misses, lever_cost * scale, np.zeros(len(self._held))]),
                np.concatenate([np.zeros(extra), self._low[self._held]]),
                np.concatenate([miss_high, lever_high, high[self._held]]),
            )
            found = self._model.solve()
            if self._all_held or found.shadow_prices is None:
                return found
            gain = -(found.shadow_prices @ self._matrix) * np.minimum(high, 1.0)
            gain[self._held] = 0.0
            helpful = np.flatnonzero((gain < -_PRICED * MISS_PRICE) & (high > self._low))
            if not len(helpful):
                return found
            joining = helpful[np.argsort(gain[helpful], kind="stable")[:_BATCH]]
            self._held = np.concatenate([self._held, joining])
            self._model.add_columns(np.zeros(len(joining)), self._low[joining], high[joining], self._matrix[:, joining])
        raise SolverError("the search for a clash did not end; please report this problem")

    def _missed(self, found: Solution) -> float:
        """The sum of what is missed, in shares of the bounds; infinite when even that has no answer."""
        return INF if found.objective is None else found.objective / MISS_PRICE

    def _needed(self, prices: FloatArray, kept: Sequence[int]) -> list[int]:
        """Demands whose bounds have a price, or that bar columns which would help."""
        small = 1e-7 * float(np.abs(prices).max(initial=0.0))
        needed = [d for d in kept if (np.abs(prices[self._of[d]]) > small).any()]
        helps = (prices @ self._matrix) * np.minimum(self._high, 1.0) > _PRICED * MISS_PRICE
        shut = helps & ~self._open(set(range(len(self.demands))) - set(kept))
        for d in [*needed, *sorted(set(kept) - set(needed), key=lambda d: (self.demands[d].level, d))]:
            bars = self._bars[d]
            if bars is not None and (shut & bars).any():
                shut &= ~bars
                needed.append(d)
        return sorted(set(needed))
