"""A menu as arrays that compiled loops change in place, and all that they look up. Names of columns: see ``moves``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt
from numba import types
from numba.core import cgutils
from numba.experimental import structref
from numba.extending import lower_getattr

from planner.model.compiled import compiled
from planner.model.menu.items import BitArray, IntArray, PairArray, RowArray
from planner.model.program import BoolArray, FloatArray


class Board(NamedTuple):
    """What stands: D days, S slots, R bounds of which the first M are of the mean day, G groups (foods, then kinds of meals).

    ``meals`` (D, S, MEAL); ``brings`` (D, S, R), ``sum_mean`` (M,) and ``sum_day`` (D, R - M) in units of each bound's
    scale; ``value`` (D, S, 2) energy and nats of each meal; ``stands`` (G + 1,) and ``today`` (D + 1, G + 1) how often a
    group stands, the last row empty: the eve of the first day and the morrow of the last; ``listed`` (1,) how many foods
    are to buy; ``chance`` (1,) the state of the random numbers; ``looks`` (1,) how much was weighed, a measure of time taken.

    The others are room to work in, for a visit to a meal is shorter than asking for memory a dozen times.
    """

    meals: IntArray
    brings: FloatArray
    sum_mean: FloatArray
    sum_day: FloatArray
    value: FloatArray
    stands: IntArray
    today: IntArray
    listed: IntArray
    chance: npt.NDArray[np.uint64]
    looks: IntArray
    scores: FloatArray
    choices: IntArray
    ways: IntArray
    beside: RowArray
    barred: BitArray
    base: FloatArray
    costs: FloatArray
    stake: BoolArray
    rows: RowArray
    room: FloatArray


class Given(NamedTuple):
    """What the search looks up. J portions of F foods, one more of each at the end for none at all.

    Attributes:
        low, high, weight: (R,) bounds, and nats for missing one scale of them.
        content: (J + 1, R) what a portion brings; ``least`` and ``most`` (roles + 1, R) over those of a role, nothing at the end.
        kind_content: (kinds, R) what a kind of meal brings.
        portion: (J + 1, 5) food, group, family, role and category of each portion.
        energy: (J + 1,) kcal.
        group: (5, G + 1) cap, and whether at most once a day, never on two days running, on the list, closed just now.
        alone: (rows, J + 1) nats of a portion at a slot's row; ``clash`` (F, F) of two foods in one meal, ``liking``
            (rows, C, C) of their categories; ``kind_food`` (kinds, F + 1) of a food in a kind of meal.
        run, offered: portions of role r at row k are ``offered[run[k, r] : run[k, r + 1]]``.
        slot_row: (S,) row of each slot; ``share`` (D, S, 2) least and most energy.
        shape_first: (S,) number of the slot's first pattern; ``shape_cost`` and ``shape_kind`` of all patterns.
        near_first, near: pattern p has the neighbours ``near[near_first[p] : near_first[p + 1]]``: pattern (as numbered
            in its slot), role that leaves, role that joins (-1 = none).
        pool_of: (D, S) the pool of a place; pool k holds the meals ``pool_first[k] : pool_first[k + 1]`` of ``pool_meals``
            (n, MEAL), ``pool_rows`` (n, R), ``pool_groups`` (n, MOST_ITEMS + 1; -1 = none) and ``pool_value`` (n, 3).
        pool_range: (pools, 2, R) least and most that a meal of the pool brings.
        pool_own, pool_own_first, pool_bits: pool k knows the groups ``pool_own[pool_own_first[k] : pool_own_first[k + 1]]``;
            bit i of a meal in ``pool_bits`` (n, words of 64 bits) says whether it holds the i-th of them.
        pinned: (D, S, MOST_ITEMS) portions that must stay at a place, -1 = none; ``free`` (places, 2) may change.
        foods: groups below this number are foods; ``most_foods`` and ``new_food`` the list's length and price.
        share_nats, long_list_nats: what it costs to miss; ``clash_nats`` (1,), for it grows.
    """

    low: FloatArray
    high: FloatArray
    weight: FloatArray
    content: FloatArray
    least: FloatArray
    most: FloatArray
    kind_content: FloatArray
    portion: RowArray
    energy: FloatArray
    group: IntArray
    alone: FloatArray
    clash: PairArray
    liking: PairArray
    kind_food: FloatArray
    run: IntArray
    offered: RowArray
    slot_row: IntArray
    share: FloatArray
    shape_first: IntArray
    shape_cost: FloatArray
    shape_kind: IntArray
    near_first: IntArray
    near: IntArray
    pool_of: IntArray
    pool_first: IntArray
    pool_meals: IntArray
    pool_rows: FloatArray
    pool_groups: IntArray
    pool_value: FloatArray
    pool_range: FloatArray
    pool_own: IntArray
    pool_own_first: IntArray
    pool_bits: BitArray
    pinned: IntArray
    free: IntArray
    foods: int
    most_foods: int
    new_food: float
    share_nats: float
    clash_nats: FloatArray
    long_list_nats: float


class _Struct(types.StructRef):
    """One pointer that compiled functions pass on, instead of every array by itself: that compiles in a third of the time."""

    def preprocess_fields(self, fields: Any) -> Any:
        return tuple((name, types.unliteral(kind)) for name, kind in fields)


@structref.register
class _BoardType(_Struct):
    pass


@structref.register
class _GivenType(_Struct):
    pass


class PackedBoard(structref.StructRefProxy):
    """A board as compiled functions take it."""


class PackedGiven(structref.StructRefProxy):
    """All that is given as compiled functions take it."""


def _lent(name: str) -> Callable[..., object]:
    """An array of the struct without being counted as in use once more: the struct outlives whoever looks into it.

    Counting took a quarter of the search's time, for it is done across all cores.
    """

    def lend(context: Any, builder: Any, kind: Any, value: Any) -> object:
        found = getattr(structref._Utils(context, builder, kind).get_data_struct(value), name)
        if isinstance(kind.field_dict[name], types.Array):
            array = context.make_array(kind.field_dict[name])(context, builder, value=found)
            array.meminfo = cgutils.get_null_value(array.meminfo.type)
            found = array._getvalue()
        return cast(object, found)

    return lend


for struct, names in ((_BoardType, Board._fields), (_GivenType, Given._fields)):
    for name in names:
        lower_getattr(struct, name)(_lent(name))

structref.define_constructor(PackedBoard, _BoardType, list(Board._fields))
structref.define_constructor(PackedGiven, _GivenType, list(Given._fields))
structref.define_boxing(_BoardType, PackedBoard)
structref.define_boxing(_GivenType, PackedGiven)


@compiled
def packed_board(board: Board) -> Board:
    """Not a copy: the same arrays."""
    return PackedBoard(*board)  # type: ignore[return-value, no-untyped-call]


@compiled
def packed_given(given: Given) -> Given:
    """Not a copy: the same arrays."""
    return PackedGiven(*given)  # type: ignore[return-value, no-untyped-call]


def copied(board: Board) -> Board:
    """The same, in memory of its own."""
    return Board._make(part.copy() for part in board)
