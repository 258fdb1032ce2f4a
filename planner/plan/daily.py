"""The plain day: amounts by food from the linear program, in household portions but without meals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from planner.errors import InfeasibleError, InputError, SolverError
from planner.foods.diets import permitted
from planner.foods.exclude import match_foods
from planner.foods.groups import group_caps
from planner.foods.portions import best_unit, household_portion
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable
from planner.model.conflict import bounds_of, find_conflict, repairs
from planner.model.constraints import GroupLimit
from planner.model.day import Bounds, DayFoods, DayModel, DayResult, surprise
from planner.model.solver import SolverOptions
from planner.nutrition.person import Person
from planner.nutrition.target import Target, Targets
from planner.plan.certificate import certify
from planner.plan.plan import MealPlan
from planner.plan.words import label, unit

ANY_TIME = "any time"
COMMON_PER_1000 = 1.0  # eaten on at least one of 1,000 adult days: tried first, the rest only where these fall short
NOT_OFFERED = ("nutritional_drinks", "infant_foods")  # food before supplements


def plan_day(
    person: Person,
    targets: Targets,
    table: FoodTable,
    wishes: Preferences,
    unsafe: tuple[str, ...],
    notices: tuple[str, ...],
) -> MealPlan:
    """A day's food in household portions that meets the targets; ``unsafe`` are words of foods left out for safety.

    Raises InfeasibleError when own bounds, energy and limits clash, InputError when no food is left.
    """
    codes = _allowed_codes(table, wishes, unsafe)
    bounds = _bounds(targets)
    quantities = tuple(name for name in targets if name in table.data)
    # What people do eat comes first; every permitted food only where that is not enough.
    model = _day_model(table, _common(table, codes, wishes, quantities), wishes, quantities)
    result = model.plan(bounds, bend=False)
    if not result.codes:
        model = _day_model(table, codes, wishes, quantities)
        result = model.plan(bounds)
    if result.status == "infeasible":
        raise _clash(model, bounds, targets)
    if not result.codes:
        raise SolverError("no day in household portions was found within the search limit; widen a target")
    return _finish(person, targets, table, result, notices)


def _allowed_codes(table: FoodTable, wishes: Preferences, unsafe: tuple[str, ...]) -> tuple[str, ...]:
    """The foods this person may be offered, in the order of the table."""
    allowed = permitted(table, diet=wishes.diet, allergies=wishes.allergies, exclude=(*wishes.exclude, *unsafe))
    allowed &= ~table.data["group"].isin(NOT_OFFERED)
    return tuple(table.data.index[allowed.to_numpy()])


def _common(
    table: FoodTable, codes: tuple[str, ...], wishes: Preferences, quantities: tuple[str, ...]
) -> tuple[str, ...]:
    """The foods among ``codes`` that people do eat, or this person likes, and that report all that is planned."""
    data = table.data.loc[list(codes)]
    eaten = data["eaten_per_1000"]
    liked = frozenset().union(*(match_foods(table, word, inside=False) for word in wishes.like))
    common = (eaten >= COMMON_PER_1000) | eaten.index.isin(liked) | bool(eaten.isna().all())
    return tuple(data.index[(common & data[list(quantities)].notna().all(axis=1)).to_numpy()])


def _day_model(table: FoodTable, codes: tuple[str, ...], wishes: Preferences, quantities: tuple[str, ...]) -> DayModel:
    liked = frozenset().union(*(match_foods(table, word, inside=False) for word in wishes.like))
    disliked = frozenset().union(*(match_foods(table, word, inside=False) for word in wishes.dislike))
    return _built(table, codes, liked, disliked, quantities)


@lru_cache(maxsize=4)
def _built(
    table: FoodTable,
    codes: tuple[str, ...],
    liked: frozenset[str],
    disliked: frozenset[str],
    quantities: tuple[str, ...],
) -> DayModel:
    """One model per table and diet; the people of that diet differ in row bounds only."""
    data = table.data.loc[list(codes)]
    caps = group_caps()
    usual = data["portion_p50_g"].to_numpy(float)
    most = data["portion_p95_g"].to_numpy(float)
    in_meal = np.array([caps[g].portion_max_g if g in caps else np.nan for g in data["group"]])
    largest = np.fmin(most, in_meal)
    usable = (usual > 0) & (largest > 0)
    data, usual, largest = data[usable], usual[usable], largest[usable]
    if data.empty:
        raise InputError("no food is left after diet, allergies and exclusions; allow more foods")
    kept = tuple(data.index)
    day_foods = DayFoods(
        codes=kept,
        usual_g=usual,
        largest_g=largest,
        surprise=surprise(data["eaten_per_1000"].to_numpy(float), data.index.isin(liked), data.index.isin(disliked)),
        content={name: data[name].to_numpy(float) / 100.0 for name in quantities},
        unit_g=lambda code: best_unit(table, code)[1],
    )
    members = data["group"].groupby(data["group"]).groups
    limits = [
        GroupLimit(group, frozenset(members[group]), caps[group].day_max_g)
        for group in sorted(members)
        if group in caps and np.isfinite(caps[group].day_max_g)
    ]
    return DayModel(day_foods, quantities, limits)


def _bounds(targets: Targets) -> dict[str, Bounds]:
    return {
        name: Bounds(
            lower=target.lower,
            upper=target.upper,
            floor=target.lower_floor if target.lower_floor is not None else 0.0,
            given=target.lower_kind == "own" or name == "energy_kcal",
        )
        for name, target in targets.items()
    }


def _clash(model: DayModel, bounds: Mapping[str, Bounds], targets: Targets) -> InfeasibleError:
    """The wishes that cannot hold together, in words, with the smallest repairs.

    Reference intakes bend before wishes do, so only the person's own bounds, the energy and the upper limits
    are questioned; caps that keep a person safe are part of the clash but never offered as a repair.
    """
    hard = {name: bound if bound.given else Bounds(bound.floor or None, bound.upper) for name, bound in bounds.items()}
    lower, upper = model.row_bounds(hard)
    program = model.program.with_rows(row_lower=lower, row_upper=upper)
    questioned = bounds_of(program, range(len(model.quantities)), model.quantities)
    options = SolverOptions()
    conflict = find_conflict(program, questioned, options)
    mendable = [b for b in conflict if not _is_safety(targets[b.name], b.side)]
    repair = repairs(program, mendable, [b for b in questioned if not _is_safety(targets[b.name], b.side)], options)
    said = ", ".join(
        f"{label(b.name).lower()} {'at least' if b.side == 'lower' else 'at most'} {b.value:,.6g} {unit(b.name)}"
        for b in conflict
    )
    return InfeasibleError(f"No day of food fits these together: {said}.", [str(b) for b in conflict], repair)


def check_reachable(
    targets: Targets, table: FoodTable, wishes: Preferences, unsafe: tuple[str, ...], missed: set[str]
) -> dict[str, float]:
    """For targets that a menu missed: the most that any day of permitted foods reaches with all other targets kept.

    A linear program over the whole table proves it. Targets that some day does reach are left out: then it is the menu
    that did not. Raises InfeasibleError when own bounds, energy and limits clash.
    """
    quantities = tuple(name for name in targets if name in table.data)
    model = _day_model(table, _allowed_codes(table, wishes, unsafe), wishes, quantities)
    bounds = _bounds(targets)
    short = model.shortfalls(bounds)
    if short is None:
        raise _clash(model, bounds, targets)
    reached = {
        name: replace(bound, lower=(bound.lower or 0.0) - short[name]) if name in short else bound
        for name, bound in bounds.items()
    }
    return {name: model.most_of(name, reached) for name in missed & short.keys()}


def _is_safety(target: Target, side: str) -> bool:
    return (target.upper_kind if side == "upper" else target.lower_kind) == "safety"


def _finish(
    person: Person, targets: Targets, table: FoodTable, result: DayResult, notices: tuple[str, ...]
) -> MealPlan:
    order = np.argsort([-g for g in result.grams], kind="stable")
    rows = []
    for i in order.tolist():
        code, grams = result.codes[i], float(result.grams[i])
        food = table.data.loc[code]
        rows.append(
            {
                "day": 1,
                "meal": ANY_TIME,
                "food_code": code,
                "food": food["food"],
                "portion": household_portion(table, code, grams),
                "grams": grams,
                **{
                    name: food[name] * grams / 100.0
                    for name in ("energy_kcal", "magnesium_mg", "potassium_mg")
                    if name in table.data
                },
            }
        )
    menu = pd.DataFrame(rows)
    caps = {group: cap.day_max_g for group, cap in group_caps().items() if np.isfinite(cap.day_max_g)}
    return MealPlan(
        person=person,
        targets=targets,
        menu=menu,
        status=result.status,
        gap=result.gap,
        certificate=certify(menu, table, targets, caps),
        best_reachable=result.best_reachable,
        best_in_portions=result.best_in_portions,
        shadow_prices=result.shadow_prices,
        notices=notices,
        table_digest=table.digest(),
    )
