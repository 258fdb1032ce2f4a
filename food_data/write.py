"""Writing the tables: the same values give the same bytes on every machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd


def number_text(value: float) -> str:
    """The shortest text that reads back as the same number; 0 for nothing, blank for unknown."""
    if pd.isna(value):
        return ""
    return np.format_float_positional(float(value), trim="-") if value else "0"


def significant(values: pd.Series[float], decimals: int, digits: int = 3) -> pd.Series[float]:
    """Derived figures need no more than ``digits`` significant digits and ``decimals`` after the point."""
    return values.map(lambda value: value if pd.isna(value) else round(float(f"{value:.{digits}g}"), decimals))


def write_table(frame: pd.DataFrame, path: Path, sort_by: list[str]) -> Path:
    """Write ``frame`` sorted by its key as UTF-8 CSV with LF; unknown is blank; a repeated key is an error."""
    doubled = frame.duplicated(sort_by)
    if doubled.any():
        raise ValueError(f"{path.stem}: {int(doubled.sum())} rows repeat their key {sort_by}")
    ordered = frame.sort_values(sort_by, kind="stable")
    text = pd.DataFrame(
        {
            name: column.map(number_text) if pd.api.types.is_float_dtype(column) else column
            for name, column in ordered.items()
        }
    )
    text.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    return path
