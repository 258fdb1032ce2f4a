"""Which reference intakes a person can reach at all: a linear program over every permitted food.

Each food in any amount up to the 95th percentile of what people eat of it at a time; energy, upper limits and all
other lower targets hold. A week's mean is such a day, too (the program is convex), so what no day reaches, no week
does.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import numpy as np

from planner.foods.diets import permitted
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable, load_foods
from planner.model.day import Bounds, DayFoods, DayModel
from planner.nutrition.target import Targets


def unreachable(targets: Targets, wishes: Preferences, lowers: Collection[str]) -> dict[str, float]:
    """The targets among ``lowers`` that cannot all be met, with the most that can be reached of each.

    Where several pinch each other, the set whose missed shares sum to the least is taken. Empty: all can be met.

    Raises ValueError when not even energy and upper limits fit together: then nothing is proved.
    """
    model = _model(load_foods(), wishes.diet, wishes.allergies, wishes.exclude, tuple(targets))
    bounds = {
        name: Bounds(target.lower if name in lowers else None, target.upper, given=name not in lowers)
        for name, target in targets.items()
    }
    bounds["energy_kcal"] = Bounds(targets["energy_kcal"].lower, targets["energy_kcal"].upper, given=True)
    missing = model.shortfalls(bounds)
    if missing is None:
        raise ValueError("energy and upper limits clash")
    for name, short in missing.items():
        lower = (bounds[name].lower or 0.0) - short
        bounds[name] = Bounds(lower * (1 - 1e-6), bounds[name].upper)
    return {name: model.most_of(name, bounds) for name in missing}


@lru_cache(maxsize=2)
def _model(
    table: FoodTable,
    diet: tuple[str, ...],
    allergies: tuple[str, ...],
    exclude: tuple[str, ...],
    names: tuple[str, ...],
) -> DayModel:
    allowed = permitted(table, diet=diet, allergies=allergies, exclude=exclude)
    data = table.data[allowed & (table.data["portion_p95_g"] > 0)]
    quantities = tuple(name for name in names if name in data)
    foods = DayFoods(
        codes=tuple(data.index),
        usual_g=np.maximum(data["portion_p50_g"].fillna(1.0).to_numpy(dtype=float), 1.0),
        largest_g=data["portion_p95_g"].to_numpy(dtype=float),
        surprise=np.zeros(len(data)),
        content={name: data[name].to_numpy(dtype=float) / 100.0 for name in quantities},
        unit_g=lambda code: 1.0,
    )
    return DayModel(foods, quantities)
