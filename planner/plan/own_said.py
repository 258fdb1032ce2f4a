"""What a plan says of the foods in it that are somebody's own: whose habits they borrow, what is not known of a recipe."""

from __future__ import annotations

from collections.abc import Iterable

from planner.foods.borrow import HABITS_OF, borrowed_from
from planner.foods.recipes import NOT_COUNTED
from planner.foods.stand_in import stands_in
from planner.foods.table import FoodTable

_STAND_IN = (
    "How often, when and how much people eat of these {count} foods is not in their table: each borrows it, its food groups and, up to "
    "its sugars, its added sugars from the food that is called most like it: {pairs}."
)
_AS_THEY_ARE = "Weights and nutrients are of the foods as their table has them, many of them raw: losses in cooking are not counted."


def own_notices(table: FoodTable, codes: Iterable[str]) -> tuple[str, ...]:
    """Sentences on the foods of a menu that are not of the shipped table, each food once."""
    own = list(dict.fromkeys(codes))
    said = []
    if stands_in(table):
        pairs = "; ".join(f"{table.data.at[code, 'food']!s} from {borrowed_from(table, code)!r}" for code in own)
        return (_STAND_IN.format(count=len(own), pairs=pairs), _AS_THEY_ARE)
    if HABITS_OF in table.data:
        lent = [code for code in own if table.data[HABITS_OF].get(code)]
        if lent:
            said.append(
                f"How often and how much people eat of {len(lent)} of these {len(own)} foods is not in their table: it is borrowed from "
                "the nearest category of the shipped one."
            )
    for code in own:
        if code not in table.own:
            continue
        name = str(table.data.at[code, "food"])
        lender = borrowed_from(table, code)
        recipe = table.data.at[code, "pattern_basis"] == "recipe" if "pattern_basis" in table.data else False
        if lender and recipe:
            said.append(
                f"{name} has no eating records: how often, when and with what it is eaten is borrowed from {lender!r}."
            )
        elif lender:
            said.append(
                f"{name} has no eating records: how often, when and how much of it is eaten is borrowed from {lender!r}, its food "
                "groups and added sugars too where it does not report them."
            )
        if recipe:
            said.append(NOT_COUNTED.format(name=name))
    return tuple(said)
