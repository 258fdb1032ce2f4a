"""The names of menus the other way round: each that a plan prints is a word for the food that it names.

Menus say "steamed broccoli" and "fat-free milk"; the table knows neither: its words are "Broccoli, fresh, cooked" and "fat free (skim)".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from planner.foods.palette import PaletteFood, load_palette
from planner.foods.plain_names import plain_name
from planner.foods.table import FoodTable
from planner.foods.words import stems

Stems = tuple[str, ...]
Names = Mapping[Stems, frozenset[str]]


def names_of(food: PaletteFood) -> frozenset[Stems]:
    """What a serving of it is printed as: the name, its plural, and "lettuce leaves" of what comes in leaves."""
    leaves = f"{food.name} {food.unit}" if food.unit == "leaf" else food.name
    return frozenset(stems(name) for name in (food.name, food.plural or food.name, leaves))


def label_of(food: PaletteFood) -> Stems:
    """What titles call it."""
    words = stems(food.label)
    return words[1:] if words[:1] == ("a",) else words


@lru_cache(maxsize=4)
def printed(table: FoodTable) -> Names:
    """Codes by the name under which the palette serves a food of this table."""
    return _by_name((name, food.code) for food in _palette(table) for name in names_of(food))


@lru_cache(maxsize=4)
def titled(table: FoodTable) -> Names:
    """Codes by what titles call a food of the palette."""
    return _by_name((label_of(food), food.code) for food in _palette(table) if food.label)


@lru_cache(maxsize=4)
def by_rule(table: FoodTable) -> Names:
    """Codes by the name that menus make of the official one, and by the official one in full."""
    official = list(zip(table.data.index.tolist(), table.data["food"].tolist(), strict=True))
    return _by_name((stems(name), code) for code, food in official for name in (plain_name(food), food))


def printed_names(table: FoodTable) -> tuple[str, ...]:
    """The names of the palette as they are written, for words that look like one."""
    return tuple(dict.fromkeys(food.name for food in _palette(table)))


def _palette(table: FoodTable) -> Iterable[PaletteFood]:
    return (food for food in load_palette().foods if food.code in table)


def _by_name(named: Iterable[tuple[Stems, str]]) -> Names:
    found: dict[Stems, set[str]] = {}
    for name, code in named:
        found.setdefault(name, set()).add(code)
    found.pop((), None)
    return {name: frozenset(codes) for name, codes in found.items()}
