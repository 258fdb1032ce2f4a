"""The foods that bring most of a nutrient for their energy, their price or a portion, among those a person accepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import pandas as pd

from planner.errors import InputError
from planner.foods.amounts import amounts
from planner.foods.diets import permitted
from planner.foods.headers import PRICE
from planner.foods.portions import household_portion
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable, load_foods
from planner.nutrition.nutrients import find_nutrient
from planner.plan.daily_offer import COMMON_PER_1000, NOT_OFFERED

if TYPE_CHECKING:
    from planner.nutrition.person import Person
    from planner.nutrition.targets import Override

Per = Literal["kcal", "usd", "portion"]
PER = ("kcal", "usd", "portion")
_LEAST_KCAL = 15.0  # a portion with less energy has no meaningful amount per kcal


def best_sources(
    nutrient: str,
    person: Person | None = None,
    preferences: Preferences | None = None,
    *,
    per: Per = "kcal",
    limit: int = 15,
    targets: Mapping[str, Override] | None = None,
    authority: str = "us_canada",
    preset: str = "reference",
    table: FoodTable | None = None,
) -> pd.DataFrame:
    """The best foods, best first: indexed by ``food_code``, with food, portion, grams, amount (of a usual portion, in the
    nutrient's unit), percent (of the person's target), per_100_kcal and per_usd (US dollars of 2017/18; NaN = not known).

    Only foods that people commonly eat and this person accepts, by diet, allergies, exclusions and health answers.
    ``.attrs["notices"]`` are sentences the person must see.

    Raises InputError for an unknown nutrient or ranking, RefusedError when the health answers leave it to a clinician.
    """
    from planner.plan.planning import gate
    from planner.plan.request import Request

    name, wishes = find_nutrient(nutrient), preferences or Preferences()
    foods = load_foods() if table is None else table
    if per not in PER:
        raise InputError(f"per {per!r} is not one of {', '.join(PER)}")
    if name not in foods.data:
        raise InputError(f"the food table has no column {name}: nothing is known of its sources")
    passed = None if person is None else gate(Request(person, 1, wishes, authority, preset, targets or {}, table))
    unsafe = () if passed is None else passed.unsafe
    data = foods.data
    allowed = permitted(foods, wishes.diet, wishes.allergies, (*wishes.exclude, *unsafe))
    allowed &= ~data["group"].isin(NOT_OFFERED) & data[name].notna() & data["energy_kcal"].notna()
    if not data["eaten_per_1000"].isna().all():
        allowed &= data["eaten_per_1000"] >= COMMON_PER_1000
    grams = pd.Series(amounts(foods).usual_g, index=data.index)[allowed]
    if passed is not None:
        for one in passed.limits:
            grams = _at_most(foods, grams, one.words, one.most_a_day_g)
    chosen = data.loc[grams.index]
    amount, kcal = chosen[name] * grams / 100.0, chosen["energy_kcal"] * grams / 100.0
    frame = pd.DataFrame(
        {
            "food": chosen["food"],
            "portion": [household_portion(foods, str(code), float(weight)) for code, weight in grams.items()],
            "grams": grams,
            "amount": amount,
            "percent": float("nan"),
            "per_100_kcal": (100.0 * amount / kcal).where(kcal >= _LEAST_KCAL),
            "per_usd": amount / (chosen[PRICE] * grams / 100.0).where(chosen[PRICE] > 0),
        }
    )
    if passed is not None and (low := passed.targets[name].lower if name in passed.targets else None):
        frame["percent"] = 100.0 * frame["amount"] / low
    column = {"kcal": "per_100_kcal", "usd": "per_usd", "portion": "amount"}[per]
    worth = frame[(frame[column] > 0) & (frame["amount"] >= 0.25 * frame["amount"].quantile(0.9))]
    found = worth.sort_values([column, "food"], ascending=[False, True], kind="stable").head(max(limit, 0))
    found.attrs["notices"] = () if passed is None else passed.notices
    return found


def _at_most(foods: FoodTable, grams: pd.Series, words: tuple[str, ...], most_g: float | None) -> pd.Series:
    """Usual portions that are no more than a limit; foods of which even a tenth of a portion is too much stay out."""
    from planner.foods.shares import food_shares

    if most_g is None:
        return grams
    shares = pd.Series(food_shares(foods, words), dtype=float).reindex(grams.index).fillna(0.0)
    most = (most_g / shares.where(shares > 0)).fillna(float("inf"))
    kept = grams.where(grams <= most, most)
    return pd.Series(kept[kept >= 0.1 * grams])
