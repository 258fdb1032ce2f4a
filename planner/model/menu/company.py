"""Which foods of a meal go together, and which do not, in nats for each pair of foods at each slot.

A pair is judged by itself, so the matrix of any foods is cut out of that of the whole palette, which is made once. Seven digits
of a nat are enough, in half the memory.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from planner.foods.habits import Habits
from planner.foods.palette import Palette, PaletteFood
from planner.foods.remembered import remembered
from planner.foods.stand_in import stands_in
from planner.foods.table import FoodTable
from planner.model.menu.items import PairArray, cuisine_clash

_CUISINE_NATS = 1.4  # for foods of different cuisines
_AFFINITY_NATS = 0.10  # per bit of affinity between two foods of a meal
_TWICE_NATS = 1.0  # a second starch, a second sugary thing in one meal
_WANTED_NATS, _UNWANTED_NATS = -0.15, 2.5


def company(
    table: FoodTable, palette: Palette, habits: Habits, foods: tuple[PaletteFood, ...], slots: tuple[str, ...]
) -> PairArray:
    """(slots, F, F) nats for two foods in one meal; less than 0 where people like them together."""
    places = _places(table, palette, habits, foods, slots)
    if places is None:
        return _own(table, habits, foods, slots)
    return _cut(table, palette, habits, places, slots)


@remembered(32)
def _places(
    table: FoodTable, palette: Palette, habits: Habits, foods: tuple[PaletteFood, ...], slots: tuple[str, ...]
) -> bytes | None:
    """Where the foods stand in the matrix of the palette; None where one is not in it."""
    if stands_in(table):
        return None
    at, _ = _of_the_palette(table, palette, habits, slots)
    if not all(_kind(food) in at for food in foods):  # somebody brought a food of their own
        return None
    return np.array([at[_kind(food)] for food in foods], dtype=np.int64).tobytes()


@lru_cache(maxsize=2)  # 20 MB each: of the foods of most people who come one after the other
def _cut(table: FoodTable, palette: Palette, habits: Habits, places: bytes, slots: tuple[str, ...]) -> PairArray:
    whole, at = _of_the_palette(table, palette, habits, slots)[1], np.frombuffer(places, dtype=np.int64)
    if np.array_equal(at, np.arange(len(whole[0]))):
        return whole
    found: PairArray = whole[np.ix_(np.arange(len(whole)), at, at)]  # in one step, which holds no more than it gives
    return found


@lru_cache(maxsize=2)
def _of_the_palette(
    table: FoodTable, palette: Palette, habits: Habits, slots: tuple[str, ...]
) -> tuple[dict[Hashable, int], PairArray]:
    role_index = {role: i for i, role in enumerate(palette.roles)}
    foods = sorted((food for food in palette.foods if food.code in table), key=lambda food: role_index[food.role])
    return {_kind(food): i for i, food in enumerate(foods)}, judged(table, habits, foods, slots)


def _kind(food: PaletteFood) -> Hashable:
    """All of a food that company depends on; not its portions, which safety may make smaller."""
    return food.code, food.name, food.role, food.cuisines, food.tags, food.companions


def judged(table: FoodTable, habits: Habits, foods: Sequence[PaletteFood], slots: Sequence[str]) -> PairArray:
    """``company``, worked out for these foods."""
    rows = table.data.reindex([food.code for food in foods])
    clash = _habits_of_the_table(foods)
    clash += cuisine_clash(foods, _CUISINE_NATS)
    pair = np.empty((len(slots), len(foods), len(foods)), dtype=np.float32)
    for matrix, slot in zip(pair, slots, strict=True):
        matrix[:] = clash - _AFFINITY_NATS * _affinity(habits, slot, rows)
        np.fill_diagonal(matrix, 0.0)
    return pair


_own = remembered(2)(judged)


def _affinity(habits: Habits, slot: str, rows: pd.DataFrame) -> PairArray:
    """(F, F) bits by which two foods are eaten together at a slot more often than by chance; 0 where nothing is known."""
    names, matrix = habits.affinity(slot)
    at = {name: i for i, name in enumerate(names)}
    wide = np.zeros((len(names) + 1, len(names) + 1), dtype=np.float32)
    wide[: len(names), : len(names)] = np.nan_to_num(matrix)
    of = np.array([at.get(code, len(names)) for code in rows["category_code"].astype(str)])
    found: PairArray = wide[np.ix_(of, of)]
    return found


def _habits_of_the_table(foods: Sequence[PaletteFood]) -> PairArray:
    """(F, F) nats: what the palette says goes together or does not, and no second starch or sugary thing in a meal."""
    count = len(foods)
    nats = np.zeros((count, count), dtype=np.float32)
    for tags in ({"starch"}, {"sugary", "dried_fruit"}, {"sweet"}):
        has = np.array([bool(food.tags & tags) for food in foods], dtype=np.float32)
        nats += _TWICE_NATS * np.outer(has, has)
    sweet = np.array([bool(food.tags & {"sugary", "sweet"}) for food in foods], dtype=np.float32)
    nats += 0.5 * _TWICE_NATS * np.outer(sweet, sweet)
    words: dict[str, list[int]] = {}
    for i, food in enumerate(foods):
        for word in {food.role, food.name}:
            words.setdefault(word, []).append(i)
    for i, food in enumerate(foods):
        for companion in food.companions:
            unwanted = companion.startswith("-")
            for j in words.get(companion.removeprefix("-"), ()):
                change = _UNWANTED_NATS if unwanted else _WANTED_NATS
                nats[i, j] += change
                nats[j, i] += change
    return nats
