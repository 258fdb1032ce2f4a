"""Which foods go together: cut out of the whole palette, it is the same as worked out for the foods alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.foods.habits import load_habits
from planner.foods.palette import PaletteFood, load_palette
from planner.foods.table import load_foods
from planner.model.menu.company import company, judged

SLOTS = ("breakfast", "lunch", "dinner", "snack")


def some(*, every: int, own: bool = False) -> tuple[PaletteFood, ...]:
    palette, table = load_palette(), load_foods()
    roles = {role: i for i, role in enumerate(palette.roles)}
    foods = sorted((food for food in palette.foods if food.code in table), key=lambda food: roles[food.role])[::every]
    foods[3] = replace(foods[3], amounts=foods[3].amounts[:1], name="mine" if own else foods[3].name)
    return tuple(foods)


@pytest.mark.parametrize("foods", [some(every=1), some(every=3), some(every=2, own=True)])
def test_a_part_of_the_palette_has_the_same_company_as_alone(foods: tuple[PaletteFood, ...]) -> None:
    table, habits = load_foods(), load_habits()
    found = company(table, load_palette(), habits, foods, SLOTS)
    assert found.shape == (4, len(foods), len(foods))
    assert np.array_equal(found, judged(table, habits, foods, SLOTS))
    assert np.array_equal(found, found.transpose(0, 2, 1))
    assert (found < 0).any()
    assert (found > 0).any()
