"""A plan as HTML: for a notebook, and as a page of its own; no scripts, colours from the reader's own theme."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from planner.nutrition.safety_text import BANNER
from planner.plan.cards import WATER_NOTE, DayCard, day_cards, meal_name
from planner.plan.cook import dishes
from planner.plan.shopping import ShoppingList, said
from planner.plan.text import (
    MENU_HEADINGS,
    NUTRIENT_HEADINGS,
    Rows,
    closing,
    mean_heading,
    menu_rows,
    nutrient_rows,
    proof_line,
)

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

# Only the theme's own text colour, more or less of it: reads on light and on dark.
_FAINT = "opacity:0.75"
_CELL = "padding:0.15em 0.8em 0.15em 0;vertical-align:top"
_RULE = "border-top:1px solid color-mix(in srgb, currentColor 25%, transparent)"
_PAGE = (
    ":root{color-scheme:light dark}body{font:1rem/1.45 system-ui,sans-serif;max-width:50rem;margin:1rem auto;padding:0 1rem}"
    "td,th{padding:0.1em 0.7em 0.1em 0}tr,section{break-inside:avoid}@media print{body{margin:0;max-width:none}}"
)


def plan_page(plan: MealPlan, units: str = "us", people: int = 1) -> str:
    """A page of its own, to open, print or send: the whole plan, and what to buy for so many ``people``; ``units``: us or metric."""
    title = "Menu for a day" if plan.days == 1 else f"Menu for {plan.days} days"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_PAGE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{plan_html(plan, units, people)}\n</body>\n</html>\n"
    )


def plan_html(plan: MealPlan, units: str = "us", people: int = 0) -> str:
    """The whole plan, with what to buy for so many ``people``, if any; ``units``: us or metric."""
    parts = [f"<p><small>{escape(BANNER)}</small></p>", f"<p><b>{escape(plan.summary())}</b></p>"]
    if plan.has_meals:
        parts += [_day(card) for card in day_cards(plan, units)]
        parts.append(_small(WATER_NOTE))
        if plan.table is not None:
            parts.append(_list("In the dishes", [one.sentence() for one in dishes(plan.menu, plan.table)]))
    else:
        parts.append(_table(MENU_HEADINGS, menu_rows(plan)))
    if people and plan.table is not None:
        parts.append(shopping_html(plan.shopping(people=people, units=units)))
    parts.append(_heading(mean_heading(plan)))
    parts.append(_nutrients(plan))
    if plan.has_meals and plan.table is not None:
        parts.append(_list("Quality", plan.quality.lines()))
    parts.append(_list("Not met, or not known", plan.misses))
    parts.append(_list("", plan.notices))
    parts += [_small(text) for text in (proof_line(plan), *closing(plan)) if text]
    return "".join(parts)


def shopping_html(listed: ShoppingList) -> str:
    """The shopping list by aisle, a box to tick before each thing."""
    parts = [_heading(listed.heading())]
    for aisle, rows in listed.by_aisle():
        things = "".join(f"<li>{escape(said(row))}</li>" for row in rows)
        heading = f"<p><b>{escape(aisle[:1].upper() + aisle[1:])}</b></p>"
        parts.append(f"<section>{heading}<ul style='list-style:\"\u2610 \"'>{things}</ul></section>")
    if listed.cupboard:
        parts.append(f"<p><b>From the cupboard</b><br>{escape(', '.join(listed.cupboard))}</p>")
    return "".join([*parts, *map(_small, listed.notices)])


def _day(card: DayCard) -> str:
    rows = "".join(
        f"<tr style='{_RULE}'><td style='{_CELL};white-space:nowrap;text-align:left'>{escape(meal_name(one.meal))}</td>"
        f"<td style='{_CELL};text-align:left'><b>{escape(one.title)}</b>"
        f"<br><span style='{_FAINT}'>{escape('; '.join(one.servings))}</span></td></tr>"
        for one in card.meals
    )
    return (
        "<table style='border-collapse:collapse;margin:0.5em 0'><caption style='text-align:left;caption-side:top'>"
        f"<b>Day {card.day}</b> <span style='{_FAINT}'>{escape(card.amounts)}</span></caption><tbody>{rows}</tbody></table>"
    )


def _nutrients(plan: MealPlan) -> str:
    """The table of nutrients with a bar up to 200 % of the target, a line at 100 %; numbers and words say the same."""
    headings = (*NUTRIENT_HEADINGS[:5], ("", "left"), NUTRIENT_HEADINGS[5])
    return _table(headings, [[*row[:5], _bar(row[4]), row[5]] for row in nutrient_rows(plan)])


class _Html(str):
    """A cell that is HTML already."""


def _bar(percent: str) -> _Html:
    if not percent:
        return _Html()
    share = min(float(percent) / 2, 100.0)
    fill = "color-mix(in srgb, currentColor 45%, transparent)"
    return _Html(
        f"<span aria-hidden='true' style='display:inline-block;width:7em;height:0.7em;border:1px solid {fill};"
        "background:linear-gradient(currentColor,currentColor) 50% 0/1px 100% no-repeat,"
        f"linear-gradient(to right,{fill} {share:.0f}%,transparent {share:.0f}%);"
        "print-color-adjust:exact'></span>"
    )


def _table(headings: tuple[tuple[str, str], ...], rows: Rows) -> str:
    head = "".join(f"<th style='text-align:{side}'>{escape(name)}</th>" for name, side in headings)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td style='text-align:{side}'>{cell if isinstance(cell, _Html) else escape(cell)}</td>"
            for cell, (_, side) in zip(row, headings, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _list(heading: str, sentences: tuple[str, ...] | list[str]) -> str:
    if not sentences:
        return ""
    items = "".join(f"<li>{escape(text)}</li>" for text in sentences)
    return (_heading(heading) if heading else "") + f"<ul>{items}</ul>"


def _heading(text: str) -> str:
    """Not larger than a notebook's own."""
    return f"<h2 style='font-size:1.15em;margin:1em 0 0.3em'>{escape(text)}</h2>"


def _small(text: str) -> str:
    return f"<p><small>{escape(text)}</small></p>"
