"""A household plan as HTML: for a notebook, and as a page of its own; no scripts, colours from the reader's own theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from planner.nutrition.safety_text import BANNER
from planner.plan.cards import WATER_NOTE
from planner.plan.household.table import amounts, headings, meals, nutrients, sentences
from planner.plan.html import shopping_html
from planner.plan.text import closing

if TYPE_CHECKING:
    from planner.plan.household.plan import HouseholdPlan

_RULE = "border-top:1px solid color-mix(in srgb, currentColor 25%, transparent)"
_CELL = "padding:0.15em 0.8em 0.15em 0;vertical-align:top;text-align:left"
_PAGE = (
    ":root{color-scheme:light dark}body{font:1rem/1.45 system-ui,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}"
    "div{overflow-x:auto}tr,section{break-inside:avoid}@media print{body{margin:0;max-width:none}}"
)


def household_page(plan: HouseholdPlan, units: str = "us") -> str:
    """A page of its own, to open, print or send. ``units``: us or metric."""
    title = escape(f"Menu for {', '.join(plan.names)}")
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_PAGE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{household_html(plan, units)}\n</body>\n</html>\n"
    )


def household_html(plan: HouseholdPlan, units: str = "us") -> str:
    """The whole plan."""
    parts = [f"<p><small>{escape(BANNER)}</small></p>", _list(plan.summary().splitlines())]
    day = 0
    for meal in meals(plan, units):
        if meal.day != day:
            day = meal.day
            parts += [f"<h2>Day {day}</h2>", _list(amounts(plan, day))]
        seasoned = f" <small>({escape(meal.seasoning)})</small>" if meal.seasoning else ""
        parts.append(
            f"<section><p><b>{escape(meal.meal)}: {escape(meal.title)}</b>{seasoned}</p>{_table(headings(plan), meal.rows)}</section>"
        )
    parts += [f"<p><small>{escape(WATER_NOTE)}</small></p>", "<h2>Nutrients a day</h2>", _table(*nutrients(plan))]
    for heading, told in sentences(plan):
        parts += [f"<h2>{escape(heading)}</h2>", _list(told)]
    parts.append(shopping_html(plan.shopping(units=units)))
    parts += [f"<p><small>{escape(text)}</small></p>" for text in closing(plan.first) if text]
    return "".join(parts)


def _list(texts: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th scope='col' style='{_CELL}'>{escape(name)}</th>" for name in heads)
    body = "".join(
        f"<tr style='{_RULE}'>"
        + f"<th scope='row' style='{_CELL};font-weight:inherit'>{escape(row[0])}</th>"
        + "".join(f"<td style='{_CELL}'>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return f"<div><table style='border-collapse:collapse'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
