"""Whether wishes, energy, limits and budget can hold together at all: a linear program over servings of permitted foods.

It is a relaxation of the menu: parts of servings are allowed, and which food goes with which is left aside. What it cannot do,
no menu can; so its least cost and its clashes are proofs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import InfeasibleError
from planner.foods.palette import PaletteFood
from planner.foods.table import FoodTable
from planner.model.conflict import Bound, bounds_of, find_conflict, is_feasible, repairs
from planner.model.menu.build import food_cap
from planner.model.menu.items import NO_CAP
from planner.model.menu.problem import MenuProblem
from planner.model.menu.quantities import COST, known_or_typical_price, per_gram
from planner.model.menu.state import Menu
from planner.model.program import INF, FloatArray, LinearProgram, Row, assemble
from planner.model.sifting import solve_sifted
from planner.model.solver import SolverOptions
from planner.nutrition.target import Target, Targets
from planner.plan.wished import Wished
from planner.plan.wishes_to_rules import WishedMenu
from planner.plan.words import label, unit

ENERGY = "energy_kcal"
_SERVINGS_A_DAY = 6.0  # of a food that may come as often as it likes, such as water or coffee
_CENT = 0.005


@dataclass(frozen=True, eq=False)
class _Servings:
    """Every serving on offer: its row of the palette and its grams."""

    foods: tuple[PaletteFood, ...]
    grams: FloatArray
    content: Mapping[str, FloatArray]

    def rows(self) -> int:
        return len(self.foods)


def check_amounts(table: FoodTable, targets: Targets, menu: WishedMenu, budget_usd_per_day: float | None) -> None:
    """Raises InfeasibleError, with what clashes and the smallest repairs, when no day of permitted foods has all of it."""
    asked = [one for one in menu.wished if one.need]
    if not asked and budget_usd_per_day is None:
        return
    names = tuple(name for name in targets if name in table.data)
    servings = _servings(table, menu, names)
    program = _program(servings, names, targets, menu, budget_usd_per_day)
    options = SolverOptions()
    if not is_feasible(program, options):
        raise _clash(program, targets, menu, options)
    for one in asked:
        day = _single_day(program, names, targets, menu, one)
        if not is_feasible(day, options):
            raise _clash(day, targets, menu, options)
    if budget_usd_per_day is not None:
        least = _least_cost(program, servings, names, targets)
        if least > budget_usd_per_day + _CENT:
            bound = f"{COST} <= {budget_usd_per_day:g}"
            rounded = float(np.ceil(least * 100) / 100)
            raise InfeasibleError(
                f"A day of the permitted foods that meets the targets costs at least {rounded:.2f} USD in 2017/18 prices, "
                f"above the budget of {budget_usd_per_day:.2f} USD.",
                [bound],
                [{"bound": bound, "from": budget_usd_per_day, "to": rounded}],
            )


def over_budget(problem: MenuProblem, menu: Menu, budget_usd_per_day: float | None) -> tuple[str, ...]:
    """The sentence for a menu that costs more than its budget; the least cost of a day is a bound that no menu may reach."""
    if budget_usd_per_day is None:
        return ()
    portions = [portion for meals in menu for _, portions in meals for portion in portions]
    cost = float(problem.items.content[portions, problem.quantities.index(COST)].sum()) / problem.days
    if cost <= budget_usd_per_day + _CENT:
        return ()
    return (
        f"Wish not kept: the budget of {budget_usd_per_day:.2f} USD a day; the cheapest menu that was found costs {cost:.2f} USD.",
    )


def _servings(table: FoodTable, menu: WishedMenu, names: tuple[str, ...]) -> _Servings:
    foods: list[PaletteFood] = []
    grams: list[float] = []
    for food in menu.room.standing():
        for amount in dict.fromkeys((*food.amounts, *food.amounts_big)):
            foods.append(food)
            grams.append(amount * food.grams_per_unit)
    codes = [food.code for food in foods]
    weight, rows = np.array(grams), table.data.reindex(codes)
    content = {name: per_gram(rows, name) * weight for name in names}
    content[COST] = known_or_typical_price(table.data).reindex(codes).to_numpy(float) / 100.0 * weight
    return _Servings(tuple(foods), weight, content)


def _program(
    servings: _Servings, names: tuple[str, ...], targets: Targets, menu: WishedMenu, budget: float | None
) -> LinearProgram:
    """Servings of the mean day: energy, upper limits and own bounds as rows, then wishes, then the budget."""
    rows = [_target_row(name, servings.content[name], targets[name]) for name in names]
    days = menu.room.days
    for one in menu.wished:
        low = max(one.day[0] or 0.0, one.need / days) or -INF
        highs = [INF if one.day[1] is None else one.day[1], INF if one.plan[1] is None else one.plan[1] / days]
        counts = np.array([one.counts(food) for food in servings.foods])
        rows.append(Row(one.rule().name, counts, low, float(min(highs))))
    if budget is not None:
        rows.append(Row(COST, servings.content[COST], upper=budget))
    most = np.array([_most(menu, food) for food in servings.foods])
    labels = [f"{i} {food.name}" for i, food in enumerate(servings.foods)]
    return assemble(labels, np.zeros(servings.rows()), np.zeros(servings.rows()), most, rows)


def _single_day(
    mean: LinearProgram, names: tuple[str, ...], targets: Targets, menu: WishedMenu, wish: Wished
) -> LinearProgram:
    """The fullest day of one wish: what the mean of a week allows may be too much for the day on which it is eaten."""
    low, high = mean.row_lower.copy(), mean.row_upper.copy()
    low[len(names) :], high[len(names) :] = -INF, INF
    low[mean.row_names.index(wish.rule().name)] = wish.need_a_day
    for i, name in enumerate(names):
        most = targets[name].on_day()[1]
        high[i] = INF if most is None else most
    once = np.where(mean.upper >= _SERVINGS_A_DAY, mean.upper, 1.0)
    return replace(mean.with_rows(row_lower=low, row_upper=high), upper=once)


def _most(menu: WishedMenu, food: PaletteFood) -> float:
    """Servings of a food on the mean day."""
    week = max(food_cap(menu.room.palette, food), menu.leeway.caps.get(food.code, 0))
    days = menu.room.days
    return _SERVINGS_A_DAY if week >= NO_CAP else -(-week * days // 7) / days


def _target_row(name: str, content: FloatArray, target: Target) -> Row:
    """Upper limits and own bounds; reference intakes may be missed, and the plan says so."""
    hard = target.lower_kind == "own" or name == ENERGY
    low = target.lower if hard and target.lower is not None else -INF
    return Row(name, content, low, INF if target.upper is None else target.upper)


def _least_cost(program: LinearProgram, servings: _Servings, names: tuple[str, ...], targets: Targets) -> float:
    """USD of the cheapest mean day that meets what can be met of the reference intakes; the budget aside."""
    low, high = program.row_lower.copy(), program.row_upper.copy()
    wanted = np.array([(targets[name].lower or 0.0) for name in names])
    low[: len(names)] = np.where(wanted > 0, wanted, low[: len(names)])
    high[-1] = INF
    whole = program.with_rows(row_lower=low, row_upper=high)
    price = np.full(len(low), INF)
    price[: len(names)] = np.where(wanted > 0, 1.0 / np.maximum(wanted, 1e-9), INF)
    bent = whole.elastic(price, np.full(len(low), INF))
    missed = solve_sifted(bent)
    if missed.values is None:
        return 0.0
    short = dict(zip(bent.column_names[servings.rows() :], missed.values[servings.rows() :].tolist(), strict=True))
    for i, name in enumerate(names):
        low[i] -= short.get(f"{name}:short", 0.0) * (1 + 1e-6) + 1e-6 * abs(wanted[i])
    found = solve_sifted(replace(whole.with_rows(row_lower=low), cost=servings.content[COST]))
    return 0.0 if found.objective is None else found.objective


def _clash(program: LinearProgram, targets: Targets, menu: WishedMenu, options: SolverOptions) -> InfeasibleError:
    questioned = bounds_of(program, range(len(program.row_names)), program.row_names)
    conflict = find_conflict(program, questioned, options)
    wished = {one.rule().name: one for one in menu.wished}

    def mendable(bounds: list[Bound]) -> list[Bound]:
        return [b for b in bounds if b.name not in targets or not _is_safety(targets[b.name], b.side)]

    repair = repairs(program, mendable(conflict), mendable(questioned), options)
    said = [repr(one.said) for one in dict.fromkeys(wished[b.name] for b in conflict if b.name in wished)]
    said += [_words(b) for b in conflict if b.name not in wished]
    message = f"No day of the permitted foods fits these together: {', '.join(said)}."
    return InfeasibleError(message, [str(b) for b in conflict], repair)


def _words(bound: Bound) -> str:
    side = "at least" if bound.side == "lower" else "at most"
    if bound.name == COST:
        return f"{side} {bound.value:.2f} USD a day"
    return f"{label(bound.name).lower()} {side} {bound.value:,.6g} {unit(bound.name)}"


def _is_safety(target: Target, side: str) -> bool:
    return (target.upper_kind if side == "upper" else target.lower_kind) == "safety"
