"""How much of a food people eat at a time: by the records, else by its group, else by a rule of thumb."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from planner.foods.groups import group_caps
from planner.foods.table import FoodTable

# Policy for a food of which neither records nor a group are known, as in a table of one's own; whichever is less.
# Rounded medians of what adults eat at a time of the shipped foods: light ones go by weight, dense ones by energy.
USUAL_G, USUAL_KCAL = 150.0, 150.0
LARGEST_G, LARGEST_KCAL = 300.0, 300.0  # twice that; the 95th percentiles lie at 400 g and 450 kcal


@dataclass(frozen=True, eq=False)
class Amounts:
    """Grams at one time of each food, in the order of the table; ``assumed`` where only the rule of thumb is left."""

    usual_g: npt.NDArray[np.float64]
    largest_g: npt.NDArray[np.float64]
    assumed: npt.NDArray[np.bool_]


@lru_cache(maxsize=4)
def amounts(table: FoodTable) -> Amounts:
    """The median of a food and its 95th percentile, which the cap of its group may press further."""
    data, caps = table.data, group_caps()
    groups = data["group"].tolist()
    typical = np.array([caps[group].portion_typical_g if group in caps else np.nan for group in groups])
    in_meal = np.array([caps[group].portion_max_g if group in caps else np.nan for group in groups])
    median, high = (data[name].to_numpy(float) for name in ("portion_p50_g", "portion_p95_g"))
    with np.errstate(divide="ignore"):
        grams_per_kcal = 100.0 / data["energy_kcal"].to_numpy(float)
    largest = np.fmin(high, in_meal)
    usual = np.where(median > 0, median, typical)
    no_usual, no_largest = ~(usual > 0), np.isnan(largest)  # a cap of 0 g is meant: nobody plans infant formula
    return Amounts(
        usual_g=np.where(no_usual, np.fmin(USUAL_G, USUAL_KCAL * grams_per_kcal), usual),
        largest_g=np.where(no_largest, np.fmin(LARGEST_G, LARGEST_KCAL * grams_per_kcal), largest),
        assumed=no_largest,
    )
