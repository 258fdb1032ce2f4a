"""A household plan as plain text, and as Markdown."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from planner.nutrition.safety_text import BANNER
from planner.plan.cards import WATER_NOTE
from planner.plan.household.table import amounts, headings, meals, nutrients, sentences
from planner.plan.markdown import plain, shopping_markdown
from planner.plan.text import WIDTH, closing

if TYPE_CHECKING:
    from planner.plan.household.plan import HouseholdPlan

_INDENT = "  "


def household_text(plan: HouseholdPlan, units: str = "us") -> str:
    """The whole plan for a terminal: banner, table by table, nutrients, what to know, shopping list, safety, sources."""
    lines = [BANNER, "", plan.summary(), ""]
    rows = [row for meal in meals(plan, units) for row in meal.rows]
    widths = [max(len(row[i]) for row in (headings(plan), *rows)) for i in range(len(headings(plan)))]
    day = 0
    for meal in meals(plan, units):
        if meal.day != day:
            day = meal.day
            lines += [
                *([""] if day > 1 else []),
                f"DAY {day}",
                *(f"{_INDENT}{told}" for told in amounts(plan, day)),
                _columns(headings(plan), widths),
            ]
        seasoned = f" ({meal.seasoning})" if meal.seasoning else ""
        lines += ["", *_wrapped(f"{_INDENT}{meal.meal}: {meal.title}{seasoned}")]
        lines += [_columns(row, widths) for row in meal.rows]
    lines += ["", WATER_NOTE, "", *_nutrients(plan), ""]
    for heading, told in sentences(plan):
        lines += [f"{heading}:", *(line for text in told for line in _wrapped(f"{_INDENT}{text}")), ""]
    lines += [str(plan.shopping(units=units)), *(line for text in closing(plan.first) for line in _wrapped(text))]
    return "\n".join(line.rstrip() for line in lines)


def household_markdown(plan: HouseholdPlan, units: str = "us") -> str:
    """The whole plan, ending with a line break."""
    people = " and ".join(plan.names) if len(plan.names) < 3 else f"{len(plan.names)} people"
    parts = [
        f"# Menu for {plain(people)}",
        f"*{plain(BANNER)}*",
        "\n".join(f"- {plain(one)}" for one in plan.summary().splitlines()),
    ]
    day = 0
    for meal in meals(plan, units):
        if meal.day != day:
            day = meal.day
            parts += [f"## Day {day}", "\n".join(f"- {plain(told)}" for told in amounts(plan, day))]
        seasoned = f" ({plain(meal.seasoning)})" if meal.seasoning else ""
        parts += [
            f"**{meal.meal}: {plain(meal.title)}**{seasoned}",
            _pipes(headings(plan), [list(row) for row in meal.rows]),
        ]
    parts += [WATER_NOTE, "## Nutrients a day", _pipes(*nutrients(plan))]
    for heading, told in sentences(plan):
        parts += [f"## {plain(heading)}", "\n".join(f"- {plain(text)}" for text in told)]
    parts += shopping_markdown(plan.shopping(units=units))
    parts += [plain(text) for text in closing(plan.first) if text]
    return "\n\n".join(parts) + "\n"


def _nutrients(plan: HouseholdPlan) -> list[str]:
    heads, rows = nutrients(plan)
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    return [_columns(row, widths, indent="") for row in (heads, *rows)]


def _columns(cells: list[str] | tuple[str, ...], widths: list[int], indent: str = 2 * _INDENT) -> str:
    return indent + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _wrapped(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent) or [""]


def _pipes(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---" for _ in heads], *rows]
    return "\n".join(
        f"| {' | '.join(plain(cell) if line is not lines[1] else cell for cell in line)} |" for line in lines
    )
