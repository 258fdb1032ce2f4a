"""The linear program that picks whole meals: column generation over every meal that foods and patterns can make.

Rows: one meal per slot (of the mean day), the quantities on the mean day, the energy of each slot, how often a food or a kind
of meal may stand. Columns: whole meals, priced exactly at the shadow prices until none would help. The optimum is a lower
bound, its prices steer the search, its meals start it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.model.menu.items import NO_CAP
from planner.model.menu.pricing import Pricer
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.program import INF, BoolArray, FloatArray, LinearProgram
from planner.model.solver import HotModel

_NO_MEAL = 500.0  # nats for a slot left empty while columns are still missing
_SHARE = 60.0  # nats for a slot's energy off by the whole day's
_OVER_CAP = 40.0
_ROUNDS = 60
_TOP = 10
_GAP = 2e-3
_UNMET = 1e-3
_NUTRIENTS_FIRST = 4.0  # a target missed here is missed because it must be, not because that is cheaper


@dataclass(frozen=True, eq=False)
class MasterResult:
    """What the program found: its bound, the meals by slot with their share of days, and the prices.

    ``prices`` (Q,) are nats per unit of each quantity, ``energy_prices`` (S,) per kcal of each slot, beside it.
    ``unmet`` (Q,): quantities that even fractions of meals miss on the mean day; no menu of these foods meets them.
    """

    objective: float
    bound: float
    meals: tuple[tuple[Meal, ...], ...]
    weight: tuple[FloatArray, ...]
    reduced: tuple[FloatArray, ...]
    prices: FloatArray
    energy_prices: FloatArray
    unmet: BoolArray
    rounds: int


class Master:
    """The restricted program, kept hot while columns join."""

    def __init__(self, problem: MenuProblem) -> None:
        self._problem, self._pricer = problem, Pricer(problem)
        bounds, slots = problem.bounds, len(problem.slots)
        lower, upper = bounds.mean_lower, bounds.mean_upper
        if problem.days == 1:
            lower, upper = np.maximum(lower, bounds.day_lower), np.minimum(upper, bounds.day_upper)
        self._kept = np.flatnonzero(np.isfinite(lower) | np.isfinite(upper))
        scale = bounds.scale[self._kept]
        energy_scale = float(problem.share_kcal.sum())
        caps = problem.caps() / problem.days
        self._capped = np.flatnonzero(caps < NO_CAP)
        names = [f"slot {name}" for name in problem.slots]
        names += [problem.quantities[i] for i in self._kept]
        names += [f"energy of {name}" for name in problem.slots]
        names += [f"cap {i}" for i in self._capped]
        rows = len(names)
        low = np.concatenate(
            [
                np.ones(slots),
                lower[self._kept] / scale,
                problem.share_kcal[:, 0] / energy_scale,
                np.full(len(self._capped), -INF),
            ]
        )
        high = np.concatenate(
            [np.ones(slots), upper[self._kept] / scale, problem.share_kcal[:, 1] / energy_scale, caps[self._capped]]
        )
        self._energy_scale, self._scale, self._slots = energy_scale, scale, slots
        penalty = np.concatenate(
            [
                np.full(slots, _NO_MEAL),
                np.where(bounds.soft | bounds.rule, 1.0, _NUTRIENTS_FIRST)[self._kept] * bounds.weight[self._kept],
                np.full(slots, _SHARE),
                np.full(len(self._capped), _OVER_CAP),
            ]
        )
        slack = LinearProgram(
            column_names=(),
            cost=np.zeros(0),
            lower=np.zeros(0),
            upper=np.zeros(0),
            integer=np.zeros(0, dtype=bool),
            row_names=tuple(names),
            matrix=np.zeros((rows, 0)),
            row_lower=low,
            row_upper=high,
        ).elastic(penalty, penalty)
        self._slacks = len(slack.cost)
        self._slack_names = slack.column_names
        self._model = HotModel(slack)
        self._columns: list[tuple[int, Meal]] = []
        self._cost: list[float] = []
        self._vectors: list[FloatArray] = []
        self._known: set[tuple[int, Meal]] = set()
        self._low, self._high = low, high
        self._penalty = penalty

    def _vector(self, slot: int, meal: Meal) -> FloatArray:
        problem = self._problem
        content = problem.meal_content(slot, meal)
        column = np.zeros(len(self._low))
        column[slot] = 1.0
        column[self._slots : self._slots + len(self._kept)] = content[self._kept] / self._scale
        column[self._slots + len(self._kept) + slot] = content[problem.energy] / self._energy_scale
        held = np.zeros(problem.groups + len(problem.kind_cap))
        held[problem.items.same[problem.items.food[list(meal[1])]]] = 1.0
        held[problem.groups + problem.patterns[slot].kind[meal[0]]] = 1.0
        column[2 * self._slots + len(self._kept) :] = held[self._capped]
        return column

    def _alone(self, slot: int, meal: Meal) -> float:
        """The cost that pricing sees: without what depends on pairs of foods."""
        problem, at = self._problem, list(meal[1])
        foods = problem.items.food[at]
        cost = problem.patterns[slot].cost[meal[0]] + problem.items.deviation[at].sum()
        return float(cost + problem.items.surprise[problem.slot_row[slot], foods].sum())

    def add(self, found: list[tuple[int, Meal]]) -> int:
        """Let new meals join; how many were new."""
        new = [pair for pair in dict.fromkeys(found) if pair not in self._known]
        if new:
            vectors = [self._vector(slot, meal) for slot, meal in new]
            matrix = np.column_stack(vectors)
            cost = np.array([self._alone(slot, meal) for slot, meal in new])
            self._model.add_columns(cost, np.zeros(len(new)), np.full(len(new), INF), matrix)
            self._columns += new
            self._vectors += vectors
            self._cost += cost.tolist()
            self._known |= set(new)
        return len(new)

    def _split(self, dual: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        problem, slots, kept = self._problem, self._slots, len(self._kept)
        prices = np.zeros(len(problem.quantities))
        prices[self._kept] = dual[slots : slots + kept] / self._scale
        energy = dual[slots + kept : 2 * slots + kept] / self._energy_scale
        held = np.zeros(problem.groups + len(problem.kind_cap))
        held[self._capped] = np.minimum(dual[2 * slots + kept :], 0.0)
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
            objective, dual, values = solution.objective, solution.shadow_prices, solution.values
            # Prices halfway to the best seen so far: they swing less, and give a better bound.
            smooth = dual if centre is None else 0.5 * centre + 0.5 * dual
            bound, meals = self._price(smooth)
            if bound > best:
                best, centre = bound, smooth
            joined = self.add(meals)
            if not joined:
                bound, meals = self._price(dual)
                if bound > best:
                    best, centre = bound, dual
                joined = self.add(meals)
            if not joined or objective - best < gap * abs(objective):
                break
        return self._result(objective, best, values, dual, rounds)

    def _price(self, dual: FloatArray) -> tuple[float, list[tuple[int, Meal]]]:
        """The bound these prices prove, and the meals that look best at them."""
        _, prices, energy, food, kind = self._split(dual)
        bound = self._row_value(dual)
        found: list[tuple[int, Meal]] = []
        value = self._problem.items.content @ prices
        kind_value = self._problem.kind_content @ prices
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
        return float(rest @ side)

    def _result(
        self, objective: float, bound: float, values: FloatArray, dual: FloatArray, rounds: int
    ) -> MasterResult:
        used = np.zeros(len(self._columns))
        taken = values[self._slacks :]
        used[: len(taken)] = taken
        _, prices, energy, *_ = self._split(dual)
        reduced = np.array(self._cost) - np.reshape(self._vectors, (len(self._cost), len(dual))) @ dual
        meals, weight, left = [], [], []
        for slot in range(self._slots):
            at = [i for i, (s, _) in enumerate(self._columns) if s == slot]
            at.sort(key=lambda i: (reduced[i], i))
            meals.append(tuple(self._columns[i][1] for i in at))
            weight.append(np.maximum(used[at], 0.0))
            left.append(reduced[at])
        return MasterResult(
            objective, bound, tuple(meals), tuple(weight), tuple(left), prices, energy, self._unmet(values), rounds
        )

    def _unmet(self, values: FloatArray) -> BoolArray:
        """Quantities whose shortfall or excess remains, by more than a thousandth of their scale."""
        missed = {
            name.rpartition(":")[0]
            for name, value in zip(self._slack_names, values[: self._slacks].tolist(), strict=True)
            if value > _UNMET
        }
        return np.array([name in missed for name in self._problem.quantities])
