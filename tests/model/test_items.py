"""Foods in their roles: their portions, and what a food takes from others where the records do not know it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.foods.palette import load_palette
from planner.model.menu.items import BIG_APPETITE_KCAL, borrowed, portions


def test_a_food_that_the_records_do_not_know_is_as_usual_as_the_median_of_its_category() -> None:
    category = pd.Series(["soup", "soup", "soup", "soup", "pizza"])
    values = np.array([2.0, 4.0, 9.0, 0.0, 5.0])
    unseen = np.array([False, False, False, True, False])
    assert borrowed(values, unseen, category).tolist() == [2.0, 4.0, 9.0, 4.0, 5.0]


def test_what_is_known_stays_and_a_category_without_records_gives_nothing() -> None:
    category = pd.Series(["soup", "pizza", "pizza"])
    found = borrowed(np.array([0.0, 0.0, 0.0]), np.array([False, True, True]), category)
    assert found.tolist() == [0.0, 0.0, 0.0]


def amounts(role: str, energy_kcal: float) -> list[float]:
    """What is offered of the first food of a role that is served in three amounts."""
    food = next(one for one in load_palette().foods if one.role == role and len(one.amounts) == 3)
    _, grams, offered, _ = portions((food,), np.array([food.grams_per_unit * food.amounts[1]]), energy_kcal)
    assert grams.tolist() == [amount * food.grams_per_unit for amount in offered]
    return offered.tolist()


def test_a_big_appetite_is_served_no_smallest_piece_of_meat_and_larger_ones() -> None:
    small, big = amounts("main", BIG_APPETITE_KCAL), amounts("main", BIG_APPETITE_KCAL + 1)
    assert min(small) not in big
    assert max(big) >= max(small)
