"""A plan as Markdown: to paste into notes, a wiki or a message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planner.nutrition.safety_text import BANNER
from planner.plan.cards import WATER_NOTE, day_cards, meal_name
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

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def plan_markdown(plan: MealPlan, units: str = "us", people: int = 1) -> str:
    """The whole plan and what to buy for so many ``people``, ending with a line break; ``units``: us or metric."""
    days = "Menu for a day" if plan.days == 1 else f"Menu for {plan.days} days"
    parts = [f"# {days}", f"*{plain(BANNER)}*", plain(plan.summary())]
    if plan.has_meals:
        for card in day_cards(plan, units):
            parts += [f"## Day {card.day}", plain(card.amounts)]
            parts += [
                f"**{meal_name(one.meal)}: {plain(one.title)}**  \n{plain('; '.join(one.servings))}"
                for one in card.meals
            ]
        parts.append(WATER_NOTE)
        parts += _list("In the dishes", [one.sentence() for one in dishes(plan.menu, plan.table)] if plan.table else [])
    else:
        parts.append(_table(MENU_HEADINGS, menu_rows(plan)))
    if plan.table is not None:
        parts += shopping_markdown(plan.shopping(people=people, units=units))
    parts += [f"## {mean_heading(plan)}", _table(NUTRIENT_HEADINGS, nutrient_rows(plan))]
    if plan.has_meals and plan.table is not None:
        parts += _list("Quality", plan.quality.lines())
    parts += _list("Not met, or not known", plan.misses)
    parts += _list("To know", (proof_line(plan), *plan.notices))
    parts += [plain(text) for text in closing(plan) if text]
    return "\n\n".join(parts) + "\n"


def shopping_markdown(listed: ShoppingList) -> list[str]:
    """The paragraphs of a shopping list: by aisle, a box to tick before each thing."""
    parts = [f"## {listed.heading()}"]
    for aisle, rows in listed.by_aisle():
        parts += [f"**{plain(aisle[:1].upper() + aisle[1:])}**", "\n".join(f"- [ ] {plain(said(row))}" for row in rows)]
    if listed.cupboard:
        parts += ["**From the cupboard**", plain(", ".join(listed.cupboard))]
    return [*parts, *map(plain, listed.notices)]


def plain(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return _SPECIAL.sub(r"\\\1", text)


def _list(heading: str, sentences: tuple[str, ...] | list[str]) -> list[str]:
    return [f"## {heading}", "\n".join(f"- {plain(text)}" for text in sentences)] if sentences else []


def _table(headings: tuple[tuple[str, str], ...], rows: Rows) -> str:
    lines = [[name for name, _ in headings], ["---:" if side == "right" else "---" for _, side in headings]]
    lines += [[plain(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
