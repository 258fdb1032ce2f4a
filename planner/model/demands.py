"""What a program is asked for, piece by piece: demands that may clash, and how each of them may be moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.model.program import INF, BoolArray, LinearProgram

Side = Literal["lower", "upper"]
Bound = tuple[int, Side]  # one side of one row, by its position


@dataclass(frozen=True)
class Lever:
    """One way to move a demand. Per unit that its value goes ``up`` or down, each of ``moves`` (row, side, units) is let
    out by so many units of the row, or drawn in where that is negative. ``most``: units that it may go."""

    moves: tuple[tuple[int, Side, float], ...]
    up: bool
    most: float = INF


@dataclass(frozen=True, eq=False)
class Demand:
    """One thing that is asked for, whole: without it, its ``sides`` of rows do not hold and the columns it ``bars`` are open.

    ``name`` is how it is written, ``value`` the number in it. ``price`` is how much moving it is minded: per unit where
    it has ``levers``, for all of it where it can only be taken back; ``fixed`` ones are part of a clash and never moved.
    ``level``: a clash is told with demands of the lowest levels that have one.
    """

    name: str
    sides: tuple[Bound, ...] = ()
    bars: BoolArray | None = None
    value: float = 0.0
    levers: tuple[Lever, ...] = ()
    price: float = 1.0
    level: int = 0
    fixed: bool = False


def plain_number(value: float) -> str:
    """``40000`` and ``0.4``: no trailing zeros, no needless exponent."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(float(value))


def bound_name(name: str, side: Side, value: float) -> str:
    """``NA <= 40000``: one side of a row as files and programs write it."""
    return f"{name} {'>=' if side == 'lower' else '<='} {plain_number(value)}"


def bound_demand(program: LinearProgram, row: int, side: Side, *, weight: float = 1.0, fixed: bool = False) -> Demand:
    """The demand that one side of one row makes; ``weight`` is how much is minded when it moves by its own size."""
    value = float((program.row_lower if side == "lower" else program.row_upper)[row])
    return Demand(
        name=bound_name(program.row_names[row], side, value),
        sides=((row, side),),
        value=value,
        levers=(Lever(((row, side, 1.0),), up=side == "upper"),),
        price=weight / abs(value) if value else weight,
        fixed=fixed,
    )


def row_demands(program: LinearProgram, rows: Sequence[int]) -> list[Demand]:
    """One demand for each finite bound of these rows, lower before upper."""
    both: tuple[Side, Side] = ("lower", "upper")
    return [
        bound_demand(program, row, side)
        for row in rows
        for side in both
        if np.isfinite((program.row_lower if side == "lower" else program.row_upper)[row])
    ]
