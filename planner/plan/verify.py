"""A saved plan checked against the food table and the person: every number in it counted again.

Nothing here is shared with the way in which plans are found, not even the arithmetic: the solver is not loaded, and amounts
are plain sums over the rows of the menu. What is read is the food table, the person's targets and the health screening.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from planner.errors import InputError, PlannerError, SavedPlanError
from planner.foods.habits import TEEN_YEARS, load_habits
from planner.foods.shares import known_words
from planner.foods.stand_in import menu_table
from planner.foods.table import FoodTable, load_foods
from planner.nutrition.person import Person
from planner.nutrition.screening import Screening, apply_screening, screen
from planner.nutrition.target import Targets
from planner.nutrition.targets import targets_for
from planner.plan.quality import quality
from planner.plan.verified import Check, Verified, same
from planner.plan.verify_menu import WrittenMenu
from planner.plan.verify_rows import row_checks
from planner.plan.verify_rules import rule_checks
from planner.plan.verify_safety import safety_checks

FORMAT = 2


def verify_plan(text: str, table: FoodTable | None = None) -> Verified:
    """Count again what the JSON of a plan says (``MealPlan.to_json``); ``table``: the foods, where they were one's own.

    Raises SavedPlanError for text that is no such document. What is wrong in one is in the result.
    """
    document = _document(text)
    foods = load_foods() if table is None else table
    if document["request"].get("menu") == "meals":
        foods = menu_table(foods)
    checks: list[Check] = []
    digest = foods.digest()
    written = document.get("food_table_sha256")
    checks.append(Check("food table", "SHA-256", written, digest, written == digest))
    try:
        person, wanted, screening = _person(document)
    except (PlannerError, ValueError) as error:
        found = Check("person", "can be planned for", "yes", str(error), False)
        return Verified((*checks, found), ())
    if screening.refused:
        checks.append(Check("safety", "health screening", "a plan", "; ".join(screening.reasons), False))
    checks += _targets(document, wanted)
    menu = WrittenMenu(document, foods)
    checks += menu.checks
    amounts = {name: menu.amounts(name) for name in wanted if name in foods.data}
    rows, misses = row_checks(document, wanted, amounts, menu)
    checks += rows
    checks += safety_checks(document, foods, wanted, screening, menu.rows, menu.days)
    checks += rule_checks(document, foods, wanted, known_words(foods, screening.exclude_terms))
    checks += _quality(document, wanted, foods, menu, person)
    return Verified(tuple(checks), tuple(misses))


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise SavedPlanError("it is no JSON; give what to_json wrote, whole") from None
    if not isinstance(document, dict) or not isinstance(document.get("request"), dict):
        raise SavedPlanError("it is no plan with its request; give what to_json wrote, whole")
    if document.get("format") != FORMAT:
        raise SavedPlanError(f"its format is {document.get('format')!r}, and this planner verifies {FORMAT}")
    for key in ("menu", "meals", "nutrients", "targets", "certificate"):
        if not (isinstance(document.get(key), list) and all(isinstance(row, dict) for row in document[key])):
            raise SavedPlanError(f"its {key} is no list of rows; give what to_json wrote, whole")
    if not document["menu"]:
        raise SavedPlanError("its menu is empty; give what to_json wrote, whole")
    return document


def _person(document: Mapping[str, Any]) -> tuple[Person, Targets, Screening]:
    """The person, the targets after the screening, and what the screening says."""
    asked, given = document["request"], document.get("person")
    if not isinstance(given, dict):
        raise InputError("the document has no person")
    person = Person(**{name: value for name, value in given.items() if name not in asked.get("assumed", ())})
    wishes = asked.get("preferences") or {}
    targets = {name: (low, high) for name, (low, high) in (asked.get("targets") or {}).items()}
    authority, preset = asked.get("authority", "us_canada"), asked.get("preset", "reference")
    diet = tuple(wishes.get("diet", ()))
    wanted = targets_for(person, authority=authority, preset=preset, overrides=targets, diet=diet)
    screening = screen(person, wanted)
    return person, wanted if screening.refused else apply_screening(wanted, screening, int(asked["days"])), screening


def _targets(document: Mapping[str, Any], wanted: Targets) -> Iterator[Check]:
    written = {row.get("nutrient"): row for row in document["targets"]}
    for name in dict.fromkeys((*wanted, *written)):
        row, target = written.get(name), wanted.get(name)
        if row is None or target is None:
            yield Check("targets", str(name), _there(row), _there(target), False)
            continue
        for side in ("lower", "upper", "lower_floor", "day_upper"):
            yield same("targets", f"{name} {side}", row.get(side), getattr(target, side))
        yield Check("targets", f"{name} hard", row.get("hard"), target.hard, row.get("hard") == target.hard)
    kcal = (document.get("energy") or {}).get("kcal")
    yield same("targets", "energy of the day in kcal", kcal, wanted.energy.kcal)


def _there(value: object) -> str:
    return "nothing" if value is None else "a target"


def _quality(
    document: Mapping[str, Any], wanted: Targets, table: FoodTable, menu: WrittenMenu, person: Person
) -> Iterator[Check]:
    """The quality measures, counted again from the menu that is written."""
    written = document.get("quality")
    if not isinstance(written, dict) or not menu.rows:
        return
    rows = [{"day": d, "meal": m, "food_code": c, "grams": g} for d, m, c, g in menu.rows]
    habits = None
    if document["request"].get("menu") != "none":
        habits = load_habits("teen" if person.age_years < TEEN_YEARS[1] + 1 else "adult", table.habits)
    frame = pd.DataFrame(rows)
    for column in ("food", "title", "serving"):
        if all(column in row for row in menu.written):
            frame[column] = [row.get(column) for row in menu.written]
    found = quality(frame, table, wanted, habits, person.sweat_l_per_day).to_dict()
    yield from _alike("quality", "", written, found)


def _alike(part: str, where: str, written: Any, found: Any) -> Iterator[Check]:
    """Plain data compared number by number; grams with two decimals move amounts by about as much."""
    if isinstance(found, dict) and isinstance(written, dict):
        for name in dict.fromkeys((*found, *written)):
            yield from _alike(part, f"{where} {name}".strip(), written.get(name), found.get(name))
    elif isinstance(found, list | tuple) and isinstance(written, list | tuple) and len(found) == len(written):
        for n, (one, two) in enumerate(zip(written, found, strict=True), start=1):
            yield from _alike(part, f"{where} {n}", one, two)
    elif isinstance(found, int | float) and isinstance(written, int | float) and not isinstance(found, bool):
        yield same(part, where, written, float(found), 2e-4 * max(1.0, abs(float(found))))
    else:
        yield Check(part, where, written, found, written == found)
