"""The meals that a search may put as a whole: those that the linear program looked at, and those around what is pinned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from planner.model.menu.items import BitArray, IntArray
from planner.model.menu.master import MasterResult
from planner.model.menu.moves import FIRST, MEAL, MOST_ITEMS, PATTERN, SIZE
from planner.model.menu.pins import Pins
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.program import BoolArray, FloatArray

_MOST = 400  # meals of a slot
_EVER = 1e-4  # liking of a meal that the program had no use for


@dataclass(frozen=True, eq=False)
class Pools:
    """Pool k holds the meals ``first[k] : first[k + 1]``; ``of`` (D, S) is the pool of each place.

    ``slot`` and ``kind`` (n,) of each meal; ``meals`` (n, MEAL), ``groups`` (n, MOST_ITEMS + 1; -1 = none) without what is
    pinned, and ``value`` (n, 3) as ``Given`` has them.
    """

    of: IntArray
    first: IntArray
    slot: IntArray
    kind: IntArray
    meals: IntArray
    groups: IntArray
    value: FloatArray

    def rows(self, content: FloatArray, kind_content: FloatArray) -> FloatArray:
        """(n, R) what each meal brings; the last row of ``content`` (J + 1, R) is that of no portion."""
        found: FloatArray = kind_content[self.kind].copy()
        for column in self.meals[:, FIRST:].T:
            found += content[column]
        return found

    def bits(self) -> tuple[IntArray, IntArray, BitArray]:
        """The groups that each pool knows, one pool after the other; where each begins; (n, words) bits of each meal's groups."""
        of_pool = np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))
        meal, column = np.nonzero(self.groups >= 0)
        pairs = np.column_stack([of_pool[meal], self.groups[meal, column]])
        known, number = np.unique(pairs, axis=0, return_inverse=True)
        begins = np.searchsorted(known[:, 0], np.arange(len(self.first)))
        bit = number.reshape(-1) - begins[of_pool[meal]]
        bits = np.zeros((len(self.groups), 1 + int(bit.max(initial=0)) // 64), dtype=np.uint64)
        np.bitwise_or.at(bits, (meal, bit // 64), np.uint64(1) << (bit % 64).astype(np.uint64))
        return known[:, 1].copy(), begins, bits

    def range(self, rows: FloatArray) -> FloatArray:
        """(pools, 2, R) least and most of ``rows`` in each pool."""
        spans = [rows[a:b] for a, b in pairwise(self.first.tolist())]
        return np.array([[span.min(axis=0, initial=0.0), span.max(axis=0, initial=0.0)] for span in spans])


def pools(problem: MenuProblem, master: MasterResult, pins: Pins) -> Pools:
    """A pool for each slot, then one for each place with meals of its own."""
    found: list[tuple[int, Sequence[Meal], Sequence[float], tuple[int, ...]]] = []
    for slot, (meals, weights) in enumerate(zip(master.meals, master.weight, strict=True)):
        fine = np.flatnonzero(_sensible(problem, _packed(meals)))[:_MOST]
        found.append((slot, [meals[i] for i in fine.tolist()], weights[fine].tolist(), ()))
    of = np.tile(np.arange(len(found)), (problem.days, 1))
    for (day, slot), choices in pins.choices.items():
        of[day, slot] = len(found)
        found.append((slot, choices, [1.0] * len(choices), pins.portions[day, slot]))
    sizes = [len(meals) for _, meals, _, _ in found]
    slots = np.repeat(np.array([slot for slot, _, _, _ in found], dtype=np.int64), sizes)
    rows = _packed([meal for _, meals, _, _ in found for meal in meals])
    kind = np.zeros(len(rows), dtype=np.int64)
    for s, shape in enumerate(problem.patterns):
        kind[slots == s] = shape.kind[rows[slots == s, PATTERN]]
    pinned = np.zeros((len(rows), MOST_ITEMS), dtype=bool)
    for portions, (a, b) in zip([held for *_, held in found], pairwise(np.cumsum([0, *sizes]).tolist()), strict=True):
        if portions:
            pinned[a:b] = np.isin(rows[a:b, FIRST:], portions)
    liking = np.array([weight for _, _, weights, _ in found for weight in weights]) + _EVER
    return Pools(
        of=of,
        first=np.cumsum([0, *sizes]),
        slot=slots,
        kind=kind,
        meals=rows,
        groups=_groups(problem, rows, kind, pinned),
        value=np.column_stack([*_values(problem, rows, slots, kind), liking]),
    )


def _packed(meals: Sequence[Meal]) -> IntArray:
    """(n, MEAL) the meals as rows."""
    rows = np.full((len(meals), MEAL), -1, dtype=np.int64)
    sizes = np.array([len(portions) for _, portions in meals], dtype=np.int64)
    rows[:, PATTERN], rows[:, SIZE] = [pattern for pattern, _ in meals], sizes
    held = np.arange(MOST_ITEMS) < sizes[:, None]
    rows[:, FIRST:][held] = list(chain.from_iterable(portions for _, portions in meals))
    return rows


def _sensible(problem: MenuProblem, rows: IntArray) -> BoolArray:
    """(n,) as ``MenuProblem.sensible`` has it."""
    items, portions = problem.items, rows[:, FIRST:]
    foods = items.food[portions]
    fine = np.ones(len(rows), dtype=bool)
    for number in (items.same, items.family):
        held = np.where(portions >= 0, number[foods], -1 - np.arange(MOST_ITEMS))  # none is like no other
        held.sort(axis=1)
        fine &= (held[:, 1:] != held[:, :-1]).all(axis=1)
    return fine


def _groups(problem: MenuProblem, rows: IntArray, kind: IntArray, pinned: BoolArray) -> IntArray:
    """Groups of each meal, then its kind; pinned portions stand anyway, so no cap keeps them out."""
    portions = rows[:, FIRST:]
    counts = (portions >= 0) & ~pinned
    groups = np.where(counts, problem.items.same[problem.items.food[portions]], -1)
    order = np.argsort(~counts, axis=1, kind="stable")  # those that count come first
    found = np.full((len(rows), MOST_ITEMS + 1), -1, dtype=np.int64)
    found[:, :-1] = np.take_along_axis(groups, order, axis=1)
    found[np.arange(len(rows)), counts.sum(axis=1)] = problem.groups + kind
    return found


def _values(problem: MenuProblem, rows: IntArray, slot: IntArray, kind: IntArray) -> tuple[FloatArray, FloatArray]:
    """Energy (n,) and nats (n,) of each meal, as ``MenuProblem.meal_cost`` has them."""
    items, portions = problem.items, rows[:, FIRST:]
    held, foods, at = portions >= 0, items.food[portions], problem.slot_row[slot]
    energy = np.where(held, items.content[portions, problem.energy], 0.0).sum(axis=1)
    cost = np.array(
        [problem.patterns[s].cost[p] for s, p in zip(slot.tolist(), rows[:, PATTERN].tolist(), strict=True)]
    )
    alone = items.surprise[at[:, None], foods] + items.deviation[portions] + problem.kind_food[kind[:, None], foods]
    cost = cost.reshape(len(rows)) + np.where(held, alone, 0.0).sum(axis=1)
    for i in range(MOST_ITEMS - 1):
        for j in range(i + 1, int(rows[:, SIZE].max(initial=0))):
            both = rows[:, SIZE] > j
            cost[both] += problem.company.nats(at[both], foods[both, i], foods[both, j])
    return energy, cost
