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
class _Pool:
    """Meals to choose from at one place, as arrays with a row each; ``liking``: how much the linear program used them."""

    meals: tuple[Meal, ...]
    on_mean: FloatArray
    on_day: FloatArray
    kcal: FloatArray
    nats: FloatArray
    groups: IntArray
    liking: FloatArray


class MenuState:
    """One menu being changed in place; days and slots count from 0."""

    def __init__(self, problem: MenuProblem, master: MasterResult, pins: Pins | None = None, seed: int = 0) -> None:
        self.problem, self._pins = problem, pins or Pins()
        self._rng = np.random.default_rng(seed)
        bounds, items = problem.bounds, problem.items
        days, slots = problem.days, len(problem.slots)
        self._scale = bounds.scale
        # Two sets of columns: what rows of the mean day speak of, and what rows of each day speak of.
        m = self._on_mean = np.flatnonzero(np.isfinite(bounds.mean_lower) | np.isfinite(bounds.mean_upper))
        d = self._on_day = np.flatnonzero(np.isfinite(bounds.day_lower) | np.isfinite(bounds.day_upper))
        # The mean is over the days: bounds and weights are those of the whole plan.
        margin = bounds.margin / self._scale
        self._margin_m, self._margin_d = margin[m] * days, margin[d]
        low, high = bounds.mean_lower[m] / self._scale[m] * days, bounds.mean_upper[m] / self._scale[m] * days
        self._mean = (low + self._margin_m, high - self._margin_m)
        low, high = bounds.day_lower[d] / self._scale[d], bounds.day_upper[d] / self._scale[d]
        self._day = (low + self._margin_d, high - self._margin_d)
        # What no menu can meet stays a wish: growing weights would only spoil the rest.
        self._soft = bounds.soft | (master.unmet & ~bounds.rule)
        self._weight_mean, self._weight_day = bounds.weight[m].copy(), bounds.weight[d].copy()
        content = items.content / self._scale
        self._content_m, self._content_d = np.ascontiguousarray(content[:, m]), np.ascontiguousarray(content[:, d])
        self._energy = items.content[:, problem.energy]
        self._caps, self._once = problem.caps(), problem.once_a_day()
        self._bought = np.arange(len(self._caps)) < problem.groups
        self._bought[items.same[[i for i, food in enumerate(items.foods) if food.role == "water"]]] = False
        self._foods = problem.groups  # groups below this number are foods, from it on kinds of meals
        self._portion_same, self._portion_family = items.same[items.food], items.family[items.food]
        self._families = int(items.family.max()) + 1
        offered = items.food[: self._pins.offered]
        self._by_role = [
            [
                np.flatnonzero((items.role[offered] == role) & np.isfinite(items.surprise[row, offered]))
                for role in range(int(items.role.max()) + 1)
            ]
            for row in range(len(items.surprise))
        ]
        self._alone = items.surprise[:, items.food] + items.deviation
        self._share = self._pins.shares(problem)
        self._day_kcal = float(problem.share_kcal.mean(axis=1).sum())
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
        self._meal_m, self._meal_d = np.zeros((days, slots, len(m))), np.zeros((days, slots, len(d)))
        self._sum_m, self._sum_d = np.zeros(len(m)), np.zeros((days, len(d)))
        self._kcal = np.zeros((days, slots))
        self._nats = np.zeros((days, slots))
        self._count = np.zeros(len(self._caps), dtype=np.int64)
        self._today = np.zeros((days, len(self._caps)), dtype=np.int64)
        self._meals: list[list[Meal | None]] = [[None] * slots for _ in range(days)]
        self._closed = np.zeros(len(self._caps), dtype=bool)  # foods that may not be put just now

    def _pool(self, slot: int, ranked: Sequence[tuple[Meal, float]], pinned: Sequence[int] = ()) -> _Pool:
        """``ranked`` meals of a slot with their weights; the ``pinned`` portions stand anyway, so no cap keeps them out."""
        problem = self.problem
        meals = tuple(meal for meal, _ in ranked)
        content = np.array([problem.meal_content(slot, meal) for meal in meals]).reshape(len(meals), len(self._scale))
        scaled = content / self._scale
        groups = np.full((len(meals), _MOST_ITEMS), len(self._caps), dtype=np.int64)
        for i, (pattern, portions) in enumerate(meals):
            held = self._groups(slot, (pattern, tuple(p for p in portions if p not in pinned)))[:_MOST_ITEMS]
            groups[i, : len(held)] = held
        return _Pool(
            meals=meals,
            on_mean=scaled[:, self._on_mean],
            on_day=scaled[:, self._on_day],
            kcal=content[:, problem.energy],
            nats=np.array([problem.meal_cost(slot, meal) for meal in meals]),
            groups=groups,
            liking=np.array([weight for _, weight in ranked]) + 1e-4,
        )

    def _pool_at(self, day: int, slot: int) -> _Pool:
        return self._own_pools.get((day, slot), self._pools[slot])

    def _groups(self, slot: int, meal: Meal) -> list[int]:
        """Foods (by code) and kind of a meal, as counted by the caps."""
        problem = self.problem
        foods = self._portion_same[list(meal[1])].tolist()
        return [*foods, self._foods + int(problem.patterns[slot].kind[meal[0]])]

    def _put(self, day: int, slot: int, meal: Meal) -> None:
        self._take(day, slot)
        self._meals[day][slot] = meal
        for group in self._groups(slot, meal):
            self._count[group] += 1
            self._today[day, group] += 1
        content = self.problem.meal_content(slot, meal)
        scaled = content / self._scale
        self._meal_m[day, slot], self._meal_d[day, slot] = scaled[self._on_mean], scaled[self._on_day]
        self._sum()
        self._sum_d[day] = self._meal_d[day].sum(axis=0)
        self._kcal[day, slot] = content[self.problem.energy]
        self._nats[day, slot] = self.problem.meal_cost(slot, meal)

    def _take(self, day: int, slot: int) -> None:
        meal = self._meals[day][slot]
        if meal is None:
            return
        for group in self._groups(slot, meal):
            self._count[group] -= 1
            self._today[day, group] -= 1
        self._meals[day][slot] = None
        self._meal_m[day, slot] = self._meal_d[day, slot] = 0.0
        self._sum()
        self._sum_d[day] = self._meal_d[day].sum(axis=0)
        self._kcal[day, slot] = self._nats[day, slot] = 0.0

    def _sum(self) -> None:
        self._sum_m = self._meal_m.sum(axis=(0, 1))

    def _allowed(self, day: int) -> BoolArray:
        """(G,) what may still be put on this day, given what stands elsewhere."""
        allowed: BoolArray = (self._count < self._caps) & ~self._closed
        allowed &= ~(self._once & (self._today[day] > 0))
        for near in (day - 1, day + 1):
            if 0 <= near < self.problem.days:
                allowed &= ~(self.problem.apart & (self._today[near] > 0))
        return allowed

    def _missed(self, whole: FloatArray, today: FloatArray, kcal: FloatArray, place: Place) -> FloatArray:
        """Nats for what n candidates miss: (n, mean rows) totals of the plan, (n, day rows) of this day, (n,) kcal here."""
        low, high = self._mean
        score = (np.maximum(low - whole, 0.0) + np.maximum(whole - high, 0.0)) @ self._weight_mean
        low, high = self._day
        score += (np.maximum(low - today, 0.0) + np.maximum(today - high, 0.0)) @ self._weight_day
        low_kcal, high_kcal = self._share[place]
        off = np.maximum(low_kcal - kcal, 0.0) + np.maximum(kcal - high_kcal, 0.0)
        missed: FloatArray = score + SHARE_NATS * off / self._day_kcal
        return missed

    def score(self) -> float:
        """The whole menu: nats, what it misses, clashes, and the price of every new food to buy."""
        low, high = self._mean
        misses = np.maximum(low - self._sum_m, 0.0) + np.maximum(self._sum_m - high, 0.0)
        total = float(misses @ self._weight_mean)
        low, high = self._day
        daily = np.maximum(low - self._sum_d, 0.0) + np.maximum(self._sum_d - high, 0.0)
        total += float((daily @ self._weight_day).sum())
        off = np.maximum(self._share[..., 0] - self._kcal, 0.0) + np.maximum(self._kcal - self._share[..., 1], 0.0)
        total += float(off.sum()) * SHARE_NATS / self._day_kcal
        shopping = self._shopping()
        total += self.problem.new_food * shopping + LONG_LIST_NATS * max(shopping - self.problem.most_foods, 0)
        return total + float(self._nats.sum()) + CLASH_NATS * self.clashes()

    def clashes(self) -> int:
        """Foods and kinds over their cap, twice a day, or on two days running where they may not."""
        over = np.maximum(self._count - self._caps, 0).sum()
        twice = np.maximum(self._today - 1, 0)[:, self._once].sum()
        running = ((self._today[1:] > 0) & (self._today[:-1] > 0) & self.problem.apart).sum()
        return int(over + twice + running)

    def _fresh(self, groups: IntArray) -> FloatArray:
        """Price of foods that are not yet on the list, given the counts without what is replaced."""
        price: FloatArray = np.where((self._count[groups] == 0) & self._bought[groups], self._new_price(), 0.0)
        return price

    def _new_price(self) -> float:
        """What one more food to buy costs: more where the list is long already."""
        long_list = self._shopping() >= self.problem.most_foods
        return self.problem.new_food + (LONG_LIST_NATS if long_list else 0.0)

    def _shopping(self) -> int:
        """How many foods are on the list, water aside."""
        return int(np.count_nonzero(self._count[: self._foods][self._bought[: self._foods]]))

    def _wrong(self) -> tuple[BoolArray, BoolArray]:
        """Which hard rows are missed: (mean rows,) and (days, day rows)."""
        soft = self._soft
        slack = self._margin_m + 1e-9
        mean = ((self._sum_m < self._mean[0] - slack) | (self._sum_m > self._mean[1] + slack)) & ~soft[self._on_mean]
        slack = self._margin_d + 1e-9
        day = ((self._sum_d < self._day[0] - slack) | (self._sum_d > self._day[1] + slack)) & ~soft[self._on_day]
        return mean, day

    def _heavier(self) -> None:
        """Let the rows that are missed weigh more."""
        mean, day = self._wrong()
        rule = self.problem.bounds.rule
        growth = np.where(rule, _RULE_GROWTH, _GROWTH)
        self._weight_mean[mean] *= growth[self._on_mean][mean]
        self._weight_day[day.any(axis=0)] *= growth[self._on_day][day.any(axis=0)]

    def faults(self) -> float:
        """How much is wrong: every hard row missed (a nutrient counts as several rules), and every clash."""
        mean, day = self._wrong()
        bounds = self.problem.bounds
        counts = np.where(bounds.rule, 1.0, _FAULTS_PER_NAT * bounds.weight)
        return float(mean @ counts[self._on_mean] + day.sum(axis=0) @ counts[self._on_day] + self.clashes())

    def plain_score(self) -> float:
        """The nats of the menu at the first weights: comparable between rounds."""
        kept, first = (self._weight_mean, self._weight_day), self.problem.bounds.weight
        self._weight_mean, self._weight_day = first[self._on_mean], first[self._on_day]
        found = self.score()
        self._weight_mean, self._weight_day = kept
        return found

    def _places(self) -> list[tuple[int, int]]:
        return [
            (day, slot)
            for day in range(self.problem.days)
            for slot in range(len(self.problem.slots))
            if (day, slot) not in self._pins.meals
        ]

    def _items(self, day: int, slot: int) -> int:
        meal = self._meals[day][slot]
        return 0 if meal is None else len(meal[1])

    def menu(self) -> Menu:
        """The menu as it stands."""
        found = []
        for row in self._meals:
            assert all(meal is not None for meal in row)
            found.append(tuple(meal for meal in row if meal is not None))
        return tuple(found)

    def restore(self, menu: Menu) -> None:
        """Back to a menu seen before."""
        for day, slot in self._places():
            if self._meals[day][slot] != menu[day][slot]:
                self._take(day, slot)
        for day, slot in self._places():
            if self._meals[day][slot] is None:
                self._put(day, slot, menu[day][slot])
