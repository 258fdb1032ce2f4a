"""From a person to a plan: screening and targets first, then menus by meal, or the plain day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.errors import InfeasibleError, InputError, RefusedError
from planner.foods.exclude import match_foods
from planner.foods.preferences import Preferences
from planner.foods.shares import is_known, known_words
from planner.foods.stand_in import menu_table, stands_in
from planner.foods.table import FoodTable, load_foods
from planner.nutrition.screening import FoodLimit, apply_screening, screen
from planner.nutrition.targets import Override, targets_for
from planner.plan.guard import refusal, require_reported, unsafe
from planner.plan.plan import MealPlan
from planner.plan.request import Request, Steering

if TYPE_CHECKING:
    from planner.nutrition.person import Person
    from planner.nutrition.target import Targets
    from planner.plan.menus import Progress

MENUS = ("meals", "none")
_HARDER = {"fast": "normal", "normal": "best", "best": "best"}  # how a menu that is not safe is searched again
_TRIES, _FIRMER = 3, 8.0


def plan_meals(
    person: Person,
    days: int = 1,
    preferences: Preferences | None = None,
    *,
    authority: str = "us_canada",
    preset: str = "reference",
    targets: Mapping[str, Override] | None = None,
    table: FoodTable | None = None,
    menu: str = "meals",
    effort: str = "normal",
    snacks: int | None = None,
    leftovers: bool = False,
    progress: Progress | None = None,
) -> MealPlan:
    """Food for ``days`` days (1 to 28) that meets the person's targets, as ordinary as they allow.

    ``targets``: own bounds, {nutrient: (minimum or None, maximum or None)} in the unit of the name.
    ``table``: the foods to choose from, the shipped table by default. One of your own gives menus where enough of its foods
    are called like foods that menus know, else a plain day.
    ``menu``: "meals" for breakfast, lunch, dinner and snacks; "none" for one plain day, amounts by food.
    ``effort``: "fast", "normal" or "best": how long menus are searched.
    ``snacks``: 0, 1 or 2 a day; None = by energy.
    ``leftovers``: some dinners come again as the next day's lunch.
    ``progress``: while a menu is searched, called with the share done (0 to 1) and a function that gives the best menu
    so far; returning False ends the search with that menu, and ``status`` is then "limit".

    Raises:
        InputError: something given cannot be used.
        RefusedError: a plan would not be safe for this person.
        InfeasibleError: own bounds, energy and limits clash; with the clash and the smallest repairs.
    """
    wishes = preferences or Preferences()
    return plan_request(
        Request(
            person=person,
            days=days,
            preferences=wishes,
            authority=authority,
            preset=preset,
            targets=dict(targets or {}),
            table=table,
            menu=menu,
            effort=effort,
            snacks=snacks,
            steering=Steering(leftovers=leftovers or wishes.leftovers),
        ),
        progress,
    )


@dataclass(frozen=True)
class Gate:
    """What every plan passes: the targets after the health screening, words of foods that are not safe, foods of which
    there may be only so much, and what to say."""

    targets: Targets
    unsafe: tuple[str, ...]
    notices: tuple[str, ...]
    limits: tuple[FoodLimit, ...] = ()


def gate(request: Request) -> Gate:
    """Raises RefusedError when a plan would not be safe for this person."""
    wanted = targets_for(
        request.person,
        authority=request.authority,
        preset=request.preset,
        overrides=dict(request.targets),
        diet=request.preferences.diet,
    )
    screening = screen(request.person, wanted)
    if screening.refused:
        raise RefusedError(screening.reasons, screening.rule_ids)
    wanted = apply_screening(wanted, screening, request.days)
    foods = load_foods() if request.table is None else request.table
    require_reported(foods, wanted)
    unheard = _not_called(foods, screening.exclude_terms) if foods.is_own or stands_in(foods) else ()
    notices = tuple(dict.fromkeys((*wanted.energy.assumptions, *screening.notices, *wanted.notes, *unheard)))
    words = known_words(foods, screening.exclude_terms)
    return Gate(wanted, words, notices, screening.limits)


def _not_called(foods: FoodTable, words: tuple[str, ...]) -> tuple[str, ...]:
    """What to say of foods to be left out that no food of somebody's table is called like."""
    unknown = [word for word in words if not is_known(foods, word) or not match_foods(foods, word, inside=False)]
    if not unknown:
        return ()
    return (
        f"Your health answers leave out {', '.join(unknown)}, and no food of your table is called so. Where its names are in "
        "another language, look through the plan for them.",
    )


def check_plain(request: Request, foods: FoodTable) -> None:
    """Raises InputError for what a plain day cannot keep: more than one day, wishes about meals."""
    if request.days != 1:
        why = "a food table of your own cannot make" if foods.is_own else "menu 'none' leaves out"
        raise InputError(f"days {request.days} needs menus, which {why}: plan one day")
    if wished := request.preferences.of_meals():
        raise InputError(
            f"{', '.join(wished)}: only menus of meals can keep this, and a plain day has none; leave it out"
        )


def plan_request(request: Request, progress: Progress | None = None) -> MealPlan:
    """The plan that answers a request; errors as for ``plan_meals``. A clash knows the request as its ``question``."""
    try:
        return _planned(request, progress)
    except InfeasibleError as error:
        if not error.at_least:
            error.question = request
            raise
        from planner.plan.proved import sharper

        sharp = sharper(error, request)
        sharp.question = request
        raise sharp from None


def _planned(request: Request, progress: Progress | None) -> MealPlan:
    # Imported here: a plain day does not need what menus need, and the other way round.
    from planner.plan.daily import plan_day

    if request.menu not in MENUS:
        raise InputError(f"menu {request.menu!r} is not one of {', '.join(MENUS)}")
    if request.table is not None and request.menu == "meals":
        request = replace(request, table=menu_table(request.table))
    foods = load_foods() if request.table is None else request.table
    plain = request.menu == "none" or foods.is_own
    if plain:
        check_plain(request, foods)
    person, wishes, passed = request.person, request.preferences, gate(request)
    if plain:
        plan = plan_day(person, passed.targets, foods, wishes, passed.unsafe, passed.notices, passed.limits)
        found = unsafe(plan.menu, foods, passed.targets, passed.unsafe, passed.limits)
        if found:
            raise refusal(found)
        return replace(plan, _request=request)
    from planner.plan.menus import plan_menu

    effort, steering = request.effort, request.steering
    for attempt in range(_TRIES):
        plan = plan_menu(
            person,
            passed.targets,
            foods,
            wishes,
            passed.unsafe,
            passed.notices,
            days=request.days,
            effort=effort,
            snacks=request.snacks,
            steering=steering,
            limits=passed.limits,
            firmness=_FIRMER**attempt,
            progress=progress,
        )
        found = unsafe(plan.menu, foods, passed.targets, passed.unsafe, passed.limits)
        if not found:
            return replace(plan, _request=request)
        effort, steering = _HARDER[effort], replace(steering, seed=steering.seed + 1)
    raise refusal(found)
