"""Recipes of one's own: from ingredients and grams to a food per 100 g, with what is not known said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from planner.foods.headers import AMOUNTS, PATTERNS, PRICE, TAGS
from planner.foods.importing.clean import code_of
from planner.foods.search import find_food
from planner.foods.side_files import SideFile, read_side_file
from planner.foods.table import FoodTable, from_frame

COLUMNS, OPTIONAL = ("recipe", "ingredient", "grams"), ("servings", "ready_g", "treat_as")
NOT_COUNTED = (
    "{name} is your own recipe: nutrients are those of its ingredients. What cooking takes away is not counted: choose cooked "
    "ingredients, or expect less vitamin C, thiamin, folate and potassium where water is poured off."
)
_HAS = tuple(tag for tag in TAGS if tag.startswith("has_"))


@dataclass(frozen=True)
class Recipe:
    """One recipe: grams by food code, how many servings it makes and what it weighs when ready (None: the sum)."""

    name: str
    grams: Mapping[str, float]
    servings: float
    ready_g: float | None
    treat_as: str


def read_recipes(path: str | Path, table: FoodTable) -> tuple[Recipe, ...]:
    """Recipes of a CSV file: a line for each ingredient, with the name of its recipe.

    Raises:
        TableError: with every problem: unknown ingredients, amounts that are none, two numbers of servings.
    """
    file = read_side_file(path, COLUMNS, OPTIONAL)
    parts: dict[str, dict[str, float]] = {}
    facts: dict[str, dict[str, float | str]] = {}
    first: dict[str, int] = {}
    for line, row in file.rows:
        name = row["recipe"]
        if not name:
            file.say(line, "recipe", "the cell is blank", "name the recipe on each of its lines")
            continue
        first.setdefault(name, line)
        code = file.food(line, row, "ingredient", lambda text: find_food(table, text))
        grams = file.needed(line, row, "grams")
        known = facts.setdefault(name, {})
        for column in ("servings", "ready_g"):
            value = file.number(line, row, column)
            if value is not None:
                _once(file, line, column, known, value)
        if row.get("treat_as"):
            _once(file, line, "treat_as", known, row["treat_as"])
        if code is not None and grams is not None:
            held = parts.setdefault(name, {})
            held[code] = held.get(code, 0.0) + grams
    recipes = []
    for name, held in parts.items():
        known = facts[name]
        ready = known.get("ready_g")
        total = sum(held.values())
        if isinstance(ready, float) and not 0.2 * total <= ready <= 3.0 * total:
            what = f"{name!r} weighs {total:,.0f} g before and {ready:,.0f} g when ready"
            file.say(first[name], "ready_g", what, "give the weight of the whole recipe, ready to serve")
        recipes.append(
            Recipe(
                name=name,
                grams=held,
                servings=float(known.get("servings", 1.0)),
                ready_g=float(ready) if isinstance(ready, float) else None,
                treat_as=str(known.get("treat_as", "")),
            )
        )
    file.check()
    return tuple(recipes)


def _once(file: SideFile, line: int, column: str, known: dict[str, float | str], value: float | str) -> None:
    if known.setdefault(column, value) != value:
        file.say(
            line,
            column,
            f"{value} stands against {known[column]} on a line above",
            "say it once, or the same on every line",
        )


def recipe_foods(recipes: tuple[Recipe, ...], table: FoodTable) -> FoodTable:
    """The recipes as foods per 100 g as served.

    A nutrient is unknown where one of the ingredients does not report it, a tag where one of them is not known; the price
    needs the price of each.
    """
    rows = {code_of(f"recipe {recipe.name}"): _row(recipe, table.data) for recipe in recipes}
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("food_code")
    return from_frame(frame, "your recipes")


def _row(recipe: Recipe, data: pd.DataFrame) -> dict[str, object]:
    ingredients = data.loc[list(recipe.grams)]
    grams = np.array(list(recipe.grams.values()))
    ready = recipe.ready_g if recipe.ready_g is not None else float(grams.sum())
    serving = ready / recipe.servings
    row: dict[str, object] = {
        "food": recipe.name,
        "portions": f"1 serving = {serving!r} g",
        "treat_as": recipe.treat_as,
    }
    for name in (*AMOUNTS, *PATTERNS, PRICE):
        if name in ingredients:
            amount = float((ingredients[name].to_numpy(dtype=float) * grams).sum())  # NaN where one is not known
            row[name] = amount / ready
    if recipe.ready_g is not None and "water_g" in row:
        held = (ingredients["water_g"].to_numpy(dtype=float) * grams).sum() / 100.0
        row["water_g"] = max(float(held) - float(grams.sum()) + ready, 0.0) / ready * 100.0
    for tag in TAGS:
        if tag in ingredients:
            row[tag] = _tag(tag, set(ingredients[tag].astype(str)))
    row["price_basis"] = "from ingredients" if row.get(PRICE) == row.get(PRICE, np.nan) else None
    row["pattern_basis"] = "recipe"
    row["portion_p50_g"], row["portion_p5_g"], row["portion_p95_g"] = serving, serving / 2, 2 * serving
    return row


def _tag(tag: str, values: set[str]) -> str:
    """What holds of the whole: a diet when it holds of all parts, an allergen when any part has it."""
    any_of, all_of = ("y", "n") if tag in _HAS else ("n", "y")
    if any_of in values:
        return any_of
    return all_of if values == {all_of} else "?"
