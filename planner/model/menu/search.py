"""A good whole menu: heated and cooled from the meals that the linear program liked, then mended and polished.

The menu is scored by its nats plus what it misses; rows that stay missed gain weight. Random numbers come from a fixed
seed and the search stops on counts, so that the same problem gives the same menu.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planner.model.menu import moves
from planner.model.menu.board import Board, packed_board
from planner.model.menu.state import Menu, MenuState

_HOT, _COLD = 5.0, 0.4  # nats: temperature at the first sweep and at the last
_WARM, _SHORTER = 1.0, 10  # nats where a round begins to cool, and how many times fewer sweeps it has
_AGAIN = 0.3  # share of the sweeps when a menu that misses something is heated again from the start
_A_TARGET, _AGAIN_FOR_LESS = 4.0, 1  # faults of a target missed; how often a menu is heated again for less
_LOOK = 10  # sweeps between two looks of whoever watches
_ANNEALING = 0.7  # share of the time that a search takes, for whoever watches


@dataclass(frozen=True)
class Effort:
    """How long to search.

    Attributes:
        sweeps: over all meals while the menu cools down.
        starts: how often it is heated and cooled from the start; the best is kept, for chance decides more than patience.
        kicks: at the end; a few meals are thrown away, or a food is spared, and the menu is mended around them.
        rounds: of growing weights, until nothing is missed.
        again: how often, at most, a menu that still misses something is heated again from the start.
    """

    sweeps: int = 60
    kicks: int = 20
    rounds: int = 7
    again: int = 3
    starts: int = 1


Watch = Callable[[float, Menu], bool]
"""Told the share done (0 to 1) and the menu as it stands; returning False mends that menu quickly and ends the search."""


class Search(MenuState):
    """The search over one menu; ``stopped``: whether whoever watched ended it."""

    stopped = False
    _best: tuple[float, float, Board]  # faults, score at the first weights, and the menu
    _room: Board  # for a copy

    def start(self, meals: Menu | None = None) -> None:
        """Put the fixed meals, then ``meals`` or chance everywhere else."""
        for (day, slot), meal in self._pins.meals.items():
            self._put(day, slot, meal)
        for day, slot in self._places():
            if meals is not None:
                self._put(day, slot, meals[day][slot])
            else:
                moves.by_chance(*self._all, day, slot)

    def descend(self, sweeps: int = 5) -> float:
        """Improve all places until nothing helps or the sweeps are used up; the score then."""
        return moves.descend(*self._all, self.given.free, sweeps)

    def sweep(self, heat: float) -> None:
        """One visit to each meal at this temperature, in nats."""
        moves.heated_sweep(*self._all, heat)

    def cool(self, hot: float, sweeps: int, going_on: Callable[[float], bool] | None = None) -> None:
        """Sweeps from this temperature down to the lowest."""
        for sweep in range(sweeps):
            if going_on is not None and sweep % _LOOK == 0 and not going_on(_ANNEALING * sweep / sweeps):
                break
            self.sweep(hot * (_COLD / hot) ** (sweep / max(sweeps - 1, 1)))

    def solve(self, effort: Effort, meals: Menu | None = None, watch: Watch | None = None) -> tuple[Menu, float, float]:
        """The best menu found, its score at the first weights, and its faults (0 = all hard rows hold)."""
        furthest = 0.0

        def going_on(done: float) -> bool:
            nonlocal furthest
            furthest = max(furthest, done)  # to be heated again is no step back
            if watch is not None and not self.stopped:
                self.stopped = not watch(furthest, self.menu())
            return not self.stopped

        self.start(meals)
        self._room = packed_board(self.keep())
        self.descend(sweeps=2)
        self._best = (self.faults(), self.plain_score(), self.keep())
        for again in range(1 - effort.starts, 1 + effort.again):

            def still(done: float, begun: int = again + effort.starts - 1) -> bool:
                return going_on(min((begun + done) / effort.starts, 1.0))

            self.first_weights()
            self.cool(_HOT, round(effort.sweeps * (_AGAIN if again > 0 else 1.0)), still)
            self._mend(effort, still)
            faults = self._best[0]
            if self.stopped or (again >= 0 and (faults == 0 or (faults < _A_TARGET and again == _AGAIN_FOR_LESS))):
                break
        self.back_to(self._best[2])
        if going_on(0.95):
            moves.polish(*self._all, self._room, effort.kicks, 2)
            self._note()
            self.back_to(self._best[2])
        return self.menu(), self._best[1], self._best[0]

    def _mend(self, effort: Effort, going_on: Callable[[float], bool]) -> None:
        """Rounds of growing weights, until nothing is missed."""
        for round_ in range(effort.rounds):
            if round_ > 0:  # what became heavier is seldom mended by single changes alone
                self.cool(_WARM, effort.sweeps // _SHORTER)
            self.descend(sweeps=4)
            self._note()
            if not going_on(1 - (1 - _ANNEALING) * 0.8**round_):
                break
            if round_ > 1:  # growing weights alone mend most menus
                moves.polish(*self._all, self._room, effort.kicks, 2)
            moves.shorten_the_list(*self._all, self._room, 1)
            moves.swap_days(*self._all)
            self.descend(sweeps=1)
            self._note()
            if self.faults() == 0:
                break
            self._heavier()

    def _note(self) -> None:
        """Keep the menu as it stands if it is the best so far."""
        faults, score = self.faults(), self.plain_score()
        if (faults, score) < self._best[:2]:
            self._best = (faults, score, self.keep())
