"""The laid table as one reads it: a block a meal, a row a dish, a column a person. Each form draws these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.nutrition.units import say_mass, units_from
from planner.plan.cards import WATER, meal_name, measured
from planner.plan.text import nutrient_rows
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    from planner.plan.household.plan import HouseholdPlan

Cells = list[str]
FOR_ALL = "In all"
PORTIONS_NOTE = 'Each person\'s portions are their own; "in all" is what to cook or to set on the table.'


@dataclass(frozen=True)
class TableMeal:
    """``rows``: the dish, each person's portion, and the weight of all portions together."""

    day: int
    meal: str
    title: str
    seasoning: str
    rows: tuple[tuple[str, ...], ...]


def headings(plan: HouseholdPlan) -> Cells:
    return ["", *plan.names, FOR_ALL]


def meals(plan: HouseholdPlan, units: str = "us") -> Iterator[TableMeal]:
    """Every meal in order; water is not measured out, so it has no row. ``units``: us, or metric, which says the grams or
    millilitres of each portion, too."""
    told = units_from(units)
    dishes = plan.dishes.assign(seasoning=plan.first.menu["seasoning"].to_numpy())
    if told == "metric":
        for name, served in plan.laid.items():
            weighed = zip(dishes[name], served["food_code"], served["grams"], strict=True)
            dishes[name] = [f"{portion} ({measured(plan[name], code, grams)})" for portion, code, grams in weighed]
    dishes = dishes[dishes["food"] != WATER]
    for _, rows in dishes.groupby(["day", "meal"], sort=False):
        first = rows.iloc[0]
        yield TableMeal(
            int(first["day"]),
            meal_name(str(first["meal"])),
            str(first["title"]),
            str(first["seasoning"]),
            tuple(
                (str(row["food"]), *(str(row[name]) for name in plan.names), say_mass(float(row["all_g"]), told))
                for row in rows.to_dict("records")
            ),
        )


def amounts(plan: HouseholdPlan, day: int) -> Cells:
    """What a day brings each person: "Ada 2,130 kcal, magnesium 444 mg, potassium 4,303 mg"; nothing is rounded up."""
    told = []
    for name, one in plan.plans.items():
        today = one.menu[one.menu["day"] == day]
        parts = [
            f"{'' if key == 'energy_kcal' else label(key).lower() + ' '}{number(key, float(today[key].sum()), 'down')} {unit(key)}"
            for key in ("energy_kcal", "magnesium_mg", "potassium_mg")
        ]
        told.append(f"{name} {', '.join(parts)}")
    return told


def nutrients(plan: HouseholdPlan) -> tuple[Cells, list[Cells]]:
    """Headings and rows: each nutrient, and what each person has of it, its bounds, and whether they hold."""
    columns = {name: {row[0]: row for row in nutrient_rows(one)} for name, one in plan.plans.items()}
    every = dict.fromkeys(nutrient for rows in columns.values() for nutrient in rows)
    cells = []
    for nutrient in every:
        row = [nutrient]
        for rows in columns.values():
            found = rows.get(nutrient)
            if found is None:
                row += ["", "", ""]
                continue
            _, amount, low, high, _, status = found
            row += [amount, _bounds(low, high), status]
        cells.append(row)
    return ["Nutrient", *(head for name in plan.names for head in (name, "Target", ""))], cells


def _bounds(low: str, high: str) -> str:
    if low and high:
        return f"{low} to {high}"
    return f"from {low}" if low else f"up to {high}" if high else ""


def sentences(plan: HouseholdPlan) -> list[tuple[str, list[str]]]:
    """What each person, and the household, must be told: (heading, sentences)."""
    everybody = _common(plan)
    found = [("To know", [*plan.notices, PORTIONS_NOTE, *everybody])]
    for name, one in plan.plans.items():
        own = [f"{one.summary()}.", *one.misses, *(text for text in one.notices if text not in everybody)]
        found.append((f"For {name}", own))
    found += [(f"Not planned for: {name}", list(reasons)) for name, reasons in plan.refused.items()]
    return found


def _common(plan: HouseholdPlan) -> list[str]:
    """Notices that every plan has, said once."""
    plans = list(plan.plans.values())
    if len(plans) == 1:
        return []
    return [text for text in plans[0].notices if all(text in one.notices for one in plans[1:])]
