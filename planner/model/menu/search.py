"""A good whole menu: heated and cooled from the meals that the linear program liked, then mended and polished.

The menu is scored by its nats plus what it misses; rows that stay missed gain weight. Random numbers come from a fixed
seed and the search stops on counts, so that the same problem gives the same menu.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event

from planner.model.menu import moves
from planner.model.menu.board import Board, packed_board
from planner.model.menu.master import MasterResult
from planner.model.menu.order import in_order
from planner.model.menu.pins import Pins
from planner.model.menu.problem import MenuProblem
from planner.model.menu.state import Menu, MenuState

_HOT, _COLD = 5.0, 0.4  # nats: temperature at the first sweep and at the last
_WARM, _SHORTER = 1.0, 10  # nats where a round begins to cool, and how many times fewer sweeps it has
_AGAIN = 0.3  # share of the sweeps when a menu that misses something is heated again from the start
_A_TARGET, _AGAIN_FOR_LESS = 4.0, 1  # faults of a target missed; how often a menu is heated again for less
_SEEDS = 1 << 32  # between the chances of two starts
_MENDING_KICKS = 20  # at most, in each round
_LOOK = 10  # sweeps between two looks of whoever watches
_LUKEWARM, _WARM_SWEEPS = 1.2, 200  # nats to which the best menu is warmed, and sweeps until it is cold again
_STARTING = 0.5  # share of the time until the best menu is warmed, about, for whoever watches
_ANNEALING = 0.7  # share of the time that a search takes, for whoever watches


@dataclass(frozen=True)
class Effort:
    """How long to search.

    Attributes:
        sweeps: over all meals while the menu cools down.
        starts: how many menus are heated and cooled, each by its own chance, two at once where there are two cores; the best
            is kept, for chance decides more than patience.
        looks: at pools of meals and ways to change one, for each day whose meals may change: the best of them, once nothing
            is missed, is warmed a little and cooled again until all searches together have taken so many. A menu that is
            hard to mend takes more looks each time, and so is warmed less often in about the same time.
        kicks: at the end; a few meals are thrown away, or a food is spared, and the menu is mended around them.
        rounds: of growing weights, until nothing is missed.
        again: how often, at most, all are heated again from the start while the best of them still misses something.
    """

    sweeps: int = 60
    kicks: int = 20
    rounds: int = 7
    again: int = 3
    starts: int = 1
    looks: int = 0


@dataclass(frozen=True, eq=False)
class Solution:
    """The best menu found, its score at the first weights, and its faults (0 = all hard rows hold).

    ``stopped``: whether whoever watched ended the search.
    """

    menu: Menu
    score: float
    faults: float
    stopped: bool


Found = tuple[float, float, Board]
"""Faults and score at the first weights of a menu, and the menu."""

Watch = Callable[[float, Menu], bool]
"""Told the share done (0 to 1) and the menu as it stands; returning False mends that menu quickly and ends the search."""


class Search(MenuState):
    """The search over one menu."""

    found: Found  # the best so far
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

    def begin(self, meals: Menu | None = None) -> None:
        """Start, and keep what stands after a first look."""
        self.start(meals)
        self._room = packed_board(self.keep())
        self.descend(sweeps=2)
        self.found = (self.faults(), self.plain_score(), self.keep())

    def heat(self, effort: Effort, share: float, going_on: Callable[[float], bool]) -> None:
        """Heat and cool the menu with this share of the sweeps, then mend it; what is better than before is kept."""
        self.first_weights()
        self.cool(_HOT, round(effort.sweeps * share), going_on)
        self._mend(effort, going_on)

    def warm(self, found: Found, effort: Effort, going_on: Callable[[float], bool]) -> None:
        """Warm a menu a little, cool it and mend it; what is better is kept."""
        self.found = found
        self.back_to(found[2])
        self.first_weights()
        self.cool(_LUKEWARM, _WARM_SWEEPS, going_on)
        self._mend(effort, going_on)

    def polish(self, kicks: int) -> None:
        """Throw a few meals of the best menu away, time and again, and mend it around them."""
        self.back_to(self.found[2])
        moves.polish(*self._all, self._room, kicks, 2)
        self._note()

    @property
    def rank(self) -> tuple[float, float]:
        """Faults and score of the best menu so far: less is better."""
        return self.found[:2]

    @property
    def looks(self) -> int:
        """How much was weighed so far: a measure of time that is the same on every machine."""
        return int(self.board.looks[0])

    def best(self) -> Menu:
        """The best menu so far; it stands."""
        self.back_to(self.found[2])
        return self.menu()

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
                moves.polish(*self._all, self._room, min(effort.kicks, _MENDING_KICKS), 2)
            if self.faults() == 0:
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
        if (faults, score) < self.found[:2]:
            self.found = (faults, score, self.keep())


def solve(
    problem: MenuProblem,
    master: MasterResult,
    effort: Effort,
    pins: Pins | None = None,
    seed: int = 0,
    meals: Menu | None = None,
    watch: Watch | None = None,
) -> Solution:
    """The best menu that this effort finds; it sets out from ``meals``, and what ``pins`` hold stays.

    How many cores there are changes the time, not the menu. ``watch`` is told in the thread that calls.
    """
    starts = [Search(problem, master, pins, seed)]
    starts += [Search(problem, master, pins, seed + n * _SEEDS, starts[0]) for n in range(1, effort.starts)]
    stop, furthest = Event(), 0.0

    def told(done: float, menu: Callable[[], Menu]) -> bool:
        nonlocal furthest
        furthest = max(furthest, done)  # to be heated again is no step back
        if watch is not None and not stop.is_set() and not watch(furthest, menu()):
            stop.set()
        return not stop.is_set()

    def heat(mine: Sequence[Search], share: float, watched: bool) -> None:
        for n, one in enumerate(mine):

            def going_on(done: float, n: int = n, menu: Callable[[], Menu] = one.menu) -> bool:
                return told(starting * (n + done) / len(mine), menu) if watched else not stop.is_set()

            one.heat(effort, share, going_on)

    def unwatched(done: float) -> bool:
        return not stop.is_set()

    starting = _STARTING if effort.looks else 1.0
    around = replace(effort, sweeps=effort.sweeps // 2)
    for one in starts:
        one.begin(meals)
    with ThreadPoolExecutor(1) as beside:
        try:
            for again in range(1 + effort.again):
                share = _AGAIN if again else 1.0
                jobs = [beside.submit(heat, starts[1::2], share, False)] if starts[1:] else []
                heat(starts[0::2], share, True)
                for job in jobs:
                    job.result()
                best = min(starts, key=lambda one: one.rank)
                if stop.is_set() or best.rank[0] == 0 or (best.rank[0] < _A_TARGET and again == _AGAIN_FOR_LESS):
                    break
            two, most = starts[:2], effort.looks * len(starts[0].given.free) // len(problem.slots)
            begun = taken = sum(one.looks for one in starts)
            before = -1
            while best.rank[0] == 0 and before < taken < most:  # where all is held, nothing is looked at
                if not told(starting + (1.0 - starting) * (taken - begun) / (most - begun), best.menu):
                    break
                found = best.found
                jobs = [beside.submit(one.warm, found, around, unwatched) for one in two[1:]]
                two[0].warm(found, around, unwatched)
                for job in jobs:
                    job.result()
                best = min(two, key=lambda one: one.rank)
                before, taken = taken, sum(one.looks for one in starts)
        except BaseException:
            stop.set()  # nobody waits for the others
            raise
    if told(0.95, best.best):
        best.polish(effort.kicks)
    menu = in_order(problem, best.best(), pins or Pins())
    best.start(menu)
    return Solution(menu, best.plain_score(), best.faults(), stop.is_set())
