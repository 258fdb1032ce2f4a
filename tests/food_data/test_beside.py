"""Foods beside FNDDS: a like food with one value of its own."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from food_data.beside import foods_beside, with_foods_beside

Read = Callable[[str], pd.DataFrame]
MUSHROOMS, ORDINARY = "75219095", "75219033"


def test_mushrooms_from_ultraviolet_light_differ_from_others_in_name_and_vitamin_d_alone(shipped: Read) -> None:
    for name in ("foods", "nutrients", "food_patterns", "tags", "recipes"):
        table = shipped(name)
        mine, like = table.loc[MUSHROOMS], table.loc[ORDINARY]
        differ = mine[(mine != like) & ~(mine.isna() & like.isna())]
        expected = {"foods": ["food"], "nutrients": ["vitamin_d_ug"], "food_patterns": ["pattern_basis"]}
        assert list(differ.index) == expected.get(name, []), name
    assert shipped("nutrients").loc[MUSHROOMS, "vitamin_d_ug"] == 13.1
    assert shipped("nutrients").loc[ORDINARY, "vitamin_d_ug"] == 0.0


def test_each_has_a_source_a_reason_and_a_code_of_its_own() -> None:
    codes = [food.food_code for food in foods_beside()]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 8 and code.isdigit() for code in codes)


def test_a_table_without_food_codes_stays_as_it_is() -> None:
    groups = pd.DataFrame({"group": ["eggs"]})
    assert with_foods_beside(groups) is groups


def test_a_code_that_fndds_has_taken_is_an_error() -> None:
    with pytest.raises(ValueError, match=f"{MUSHROOMS}.*in the table already"):
        with_foods_beside(pd.DataFrame({"food_code": [ORDINARY, MUSHROOMS]}))
