"""Servings of a saved plan counted again: what is said, how much of which unit, and its grams are the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner.foods.adopt import adopt
from planner.foods.palette import PaletteFood, load_palette
from planner.foods.portions import household_portion
from planner.foods.table import FoodTable
from planner.plan.titles import portion, serving
from planner.plan.verified import Check

_GRAMS = 0.0051  # grams are written with two decimals


def serving_checks(document: Mapping[str, Any], table: FoodTable) -> Iterator[Check]:
    """For each food of the menu: its grams by the household measure, and its serving in words."""
    if document["request"].get("menu") == "none":
        yield from _plain(document, table)
        return
    known: dict[str, list[PaletteFood]] = {}
    palette = load_palette()
    for each in palette.foods:
        known.setdefault(each.code, []).append(each)
    shown: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
    for row in document["menu"]:
        shown.setdefault((row.get("day"), str(row.get("food_code"))), []).append(row)
    for meal in document["request"].get("meals", ()):
        for one in meal["foods"]:
            code = str(one["food_code"])
            rows = [*known.get(code, ()), *(adopt(table, palette, code) if code in table else ())]
            food = next((each for each in rows if (each.role, each.name) == (one["role"], one["food"])), None)
            written = shown.get((meal["day"], code), [])
            where = f"{one['food']}, day {meal['day']}, {meal['slot']}"
            if food is None or not written:
                yield Check("servings", where, "a serving", "no such serving", False)
                continue
            row = written.pop(0)
            grams = float(one["amount"]) * food.grams_per_unit
            right = isinstance(row.get("grams"), int | float) and abs(row["grams"] - grams) <= _GRAMS
            yield Check("servings", f"{where}, grams", row.get("grams"), round(grams, 2), right)
            yield Check("servings", f"{where}, name", row.get("food"), food.name, row.get("food") == food.name)
            if not one.get("leftover"):
                amount = float(one["amount"])
                for key, said in (("serving", serving(food, amount, meal["slot"])), ("portion", portion(food, amount))):
                    yield Check("servings", f"{where}, {key}", row.get(key), said, row.get(key) == said)


def _plain(document: Mapping[str, Any], table: FoodTable) -> Iterator[Check]:
    portions = {str(one["food_code"]): float(one["grams"]) for one in document["request"].get("portions", ())}
    for row in document["menu"]:
        code = str(row.get("food_code"))
        if code not in portions or code not in table:
            yield Check("servings", str(row.get("food")), "a portion", "no such portion", False)
            continue
        right = isinstance(row.get("grams"), int | float) and abs(row["grams"] - portions[code]) <= _GRAMS
        yield Check("servings", f"{row.get('food')}, grams", row.get("grams"), round(portions[code], 2), right)
        name = str(table.data.at[code, "food"])
        yield Check("servings", f"{code}, name", row.get("food"), name, row.get("food") == name)
        said = household_portion(table, code, portions[code])
        yield Check("servings", f"{row.get('food')}, in words", row.get("portion"), said, row.get("portion") == said)
