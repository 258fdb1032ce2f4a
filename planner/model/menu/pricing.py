"""Exact pricing of whole meals: at given shadow prices, the best meals of every shape, over all foods at once.

A meal's price separates: each role takes its best food and portion by itself (the second of a role the best of another
family), and each pattern adds up its roles.
"""

from __future__ import annotations

import itertools

import numpy as np

from planner.model.menu.problem import Meal, MenuProblem
from planner.model.program import FloatArray

_IMPOSSIBLE = 1e6


class Pricer:
    """Prices the meals of one problem; foods are sorted by role, so that roles are runs."""

    def __init__(self, problem: MenuProblem) -> None:
        items = problem.items
        self._problem = problem
        self._first = np.flatnonzero(np.r_[True, np.diff(items.food) > 0])  # first portion of each food
        self._count = np.diff(np.r_[self._first, len(items.food)])
        edges = np.flatnonzero(np.r_[True, np.diff(items.role) > 0, True])
        self._runs = [(int(items.role[a]), int(a), int(b)) for a, b in itertools.pairwise(edges)]
        self._one = [(shape.counts >= 1).astype(float) for shape in problem.patterns]
        self._two = [(shape.counts >= 2).astype(float) for shape in problem.patterns]

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
        problem, items = self._problem, self._problem.items
        row = problem.slot_row[slot]
        reduced = items.surprise[row, items.food] + items.deviation - value - food_price[items.same[items.food]]
        reduced = reduced - energy_price * items.content[:, problem.energy]
        per_food = np.minimum.reduceat(reduced, self._first)
        roles = problem.patterns[slot].counts.shape[1]
        one, two = np.full(roles, _IMPOSSIBLE), np.full(roles, _IMPOSSIBLE)
        picks: dict[int, tuple[int, int]] = {}
        for role, a, b in self._runs:
            here = per_food[a:b]
            k = int(np.argmin(here))
            if not np.isfinite(here[k]):
                continue
            other = np.where(items.family[a:b] != items.family[a + k], here, np.inf)
            j = int(np.argmin(other))
            one[role], picks[role] = here[k], (a + k, a + j)
            if np.isfinite(other[j]):
                two[role] = other[j]
        shape = problem.patterns[slot]
        whole = shape.cost + self._one[slot] @ one + self._two[slot] @ two
        whole = whole - (kind_value + kind_price)[shape.kind]
        order = np.argsort(whole, kind="stable")[:top]
        order = order[whole[order] < _IMPOSSIBLE / 2]
        meals = []
        for p in order.tolist():
            portions = []
            for role in np.flatnonzero(shape.counts[p]).tolist():
                for food in picks[role][: shape.counts[p, role]]:
                    start = self._first[food]
                    portions.append(int(start + np.argmin(reduced[start : start + self._count[food]])))
            meals.append((p, tuple(sorted(portions))))
        return meals, whole[order]
