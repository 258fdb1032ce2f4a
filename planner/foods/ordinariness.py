"""How ordinary a menu is: its foods, amounts and meals beside those of real people.

A menu is a frame of ``day``, ``meal``, ``food_code``, ``grams``; the name of a meal holds its slot ("snack 2",
"Breakfast"). Every judge is a plain function of the menu and of ``Habits``; NaN says that there was nothing to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.errors import UnknownNameError
from planner.foods.habits import SLOTS, Habits, Matrix

USUAL_SHARE = 0.05  # a food belongs to a slot where it is eaten on so many of its occasions, or more
SEEN_TIMES = 3  # a pair is one that people eat when it was recorded so many times
_WHOLE_G = 1e-6  # amounts on the edge of the range are in it


@dataclass(frozen=True)
class Ordinariness:
    """The judges of a menu.

    Attributes:
        familiarity: 0 to 100, see ``familiarity``.
        portions_in_range: share (0 to 1) of portions within the 5th to 95th percentile of that food.
        at_usual_slot: share (0 to 1) of foods at a slot where people have at least 5 % of that food's occasions.
        affinity: log2, 0 is chance, see ``affinity``.
        pairs_seen: share (0 to 1) of the category pairs of a meal that people eat together at that slot.
        role_pairs_seen: the same for pairs of eating roles.
    """

    familiarity: float
    portions_in_range: float
    at_usual_slot: float
    affinity: float
    pairs_seen: float
    role_pairs_seen: float


def ordinariness(menu: pd.DataFrame, habits: Habits, category_of: pd.Series[str]) -> Ordinariness:
    """All judges at once; ``category_of``: the WWEIA category code by food_code.

    Raises:
        UnknownNameError: when the name of a meal holds no slot.
    """
    return Ordinariness(
        familiarity(menu, habits),
        portions_in_range(menu, habits),
        at_usual_slot(menu, habits),
        affinity(menu, habits, category_of),
        pairs_seen(menu, habits, category_of),
        role_pairs_seen(menu, habits, category_of),
    )


def slot_of_meal(meal: str) -> str:
    """The slot in the name of a meal: the first of breakfast, lunch, dinner, snack that it holds.

    Raises:
        UnknownNameError: when it holds none.
    """
    found = re.search("|".join(SLOTS), meal.lower())
    if found is None:
        raise UnknownNameError("meal", meal, hint="its name must hold breakfast, lunch, dinner or snack")
    return found[0]


def rates(habits: Habits) -> pd.DataFrame:
    """By food_code and slot: per 1,000 occasions; 0 where nobody was met eating it."""
    return pd.DataFrame({slot: habits.per_1000(slot) for slot in SLOTS}).fillna(0.0)


def familiarity_of_foods(habits: Habits) -> pd.Series[float]:
    """By food_code, 0 to 100: the percentile of how often it is eaten (all slots) among all foods with a record."""
    recorded = habits.foods["food_code"][habits.foods["records"] > 0].unique()
    often = rates(habits).sum(axis=1)
    return 100 * often[often.index.isin(recorded)].rank(pct=True)


def familiarity(menu: pd.DataFrame, habits: Habits) -> float:
    """The mean percentile of the foods of a day, then the mean over days; a food never recorded has 0."""
    known = menu["food_code"].map(familiarity_of_foods(habits)).fillna(0.0)
    return _mean(known.groupby(menu["day"]).mean())


def portions_in_range(menu: pd.DataFrame, habits: Habits) -> float:
    """Share of portions within the real range; what has no known range is not judged.

    A portion is all of a food at one meal, as in the records.
    """
    together = menu.groupby(["day", "meal", "food_code"], sort=True)["grams"].sum().reset_index()
    known = habits.portions.reindex(together["food_code"]).reset_index(drop=True)
    inside = together["grams"].ge(known["p5_g"] - _WHOLE_G) & together["grams"].le(known["p95_g"] + _WHOLE_G)
    return _mean(inside[known["p5_g"].notna()])


def at_usual_slot(menu: pd.DataFrame, habits: Habits) -> float:
    """Share of foods at a slot where people have at least 5 % of that food's occasions (all slots count alike)."""
    by_slot = rates(habits)
    where = by_slot.div(by_slot.sum(axis=1), axis=0).reindex(menu["food_code"]).fillna(0.0).to_numpy()
    here = where[np.arange(len(menu)), _slots(menu).map(SLOTS.index).to_numpy(dtype=int)]
    return _mean(pd.Series(here >= USUAL_SHARE))


def meal_affinities(menu: pd.DataFrame, habits: Habits, category_of: pd.Series[str]) -> pd.Series[float]:
    """By day and meal: the mean affinity of the pairs of different categories; NaN for a meal of one category."""
    held = {slot: habits.affinity(slot)[1] for slot in SLOTS}
    means = _pair_means(menu, menu["food_code"].map(category_of), habits.category_codes, held)
    return means["mean"]


def affinity(menu: pd.DataFrame, habits: Habits, category_of: pd.Series[str]) -> float:
    """The mean over meals of ``meal_affinities``."""
    return _mean(meal_affinities(menu, habits, category_of).dropna())


def pairs_seen(menu: pd.DataFrame, habits: Habits, category_of: pd.Series[str]) -> float:
    """Share of the category pairs within meals that were recorded together at that slot three times or more."""
    held = {slot: (habits.seen(slot)[1] >= SEEN_TIMES).astype(float) for slot in SLOTS}
    return _share(_pair_means(menu, menu["food_code"].map(category_of), habits.category_codes, held))


def role_pairs_seen(menu: pd.DataFrame, habits: Habits, category_of: pd.Series[str]) -> float:
    """Share of the role pairs within meals that were recorded together at that slot three times or more."""
    roles = tuple(sorted(set(habits.role_of_category.values())))
    held = {}
    for slot in SLOTS:
        seen = habits.role_pairs(slot)
        often = np.array([[seen.get((min(a, b), max(a, b)), 0) >= SEEN_TIMES for b in roles] for a in roles])
        held[slot] = often.astype(float)
    of_food = menu["food_code"].map(category_of).map(habits.role_of_category)
    return _share(_pair_means(menu, of_food, roles, held))


def _slots(menu: pd.DataFrame) -> pd.Series[str]:
    return menu["meal"].map({meal: slot_of_meal(meal) for meal in menu["meal"].unique()})


def _pair_means(
    menu: pd.DataFrame, part: pd.Series[str], names: tuple[str, ...], value: dict[str, Matrix]
) -> pd.DataFrame:
    """By day and meal: ``pairs`` of different parts, and the ``mean`` of their values (NaN without a pair)."""
    slot = _slots(menu)
    found = []
    for name in SLOTS:
        meals = menu[["day", "meal"]][slot == name]
        rows, keys = pd.factorize(pd.MultiIndex.from_frame(meals))
        columns = pd.Index(names).get_indexer(pd.Index(part[slot == name]))
        held = np.zeros((len(keys), len(names)))
        held[rows[columns >= 0], columns[columns >= 0]] = 1
        weight = value[name] - np.diag(np.diag(value[name]))
        count = held.sum(axis=1)
        pairs = count * (count - 1) / 2
        total = ((held @ weight) * held).sum(axis=1) / 2
        mean = np.divide(total, pairs, out=np.full(len(keys), np.nan), where=pairs > 0)
        index = pd.MultiIndex.from_tuples(list(keys), names=["day", "meal"])
        found.append(pd.DataFrame({"pairs": pairs, "mean": mean}, index=index))
    return pd.concat([frame for frame in found if len(frame)]).sort_index()


def _mean(values: pd.Series[float] | pd.Series[bool]) -> float:
    """The mean; NaN of nothing."""
    return float(values.to_numpy(dtype=float).mean()) if len(values) else float("nan")


def _share(pairs: pd.DataFrame) -> float:
    """All pairs count alike, whatever meal they are in."""
    known = pairs[pairs["pairs"] > 0]
    return float((known["mean"] * known["pairs"]).sum() / known["pairs"].sum()) if len(known) else float("nan")
