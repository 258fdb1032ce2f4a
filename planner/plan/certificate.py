"""The proof of a plan: every row recomputed from the food table, by code that never saw the solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.foods.table import FoodTable
from planner.nutrition.target import Target

# Amounts are sums of a few dozen products of table values: anything beyond rounding is a real miss.
RELATIVE_TOLERANCE = 1e-6


@dataclass(frozen=True)
class CheckedRow:
    """One bound, recomputed. ``day`` is 0 for the mean of the plan; ``unreported`` foods have no value."""

    quantity: str
    day: int
    amount: float
    lower: float | None
    upper: float | None
    foods: int
    unreported: int

    @property
    def holds(self) -> bool:
        low = self.lower is None or self.amount >= self.lower - RELATIVE_TOLERANCE * max(1.0, abs(self.lower))
        high = self.upper is None or self.amount <= self.upper + RELATIVE_TOLERANCE * max(1.0, abs(self.upper))
        return low and high

    @property
    def is_short(self) -> bool:
        """Whether the amount is below its lower bound."""
        return self.lower is not None and self.amount < self.lower


@dataclass(frozen=True)
class Certificate:
    """All rows of a plan, and those that do not hold."""

    rows: tuple[CheckedRow, ...]

    @property
    def misses(self) -> tuple[CheckedRow, ...]:
        return tuple(row for row in self.rows if not row.holds)

    @property
    def holds(self) -> bool:
        return not self.misses

    def to_frame(self) -> pd.DataFrame:
        """One row a check: quantity, day (0 = mean), amount, lower, upper, holds, foods, unreported."""
        return pd.DataFrame(
            [{**row.__dict__, "holds": row.holds} for row in self.rows],
            columns=["quantity", "day", "amount", "lower", "upper", "holds", "foods", "unreported"],
        )


@dataclass(frozen=True)
class DayAmount:
    """Amount of one quantity on one day; NaN when no food of the day reports it."""

    day: int
    amount: float
    foods: int
    unreported: int


def daily_amounts(menu: pd.DataFrame, table: FoodTable, quantity: str) -> list[DayAmount]:
    """Amount of ``quantity`` per day, in its unit."""
    return _Eaten(menu, table).daily(quantity)


class _Eaten:
    """A menu, looked up in its table once for all quantities."""

    def __init__(self, menu: pd.DataFrame, table: FoodTable) -> None:
        self._table, self._at = table, table.places(menu["food_code"].tolist())
        self._grams = menu["grams"].to_numpy(dtype=float)
        days = menu["day"].to_numpy(dtype=int)
        self._of_day = [(day, np.flatnonzero(days == day)) for day in np.unique(days).tolist()]

    def daily(self, quantity: str) -> list[DayAmount]:
        amounts = self._table.amounts_100g(quantity)[self._at] * self._grams / 100.0
        unknown = np.isnan(amounts)
        complete = not unknown.any()
        found = []
        for day, rows in self._of_day:
            eaten = amounts[rows]
            known = eaten if complete else eaten[~unknown[rows]]
            total = float(known.sum()) if len(known) else float("nan")
            found.append(DayAmount(day, total, len(eaten), len(eaten) - len(known)))
        return found


def certify(
    menu: pd.DataFrame,
    table: FoodTable,
    targets: Mapping[str, Target],
    group_limits_g: Mapping[str, float] | None = None,
    day_floor: float = 0.0,
) -> Certificate:
    """Recompute every bound of ``targets``, and the grams of each limited food group, from menu and table.

    ``day_floor``: the share of a lower bound on the mean that each single day must reach as well.
    """
    rows: list[CheckedRow] = []
    eaten = _Eaten(menu, table)
    for name, target in targets.items():
        if target.lower is None and target.upper is None:
            continue
        if name not in table.data:
            rows.append(CheckedRow(name, 0, float("nan"), target.lower, target.upper, len(menu), len(menu)))
            continue
        per_day = eaten.daily(name)
        for one in per_day:
            low, high = target.on_day(day_floor)
            rows.append(CheckedRow(name, one.day, one.amount, low, high, one.foods, one.unreported))
        mean = float(np.mean([one.amount for one in per_day]))
        unreported = sum(one.unreported for one in per_day)
        rows.append(CheckedRow(name, 0, mean, target.lower, target.upper, len(menu), unreported))
    if group_limits_g:
        rows += _group_rows(menu, table, group_limits_g)
    return Certificate(tuple(rows))


def _group_rows(menu: pd.DataFrame, table: FoodTable, limits_g: Mapping[str, float]) -> list[CheckedRow]:
    groups = table.data["group"].reindex(menu["food_code"].to_numpy()).tolist()
    eaten: dict[tuple[str, int], list[float]] = {}
    for group, day, grams in zip(groups, menu["day"].tolist(), menu["grams"].tolist(), strict=True):
        if group in limits_g:
            eaten.setdefault((group, day), []).append(grams)
    return [
        CheckedRow(f"{group}_g", day, sum(grams), None, limits_g[group], len(grams), 0)
        for (group, day), grams in sorted(eaten.items())
    ]
