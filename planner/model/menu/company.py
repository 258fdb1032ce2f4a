"""Which foods of a meal go together, and which do not, in nats for two foods at a slot.

What the palette says of two foods holds at every slot; what the records say is of their categories, slot by slot. Both are kept
apart: together, of each two foods at each slot, they would fill most of a process's memory. Two foods are judged by themselves,
so the company of any foods is cut out of that of the whole palette, which is made once. Seven digits of a nat are enough.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.foods.habits import Habits
from planner.foods.palette import Palette, PaletteFood
from planner.foods.remembered import remembered
from planner.foods.stand_in import stands_in
from planner.foods.table import FoodTable
from planner.model.menu.items import IntArray, PairArray, cuisine_clash

_CUISINE_NATS = 1.4  # for foods of different cuisines
_AFFINITY_NATS = 0.10  # per bit of affinity between two foods of a meal
_TWICE_NATS = 1.0  # a second starch, a second sugary thing in one meal
_WANTED_NATS, _UNWANTED_NATS = -0.15, 2.5


@dataclass(frozen=True, eq=False)
class Company:
    """What two of F foods cost in one meal, in nats; less than 0 where people like them together.

    Attributes:
        clash: (F, F) by themselves, at any slot; symmetric.
        category: (F,) row of ``liking``, whose last one is of foods that no record speaks of.
        liking: (slots, C + 1, C + 1) of two categories; symmetric.
    """

    clash: PairArray
    category: IntArray
    liking: PairArray

    def nats(self, slot: int | IntArray, foods: IntArray, beside: IntArray) -> PairArray:
        """Of these foods beside those, numpy's way: one by one, or all with all where the shapes say so."""
        of_both = self.liking[np.asarray(slot), self.category[foods], self.category[beside]]
        found: PairArray = self.clash[foods, beside] + of_both
        return found


def company(
    table: FoodTable, palette: Palette, habits: Habits, foods: tuple[PaletteFood, ...], slots: tuple[str, ...]
) -> Company:
    """The company of these foods."""
    places = _places(table, palette, foods)
    if places is None:
        return _own(table, habits, foods, slots)
    at = np.frombuffer(places, dtype=np.int64)
    category, liking = _of_categories(table, palette, habits, slots)
    return Company(_cut(table, palette, places), category[at], liking)


@remembered(32)
def _places(table: FoodTable, palette: Palette, foods: tuple[PaletteFood, ...]) -> bytes | None:
    """Where the foods stand in the company of the palette; None where one is not in it."""
    if stands_in(table):
        return None
    at, _ = _of_the_palette(table, palette)
    if not all(_kind(food) in at for food in foods):  # somebody brought a food of their own
        return None
    return np.array([at[_kind(food)] for food in foods], dtype=np.int64).tobytes()


@lru_cache(maxsize=2)  # 5 MB each: of the foods of most people who come one after the other
def _cut(table: FoodTable, palette: Palette, places: bytes) -> PairArray:
    whole, at = _of_the_palette(table, palette)[1], np.frombuffer(places, dtype=np.int64)
    if np.array_equal(at, np.arange(len(whole))):
        return whole
    found: PairArray = whole[np.ix_(at, at)]
    return found


@lru_cache(maxsize=2)
def _of_the_palette(table: FoodTable, palette: Palette) -> tuple[dict[Hashable, int], PairArray]:
    foods = _sorted(table, palette)
    return {_kind(food): i for i, food in enumerate(foods)}, _clash(foods)


@lru_cache(maxsize=4)  # of adults and of teenagers
def _of_categories(
    table: FoodTable, palette: Palette, habits: Habits, slots: tuple[str, ...]
) -> tuple[IntArray, PairArray]:
    return _liking(table, habits, _sorted(table, palette), slots)


def _sorted(table: FoodTable, palette: Palette) -> list[PaletteFood]:
    role_index = {role: i for i, role in enumerate(palette.roles)}
    return sorted((food for food in palette.foods if food.code in table), key=lambda food: role_index[food.role])


def _kind(food: PaletteFood) -> Hashable:
    """All of a food that company depends on; not its portions, which safety may make smaller."""
    return food.code, food.name, food.role, food.cuisines, food.tags, food.companions


def judged(table: FoodTable, habits: Habits, foods: Sequence[PaletteFood], slots: Sequence[str]) -> Company:
    """``company``, worked out for these foods."""
    return Company(_clash(foods), *_liking(table, habits, foods, slots))


_own = remembered(2)(judged)


def _liking(
    table: FoodTable, habits: Habits, foods: Sequence[PaletteFood], slots: Sequence[str]
) -> tuple[IntArray, PairArray]:
    """The category of each food, and the nats of two categories at each slot; 0 where nothing is known.

    Categories are those of the foods, whosever habits are looked up, so that the nats of several people can be averaged.
    """
    codes = table.data.reindex([food.code for food in foods])["category_code"].astype(str)
    names = sorted(set(codes))
    of_name = {name: i for i, name in enumerate(names)}
    liking = np.zeros((len(slots), len(names) + 1, len(names) + 1), dtype=np.float32)
    for matrix, slot in zip(liking, slots, strict=True):
        known, bits = habits.affinity(slot)
        of_known = {name: i for i, name in enumerate(known)}
        both = [name for name in names if name in of_known]
        here, there = [of_name[name] for name in both], [of_known[name] for name in both]
        matrix[np.ix_(here, here)] = -_AFFINITY_NATS * np.nan_to_num(bits[np.ix_(there, there)])
    return np.array([of_name[code] for code in codes], dtype=np.int64), liking


def _clash(foods: Sequence[PaletteFood]) -> PairArray:
    """(F, F) nats: foreign cuisines, what the palette says goes together or does not, no second starch or sugary thing in a meal."""
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
    return nats + cuisine_clash(foods, _CUISINE_NATS)
