"""What is in the dishes of a plan, for the cook: the recipes of the food table, in plain words.

The words are reviewed data of the project (``food_data/ingredient_words.csv``, see ``food_data/MENUS.md``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from food_data import TABLES
from planner.foods.diets import OMNIVORE
from planner.foods.palette import load_palette

if TYPE_CHECKING:
    import pandas as pd

    from planner.foods.palette import PaletteFood
    from planner.foods.table import FoodTable

BY_ITS_PARTS = "*"  # in the list of words: a mixture that is told by what is in it
WORTH_NAMING = 0.015  # share of a recipe's weight below which an ingredient is seasoning
MOST_PARTS = 8
_LABELLED = " where labelled so"  # ends the note on a food of which only some kinds keep to a diet


@dataclass(frozen=True)
class CookedDish:
    """A composed dish. ``made_of``: the heaviest ingredient first; empty where the table has no recipe.

    ``note``: what the cook should know, such as what a vegan puts in place of butter. ``stirred``: a sauce that the cook
    stirs as the note says.
    """

    food_code: str
    food: str
    made_of: tuple[str, ...]
    note: str
    stirred: bool = False

    def sentence(self) -> str:
        """``Rajma: kidney beans, oil.``"""
        name = f"{self.food[:1].upper()}{self.food[1:]}"
        if self.stirred:
            return f"{name}: {self.note}."
        parts = ", ".join(self.made_of) if self.made_of else "the table has no recipe of it; take your own"
        note = f" ({self.note})" if self.note else ""
        return f"{name}: {parts}{note}."


def dishes(menu: pd.DataFrame, table: FoodTable) -> tuple[CookedDish, ...]:
    """The composed dishes of a menu (columns food_code, food), once each, in the order in which they come.

    So are foods of a special kind, for the cook must know which to buy, and sauces to stir. A food outside the palette
    counts as one when three ingredients of it or more are worth naming.
    """
    palette = load_palette().foods
    composed = {food.code: food.note for food in palette if food.tags & {"composed", "special"}}
    simple = {food.code for food in palette} - composed.keys()
    sauces = {food.name: food.note for food in palette if "stirred" in food.tags}
    found: dict[str, CookedDish] = {}
    for code, name in zip(menu["food_code"].tolist(), menu["food"].tolist(), strict=True):
        if name in sauces:
            found.setdefault(name, CookedDish(code, name, (), sauces[name], stirred=True))
        elif code in composed or (code not in simple and len(made_of(table, code)) > 2):
            found[code] = CookedDish(code, name, made_of(table, code), composed.get(code, ""))
    return tuple(found.values())


def label_asked(food: PaletteFood, table: FoodTable, diets: Iterable[str]) -> str:
    """The label without which a food does not keep to the diets, such as "gluten-free"; "" where any kind of it does."""
    label = food.note.removesuffix(_LABELLED)
    diet = label.replace("-", "_")
    return label if label != food.note and diet in diets and table.data.at[food.code, diet] != "y" else ""


def labels_asked(menu: pd.DataFrame) -> dict[str, str]:
    """By name, the foods of which the servings of a menu say the label to look for."""
    return {
        name: label
        for name, serving in zip(menu["food"].tolist(), menu.get("serving", menu["food"]).tolist(), strict=True)
        for label in _labels()
        if serving.endswith(f" ({label})")
    }


@cache
def _labels() -> tuple[str, ...]:
    notes = dict.fromkeys(food.note for food in load_palette().foods)
    return tuple(note.removesuffix(_LABELLED) for note in notes if note.endswith(_LABELLED))


def diet_note(menu: pd.DataFrame, table: FoodTable, diets: Iterable[str]) -> str:
    """Which foods keep to the diets only as the palette means them, not as the table has them; "" where none does."""
    asked = [diet for diet in diets if diet in table.data and diet != OMNIVORE]
    notes = {(food.code, food.name): food.note for food in load_palette().foods}
    bought, cooked = [], []
    for code, name in dict.fromkeys(zip(menu["food_code"].tolist(), menu["food"].tolist(), strict=True)):
        if any(table.data.at[code, diet] != "y" for diet in asked):
            note = notes.get((code, name))
            cooked += [f"{name} ({note})"] if note else []
            bought += [] if note else [name]
    told = [f"Read the label, only some kinds keep to the diet: {', '.join(bought)}."] if bought else []
    told += [f"To keep to the diet: {', '.join(cooked)}."] if cooked else []
    return " ".join(told)


@lru_cache(maxsize=4096)
def made_of(table: FoodTable, code: str) -> tuple[str, ...]:
    """The ingredients of a food in plain words, the heaviest first; empty without a recipe.

    A part that is itself a mixture without a name of its own is told by its parts. Water, salt and spices, and what weighs
    next to nothing, are left out.
    """
    recipes = recipe_lines(table)
    weights: dict[str, float] = {}
    whole = sum(grams for _, grams in recipes.get(code, ()))
    for part, grams in recipes.get(code, ()):
        for word, share in _told(table, part):
            weights[word] = weights.get(word, 0.0) + share * grams / whole
    named = [
        word for word in sorted(weights, key=lambda word: -weights[word]) if word and weights[word] >= WORTH_NAMING
    ]
    return tuple(named[:MOST_PARTS]) if len(named) > 1 else ()  # one part: the table has the dish as bought


def _told(table: FoodTable, part: str) -> list[tuple[str, float]]:
    """A part of a recipe in words, each with its share of the part's weight; "" = not worth a word."""
    recipes = recipe_lines(table)
    name = part_name(table, part)
    word = cooks_word(name)
    if word is not None and word != BY_ITS_PARTS:
        return [(word, 1.0)]
    inside = recipes.get(part)
    if not inside:
        return [(name.split(",")[0].split(" (")[0].lower(), 1.0)]
    whole = sum(grams for _, grams in inside)
    return [(said, share * grams / whole) for one, grams in inside for said, share in _told(table, one)]


def part_name(table: FoodTable, part: str) -> str:
    """The official name of a part of a recipe: an ingredient, or a food of the table."""
    return str(table.ingredients.get(part) or table.data["food"].get(part, ""))


def cooks_word(name: str) -> str | None:
    """What the longest known beginning of a name is called; None when nobody knows."""
    low = name.lower()
    known = _beginnings()
    return next((known[low[:size]] for size in range(len(low), 0, -1) if low[:size] in known), None)


@cache
def _beginnings() -> dict[str, str]:
    with (TABLES.parent / "ingredient_words.csv").open(encoding="utf-8", newline="") as file:
        return {row["begins"].lower(): row["said"] for row in csv.DictReader(file)}


@lru_cache(maxsize=4)
def recipe_lines(table: FoodTable) -> dict[str, list[tuple[str, float]]]:
    """The parts of each food and their grams, by food code."""
    found: dict[str, list[tuple[str, float]]] = {}
    frame = table.recipes
    lines = (frame["food_code"].tolist(), frame["ingredient_code"].tolist(), frame["grams"].tolist())
    for food, part, grams in zip(*lines, strict=True):
        found.setdefault(food, []).append((part, grams))
    return found
