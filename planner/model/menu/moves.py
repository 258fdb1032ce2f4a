"""Moves: the best other meal, food, portion or shape in one place, looking at all candidates at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.model.menu.items import IntArray
from planner.model.menu.problem import Meal
from planner.model.menu.state import BETTER, CLASH_NATS, LONG_LIST_NATS, MenuState
from planner.model.program import FloatArray

_STEPS = 8  # changes of single foods in one meal, one after the other


@dataclass(frozen=True, eq=False)
class _Changes:
    """V ways to change a meal: portion ``old`` leaves (or none), one of ``coming`` joins (or none), ``pattern`` results."""

    pattern: list[int]
    old: list[int]
    coming: list[IntArray]


def _part(matrix: FloatArray, rows: IntArray, columns: IntArray) -> FloatArray:
    """``matrix[rows][:, columns]`` without the large step between."""
    found: FloatArray = matrix.ravel().take((rows * matrix.shape[1])[:, None] + columns)
    return found


class Moves(MenuState):
    """What can be done to one place of a menu; each move keeps what is better and says whether it changed anything."""

    _heat = 0.0  # nats; 0 = only what is better

    def _picked(self, score: FloatArray, before: float) -> int | None:
        """The best candidate, None when what stands is better; with heat, one by chance with Boltzmann's weights."""
        if self._heat:
            score = score + self._heat * np.log(self._rng.standard_exponential(len(score)))
            before += self._heat * float(np.log(self._rng.standard_exponential()))
        k = int(np.argmin(score))
        return k if score[k] < before - BETTER else None

    def _missed(self, brought: FloatArray, rows: IntArray, base: FloatArray) -> FloatArray:
        """(n,) nats for what candidates miss that bring (n, len(rows)) beside ``base`` (R,)."""
        low, high = (self._low - base)[rows], (self._high - base)[rows]
        off = np.maximum(low - brought, brought - high)
        missed: FloatArray = np.maximum(off, 0.0, out=off) @ self._weight[rows]
        return missed

    def _other_meal(self, day: int, slot: int) -> bool:
        """The best meal of the pool in this place, if it is better."""
        old = self._meals[day][slot]
        assert old is not None
        pool = self._pool_at(day, slot)
        if not pool.meals:
            return False
        held = self._groups(slot, old)
        shopping, kcal, nats = self._shopping(), self._kcal[day, slot], float(self._nats[day, slot])
        base = self._sums(day) - self._brings[day, slot]
        # Only the rows that some meal of the pool would miss.
        rows = np.flatnonzero((self._low - base > pool.least) | (self._high - base < pool.most))
        every = np.arange(len(base))
        before = nats + float(self._missed(self._brings[day, slot][None], every, base)[0])
        before += float(self._off(kcal, (day, slot)))
        self._count[held] -= 1
        self._today[day, held] -= 1
        allowed = self._allowed(day)
        fresh = (self._count == 0) & self._bought
        self._count[held] += 1
        self._today[day, held] += 1
        before += CLASH_NATS * float((~allowed[held]).sum())
        possible = np.flatnonzero(allowed[pool.groups].all(axis=1))
        if not len(possible):
            return False
        score = pool.nats[possible] + self._off(pool.kcal[possible], (day, slot))
        score += self._missed(_part(pool.rows, possible, rows), rows, base)
        left = shopping - int(fresh[held].sum())
        bought = left + fresh[pool.groups[possible]].sum(axis=1)
        long = np.maximum(bought - self.problem.most_foods, 0) - max(shopping - self.problem.most_foods, 0)
        score += self.problem.new_food * (bought - shopping) + LONG_LIST_NATS * long
        k = self._picked(score, before)
        if k is not None:
            self._put(day, slot, pool.meals[possible[k]])
        return k is not None

    def _changes(self, day: int, slot: int, meal: Meal) -> _Changes:
        """Another food or portion in one place of the meal, or one role more or less."""
        pattern, portions = meal
        none = len(self._role)
        pinned = self._pins.portions.get((day, slot), ())
        by_role = self._by_role[int(self.problem.slot_row[slot])]
        free = [(p, int(self._role[p])) for p in portions if p not in pinned]
        patterns, old, coming = [pattern] * len(free), [p for p, _ in free], [by_role[role] for _, role in free]
        for other, role, more in self.problem.patterns[slot].neighbours[pattern]:
            leaving = [none] if more else [p for p, held in free if held == role]
            patterns += [other] * len(leaving)
            old += leaving
            coming += [by_role[role] if more else np.array([none])] * len(leaving)
        return _Changes(patterns, old, coming)

    def _other_food(self, day: int, slot: int) -> bool:
        """The best change of one food, portion or role of a meal, if it is better."""
        meal = self._meals[day][slot]
        assert meal is not None
        changes = self._changes(day, slot, meal)
        if not changes.old:
            return False
        held, portions = self._groups(slot, meal), list(meal[1])
        brings, base = self._brings[day, slot], self._sums(day)
        shopping = self._shopping()
        self._count[held] -= 1
        self._today[day, held] -= 1
        allowed = self._allowed(day)
        fresh = (self._count == 0) & self._bought
        self._count[held] += 1
        self._today[day, held] += 1

        # n candidates, each of one of the V changes, with the V portions that leave.
        old = np.array(changes.old)
        one = np.repeat(np.arange(len(old)), [len(coming) for coming in changes.coming])
        coming = np.concatenate(changes.coming)
        same, family = self._same[coming], self._family[coming]
        beside, near = np.zeros(len(self._count), dtype=bool), np.zeros(int(self._family[-1]) + 1, dtype=bool)
        beside[self._same[portions]] = near[self._family[portions]] = True
        fine = allowed[same] & (~beside[same] | (same == self._same[old][one]))
        fine &= ~near[family] | (family == self._family[old][one])
        at = np.flatnonzero(fine)
        if not len(at):
            return False
        one, coming, same = one[at], coming[at], same[at]

        row, shape = self.problem.slot_row[slot], self.problem.patterns[slot]
        kind = self._kind_food[shape.kind[meal[0]]]
        alone, pair = self._alone[row], self._pair[row]
        foods, leaving = self._food[coming], self._food[old]
        company = pair[self._food[portions]].sum(axis=0)
        left = fresh[self._same[old]]
        price = self.problem.new_food + LONG_LIST_NATS * (shopping - left >= self.problem.most_foods)
        saved = alone[old] + kind[leaving] + company[leaving] + price * left
        saved += CLASH_NATS * ~allowed[self._same[old]] + shape.cost[meal[0]] - shape.cost[changes.pattern]
        score = alone[coming] + kind[foods] + company[foods] - pair[leaving[one], foods]
        score += price[one] * fresh[same] - saved[one]

        gone = brings - self._content[old]
        rows = np.flatnonzero(
            (self._low - base > self._least - self._content[old].max(axis=0))
            | (self._high - base < self._most - self._content[old].min(axis=0))
        )
        brought = _part(self._content, coming, rows)
        brought += gone[:, rows][one]
        rest = base - brings
        score += self._missed(brought, rows, rest)
        kcal = self._kcal[day, slot]
        score += self._off(kcal - self._energy[old][one] + self._energy[coming], (day, slot))
        before = float(self._missed(brings[rows][None], rows, rest)[0] + self._off(kcal, (day, slot)))
        k = self._picked(score, before)
        if k is None:
            return False
        stay = [p for p in portions if p != old[one[k]]]
        if coming[k] < len(self._role):
            stay.append(int(coming[k]))
        self._put(day, slot, (changes.pattern[one[k]], tuple(sorted(stay))))
        return True

    def _improve(self, day: int, slot: int) -> bool:
        """The best meal of the pool, then food by food until nothing helps."""
        changed = self._other_meal(day, slot)
        for _ in range(_STEPS):
            if not self._other_food(day, slot):
                break
            changed = True
        return changed

    def _swap_days(self, slot: int, one: int, two: int) -> bool:
        """The meals of one slot on two days change places, if that is better."""
        if self._pins.hold(one, slot) or self._pins.hold(two, slot):
            return False
        before, kept = self.score(), self.keep()
        first, second = self._meals[one][slot], self._meals[two][slot]
        assert first is not None
        assert second is not None
        self._take(one, slot)
        self._put(two, slot, first)
        self._put(one, slot, second)
        if self.score() < before - BETTER:
            return True
        self.back_to(kept)
        return False

    def _random(self, day: int, slot: int) -> None:
        """A meal of the pool by chance, likelier the more the linear program used it."""
        self._take(day, slot)
        pool = self._pool_at(day, slot)
        possible = self._allowed(day)[pool.groups].all(axis=1)
        liking = pool.liking * np.where(possible, 1.0, 1e-9)
        k = int(self._rng.choice(len(liking), p=liking / liking.sum()))
        self._put(day, slot, pool.meals[k])
