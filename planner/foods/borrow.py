"""Foods that the eating records do not know eat like their nearest neighbour: how often, how much, at which meal.

What a food brings in nutrients, prices, diets and allergens is never borrowed. What is borrowed stands in ``treat_as`` (the code
of the neighbour), and a plan says it of each food that is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.errors import UnknownNameError
from planner.foods.headers import EATEN, PATTERNS
from planner.foods.table import FoodTable, load_foods
from planner.foods.words import FILLERS, nearest_names, stems

_BY = (
    "energy_kcal",
    "protein_g",
    "carbohydrate_g",
    "fat_g",
    "fiber_g",
    "sodium_mg",
    "calcium_mg",
)  # what kind of thing it is
_SCALE = {
    "energy_kcal": 100.0,
    "protein_g": 5.0,
    "carbohydrate_g": 10.0,
    "fat_g": 5.0,
    "fiber_g": 3.0,
    "sodium_mg": 200.0,
    "calcium_mg": 80.0,
}
_OTHER_DIET = 8.0  # a meat dish lends nothing to a vegetarian one if there is another
_MOST_AWAY = 3.0  # of one nutrient, in steps of the scale
_NAME_WORTH, _OFTEN_WORTH = 12.0, 0.2  # a name that is alike outweighs so many steps
_LENT = ("category_code", "category", "group")


def borrow(own: FoodTable, codes: frozenset[str] | None = None) -> FoodTable:
    """The table with what is borrowed for ``codes`` (None: all foods) that say nothing of how they are eaten.

    Raises UnknownNameError when ``treat_as`` names no food of the shipped table.
    """
    shipped = load_foods()
    data = own.data.copy()
    lenders = {
        code: _lender(shipped, data.loc[code])
        for code in data.index
        if (codes is None or code in codes) and not _knows(data.loc[code])
    }
    if not lenders:
        return own
    lent = shipped.data.loc[list(lenders.values())].set_axis(pd.Index(list(lenders)), axis=0)
    for name in (*_LENT, *EATEN, *PATTERNS, "added_sugars_g", "pattern_basis", "treat_as"):
        if name not in data:
            data[name] = pd.Series(
                None, index=data.index, dtype="object" if name in (*_LENT, "pattern_basis", "treat_as") else "float64"
            )
        if data[name].dtype.kind not in "fiu":
            data[name] = data[name].astype(object)
    lent_sugars = np.fmin(
        lent["added_sugars_g"], data["sugars_g"].reindex(lent.index) if "sugars_g" in data else np.inf
    )
    columns: Mapping[str, pd.Series] = {
        **{name: lent[name] for name in (*EATEN, *PATTERNS)},
        "added_sugars_g": pd.Series(lent_sugars, index=lent.index),
        "group": lent["group"],
        "pattern_basis": pd.Series([f"like {code}" for code in lenders.values()], index=lent.index),
    }
    for name, values in columns.items():
        at = data.index.isin(lent.index) & (data[name].isna() | data[name].eq(""))
        data.loc[at, name] = values.reindex(data.index[at])
    for name in ("category_code", "category"):
        data.loc[lent.index, name] = lent[name]
    data.loc[lent.index, "treat_as"] = pd.Series(lenders)
    data = data.astype({name: own.data[name].dtype for name in data if name in own.data})
    portions = {
        code: tuple(shipped.measures.get(lender, ()))
        for code, lender in lenders.items()
        if code not in own.own_portions
    }
    return replace(own, data=data, own_portions={**own.own_portions, **portions})


def borrowed_from(table: FoodTable, code: str) -> str:
    """The name of the food whose habits this one borrows; empty when it has its own."""
    if "treat_as" not in table.data or code not in table.data.index:
        return ""
    lender = table.data.at[code, "treat_as"]
    shipped = load_foods()
    return str(shipped.data.at[lender, "food"]) if isinstance(lender, str) and lender in shipped else ""


def eaten_as(rows: pd.DataFrame, recorded: pd.Index) -> list[str]:
    """The code under which eating records know each food: its own, or that of the one whose habits it borrows."""
    codes: list[str] = rows.index.tolist()
    if "treat_as" not in rows:
        return codes
    lenders = rows["treat_as"].tolist()
    return [
        lender if isinstance(lender, str) and lender and code not in recorded else code
        for code, lender in zip(codes, lenders, strict=True)
    ]


def _knows(food: pd.Series) -> bool:
    """Whether a food says itself how it is eaten."""
    return bool(pd.notna(food.get("portion_p50_g")) and pd.notna(food.get("eaten_per_1000")))


def _lender(shipped: FoodTable, food: pd.Series) -> str:
    """The nearest food of the shipped table by name and composition, within the category where one is given."""
    said = food.get("treat_as")
    if isinstance(said, str) and said:
        if said not in shipped:
            raise UnknownNameError(
                "food code in treat_as",
                said,
                nearest_names(said, shipped.data.index),
                "it is a code of the shipped table",
            )
        return said
    lendable = _lendable(shipped)
    score = _NAME_WORTH * _alikeness(shipped, str(food["food"]))
    for name in _BY:
        mine = float(food.get(name, np.nan))
        if mine == mine:
            theirs = np.nan_to_num(lendable[name].to_numpy(dtype=float))
            score -= np.minimum(np.abs(theirs - mine) / _SCALE[name], _MOST_AWAY)
    score += _OFTEN_WORTH * np.log1p(lendable["eaten_per_1000"].fillna(0.0).to_numpy(dtype=float))
    if "y" in (food.get("vegan"), food.get("vegetarian")):
        score -= np.where(lendable["vegetarian"].eq("y").to_numpy(), 0.0, _OTHER_DIET)
    category = food.get("category_code")
    within = lendable["category_code"].eq(category).to_numpy() if isinstance(category, str) and category else None
    if within is not None and within.any():
        score = np.where(within, score, -np.inf)
    return str(lendable.index[int(np.argmax(score))])


@lru_cache(maxsize=2)
def _lendable(shipped: FoodTable) -> pd.DataFrame:
    """Foods that are eaten as they are, and of which it is known how much."""
    data = shipped.data
    aside = data["ingredient_only"] | data["infant"] | data["dry_concentrate"] | data["raw_unsafe"] | data["suspect"]
    known = data["portion_p50_g"].notna() & data["added_sugars_g"].notna() & data["category_code"].ne("9999")
    return data[~aside & known]


def _alikeness(shipped: FoodTable, name: str) -> npt.NDArray[np.float64]:
    """How much of what a name says each lendable food says too, 0 to 1; a rare word says more than a common one."""
    worth, words = _words(shipped)
    mine = set(stems(name)) - FILLERS
    rarest = max(worth.values())
    whole = sum(worth.get(word, rarest) for word in mine)
    return np.array([sum(worth[word] for word in mine & theirs) / whole if whole else 0.0 for theirs in words])


@lru_cache(maxsize=2)
def _words(shipped: FoodTable) -> tuple[dict[str, float], list[set[str]]]:
    words = [set(stems(name)) - FILLERS for name in _lendable(shipped)["food"].tolist()]
    seen = Counter(word for one in words for word in one)
    return {word: float(np.log(len(words) / count)) for word, count in seen.items()}, words


HABITS_OF = "habits_of"  # column: the category whose habits a food borrows


def with_category_habits(table: FoodTable) -> FoodTable:
    """A table of one's own in which a food that says its ``category_code`` is eaten as often and as much as the median food of that
    category in the shipped table, where it does not say so itself."""
    if "category_code" not in table.data:
        return table
    data = table.data.copy()
    typical, names = _typical(load_foods())
    codes = data["category_code"].astype(object).where(data["category_code"].notna(), "").astype(str)
    asks = codes.isin(typical.index) & data["portion_p50_g"].isna()
    if not asks.any():
        return table
    for name in EATEN:
        data[name] = data[name].mask(asks & data[name].isna(), codes.map(typical[name]))
    data[HABITS_OF] = codes.map(names).where(asks, "").fillna("")
    return replace(table, data=data)


@lru_cache(maxsize=2)
def _typical(shipped: FoodTable) -> tuple[pd.DataFrame, pd.Series]:
    by_category = _lendable(shipped).groupby("category_code")
    return by_category[list(EATEN)].median(), by_category["category"].first()
