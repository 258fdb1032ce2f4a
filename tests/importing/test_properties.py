"""Whatever a file holds: it is imported with every row accounted for, or refused in words; what is written reads back."""

from __future__ import annotations

import string
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import PlannerError
from planner.foods.importing.run import import_foods
from planner.foods.table import load_foods
from planner.foods.writing import write_table

CELL = st.one_of(
    st.sampled_from(
        [
            "",
            "-",
            "traces",
            "< 0,5",
            "1,5",
            "1.5",
            "1,234",
            "1e9",
            "-3",
            "NaN",
            "inf",
            "12",
            "0",
            "99999999",
            "½",
            '"',
            "a\nb",
        ]
    ),
    st.text(alphabet=string.printable + "éß\u00a0\ufeff\x00", max_size=8),
    st.floats(allow_nan=True).map(repr),
)
HEADINGS = [
    "name",
    "food",
    "kcal",
    "energy_kj",
    "protein_g",
    "Mg (mg)",
    "potassium_mg",
    "salt",
    "id",
    "portions",
    "flags",
    "group",
    "vegan",
    "",
    "x",
]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    header=st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=7),
    rows=st.lists(st.lists(CELL, max_size=8), max_size=8),
    mark=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "cp1252", "utf-16"]),
)
def test_any_table_is_accounted_for_or_refused(
    header: list[str], rows: list[list[str]], mark: str, encoding: str
) -> None:
    text = "\n".join(mark.join(cells) for cells in [header, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(text.encode(encoding, errors="replace"))
        try:
            table, report = import_foods(path)
        except PlannerError:
            return
        assert table is not None
        assert report.rows_read == report.kept + sum(report.dropped.values())
        assert report.kept == len(table)
        numbers = table.data[list(table.nutrients)].to_numpy(dtype=float)
        assert not (numbers < 0).any()
        assert not np.isinf(numbers).any()
        write_table(table, Path(folder) / "out.csv")
        assert load_foods(Path(folder) / "out.csv").digest() == table.digest()


@settings(max_examples=30, deadline=None)
@given(content=st.binary(max_size=300), name=st.sampled_from(["t.csv", "t.zip", "t.xlsx", "t.xls", "t.tar.gz", "t"]))
def test_any_bytes_are_imported_or_refused(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            import_foods(path, output=Path(folder) / "out.csv")
        except PlannerError:
            assert not (Path(folder) / "out.csv").exists()
        assert {one.name for one in Path(folder).iterdir()} <= {name, "out.csv"}
