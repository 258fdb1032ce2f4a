"""A repair applied: the same question with the wish moved, as somebody would have asked it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from planner.errors import Change, InputError, Repair
from planner.foods.preferences import Preferences
from planner.foods.wishes import Limit
from planner.nutrition.nutrients import find_nutrient
from planner.nutrition.person import Person
from planner.nutrition.targets import Override

if TYPE_CHECKING:
    from planner.plan.request import Request

ENERGY, COST = "energy_kcal", "price_usd"
_BOUND = re.compile(r"^(?P<name>[a-z][a-z0-9_]*) (?P<sign><=|>=|=) ")
_WORDS = re.compile(r"^(?P<kind>must|limit|diet|exclude) (?P<word>.+)$")
_LOCK = re.compile(r"^lock day (?P<day>\d+) (?P<meal>[a-z]+(?: \d)?)(?: (?P<code>\S+))?$")
_SLOTS = {"snack 1": "snack", "snack 2": "evening"}

Asked = tuple[Person, Preferences, dict[str, Override]]


class Parts(NamedTuple):
    """What a change is about: ``kind`` must, limit, diet, exclude or bound; its word or quantity; and the sign of a bound."""

    kind: str
    name: str
    sign: str


class LockPart(NamedTuple):
    """The lock that a change takes back; ``food_code`` empty: the whole meal."""

    day: int
    meal: str
    food_code: str


def parts_of(change: Change) -> Parts:
    """Raises InputError for a change of something else."""
    if found := _WORDS.match(change.bound):
        return Parts(found["kind"], found["word"], "")
    bound = _BOUND.match(change.bound)
    if bound is None:
        raise InputError(f"{change.bound!r} is not part of a question; unlock it in the plan, and plan again")
    return Parts("bound", bound["name"], bound["sign"])


def lock_of(change: Change) -> LockPart | None:
    """The lock that a change takes back, where it does."""
    found = _LOCK.match(change.bound)
    return None if found is None else LockPart(int(found["day"]), found["meal"], found["code"] or "")


def without_lock(request: Request, lock: LockPart) -> Request:
    """The request with a meal, or one food of it, no longer held."""
    spot = (lock.day, _SLOTS.get(lock.meal, lock.meal))
    steering = request.steering
    meals = {at: meal for at, meal in steering.meals.items() if lock.food_code or at != spot}
    kept = dict(steering.kept)
    if lock.food_code and spot in kept:
        left = tuple(one for one in kept[spot].servings if one.food.code != lock.food_code)
        kept = {at: one for at, one in kept.items() if at != spot} | (
            {spot: replace(kept[spot], servings=left)} if left else {}
        )
    locks = tuple(one for one in request.locks if (one.day, one.meal, one.food_code) != lock)
    return replace(request, locks=locks, steering=replace(steering, meals=meals, kept=kept))


def mend(
    person: Person, preferences: Preferences | None, targets: Mapping[str, Override] | None, repair: Repair
) -> Asked:
    """Person, preferences and own targets with all changes of a repair made; what was given stays as it was.

    Raises InputError for a change of something else: a locked part of a plan is unlocked with ``plan.unlock``.
    """
    asked = (
        person,
        preferences or Preferences(),
        {find_nutrient(name): span for name, span in (targets or {}).items()},
    )
    for change in repair.changes:
        asked = _changed(*asked, change)
    return asked


def _changed(person: Person, wishes: Preferences, targets: dict[str, Override], change: Change) -> Asked:
    kind, name, sign = parts_of(change)
    to = change.to
    if kind != "bound":
        return person, _other_wishes(wishes, kind, name, to), targets
    if to is None:
        raise InputError(f"{change.bound!r} can be moved, not taken back; give the change a number")
    if name == COST:
        return person, wishes.model_copy(update={"budget_usd_per_day": to}), targets
    if sign == "=":
        others = {other: span for other, span in targets.items() if other != ENERGY}
        return person.model_copy(update={"energy_kcal": to}), wishes, others
    low, high = targets.get(name, (None, None))
    return person, wishes, {**targets, name: (to, high) if sign == ">=" else (low, to)}


def _other_wishes(wishes: Preferences, kind: str, word: str, to: float | None) -> Preferences:
    if kind in ("diet", "exclude"):
        return wishes.model_copy(update={kind: tuple(one for one in getattr(wishes, kind) if one != word)})
    if kind == "must":
        kept = [one if str(one) != word else one.fewer(int(to)) if to else None for one in wishes.must]
        return wishes.model_copy(update={"must": tuple(one for one in kept if one is not None)})
    limits = [one if str(one) != word else _wider(one, to) if to else None for one in wishes.limits]
    return wishes.model_copy(update={"limits": tuple(one for one in limits if one is not None)})


def _wider(limit: Limit, to: float) -> Limit:
    (field,) = limit.set_bounds()
    return limit.model_copy(update={field: to})
