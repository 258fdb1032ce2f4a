"""The folder of a run: menus, nutrients, a summary and what was run; each file complete or absent."""

from __future__ import annotations

import csv
import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol

from planner.batch.columns import PERSON_ID
from planner.batch.work import MENU, NUTRIENT, Outcome
from planner.errors import InputError
from planner.plan.export import safe_cell

FORMATS = ("parquet", "csv")
RUN = "run.json"
SUMMARY = (
    PERSON_ID, "status", "message", "energy_kcal", "magnesium_mg", "potassium_mg", "targets_met", "targets_total",
    "hei", "cost_usd_per_day", "gap", "row", "notices",
)  # fmt: skip
_TEXT = frozenset(
    {PERSON_ID, "meal", "title", "food_code", "food", "portion", "nutrient", "status", "message", "notices"}
)
_DECIMALS = {"cost_usd_per_day": 2, "gap": 4}
_UNFINISHED = ".unfinished"
_ROW_GROUP = 100_000  # rows written at a time: flat memory, and the same pieces whatever the number of jobs


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


class _Table(Protocol):
    def write(self, rows: Iterable[Sequence[Any]]) -> None: ...

    def close(self) -> None: ...

    def drop(self) -> None:
        """Close without completing."""


class _CsvTable:
    """Numbers with so many decimals at most; no cell that a spreadsheet takes for a formula."""

    def __init__(self, path: Path, columns: Sequence[str], decimals: int) -> None:
        self._file: IO[str] = open(path, "w", encoding="utf-8", newline="")  # noqa: SIM115 (closed by close)
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(columns)
        self._decimals = decimals

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        self._writer.writerows([self._cell(value) for value in row] for row in rows)

    def _cell(self, value: Any) -> Any:
        if isinstance(value, str):
            return safe_cell(value)
        return round(value, self._decimals) if isinstance(value, float) else value

    def close(self) -> None:
        self._file.close()

    drop = close


class _ParquetTable:
    """Rows gathered until they make a row group. Food codes and identifiers are text, days integers."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        kinds = {"day": pa.int64()} | dict.fromkeys(_TEXT, pa.string())
        self._schema = pa.schema([(name, kinds.get(name, pa.float64())) for name in columns])
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Sequence[Any]] = []

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows.extend(rows)
        if len(self._rows) >= _ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        columns = zip(*self._rows, strict=True) if self._rows else ([] for _ in self._schema)
        arrays = [pa.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def drop(self) -> None:
        self._rows.clear()
        self._writer.close()


@dataclass
class _Part:
    path: Path
    table: _Table

    @property
    def unfinished(self) -> Path:
        return _unfinished(self.path)


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}{_UNFINISHED}")


def file_names(format: str) -> tuple[str, str, str, str]:
    """Menus, nutrients, summary and the run, as they are called in this format."""
    return f"menus.{format}", f"nutrients.{format}", "summary.csv", RUN


def check_format(format: str) -> None:
    """Raises InputError for a format that nobody knows, or that cannot be written here."""
    if format not in FORMATS:
        raise InputError(f"format {format!r} is not one of {', '.join(FORMATS)}")
    if format == "parquet":
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            raise InputError(
                "Parquet files need pyarrow: pip install 'meal-planner[batch]', or write CSV with --format csv"
            ) from None


class Folder:
    """The output of one run. Leaving the context without ``finish`` removes everything that was begun."""

    def __init__(self, path: Path, format: str = "parquet") -> None:
        """Raises InputError when another run is or was here, or nothing can be written."""
        check_format(format)
        self.path, self._made, self._parts = path, False, list[_Part]()
        menus, nutrients, summary, _ = file_names(format)
        self._refuse_another_run()
        try:
            if not path.is_dir():
                path.mkdir(parents=True)
                self._made = True
            for name, columns, decimals in (
                (menus, (PERSON_ID, *MENU), 1),
                (nutrients, (PERSON_ID, *NUTRIENT), 4),
                (summary, SUMMARY, 4),
            ):
                self._begin(self.path / name, columns, decimals)
        except OSError as error:
            self.remove()
            raise self._unwritable(error) from None

    def _refuse_another_run(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise InputError(f"{self.path} is a file: name a folder for the results")
        for name in dict.fromkeys((*file_names("parquet"), *file_names("csv"))):
            done = self.path / name
            for there, what in ((done, "the results of a run"), (_unfinished(done), "a run that is not finished")):
                if there.exists():
                    raise InputError(
                        f"{self.path} holds {what} ({there.name}): nothing was written; choose another folder, "
                        "or remove that one"
                    )

    def _begin(self, path: Path, columns: Sequence[str], decimals: int) -> None:
        unfinished = _unfinished(path)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o666))  # two runs never share a folder
        is_csv = path.suffix == ".csv"
        table = _CsvTable(unfinished, columns, decimals) if is_csv else _ParquetTable(unfinished, columns)
        self._parts.append(_Part(path, table))

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Write what became of some people. Raises InputError when the disk is full or gone."""
        menus, nutrients, summary = (part.table for part in self._parts)
        try:
            for one in outcomes:
                menus.write((one.person_id, *row) for row in one.menu)
                nutrients.write((one.person_id, *row) for row in one.nutrients)
                summary.write([summary_row(one)])
        except OSError as error:
            raise self._unwritable(error) from None

    def finish(self, run: Mapping[str, Any]) -> None:
        """Complete every file, the description of the run last: where it stands, everything stands."""
        try:
            for part in self._parts:
                part.table.close()
                _sync(part.unfinished)
            for part in self._parts:
                os.replace(part.unfinished, part.path)
            unfinished = _unfinished(self.path / RUN)
            with open(unfinished, "w", encoding="utf-8") as file:
                file.write(json.dumps(run, indent=1, ensure_ascii=False) + "\n")
            _sync(unfinished)
            os.replace(unfinished, self.path / RUN)
            if os.name == "posix":  # the renames, too; elsewhere folders cannot be synced
                _sync(self.path)
        except OSError as error:
            raise self._unwritable(error) from None
        self._parts.clear()
        self._made = False

    def remove(self) -> None:
        """Remove what is not finished, and the folder if it was made for this run and is empty."""
        for part in self._parts:
            with suppress(OSError):  # a full disk cannot take the last bytes, and need not
                part.table.drop()
            part.unfinished.unlink(missing_ok=True)
        if self._parts:
            _unfinished(self.path / RUN).unlink(missing_ok=True)
        self._parts.clear()
        if self._made and not any(self.path.iterdir()):
            self.path.rmdir()
        self._made = False

    def _unwritable(self, error: OSError) -> InputError:
        return InputError(f"{self.path} cannot be written: {error.strerror}; choose another folder or make room")


def _sync(path: Path) -> None:
    """Wait until the disk has it."""
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
