"""Setting the table: dishes that suit everybody, then each person's helpings of them, and again where somebody goes short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.model.household.appetite import Eater
from planner.model.household.helping import Dishes, Helping, MostGrams, serve
from planner.model.household.shared import Steps, Table, lay
from planner.model.menu.master import Master
from planner.model.menu.problem import Meal
from planner.model.menu.search import Effort, solve
from planner.model.menu.state import Menu
from planner.model.program import BoolArray, FloatArray

_ROUNDS = 3  # of choosing dishes and serving them

Limits = Callable[[int, Dishes], Sequence[MostGrams]]
"""The health screening's limits on foods for one person (their number), over these dishes."""
Watch = Callable[[float], bool]
"""Told the share done (0 to 1); returning False ends the search with what stands."""


@dataclass(frozen=True, eq=False)
class SetTable:
    """``menu``: of the problem of the table; ``helpings`` in the order of the people, over ``dishes``.

    ``short``: the weight of what people miss that is no mere wish; 0 = everybody has what they need.
    """

    table: Table
    menu: Menu
    dishes: Dishes
    helpings: tuple[Helping, ...]
    short: float
    stopped: bool


def set_table(
    eaters: Sequence[Eater],
    firm: Sequence[BoolArray],
    limits: Limits,
    effort: Effort,
    seed: int = 0,
    watch: Watch | None = None,
) -> SetTable:
    """The best dishes found for these people, and what of them each is served. ``firm``: see ``serve``, for each person."""
    best: SetTable | None = None
    more: dict[tuple[int, Steps], None] = {}
    for round_ in range(_ROUNDS):
        table = lay(eaters, more)
        master = Master(table.problem).run()
        start = None if best is None else _moved(best, table)
        done = round_ / _ROUNDS

        def told(share: float, menu: Menu, done: float = done) -> bool:
            return watch is None or watch(done + share / _ROUNDS)

        once = replace(effort, again=0)  # what dishes miss, portions may mend
        dishes = solve(table.problem, master, once, seed=seed + round_, meals=start, watch=told)
        found = _served(table, dishes.menu, firm, limits, dishes.stopped)
        if best is None or found.short < best.short:
            best = found
        if found.short == 0.0 or found.stopped:
            break
        more |= _wanted(found)
    assert best is not None
    return best


def _served(table: Table, menu: Menu, firm: Sequence[BoolArray], limits: Limits, stopped: bool) -> SetTable:
    dishes = _dishes(table, menu)
    helpings = tuple(serve(eater, dishes, firm[n], limits(n, dishes)) for n, eater in enumerate(table.eaters))
    short = sum(helping.short for helping in helpings)
    return SetTable(table, menu, dishes, helpings, short, stopped)


def _dishes(table: Table, menu: Menu) -> Dishes:
    """Every food on the table."""
    places = [
        (day, slot, portion)
        for day, meals in enumerate(menu)
        for slot, (_, portions) in enumerate(meals)
        for portion in portions
    ]
    day, slot, portion = (np.array(one, dtype=np.int64) for one in zip(*places, strict=True))
    return Dishes(day, slot, table.problem.items.food[portion], len(menu))


def _wanted(found: SetTable) -> dict[tuple[int, Steps], None]:
    """Portions to offer beside the proportional ones: those served, and of every food what somebody who goes short needs."""
    eaters = found.table.eaters
    steps = np.array([helping.steps for helping in found.helpings]).T.tolist()
    more = dict.fromkeys((food, tuple(one)) for food, one in zip(found.dishes.food.tolist(), steps, strict=True))
    best = [_best_steps(eater, helping.prices) for eater, helping in zip(eaters, found.helpings, strict=True)]
    return more | dict.fromkeys((food, tuple(one)) for food, one in enumerate(np.array(best).T.tolist()))


def _best_steps(eater: Eater, prices: FloatArray) -> list[int]:
    """Of each food, the portion that is worth most at these prices of the quantities."""
    worth = (eater.per_gram @ prices) * eater.unit_g
    found = []
    for food, grid in enumerate(eater.grids):
        amounts = np.arange(grid.least, grid.most + 1) * grid.step
        each = np.full(len(amounts), food)
        nats = eater.deviation(each, amounts * eater.unit_g[food]) - worth[food] * amounts
        found.append(grid.least + int(np.argmin(nats)))
    return found


def _moved(before: SetTable, table: Table) -> Menu:
    """The menu among the portions of another table, as it was served."""
    at = {
        (food, tuple(steps)): j
        for j, (food, steps) in enumerate(zip(table.problem.items.food.tolist(), table.steps.tolist(), strict=True))
    }
    steps = np.array([helping.steps for helping in before.helpings]).T.tolist()
    served = iter(zip(before.dishes.food.tolist(), steps, strict=True))

    def meal(one: Meal) -> Meal:
        return one[0], tuple(sorted(at[food, tuple(next_)] for food, next_ in (next(served) for _ in one[1])))

    return tuple(tuple(meal(one) for one in meals) for meals in before.menu)
