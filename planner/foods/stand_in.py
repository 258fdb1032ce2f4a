"""Menus from a whole table of one's own: each of its foods stands in for the palette food that is called most like it.

A food that is called so plays that food's parts in a meal, in its portions, as often. Its nutrients, price, diets and allergens stay
its own. Of all that are called like one palette food the menus offer the nearest, of which most is known; a wish brings in any
other. Foods that are called like none are in no menu.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.foods.borrow import HABITS_OF, borrow
from planner.foods.headers import EATEN, FLAGS
from planner.foods.palette import load_palette
from planner.foods.table import FoodTable, load_foods
from planner.foods.words import FILLERS, stems

STANDS_IN = "stands_in"  # column: whether menus offer the food unasked; treat_as names the palette food

_LEAST_FOODS = 50  # with fewer on offer every day is much the same: such a table makes plain days
_ALIKE = 0.5  # names that share less of what they say are of other foods
_KNOWN_WORTH, _AWAY_WORTH, _MOST_AWAY, _OTHER_STATE = 0.3, 0.02, 4.0, 0.1
_SCALE = {"energy_kcal": 100.0, "protein_g": 5.0, "carbohydrate_g": 10.0, "fat_g": 5.0}
_REPORTED = (
    "energy_kcal", "protein_g", "fiber_g", "magnesium_mg", "potassium_mg", "calcium_mg", "iron_mg", "sodium_mg", "zinc_mg",
    "saturated_fat_g", "vitamin_c_mg", "vitamin_d_ug", "folate_dfe_ug", "vitamin_b12_ug", "selenium_ug",
)  # fmt: skip
# Words on how something is prepared or sold: two names do not share a food by sharing these.
_HOW = frozenset(
    stems(
        "raw cooked boiled baked roasted grilled broiled fried steamed stewed braised fresh frozen canned dried dry plain whole nfs no "
        "added fat not made prepared ready eat drained solids unprepared commercially commercial all types style without skin peel "
        "eaten only meat flesh sliced salted unsalted type regular year round average"
    )
)
# Words for a whole class, of which the next word says what it is: "Nuts, walnuts", "Cheese, cheddar".
_CLASSES = frozenset(
    stems(
        "nuts seeds cheese sauce sausage fish beans cereal beef pork lamb cookie cake candy soup oil juice pizza sandwich snack cracker "
        "drink beverage crustaceans mollusks spice pie stew salad dip bar fruit vegetable milk"
    )
)


@lru_cache(maxsize=4)
def menu_table(table: FoodTable) -> FoodTable:
    """The table as menus can be made of it; itself where it is the shipped one already, or where too few of its foods stand in."""
    if not table.is_own:
        return table
    lent = _lenders(table)
    offered = _offered(table, lent)
    if len(offered) < _LEAST_FOODS:
        return table
    data = table.data.copy()
    data["treat_as"] = pd.Series(lent, dtype="object").reindex(data.index)
    data[STANDS_IN] = data.index.isin(list(offered))
    if HABITS_OF in data:  # of the food itself, rather than of its whole category
        again = data.index.isin(list(lent)) & data[HABITS_OF].ne("")
        data.loc[again, list(EATEN)] = np.nan
    said = f"{len(table):,} foods from {Path(table.source).name}"
    ready = replace(table, data=data, own=frozenset(data.index), changes=(said,), folder=load_foods().folder)
    return borrow(ready, frozenset(lent))


def stands_in(table: FoodTable) -> bool:
    """Whether the foods of this table are somebody's own, all of them, and stand in for those of the palette."""
    return STANDS_IN in table.data


def _lenders(table: FoodTable) -> dict[str, str]:
    """The palette food that each food is called most like, by code; foods that are called like none are left out."""
    data = table.data
    aside = data[list(FLAGS)].drop(columns="fast_food").any(axis=1) | data["energy_kcal"].isna()
    known = _Known(load_foods())
    also = data["also_called"].tolist() if "also_called" in data else [None] * len(data)
    groups = data["group"].fillna("").astype(str).tolist()
    amounts = {name: data[name].to_numpy(dtype=float) for name in _SCALE if name in data}
    found = {}
    for n, (code, official, english, left) in enumerate(
        zip(data.index.tolist(), data["food"].tolist(), also, aside.tolist(), strict=True)
    ):
        if left:
            continue
        food = {name: float(column[n]) for name, column in amounts.items()}
        if best := known.most_like(_called(official, english), groups[n], food):
            found[code] = best
    return found


def _called(official: object, english: object) -> str:
    """The name of a food in English, as far as the table says it."""
    return english if isinstance(english, str) and english else str(official)


def _is_raw(name: str) -> bool:
    return "raw" in stems(name)


class _Known:
    """The foods of the palette by what their names say."""

    def __init__(self, shipped: FoodTable) -> None:
        spoken: dict[str, list[str]] = {}
        for food in load_palette().foods:
            if food.code in shipped:
                spoken.setdefault(food.code, []).append(food.name)
        self.data = shipped.data.loc[list(spoken)]
        names = [str(name) for name in self.data["food"].tolist()]
        self.said = [
            set(stems(" ".join([name, *more]))) - FILLERS for name, more in zip(names, spoken.values(), strict=True)
        ]
        self.core = [_cores([name, *more]) for name, more in zip(names, spoken.values(), strict=True)]
        seen = Counter(word for words in self.said for word in words)
        self.worth = {word: float(np.log(len(self.said) / count)) for word, count in seen.items()}
        self.rarest = max(self.worth.values())
        self.groups = self.data["group"].fillna("").astype(str).to_numpy()
        self.at: dict[str, list[int]] = {}
        for n, words in enumerate(self.said):
            for word in words:
                self.at.setdefault(word, []).append(n)
        self.often = np.log1p(self.data["eaten_per_1000"].fillna(0.0).to_numpy(dtype=float))

    def most_like(self, name: str, group: str, food: Mapping[str, float]) -> str | None:
        """The code of the palette food that this one is called like, of its group; None where none is."""
        mine, itself = set(stems(name)) - FILLERS, _itself(name)
        near = sorted({n for word in itself for n in self.at.get(word, ())})
        fits = [
            n for n in near if any(core <= mine for core in self.core[n]) and (not group or self.groups[n] == group)
        ]
        if not fits:
            return None
        alike = np.array([self._alike(mine, itself, self.said[n]) for n in fits])
        if alike.max() < _ALIKE:
            return None
        score = alike + _AWAY_WORTH * self.often[fits] - _AWAY_WORTH * self._away(food, fits)
        score[alike < _ALIKE] = -np.inf
        return str(self.data.index[fits[int(np.argmax(score))]])

    def _alike(self, mine: Set[str], itself: Set[str], theirs: Set[str]) -> float:
        """How much of what the two names say they share, 0 to 1; how a food is prepared says little."""

        def said(words: Set[str]) -> float:
            return sum(self.worth.get(word, self.rarest) * (0.25 if word in _HOW else 1.0) for word in words)

        return said(mine & theirs) / (0.5 * said(mine & theirs | itself) + 0.5 * said(theirs))

    def _away(self, food: Mapping[str, float], fits: list[int]) -> npt.NDArray[np.float64]:
        away = np.zeros(len(fits))
        for name, scale in _SCALE.items():
            value = food.get(name, np.nan)
            if value == value:
                theirs = self.data[name].to_numpy(dtype=float)[fits]
                away += np.minimum(np.nan_to_num(np.abs(theirs - value)) / scale, _MOST_AWAY)
        return away


def _itself(name: str) -> frozenset[str]:
    """The words that say what a food is: its first part, or the second one where the first is a class; none where it is no more."""
    parts = [frozenset(stems(part)) - FILLERS - _HOW for part in name.split(",")]
    first = parts[0] - _CLASSES
    return first or (frozenset().union(*parts[1:3]) - _CLASSES if len(parts) > 1 else frozenset())


def _cores(names: list[str]) -> list[frozenset[str]]:
    """The words without which a food is not called by one of its names; of "chicken or turkey" either will do."""
    return [
        core for name in names for one in name.split(",")[0].split(" or ") if (core := _itself(one) or _itself(name))
    ]


def _offered(table: FoodTable, lent: dict[str, str]) -> frozenset[str]:
    """Of the foods that stand in for the same one, the nearest to it of which most is known."""
    codes, data = list(lent), table.data
    lenders = load_foods().data.loc[list(lent.values())]
    reported = data.reindex(columns=list(_REPORTED)).notna().mean(axis=1).loc[codes].to_numpy(dtype=float)
    away = np.zeros(len(codes))
    for name, scale in _SCALE.items():
        if name in data:
            apart = np.abs(data.loc[codes, name].to_numpy(dtype=float) - lenders[name].to_numpy(dtype=float)) / scale
            away += np.minimum(np.nan_to_num(apart), _MOST_AWAY)
    rows = data.loc[codes]
    also = rows["also_called"].tolist() if "also_called" in data else [None] * len(codes)
    raw = np.array([_is_raw(_called(*both)) for both in zip(rows["food"].tolist(), also, strict=True)])
    other = raw != [_is_raw(str(name)) for name in lenders["food"].tolist()]
    prices = _AWAY_WORTH * away - _KNOWN_WORTH * reported + _OTHER_STATE * other
    best: dict[str, tuple[float, str]] = {}
    for (code, lender), price in zip(lent.items(), prices.tolist(), strict=True):
        best[lender] = min(best.get(lender, (np.inf, "")), (price, code))
    return frozenset(code for _, code in best.values())
