"""A whole menu as one mixed-integer program through PuLP: the same problem, stated at once for CBC or HiGHS.

For each meal of each day, yes-or-no columns for its pattern and for every portion on offer; rows tie the foods of a role
to the pattern. Everything the search weighs is stated, so that both minimise one number:

- rows of the days, of the plan and of the energy of meals, with a slack at the price of missing them;
- caps, once a day and not on two days running, with a slack at the price of a clash; foods on the shopping list;
- the products: what two foods of a meal cost each other, and what a food costs in a kind of meal. For each food, one
  column at least the sum over the others, less a constant that lifts the row when the food is not taken (Glover 1975).
  That is exact, and makes most of the program; ``pairs=False`` leaves the first of the two out.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pulp

from planner.model.menu.items import NO_CAP
from planner.model.menu.master import MasterResult
from planner.model.menu.problem import MenuProblem
from planner.model.menu.state import CLASH_NATS, LONG_LIST_NATS, SHARE_NATS, Menu, mean_bounds
from planner.model.program import FloatArray
from planner.model.pulp_api import Sense, add_row, expression, run
from planner.model.solver import cbc_path

_MOST_BESIDE = 8  # a meal has at most nine foods, so a food at most eight beside it
_TAKEN = 0.5


@dataclass(frozen=True, eq=False)
class MilpResult:
    """``menu`` is None when no menu was found; ``objective`` and ``bound`` in nats, of the program as it was stated.

    ``solve_s``: CPU seconds, those of a solver in a process of its own, too.
    """

    menu: Menu | None
    objective: float | None
    bound: float | None
    solve_s: float
    proved: bool


def _cpu_s() -> float:
    """CPU seconds of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class MenuMilp:
    """The program of one menu, built once; ``columns``, ``rows`` and ``nonzeros`` are its size, ``build_s`` its CPU time."""

    def __init__(self, problem: MenuProblem, master: MasterResult, *, pairs: bool = True) -> None:
        began = time.process_time()
        self._problem, self._pairs = problem, pairs
        self._mean = mean_bounds(problem, master)
        self._lp = pulp.LpProblem("menu", pulp.LpMinimize)
        self._cost: list[tuple[Any, float]] = []
        self.columns = self.rows = self.nonzeros = 0
        days, slots = range(problem.days), range(len(problem.slots))
        self._pattern: dict[tuple[int, int], list[Any]] = {}
        self._portion: dict[tuple[int, int], dict[int, Any]] = {}
        self._food: dict[tuple[int, int], dict[int, Any]] = {}
        self._kind: dict[tuple[int, int], dict[int, Any]] = {}
        for day in days:
            for slot in slots:
                self._meal(day, slot)
        self._quantities()
        self._variety()
        self._lp.setObjective(expression(self._cost))
        self.build_s = time.process_time() - began

    def solve(self, solver: str, time_limit_s: float) -> MilpResult:
        """The best menu within the time by the clock; ``solver`` is "highs" or "cbc", on one thread."""
        if solver == "highs":
            command: Any = pulp.HiGHS(msg=False, threads=1, timeLimit=time_limit_s, gapRel=1e-6)
        else:
            command = pulp.COIN_CMD(path=cbc_path(), msg=False, threads=1, timeLimit=time_limit_s, gapRel=1e-6)
        for variable in self._lp.variables():
            variable.varValue = None
        began = _cpu_s()
        status, found = run(self._lp, command)
        solve_s = _cpu_s() - began
        menu = self._menu() if found else None
        bound = None
        if solver == "highs":
            bound = float(self._lp.solverModel.getInfo().mip_dual_bound)
        objective = float(pulp.value(self._lp.objective)) if menu is not None else None
        return MilpResult(menu, objective, bound, solve_s, status == "optimal")

    def _column(self, name: str, cost: float = 0.0, most: float | None = None, whole: bool = False) -> Any:
        self.columns += 1
        found = self._lp.add_variable(name, 0, most, pulp.LpInteger if whole else pulp.LpContinuous)
        self._cost.append((found, cost))  # zeros, too: a column that stands nowhere would be left out
        return found

    def _row(self, pairs: Iterable[tuple[Any, float]], sense: Sense, bound: float) -> None:
        terms = list(pairs)
        self.nonzeros += len(terms)
        add_row(self._lp, terms, sense, bound, f"r{self.rows:06d}")
        self.rows += 1

    def _meal(self, day: int, slot: int) -> None:
        """Pattern, foods and portions of one meal, and what they cost by themselves and with each other."""
        problem, items, at = self._problem, self._problem.items, f"{day:02d}_{slot}"
        shape, row = problem.patterns[slot], problem.slot_row[slot]
        roles = np.flatnonzero(shape.counts.sum(axis=0) > 0)
        foods = np.flatnonzero(np.isin(items.role, roles) & np.isfinite(items.surprise[row]))
        patterns = [self._column(f"y{at}_{p:04d}", cost, 1, True) for p, cost in enumerate(shape.cost.tolist())]
        self._row([(one, 1.0) for one in patterns], "==", 1.0)
        held = set(foods.tolist())
        food = {f: self._column(f"u{at}_{f:04d}", 0.0, 1) for f in foods.tolist()}
        alone = items.surprise[row, items.food] + items.deviation
        portion = {
            j: self._column(f"x{at}_{j:04d}", float(alone[j]), 1, True)
            for j, f in enumerate(items.food.tolist())
            if f in held
        }
        of_food: dict[int, list[tuple[Any, float]]] = {f: [(food[f], -1.0)] for f in food}
        for j, column in portion.items():
            of_food[int(items.food[j])].append((column, 1.0))
        for pairs in of_food.values():
            self._row(pairs, "==", 0.0)
        for role in roles.tolist():
            wanted = [
                (patterns[p], -float(shape.counts[p, role])) for p in np.flatnonzero(shape.counts[:, role]).tolist()
            ]
            self._row([(food[f], 1.0) for f in food if items.role[f] == role] + wanted, "==", 0.0)
        for alike in (items.same, items.family):
            for group in np.flatnonzero(np.bincount(alike[foods]) > 1).tolist():
                members = [(food[f], 1.0) for f in foods[alike[foods] == group].tolist()]
                self._row(members, "<=", 1.0)
        kinds = {k: self._column(f"k{at}_{k:03d}", 0.0, 1) for k in np.unique(shape.kind).tolist()}
        for k, column in kinds.items():
            of_kind = [(patterns[p], 1.0) for p in np.flatnonzero(shape.kind == k).tolist()]
            self._row([*of_kind, (column, -1.0)], "==", 0.0)
        place = (day, slot)
        self._pattern[place], self._portion[place], self._food[place], self._kind[place] = (
            patterns,
            portion,
            food,
            kinds,
        )
        for f in food:
            nats = problem.kind_food[:, f]
            self._product(f"v{at}_{f:04d}", food[f], [(column, float(nats[k])) for k, column in kinds.items()], 1)
        if self._pairs:
            matrix = problem.company.nats(row, np.arange(len(items.foods))[:, None], np.arange(len(items.foods)))
            for i, f in enumerate(foods.tolist()):
                beside = [(food[g], float(matrix[f, g])) for g in foods[i + 1 :].tolist()]
                self._product(f"w{at}_{f:04d}", food[f], beside, _MOST_BESIDE)

    def _product(self, name: str, taken: Any, terms: list[tuple[Any, float]], most: int) -> None:
        """A column that costs what ``terms`` come to when ``taken`` is one, of which at most ``most`` are one, else nothing."""
        terms = [(column, nats) for column, nats in terms if nats]
        if not terms:
            return
        nats = np.sort([value for _, value in terms])
        highest, lowest = float(np.maximum(nats[-most:], 0.0).sum()), float(np.minimum(nats[:most], 0.0).sum())
        self.columns += 1
        cost = self._lp.add_variable(name, lowest, None)
        self._cost.append((cost, 1.0))
        less = [(column, -value) for column, value in terms]
        self._row([(cost, 1.0), *less, (taken, -highest)], ">=", -highest)
        if lowest < 0.0:
            self._row([(cost, 1.0), (taken, -lowest)], ">=", 0.0)

    def _missed(self, name: str, total: list[tuple[Any, float]], low: float, high: float, nats: float) -> None:
        """``low <= total <= high``, at so many nats for each unit off."""
        if np.isfinite(low):
            short = self._column(f"{name}_short", nats)
            self._row([*total, (short, 1.0)], ">=", low)
        if np.isfinite(high):
            over = self._column(f"{name}_over", nats)
            self._row([*total, (over, -1.0)], "<=", high)

    def _quantities(self) -> None:
        """What each day brings of each quantity, and what days, plan and meals miss of it, in units of the row's scale."""
        problem, items, bounds = self._problem, self._problem.items, self._problem.bounds
        days, margin = problem.days, problem.bounds.margin / problem.bounds.scale
        for q in range(len(problem.quantities)):
            content = items.content[:, q] / bounds.scale[q]
            of_kind = problem.kind_content[:, q] / bounds.scale[q]
            sides = [side[q] / bounds.scale[q] for side in (bounds.day_lower, bounds.day_upper)]
            whole = [side[q] / bounds.scale[q] * days for side in self._mean]
            totals = []
            for day in range(days):
                total = self._lp.add_variable(f"t{day:02d}_{q:03d}", None, None)
                self.columns += 1
                totals.append((total, 1.0))
                self._row([*self._brought(day, content, of_kind), (total, -1.0)], "==", 0.0)
                low, high = sides[0] + margin[q], sides[1] - margin[q]
                self._missed(f"d{day:02d}_{q:03d}", [(total, 1.0)], low, high, float(bounds.weight[q]))
            low, high = whole[0] + margin[q] * days, whole[1] - margin[q] * days
            self._missed(f"m{q:03d}", totals, low, high, float(bounds.weight[q]))
        day_kcal = float(problem.share_kcal.mean(axis=1).sum())
        for day, slot in self._pattern:
            eaten = self._at((day, slot), items.content[:, problem.energy], problem.kind_content[:, problem.energy])
            low, high = problem.share_kcal[slot].tolist()
            self._missed(f"e{day:02d}_{slot}", eaten, low, high, SHARE_NATS / day_kcal)

    def _at(self, place: tuple[int, int], content: FloatArray, of_kind: FloatArray) -> list[tuple[Any, float]]:
        brought = [(column, float(content[j])) for j, column in self._portion[place].items() if content[j]]
        return brought + [(column, float(of_kind[k])) for k, column in self._kind[place].items() if of_kind[k]]

    def _brought(self, day: int, content: FloatArray, of_kind: FloatArray) -> list[tuple[Any, float]]:
        return [pair for slot in range(len(self._problem.slots)) for pair in self._at((day, slot), content, of_kind)]

    def _variety(self) -> None:
        """Caps, once a day, not on two days running, and the shopping list."""
        problem, items = self._problem, self._problem.items
        caps, once, water = problem.caps(), problem.once_a_day(), set(self._water())
        standing: dict[int, dict[int, list[tuple[Any, float]]]] = {}
        for (day, slot), foods in self._food.items():
            groups = [(int(items.same[f]), column) for f, column in foods.items()]
            groups += [(problem.groups + k, column) for k, column in self._kind[day, slot].items()]
            for group, column in groups:
                standing.setdefault(group, {}).setdefault(day, []).append((column, 1.0))
        listed = []
        for group, by_day in sorted(standing.items()):
            whole = [pair for pairs in by_day.values() for pair in pairs]
            if caps[group] < min(len(whole), NO_CAP * problem.days):
                over = self._column(f"cap{group:04d}", CLASH_NATS)
                self._row([*whole, (over, -1.0)], "<=", float(caps[group]))
            twice = {}
            for day, pairs in by_day.items():
                if once[group] and len(pairs) > 1:
                    twice[day] = self._column(f"twice{day:02d}_{group:04d}", CLASH_NATS)
                    self._row([*pairs, (twice[day], -1.0)], "<=", 1.0)
            for day in range(problem.days - 1):
                if problem.apart[group] and day in by_day and day + 1 in by_day:
                    running = self._column(f"run{day:02d}_{group:04d}", CLASH_NATS)
                    again = [(twice[at], -1.0) for at in (day, day + 1) if at in twice]
                    pairs = [*by_day[day], *by_day[day + 1], *again, (running, -1.0)]
                    self._row(pairs, "<=", 1.0)
            if group < problem.groups and group not in water:
                bought = self._column(f"buy{group:04d}", problem.new_food, 1)
                listed.append((bought, 1.0))
                for column, _ in whole:
                    self._row([(bought, 1.0), (column, -1.0)], ">=", 0.0)
        long_list = self._column("long", LONG_LIST_NATS)
        self._row([*listed, (long_list, -1.0)], "<=", float(problem.most_foods))

    def _water(self) -> list[int]:
        items = self._problem.items
        return [int(items.same[i]) for i, food in enumerate(items.foods) if food.role == "water"]

    def _menu(self) -> Menu:
        problem = self._problem

        def meal(place: tuple[int, int]) -> tuple[int, tuple[int, ...]]:
            chosen = [p for p, column in enumerate(self._pattern[place]) if (column.varValue or 0.0) > _TAKEN]
            held = [j for j, column in self._portion[place].items() if (column.varValue or 0.0) > _TAKEN]
            return chosen[0], tuple(sorted(held))

        return tuple(tuple(meal((day, slot)) for slot in range(len(problem.slots))) for day in range(problem.days))
