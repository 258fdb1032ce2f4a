"""The shipped tables, read once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest

from food_data import table_path

Read = Callable[[str], pd.DataFrame]
Code = Callable[[str], str]


@cache
def _read(name: str) -> pd.DataFrame:
    text = {"food_code": str, "category_code": str, "ingredient_code": str}
    table = pd.read_csv(table_path(name), dtype=text)
    return table.set_index("food_code") if table.columns[0] == "food_code" and table["food_code"].is_unique else table


@pytest.fixture(scope="session")
def shipped() -> Read:
    """Reads a shipped table by name; indexed by food_code where that is its key."""
    return _read


@pytest.fixture(scope="session")
def code_of() -> Code:
    """The code of the food with exactly this official name."""
    by_name = {name: str(code) for code, name in _read("foods")["food"].items()}
    return by_name.__getitem__
