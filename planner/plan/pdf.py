"""A plan as a PDF to print: the menu, what is in it, what to buy, what it brings, and what to know."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from planner.nutrition.safety_text import BANNER
from planner.plan.cards import WATER_NOTE, DayCard, day_cards, meal_name
from planner.plan.cook import dishes
from planner.plan.pdf_page import BODY, HEAD, SMALL, TITLE, Paper
from planner.plan.shopping import ShoppingList, said
from planner.plan.text import MENU_HEADINGS, closing, mean_heading, menu_rows, nutrient_rows, proof_line

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

_SLOT = 22.0  # width of "Breakfast", mm
_BAR = 26.0  # a bar of 200 %, mm
_FULL = 200.0
_NUTRIENT_SHARES = (0.30, 0.17, 0.12, 0.12, 0.07)  # of what the bar and the status leave
_STATUS = 18.0
LACKING = "Letters that the fonts of this file do not have are shown as \ufffd."


def plan_pdf(plan: MealPlan, units: str = "us", people: int = 1, paper: str = "a4") -> bytes:
    """The file, the same bytes for the same plan. ``units``: us or metric; ``paper``: a4 or letter.

    Raises InputError where fpdf2 or its fonts are not installed, UnknownNameError for units or paper that nobody knows.
    """
    title = "Menu for a day" if plan.days == 1 else f"Menu for {plan.days} days"
    sheet = Paper(paper, title, BANNER)
    try:
        _write(sheet, title, plan, units, people)
        return sheet.bytes()
    finally:
        sheet.close()


def _write(sheet: Paper, title: str, plan: MealPlan, units: str, people: int) -> None:
    sheet.write(title, TITLE, bold=True, after=1.0)
    sheet.write(BANNER, BODY, bold=True, after=1.0)
    sheet.write(plan.summary(), BODY, after=1.5)
    if plan.has_meals:
        for card in day_cards(plan, units):
            _day(sheet, card)
        sheet.gap(2.0)
        sheet.write(WATER_NOTE, SMALL)
        _dishes(sheet, plan)
    else:
        _plain(sheet, plan)
    if plan.table is not None:
        shopping_part(sheet, plan.shopping(people=people, units=units))
    nutrients_part(sheet, plan)
    if plan.has_meals and plan.table is not None:
        list_part(sheet, "Quality", plan.quality.lines())
    list_part(sheet, "Not met, or not known", plan.misses)
    list_part(sheet, "To know", (*plan.notices, proof_line(plan)))
    lacking_part(sheet)
    red_flags, rest = closing_parts(plan)
    list_part(sheet, "When to see a doctor", red_flags)
    small_print_part(sheet, rest)


def small_print_part(sheet: Paper, texts: Iterable[str]) -> None:
    """Each paragraph whole on its page: no foot of a page in the middle of a disclaimer."""
    sheet.heading("Disclaimer and sources")
    for text in texts:
        sheet.keep(sheet.height(text, SMALL, sheet.width))
        sheet.write(text, SMALL, after=1.0)


def closing_parts(plan: MealPlan) -> tuple[list[str], list[str]]:
    """Red flags, and what follows them, of what every form of a plan ends with."""
    texts = closing(plan)
    end = texts.index("")
    return texts[1:end], [text for text in texts[end:] if text]


def _day(sheet: Paper, card: DayCard) -> None:
    wide = sheet.width - _SLOT
    heights = [
        sheet.height(one.title, BODY, wide, bold=True) + sheet.height("; ".join(one.servings), BODY, wide) + 1.6
        for one in card.meals
    ]
    sheet.gap(2.5)
    sheet.keep(min(14.0 + sum(heights), 60.0))  # a day breaks between its meals, never right below its heading
    top = sheet.pdf.get_y()
    sheet.write(f"Day {card.day}", HEAD, bold=True)
    after = sheet.pdf.get_y()
    sheet.pdf.set_y(top)
    sheet.row(["", card.amounts], [_SLOT, wide], "LR", BODY)
    sheet.pdf.set_y(max(after, sheet.pdf.get_y()))
    sheet.rule()
    for meal, tall in zip(card.meals, heights, strict=True):
        sheet.keep(tall)
        sheet.gap(0.8)
        top = sheet.pdf.get_y()
        sheet.write(meal_name(meal.meal), BODY)
        sheet.pdf.set_y(top)
        sheet.write(meal.title, BODY, bold=True, indent=_SLOT)
        sheet.write(
            "; ".join(one.replace(" ", "\u00a0") if len(one) < 40 else one for one in meal.servings), BODY, indent=_SLOT
        )
        sheet.gap(0.8)
        sheet.rule(dark=0.8)


def _plain(sheet: Paper, plan: MealPlan) -> None:
    """A day without meals, as a table."""
    shares = (0.42, 0.22, 0.09, 0.09, 0.09, 0.09)
    widths = [share * sheet.width for share in shares]
    sheet.row([name for name, _ in MENU_HEADINGS], widths, "LLRRRR", bold=True)
    for cells in menu_rows(plan):
        sheet.row(cells, widths, "LLRRRR")


def _dishes(sheet: Paper, plan: MealPlan) -> None:
    if plan.table is not None:
        list_part(sheet, "In the dishes", [one.sentence() for one in dishes(plan.menu, plan.table)])


def lacking_part(sheet: Paper) -> None:
    """What the boxes are, where there are any."""
    if sheet.lacking:
        sheet.items([LACKING])


def list_part(sheet: Paper, heading: str, texts: tuple[str, ...] | list[str]) -> None:
    """Sentences under a heading, neither where there are none."""
    if texts:
        sheet.heading(heading)
        sheet.items(texts)


def shopping_part(sheet: Paper, listed: ShoppingList) -> None:
    """The shopping list by aisle, a box to tick before each thing."""
    sheet.heading(listed.heading(), room_for=30.0)
    widths = [6.0, 0.44 * sheet.width, 0.56 * sheet.width - 6.0]
    for aisle, rows in listed.by_aisle():
        sheet.keep(14.0)
        sheet.gap(1.0)
        sheet.write(aisle[:1].upper() + aisle[1:], BODY, bold=True)
        for row in rows:
            top = sheet.row(["", said(row), "for " + ", ".join(row.dishes)], widths, "LLL", SMALL)
            sheet.box(0.5, top + 0.9, 2.6, 2.6)
    if listed.cupboard:
        sheet.gap(1.0)
        sheet.keep(12.0)
        sheet.write("From the cupboard", BODY, bold=True)
        sheet.write(", ".join(listed.cupboard), SMALL)
    sheet.gap(1.5)
    sheet.items(listed.notices, SMALL)


def nutrients_part(sheet: Paper, plan: MealPlan) -> None:
    """Amounts, bounds, per cent of the target as a number and a bar, and a word."""
    sheet.heading(mean_heading(plan), room_for=40.0)
    left = sheet.width - _BAR - _STATUS
    widths = [*(share / sum(_NUTRIENT_SHARES) * left for share in _NUTRIENT_SHARES), _BAR, _STATUS]
    sides = "LRRRRLL"
    sheet.row(["Nutrient", "Amount", "At least", "At most", "%", "  to 200 %", "Status"], widths, sides, bold=True)
    sheet.rule()
    start = sum(widths[:5]) + 2.0
    for cells in nutrient_rows(plan):
        off = cells[5] in ("below", "above")
        top = sheet.row([*cells[:5], "", cells[5]], widths, sides, bold=off)
        percent = float(cells[4]) if cells[4] else math.nan
        if percent == percent:
            wide = _BAR - 4.0
            sheet.box(start, top + 1.0, max(0.1, wide * min(percent, _FULL) / _FULL), 2.2, filled=True)
            sheet.box(start, top + 1.0, wide, 2.2)
            sheet.box(start + wide / 2, top + 0.6, 0.01, 3.0)
    sheet.write(
        "The mark in the middle of a bar is 100 % of the lower bound, or of the upper one where there is no lower.",
        SMALL,
    )
