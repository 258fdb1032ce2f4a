"""The nutrient table and everything that comes with it, as plain CSV files derived by ``food_data.build``."""

from __future__ import annotations

from pathlib import Path

TABLES = Path(__file__).parent / "tables"


def table_path(name: str) -> Path:
    """Path of the shipped table ``name`` (without ``.csv``)."""
    return TABLES / f"{name}.csv"
