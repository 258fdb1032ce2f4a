"""Amounts in grams said in household measures, in halves, when a measure fits."""

from __future__ import annotations

import math
from functools import lru_cache

from planner.foods.amounts import amounts
from planner.foods.measures import Measure, measures
from planner.foods.table import FoodTable

WITHIN = 0.10  # the measure said differs from the grams by at most this share
_ODDNESS = {0.5: 0.5, 1.0: 0.0, 1.5: 0.6, 2.0: 0.2, 2.5: 1.1, 3.0: 0.5, 3.5: 1.5, 4.0: 0.8}
_MOST = 12.0  # beyond this many, nobody counts
_MOST_OF = {"tablespoon": 4.0, "teaspoon": 3.0, "fl oz": 8.0}  # then comes the next larger measure
_MOST_HALVES = 4.5


def household_portion(table: FoodTable, code: str, grams: float) -> str:
    """``grams`` of a food in household measures: "1 cup", "1 1/2 cups", "2 slices", "1 medium apple".

    The measure is the most natural one of which a multiple of 1/2 weighs the grams within 10 %; when there is none,
    the grams are said ("45 g").

    Raises:
        UnknownNameError: when no food has this code.
        ValueError: when ``grams`` is not a positive number.
    """
    if not (math.isfinite(grams) and grams > 0):
        raise ValueError(f"grams must be above 0, not {grams}")
    best: tuple[float, str] | None = None
    for measure in _measures(table, code):
        count = _nearest(measure, grams)
        error = abs(count * measure.grams / grams - 1)
        if error <= WITHIN and count <= _most(measure, count):
            cost = measure.rank + _oddness(measure, count) + 6 * error
            if best is None or cost < best[0]:
                best = (cost, measure.say(count))
    return best[1] if best is not None else grams_text(grams)


def best_unit(table: FoodTable, code: str) -> tuple[str, float]:
    """The everyday unit in which a food is served, and its grams: ("1 cup", 244.0).

    It is a natural measure of which the usual amount (``planner.foods.amounts``) is a few halves. A food without
    measures is served by weight, about its usual amount: ("150 g", 150.0).

    Raises:
        UnknownNameError: when no food has this code.
    """
    return _best_unit(table, code)


@lru_cache(maxsize=50_000)
def _best_unit(table: FoodTable, code: str) -> tuple[str, float]:
    choices = _measures(table, code)
    at = table.data.index.get_loc(code)
    assert isinstance(at, int)  # codes are unique
    usual = float(amounts(table).usual_g[at])
    best: tuple[float, str, float] | None = None
    for measure in choices:
        count = _nearest(measure, usual)
        error = min(abs(count * measure.grams / usual - 1), 1.0)
        many = max(0.0, count - min(4.0, _most(measure, count)))
        cost = measure.rank + _oddness(measure, count) + 2 * error + many
        if best is None or cost < best[0]:
            best = (cost, measure.say(1), measure.grams)
    if best is not None and best[0] < 6:
        return best[1], best[2]
    step = 5 if usual >= 20 else 1
    rounded = max(step, step * round(usual / step))
    return grams_text(rounded), float(rounded)


def _measures(table: FoodTable, code: str) -> tuple[Measure, ...]:
    if code not in table:
        table.food(code)  # raises, with the nearest codes
    return measures(table, code)


def _nearest(measure: Measure, grams: float) -> float:
    """The multiple of the measure, in halves where it can be halved, that comes nearest to the grams; never 0."""
    step = 0.5 if measure.halves else 1.0
    return max(step, step * round(grams / measure.grams / step))


def _most(measure: Measure, count: float) -> float:
    most = _MOST_OF.get(measure.unit, _MOST)
    return min(most, _MOST_HALVES) if count % 1 else most


def _oddness(measure: Measure, count: float) -> float:
    """How odd it is to say that many of something (0: not at all); ounces are counted further than slices."""
    odd = _ODDNESS.get(count)
    if odd is None:
        odd = 1.0 + 0.2 * (count - 4) + (0.8 if count % 1 else 0.0)
    return 0.4 * odd if measure.unit == "oz" else odd


def grams_text(grams: float) -> str:
    """ "45 g", and "4.5 g" where that matters."""
    return f"{grams:.0f} g" if grams >= 10 else f"{grams:.1f} g"
