"""The plain day: amounts by food from the linear program, in household portions but without meals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from planner.errors import InfeasibleError, SolverError
from planner.foods.amounts import amounts
from planner.foods.groups import group_caps
from planner.foods.portions import best_unit, grams_text, household_portion
from planner.foods.preferences import Preferences
from planner.foods.shares import food_shares
from planner.foods.table import FoodTable
from planner.model.conflict import explain
from planner.model.constraints import Constraint, GroupLimit, ShareLimit
from planner.model.day import Bounds, DayFoods, DayModel, DayResult, surprise
from planner.nutrition.person import Person
from planner.nutrition.screening import FoodLimit
from planner.nutrition.target import Targets
from planner.plan.certificate import certify
from planner.plan.claims import infeasible, kept_amount, of_foods, of_targets
from planner.plan.daily_offer import Offer, everything, left_out, offer
from planner.plan.guard import hard_targets
from planner.plan.own_said import own_notices
from planner.plan.plan import NUTRIENT_COLUMNS, MealPlan
from planner.plan.words import as_written, sources_of

ANY_TIME = "any time"
GRAM_DECIMALS = 6  # of amounts without portions


def plan_day(
    person: Person,
    targets: Targets,
    table: FoodTable,
    wishes: Preferences,
    unsafe: tuple[str, ...],
    notices: tuple[str, ...],
    limits: tuple[FoodLimit, ...] = (),
    include: str = "",
) -> MealPlan:
    """A day's food in household portions that meets the targets; ``unsafe`` are words of foods left out for safety,
    ``limits`` foods of which there is only so much, ``include`` the code of a permitted food that the day must hold.

    Raises InfeasibleError when own bounds, energy and limits clash, InputError when no food is left or the table
    cannot tell which foods suit, SolverError when only grams, not portions, make a day.
    """
    offered, quantities = _offer(targets, table, wishes, unsafe)
    bounds = _bounds(targets)
    for codes in (one for one in offered.rounds if not include or include in one):
        model = day_model(table, codes, offered.liked, offered.disliked, quantities, limits)
        result = model.plan(bounds, codes is offered.codes, include)
        if result.codes:
            break
    if result.status == "infeasible":
        raise _clash(table, targets, wishes, unsafe, limits)
    if not result.codes:
        raise SolverError(
            f"no day in whole and half household portions of these {len(offered.codes):,} foods was found, although "
            "grams of them would do; allow more foods, or widen your own bounds by a few per cent"
        )
    return finish(person, targets, table, result, (*notices, *offered.notices))


def plan_amounts(
    person: Person,
    targets: Targets,
    table: FoodTable,
    wishes: Preferences,
    unsafe: tuple[str, ...],
    notices: tuple[str, ...],
    limits: tuple[FoodLimit, ...] = (),
) -> MealPlan:
    """A day's food in grams: the plain program by itself, without household portions. Arguments and errors as for ``plan_day``."""
    reachable: dict[str, float] = {}
    for model, bounds in day_models(targets, table, wishes, unsafe, limits):
        plain = model.amounts(bounds)
        if plain.values is not None:
            break
    else:
        plain, reachable = model.nearest(bounds)
    if plain.values is None:
        raise _clash(table, targets, wishes, unsafe, limits)
    grams = np.round(plain.values, GRAM_DECIMALS)
    at = np.flatnonzero(grams)
    codes = tuple(model.foods.codes[i] for i in at)
    result = DayResult(plain.status, codes, grams[at], plain.objective, plain.gap, best_reachable=reachable)
    offered, _ = _offer(targets, table, wishes, unsafe)
    plan = finish(person, targets, table, result, (*notices, *offered.notices))
    return replace(plan, menu=plan.menu.assign(portion=[grams_text(grams) for grams in plan.menu["grams"].tolist()]))


def day_models(
    targets: Targets, table: FoodTable, wishes: Preferences, unsafe: tuple[str, ...], limits: tuple[FoodLimit, ...]
) -> Iterator[tuple[DayModel, dict[str, Bounds]]]:
    """The programs of a plain day in the order in which they are tried, with the person's bounds; errors as for ``plan_day``."""
    offered, quantities = _offer(targets, table, wishes, unsafe)
    for codes in offered.rounds:
        yield day_model(table, codes, offered.liked, offered.disliked, quantities, limits), _bounds(targets)


def _offer(
    targets: Targets, table: FoodTable, wishes: Preferences, unsafe: tuple[str, ...]
) -> tuple[Offer, tuple[str, ...]]:
    """The foods on offer, and which quantities of the targets the table tells."""
    quantities = tuple(name for name in targets if name in table.data)
    return offer(table, wishes, unsafe, quantities, tuple(hard_targets(targets))), quantities


@lru_cache(maxsize=4)
def day_model(
    table: FoodTable,
    codes: tuple[str, ...],
    liked: frozenset[str],
    disliked: frozenset[str],
    quantities: tuple[str, ...],
    food_limits: tuple[FoodLimit, ...] = (),
) -> DayModel:
    """One model per table and diet; the people of that diet differ in row bounds only."""
    at = table.data.index.get_indexer(pd.Index(codes))
    data, portions, caps = table.data.iloc[at], amounts(table), group_caps()
    day_foods = DayFoods(
        codes=codes,
        usual_g=portions.usual_g[at],
        largest_g=portions.largest_g[at],
        surprise=surprise(data["eaten_per_1000"].to_numpy(float), data.index.isin(liked), data.index.isin(disliked)),
        content={name: data[name].to_numpy(float) / 100.0 for name in quantities},
        unit_g=lambda code: best_unit(table, code)[1],
    )
    members = data["group"].groupby(data["group"]).groups
    limits: list[Constraint] = [
        GroupLimit(group, frozenset(members[group]), caps[group].day_max_g)
        for group in sorted(map(str, members))
        if group in caps and np.isfinite(caps[group].day_max_g)
    ]
    limits += [
        ShareLimit(one.name, food_shares(table, one.words), one.most_a_day_g)
        for one in food_limits
        if one.most_a_day_g is not None
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


def _clash(
    table: FoodTable, targets: Targets, wishes: Preferences, unsafe: tuple[str, ...], limits: tuple[FoodLimit, ...]
) -> InfeasibleError:
    """The wishes that cannot hold together, in words, with the smallest repairs, over everything in the table.

    Reference intakes bend before wishes do, so only the person's own bounds, the energy, the limits and what leaves
    foods out are questioned; what keeps a person safe is part of the clash but never offered as a repair.
    """
    quantities = tuple(name for name in targets if name in table.data)
    codes = everything(table, tuple(hard_targets(targets)))
    model = day_model(table, codes, frozenset(), frozenset(), quantities, limits)
    hard = {
        name: bound if bound.given else Bounds(bound.floor or None, bound.upper)
        for name, bound in _bounds(targets).items()
    }
    lower, upper = model.row_bounds(hard)
    program = model.program.with_rows(row_lower=lower, row_upper=upper)
    asked = of_targets(program, targets)
    asked += [of_foods(kind, word, bars) for kind, word, bars in left_out(table, wishes, unsafe, codes)]
    rows = {name: row for row, name in enumerate(program.row_names)}
    asked += [
        kept_amount(rows[one.name], f"{one.name} <= {one.most_a_day_g:g}", f"{one.name} at most {one.most_a_day_g:g} g")
        for one in limits
        if one.name in rows
    ]
    found = explain(program, [one.demand for one in asked])
    if found is None:
        raise SolverError("the day has no solution, but each part of it has; please report this question")
    return infeasible("No day of food", found, asked, "Proved for foods in grams; portions may need a little more.")


def check_reachable(
    targets: Targets, table: FoodTable, wishes: Preferences, unsafe: tuple[str, ...], missed: set[str]
) -> dict[str, float]:
    """For targets that a menu missed: the most that any day of permitted foods reaches with all other targets kept.

    A linear program over the whole table proves it. Targets that some day does reach are left out: then it is the menu
    that did not; so are all where own bounds, energy and limits leave no day of single portions (see ``affordable``).
    """
    offered, quantities = _offer(targets, table, wishes, unsafe)
    model = day_model(table, offered.codes, offered.liked, offered.disliked, quantities)
    bounds = _bounds(targets)
    short = model.shortfalls(bounds)
    if short is None:
        return {}
    reached = {
        name: replace(bound, lower=(bound.lower or 0.0) - short[name]) if name in short else bound
        for name, bound in bounds.items()
    }
    return {name: model.most_of(name, reached) for name in missed & short.keys()}


def finish(person: Person, targets: Targets, table: FoodTable, result: DayResult, notices: tuple[str, ...]) -> MealPlan:
    """The plan of a result, counted again."""
    order = np.argsort([-g for g in result.grams], kind="stable").tolist()
    menu = day_frame(table, [result.codes[i] for i in order], [float(result.grams[i]) for i in order])
    return MealPlan(
        person=person,
        targets=targets,
        menu=menu,
        status=result.status,
        gap=None if result.gap is None else float(f"{result.gap:.9g}"),
        certificate=certify(menu, table, targets, group_limits_g()),
        best_reachable=as_written(result.best_reachable),
        best_in_portions=as_written(result.best_in_portions),
        shadow_prices=as_written(result.shadow_prices),
        notices=(*notices, *own_notices(table, menu["food_code"])),
        sources=sources_of(table),
        table_digest=table.digest(),
        table=table,
    )


def day_frame(table: FoodTable, codes: Sequence[str], grams: Sequence[float]) -> pd.DataFrame:
    """The menu of a plain day, with the columns of ``MealPlan.menu``."""
    rows = []
    for code, weight in zip(codes, grams, strict=True):
        food = table.data.loc[code]
        rows.append(
            {
                "day": 1,
                "meal": ANY_TIME,
                "food_code": code,
                "food": food["food"],
                "portion": household_portion(table, code, weight),
                "grams": weight,
                **{name: food[name] * weight / 100.0 for name in NUTRIENT_COLUMNS if name in table.data},
            }
        )
    return pd.DataFrame(rows)


def group_limits_g() -> dict[str, float]:
    """The most grams a day of the food groups that are limited."""
    return {group: cap.day_max_g for group, cap in group_caps().items() if np.isfinite(cap.day_max_g)}
