"""A household plan as an Excel workbook: the laid table, each person's nutrients, shopping, sources and safety."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from planner.plan.cook import dishes
from planner.plan.excel import Sheet, new_book, nutrients_sheet, shopping_sheet, told_sheet
from planner.plan.extras import needed
from planner.plan.household.table import sentences
from planner.plan.text import closing

if TYPE_CHECKING:
    from planner.plan.household.plan import HouseholdPlan

_LONGEST = 31  # characters of a sheet's name
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


def household_xlsx(plan: HouseholdPlan, units: str = "us") -> bytes:
    """The workbook, the same bytes for the same plan. ``units`` (us or metric) are those of the shopping list.

    Raises InputError where XlsxWriter is not installed.
    """
    writer = needed("xlsxwriter", "an Excel file")
    buffer = io.BytesIO()
    book = new_book(writer, buffer)
    _menu(Sheet(book, "Menu"), plan)
    taken = {"menu", "shopping", "sources and safety"}
    for name, one in plan.plans.items():
        nutrients_sheet(Sheet(book, _sheet_name(name, taken)), one)
    shopping_sheet(Sheet(book, "Shopping"), plan.shopping(units=units))
    made = [one.sentence() for one in dishes(plan.first.menu, plan.first.table)] if plan.first.table else []
    rest = [("In the dishes", made), ("Safety and sources", [text for text in closing(plan.first) if text])]
    told_sheet(Sheet(book, "Sources and safety"), [*sentences(plan), *rest])
    book.close()
    return buffer.getvalue()


def _menu(sheet: Sheet, plan: HouseholdPlan) -> None:
    """A row for each dish: everybody's portion in words and in grams."""
    people = [(name, 18.0) for name in plan.names]
    grams = [(f"{name} (g)", 9.0) for name in plan.names]
    sheet.header([("Day", 6), ("Meal", 11), ("Dish", 34), ("Food", 30), *people, *grams, ("In all (g)", 10)])
    weights = [served["grams"].to_numpy(float) for served in plan.laid.values()]
    for i, row in enumerate(plan.dishes.to_dict("records")):
        words = [str(row[name]) for name in plan.names]
        numbers = [(float(each[i]), 0) for each in weights]
        sheet.line(
            [(float(row["day"]), 0), row["meal"], row["title"], row["food"], *words, *numbers, (float(row["all_g"]), 0)]
        )


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts and no other sheet has."""
    base = _FORBIDDEN.sub(" ", name).strip() or "Person"
    found, n = base[:_LONGEST], 1
    while found.lower() in taken or found.lower() == "history":
        n += 1
        found = f"{base[: _LONGEST - 4]} {n}"
    taken.add(found.lower())
    return found
