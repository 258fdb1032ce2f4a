"""A menu while it is being improved: what stands, what may be put, what it costs and misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.model.menu.items import IntArray
from planner.model.menu.master import MasterResult
from planner.model.menu.pins import Pins, Place
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.program import BoolArray, FloatArray

Menu = tuple[tuple[Meal, ...], ...]  # per day, per slot

SHARE_NATS = 600.0  # nats for a slot's energy off by the whole day's
CLASH_NATS = 60.0  # nats for a food over its cap, twice a day, or on two days running
LONG_LIST_NATS = 4.0  # nats for each food on the shopping list beyond the most
_POOL = 400
_MOST_ITEMS = 12
BETTER = 1e-7  # a change must bring more than this
# Rows that stay missed grow heavier; nutrients faster than plate rules, which give way first.
_GROWTH, _RULE_GROWTH = 2.5, 1.7
_FAULTS_PER_NAT = 0.05  # a target missed counts as four plate rules, energy, magnesium and potassium as twelve


@dataclass(frozen=True, eq=False)
class Pool:
    """Meals to choose from at one place, as arrays with a row each; ``liking``: how much the linear program used them.

    ``rows`` (n, R): what each brings to the bounds; ``least`` and ``most`` (R,) over all of them.
    """

    meals: tuple[Meal, ...]
    rows: FloatArray
    least: FloatArray
    most: FloatArray
    kcal: FloatArray
    nats: FloatArray
    groups: IntArray
    liking: FloatArray


@dataclass(frozen=True, eq=False)
class Kept:
    """A copy of what stands, to go back to."""

    meals: tuple[tuple[Meal | None, ...], ...]
    arrays: tuple[FloatArray | IntArray, ...]


class MenuState:
    """One menu being changed in place; days and slots count from 0.

    Bounds are rows: those on the mean day (of the whole plan), then those on each day. R = both together; amounts are
    in units of each bound's scale. Portions, foods and groups have one more number at their end, for none at all.
    """

    def __init__(self, problem: MenuProblem, master: MasterResult, pins: Pins | None = None, seed: int = 0) -> None:
        self.problem, self._pins = problem, pins or Pins()
        self._rng = np.random.default_rng(seed)
        bounds, items = problem.bounds, problem.items
        days, slots = problem.days, len(problem.slots)
        mean = np.flatnonzero(np.isfinite(bounds.mean_lower) | np.isfinite(bounds.mean_upper))
        day = np.flatnonzero(np.isfinite(bounds.day_lower) | np.isfinite(bounds.day_upper))
        self._quantity = np.concatenate([mean, day])  # (R,) which quantity a row bounds
        self._means = len(mean)  # rows below this number are of the mean day
        scale = self._scale = bounds.scale[self._quantity]
        whole = np.r_[np.full(len(mean), float(days)), np.ones(len(day))]
        self._margin = bounds.margin[self._quantity] / scale * whole
        self._low = np.r_[bounds.mean_lower[mean], bounds.day_lower[day]] / scale * whole + self._margin
        self._high = np.r_[bounds.mean_upper[mean], bounds.day_upper[day]] / scale * whole - self._margin
        # What no menu can meet stays a wish: growing weights would only spoil the rest.
        self._soft = (bounds.soft | (master.unmet & ~bounds.rule))[self._quantity]
        self._first_weight = bounds.weight[self._quantity]
        self._weight = self._first_weight.copy()

        self._content = np.zeros((len(items.food) + 1, len(scale)))  # rows in one piece, for _part
        self._content[:-1] = items.content[:, self._quantity] / scale
        self._least, self._most = self._content.min(axis=0), self._content.max(axis=0)
        self._kind_content = problem.kind_content[:, self._quantity] / scale
        self._energy = np.r_[items.content[:, problem.energy], 0.0]
        self._food = np.r_[items.food, len(items.foods)]
        self._caps, self._once = problem.caps(), problem.once_a_day()
        groups = len(self._caps)
        self._same = np.r_[items.same[items.food], groups]
        self._family = np.r_[items.family[items.food], int(items.family.max()) + 1]
        self._role = items.role[items.food]
        self._foods = problem.groups  # groups below this number are foods, from it on kinds of meals
        self._bought = np.arange(groups + 1) < self._foods
        self._bought[items.same[[i for i, food in enumerate(items.foods) if food.role == "water"]]] = False
        offered = items.food[: self._pins.offered]
        self._by_role = [
            [
                np.flatnonzero((items.role[offered] == role) & np.isfinite(items.surprise[row, offered]))
                for role in range(int(items.role.max()) + 1)
            ]
            for row in range(len(items.surprise))
        ]
        self._alone = np.pad(items.surprise[:, items.food] + items.deviation, ((0, 0), (0, 1)))
        self._pair = np.pad(problem.pair, ((0, 0), (0, 1), (0, 1)))
        self._kind_food = np.pad(problem.kind_food, ((0, 0), (0, 1)))
        self._share = self._pins.shares(problem)
        self._share_nats = SHARE_NATS / float(problem.share_kcal.mean(axis=1).sum())
        self._pools = [
            self._pool(
                slot, [pair for pair in zip(meals, weights, strict=True) if problem.sensible(pair[0][1])][:_POOL]
            )
            for slot, (meals, weights) in enumerate(zip(master.meals, master.weight, strict=True))
        ]
        self._own_pools = {
            (day, slot): self._pool(slot, [(meal, 1.0) for meal in meals], self._pins.portions[day, slot])
            for (day, slot), meals in self._pins.choices.items()
        }
        self._meals: list[list[Meal | None]] = [[None] * slots for _ in range(days)]
        self._brings = np.zeros((days, slots, len(scale)))
        self._sum_mean = np.zeros(self._means)
        self._sum_day = np.zeros((days, len(day)))
        self._kcal = np.zeros((days, slots))
        self._nats = np.zeros((days, slots))
        self._count = np.zeros(groups + 1, dtype=np.int64)
        self._today = np.zeros((days, groups + 1), dtype=np.int64)
        self._closed = np.zeros(groups, dtype=bool)  # foods that may not be put just now

    def _pool(self, slot: int, ranked: Sequence[tuple[Meal, float]], pinned: Sequence[int] = ()) -> Pool:
        """``ranked`` meals of a slot with their weights; the ``pinned`` portions stand anyway, so no cap keeps them out."""
        problem = self.problem
        meals = tuple(meal for meal, _ in ranked)
        rows = np.array([self._brought(slot, meal) for meal in meals]).reshape(len(meals), len(self._scale))
        groups = np.full((len(meals), _MOST_ITEMS), len(self._caps), dtype=np.int64)
        for i, (pattern, portions) in enumerate(meals):
            held = self._groups(slot, (pattern, tuple(p for p in portions if p not in pinned)))[:_MOST_ITEMS]
            groups[i, : len(held)] = held
        return Pool(
            meals=meals,
            rows=rows,
            least=rows.min(axis=0, initial=0.0),
            most=rows.max(axis=0, initial=0.0),
            kcal=np.array([self._energy[list(portions)].sum() for _, portions in meals]),
            nats=np.array([problem.meal_cost(slot, meal) for meal in meals]),
            groups=groups,
            liking=np.array([weight for _, weight in ranked]) + 1e-4,
        )

    def _pool_at(self, day: int, slot: int) -> Pool:
        return self._own_pools.get((day, slot), self._pools[slot])

    def _brought(self, slot: int, meal: Meal) -> FloatArray:
        """(R,) what a meal brings to the bounds."""
        pattern, portions = meal
        kind = self.problem.patterns[slot].kind[pattern]
        found: FloatArray = self._content[list(portions)].sum(axis=0) + self._kind_content[kind]
        return found

    def _groups(self, slot: int, meal: Meal) -> list[int]:
        """Foods (by code) and kind of a meal, as counted by the caps."""
        foods: list[int] = self._same[list(meal[1])].tolist()
        return [*foods, self._foods + int(self.problem.patterns[slot].kind[meal[0]])]

    def _put(self, day: int, slot: int, meal: Meal) -> None:
        self._take(day, slot)
        self._meals[day][slot] = meal
        groups = self._groups(slot, meal)
        self._count[groups] += 1
        self._today[day, groups] += 1
        brought = self._brings[day, slot] = self._brought(slot, meal)
        self._sum_mean += brought[: self._means]
        self._sum_day[day] += brought[self._means :]
        self._kcal[day, slot] = self._energy[list(meal[1])].sum()
        self._nats[day, slot] = self.problem.meal_cost(slot, meal)

    def _take(self, day: int, slot: int) -> None:
        meal = self._meals[day][slot]
        if meal is None:
            return
        groups = self._groups(slot, meal)
        self._count[groups] -= 1
        self._today[day, groups] -= 1
        self._meals[day][slot] = None
        brought = self._brings[day, slot]
        self._sum_mean -= brought[: self._means]
        self._sum_day[day] -= brought[self._means :]
        brought[:] = 0.0
        self._kcal[day, slot] = self._nats[day, slot] = 0.0

    def _sums(self, day: int) -> FloatArray:
        """(R,) what stands: over the plan for the rows of the mean, on this day for the others."""
        return np.concatenate([self._sum_mean, self._sum_day[day]])

    def _allowed(self, day: int) -> BoolArray:
        """(G + 1,) what may still be put on this day, given what stands elsewhere; nothing always may."""
        allowed = np.ones(len(self._count), dtype=bool)
        here = allowed[:-1]
        np.less(self._count[:-1], self._caps, out=here)
        here &= ~self._closed
        here &= ~(self._once & (self._today[day, :-1] > 0))
        for near in (day - 1, day + 1):
            if 0 <= near < self.problem.days:
                here &= ~(self.problem.apart & (self._today[near, :-1] > 0))
        return allowed

    def _off(self, kcal: FloatArray, place: Place) -> FloatArray:
        """Nats for the energy of a meal outside its slot's share."""
        low, high = self._share[place]
        off: FloatArray = np.maximum(np.maximum(low - kcal, kcal - high), 0.0) * self._share_nats
        return off

    def score(self) -> float:
        """The whole menu: nats, what it misses, clashes, and the price of every new food to buy."""
        n = self._means
        misses = np.maximum(np.maximum(self._low[:n] - self._sum_mean, self._sum_mean - self._high[:n]), 0.0)
        daily = np.maximum(np.maximum(self._low[n:] - self._sum_day, self._sum_day - self._high[n:]), 0.0)
        total = float(misses @ self._weight[:n]) + float((daily @ self._weight[n:]).sum())
        off = np.maximum(np.maximum(self._share[..., 0] - self._kcal, self._kcal - self._share[..., 1]), 0.0)
        total += float(off.sum()) * self._share_nats
        total += self._list_nats(self._shopping())
        return total + float(self._nats.sum()) + CLASH_NATS * self.clashes()

    def clashes(self) -> int:
        """Foods and kinds over their cap, twice a day, or on two days running where they may not."""
        today = self._today[:, :-1]
        over = np.maximum(self._count[:-1] - self._caps, 0).sum()
        twice = np.maximum(today - 1, 0)[:, self._once].sum()
        running = ((today[1:] > 0) & (today[:-1] > 0) & self.problem.apart).sum()
        return int(over + twice + running)

    def _shopping(self) -> int:
        """How many foods are on the list, water aside."""
        return int(np.count_nonzero((self._count > 0) & self._bought))

    def _list_nats(self, foods: int) -> float:
        """What a shopping list of so many foods costs."""
        return self.problem.new_food * foods + LONG_LIST_NATS * max(foods - self.problem.most_foods, 0)

    def _wrong(self) -> tuple[BoolArray, BoolArray]:
        """Which hard rows are missed: (mean rows,) and (days, day rows)."""
        n = self._means
        low, high = self._low - self._margin - 1e-9, self._high + self._margin + 1e-9
        mean = ((self._sum_mean < low[:n]) | (self._sum_mean > high[:n])) & ~self._soft[:n]
        day = ((self._sum_day < low[n:]) | (self._sum_day > high[n:])) & ~self._soft[n:]
        return mean, day

    def _heavier(self) -> None:
        """Let the rows that are missed weigh more."""
        mean, day = self._wrong()
        wrong = np.r_[mean, day.any(axis=0)]
        growth = np.where(self.problem.bounds.rule[self._quantity], _RULE_GROWTH, _GROWTH)
        self._weight[wrong] *= growth[wrong]

    def faults(self) -> float:
        """How much is wrong: every hard row missed (a nutrient counts as several rules), and every clash."""
        mean, day = self._wrong()
        bounds = self.problem.bounds
        counts = np.where(bounds.rule, 1.0, _FAULTS_PER_NAT * bounds.weight)[self._quantity]
        return float(np.r_[mean, day.sum(axis=0)] @ counts + self.clashes())

    def plain_score(self) -> float:
        """The nats of the menu at the first weights: comparable between rounds."""
        kept, self._weight = self._weight, self._first_weight
        found = self.score()
        self._weight = kept
        return found

    def _places(self) -> list[tuple[int, int]]:
        return [
            (day, slot)
            for day in range(self.problem.days)
            for slot in range(len(self.problem.slots))
            if (day, slot) not in self._pins.meals
        ]

    def menu(self) -> Menu:
        """The menu as it stands."""
        found = []
        for row in self._meals:
            assert all(meal is not None for meal in row)
            found.append(tuple(meal for meal in row if meal is not None))
        return tuple(found)

    def _state(self) -> tuple[FloatArray | IntArray, ...]:
        return (self._brings, self._sum_mean, self._sum_day, self._kcal, self._nats, self._count, self._today)

    def keep(self) -> Kept:
        """What stands, to go back to."""
        return Kept(tuple(map(tuple, self._meals)), tuple(array.copy() for array in self._state()))

    def back_to(self, kept: Kept) -> None:
        """Back to a menu seen before."""
        self._meals = [list(row) for row in kept.meals]
        for array, before in zip(self._state(), kept.arrays, strict=True):
            np.copyto(array, before)
