"""The classical diet problem: any foods, any nutrients, any bounds, at the lowest cost.

Stigler (1945) asked for the cheapest diet that meets the requirements. The same rows carry whole units,
all-or-nothing amounts, sums over groups of foods, and how many foods of a group are chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from planner.errors import Change, Claim, InfeasibleError, InputError, Repair, UnknownNameError, repairs_as_written
from planner.model.conflict import Mending, explain
from planner.model.demands import bound_name, row_demands
from planner.model.program import INF, LinearProgram, Row, assemble
from planner.model.solver import SolverOptions, Status, solve

Bounds = Mapping[str, tuple[float | None, float | None]]


@dataclass(frozen=True)
class GroupRow:
    """A bound on some foods together: on the sum of their amounts, or on how many of them are chosen."""

    label: str
    foods: tuple[str, ...]
    lower: float | None = None
    upper: float | None = None
    counts: bool = False


@dataclass(frozen=True, eq=False)
class DietSolution:
    """What came out. ``amounts`` are per food; prices are empty for problems with whole units or choices.

    A shadow price says how much the objective changes per unit that the binding bound rises; a reduced cost
    how much it changes per unit of a food beyond its bound.
    """

    status: Status
    objective: float | None
    gap: float | None
    amounts: pd.Series
    shadow_prices: pd.Series
    reduced_costs: pd.Series
    conflicts: tuple[tuple[Claim, ...], ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def conflict(self) -> tuple[str, ...]:
        """The first minimal set of bounds that clash; empty when the foods' own bounds already do."""
        return tuple(claim.bound for claim in self.conflicts[0]) if self.conflicts else ()

    @property
    def repair(self) -> tuple[Mapping[str, Any], ...]:
        """Each single change that is enough, or the best combination (see ``planner.errors.repairs_as_written``)."""
        return repairs_as_written(self.repairs)

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers and lists, the keys of ``planner diet --format json``."""
        return {
            "status": self.status,
            "objective": self.objective,
            "gap": self.gap,
            "amounts": {str(k): float(v) for k, v in self.amounts.items()},
            "shadow_prices": {str(k): float(v) for k, v in self.shadow_prices.items()},
            "reduced_costs": {str(k): float(v) for k, v in self.reduced_costs.items()},
            "conflict": list(self.conflict),
            "repair": [dict(change) for change in self.repair],
        }

    def raise_for_status(self) -> DietSolution:
        """Return self when there is an answer, else raise ``InfeasibleError`` with the clash and repairs."""
        if self.status == "infeasible":
            raise InfeasibleError("these bounds clash: " + ", ".join(self.conflict), self.conflicts, self.repairs)
        return self


@dataclass(frozen=True, eq=False)
class DietProblem:
    """Foods × nutrients with costs and bounds. A changed problem is a new problem.

    ``foods``: DataFrame indexed by food name with the columns ``cost`` and one per nutrient (per unit of the
    food), optionally ``f_min`` (default 0), ``f_max`` (blank = unbounded) and ``integer`` (1 = whole units).
    ``nutrients``: {name: (min or None, max or None)}. ``semicontinuous``: (a, b): a food is absent or between
    a and b. Raises ``InputError`` where numbers are missing or contradict each other.
    """

    foods: pd.DataFrame
    nutrients: Bounds
    groups: Sequence[GroupRow] = ()
    semicontinuous: tuple[float, float] | None = None
    sense: Literal["min", "max"] = "min"
    options: SolverOptions = field(default_factory=SolverOptions)

    def __post_init__(self) -> None:
        _check(self)

    @classmethod
    def from_files(cls, foods: str | Path, problem: str | Path, options: SolverOptions | None = None) -> DietProblem:
        """Read ``FOODS.csv`` and ``PROBLEM.json`` (see ``docs/diet.md``).

        Raises:
            InputError, TableError: everything wrong with either file, with line and column.
        """
        from planner.model.diet_files import read_foods, read_problem

        spec = read_problem(Path(problem))
        return cls(
            foods=read_foods(Path(foods), tuple(spec.nutrients)),
            nutrients={name: (bound.min, bound.max) for name, bound in spec.nutrients.items()},
            groups=[
                GroupRow(row.label or row.default_label(), tuple(row.foods), row.min, row.max, row.counts)
                for row in spec.logic
            ],
            semicontinuous=spec.semicontinuous.as_pair() if spec.semicontinuous else None,
            sense=spec.sense,
            options=options or SolverOptions(),
        )

    def program(self) -> LinearProgram:
        """The rows and columns; columns after the foods say whether a food is chosen (0 or 1)."""
        foods = self.foods
        n = len(foods)
        lower = foods["f_min"].to_numpy(float) if "f_min" in foods else np.zeros(n)
        lower = np.nan_to_num(lower, nan=0.0)
        upper = foods["f_max"].to_numpy(float) if "f_max" in foods else np.full(n, INF)
        upper = np.where(np.isnan(upper), INF, upper)
        integer = foods["integer"].to_numpy(float) == 1 if "integer" in foods else np.zeros(n, dtype=bool)
        least = np.zeros(n)
        if self.semicontinuous:
            least = np.full(n, self.semicontinuous[0])
            upper = np.minimum(upper, self.semicontinuous[1])
        choosable = self._choosable()
        chooser = {food: n + k for k, food in enumerate(choosable)}
        width = n + len(chooser)
        position = {str(food): i for i, food in enumerate(foods.index)}

        def row(name: str, entries: Mapping[int, float], low: float | None, high: float | None) -> Row:
            values = np.zeros(width)
            for i, value in entries.items():
                values[i] = value
            return Row(name, values, -INF if low is None else low, INF if high is None else high)

        rows = [
            row(name, dict(enumerate(foods[name].to_numpy(float).tolist())), low, high)
            for name, (low, high) in self.nutrients.items()
        ]
        for group in self.groups:
            members = [chooser[f] if group.counts else position[f] for f in group.foods]
            rows.append(row(group.label, dict.fromkeys(members, 1.0), group.lower, group.upper))
        for food, column in chooser.items():
            i = position[food]
            minimum = max(least[i], 1.0 if integer[i] else 0.0)
            rows.append(row(f"{food} at most when chosen", {i: 1.0, column: -upper[i]}, None, 0.0))
            rows.append(row(f"{food} at least when chosen", {i: 1.0, column: -minimum}, 0.0, None))
        extra = len(chooser)
        sign = 1.0 if self.sense == "min" else -1.0
        return assemble(
            [*position, *(f"{food} chosen" for food in choosable)],
            np.concatenate([sign * foods["cost"].to_numpy(float), np.zeros(extra)]),
            np.concatenate([lower, np.zeros(extra)]),
            np.concatenate([upper, np.ones(extra)]),
            rows,
            np.concatenate([integer, np.ones(extra, dtype=bool)]),
        )

    def _choosable(self) -> list[str]:
        """The foods that need a yes-or-no column."""
        counted = {food for group in self.groups if group.counts for food in group.foods}
        everywhere = self.semicontinuous is not None and self.semicontinuous[0] > 0
        return [str(food) for food in self.foods.index if everywhere or str(food) in counted]

    def solve(self) -> DietSolution:
        """Amounts, objective and prices; or the clash and the smallest repair."""
        program = self.program()
        found = solve(program, self.options)
        n, named = len(self.foods), len(self.nutrients) + len(self.groups)
        foods = [str(food) for food in self.foods.index]
        empty = pd.Series(dtype=float)
        if found.values is None:
            conflicts, repairs = self._clash(program) if found.status == "infeasible" else ((), ())
            return DietSolution(found.status, None, None, empty, empty, empty, conflicts, repairs)
        sign = 1.0 if self.sense == "min" else -1.0
        prices, reduced = empty, empty
        if found.shadow_prices is not None and found.reduced_costs is not None:
            prices = pd.Series(sign * found.shadow_prices[:named], index=program.row_names[:named])
            reduced = pd.Series(sign * found.reduced_costs[:n], index=foods)
        amounts = pd.Series(found.values[:n], index=foods)
        whole = program.integer[:n]
        amounts[whole] = amounts[whole].round()
        return DietSolution(
            found.status,
            float(self.foods["cost"].to_numpy(float) @ amounts.to_numpy()),
            found.gap,
            amounts + 0.0,
            prices + 0.0,
            reduced + 0.0,
        )

    def _clash(self, program: LinearProgram) -> tuple[tuple[tuple[Claim, ...], ...], tuple[Repair, ...]]:
        """Every nutrient and group is minded alike, in shares of its own bound; HiGHS explains what CBC was asked, too."""
        demands = row_demands(program, range(len(self.nutrients) + len(self.groups)))
        found = explain(program, demands, replace(self.options, solver="highs"))
        if found is None:
            return (), ()
        conflicts = tuple(tuple(Claim(one.name, one.name) for one in members) for members in found.conflicts)
        return conflicts, tuple(map(_repair, found.mendings))


def _repair(mending: Mending) -> Repair:
    changes = []
    for move in mending.moves:
        name, side, _ = move.demand.name.rsplit(" ", 2)
        said = bound_name(name, "lower" if side == ">=" else "upper", move.to or 0.0)
        changes.append(Change(move.demand.name, move.demand.value, move.to, said))
    return Repair(tuple(changes), mending.price)


def _check(problem: DietProblem) -> None:
    foods = problem.foods
    if foods.empty:
        raise InputError("the table of foods has no rows; give at least one food")
    if not foods.index.is_unique:
        twice = sorted({str(name) for name in foods.index[foods.index.duplicated()]})
        raise InputError(f"food {twice[0]!r} stands twice in the table; keep one row for each food")
    for column in ("cost", *problem.nutrients):
        if column not in foods:
            raise UnknownNameError(
                "column of the table of foods", column, hint="every nutrient of the problem needs one"
            )
        if not np.isfinite(foods[column].to_numpy(float)).all():
            bad = foods.index[~np.isfinite(foods[column].to_numpy(float))][0]
            raise InputError(f"food {bad!r} has no number in column {column!r}; unknown is not zero: fill it in")
    if {"f_min", "f_max"} <= set(foods.columns):
        for name, low, high in zip(foods.index, foods["f_min"], foods["f_max"], strict=True):
            if low > high:
                raise InputError(f"food {name!r}: f_min {low:g} is above f_max {high:g}; swap or widen them")
    for name, (low, high) in problem.nutrients.items():
        if low is not None and high is not None and low > high:
            raise InputError(f"nutrient {name!r}: min {low:g} is above max {high:g}; swap or widen them")
    labels = [*problem.nutrients, *(group.label for group in problem.groups)]
    for label in labels:
        if labels.count(label) > 1:
            raise InputError(f"two rows are called {label!r}; give each row of 'logic' a label of its own")
    _check_groups(problem)


def _check_groups(problem: DietProblem) -> None:
    known = {str(food) for food in problem.foods.index}
    for group in problem.groups:
        for food in group.foods:
            if food not in known:
                raise UnknownNameError("food", food, hint=f"(in the row {group.label!r})")
        if group.lower is not None and group.upper is not None and group.lower > group.upper:
            raise InputError(f"row {group.label!r}: min {group.lower:g} is above max {group.upper:g}")
    if problem.semicontinuous and problem.semicontinuous[0] > problem.semicontinuous[1]:
        low, high = problem.semicontinuous
        raise InputError(f"semicontinuous: min_if_selected {low:g} is above max_if_selected {high:g}")
    unbounded = _unbounded(problem)
    integer = problem.foods["integer"] if "integer" in problem.foods else pd.Series(0, problem.foods.index)
    for group in problem.groups:
        if not group.counts:
            continue
        for food in group.foods:
            if food in unbounded:
                raise InputError(
                    f"row {group.label!r} counts {food!r}, which needs an f_max (or max_if_selected) to be counted"
                )
            if group.lower and not problem.semicontinuous and integer[food] != 1:
                raise InputError(
                    f"row {group.label!r} asks for at least {group.lower:g} chosen foods; say with "
                    "min_if_selected how much of a food counts as chosen"
                )


def _unbounded(problem: DietProblem) -> set[str]:
    if problem.semicontinuous:
        return set()
    foods = problem.foods
    if "f_max" not in foods:
        return {str(food) for food in foods.index}
    return {str(food) for food in foods.index[~np.isfinite(foods["f_max"].to_numpy(float))]}
