"""Why a food does not stand in a plain day: what forbids it, or its exact reduced cost; and the day with a portion of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import InputError, NoPlanError, SolverError, UnknownNameError
from planner.foods.diets import why_not as not_permitted
from planner.foods.exclude import match_foods
from planner.foods.palette import load_palette
from planner.foods.search import search_foods
from planner.foods.table import FoodTable
from planner.model.day import DayModel
from planner.model.solver import Solution
from planner.plan.comparing import inside
from planner.plan.daily import plan_day
from planner.plan.daily_offer import NOT_OFFERED, offer
from planner.plan.day_prices import priced_model
from planner.plan.guard import hard_targets, unsafe
from planner.plan.locking import named, table_of
from planner.plan.ordinary import degree, less_ordinary
from planner.plan.planning import gate
from planner.plan.request import Request
from planner.plan.why_not import SAME_NATS, WhyNot
from planner.plan.words import label

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

_WORTH, _MOST_WORTHS = 0.02, 3
_SEARCHED = 25


def why_not_day(plan: MealPlan, food: str) -> WhyNot:
    """See ``MealPlan.why_not``."""
    request = plan._request
    if request is None:
        raise InputError(
            "this plan cannot be planned again, because it was put together by hand; plan it with plan_meals"
        )
    table = table_of(request)
    codes = _meant(table, food)
    eaten = [code for code in codes if (plan.menu["food_code"] == code).any()]
    if eaten:
        return WhyNot(_name(table, eaten[0]), "in the plan", ("It is in the plan.",))
    passed = gate(request)
    quantities = tuple(name for name in plan.targets if name in table.data)
    allowed = offer(table, request.preferences, passed.unsafe, quantities, tuple(hard_targets(passed.targets))).codes
    code = next((one for one in codes if one in set(allowed)), None)
    if code is None:
        return WhyNot(_name(table, codes[0]), "forbidden", (_forbidden(table, request, passed.unsafe, codes[0]),))
    model, bounds = priced_model(plan, code)
    solved = model.amounts(bounds)
    assert solved.reduced_costs is not None
    at = model.foods.codes.index(code)
    cost = float(solved.reduced_costs[at] * model.foods.usual_g[at])
    answer = WhyNot(
        _name(table, code), "less fitting" if cost > SAME_NATS else "as good", _priced(model, solved, at, cost), cost
    )
    try:
        with_it = plan_day(
            request.person, passed.targets, table, request.preferences, passed.unsafe, passed.notices, passed.limits, code
        )  # fmt: skip
    except (InputError, NoPlanError, SolverError) as error:
        return replace(answer, told=f"No day with it was found: {error}", replans=1)
    if said := unsafe(with_it.menu, table, passed.targets, passed.unsafe, passed.limits):
        return replace(answer, told=f"No day with it is safe: {'; '.join(said)}.", replans=1)
    with_it = replace(with_it, _request=request)
    return answer.shown_by(plan, with_it, 1)


def _meant(table: FoodTable, word: str) -> list[str]:
    """Codes of the foods that a word means: of those that menus are made of, else the nearest of the table.

    Raises UnknownNameError for a word that nobody knows.
    """
    if word.strip() in table:
        return [word.strip()]
    spoken = named([food for food in load_palette().foods if food.code in table], word, table)
    if spoken:
        eaten = table.data["eaten_per_1000"].fillna(0.0)
        return sorted(spoken, key=lambda code: (-float(eaten[code]), code))
    called = match_foods(table, word, inside=False)
    found = [code for code in search_foods(table, word, _SEARCHED).index if code in called] or sorted(called)
    if not found:
        raise UnknownNameError("food", word, (), "give a word of its name, or its code")
    return found[:1]


def _name(table: FoodTable, code: str) -> str:
    return str(table.data.at[code, "food"])


def _forbidden(table: FoodTable, request: Request, words: tuple[str, ...], code: str) -> str:
    wishes = request.preferences
    said = not_permitted(table, code, wishes.diet, wishes.allergies, wishes.exclude)
    if said:
        return said
    barred = [word for word in words if code in match_foods(table, word)]
    if barred:
        return f"{_name(table, code)} is left out: the health screening keeps {' and '.join(barred)} out."
    if table.data.at[code, "group"] in NOT_OFFERED:
        return f"{_name(table, code)} is left out: food before supplements."
    return f"{_name(table, code)} is left out: the table does not report its energy, or what your health answers limit."


def _priced(model: DayModel, solved: Solution, at: int, cost: float) -> tuple[str, ...]:
    """Its reduced cost for a usual portion, and what is credited to it."""
    assert solved.shadow_prices is not None
    grams = float(model.foods.usual_g[at])
    if cost <= SAME_NATS:
        return (f"A usual portion of it ({grams:,.0f} g) is as good as what was chosen, counted in grams.",)
    worth = solved.shadow_prices[: len(model.quantities)] * model.program.matrix[: len(model.quantities), at] * grams
    first = np.argsort(-np.abs(worth), kind="stable")[:_MOST_WORTHS].tolist()
    parts = [
        f"{inside(label(model.quantities[q]))} speaks {degree(float(worth[q]))} {'for' if worth[q] > 0 else 'against'} it"
        for q in first
        if abs(worth[q]) >= _WORTH
    ]
    alone = float(model.program.cost[at]) * grams
    counted = f": by itself {less_ordinary(alone)}; {', '.join(parts)}" if parts else ""
    return (f"A usual portion of it ({grams:,.0f} g) would make the day {less_ordinary(cost)}{counted}.",)
