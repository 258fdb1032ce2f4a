"""A saved plan made a plan again: screened, recomputed and proved as a new one, without a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from planner.errors import RefusedError, SavedPlanError
from planner.foods.preferences import Preferences
from planner.foods.stand_in import menu_table
from planner.foods.table import FoodTable, load_foods
from planner.model.menu.quantities import DAILY_FLOOR
from planner.nutrition.person import Person
from planner.plan.certificate import certify
from planner.plan.daily import day_frame, group_limits_g
from planner.plan.daily_offer import offer
from planner.plan.guard import unsafe
from planner.plan.locking import forbidding, placed_meals
from planner.plan.menu_table import menu_frame
from planner.plan.offered import foods_for
from planner.plan.plan import MealPlan
from planner.plan.planning import Gate, gate
from planner.plan.request import Earlier, Lock, Request, Served, ServedMeal, Steering
from planner.plan.saved import LARGEST_G, SavedDocument, read_document
from planner.plan.standing import StandingMenu, not_kept, standing_menu
from planner.plan.words import sources_of

_OTHER_TABLE = (
    "Recomputed from another food table than it was made from: what it brings, and what it misses, may differ."
)


def restore_plan(document: Mapping[str, Any], table: FoodTable | None = None) -> MealPlan:
    """The plan of a document. ``table``: the foods it was planned from, where they were somebody's own.

    Raises:
        SavedPlanError: the document is damaged, of a newer or older form, or names foods that are gone or not permitted.
        InputError: the person, the wishes or the own targets in it cannot be used.
        RefusedError: the plan would no longer be safe for this person.
    """
    saved = read_document(document)
    asked = saved.request
    if asked.own_table and (table is None or not table.has_own):
        raise SavedPlanError("it was made from a food table of somebody's own; give that table with it")
    if table is not None and asked.menu == "meals":
        table = menu_table(table)
    request = _request(saved, table)
    foods = load_foods() if table is None else table
    passed = gate(request)
    plan = (
        _with_meals(saved, request, foods, passed) if asked.menu == "meals" else _plain(saved, request, foods, passed)
    )
    not_safe = unsafe(plan.menu, foods, passed.targets, passed.unsafe, passed.limits)
    if not_safe:
        raise RefusedError(
            [f"The saved plan is not what your health answers allow today ({'; '.join(not_safe)}); plan again."]
        )
    _check_locks(plan, request.locks)
    notices = [one for one in passed.notices if one not in saved.notices]
    stale = set(saved.plate_rules_broken) - set(plan.broken_rules)
    notices += [one for one in saved.notices if one not in stale]
    notices += [one for one in plan.broken_rules if one not in saved.notices]
    if foods.digest() != saved.food_table_sha256 and _OTHER_TABLE not in notices:
        notices.append(_OTHER_TABLE)
    missed = {(row["quantity"], row["day"]) for row in saved.certificate if not row.get("holds")}
    newly = any((row.quantity, row.day) not in missed for row in plan.certificate.misses)
    newly |= not set(plan.broken_rules) <= set(saved.plate_rules_broken)
    return replace(
        plan,
        notices=tuple(notices),
        status="limit" if newly else saved.status,
        gap=saved.gap,
        best_reachable=_of_targets(saved.best_reachable, plan),
        best_in_portions=_of_targets(saved.best_in_portions, plan),
        shadow_prices=_of_targets(saved.shadow_prices, plan),
        sources=sources_of(foods),
        table_digest=foods.digest(),
        table=foods,
        _request=request,
    )


def _request(saved: SavedDocument, table: FoodTable | None) -> Request:
    asked = saved.request
    earlier = tuple(Earlier(frozenset(one.foods), frozenset(one.mains), one.servings) for one in asked.earlier)
    return Request(
        person=Person(**{name: given for name, given in saved.person.items() if name not in asked.assumed}),
        days=asked.days,
        preferences=Preferences(**asked.preferences),
        authority=asked.authority,
        preset=asked.preset,
        targets=asked.targets,
        table=table,
        menu=asked.menu,
        effort=asked.effort,
        snacks=asked.snacks,
        locks=tuple(Lock(one.day, one.meal, one.food_code) for one in asked.locks),
        steering=Steering(earlier=earlier, leftovers=asked.leftovers, seed=asked.seed),
    )


def _with_meals(saved: SavedDocument, request: Request, table: FoodTable, passed: Gate) -> MealPlan:
    """The plan of the meals, each food of which the gate lets pass as it would for a new plan."""
    meals = tuple(
        ServedMeal(
            one.day,
            one.slot,
            one.kind,
            tuple(Served(food.food_code, food.food, food.role, food.amount, food.leftover) for food in one.foods),
        )
        for one in saved.request.meals
    )
    standing = standing_menu(request, table, meals)
    _check_foods(standing, request, table, passed)
    menu, broken = menu_frame(standing, table), not_kept(standing, request.preferences)
    return MealPlan(
        person=request.person,
        targets=passed.targets,
        menu=menu,
        status=saved.status,
        gap=None,
        certificate=certify(menu, table, passed.targets, day_floor=DAILY_FLOOR),
        broken_rules=broken,
        _meals=meals,
        _found=standing,
    )


def _check_foods(standing: StandingMenu, request: Request, table: FoodTable, passed: Gate) -> None:
    servings = [serving for meals in placed_meals(standing) for meal in meals for serving in meal.servings]
    heavy = [one for one in servings if one.grams > LARGEST_G]
    if heavy:
        raise SavedPlanError(f"{heavy[0].grams:,.0f} g of {heavy[0].food.name} is no portion; plan again")
    foods = tuple(dict.fromkeys(one.food for one in servings))
    allowed = set(foods_for(table, replace(standing.palette, foods=foods), request.preferences, passed.unsafe))
    barred = [food for food in foods if food not in allowed]
    if barred:
        said = "; ".join(f"{forbidding(request, standing, food)} forbids {food.name} ({food.code})" for food in barred)
        raise SavedPlanError(f"{said}; plan again. What was saved is kept as it is.")


def _plain(saved: SavedDocument, request: Request, table: FoodTable, passed: Gate) -> MealPlan:
    """The plan of a plain day."""
    codes, grams = [one.food_code for one in saved.request.portions], [one.grams for one in saved.request.portions]
    names = dict(zip(codes, codes, strict=True)) | saved.names()
    gone = {code: names[code] for code in codes if code not in table}
    if gone:
        raise SavedPlanError.without(gone)
    wishes = request.preferences
    allowed = set(offer(table, wishes, passed.unsafe, tuple(n for n in passed.targets if n in table.data)).codes)
    barred = [code for code in codes if code not in allowed]
    if barred or not codes:
        said = ", ".join(f"{names[code]} ({code})" for code in barred) or "nothing"
        raise SavedPlanError(f"it holds {said}, which this person is not offered; plan again. What was saved is kept.")
    menu = day_frame(table, codes, grams)
    return MealPlan(
        person=request.person,
        targets=passed.targets,
        menu=menu,
        status=saved.status,
        gap=None,
        certificate=certify(menu, table, passed.targets, group_limits_g()),
    )


def _check_locks(plan: MealPlan, locks: Sequence[Lock]) -> None:
    held = {(day, meal, code) for day, meal, code in plan.menu[["day", "meal", "food_code"]].itertuples(index=False)}
    held |= {(day, meal, "") for day, meal, _ in held}
    for one in locks:
        if (one.day, one.meal, one.food_code) not in held:
            raise SavedPlanError(f"it locks what it does not hold (day {one.day}, {one.meal}); remove that lock")


def _of_targets(amounts: Mapping[str, float], plan: MealPlan) -> dict[str, float]:
    return {name: amount for name, amount in amounts.items() if name in plan.targets}
