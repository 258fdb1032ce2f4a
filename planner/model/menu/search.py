"""A good whole menu: heated and cooled from the meals that the linear program liked, then mended and polished.

The menu is scored by its nats plus what it misses; rows that stay missed gain weight. Random numbers come from a fixed
seed and the search stops on counts, so that the same problem gives the same menu.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from planner.model.menu.moves import Moves
from planner.model.menu.state import BETTER, Kept, Menu

_HOT, _COLD = 15.0, 0.5  # nats: temperature at the first sweep and at the last
_WHOLE_MEALS = 0.3  # share of the visits of a heated sweep that also weigh other whole meals
_ANNEALING = 0.7  # share of the time that a search takes, for whoever watches


@dataclass(frozen=True)
class Effort:
    """How long to search.

    Attributes:
        sweeps: over all meals while the menu cools down.
        kicks: at the end; a few meals are thrown away, or a food is spared, and the menu is mended around them.
        rounds: of growing weights, until nothing is missed.
    """

    sweeps: int = 60
    kicks: int = 20
    rounds: int = 7


Watch = Callable[[float, Menu], bool]
"""Told the share done (0 to 1) and the menu as it stands; returning False mends that menu quickly and ends the search."""


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
                changed |= self._improve(*todo[i])
            if not changed:
                break
        return self.score()

    def solve(self, effort: Effort, meals: Menu | None = None, watch: Watch | None = None) -> tuple[Menu, float, float]:
        """The best menu found, its score at the first weights, and its faults (0 = all hard rows hold)."""
        self.start(meals)
        places = self._places()
        kicks = min(effort.kicks, 2 * len(places))
        self.descend(sweeps=2)
        best = (self.faults(), self.plain_score(), self.keep())

        def going_on(done: float) -> bool:
            if watch is not None and not self.stopped:
                self.stopped = not watch(done, self.menu())
            return not self.stopped

        def note() -> tuple[float, float, Kept]:
            found = (self.faults(), self.plain_score(), self.keep())
            return found if found[:2] < best[:2] else best

        for sweep in range(effort.sweeps):
            if not going_on(_ANNEALING * sweep / effort.sweeps):
                break
            self._heated_sweep(places, _HOT * (_COLD / _HOT) ** (sweep / max(effort.sweeps - 1, 1)))
        for round_ in range(effort.rounds):
            now = self.descend(sweeps=4)
            best = note()
            if not going_on(1 - (1 - _ANNEALING) * 0.8**round_):
                break
            if round_ > 1:  # growing weights alone mend most menus
                now = self._polish(kicks, places, now)
            self._shorten_the_list(places, now, self.keep())
            self._shuffle_days()
            self.descend(sweeps=1)
            best = note()
            if best[0] == 0:
                break
            self._heavier()
        self.back_to(best[2])
        if going_on(0.95):
            self._polish(kicks, places, self.score())
            best = note()
            self.back_to(best[2])
        return self.menu(), best[1], best[0]

    def _polish(self, kicks: int, places: list[tuple[int, int]], now: float) -> float:
        """A few meals thrown away, or a food spared, and mended: what is better stays."""
        kept = self.keep()
        for kick in range(kicks):
            score = self._spare_a_food(places) if kick % 2 else self._kick(places)
            if score < now - BETTER:
                now, kept = score, self.keep()
            else:
                self.back_to(kept)
        return now

    def _heated_sweep(self, places: list[tuple[int, int]], heat: float) -> None:
        """One visit to each meal: changes come by chance, likelier the better they are, and worse ones too while it is hot."""
        self._heat = heat
        for i in self._rng.permutation(len(places)).tolist():
            if self._rng.random() < _WHOLE_MEALS:
                self._other_meal(*places[i])
            self._other_food(*places[i])
        self._heat = 0.0

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

    def _shorten_the_list(self, places: list[tuple[int, int]], now: float, kept: Kept) -> tuple[float, Kept]:
        """Try to do without each food that is bought for little."""
        for food in self._bought_for_little():
            if not 0 < self._count[food] <= 2:
                continue
            score = self._spare(food, places, sweeps=1)
            if score < now - BETTER:
                now, kept = score, self.keep()
            else:
                self.back_to(kept)
        return now, kept

    def _shuffle_days(self) -> None:
        for slot in range(len(self.problem.slots)):
            for one in range(self.problem.days):
                for two in range(one):
                    self._swap_days(slot, one, two)
