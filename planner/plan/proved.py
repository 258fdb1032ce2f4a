"""How far a repair of a menu has to go at least: as far as every mix of whole meals needs it.

A clash is proved for any parts of servings, food by food (``affordable``). Of one bound of a nutrient, and of a budget, the
program over whole meals proves more (``most_of_meals``); what is proposed is the further of the two.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import Change, InfeasibleError, PlannerError, Repair
from planner.foods.stand_in import menu_table
from planner.plan.affordable import at_least
from planner.plan.comparing import inside
from planner.plan.further import tightened
from planner.plan.locking import table_of
from planner.plan.mending import COST, ENERGY, parts_of
from planner.plan.most_of_meals import far_in_meals, least_cost_in_meals
from planner.plan.planning import gate
from planner.plan.standing import menu_setup
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    from planner.nutrition.target import Targets
    from planner.plan.plan import MealPlan
    from planner.plan.request import Request
    from planner.plan.standing import MenuSetup

_CENT = 0.005  # what a menu may cost beyond its budget


def sharper(error: InfeasibleError, request: Request) -> InfeasibleError:
    """The same clash, each repair as far as whole meals need it; the least minded first."""
    found = tuple(sorted((in_meals(request, one) for one in error.repairs), key=lambda one: one.minded))
    if found == error.repairs:
        return error
    return at_least(error, found, by_meals=found[0] not in error.repairs)


def in_meals(request: Request, repair: Repair) -> Repair:
    """The same repair of one bound of a nutrient, or of the budget, as far as whole meals need it: proved for every mix of them."""
    request = of_menus(request)
    change = _bound_alone(request, repair)
    if change is None:
        return repair
    name, sign = parts_of(change)[1:]
    far = _least_cost(request) if name == COST else _far(request, name, is_lower=sign == ">=")
    return repair if far is None else tightened(repair, far, request)


def of_menus(request: Request) -> Request:
    """The request with what a table of somebody's own lends and borrows for menus."""
    if request.table is None or request.menu != "meals":
        return request
    return replace(request, table=menu_table(request.table))


def in_vain(request: Request, repair: Repair, plan: MealPlan) -> str:
    """Why no further move of a repair can do, where that is proved: another minimum is out of reach even without this bound."""
    change = _bound_alone(request, repair)
    if change is None or parts_of(change).name == COST:
        return ""
    _, name, sign = parts_of(change)
    low, high = request.targets[name]
    free = replace(request, targets={**request.targets, name: (None, high) if sign == ">=" else (low, None)})
    for row in plan.certificate.misses:
        other = plan.targets.get(row.quantity)
        if other is None or row.day or not row.is_short or other.lower_kind != "own" or row.quantity == name:
            continue
        far = _far(free, row.quantity, is_lower=True)
        if far is not None:
            return f"{_called(row.quantity)}, of which no menu has more than {number(row.quantity, far, 'up')} {unit(row.quantity)}, whatever the {_called(name)}"
    return ""


def _bound_alone(request: Request, repair: Repair) -> Change | None:
    """The change of a repair that moves nothing but one own bound of a nutrient, or the budget, in a plan of meals."""
    change = repair.changes[0]
    if len(repair.changes) > 1 or change.to is None or request.menu == "none" or table_of(request).is_own:
        return None
    kind, name, sign = parts_of(change)
    is_own = name == COST or (name in request.targets and name != ENERGY)
    return change if kind == "bound" and sign != "=" and is_own else None


def _far(request: Request, name: str, *, is_lower: bool) -> float | None:
    found = _setup(request)
    return None if found is None else far_in_meals(found[0].problem, found[1], name, is_lower, request.steering)


def _least_cost(request: Request) -> float | None:
    found = _setup(request)
    usd = None if found is None else least_cost_in_meals(found[0].problem, found[1], request.steering)
    return None if usd is None else usd - _CENT


def _setup(request: Request) -> tuple[MenuSetup, Targets] | None:
    """What a menu would be made of; None where the wish as it was asked does not come to one, such as one above a safety cap."""
    try:
        passed = gate(request)
        setup = menu_setup(
            request.person, passed.targets, table_of(request), request.preferences, passed.unsafe, days=request.days,
            snacks=request.snacks, steering=request.steering, limits=passed.limits, checked=False,
        )  # fmt: skip
    except PlannerError:
        return None
    return setup, passed.targets


def _called(name: str) -> str:
    return inside(label(name))
