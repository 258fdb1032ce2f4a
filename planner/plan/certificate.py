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


def daily_amounts(menu: pd.DataFrame, table: FoodTable, quantity: str) -> tuple[pd.Series, pd.Series]:
    """Amount of ``quantity`` per day (in its unit), and how many of the day's foods do not report it."""
    per_100g = table.data[quantity].reindex(menu["food_code"].to_numpy()).to_numpy(dtype=float)
    amounts = pd.DataFrame(
        {
            "day": menu["day"].to_numpy(),
            "amount": per_100g * menu["grams"].to_numpy(dtype=float) / 100.0,
            "unreported": np.isnan(per_100g),
        }
    )
    grouped = amounts.groupby("day")
    return grouped["amount"].sum(min_count=1), grouped["unreported"].sum()


def certify(
    menu: pd.DataFrame,
    table: FoodTable,
    targets: Mapping[str, Target],
    group_limits_g: Mapping[str, float] | None = None,
) -> Certificate:
    """Recompute every bound of ``targets``, and the grams of each limited food group, from menu and table."""
    rows: list[CheckedRow] = []
    foods = menu.groupby("day").size()
    for name, target in targets.items():
        if target.lower is None and target.upper is None:
            continue
        if name not in table.data:
            rows.append(CheckedRow(name, 0, float("nan"), target.lower, target.upper, len(menu), len(menu)))
            continue
        per_day, unreported = daily_amounts(menu, table, name)
        for day, amount in per_day.items():
            rows.append(
                CheckedRow(
                    name,
                    int(str(day)),
                    float(amount),
                    target.lower if target.daily else None,
                    target.upper if target.upper_daily else None,
                    int(foods[day]),
                    int(unreported[day]),
                )
            )
        rows.append(
            CheckedRow(
                name, 0, float(per_day.mean()), target.lower, target.upper, len(menu), int(unreported.sum())
            )
        )
    if group_limits_g:
        groups = table.data["group"].reindex(menu["food_code"].to_numpy()).to_numpy()
        eaten = menu.assign(group=groups).groupby(["group", "day"])["grams"].sum()
        for (group, day), grams in eaten.items():
            if group in group_limits_g:
                rows.append(
                    CheckedRow(f"{group}_g", int(day), float(grams), None, group_limits_g[group], int(foods[day]), 0)
                )
    return Certificate(tuple(rows))
