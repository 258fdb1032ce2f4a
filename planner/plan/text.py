"""A plan as plain text for the terminal and as HTML for a notebook."""

from __future__ import annotations

import html
import textwrap
from typing import TYPE_CHECKING

from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.plan import MealPlan

Rows = list[list[str]]


def menu_rows(plan: MealPlan) -> Rows:
    """Food, portion, grams, kcal, Mg, K of every item, as printed."""
    return [
        [
            str(row["food"]),
            str(row["portion"]),
            f"{row['grams']:.0f}",
            *(number(name, row.get(name)) for name in ("energy_kcal", "magnesium_mg", "potassium_mg")),
        ]
        for row in plan.menu.to_dict("records")
    ]


def nutrient_rows(plan: MealPlan) -> Rows:
    """Nutrient, amount, lower, upper, %, status on the mean of the plan, as printed.

    An amount is rounded away from its bound: nothing is rounded into compliance.
    """
    nutrients = plan.nutrients
    means: pd.DataFrame = nutrients.loc[nutrients["day"] == 0]
    rows: Rows = []
    for row in means.to_dict("records"):
        name, amount, status = row["nutrient"], row["amount"], row["status"]
        side = "down" if row["unreported"] else {"below": "down", "above": "up"}.get(status, "nearest")
        percent = row["percent"]
        rows.append(
            [
                f"{label(name)} ({unit(name)})",
                ("at least " if row["unreported"] and amount == amount else "") + number(name, amount, side),
                "" if row["lower"] != row["lower"] else number(name, row["lower"]),
                "" if row["upper"] != row["upper"] else number(name, row["upper"]),
                "" if percent != percent else f"{percent:.0f}",
                status,
            ]
        )
    return rows


MENU_HEADINGS = (
    ("Food", "left"),
    ("Portion", "left"),
    ("g", "right"),
    ("kcal", "right"),
    ("Mg mg", "right"),
    ("K mg", "right"),
)
NUTRIENT_HEADINGS = (
    ("Nutrient", "left"),
    ("Amount", "right"),
    ("At least", "right"),
    ("At most", "right"),
    ("%", "right"),
    ("Status", "left"),
)


def _columns(headings: tuple[tuple[str, str], ...], rows: Rows) -> list[str]:
    widths = [max(len(row[i]) for row in [[h for h, _ in headings], *rows]) for i in range(len(headings))]
    lines = []
    for row in [[h for h, _ in headings], *rows]:
        cells = [
            cell.rjust(width) if side == "right" else cell.ljust(width)
            for cell, width, (_, side) in zip(row, widths, headings, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return [lines[0], "-" * max(len(line) for line in lines), *lines[1:]]


def proof_line(plan: MealPlan) -> str:
    """How good, and how checked, in one line."""
    gap = "" if not plan.gap else f"; the searched choice is at most {100 * plan.gap:.0f} % from the most ordinary one"
    proof = (
        "all rows recomputed from the table hold"
        if plan.certificate.holds
        else "recomputed from the table, misses listed"
    )
    return f"Certificate: {proof}{gap}."


def plan_text(plan: MealPlan) -> str:
    """The whole plan for a terminal: banner, menu, nutrients, what is missed, sources."""
    lines = [BANNER, "", plan.summary(), ""]
    lines += _columns(MENU_HEADINGS, menu_rows(plan))
    lines += ["", *_columns(NUTRIENT_HEADINGS, nutrient_rows(plan)), ""]
    if plan.misses:
        lines += ["Not met, or not known:", *(f"  {sentence}" for sentence in plan.misses), ""]
    lines += [
        proof_line(plan),
        "",
        *plan.notices,
        "",
        "When to see a doctor:",
        *RED_FLAGS,
        "",
        DISCLAIMER,
        "",
        plan.sources,
    ]
    return "\n".join(wrapped for line in lines for wrapped in _wrapped(line))


def _wrapped(line: str) -> list[str]:
    """Sentences at 100 characters; tables as they are."""
    if len(line) <= 100 or "  " in line.strip():
        return [line]
    return textwrap.wrap(line, 100, subsequent_indent=" " * (len(line) - len(line.lstrip()) + 2))


def _html_table(headings: tuple[tuple[str, str], ...], rows: Rows) -> str:
    head = "".join(f"<th style='text-align:{side}'>{html.escape(name)}</th>" for name, side in headings)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td style='text-align:{side}'>{html.escape(cell)}</td>"
            for cell, (_, side) in zip(row, headings, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def plan_html(plan: MealPlan) -> str:
    """The plan for a notebook; colours come from the notebook's own theme."""
    notes = "".join(f"<li>{html.escape(text)}</li>" for text in (*plan.misses, *plan.notices))
    return (
        f"<p><small>{html.escape(BANNER)}</small></p><p><b>{html.escape(plan.summary())}</b></p>"
        + _html_table(MENU_HEADINGS, menu_rows(plan))
        + _html_table(NUTRIENT_HEADINGS, nutrient_rows(plan))
        + (f"<ul>{notes}</ul>" if notes else "")
        + "".join(
            f"<p><small>{html.escape(text)}</small></p>"
            for text in (proof_line(plan), " ".join(RED_FLAGS), DISCLAIMER, plan.sources)
        )
    )
