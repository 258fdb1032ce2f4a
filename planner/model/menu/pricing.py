"""Exact pricing of whole meals: at given shadow prices, the best meals of every shape, over all foods at once.

A meal's price separates: each role takes its best food and portion by itself (the second of a role the best of another
family), and each pattern adds up its roles.
"""

from __future__ import annotations

from math import inf

import numpy as np

from planner.model.compiled import compiled
from planner.model.menu.items import IntArray
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.program import FloatArray


@compiled
def _best_of_roles(
    reduced: FloatArray, food: IntArray, role: IntArray, family: IntArray, roles: int
) -> tuple[FloatArray, IntArray]:
    """(roles, 2) lowest price of a food of each role, and of one of another family; the portions (-1 = none)."""
    foods = len(role)
    cost, portion = np.full(foods, inf), np.full(foods, -1, dtype=np.int64)
    for j in range(len(food)):
        if reduced[j] < cost[food[j]]:
            cost[food[j]], portion[food[j]] = reduced[j], j
    price, pick = np.full((roles, 2), inf), np.full((roles, 2), -1, dtype=np.int64)
    first = np.full(roles, -1, dtype=np.int64)
    for f in range(foods):
        if cost[f] < price[role[f], 0]:
            price[role[f], 0], pick[role[f], 0], first[role[f]] = cost[f], portion[f], f
    for f in range(foods):
        r = role[f]
        if cost[f] < price[r, 1] and family[f] != family[first[r]]:
            price[r, 1], pick[r, 1] = cost[f], portion[f]
    return price, pick


@compiled
def _best_patterns(
    price: FloatArray,
    cost: FloatArray,
    kind: IntArray,
    kind_price: FloatArray,
    start: IntArray,
    roles: IntArray,
    again: IntArray,
    top: int,
) -> tuple[IntArray, FloatArray]:
    """The ``top`` cheapest patterns, the cheapest first, with what they cost; pattern p has the roles start[p]:start[p + 1]."""
    best, at, n = np.full(top, inf), np.full(top, -1, dtype=np.int64), 0
    for p in range(len(cost)):
        whole = cost[p] - kind_price[kind[p]]
        for i in range(start[p], start[p + 1]):
            whole += price[roles[i], again[i]]
        if whole >= best[top - 1] or whole == inf:
            continue
        k = min(n, top - 1)
        n = k + 1
        while k > 0 and best[k - 1] > whole:
            best[k], at[k] = best[k - 1], at[k - 1]
            k -= 1
        best[k], at[k] = whole, p
    return at[:n], best[:n]


class Pricer:
    """Prices the meals of one problem."""

    def __init__(self, problem: MenuProblem) -> None:
        items = problem.items
        self._problem = problem
        self._energy = np.ascontiguousarray(items.content[:, problem.energy])
        self._group = items.same[items.food]
        self._alone = items.surprise[:, items.food] + items.deviation

    def best(
        self,
        slot: int,
        value: FloatArray,
        kind_value: FloatArray,
        energy_price: float,
        food_price: FloatArray,
        kind_price: FloatArray,
        top: int,
    ) -> tuple[list[Meal], FloatArray]:
        """The ``top`` cheapest meals of a slot by reduced cost (before the slot's own price), and those costs.

        ``value`` (J,) and ``kind_value`` (kinds,) are what portions and kinds of meals bring, at the shadow prices of the
        quantities; ``food_price`` (G food part,) and ``kind_price`` (kinds,) are shadow prices of the caps.
        """
        items, shape = self._problem.items, self._problem.patterns[slot]
        reduced = (
            self._alone[self._problem.slot_row[slot]] - value - food_price[self._group] - energy_price * self._energy
        )
        price, pick = _best_of_roles(reduced, items.food, items.role, items.family, shape.counts.shape[1])
        start, roles, again = shape.roles
        at, cost = _best_patterns(price, shape.cost, shape.kind, kind_value + kind_price, start, roles, again, top)
        held = [(p, slice(start[p], start[p + 1])) for p in at.tolist()]
        return [(p, tuple(sorted(pick[roles[run], again[run]].tolist()))) for p, run in held], cost
