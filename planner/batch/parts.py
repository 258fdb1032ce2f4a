"""A part of a run: what became of the people of one chunk, in one Parquet file that is complete or absent.

One row a person: the columns of the summary, the reasons, and the rows of the person's menus and nutrients as lists.
"""

from __future__ import annotations

import io
import math
import os
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.batch.columns import PERSON_ID
from planner.batch.progress import Tally
from planner.batch.work import MENU, NUTRIENT, Outcome

if TYPE_CHECKING:
    import pyarrow as pa

SUMMARY = (
    PERSON_ID, "status", "message", "energy_kcal", "magnesium_mg", "potassium_mg", "targets_met", "targets_total",
    "hei", "cost_usd_per_day", "gap", "row", "notices",
)  # fmt: skip
LISTS = {"menu": MENU, "nutrients": NUTRIENT}  # column of a part -> columns of the table that it becomes
_REASONS = "reasons"
_TEXT = frozenset(
    {PERSON_ID, "meal", "title", "food_code", "food", "portion", "nutrient", "status", "message", "notices"}
)
_WHOLE = frozenset({"day", "row", "targets_met", "targets_total"})
_DECIMALS = {"cost_usd_per_day": 2, "gap": 4}
_NAME, _END, _BEGUN = "part-", ".parquet", ".begun"


def summary_row(outcome: Outcome) -> tuple[Any, ...]:
    """The columns ``SUMMARY`` of one outcome. What a person must reach is rounded down, never into compliance."""
    values = {**vars(outcome), "row": outcome.number}
    return tuple(_rounded(name, values[name]) for name in SUMMARY)


def _rounded(name: str, value: Any) -> Any:
    if not isinstance(value, float):
        return value
    factor = 10.0 ** _DECIMALS.get(name, 1)
    down = name in ("magnesium_mg", "potassium_mg", "hei")
    return (math.floor(value * factor + 1e-9) if down else round(value * factor)) / factor


def fields(columns: Sequence[str]) -> list[pa.Field]:
    """Identifiers and food codes are text, days and counts whole numbers, all others numbers."""
    import pyarrow as pa

    kinds = dict.fromkeys(_TEXT, pa.string()) | dict.fromkeys(_WHOLE, pa.int64())
    return [pa.field(name, kinds.get(name, pa.float64())) for name in columns]


def encode(outcomes: Sequence[Outcome]) -> bytes:
    """The bytes of a part, the same for the same outcomes."""
    import pyarrow as pa
    from pyarrow import parquet

    names = [*SUMMARY, _REASONS, *LISTS]
    arrays = _columns(SUMMARY, [summary_row(one) for one in outcomes])
    arrays.append(pa.array([one.reasons for one in outcomes], pa.list_(pa.string())))
    for name, columns in LISTS.items():
        tables = [getattr(one, name) for one in outcomes]
        rows = _columns(columns, [row for table in tables for row in table])
        struct = pa.StructArray.from_arrays(rows, fields=fields(columns))
        arrays.append(pa.ListArray.from_arrays([0, *accumulate(map(len, tables))], struct))
    content = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, names), content, compression="zstd")
    return content.getvalue()


def _columns(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[pa.Array]:
    import pyarrow as pa

    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return [pa.array(values, one.type) for values, one in zip(columns, fields(names), strict=True)]


def part_path(folder: Path, number: int) -> Path:
    return folder / f"{_NAME}{number:07d}{_END}"


def parts_in(folder: Path) -> list[int]:
    """The numbers of the parts that are complete, in order."""
    names = (entry.name for entry in os.scandir(folder))
    return sorted(int(name[len(_NAME) : -len(_END)]) for name in names if name.startswith(_NAME) and _is_part(name))


def _is_part(name: str) -> bool:
    return name.endswith(_END) and name[len(_NAME) : -len(_END)].isdecimal()


def write_part(folder: Path, number: int, content: bytes) -> None:
    """Write a part at once. Raises OSError where that is not possible; then nothing stands there."""
    write_whole(part_path(folder, number), content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file at once: written under another name, synced, renamed. Raises OSError; then nothing stands there."""
    begun = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_BEGUN}")
    try:
        with open(begun, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(begun, path)
    except OSError:
        with suppress(OSError):
            begun.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Wait until the disk has the names in a folder."""
    if os.name != "posix":  # elsewhere folders cannot be synced
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_begun(folder: Path) -> None:
    """Remove what others began to write and did not complete."""
    for begun in folder.glob(f"*{_BEGUN}"):
        begun.unlink(missing_ok=True)


def tally_part(folder: Path, number: int) -> Tally:
    """The statuses and reasons of a part. Raises OSError or pyarrow's ArrowInvalid when it cannot be read."""
    from pyarrow import parquet

    table = parquet.read_table(part_path(folder, number), columns=["status", _REASONS], use_threads=False)
    return Tally.from_rows(zip(table["status"].to_pylist(), table[_REASONS].to_pylist(), strict=True))


def read_part(folder: Path, number: int) -> pa.Table:
    """A part as a table with the columns ``SUMMARY``, reasons, menu and nutrients."""
    from pyarrow import parquet

    return parquet.read_table(part_path(folder, number), use_threads=False)


def unfold(part: pa.Table, name: str) -> pa.Table:
    """The rows of all people of a part: person_id, then the columns of ``LISTS[name]``."""
    import pyarrow as pa
    from pyarrow import compute

    lists = part[name].combine_chunks()
    people = part[PERSON_ID].combine_chunks().take(compute.list_parent_indices(lists))
    columns = lists.flatten().flatten()
    return pa.Table.from_arrays([people, *columns], schema=pa.schema(fields((PERSON_ID, *LISTS[name]))))


def rows_of(table: pa.Table) -> Iterable[Sequence[Any]]:
    """The rows of a table as plain values."""
    return zip(*(column.to_pylist() for column in table.columns), strict=True)
