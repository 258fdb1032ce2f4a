"""Foods in their roles: what a food takes from others where the records do not know it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.model.menu.items import borrowed


def test_a_food_that_the_records_do_not_know_is_as_usual_as_the_median_of_its_category() -> None:
    category = pd.Series(["soup", "soup", "soup", "soup", "pizza"])
    values = np.array([2.0, 4.0, 9.0, 0.0, 5.0])
    unseen = np.array([False, False, False, True, False])
    assert borrowed(values, unseen, category).tolist() == [2.0, 4.0, 9.0, 4.0, 5.0]


def test_what_is_known_stays_and_a_category_without_records_gives_nothing() -> None:
    category = pd.Series(["soup", "pizza", "pizza"])
    found = borrowed(np.array([0.0, 0.0, 0.0]), np.array([False, True, True]), category)
    assert found.tolist() == [0.0, 0.0, 0.0]
