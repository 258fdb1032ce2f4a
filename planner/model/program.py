"""A linear program as plain arrays: the one form that everything else is turned into, and read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]

INF = float("inf")


@dataclass(frozen=True, eq=False)
class Row:
    """``lower ≤ coefficients · amounts ≤ upper``; the name reads as an explanation (``magnesium_mg[day 3]``)."""

    name: str
    coefficients: FloatArray
    lower: float = -INF
    upper: float = INF


@dataclass(frozen=True, eq=False)
class LinearProgram:
    """Minimise ``cost · x`` subject to ``row_lower ≤ matrix · x ≤ row_upper`` and ``lower ≤ x ≤ upper``.

    Shapes: n columns, m rows, ``matrix`` (m, n). ``integer`` marks whole-number columns. An infinite
    bound is ``±inf``. Nothing mutates: a changed program is a new program.
    """

    column_names: tuple[str, ...]
    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    integer: BoolArray
    row_names: tuple[str, ...]
    matrix: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray

    @property
    def is_mixed_integer(self) -> bool:
        return bool(self.integer.any())

    def with_rows(self, *, row_lower: FloatArray | None = None, row_upper: FloatArray | None = None) -> LinearProgram:
        """The same program with other row bounds."""
        return replace(
            self,
            row_lower=self.row_lower if row_lower is None else row_lower,
            row_upper=self.row_upper if row_upper is None else row_upper,
        )

    def only_columns(self, keep: npt.NDArray[np.intp]) -> LinearProgram:
        """The program over the columns ``keep`` (positions) alone."""
        return replace(
            self,
            column_names=tuple(self.column_names[i] for i in keep),
            cost=self.cost[keep],
            lower=self.lower[keep],
            upper=self.upper[keep],
            integer=self.integer[keep],
            matrix=self.matrix[:, keep],
        )

    def elastic(self, penalty_below: FloatArray, penalty_above: FloatArray) -> LinearProgram:
        """The program with a shortfall and an excess column for each row.

        ``penalty_*`` (m,) are costs per unit of the row; ``inf`` keeps that side of the row hard.
        The new columns are named ``row name:short`` and ``row name:over`` and come last.
        """
        names: list[str] = []
        cost: list[float] = []
        blocks: list[FloatArray] = []
        for side, penalties, sign, bounds in (
            ("short", penalty_below, 1.0, self.row_lower),
            ("over", penalty_above, -1.0, self.row_upper),
        ):
            for i, penalty in enumerate(penalties.tolist()):
                if np.isfinite(penalty) and np.isfinite(bounds[i]):
                    names.append(f"{self.row_names[i]}:{side}")
                    cost.append(penalty)
                    unit = np.zeros(len(self.row_names))
                    unit[i] = sign
                    blocks.append(unit)
        extra = len(names)
        return replace(
            self,
            column_names=self.column_names + tuple(names),
            cost=np.concatenate([self.cost, np.array(cost, dtype=float)]),
            lower=np.concatenate([self.lower, np.zeros(extra)]),
            upper=np.concatenate([self.upper, np.full(extra, INF)]),
            integer=np.concatenate([self.integer, np.zeros(extra, dtype=bool)]),
            matrix=np.column_stack([self.matrix, *blocks]) if extra else self.matrix,
        )


def assemble(
    column_names: Iterable[str],
    cost: FloatArray,
    lower: FloatArray,
    upper: FloatArray,
    rows: Iterable[Row],
    integer: BoolArray | None = None,
) -> LinearProgram:
    """Stack rows over columns; row names must be unique, for they are what people are told."""
    names, row_list = tuple(column_names), list(rows)
    n = len(names)
    row_names = tuple(row.name for row in row_list)
    if len(set(row_names)) != len(row_names):
        repeated = sorted({name for name in row_names if row_names.count(name) > 1})
        raise ValueError(f"row names must be unique: {repeated}")
    matrix = np.array([row.coefficients for row in row_list], dtype=float).reshape(len(row_list), n)
    return LinearProgram(
        column_names=names,
        cost=np.asarray(cost, dtype=float),
        lower=np.asarray(lower, dtype=float),
        upper=np.asarray(upper, dtype=float),
        integer=np.zeros(n, dtype=bool) if integer is None else np.asarray(integer, dtype=bool),
        row_names=row_names,
        matrix=matrix,
        row_lower=np.array([row.lower for row in row_list], dtype=float),
        row_upper=np.array([row.upper for row in row_list], dtype=float),
    )
