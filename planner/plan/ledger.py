"""What a change of one meal does to targets and plate rules, for many changes at once and without a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.model.menu.items import IntArray
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.menu.quantities import DAILY_FLOOR
from planner.model.menu.rules import PlateRule
from planner.model.menu.state import Menu
from planner.model.program import INF, BoolArray, FloatArray
from planner.nutrition.target import Target
from planner.plan.certificate import RELATIVE_TOLERANCE
from planner.plan.words import label, number, unit


@dataclass(frozen=True)
class _Row:
    """A bound on the amount of one quantity: of each day, or of the mean of the days."""

    quantity: int
    low: float
    high: float
    each_day: bool
    rule: PlateRule | None = None


class Ledger:
    """The books of a menu: amounts by day, and every target and plate rule that they are held to."""

    def __init__(
        self, problem: MenuProblem, menu: Menu, rules: Sequence[PlateRule], targets: Mapping[str, Target]
    ) -> None:
        self.problem, self.menu = problem, menu
        by_meal = [[problem.meal_content(slot, meal) for slot, meal in enumerate(day)] for day in menu]
        self.by_day: FloatArray = np.array(by_meal).sum(axis=1)
        at = {name: i for i, name in enumerate(problem.quantities)}
        self.rows = _target_rows(at, targets) + _rule_rows(at, rules, problem.days)
        self._quantity = np.array([row.quantity for row in self.rows])
        self._low, self._high = (np.array([getattr(row, side) for row in self.rows]) for side in ("low", "high"))
        self._each_day = np.array([row.each_day for row in self.rows])

    def _values(self, day: int, change: FloatArray) -> FloatArray:
        """(n, rows) amounts that rows speak of, after n ``changes`` (n, Q) on one day."""
        today, mean = self.by_day[day], self.by_day.mean(axis=0)
        before = np.where(self._each_day, today[self._quantity], mean[self._quantity])
        part = np.where(self._each_day, 1.0, 1.0 / self.problem.days)
        found: FloatArray = before + change[:, self._quantity] * part
        return found

    def _missed(self, values: FloatArray) -> BoolArray:
        slack = RELATIVE_TOLERANCE * np.maximum(1.0, np.abs(np.where(np.isfinite(self._low), self._low, 0.0)))
        low = values < self._low - slack
        slack = RELATIVE_TOLERANCE * np.maximum(1.0, np.abs(np.where(np.isfinite(self._high), self._high, 0.0)))
        missed: BoolArray = low | (values > self._high + slack)
        return missed

    def newly_missed(self, day: int, change: FloatArray) -> BoolArray:
        """(n, rows): what holds now and would not after each change (n, Q) on one day (from 0)."""
        found: BoolArray = self._missed(self._values(day, change)) & ~self._missed(
            self._values(day, np.zeros((1, change.shape[1])))
        )
        return found

    def counted(self, missed: BoolArray) -> IntArray:
        """(n,) how many quantities are missed; one that is missed on the day and on the mean counts once."""
        return np.array([len(set(self._quantity[row].tolist())) for row in missed], dtype=np.int64)

    def in_words(self, day: int, change: FloatArray, missed: BoolArray) -> list[str]:
        """What one change (Q,) misses, in words; ``missed`` (rows,)."""
        values = self._values(day, change[None])[0]
        said: dict[int, str] = {}
        for r in np.flatnonzero(missed).tolist():
            row = self.rows[r]
            if row.quantity not in said:
                said[row.quantity] = self._sentence(row, day, float(values[r]))
        return list(said.values())

    def _sentence(self, row: _Row, day: int, value: float) -> str:
        when = f" on day {day + 1}" if row.each_day else " on the mean of the days"
        if row.rule is not None:
            times = value if row.each_day else value * self.problem.days
            return f"{row.rule.sentence} ({times:g} times{when if row.each_day else ' in the plan'})"
        name = self.problem.quantities[row.quantity]
        side, bound, words = ("down", row.low, "below") if value < row.low else ("up", row.high, "above")
        when = "" if self.problem.days == 1 else when
        return f"{label(name)} {number(name, value, side)} {unit(name)}{when}, {words} {number(name, bound)}"

    def too_often(self, day: int, slot: int, portions: Sequence[int], rest: Meal) -> list[str]:
        """In words for each portion put beside ``rest`` of a meal: its food twice a day, running, or too often; "" if not."""
        problem, items = self.problem, self.problem.items
        caps, once = problem.caps(), problem.once_a_day()
        today = np.zeros((problem.days, problem.groups), dtype=np.int64)
        for d, meals in enumerate(self.menu):
            for s, meal in enumerate(meals):
                held = rest[1] if (d, s) == (day, slot) else meal[1]
                np.add.at(today[d], items.same[items.food[list(held)]], 1)
        said = []
        for j in portions:
            group, name = int(items.same[items.food[j]]), items.foods[int(items.food[j])].name
            near = [d for d in (day - 1, day + 1) if 0 <= d < problem.days and today[d, group]]
            if once[group] and today[day, group]:
                said.append(f"{name} twice on day {day + 1}")
            elif problem.apart[group] and near:
                said.append(f"{name} on two days running")
            elif today[:, group].sum() >= caps[group]:
                said.append(f"{name} more than {caps[group]} times")
            else:
                said.append("")
        return said


def _target_rows(at: Mapping[str, int], targets: Mapping[str, Target]) -> list[_Row]:
    """As the certificate checks them."""
    rows = []
    for name, target in targets.items():
        if name not in at:
            continue
        for (low, high), each_day in ((target.on_day(DAILY_FLOOR), True), ((target.lower, target.upper), False)):
            rows.append(_Row(at[name], -INF if low is None else low, INF if high is None else high, each_day))
    return rows


def _rule_rows(at: Mapping[str, int], rules: Sequence[PlateRule], days: int) -> list[_Row]:
    rows = []
    for rule in rules:
        for bound in rule.bounds(days):
            low = -INF if bound.lower is None else bound.lower
            high = INF if bound.upper is None else bound.upper
            rows.append(_Row(at[rule.quantity], low, high, bound.per == "day", rule))
    return rows
