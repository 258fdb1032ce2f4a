"""A menu of meals as a person reads it: day by day, each meal with its title and its servings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.foods.measures import ml_per_gram
from planner.nutrition.units import Units, say_mass, say_volume, units_from
from planner.plan.plan import NUTRIENT_COLUMNS
from planner.plan.seasoning import seasoned, with_seasoning
from planner.plan.variety import DRINKS
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.plan import MealPlan

WATER = "water"
WATER_NOTE = "Where a meal names no drink, water is meant."


@dataclass(frozen=True)
class MealCard:
    """``servings`` in a cook's order: what the title names, what dresses it, drinks; each with what it is seasoned with."""

    meal: str
    title: str
    servings: tuple[str, ...]


@dataclass(frozen=True)
class DayCard:
    """``amounts``: what the day brings, "2,130 kcal, magnesium 444 mg, potassium 4,303 mg"."""

    day: int
    amounts: str
    meals: tuple[MealCard, ...]


def day_cards(plan: MealPlan, units: str = "us") -> list[DayCard]:
    """One card a day. The plan must have meals (``MealPlan.has_meals``).

    ``units``: us says household portions as they stand ("1 cup oatmeal"), metric their grams or millilitres, too.
    """
    told = units_from(units)
    return [
        DayCard(
            int(str(day)),
            _amounts(rows),
            tuple(_meal(plan, str(meal), foods, told) for meal, foods in _by(rows, "meal")),
        )
        for day, rows in _by(plan.menu, "day")
    ]


def _by(rows: pd.DataFrame, column: str) -> list[tuple[object, pd.DataFrame]]:
    return list(rows.groupby(column, sort=False))


def _meal(plan: MealPlan, meal: str, rows: pd.DataFrame, units: Units) -> MealCard:
    groups: list[str] = []
    if plan.table is not None:
        groups = plan.table.data["group"].reindex(rows["food_code"].to_numpy()).fillna("").astype(str).tolist()
    servings = rows["serving"].tolist()
    if units == "metric":
        codes, weights = rows["food_code"].tolist(), rows["grams"].tolist()
        servings = [
            one if one == WATER else f"{one} ({measured(plan, code, grams)})"
            for one, code, grams in zip(servings, codes, weights, strict=True)
        ]
    first_drink = len(servings)
    while first_drink and groups and groups[first_drink - 1] in DRINKS:
        first_drink -= 1
    phrases, rest = seasoned(str(rows["seasoning"].iloc[0]), rows["food"].tolist())
    servings = [with_seasoning(*one) for one in zip(servings, phrases, strict=True)]
    if rest:
        servings.insert(first_drink, f"seasoned with {rest}")
    return MealCard(meal, str(rows["title"].iloc[0]), tuple(one for one in servings if one != WATER))


def measured(plan: MealPlan, code: str, grams: float) -> str:
    """The metric amount of a serving: millilitres of a drink, grams of all else."""
    if plan.table is not None and plan.table.data.at[code, "group"] in DRINKS:
        per_gram = ml_per_gram(plan.table, code)
        if per_gram is not None:
            return say_volume(grams * per_gram, "metric")
    return say_mass(grams, "metric")


def _amounts(rows: pd.DataFrame) -> str:
    """Nothing is rounded up to a target."""
    told = []
    for name in NUTRIENT_COLUMNS:
        shown = f"{number(name, float(rows[name].sum()), 'down')} {unit(name)}"
        told.append(shown if name == "energy_kcal" else f"{label(name).lower()} {shown}")
    return ", ".join(told)


def meal_name(meal: str) -> str:
    """``Snack 2``."""
    return meal[:1].upper() + meal[1:]
