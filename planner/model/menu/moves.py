"""Moves: the best other meal, food, portion or shape in one place, looking at all candidates at once."""

from __future__ import annotations

import numpy as np

from planner.model.menu.items import IntArray
from planner.model.menu.state import BETTER, CLASH_NATS, MenuState
from planner.model.program import BoolArray, FloatArray


class Moves(MenuState):
    """What can be done to one place of a menu; each move keeps what is better and says whether it changed anything."""

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
        clash = CLASH_NATS * sum(not ok for ok in self._allowed(day)[held])
        before += clash + float(self._fresh(np.array([g for g in held if g < self._foods])).sum())
        allowed = np.r_[self._allowed(day), True]
        possible = allowed[pool.groups].all(axis=1)
        missed = self._missed(self._sum_m + pool.on_mean, self._sum_d[day] + pool.on_day, pool.kcal, (day, slot))
        score = pool.nats + missed
        new = np.r_[(self._count == 0) & self._bought, False]
        new[self._foods :] = False
        score = score + self._new_price() * new[pool.groups].sum(axis=1)
        score[~possible] = np.inf
        k = int(np.argmin(score))
        if score[k] < before - BETTER:
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
            before = self._now(day, slot) - self._nats[day, slot] + alone + (0.0 if allowed[group] else CLASH_NATS)
            k = int(np.argmin(score))
            if score[k] < before - BETTER:
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
        best, chosen = self._now(day, slot) - BETTER, None
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
        if self.score() < before - BETTER:
            return True
        self._take(one, slot)
        self._put(two, slot, second)
        self._put(one, slot, first)
        return False

    def _random(self, day: int, slot: int) -> None:
        """A meal of the pool by chance, likelier the more the linear program used it."""
        self._take(day, slot)
        pool = self._pool_at(day, slot)
        allowed = np.r_[self._allowed(day), True]
        possible = allowed[pool.groups].all(axis=1)
        liking = pool.liking * np.where(possible, 1.0, 1e-9)
        k = int(self._rng.choice(len(liking), p=liking / liking.sum()))
        self._put(day, slot, pool.meals[k])
