"""One food of a plan in the place of another, more or gone: recomputed, without a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.errors import InputError, UnknownNameError
from planner.foods.adopt import adopt
from planner.foods.diets import diet_names, why_not
from planner.foods.words import nearest_names
from planner.model.menu.pins import LEFTOVER, PlacedMeal, Serving
from planner.model.menu.quantities import DAILY_FLOOR
from planner.plan.certificate import CheckedRow, certify
from planner.plan.cook import diet_note
from planner.plan.guard import unsafe
from planner.plan.locking import Item, find, forbidding, is_locked, named, placed_meals, steerable, table_of
from planner.plan.menu_table import menu_frame
from planner.plan.own_said import own_notices
from planner.plan.planning import gate
from planner.plan.standing import not_kept, served, standing_menu
from planner.plan.titles import portion
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    import pandas as pd

    from planner.foods.palette import PaletteFood
    from planner.foods.preferences import Preferences
    from planner.foods.table import FoodTable
    from planner.plan.plan import MealPlan
    from planner.plan.standing import StandingMenu

_SHOWN = ("energy_kcal", "magnesium_mg", "potassium_mg")
_MOST_G = 2000.0
_MOST_NAMES = 6
_NATS = 0.02  # a nat more unusual changes as much as so large a share of the day's energy


def swap(plan: MealPlan, day: int, meal: str, food: str, to: str, grams: float | None) -> MealPlan:
    """See ``MealPlan.swap``."""
    item = the_one(plan, day, meal, food)
    energy = _energy(plan, item.serving)
    new = _chosen(plan, item.slot, to, grams, item.serving.food.role, energy)
    there = _meal(plan, item)
    _no_second(there, new, item)
    changed = tuple(new if one == item.serving else one for one in there.servings)
    return _changed(plan, item, replace(there, servings=changed), f"{_said(new)} instead of {_said(item.serving)}")


def add(plan: MealPlan, day: int, meal: str, food: str, grams: float | None) -> MealPlan:
    """See ``MealPlan.add``."""
    item = _unlocked(plan, find(plan, day, meal, None), meal, whole=True)
    new = _chosen(plan, item.slot, food, grams, "", None)
    there = _meal(plan, item)
    _no_second(there, new, None)
    return _changed(plan, item, replace(there, servings=(*there.servings, new)), f"{_said(new)} added")


def remove(plan: MealPlan, day: int, meal: str, food: str) -> MealPlan:
    """See ``MealPlan.remove``."""
    item = the_one(plan, day, meal, food)
    there = _meal(plan, item)
    left = tuple(one for one in there.servings if one != item.serving)
    if not left:
        raise InputError(f"{item.serving.food.name} is all of day {day}, {item.meal}; swap it for something else")
    return _changed(plan, item, replace(there, servings=left), f"{_said(item.serving)} taken away")


# -- what is spoken of -------------------------------------------------------------------------------------------------


def the_one(plan: MealPlan, day: int, meal: str, food: str) -> Item:
    """The one food that is meant. Raises InputError for none, several, or a locked one."""
    items = find(plan, day, meal, food)
    if len(items) > 1:
        names = " or ".join(f"{item.serving.food.name} ({item.meal})" for item in items)
        raise InputError(f"{food!r} is {names} on day {day}; name one")
    return _unlocked(plan, items, meal)


def _unlocked(plan: MealPlan, items: list[Item], meal: str, whole: bool = False) -> Item:
    """The first of the items, all of one meal, unless it is locked; ``whole``: locks of single foods do not matter."""
    if len({item.meal for item in items}) > 1:
        raise InputError(f"{meal!r} is {' or '.join(dict.fromkeys(item.meal for item in items))}; name one")
    item = items[0]
    locks = [one for one in plan.locks if not (whole and one.food_code)]
    if is_locked(locks, item):
        what = "" if whole else f"{item.serving.food.name}, "
        raise InputError(f"{what}day {item.day}, {item.meal} is locked; unlock it first")
    return item


def _meal(plan: MealPlan, item: Item) -> PlacedMeal:
    _, found = steerable(plan)
    return placed_meals(found)[item.day - 1][item.slot]


def _no_second(meal: PlacedMeal, new: Serving, instead: Item | None) -> None:
    for one in meal.servings:
        if one.food.code == new.food.code and (instead is None or one != instead.serving):
            raise InputError(f"the meal has {one.food.name} already; swap that for another portion")


def _said(one: Serving) -> str:
    words = portion(one.food, one.amount)
    return f"{one.food.name} ({words})" if one.food.unit else words


# -- the new food --------------------------------------------------------------------------------------------------------


def _chosen(plan: MealPlan, slot: int, word: str, grams: float | None, role: str, energy: float | None) -> Serving:
    """The food that a word means, in the role wished for, and the portion nearest to grams or energy.

    Raises InputError for a word that means no food or several, and for a food that may not stand in this plan.
    """
    request, found = steerable(plan)
    food = called(found, table_of(request), slot, word, role)
    wish = forbidding(request, found, food)
    if wish:
        raise InputError(f"{food.name} cannot be put into this plan: {wish} forbids it")
    if grams is not None:
        if not 0 < grams <= _MOST_G:
            raise InputError(f"{grams:g} g of {food.name} is no portion; give grams above 0 and up to {_MOST_G:g}")
        step = 4 if food.unit else 2
        sayable = {n / step for n in range(1, 12 * step + 1)} | {*food.amounts, *food.amounts_big}
        return Serving(food, min(sorted(sayable), key=lambda amount: abs(amount * food.grams_per_unit - grams)))
    if energy is None:
        return Serving(food, food.amounts[len(food.amounts) // 2])
    return Serving(food, min(food.amounts, key=lambda amount: abs(_energy(plan, Serving(food, amount)) - energy)))


def _energy(plan: MealPlan, one: Serving) -> float:
    request, _ = steerable(plan)
    per_100g = table_of(request).data["energy_kcal"]
    return float(per_100g[one.food.code]) * one.grams / 100.0


def called(found: StandingMenu, table: FoodTable, slot: int, word: str, role: str) -> PaletteFood:
    """The palette row, or one made by rule for any other food of the table (by its code or official name)."""
    foods = [food for food in found.problem.items.foods if LEFTOVER not in food.tags]
    everything = (*foods, *found.palette.foods)
    choices: tuple[Sequence[PaletteFood], ...] = ([food for food in foods if food.role == role], foods, everything)
    codes = next((codes for among in choices if (codes := named(among, word, table))), set())
    if len(codes) > 1:
        names = sorted({food.name for food in everything if food.code in codes})
        shown = ", ".join(names[:_MOST_NAMES]) + (", ..." if len(names) > _MOST_NAMES else "")
        raise InputError(f"{word!r} may mean {shown}; name one of them")
    if codes:
        rows = [food for food in everything if food.code in codes]
    else:
        official = table.data["food"].str.lower()
        code = word if word in table else next(iter(official.index[official == word.strip().lower()]), "")
        if not code:
            near = next((near for among in choices if (near := nearest_names(word, [food.name for food in among]))), ())
            raise UnknownNameError("food", word, near, "give a name of a food of the menus, or any food's code")
        rows = list(adopt(table, found.palette, code))
        if not rows:
            why = why_not(table, code) or f"{table.food(code)['food']} is only cooked with."
            raise InputError(f"{why.rstrip('.')}; it has no place in a meal")
    return next((one for one in rows if one.role == role), None) or _usual_here(found, slot, rows)


def _usual_here(found: StandingMenu, slot: int, rows: Sequence[PaletteFood]) -> PaletteFood:
    """The row whose role has a place in this meal at all, else the first."""
    roles = {role: i for i, role in enumerate(found.palette.roles)}
    counts = found.problem.patterns[slot].counts
    return next((row for row in rows if counts[:, roles[row.role]].any()), rows[0])


# -- the changed plan --------------------------------------------------------------------------------------------------


def _changed(plan: MealPlan, item: Item, meal: PlacedMeal, said: str) -> MealPlan:
    """The plan with one meal changed: its menu, proof and notices anew."""
    request, found = steerable(plan)
    table, slots = table_of(request), found.problem.slots
    meals = placed_meals(found)
    meals[item.day - 1][item.slot] = meal
    _no_orphans(meals, slots)
    remembered = tuple(served(day, one) for day, row in enumerate(meals, start=1) for one in row)
    changed = standing_menu(request, table, remembered)
    frame, broken = menu_frame(changed, table), not_kept(changed, request.preferences)
    gone, now = (_of_foods(one, table, request.preferences) for one in (plan.menu, frame))
    passed = gate(request)
    not_safe = unsafe(frame, table, passed.targets, passed.unsafe, passed.limits)
    if not_safe:
        raise InputError(
            f"{said}: your health answers do not allow this ({'; '.join(not_safe)}); choose another change"
        )
    certificate = certify(frame, table, plan.targets, day_floor=DAILY_FLOOR)
    held = {(row.quantity, row.day) for row in plan.certificate.rows if row.holds}
    breaks = [
        _missed(row) for row in certificate.misses if (row.quantity, row.day) in held and (row.day or plan.days == 1)
    ]
    breaks += [_missed(row) for row in certificate.misses if (row.quantity, row.day) in held and not row.day]
    breaks += [sentence.rstrip(".") for sentence in broken if sentence not in plan.broken_rules]
    notice = f"Changed by hand: day {item.day}, {item.meal}: {said}" + (
        f"; breaks: {'; '.join(dict.fromkeys(breaks))}." if breaks else "."
    )
    return replace(
        plan,
        menu=frame,
        status="limit" if breaks else plan.status,
        certificate=certificate,
        notices=(
            *(one for one in plan.notices if one not in (*gone, *plan.broken_rules)),
            *now,
            notice,
            *broken,
        ),
        broken_rules=broken,
        _meals=remembered,
        _found=changed,
    )


def _of_foods(menu: pd.DataFrame, table: FoodTable, wishes: Preferences) -> tuple[str, ...]:
    """What a plan says of the foods in it: how its diet is kept, and what is somebody's own."""
    return (*filter(None, [diet_note(menu, table, diet_names(wishes.diet))]), *own_notices(table, menu["food_code"]))


def _no_orphans(meals: list[list[PlacedMeal]], slots: Sequence[str]) -> None:
    """A leftover whose dinner is gone is cooked as any other food."""
    if not {"lunch", "dinner"} <= set(slots):
        return
    lunch, dinner = slots.index("lunch"), slots.index("dinner")
    for before, row in pairwise(meals):
        cooked = {one.food.code for one in before[dinner].servings}
        row[lunch] = replace(
            row[lunch],
            servings=tuple(
                one.fresh() if one.leftover and one.food.code not in cooked else one for one in row[lunch].servings
            ),
        )


def _missed(row: CheckedRow) -> str:
    low = row.lower is not None and row.amount < row.lower
    bound = row.lower if low else row.upper
    side = "down" if low else "up"
    when = f" on day {row.day}" if row.day else ""
    name = row.quantity
    return f"{label(name)} {number(name, row.amount, side)} {unit(name)}{when}, {'below' if low else 'above'} {number(name, bound)}"
