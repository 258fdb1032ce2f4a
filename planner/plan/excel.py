"""A plan as an Excel workbook: menu, nutrients, shopping, sources and safety. The same plan gives the same bytes."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from planner.nutrition.safety_text import BANNER
from planner.plan.cook import dishes
from planner.plan.export import is_risky
from planner.plan.extras import needed
from planner.plan.text import closing, proof_line
from planner.plan.words import label, places, unit

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan
    from planner.plan.shopping import ShoppingList

UNKNOWN = "not known"
_MADE = datetime(2000, 1, 1)  # a workbook says when it was made; ours says nothing, the same each time
_CELL = 32_767  # characters that a cell holds
_MENU = (
    ("day", "Day", 6), ("meal", "Meal", 11), ("title", "Dish", 34), ("food", "Food", 30), ("portion", "Portion", 18),
    ("grams", "Grams", 9), ("energy_kcal", "Energy (kcal)", 13), ("magnesium_mg", "Magnesium (mg)", 15),
    ("potassium_mg", "Potassium (mg)", 15), ("seasoning", "Seasoning", 34), ("food_code", "Food code", 11),
)  # fmt: skip


def plan_xlsx(plan: MealPlan, units: str = "us", people: int = 1) -> bytes:
    """The workbook. ``units`` (us or metric) and ``people`` are those of the shopping list.

    Raises InputError where XlsxWriter is not installed, and what ``MealPlan.shopping`` raises.
    """
    writer = needed("xlsxwriter", "an Excel file")
    buffer = io.BytesIO()
    book = new_book(writer, buffer)
    _menu(Sheet(book, "Menu"), plan)
    nutrients_sheet(Sheet(book, "Nutrients"), plan)
    if plan.table is not None:
        shopping_sheet(Sheet(book, "Shopping"), plan.shopping(people=people, units=units))
    _safety(Sheet(book, "Sources and safety"), plan)
    book.close()
    return buffer.getvalue()


def new_book(writer: Any, buffer: io.BytesIO) -> Any:
    """A workbook in which text stays text; the same content gives the same bytes."""
    book = writer.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Menu", "comments": BANNER, "created": _MADE})
    return book


class Sheet:
    """A sheet that is written row by row: numbers as numbers, text as text, whatever it begins with."""

    def __init__(self, book: Any, name: str) -> None:
        self.sheet, self.row = book.add_worksheet(name), 0
        self.sheet.hide_gridlines(2)
        top = {"valign": "top"}
        self.heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, **top})
        self.text = book.add_format({"text_wrap": True, **top})
        self.quoted = book.add_format({"text_wrap": True, "quote_prefix": True, **top})
        self.bold = book.add_format({"bold": True, "text_wrap": True, **top})
        self.faint = book.add_format({"italic": True, "align": "right", **top})
        formats = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00", 3: "#,##0.000"}
        self.numbers = {n: book.add_format({"num_format": code, **top}) for n, code in formats.items()}

    def header(self, names: Sequence[tuple[str, float]]) -> None:
        """Headings with their column widths; they stay in sight and repeat on paper."""
        for column, (name, width) in enumerate(names):
            self.sheet.write_string(0, column, name, self.heading)
            self.sheet.set_column(column, column, width)
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.row = 1

    def line(self, cells: Iterable[str | tuple[float, int]], bold: bool = False) -> None:
        """A row; a number comes with its decimals, and as "not known" where it is NaN."""
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                look = self.quoted if is_risky(cell) else self.bold if bold else self.text
                self.sheet.write_string(self.row, column, cell[:_CELL], look)
            elif math.isnan(cell[0]):
                self.sheet.write_string(self.row, column, UNKNOWN, self.faint)
            else:
                self.sheet.write_number(self.row, column, cell[0], self.numbers[min(cell[1], 3)])
        self.row += 1


def _menu(sheet: Sheet, plan: MealPlan) -> None:
    columns = [one for one in _MENU if one[0] in plan.menu]
    sheet.header([(name, width) for _, name, width in columns])
    decimals = {"day": 0, "grams": 0, "energy_kcal": 0, "magnesium_mg": 0, "potassium_mg": 0}
    for row in plan.menu.to_dict("records"):
        sheet.line((float(row[key]), decimals[key]) if key in decimals else str(row[key]) for key, _, _ in columns)


def nutrients_sheet(sheet: Sheet, plan: MealPlan) -> None:
    """A row for each nutrient: its amount, bounds, status, and what each day brings."""
    frame = plan.nutrients
    days = [] if plan.days == 1 else list(range(1, plan.days + 1))
    amount = "Amount" if plan.days == 1 else f"Mean of {plan.days} days"
    fixed = [("Nutrient", 30.0), ("Unit", 7.0), (amount, 12.0), ("At least", 10.0), ("At most", 10.0), ("%", 7.0)]
    sheet.header([*fixed, ("Status", 11), ("Foods that report it", 12), *((f"Day {day}", 10.0) for day in days)])
    by_day = {(row["nutrient"], row["day"]): row["amount"] for row in frame.to_dict("records")}
    for row in frame[frame["day"] == 0].to_dict("records"):
        name, shown = row["nutrient"], places(row["nutrient"])
        bounds: list[str | tuple[float, int]] = [
            "" if math.isnan(row[side]) else (row[side], shown) for side in ("lower", "upper")
        ]
        percent: str | tuple[float, int] = "" if math.isnan(row["percent"]) else (row["percent"], 0)
        reported = f"{row['foods'] - row['unreported']} of {row['foods']}"
        status = f"at least; {row['status']}" if row["unreported"] and row["amount"] == row["amount"] else row["status"]
        cells = [label(name), unit(name), (row["amount"], shown), *bounds, percent, status, reported]
        sheet.line([*cells, *((by_day.get((name, day), math.nan), shown) for day in days)])


def shopping_sheet(sheet: Sheet, listed: ShoppingList) -> None:
    """A row for each thing to buy."""
    columns = [
        ("Aisle", 25.0),
        ("Item", 30.0),
        ("Buy", 20.0),
        ("Packs", 20.0),
        ("Exact grams", 12.0),
        ("Weighed", 18.0),
    ]
    sheet.header([*columns, ("For", 44), ("Cost (USD, 2017/18)", 13)])
    for row in listed.rows:
        cost = math.nan if row.cost_usd is None else row.cost_usd
        sheet.line(
            [row.aisle, row.item, row.amount, row.packs, (row.grams, 1), row.weighed, "; ".join(row.dishes), (cost, 2)]
        )
    sheet.row += 1
    for text in (listed.heading(), *((f"From the cupboard: {', '.join(listed.cupboard)}",) if listed.cupboard else ())):
        sheet.line(["", text])
    for text in listed.notices:
        sheet.line(["", text])


def _safety(sheet: Sheet, plan: MealPlan) -> None:
    made = [one.sentence() for one in dishes(plan.menu, plan.table)] if plan.has_meals and plan.table else []
    parts = [
        ("Summary", [plan.summary(), proof_line(plan)]),
        ("Not met, or not known", plan.misses),
        ("To know", plan.notices),
        ("In the dishes", made),
        ("Safety and sources", [text for text in closing(plan) if text]),
    ]
    told_sheet(sheet, parts)


def told_sheet(sheet: Sheet, parts: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Sentences under headings."""
    sheet.sheet.set_column(0, 0, 110)
    sheet.line([BANNER], bold=True)
    for heading, texts in parts:
        if texts:
            sheet.row += 1
            sheet.line([heading], bold=True)
            for text in texts:
                sheet.line([text])
