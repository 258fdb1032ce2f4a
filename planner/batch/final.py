"""The files of a finished run, made from its parts one after the other: memory does not grow with them."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, nullcontext, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from planner.batch.columns import PERSON_ID
from planner.batch.parts import LISTS, SUMMARY, fields, read_part, rows_of, sync_folder, unfold
from planner.plan.export import safe_cell

if TYPE_CHECKING:
    import pyarrow as pa

SUMMARY_FILE = "summary.csv"
_FILES = {"menu": "menus", "nutrients": "nutrients"}  # column of a part -> name of its file
_DECIMALS = {"menu": 1, "nutrients": 4}
_ROW_GROUP = 100_000  # rows: flat memory for those who read, and the same groups however the people were divided


def file_names(with_csv: bool) -> tuple[str, ...]:
    """The files that are made from parts; ``with_csv``: the tables as CSV, too."""
    tables = [f"{name}.{kind}" for kind in ("parquet", *(["csv"] if with_csv else [])) for name in _FILES.values()]
    return (*tables, SUMMARY_FILE)


def write_files(parts: Path, numbers: Iterable[int], out: Path, with_csv: bool) -> None:
    """Make the files of ``out`` from the parts, each complete or absent; the bytes depend on the people alone."""
    names = file_names(with_csv)
    begun = {name: parts / name for name in names}
    with ExitStack() as stack:
        summary = stack.enter_context(_CsvTable(begun[SUMMARY_FILE], SUMMARY, 4))
        tables = {
            name: stack.enter_context(_ParquetTable(begun[f"{file}.parquet"], (PERSON_ID, *LISTS[name])))
            for name, file in _FILES.items()
        }
        texts = {
            name: stack.enter_context(_CsvTable(begun[f"{file}.csv"], (PERSON_ID, *LISTS[name]), _DECIMALS[name]))
            for name, file in _FILES.items()
            if with_csv
        }
        for number in numbers:
            part = read_part(parts, number)
            summary.write(rows_of(part.select(SUMMARY)))
            for name, table in tables.items():
                rows = unfold(part, name)
                table.write(rows)
                if with_csv:
                    texts[name].write(rows_of(rows))
    for name in names:
        os.replace(begun[name], out / name)
    sync_folder(out)


class _CsvTable:
    """Numbers with so many decimals at most; no cell that a spreadsheet takes for a formula."""

    def __init__(self, path: Path, columns: Sequence[str], decimals: int) -> None:
        self._file: IO[str] = open(path, "w", encoding="utf-8", newline="")  # noqa: SIM115 (closed by __exit__)
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._decimals = decimals
        self._writer.writerow(columns)

    def __enter__(self) -> _CsvTable:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        _close(self._file, complete=kind is None)

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        self._writer.writerows([self._cell(value) for value in row] for row in rows)

    def _cell(self, value: Any) -> Any:
        if isinstance(value, str):
            return safe_cell(value)
        return round(value, self._decimals) if isinstance(value, float) else value


class _ParquetTable:
    """Rows gathered until they make a row group."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        self._schema = pa.schema(fields(columns))
        self._file: IO[bytes] = open(path, "wb")  # noqa: SIM115 (closed by __exit__)
        self._writer = parquet.ParquetWriter(self._file, self._schema, compression="zstd")
        self._waiting: list[pa.Table] = []
        self._rows = 0

    def __enter__(self) -> _ParquetTable:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None:
                self._write_group(self._rows)
        finally:
            with suppress(OSError) if kind else nullcontext():  # a full disk cannot take the last bytes, and need not
                self._writer.close()
            _close(self._file, complete=kind is None)

    def write(self, table: pa.Table) -> None:
        self._waiting.append(table)
        self._rows += table.num_rows
        while self._rows >= _ROW_GROUP:
            self._write_group(_ROW_GROUP)

    def _write_group(self, rows: int) -> None:
        import pyarrow as pa

        if not rows:
            return
        waiting = pa.concat_tables(self._waiting)
        self._writer.write_table(waiting.slice(0, rows).combine_chunks(), row_group_size=_ROW_GROUP)
        self._waiting, self._rows = [waiting.slice(rows)], self._rows - rows


def _close(file: IO[Any], complete: bool) -> None:
    """Close a file; where it is complete, wait until the disk has it."""
    try:
        if complete:
            file.flush()
            os.fsync(file.fileno())
    finally:
        file.close()
