"""Locks: parts of a plan that stay as they are while the rest is planned again, or another plan is sought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from planner.errors import InputError, UnknownNameError
from planner.foods.diets import why_not
from planner.foods.meaning import meant
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable, load_foods
from planner.foods.words import nearest_names, stems
from planner.model.menu.pins import PlacedMeal, Serving
from planner.model.menu.placing import Kept, placed
from planner.plan.offered import foods_for
from planner.plan.planning import gate, plan_request
from planner.plan.request import Earlier, Lock, Request, Spot
from planner.plan.standing import StandingMenu, standing_menu
from planner.plan.steered import MAINS, meal_name

if TYPE_CHECKING:
    from planner.foods.palette import PaletteFood
    from planner.nutrition.person import Person
    from planner.nutrition.targets import Override
    from planner.plan.menus import Progress
    from planner.plan.plan import MealPlan


MORE_IF_UNLOCKED = "What is locked stays as it is; with less of it locked, more targets and plate rules may hold."
_MOST_NAMED = 6


class Item(NamedTuple):
    """One food of a plan: its day from 1, its meal as the menu calls it, and the slot from 0."""

    day: int
    meal: str
    slot: int
    serving: Serving


def steerable(plan: MealPlan) -> tuple[Request, StandingMenu]:
    """What a plan was asked with and what was found. Raises InputError for a plan that cannot be steered."""
    if plan._request is None or not plan._meals:
        why = "it was put together by hand" if plan.has_meals else "it has no meals"
        raise InputError(f"this plan cannot be changed in parts, because {why}; plan meals with plan_meals")
    found = plan._found
    if found is None:  # it was stored, and is built again when it is first needed
        found = standing_menu(plan._request, table_of(plan._request), plan._meals)
        object.__setattr__(plan, "_found", found)
    return plan._request, found


def table_of(request: Request) -> FoodTable:
    """The food table of a request."""
    return load_foods() if request.table is None else request.table


def placed_meals(found: StandingMenu) -> list[list[PlacedMeal]]:
    """The meals of a plan by day and slot, in their own words."""
    return [
        [placed(found.problem, found.palette, slot, meal) for slot, meal in enumerate(meals)] for meals in found.menu
    ]


def items_of(found: StandingMenu) -> list[Item]:
    """Every food of a plan."""
    slots = found.problem.slots
    return [
        Item(day, meal_name(slots[slot], slots), slot, serving)
        for day, meals in enumerate(placed_meals(found), start=1)
        for slot, meal in enumerate(meals)
        for serving in meal.servings
    ]


def find(plan: MealPlan, day: int | None, meal: str | None, food: str | None) -> list[Item]:
    """The foods of a plan that day, meal and food name. Raises InputError when there are none, saying what there is."""
    request, found = steerable(plan)
    items = items_of(found)
    if day is not None:
        if not 1 <= day <= plan.days:
            raise InputError(f"day {day} is not in the plan, which has {plan.days}")
        items = [item for item in items if item.day == day]
    if meal is not None:
        wanted = " ".join(meal.lower().split())
        names = list(dict.fromkeys(item.meal for item in items))
        items = [item for item in items if item.meal == wanted or item.meal.split()[0] == wanted]
        if not items:
            raise UnknownNameError("meal", meal, nearest_names(wanted, names), f"meals are {', '.join(names)}")
    if food is None:
        return items
    called = named((item.serving.food for item in items), food, table_of(request))
    if not called:
        where = f"day {day}" if day is not None else "the plan"
        where += f", {meal}" if meal is not None else ""
        there = list(dict.fromkeys(item.serving.food.name for item in items))
        shown = ", ".join(there) if len(there) <= 9 else " or ".join(nearest_names(food, there))
        raise InputError(f"{where} has no {food!r}" + (f"; it has {shown}" if shown else ""))
    return [item for item in items if item.serving.food.code in called]


def named(foods: Iterable[PaletteFood], word: str, table: FoodTable) -> set[str]:
    """Codes of those foods that a word means: by code or name, else as wishes are read, else with all of its words."""
    among, wanted = list(foods), " ".join(word.lower().split())
    exact = {food.code for food in among if wanted in (food.code, food.name.lower(), food.plural.lower())}
    if exact or not wanted:
        return exact
    with suppress(UnknownNameError):
        if codes := meant(table, among, wanted):
            return set(codes)
    words, official = set(stems(wanted)), table.data["food"]
    return {food.code for food in among if words and words <= {*stems(food.name), *stems(str(official.at[food.code]))}}


def lock(plan: MealPlan, day: int | None, meal: str | None, food: str | None) -> MealPlan:
    """See ``MealPlan.lock``."""
    if day is None and meal is None and food is None:
        raise InputError("nothing is named to be locked; name a day, a meal or a food")
    request, _ = steerable(plan)
    new = {
        Lock(item.day, item.meal, item.serving.food.code if food is not None else "")
        for item in find(plan, day, meal, food)
    }
    whole = {(one.day, one.meal) for one in {*request.locks, *new} if not one.food_code}
    kept = [one for one in {*request.locks, *new} if not one.food_code or (one.day, one.meal) not in whole]
    return replace(plan, _request=replace(request, locks=tuple(sorted(kept))))


def unlock(plan: MealPlan, day: int | None, meal: str | None, food: str | None) -> MealPlan:
    """See ``MealPlan.unlock``. A food of a meal that is locked whole is let go alone: the rest of the meal stays locked."""
    request, found = steerable(plan)
    free = {(item.day, item.meal, item.serving.food.code) for item in find(plan, day, meal, food)}
    locks = []
    for one in request.locks:
        codes = [item.serving.food.code for item in items_of(found) if (item.day, item.meal) == (one.day, one.meal)]
        held = [code for code in codes if not one.food_code or code == one.food_code]
        left = [code for code in held if (one.day, one.meal, code) not in free]
        locks += [one] if left == held else [Lock(one.day, one.meal, code) for code in left]
    return replace(plan, _request=replace(request, locks=tuple(sorted(locks))))


def replan(
    plan: MealPlan,
    preferences: Preferences | None,
    targets: Mapping[str, Override] | None,
    seed: int | None,
    progress: Progress | None = None,
    person: Person | None = None,
) -> MealPlan:
    """See ``MealPlan.replan``."""
    request, found = steerable(plan)
    wishes = request.preferences if preferences is None else preferences
    steering = replace(
        request.steering,
        leftovers=request.steering.leftovers or wishes.leftovers,
        seed=request.steering.seed if seed is None else seed,
    )
    return _planned(
        replace(
            request,
            person=request.person if person is None else person,
            preferences=wishes,
            targets=request.targets if targets is None else dict(targets),
            steering=steering,
        ),
        found,
        progress,
    )


def another(plan: MealPlan, seed: int | None, progress: Progress | None = None) -> MealPlan:
    """See ``MealPlan.another``."""
    request, found = steerable(plan)
    free = [item for item in items_of(found) if not is_locked(request.locks, item)]
    if not free:
        raise InputError("every meal is locked, so no other plan is possible; unlock some")
    mains = [item.serving.food.code for item in free if item.serving.food.role in MAINS]
    foods = frozenset(item.serving.food.code for item in free)
    earlier = (*request.steering.earlier, Earlier(foods, frozenset(mains), len(mains)))
    steering = replace(request.steering, earlier=earlier, seed=request.steering.seed if seed is None else seed)
    return _planned(replace(request, steering=steering), found, progress)


def is_locked(locks: Iterable[Lock], item: Item) -> bool:
    """Whether a food, or its whole meal, is locked."""
    return any(
        (one.day, one.meal) == (item.day, item.meal) and one.food_code in ("", item.serving.food.code) for one in locks
    )


def _planned(request: Request, found: StandingMenu, progress: Progress | None) -> MealPlan:
    """The plan with its locks held."""
    plan = plan_request(_held(request, found), progress)
    if not request.locks or not (plan.misses or plan.broken_rules):
        return plan
    return replace(plan, notices=(*plan.notices, MORE_IF_UNLOCKED))


def question_of(plan: MealPlan) -> Request:
    """What planning the rest of a plan again asks: its request with its locks held. Raises InputError as ``replan`` does."""
    return _held(*steerable(plan))


def _held(request: Request, found: StandingMenu) -> Request:
    if request.locks:
        _check_locks(request, found)
    meals, kept = what_locks_hold(request.locks, found)
    snacks = request.snacks
    if (
        snacks is None
        and request.preferences.snacks is None
        and any(slot in ("snack", "evening") for _, slot in (*meals, *kept))
    ):
        snacks = sum(slot in ("snack", "evening") for slot in found.problem.slots)
    return replace(request, snacks=snacks, steering=replace(request.steering, meals=meals, kept=kept))


def what_locks_hold(locks: Iterable[Lock], found: StandingMenu) -> tuple[dict[Spot, PlacedMeal], dict[Spot, Kept]]:
    """The meals and servings that locks hold. A leftover holds the dinner that it is left from."""
    by_slot = placed_meals(found)
    slots = found.problem.slots
    at = {meal_name(slot, slots): s for s, slot in enumerate(slots)}
    whole: dict[Spot, PlacedMeal] = {}
    servings: dict[Spot, list[Serving]] = {}
    for one in locks:
        meal = by_slot[one.day - 1][at[one.meal]]
        spot = (one.day, meal.slot)
        held = [serving for serving in meal.servings if one.food_code in ("", serving.food.code)]
        if one.food_code:
            servings.setdefault(spot, []).extend(held)
        else:
            whole[spot] = meal
        for serving in (serving for serving in held if serving.leftover):
            dinner = by_slot[one.day - 2][slots.index("dinner")]
            source = [other for other in dinner.servings if other.food.code == serving.food.code]
            servings.setdefault((one.day - 1, "dinner"), []).extend(source)
    kept = {
        (day, slot): Kept(tuple(dict.fromkeys(held)), by_slot[day - 1][slots.index(slot)])
        for (day, slot), held in servings.items()
        if (day, slot) not in whole
    }
    return whole, kept


def _check_locks(request: Request, found: StandingMenu) -> None:
    """Raises InputError when a wish forbids something that is locked: a sentence for each."""
    locked = [item for item in items_of(found) if is_locked(request.locks, item)]
    foods = tuple(dict.fromkeys(item.serving.food for item in locked))
    unsafe = gate(request).unsafe
    allowed = set(foods_for(table_of(request), replace(found.palette, foods=foods), request.preferences, unsafe))
    problems: dict[str, list[str]] = {}
    for item in locked:
        if item.serving.food not in allowed:
            wish = forbidding(request, found, item.serving.food)
            problems.setdefault(wish, []).append(f"{item.serving.food.name} (day {item.day}, {item.meal})")
    if problems:
        raise InputError(
            "\n".join(
                f"{wish} forbids what is locked: {_listed(what)}; unlock it, or plan without that wish"
                for wish, what in problems.items()
            )
        )


def _listed(words: list[str]) -> str:
    more = len(words) - _MOST_NAMED
    return ", ".join(words[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def forbidding(request: Request, found: StandingMenu, food: PaletteFood) -> str:
    """The wish or rule that keeps a food out of somebody's plan, in words; empty when it is permitted."""
    table, wishes, unsafe = table_of(request), request.preferences, gate(request).unsafe
    alone = replace(found.palette, foods=(food,))
    if foods_for(table, alone, wishes, unsafe):
        return ""
    if not foods_for(table, alone, Preferences(), ()):
        why = why_not(table, food.code).rstrip(".").partition(" is left out: ")[2]
        return f"what holds for every plan ({why or 'food before supplements'})"
    single: list[tuple[str, Preferences, tuple[str, ...]]] = [
        *((f"the diet {name}", Preferences(diet=name), ()) for name in wishes.diet),
        *((f"the {name} allergy", Preferences(allergies=name), ()) for name in wishes.allergies),
        *((f"the wish to exclude {word!r}", Preferences(exclude=word), ()) for word in wishes.exclude),
        *((f"the health screening ({word})", Preferences(), (word,)) for word in unsafe),
    ]
    for said, wish, words in single:
        if not foods_for(table, alone, wish, words):
            return said
    return "all of the wishes together"
