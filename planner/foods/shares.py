"""How much of a food something is: spinach by itself, within a curry, not at all. By the grams of its recipe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from planner.errors import UnknownNameError
from planner.foods.exclude import match_foods, match_parts
from planner.foods.table import FoodTable


def known_words(table: FoodTable, words: Iterable[str]) -> tuple[str, ...]:
    """Those of the words (what health answers leave out, say) that name something in the table; a table
    without tuna has none to leave out."""
    return tuple(word for word in words if is_known(table, word))


def is_known(table: FoodTable, word: str) -> bool:
    """Whether anything in the table is called so: a table need not have every food that a rule speaks of."""
    try:
        match_foods(table, word)
    except UnknownNameError:
        return False
    return True


def food_shares(table: FoodTable, words: Iterable[str]) -> Mapping[str, float]:
    """Share of the weight (above 0, up to 1) by food code, recipes walked; foods that are not listed hold none of it.

    A food that goes by one of the words and whose recipe does not tell counts whole: rather too much than too little.
    Words that the table does not know name nothing.
    """
    return _shares(table, tuple(words))


@lru_cache(maxsize=64)
def _shares(table: FoodTable, words: tuple[str, ...]) -> Mapping[str, float]:
    named: set[str] = set()
    touched: set[str] = set()
    parts: set[str] = set()
    for word in words:
        if is_known(table, word):
            named |= match_foods(table, word, inside=False)
            touched |= match_foods(table, word)
            parts |= match_parts(table, word)
    recipes = _recipes(table)
    found: dict[str, float] = {}

    def share(code: str, above: frozenset[str]) -> float:
        if code in found:
            return found[code]
        lines = recipes.get(code, ())
        total = sum(grams for _, grams in lines)
        held = 0.0
        for part, grams in lines if code not in above else ():
            held += grams * (1.0 if part in parts else share(part, above | {code}))
        of_recipe = held / total if total > 0 else 0.0
        found[code] = of_recipe if of_recipe > 0 else float(code in named or code in parts)
        return found[code]

    everything = {code: share(code, frozenset()) for code in sorted(touched | named)}
    return {code: part for code, part in everything.items() if part > 0}


@lru_cache(maxsize=4)
def _recipes(table: FoodTable) -> dict[str, list[tuple[str, float]]]:
    lines = table.recipes
    found: dict[str, list[tuple[str, float]]] = {}
    columns = (lines[name].tolist() for name in ("food_code", "ingredient_code", "grams"))
    for food, part, grams in zip(*columns, strict=True):
        found.setdefault(food, []).append((part, grams))
    return found
