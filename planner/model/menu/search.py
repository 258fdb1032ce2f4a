"""A good whole menu: local search over meals, foods and portions, from the meals that the linear program liked.

The menu is scored by its nats plus what it misses; rows that stay missed gain weight. Every move looks at all candidates
at once. Random numbers come from a fixed seed and the search stops on counts, so that the same problem gives the same menu.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.model.menu.items import IntArray
from planner.model.menu.master import MasterResult
from planner.model.menu.pins import Pins, Place
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.program import BoolArray, FloatArray

Menu = tuple[tuple[Meal, ...], ...]  # per day, per slot

_SHARE = 600.0  # nats for a slot's energy off by the whole day's
_CLASH = 60.0  # nats for a food over its cap, twice a day, or on two days running
_LONG_LIST = 4.0  # nats for each food on the shopping list beyond the most
_POOL = 400
_MOST_ITEMS = 12
_BETTER = 1e-7
# Rows that stay missed grow heavier; nutrients faster than plate rules, which give way first.
_GROWTH, _RULE_GROWTH = 2.5, 1.7
_NUTRIENT_FAULT = 4.0


@dataclass(frozen=True)
class Effort:
    """How long to search: kicks (a few meals thrown away and mended) per round, and rounds of growing weights."""

    kicks: int = 40
    rounds: int = 6
    sweeps: int = 5


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


class Search:
    """One menu being improved in place."""

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
            self._pool(slot, [pair for pair in zip(meals, weights, strict=True) if problem.sensible(pair[0][1])][:_POOL])
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

    # -- the state -----------------------------------------------------------------------------------------------

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

    # -- the score -----------------------------------------------------------------------------------------------

    def _missed(self, whole: FloatArray, today: FloatArray, kcal: FloatArray, place: Place) -> FloatArray:
        """Nats for what n candidates miss: (n, mean rows) totals of the plan, (n, day rows) of this day, (n,) kcal here."""
        low, high = self._mean
        score = (np.maximum(low - whole, 0.0) + np.maximum(whole - high, 0.0)) @ self._weight_mean
        low, high = self._day
        score += (np.maximum(low - today, 0.0) + np.maximum(today - high, 0.0)) @ self._weight_day
        low_kcal, high_kcal = self._share[place]
        off = np.maximum(low_kcal - kcal, 0.0) + np.maximum(kcal - high_kcal, 0.0)
        missed: FloatArray = score + _SHARE * off / self._day_kcal
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
        total += float(off.sum()) * _SHARE / self._day_kcal
        shopping = self._shopping()
        total += self.problem.new_food * shopping + _LONG_LIST * max(shopping - self.problem.most_foods, 0)
        return total + float(self._nats.sum()) + _CLASH * self.clashes()

    def clashes(self) -> int:
        """Foods and kinds over their cap, twice a day, or on two days running where they may not."""
        over = np.maximum(self._count - self._caps, 0).sum()
        twice = np.maximum(self._today - 1, 0)[:, self._once].sum()
        running = ((self._today[1:] > 0) & (self._today[:-1] > 0) & self.problem.apart).sum()
        return int(over + twice + running)

    # -- moves ---------------------------------------------------------------------------------------------------

    def _fresh(self, groups: IntArray) -> FloatArray:
        """Price of foods that are not yet on the list, given the counts without what is replaced."""
        price: FloatArray = np.where((self._count[groups] == 0) & self._once[groups], self._new_price(), 0.0)
        return price

    def _new_price(self) -> float:
        """What one more food to buy costs: more where the list is long already."""
        long_list = self._shopping() >= self.problem.most_foods
        return self.problem.new_food + (_LONG_LIST if long_list else 0.0)

    def _shopping(self) -> int:
        """How many foods are on the list, those without a cap aside."""
        return int(np.count_nonzero(self._count[: self._foods][self._once[: self._foods]]))

    def _now(self, day: int, slot: int) -> float:
        """What this slot costs as it stands, with all it misses."""
        now = self._missed(self._sum_m[None], self._sum_d[day][None], self._kcal[day, slot][None], (day, slot))
        return float(now[0] + self._nats[day, slot])

    def _other_meal(self, day: int, slot: int) -> bool:
        """The best meal of the pool in this place, if it is better."""
        old = self._meals[day][slot]
        assert old is not None
        pool = self._pool_at(day, slot)
        if not pool.meals:
            return False
        before = self._now(day, slot)
        held = self._groups(slot, old)
        self._take(day, slot)
        clash = _CLASH * sum(not ok for ok in self._allowed(day)[held])
        before += clash + float(self._fresh(np.array([g for g in held if g < self._foods])).sum())
        allowed = np.r_[self._allowed(day), True]
        possible = allowed[pool.groups].all(axis=1)
        missed = self._missed(self._sum_m + pool.on_mean, self._sum_d[day] + pool.on_day, pool.kcal, (day, slot))
        score = pool.nats + missed
        new = np.r_[(self._count == 0) & self._once, False]
        new[self._foods :] = False
        score = score + self._new_price() * new[pool.groups].sum(axis=1)
        score[~possible] = np.inf
        k = int(np.argmin(score))
        if score[k] < before - _BETTER:
            self._put(day, slot, pool.meals[k])
            return True
        self._put(day, slot, old)
        return False

    def _candidates(self, day: int, slot: int, role: int, kept: list[int], allowed: BoolArray) -> IntArray:
        """Portions of a role that may stand beside ``kept`` portions here."""
        at = self._by_role[int(self.problem.slot_row[slot])][role]
        same = self._portion_same[at]
        fine = allowed[same]
        if kept:
            beside, of_family = np.zeros(self._foods, dtype=bool), np.zeros(self._families, dtype=bool)
            beside[self._portion_same[kept]] = True
            of_family[self._portion_family[kept]] = True
            fine = fine & ~beside[same] & ~of_family[self._portion_family[at]]
        found: IntArray = at[fine]
        return found

    def _added(self, slot: int, kind: int, portions: IntArray, kept: list[int]) -> FloatArray:
        """Nats that each portion adds beside ``kept``."""
        problem, items = self.problem, self.problem.items
        foods = items.food[portions]
        nats = self._alone[problem.slot_row[slot], portions] + problem.kind_food[kind, foods]
        nats += self._fresh(self._portion_same[portions])
        if kept:
            nats = nats + problem.pair[problem.slot_row[slot]][items.food[kept]].sum(axis=0)[foods]
        added: FloatArray = nats
        return added

    def _other_food(self, day: int, slot: int, position: int) -> bool:
        """The best food or portion in one place of a meal, if it is better."""
        meal = self._meals[day][slot]
        assert meal is not None
        pattern, portions = meal
        old = portions[position]
        if old in self._pins.portions.get((day, slot), ()):
            return False
        kept = [p for i, p in enumerate(portions) if i != position]
        items, kind = self.problem.items, int(self.problem.patterns[slot].kind[pattern])
        group = int(items.same[items.food[old]])
        self._count[group] -= 1
        self._today[day, group] -= 1
        allowed = self._allowed(day)
        found = self._candidates(day, slot, int(items.role[items.food[old]]), kept, allowed)
        better: int | None = None
        if len(found):
            whole = self._sum_m - self._content_m[old] + self._content_m[found]
            today = self._sum_d[day] - self._content_d[old] + self._content_d[found]
            kcal = self._kcal[day, slot] - self._energy[old] + self._energy[found]
            score = self._missed(whole, today, kcal, (day, slot)) + self._added(slot, kind, found, kept)
            alone = float(self._added(slot, kind, np.array([old]), kept)[0])
            before = self._now(day, slot) - self._nats[day, slot] + alone + (0.0 if allowed[group] else _CLASH)
            k = int(np.argmin(score))
            if score[k] < before - _BETTER:
                better = int(found[k])
        self._count[group] += 1
        self._today[day, group] += 1
        if better is None:
            return False
        self._put(day, slot, (pattern, tuple(sorted([*kept, better]))))
        return True

    def _other_shape(self, day: int, slot: int) -> bool:
        """One role more or less, if that is better: energy is met by foods, not by heaps."""
        meal = self._meals[day][slot]
        assert meal is not None
        pattern, portions = meal
        problem, items = self.problem, self.problem.items
        shape = problem.patterns[slot]
        kind = int(shape.kind[pattern])
        allowed = self._allowed(day)
        best, chosen = self._now(day, slot) - _BETTER, None
        for other, role, more in shape.neighbours[pattern]:
            extra = float(shape.cost[other] - shape.cost[pattern])
            if more:
                found = self._candidates(day, slot, role, list(portions), allowed)
                if not len(found):
                    continue
                score = self._nats[day, slot] + extra + self._added(slot, kind, found, list(portions))
                score = score + self._missed(
                    self._sum_m + self._content_m[found],
                    self._sum_d[day] + self._content_d[found],
                    self._kcal[day, slot] + self._energy[found],
                    (day, slot),
                )
                k = int(np.argmin(score))
                if score[k] < best:
                    best, chosen = float(score[k]), (other, tuple(sorted([*portions, int(found[k])])))
                continue
            pinned = self._pins.portions.get((day, slot), ())
            for old in [p for p in portions if items.role[items.food[p]] == role and p not in pinned]:
                rest = tuple(p for p in portions if p != old)
                group = int(items.same[items.food[old]])
                self._count[group] -= 1
                saved = float(self._fresh(np.array([group]))[0])
                self._count[group] += 1
                score_one = problem.meal_cost(slot, (other, rest)) - saved
                kcal = np.array([self._kcal[day, slot] - self._energy[old]])
                whole, today = self._sum_m - self._content_m[[old]], self._sum_d[day] - self._content_d[[old]]
                score_one += float(self._missed(whole, today, kcal, (day, slot))[0])
                if score_one < best:
                    best, chosen = score_one, (other, rest)
        if chosen is None:
            return False
        self._put(day, slot, chosen)
        return True

    def _swap_days(self, slot: int, one: int, two: int) -> bool:
        """The meals of one slot on two days change places, if that is better."""
        if self._pins.hold(one, slot) or self._pins.hold(two, slot):
            return False
        before = self.score()
        first, second = self._meals[one][slot], self._meals[two][slot]
        assert first is not None
        assert second is not None
        self._take(one, slot)
        self._put(two, slot, first)
        self._put(one, slot, second)
        if self.score() < before - _BETTER:
            return True
        self._take(one, slot)
        self._put(two, slot, second)
        self._put(one, slot, first)
        return False

    # -- the search ----------------------------------------------------------------------------------------------

    def _places(self) -> list[tuple[int, int]]:
        return [
            (day, slot)
            for day in range(self.problem.days)
            for slot in range(len(self.problem.slots))
            if (day, slot) not in self._pins.meals
        ]

    def _random(self, day: int, slot: int) -> None:
        """A meal of the pool by chance, likelier the more the linear program used it."""
        self._take(day, slot)
        pool = self._pool_at(day, slot)
        allowed = np.r_[self._allowed(day), True]
        possible = allowed[pool.groups].all(axis=1)
        liking = pool.liking * np.where(possible, 1.0, 1e-9)
        k = int(self._rng.choice(len(liking), p=liking / liking.sum()))
        self._put(day, slot, pool.meals[k])

    def start(self, meals: Menu | None = None) -> None:
        """Put the fixed meals, then ``meals`` or chance everywhere else."""
        for (day, slot), meal in self._pins.meals.items():
            self._put(day, slot, meal)
        for day, slot in self._places():
            if meals is not None:
                self._put(day, slot, meals[day][slot])
            else:
                self._random(day, slot)

    def descend(self, places: Iterable[tuple[int, int]] | None = None, sweeps: int = 5) -> float:
        """Improve these places until nothing helps or the sweeps are used up."""
        todo = list(places) if places is not None else self._places()
        for _ in range(sweeps):
            changed = False
            for i in self._rng.permutation(len(todo)).tolist():
                day, slot = todo[i]
                changed |= self._other_meal(day, slot)
                for position in range(self._items(day, slot)):
                    if position < self._items(day, slot):
                        changed |= self._other_food(day, slot, position)
                changed |= self._other_shape(day, slot)
            if not changed:
                break
        return self.score()

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
        counts = np.where(self.problem.bounds.rule, 1.0, _NUTRIENT_FAULT)
        return float(mean @ counts[self._on_mean] + day.sum(axis=0) @ counts[self._on_day] + self.clashes())

    def plain_score(self) -> float:
        """The nats of the menu at the first weights: comparable between rounds."""
        kept, first = (self._weight_mean, self._weight_day), self.problem.bounds.weight
        self._weight_mean, self._weight_day = first[self._on_mean], first[self._on_day]
        found = self.score()
        self._weight_mean, self._weight_day = kept
        return found

    def solve(self, effort: Effort, meals: Menu | None = None) -> tuple[Menu, float, float]:
        """The best menu found, its score at the first weights, and its faults (0 = all hard rows hold)."""
        self.start(meals)
        places = self._places()
        best: tuple[float, float, Menu] | None = None
        for round_ in range(effort.rounds):
            now = self.descend(sweeps=effort.sweeps)
            kept = self.menu()
            kicks = effort.kicks if round_ == 0 else max(effort.kicks // 2, 4)
            for kick in range(kicks if places else 0):
                score = self._spare_a_food(places) if kick % 2 else self._kick(places)
                if score < now - _BETTER:
                    now, kept = score, self.menu()
                else:
                    self.restore(kept)
            now, kept = self._shorten_the_list(places, now, kept)
            self._shuffle_days()
            found = (self.faults(), self.plain_score(), self.menu())
            if best is None or found[:2] < best[:2]:
                best = found
            if found[0] == 0:
                break
            self._heavier()
        assert best is not None
        self.restore(best[2])
        return best[2], best[1], best[0]

    def _near(self, thrown: list[int], places: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The places thrown away and a few others by chance."""
        others = self._rng.choice(len(places), min(4, len(places)), replace=False).tolist()
        return [places[i] for i in sorted({*thrown, *others})]

    def _kick(self, places: list[tuple[int, int]]) -> float:
        """Two meals are thrown away and the neighbourhood is mended."""
        thrown = self._rng.choice(len(places), min(2, len(places)), replace=False).tolist()
        for i in thrown:
            self._random(*places[i])
        return self.descend(self._near(thrown, places), sweeps=2)

    def _spare(self, food: int, places: list[tuple[int, int]], sweeps: int) -> float:
        """Take a food off the list: its meals are mended from what is on the list anyway."""
        held = [
            place
            for place in places
            if (meal := self._meals[place[0]][place[1]]) is not None and food in self._groups(place[1], meal)
        ]
        # A closed food clashes where it stands, so that nearly any other is better.
        self._closed[: self._foods] = self._count[: self._foods] == 0
        self._closed[food] = True
        others = self._rng.choice(len(places), min(3, len(places)), replace=False).tolist()
        score = self.descend([*held, *(places[i] for i in others if places[i] not in held)], sweeps)
        self._closed[:] = False
        return score

    def _bought_for_little(self) -> list[int]:
        """Foods on the list that stand once or twice, those that stand once first."""
        foods = self._count[: self._foods]
        few = np.flatnonzero((foods > 0) & (foods <= 2) & self._once[: self._foods])
        return few[np.argsort(foods[few], kind="stable")].tolist()

    def _spare_a_food(self, places: list[tuple[int, int]]) -> float:
        """One of them, by chance."""
        few = self._bought_for_little()
        if not few:
            return self._kick(places)
        return self._spare(few[int(self._rng.integers(len(few)))], places, sweeps=2)

    def _shorten_the_list(self, places: list[tuple[int, int]], now: float, kept: Menu) -> tuple[float, Menu]:
        """Try to do without each food that is bought for little."""
        for food in self._bought_for_little():
            if not 0 < self._count[food] <= 2:
                continue
            score = self._spare(food, places, sweeps=1)
            if score < now - _BETTER:
                now, kept = score, self.menu()
            else:
                self.restore(kept)
        return now, kept

    def _shuffle_days(self) -> None:
        for slot in range(len(self.problem.slots)):
            for one in range(self.problem.days):
                for two in range(one):
                    self._swap_days(slot, one, two)

