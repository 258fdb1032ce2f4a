"""The linear program that picks whole meals: column generation over every meal that foods and patterns can make.

Rows: one meal per slot (of the mean day), the quantities on the mean day, the energy of each slot, how often a food or a kind
of meal may stand. Columns: whole meals, priced exactly at the shadow prices until none would help. The optimum is a lower
bound, its prices steer the search, its meals start it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.model.menu.items import NO_CAP, IntArray
from planner.model.menu.moves import MOST_ITEMS
from planner.model.menu.pricing import Pricer
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.program import INF, BoolArray, FloatArray, LinearProgram
from planner.model.solver import HotModel

_NO_MEAL = 500.0  # nats for a slot left empty while columns are still missing
_SHARE = 60.0  # nats for a slot's energy off by the whole day's
_OVER_CAP = 40.0
_FIRST_PENALTY, _DEARER = 1.0, 3.0  # what a miss costs at first, and how much dearer it gets while it stays
_STEADY = 0.3  # share of the best prices so far in the next ones
_OVER = 1e-6  # how far over its cap a food counts as over it
_ROUNDS = 60
_TOP = 10
_GAP = 2e-3
_UNMET = 1e-3
_NUTRIENTS_FIRST = 12.0  # a target missed here is missed because it must be, not because that is cheaper


@dataclass(frozen=True, eq=False)
class MasterResult:
    """What the program found: its bound, the meals by slot with their share of days, and the prices.

    ``prices`` (Q,) are nats per unit of each quantity, ``energy_prices`` (S,) per kcal of each slot, beside it.
    ``short`` and ``over`` (Q,): by how much even fractions of meals miss the bounds of each quantity on the mean day, in
    its units; no menu of these foods does better.
    """

    objective: float
    bound: float
    meals: tuple[tuple[Meal, ...], ...]
    weight: tuple[FloatArray, ...]
    reduced: tuple[FloatArray, ...]
    prices: FloatArray
    energy_prices: FloatArray
    short: FloatArray
    over: FloatArray
    rounds: int

    @property
    def unmet(self) -> BoolArray:
        """(Q,) quantities that no menu of these foods meets."""
        return np.asarray((self.short > 0.0) | (self.over > 0.0))


class Master:
    """The restricted program, kept hot while columns join; a cap joins once the meals chosen exceed it."""

    def __init__(self, problem: MenuProblem) -> None:
        self._problem, self._pricer = problem, Pricer(problem)
        bounds, slots = problem.bounds, len(problem.slots)
        lower, upper = bounds.mean_lower, bounds.mean_upper
        if problem.days == 1:
            lower, upper = np.maximum(lower, bounds.day_lower), np.minimum(upper, bounds.day_upper)
        self._kept = np.flatnonzero(np.isfinite(lower) | np.isfinite(upper))
        self._scale = bounds.scale[self._kept]
        self._energy_scale, self._slots = float(problem.share_kcal.sum()), slots
        caps = problem.caps() / problem.days
        self._capped = np.flatnonzero(caps < NO_CAP)
        self._cap = caps[self._capped]
        self._cap_of = np.full(len(caps), len(self._capped))  # which cap a group has; the last = none
        self._cap_of[self._capped] = np.arange(len(self._capped))
        names = [f"slot {name}" for name in problem.slots]
        names += [problem.quantities[i] for i in self._kept]
        names += [f"energy of {name}" for name in problem.slots]
        share = problem.share_kcal / self._energy_scale
        # All rows; the model has those without the caps, then the caps that have joined.
        self._low = np.r_[np.ones(slots), lower[self._kept] / self._scale, share[:, 0], np.full(len(self._cap), -INF)]
        self._high = np.r_[np.ones(slots), upper[self._kept] / self._scale, share[:, 1], self._cap]
        self._penalty = np.r_[
            np.full(slots, _NO_MEAL),
            np.where(bounds.soft | bounds.rule, 1.0, _NUTRIENTS_FIRST)[self._kept] * bounds.weight[self._kept],
            np.full(slots, _SHARE),
            np.full(len(self._cap), _OVER_CAP),
        ]
        self._first_cap = rows = len(names)
        slack = LinearProgram(
            column_names=(),
            cost=np.zeros(0),
            lower=np.zeros(0),
            upper=np.zeros(0),
            integer=np.zeros(0, dtype=bool),
            row_names=tuple(names),
            matrix=np.zeros((rows, 0)),
            row_lower=self._low[:rows],
            row_upper=self._high[:rows],
        ).elastic(self._penalty[:rows], self._penalty[:rows])
        self._slack_names = slack.column_names
        # Misses are cheap at first: at their full price, the first dozen rounds would look for meals of nutrients alone.
        self._full = slack.cost
        self._asked = np.where(slack.cost == _NO_MEAL, _NO_MEAL, np.minimum(slack.cost, _FIRST_PENALTY))
        self._model = HotModel(replace(slack, cost=self._asked), columns_join=True)
        self._size = len(slack.cost)  # columns of the model
        self._rows = np.arange(rows)  # where its rows stand among all
        self._known: set[tuple[int, Meal]] = set()
        self._columns: list[tuple[int, Meal]] = []
        self._at = np.zeros(0, dtype=np.int64)  # where the meals stand among the columns of the model
        self._cost = np.zeros(0)
        self._vectors = np.zeros((rows, 0))
        self._held = np.zeros((0, MOST_ITEMS + 1), dtype=np.int64)  # the caps that each meal counts for

    def add(self, found: list[tuple[int, Meal]]) -> int:
        """Let new meals join; how many were new."""
        new = [pair for pair in dict.fromkeys(found) if pair not in self._known]
        if new:
            problem, items, slots, kept = self._problem, self._problem.items, self._slots, len(self._kept)
            slot = np.array([slot for slot, _ in new])
            kind = np.array([problem.patterns[slot].kind[pattern] for slot, (pattern, _) in new])
            portion = np.concatenate([portions for _, (_, portions) in new])
            sizes = np.array([len(portions) for _, (_, portions) in new])
            start, meal = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(new)), sizes)
            content = np.add.reduceat(items.content[portion], start) + problem.kind_content[kind]
            vectors = np.zeros((self._first_cap, len(new)))
            vectors[slot, np.arange(len(new))] = 1.0
            vectors[slots : slots + kept] = content[:, self._kept].T / self._scale[:, None]
            vectors[slots + kept + slot, np.arange(len(new))] = content[:, problem.energy] / self._energy_scale
            # The cost that pricing sees: without what depends on pairs of foods.
            food = items.food[portion]
            alone = items.surprise[problem.slot_row[slot[meal]], food] + items.deviation[portion]
            shape = np.array([problem.patterns[slot].cost[pattern] for slot, (pattern, _) in new])
            cost = shape + np.add.reduceat(alone, start)
            held = np.full((len(new), MOST_ITEMS + 1), len(self._cap))
            held[meal, np.arange(len(portion)) - start[meal]] = self._cap_of[items.same[food]]
            held[:, -1] = self._cap_of[problem.groups + kind]
            capped = self._counts(held, self._rows[self._first_cap :] - self._first_cap)
            self._model.add_columns(cost, np.zeros(len(new)), np.full(len(new), INF), np.vstack([vectors, capped]))
            self._at = np.r_[self._at, self._size + np.arange(len(new))]
            self._size += len(new)
            self._columns += new
            self._cost = np.r_[self._cost, cost]
            self._vectors = np.hstack([self._vectors, vectors])
            self._held = np.vstack([self._held, held])
            self._known |= set(new)
        return len(new)

    def _counts(self, held: IntArray, caps: IntArray) -> FloatArray:
        """(caps, meals) how often a meal counts for a cap, as pricing sees it."""
        found = np.zeros((len(self._cap) + 1, len(held)))
        np.add.at(found, (held.T, np.arange(len(held))), 1.0)
        return found[caps]

    def _cap_more(self, values: FloatArray) -> int:
        """Let the caps join that these values exceed; how many did."""
        used = np.flatnonzero(values[self._at] > 0.0)
        held = self._held[used]
        stands = np.bincount(
            held.ravel(), np.repeat(values[self._at[used]], held.shape[1]), minlength=len(self._cap) + 1
        )
        stands[self._rows[self._first_cap :] - self._first_cap] = 0.0  # these caps are in the model
        new = np.flatnonzero(stands[:-1] > self._cap + _OVER)
        if len(new):
            matrix = np.zeros((len(new), self._size))
            matrix[:, self._at] = self._counts(self._held, new)
            self._model.add_rows(np.full(len(new), -INF), self._cap[new], matrix)
            self._rows = np.r_[self._rows, self._first_cap + new]
            slack = np.zeros((len(self._rows), len(new)))
            slack[len(self._rows) - len(new) :] = -np.eye(len(new))
            self._model.add_columns(np.full(len(new), _OVER_CAP), np.zeros(len(new)), np.full(len(new), INF), slack)
            self._size += len(new)
        return len(new)

    def _ask_more(self, values: FloatArray) -> bool:
        """Raise the price of slacks that are used below their full price; whether there are any."""
        used = np.flatnonzero((values[: len(self._full)] > _OVER) & (self._asked < self._full))
        if len(used):
            self._asked[used] = np.minimum(_DEARER * self._asked[used], self._full[used])
            self._model.set_columns(used, self._asked[used], np.full(len(used), INF))
        return len(used) > 0

    def _split(self, dual: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        problem, slots, kept = self._problem, self._slots, len(self._kept)
        prices = np.zeros(len(problem.quantities))
        prices[self._kept] = dual[slots : slots + kept] / self._scale
        energy = dual[slots + kept : 2 * slots + kept] / self._energy_scale
        held = np.zeros(problem.groups + len(problem.kind_cap))
        held[self._capped] = np.minimum(dual[self._first_cap :], 0.0)
        return dual[:slots], prices, energy, held[: problem.groups], held[problem.groups :]

    def run(self, start: list[tuple[int, Meal]] | None = None, gap: float = _GAP) -> MasterResult:
        """Price and solve until no meal helps, or the bound is as close as ``gap`` (relative); ``start``: meals that join first."""
        if start:
            self.add(start)
        best, objective, rounds = -INF, INF, 0
        centre: FloatArray | None = None
        dual = np.zeros(len(self._low))
        values = np.zeros(0)
        while rounds < _ROUNDS:
            rounds += 1
            solution = self._model.solve()
            assert solution.values is not None
            assert solution.shadow_prices is not None
            assert solution.objective is not None
            objective, values = solution.objective, solution.values
            dual = np.zeros(len(self._low))
            dual[self._rows] = solution.shadow_prices
            # Prices part of the way to the best seen so far: they swing less, and give a better bound.
            smooth = dual if centre is None else _STEADY * centre + (1.0 - _STEADY) * dual
            bound, meals = self._price(smooth)
            if bound > best:
                best, centre = bound, smooth
            open_ = bool(self._cap_more(values)) | self._ask_more(values)
            joined = self.add(meals)
            if not joined and not open_:
                bound, meals = self._price(dual)
                if bound > best:
                    best, centre = bound, dual
                joined = self.add(meals)
            if not open_ and (not joined or objective - best < gap * abs(objective)):
                break
        return self._result(objective, best, values, dual, rounds)

    def _price(self, dual: FloatArray) -> tuple[float, list[tuple[int, Meal]]]:
        """The bound these prices prove, and the meals that look best at them."""
        _, prices, energy, food, kind = self._split(dual)
        bound = self._row_value(dual)
        found: list[tuple[int, Meal]] = []
        value = _times(self._problem.items.content, prices)
        kind_value = _times(self._problem.kind_content, prices)
        for slot in range(self._slots):
            meals, cost = self._pricer.best(slot, value, kind_value, float(energy[slot]), food, kind, _TOP)
            if len(cost):
                bound += float(cost[0])
                found += [(slot, meal) for meal in meals]
        return bound, found

    def _row_value(self, dual: FloatArray) -> float:
        """Prices times the bounds they press on, the one-meal rows aside."""
        rest = np.clip(dual, -self._penalty, self._penalty)[self._slots :]
        side = np.where(rest > 0, self._low[self._slots :], self._high[self._slots :])
        side = np.where(np.isfinite(side), side, 0.0)
        return float((rest * side).sum())

    def _result(
        self, objective: float, bound: float, values: FloatArray, dual: FloatArray, rounds: int
    ) -> MasterResult:
        used = np.zeros(self._size)
        used[: len(values)] = values
        used = used[self._at]
        _, prices, energy, *_ = self._split(dual)
        caps = np.r_[dual[self._first_cap :], 0.0]
        reduced = self._cost - _times(self._vectors.T, dual[: self._first_cap]) - caps[self._held].sum(axis=1)
        slots = np.array([slot for slot, _ in self._columns])
        meals, weight, left = [], [], []
        for slot in range(self._slots):
            at = np.flatnonzero(slots == slot)
            at = at[np.argsort(reduced[at], kind="stable")]
            meals.append(tuple(self._columns[i][1] for i in at.tolist()))
            weight.append(np.maximum(used[at], 0.0))
            left.append(reduced[at])
        short, over = self._missed(values)
        return MasterResult(
            objective, bound, tuple(meals), tuple(weight), tuple(left), prices, energy, short, over, rounds
        )

    def _missed(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(Q,) shortfall and excess of each quantity; what is less than a thousandth of its scale is none."""
        left = dict(zip(self._slack_names, values[: len(self._slack_names)].tolist(), strict=True))

        def missed(side: str) -> FloatArray:
            found = np.array([left.get(f"{name}:{side}", 0.0) for name in self._problem.quantities])
            return np.where(found > _UNMET, found * self._problem.bounds.scale, 0.0)

        return missed("short"), missed("over")


def _times(matrix: FloatArray, vector: FloatArray) -> FloatArray:
    """The product, without a BLAS: its last digits differ from one kind of processor to the next, and menus with them."""
    found: FloatArray = (np.ascontiguousarray(matrix) * vector).sum(axis=1)
    return found
