"""A household plan as a PDF to print: the laid table, what to buy, what each person gets of each nutrient, what to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.nutrition.safety_text import BANNER
from planner.plan.cards import WATER_NOTE
from planner.plan.cook import dishes
from planner.plan.household.table import TableMeal, amounts, headings, meals, sentences
from planner.plan.pdf import closing_parts, lacking_part, list_part, nutrients_part, shopping_part, small_print_part
from planner.plan.pdf_page import BODY, HEAD, SMALL, TITLE, Paper

if TYPE_CHECKING:
    from planner.plan.household.plan import HouseholdPlan

_DISH, _ALL = 0.30, 0.12  # shares of the width


def household_pdf(plan: HouseholdPlan, units: str = "us", paper: str = "a4") -> bytes:
    """The file, the same bytes for the same plan. ``units``: us or metric; ``paper``: a4 or letter.

    Raises InputError where fpdf2 or its fonts are not installed, UnknownNameError for units or paper that nobody knows.
    """
    title = f"Menu for {', '.join(plan.names)}"
    sheet = Paper(paper, title, BANNER)
    try:
        _write(sheet, title, plan, units)
        return sheet.bytes()
    finally:
        sheet.close()


def _write(sheet: Paper, title: str, plan: HouseholdPlan, units: str) -> None:
    sheet.write(title, TITLE, bold=True, after=1.0)
    sheet.write(BANNER, BODY, bold=True, after=1.0)
    sheet.items(plan.summary().splitlines())
    each = (1.0 - _DISH - _ALL) / len(plan.names)
    widths = [share * sheet.width for share in (_DISH, *(each for _ in plan.names), _ALL)]
    day = 0
    for meal in meals(plan, units):
        if meal.day != day:
            day = meal.day
            sheet.gap(2.5)
            sheet.keep(60.0)
            sheet.write(f"Day {day}", HEAD, bold=True)
            for told in amounts(plan, day):
                sheet.write(told, SMALL)
            sheet.row(headings(plan), widths, "L" * len(widths), bold=True)
            sheet.rule()
        _meal(sheet, meal, widths)
    sheet.gap(2.0)
    sheet.write(WATER_NOTE, SMALL)
    if plan.first.table is not None:
        list_part(sheet, "In the dishes", [one.sentence() for one in dishes(plan.first.menu, plan.first.table)])
    shopping_part(sheet, plan.shopping(units=units))
    for name, one in plan.plans.items():
        sheet.heading(name, room_for=60.0)
        nutrients_part(sheet, one)
    told_last = sentences(plan)
    for heading, texts in told_last:
        list_part(sheet, heading, texts)
    lacking_part(sheet)
    red_flags, rest = closing_parts(plan.first)
    list_part(sheet, "When to see a doctor", red_flags)
    small_print_part(sheet, rest)


def _meal(sheet: Paper, meal: TableMeal, widths: list[float]) -> None:
    tall = [max(sheet.height(cell, SMALL, width) for cell, width in zip(row, widths, strict=True)) for row in meal.rows]
    sheet.keep(8.0 + sum(tall))
    sheet.gap(0.8)
    seasoned = f" ({meal.seasoning})" if meal.seasoning else ""
    sheet.write(f"{meal.meal}: {meal.title}{seasoned}", BODY, bold=True)
    for row in meal.rows:
        sheet.row(row, widths, "L" * len(widths))
    sheet.gap(0.8)
    sheet.rule(dark=0.8)
