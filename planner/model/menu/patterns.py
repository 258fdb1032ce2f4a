"""The shapes of meals: every combination of roles that a template allows, with its price."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, product

import numpy as np
import numpy.typing as npt

from planner.foods.palette import Choice, Palette, Template
from planner.model.menu.items import IntArray
from planner.model.program import FloatArray

MOST_FOODS = 9
MOST_EXTRAS = 3
SECOND_FOOD = 0.3  # nats for a second vegetable where one would do


@dataclass(frozen=True)
class Pattern:
    """A set of roles of one kind of meal; a role may stand in it twice."""

    kind: int
    roles: tuple[int, ...]
    cost: float


@dataclass(frozen=True, eq=False)
class SlotPatterns:
    """The p patterns of one slot. ``counts`` (p, roles): how many foods each wants of each role.

    ``near[near_first[i] : near_first[i + 1]]``: patterns of the same kind that pattern i becomes when one role leaves, one
    joins, or one joins for another: (pattern, role that leaves, role that joins; -1 = none).
    """

    patterns: tuple[Pattern, ...]
    cost: FloatArray
    kind: IntArray
    counts: npt.NDArray[np.int8]
    near_first: IntArray
    near: IntArray

    @cached_property
    def roles(self) -> tuple[IntArray, IntArray, IntArray]:
        """Where the roles of each pattern start (p + 1,), its roles in ascending order, and which of them it has again."""
        held = [sorted(one.roles) for one in self.patterns]
        start = np.array([0, *accumulate(map(len, held))], dtype=np.int64)
        roles = np.array([role for one in held for role in one], dtype=np.int64)
        again = np.zeros(len(roles), dtype=np.int64)
        again[1:] = roles[1:] == roles[:-1]
        again[start[:-1]] = 0
        return start, roles, again


def expand(template: Template, palette: Palette) -> dict[tuple[str, ...], float]:
    """Every set of roles of one template with its lowest price."""
    found: dict[tuple[str, ...], float] = {}
    seconds = tuple(
        Choice((role,), SECOND_FOOD)
        for role in dict.fromkeys(template.required)
        if template.required.count(role) < palette.roles[role].foods_a_meal
    )
    extras = (*template.optional, *seconds)
    for chosen in product(*template.one_of):
        roles = [*template.required, *(role for choice in chosen for role in choice.roles)]
        cost = template.base_cost + sum(choice.cost for choice in chosen)
        for mask in range(1 << len(extras)):
            added = [extra for bit, extra in enumerate(extras) if mask >> bit & 1]
            if len(added) > MOST_EXTRAS:
                continue
            whole = tuple(sorted([*roles, *(role for extra in added for role in extra.roles)]))
            if not whole or len(whole) > MOST_FOODS:
                continue
            if any(times > palette.roles[role].foods_a_meal for role, times in Counter(whole).items()):
                continue
            price = cost + sum(extra.cost for extra in added)
            if price < found.get(whole, np.inf):
                found[whole] = price
    return found


@lru_cache(maxsize=60)  # the slots of a clinic's diets
def slot_patterns(palette: Palette, slot: str, usable: frozenset[str]) -> SlotPatterns:
    """The patterns of one slot whose roles all have a usable food; roles are counted in the order of the palette."""
    role_index = {role: i for i, role in enumerate(palette.roles)}
    kinds = {pair: i for i, pair in enumerate(palette.kinds())}
    patterns: list[Pattern] = []
    for template in palette.templates:
        if template.slot != slot:
            continue
        for roles, cost in sorted(expand(template, palette).items()):
            if set(roles) <= usable:
                patterns.append(
                    Pattern(kinds[slot, template.kind], tuple(sorted(role_index[role] for role in roles)), cost)
                )
    counts = np.zeros((len(patterns), len(role_index)), dtype=np.int8)
    for i, pattern in enumerate(patterns):
        for role in pattern.roles:
            counts[i, role] += 1
    near_first, near = _neighbours(patterns)
    return SlotPatterns(
        patterns=tuple(patterns),
        cost=np.array([pattern.cost for pattern in patterns]),
        kind=np.array([pattern.kind for pattern in patterns], dtype=np.int64),
        counts=counts,
        near_first=near_first,
        near=near,
    )


def _neighbours(patterns: list[Pattern]) -> tuple[IntArray, IntArray]:
    found: list[list[tuple[int, int, int]]] = [[] for _ in patterns]
    at = {(pattern.kind, pattern.roles): i for i, pattern in enumerate(patterns)}
    without: dict[tuple[int, tuple[int, ...]], list[tuple[int, int]]] = {}
    for (kind, held), i in at.items():
        for role in dict.fromkeys(held):
            fewer = list(held)
            fewer.remove(role)
            without.setdefault((kind, tuple(fewer)), []).append((i, role))
    for rest, whole in without.items():
        j = at.get(rest)
        for i, role in whole:
            if j is not None:
                found[i].append((j, role, -1))
                found[j].append((i, -1, role))
            found[i] += [(other, role, joins) for other, joins in whole if joins != role]
    first = np.array([0, *accumulate(map(len, found))], dtype=np.int64)
    return first, np.array([one for near in found for one in sorted(near)], dtype=np.int64).reshape(-1, 3)
