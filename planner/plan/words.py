"""Numbers into words: amounts with their unit, a word for each status, a sentence for each miss."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from planner.foods.stand_in import stands_in
from planner.foods.table import FoodTable
from planner.nutrition.nutrients import NUTRIENTS

if TYPE_CHECKING:
    import pandas as pd

SOURCES = (
    "Food composition: USDA Agricultural Research Service, FNDDS 2021-2023 and FPED 2017-March 2020. "
    "Prices: USDA Economic Research Service, Purchase to Plate Suite, March 2023 (2017/18 dollars, adapted). "
    "Typical amounts and meals: CDC/NCHS NHANES and USDA What We Eat in America, 2007-2012. "
    "Modified here; no endorsement implied. Values are averages, not medical or allergy advice."
)

OWN_SOURCES = (
    "Food composition: a food table of your own, taken as it is. Values are averages, not medical or allergy advice."
)

HABIT_SOURCES = (
    "Food groups, typical amounts and meals, borrowed: USDA FPED 2017-March 2020, CDC/NCHS NHANES and USDA What We Eat in America, "
    "2007-2012. Modified here; no endorsement implied."
)


def sources_of(table: FoodTable) -> str:
    """Whom to name for the numbers of a plan from this table."""
    if table.is_own:
        return OWN_SOURCES
    if stands_in(table):
        return f"{OWN_SOURCES} {HABIT_SOURCES} In it: {'; '.join(table.changes)}."
    return f"{SOURCES} Laid over them: {'; '.join(table.changes)}, taken as they are." if table.changes else SOURCES


def label(nutrient: str) -> str:
    """The plain name of a nutrient."""
    return NUTRIENTS[nutrient].label if nutrient in NUTRIENTS else nutrient.replace("_", " ")


def unit(nutrient: str) -> str:
    """Its unit, as printed."""
    return NUTRIENTS[nutrient].unit.replace("ug", "µg") if nutrient in NUTRIENTS else ""


def places(nutrient: str) -> int:
    """How many decimals are worth showing."""
    return NUTRIENTS[nutrient].decimals if nutrient in NUTRIENTS else 1


def number(nutrient: str, amount: float | None, side: str = "nearest") -> str:
    """An amount with its decimals. ``side`` "down" or "up" keeps a miss from being rounded into compliance."""
    if amount is None or math.isnan(amount):
        return "not reported"
    factor = 10.0 ** places(nutrient)
    if side == "down":
        amount = math.floor(amount * factor + 1e-9) / factor
    elif side == "up":
        amount = math.ceil(amount * factor - 1e-9) / factor
    return f"{amount:,.{places(nutrient)}f}"


def as_written(amounts: Mapping[str, float]) -> dict[str, float]:
    """To the 9 digits that files hold, so that a plan read from one says the same."""
    return {name: float(f"{amount:.9g}") for name, amount in amounts.items()}


def percent_of_target(amount: float, lower: float | None, upper: float | None) -> float | None:
    """Amount as a share of the lower bound in %, of the upper where there is no lower."""
    reference = lower if lower else upper
    return None if not reference or math.isnan(amount) else 100.0 * amount / reference


def status_word(
    amount: float, lower: float | None, upper: float | None, unreported: int, tolerance: float = 1e-6
) -> str:
    """``met``, ``below``, ``above``; ``not known`` where foods that do not report it leave it open."""
    if math.isnan(amount):
        return "not known"
    if lower is not None and amount < lower - tolerance * max(1.0, lower):
        return "below" if not unreported else "not known"
    if upper is not None and amount > upper + tolerance * max(1.0, upper):
        return "above"
    if upper is not None and unreported:
        return "not known"
    return "met"


def miss_sentence(
    nutrient: str,
    amount: float,
    lower: float | None,
    upper: float | None,
    best: float | None = None,
    best_in_portions: float | None = None,
) -> str:
    """What is missed, by how much, and whether more was possible at all."""
    name, of = label(nutrient), unit(nutrient)
    if lower is not None and amount < lower:
        share = math.floor(100.0 * amount / lower)
        said = f"{name}: {number(nutrient, amount, 'down')} of {number(nutrient, lower)} {of} ({share} %)."
        if best is not None:
            return (
                f"{said} No day from the permitted foods reaches more than {number(nutrient, best, 'down')} {of} "
                "while everything else holds."
            )
        if best_in_portions is not None:
            most = number(nutrient, max(amount, best_in_portions), "down")
            return (
                f"{said} Among whole and half household portions of the foods tried, none brings more than {most} {of}."
            )
        return f"{said} More may be reachable."
    assert upper is not None
    return f"{name}: {number(nutrient, amount, 'up')} {of}, above the limit of {number(nutrient, upper)} {of}."


def unknown_sentence(nutrient: str, amount: float, foods: int, unreported: int) -> str:
    """``at least 310 mg; 6 of 8 foods report it``."""
    return (
        f"{label(nutrient)}: at least {number(nutrient, amount, 'down')} {unit(nutrient)}; "
        f"{foods - unreported} of {foods} foods report it."
    )


def as_columns(frame: pd.DataFrame, places: int = 1) -> str:
    """A table of numbers for a terminal; what is not known stands as such."""
    return str(frame.to_string(index=False, na_rep="not known", float_format=f"{{:,.{places}f}}".format))
