"""A plan as plain text for the terminal; the rows of its tables serve the other forms, too."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.plan.cards import WATER_NOTE, day_cards, meal_name
from planner.plan.cook import dishes
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.plan import MealPlan

Rows = list[list[str]]
WIDTH = 100
_MEAL_WIDTH = 11  # of "Breakfast  "
_TIED = "\u00a0"  # keeps a serving on one line


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


def closing(plan: MealPlan) -> list[str]:
    """What every form of a plan ends with, behind notices and proof: red flags, disclaimer, sources."""
    return ["When to see a doctor:", *RED_FLAGS, "", DISCLAIMER, "", plan.sources]


def mean_heading(plan: MealPlan) -> str:
    """Over the table of nutrients."""
    return "Nutrients of the day" if plan.days == 1 else f"Nutrients a day, mean of {plan.days} days"


def plan_text(plan: MealPlan, units: str = "us") -> str:
    """The whole plan for a terminal: banner, menu, nutrients, quality, what is missed, sources; ``units``: us or metric."""
    lines = [BANNER, "", plan.summary(), ""]
    if plan.has_meals:
        lines += [*_days(plan, units), *_dishes(plan), mean_heading(plan), ""]
    else:
        lines += [*_columns(MENU_HEADINGS, menu_rows(plan)), ""]
    lines += [*_columns(NUTRIENT_HEADINGS, nutrient_rows(plan)), ""]
    if plan.has_meals and plan.table is not None:
        lines += ["Quality:", *(f"  {sentence}" for sentence in plan.quality.lines()), ""]
    if plan.misses:
        lines += ["Not met, or not known:", *(f"  {sentence}" for sentence in plan.misses), ""]
    lines += [proof_line(plan), "", *plan.notices, "", *closing(plan)]
    return "\n".join(wrapped for line in lines for wrapped in _wrapped(line))


def _days(plan: MealPlan, units: str) -> list[str]:
    """Each day with its meals: the title beside the name of the meal, the servings under it."""
    lines = []
    for card in day_cards(plan, units):
        lines.append(f"DAY {card.day}   {card.amounts}")
        for meal in card.meals:
            lines += _under(f"  {meal_name(meal.meal):<{_MEAL_WIDTH}}", meal.title)
            lines += _under(" " * (_MEAL_WIDTH + 2), "; ".join(map(_tied, meal.servings)))
        lines.append("")
    return [*lines, WATER_NOTE, ""]


def _tied(serving: str) -> str:
    """A serving that fits on a line stays on one."""
    return serving.replace(" ", _TIED) if len(serving) < WIDTH - _MEAL_WIDTH - len("  ;") else serving


def _under(start: str, text: str) -> list[str]:
    lines = textwrap.wrap(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False)
    return [line.replace(_TIED, " ") for line in lines]


def _dishes(plan: MealPlan) -> list[str]:
    """What is in the composed dishes, for the cook."""
    if plan.table is None:
        return []
    found = dishes(plan.menu, plan.table)
    return ["In the dishes:", *(f"  {one.sentence()}" for one in found), ""] if found else []


def _wrapped(line: str) -> list[str]:
    """Sentences at 100 characters; tables as they are."""
    if len(line) <= WIDTH or "  " in line.strip():
        return [line]
    return textwrap.wrap(line, WIDTH, subsequent_indent=" " * (len(line) - len(line.lstrip()) + 2))
