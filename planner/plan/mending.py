"""A repair applied: the same question with the wish moved, as somebody would have asked it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planner.errors import Change, InputError, Repair
from planner.foods.preferences import Preferences
from planner.foods.wishes import Limit
from planner.nutrition.nutrients import find_nutrient
from planner.nutrition.person import Person
from planner.nutrition.targets import Override

ENERGY, COST = "energy_kcal", "price_usd"
_BOUND = re.compile(r"^(?P<name>[a-z][a-z0-9_]*) (?P<sign><=|>=|=) ")
_WORDS = re.compile(r"^(?P<kind>must|limit|diet|exclude) (?P<word>.+)$")

Asked = tuple[Person, Preferences, dict[str, Override]]


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
    if found := _WORDS.match(change.bound):
        return person, _other_wishes(wishes, found["kind"], found["word"], change.to), targets
    found = _BOUND.match(change.bound)
    if found is None or change.to is None:
        raise InputError(f"{change.bound!r} is not part of a question; unlock it in the plan, and plan again")
    name, sign, to = found["name"], found["sign"], change.to
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
