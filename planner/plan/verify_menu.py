"""The menu of a saved plan as it is written, and its amounts by the food table: plain sums over its rows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from planner.foods.table import FoodTable
from planner.plan.verified import ROUNDED_G, Check, per_100g, same
from planner.plan.verify_servings import serving_checks

_SHOWN = ("energy_kcal", "magnesium_mg", "potassium_mg")
_CENTS = 0.0051  # amounts of the menu are written with two decimals


class WrittenMenu:
    """The menu as it is written: its rows, their amounts by the food table, and what is wrong with them."""

    def __init__(self, document: Mapping[str, Any], table: FoodTable) -> None:
        self.checks: list[Check] = []
        self.table = table
        self.rows: list[tuple[int, str, str, float]] = []  # day, meal, food code, grams
        self.written: list[Mapping[str, Any]] = []  # the same rows as they stand in the file
        shown = {name: per_100g(table, name) for name in _SHOWN if name in table.data}
        self.days = int(document["request"]["days"])
        for n, row in enumerate(document["menu"], start=1):
            code, grams, day = str(row.get("food_code")), row.get("grams"), row.get("day")
            where = f"row {n} ({row.get('food')}, day {day}, {row.get('meal')})"
            usable = isinstance(grams, int | float) and math.isfinite(grams) and grams > 0
            usable &= isinstance(day, int) and 1 <= day <= self.days
            if code not in table or not usable:
                found = "no such food in the table" if code not in table else "no portion of a day of the plan"
                self.checks.append(Check("menu", where, f"{grams} g of {code}", found, False))
                continue
            self.rows.append((int(day), str(row.get("meal")), code, float(grams)))
            self.written.append(row)
            for name, values in shown.items():
                amount, slack = values[code] * grams / 100.0, _CENTS + abs(values[code]) / 100.0 * ROUNDED_G
                self.checks.append(same("menu", f"{where}, {name}", row.get(name), amount, slack))
        held = {day for day, *_ in self.rows}
        self.checks.append(Check("menu", "days", self.days, len(held), held == set(range(1, self.days + 1))))
        self._meals(document, shown)
        self._request(document)

    def amounts(self, name: str) -> dict[int, tuple[float, int, int, float]]:
        """By day: amount of a nutrient (NaN = not known), foods, foods that do not report it, and what rounding may move."""
        values = per_100g(self.table, name)
        found = {}
        for day in range(1, self.days + 1):
            eaten = [(values[code], grams) for d, _, code, grams in self.rows if d == day]
            known = [(p, g) for p, g in eaten if not math.isnan(p)]
            total = math.fsum(p * g / 100.0 for p, g in known) if known else math.nan
            slack = math.fsum(abs(p) / 100.0 * ROUNDED_G for p, _ in known)
            found[day] = (total, len(eaten), len(eaten) - len(known), slack)
        return found

    def _meals(self, document: Mapping[str, Any], shown: Mapping[str, Mapping[str, float]]) -> None:
        """Sums by meal."""
        for row in document["meals"]:
            eaten = [(c, g) for d, meal, c, g in self.rows if (d, meal) == (row.get("day"), row.get("meal"))]
            for name, values in shown.items():
                known = [(values[c], g) for c, g in eaten if not math.isnan(values[c])]
                slack = _CENTS + sum(abs(p) / 100.0 * ROUNDED_G for p, _ in known)
                total = math.fsum(p * g / 100.0 for p, g in known) if known else math.nan
                where = f"day {row.get('day')}, {row.get('meal')}, {name}"
                self.checks.append(same("meals", where, row[name], total, slack))

    def _request(self, document: Mapping[str, Any]) -> None:
        """What a plan is made again from is what the menu shows."""
        asked = document["request"]
        meals = asked.get("meals", ())
        two = any(meal["slot"] == "evening" for meal in meals)
        called = {"snack": "snack 1", "evening": "snack 2"} if two else {}
        served = [
            (int(meal["day"]), called.get(meal["slot"], meal["slot"]), str(food["food_code"]))
            for meal in meals
            for food in meal["foods"]
        ]
        shown = [(day, meal, code) for day, meal, code, _ in self.rows]
        if not served:
            served = [(1, shown[0][1] if shown else "", str(one["food_code"])) for one in asked.get("portions", ())]
        self.checks.append(
            Check("request", "foods of each meal", len(served), len(shown), sorted(served) == sorted(shown))
        )
        self.checks += serving_checks(document, self.table)
