"""Why a program has no solution: minimal sets of demands that clash, and the smallest changes that mend it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from planner.model.demands import Bound, Demand
from planner.model.elastic import Elastic, Pulled
from planner.model.program import LinearProgram
from planner.model.solver import SolverOptions

MOST_SETS = 3


@dataclass(frozen=True)
class Move:
    """A demand with another value; ``to`` None: taken back."""

    demand: Demand
    to: float | None


@dataclass(frozen=True)
class Mending:
    """Changes that together make the program solvable, and how much they are minded."""

    moves: tuple[Move, ...]
    price: float


@dataclass(frozen=True)
class Explanation:
    """``conflicts``: minimal sets, without any one member of which the rest of it can hold; empty when the program has no
    solution even without all demands. ``mendings``: each enough, the least minded first."""

    conflicts: tuple[tuple[Demand, ...], ...]
    mendings: tuple[Mending, ...]


def explain(
    program: LinearProgram, demands: Sequence[Demand], options: SolverOptions | None = None, most_sets: int = MOST_SETS
) -> Explanation | None:
    """Which demands clash, and what mends it; None when they do not, or no search in whole units proves it."""
    elastic = Elastic(program, demands, options)
    level = _lowest_level(elastic)
    if level is None:
        return None
    first = _minimal(elastic, (), level)
    conflicts = list(_others(elastic, first, level, most_sets)) if first else []
    members = [tuple(demands[d] for d in sorted(one, key=lambda d: (demands[d].level, d))) for one in conflicts]
    return Explanation(tuple(members), tuple(_mendings(elastic, conflicts)))


def can_hold(program: LinearProgram, demands: Sequence[Demand] = (), options: SolverOptions | None = None) -> bool:
    """Whether any point satisfies the program with all its demands; the objective plays no part."""
    return Elastic(program, demands, options).clash(()) is None


def _lowest_level(elastic: Elastic) -> int | None:
    """The level up to which demands clash; None when all of them can hold."""
    levels = sorted({demand.level for demand in elastic.demands} or {0})
    return next((level for level in levels if elastic.clash(_above(elastic, level)) is not None), None)


def _above(elastic: Elastic, level: int) -> set[int]:
    return {d for d, demand in enumerate(elastic.demands) if demand.level > level}


def _minimal(elastic: Elastic, dropped: Collection[int], level: int) -> list[int] | None:
    """A minimal set of those up to ``level`` that cannot hold without the ``dropped`` ones; None when all can.

    Deletion filter: whatever is not needed goes, and with it all that the next proof does without. Demands of high
    levels are tried first, so that what is left is what was asked for.
    """
    needed = elastic.clash({*dropped, *_above(elastic, level)})
    if needed is None:
        return None
    for d in sorted(needed, key=lambda d: (-elastic.demands[d].level, -d)):
        if d in needed:
            proof = elastic.clash(set(range(len(elastic.demands))) - (set(needed) - {d}))
            needed = needed if proof is None else proof
    return needed


def _others(elastic: Elastic, first: list[int], level: int, most: int) -> Iterator[list[int]]:
    """The first set, then others: each is what still clashes without one member of every set before it."""
    found, paths = [first], [frozenset[int]()]
    yield first
    while paths and len(found) < most:
        path = paths.pop(0)
        of_path = next(one for one in found if not path & set(one))
        for d in of_path:
            without = path | {d}
            known = next((one for one in found if not without & set(one)), None)
            more = known or _minimal(elastic, without, level)
            if more and more not in found:
                found.append(more)
                yield more
                if len(found) == most:
                    return
            if more:
                paths.append(without)


def _mendings(elastic: Elastic, conflicts: Sequence[Sequence[int]]) -> list[Mending]:
    """Each single change that is enough, and the best combination where that is minded less than any of them."""
    demands = elastic.demands
    found = []
    for d in _alone(elastic, conflicts):
        if not demands[d].levers:
            if elastic.clash({d}) is None:
                found.append(Mending((Move(demands[d], None),), demands[d].price))
            continue
        pulled = elastic.mend({d: demands[d].price})
        if pulled:
            found.append(_mending(elastic, pulled))
    best = min((one.price for one in found), default=math.inf)
    prices = {d: demand.price for d, demand in enumerate(demands) if demand.levers and not demand.fixed}
    shut = [d for d in dict.fromkeys(chain(*conflicts)) if not demands[d].levers and not demands[d].fixed]
    for back in [(), *([] if found else [(d,) for d in shut])]:
        together = elastic.mend(prices, back)
        if together is not None:
            mending = _mending(elastic, together, back)
            if len(mending.moves) > 1 and mending.price < best * (1 - 1e-6):
                found.append(mending)
                break
    return sorted(found, key=lambda one: one.price)


def _alone(elastic: Elastic, conflicts: Sequence[Sequence[int]]) -> list[int]:
    """What could mend it alone: members of every set, and what moves a bound of a member with it."""
    if not conflicts:
        return []
    demands = elastic.demands
    common = set(conflicts[0]).intersection(*map(set, conflicts))
    touched: set[Bound] = {side for d in conflicts[0] for side in demands[d].sides}
    moving = {
        d
        for d, demand in enumerate(demands)
        for lever in demand.levers
        if len(lever.moves) > 1 and any((row, side) in touched for row, side, _ in lever.moves)
    }
    return [d for d in sorted(common | moving) if not demands[d].fixed]


def _mending(elastic: Elastic, pulled: Pulled, back: Collection[int] = ()) -> Mending:
    moves = [Move(elastic.demands[d], None) for d in back]
    price = sum(elastic.demands[d].price for d in back)
    for d, lever, amount in pulled:
        demand = elastic.demands[d]
        moves.append(Move(demand, outward(demand.value, amount, up=lever.up)))
        price += demand.price * amount
    return Mending(tuple(moves), price)


def outward(value: float, amount: float, *, up: bool) -> float:
    """The moved value, rounded to 9 digits on the side that lets the program be solved."""
    moved = value + amount if up else value - amount
    digits = 9 - (math.ceil(math.log10(abs(moved))) if abs(moved) > 1e-9 else 0)
    places = max(0, min(digits, 12))
    step = 10.0**-places
    return round((math.ceil if up else math.floor)(moved / step) * step, places)
