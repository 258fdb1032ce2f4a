"""A menu that was found, as rows: one per day, meal and food, in the words of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.plan.cook import label_asked
from planner.plan.plan import MEAL_COLUMNS, MENU_COLUMNS, NUTRIENT_COLUMNS
from planner.plan.seasoning import Plate, season
from planner.plan.titles import in_order, portion, serving, title

if TYPE_CHECKING:
    from planner.foods.palette import PaletteFood
    from planner.foods.table import FoodTable
    from planner.plan.standing import StandingMenu

_WITH_TWO_SNACKS = {"snack": "snack 1", "evening": "snack 2"}


def menu_frame(found: StandingMenu, table: FoodTable) -> pd.DataFrame:
    """The menu with the columns of ``MealPlan.menu``: titles, servings and seasonings repeat nothing of the table.

    A food of which only some kinds keep to the diets is served with the label to look for.
    """
    kinds = found.palette.kinds()
    templates = {(one.slot, one.kind): one.title for one in found.palette.templates}
    meals = [
        (day, kinds[int(found.problem.patterns[slot].kind[pattern])], _foods(found, portions))
        for day, row in enumerate(found.menu, start=1)
        for slot, (pattern, portions) in enumerate(row)
    ]
    seasoned = season(
        [Plate(day, kind[0], [food for food, _ in foods]) for day, kind, foods in meals], found.seasonings
    )
    called = _WITH_TWO_SNACKS if "evening" in found.problem.slots else {}
    rows = []
    for (day, kind, foods), with_what in zip(meals, seasoned, strict=True):
        words = title(templates[kind], foods)
        for food, amount in in_order(foods, templates[kind]):
            row = {"day": day, "meal": called.get(kind[0], kind[0]), "food_code": food.code, "food": food.name}
            row |= {"portion": portion(food, amount), "grams": amount * food.grams_per_unit}
            label = label_asked(food, table, found.diets)
            served = serving(food, amount, kind[0]) + (f" ({label})" if label else "")
            rows.append(row | {"title": words, "serving": served, "seasoning": with_what})
    menu = pd.DataFrame(rows)
    at, grams = table.places(menu["food_code"].tolist()), menu["grams"].to_numpy(float)
    for name in NUTRIENT_COLUMNS:
        menu[name] = table.amounts_100g(name)[at] * grams / 100.0
    return menu[[*MENU_COLUMNS, *NUTRIENT_COLUMNS, *MEAL_COLUMNS]]


def _foods(found: StandingMenu, portions: tuple[int, ...]) -> list[tuple[PaletteFood, float]]:
    items = found.problem.items
    return [(items.foods[int(items.food[j])], float(items.amount[j])) for j in portions]


def broken_rules(found: StandingMenu) -> tuple[str, ...]:
    """Plate rules that the menu breaks, counted again from the menu, one sentence each."""
    problem, items = found.problem, found.problem.items
    kinds = found.palette.kinds()
    counts = np.zeros((problem.days, len(found.rules)))
    for day, meals in enumerate(found.menu):
        for slot, (pattern, portions) in enumerate(meals):
            slot_name, kind = kinds[int(problem.patterns[slot].kind[pattern])]
            foods = [items.foods[i] for i in items.food[list(portions)].tolist()]
            for r, rule in enumerate(found.rules):
                counts[day, r] += sum(map(rule.counts, foods))
                counts[day, r] += bool(rule.kinds) and f"{slot_name}:{kind}" in rule.kinds
    said = []
    for r, rule in enumerate(found.rules):
        if rule.safety:
            continue  # counted by the largest portion here, in grams and for certain by the guard of the plan
        for bound in rule.bounds(problem.days):
            values = counts[:, r] if bound.per == "day" else np.array([counts[:, r].mean()])
            low = -np.inf if bound.lower is None else bound.lower
            high = np.inf if bound.upper is None else bound.upper
            off = (values < low - 1e-9) | (values > high + 1e-9)
            if off.any():
                days = ", ".join(str(day + 1) for day in np.flatnonzero(off))
                when = f"on day {days}" if bound.per == "day" else "over the plan"
                times = values[off][0] * (1 if bound.per == "day" else problem.days)
                said.append(
                    f"{'Wish' if rule.wish else 'Plate rule'} not kept {when}: {rule.sentence} ({times:g} times)."
                )
    return tuple(said)
