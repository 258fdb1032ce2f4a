"""A good whole menu: local search over meals, foods and portions, from the meals that the linear program liked.

The menu is scored by its nats plus what it misses; rows that stay missed gain weight. Random numbers come from a fixed
seed and the search stops on counts, so that the same problem gives the same menu.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from planner.model.menu.moves import Moves
from planner.model.menu.state import BETTER, Menu


@dataclass(frozen=True)
class Effort:
    """How long to search: kicks (a few meals thrown away and mended) per round, and rounds of growing weights."""

    kicks: int = 40
    rounds: int = 6
    sweeps: int = 5


Watch = Callable[[float, Menu], bool]
"""Told the share done (0 to 1) and the best menu so far; returning False ends the search with that menu."""


class Search(Moves):
    """The search over one menu; ``stopped``: whether whoever watched ended it."""

    stopped = False

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

    def solve(self, effort: Effort, meals: Menu | None = None, watch: Watch | None = None) -> tuple[Menu, float, float]:
        """The best menu found, its score at the first weights, and its faults (0 = all hard rows hold)."""
        self.start(meals)
        places = self._places()
        best: tuple[float, float, Menu] | None = None
        for round_ in range(effort.rounds):
            now = self.descend(sweeps=effort.sweeps)
            kept = self.menu()
            kicks = effort.kicks if round_ == 0 else max(effort.kicks // 2, 4)
            for kick in range(kicks if places else 0):
                # Most menus hold after the first round, so that each round counts for half of what is left.
                if watch is not None and not watch(1 - 0.5 ** (round_ + kick / kicks), kept):
                    self.stopped = True
                    break
                score = self._spare_a_food(places) if kick % 2 else self._kick(places)
                if score < now - BETTER:
                    now, kept = score, self.menu()
                else:
                    self.restore(kept)
            if not self.stopped:
                now, kept = self._shorten_the_list(places, now, kept)
                self._shuffle_days()
            found = (self.faults(), self.plain_score(), self.menu())
            if best is None or found[:2] < best[:2]:
                best = found
            if found[0] == 0 or self.stopped:
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
        few = np.flatnonzero((foods > 0) & (foods <= 2) & self._bought[: self._foods])
        return [int(food) for food in few[np.argsort(foods[few], kind="stable")]]

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
            if score < now - BETTER:
                now, kept = score, self.menu()
            else:
                self.restore(kept)
        return now, kept

    def _shuffle_days(self) -> None:
        for slot in range(len(self.problem.slots)):
            for one in range(self.problem.days):
                for two in range(one):
                    self._swap_days(slot, one, two)
