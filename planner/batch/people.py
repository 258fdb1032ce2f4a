"""People as they are given, one row after the other: a CSV file read in pieces, or a DataFrame.

Every row is handed on, also one that cannot be read: then ``problem`` says why, and the row counts as a bad one.
"""

from __future__ import annotations

import csv
import hashlib
import os
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from planner.batch.columns import PERSON_ID, Columns, read_columns
from planner.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

LONGEST_LINE = 65_536  # characters; a longer line is no row of people
LONGEST_CELL = 2_000
_MOST_LINES = 20  # a quoted cell may hold line breaks, but not the rest of the file


@dataclass(frozen=True)
class Row:
    """One row: where it stands, whom it is about, and its cells by the names we know."""

    number: int
    person_id: str
    cells: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


class People(Protocol):
    """Something that can be read more than once and gives the same rows in the same order."""

    @property
    def columns(self) -> Columns: ...

    @property
    def counts_in(self) -> str:
        """What ``Row.number`` counts: "line" of a file, "row" of a frame."""

    def rows(self) -> Iterator[Row]: ...


@dataclass(frozen=True)
class Survey:
    """What a first look at all rows tells: how many there are, and which identifiers may stand twice."""

    total: int
    repeated: frozenset[int]


def survey(people: People) -> Survey:
    """Look at every row once. Eight bytes are kept for each, so that millions of people fit."""
    import numpy as np

    marks, total = array("Q"), 0
    for row in people.rows():
        total += 1
        if not row.problem:
            marks.append(_mark(row.person_id))
    found, times = np.unique(np.array(marks, dtype=np.uint64), return_counts=True)
    return Survey(total, frozenset(found[times > 1].tolist()))


def checked(people: People, seen: Survey) -> Iterator[Row]:
    """The rows, those that repeat an identifier marked as bad; the first of them is planned."""
    first: dict[str, int] = {}
    for row in people.rows():
        if not row.problem and _mark(row.person_id) in seen.repeated:
            if row.person_id in first:
                before = f"{people.counts_in} {first[row.person_id]}"
                said = f"{PERSON_ID}: {row.person_id!r} already stands in {before}; give each person an own one"
                row = replace(row, problem=said)
            else:
                first[row.person_id] = row.number
        yield row


def _mark(person_id: str) -> int:
    return int.from_bytes(hashlib.blake2b(person_id.encode("utf-8"), digest_size=8).digest(), "big")


def _row(number: int, columns: Columns, cells: Sequence[Any], problem: str = "") -> Row:
    """A row from its cells, which may be too few or too many where there is a problem."""
    named = {name: cell for name, cell in zip(columns.names, cells, strict=False) if name is not None}
    problem = problem or _cell_problem(named)
    person_id = _readable(str(named.pop(PERSON_ID, "")).strip())[:LONGEST_CELL]
    if not problem and not person_id:
        problem = f"{PERSON_ID} is missing: give each person one, so that the result can be found again"
    return Row(number, person_id, {} if problem else named, problem)


def _cell_problem(named: Mapping[str, Any]) -> str:
    for name, cell in named.items():
        if isinstance(cell, str):
            if len(cell) > LONGEST_CELL:
                return f"{name}: {len(cell):,} characters are too many; shorten it to {LONGEST_CELL:,}"
            if cell != _readable(cell):
                return f"{name}: is not UTF-8 text; save the file with the encoding UTF-8"
    return ""


def _readable(text: str) -> str:
    """Without the bytes that no UTF-8 text holds."""
    return text.encode("utf-8", errors="replace").decode("utf-8") if not text.isascii() else text


class FramePeople:
    """The people of a DataFrame; ``person_id`` may be its index."""

    counts_in = "row"

    def __init__(self, frame: pd.DataFrame) -> None:
        if PERSON_ID not in frame.columns and frame.index.name is not None:
            frame = frame.reset_index()
        self.frame = frame
        self.columns = read_columns("the DataFrame", [str(name) for name in frame.columns])
        if frame.empty:
            raise InputError("the DataFrame holds no people: give at least one row")

    def rows(self) -> Iterator[Row]:
        for number, cells in enumerate(self.frame.itertuples(index=False, name=None), start=1):
            yield _row(number, self.columns, [_plain(cell) for cell in cells])


def _plain(cell: Any) -> Any:
    """A cell of a frame as plain Python: blank for everything that pandas takes for missing."""
    import pandas as pd

    if isinstance(cell, (list, tuple)):
        return "; ".join(map(str, cell))
    if pd.isna(cell):
        return ""
    value = cell.item() if hasattr(cell, "item") else cell
    return int(value) if isinstance(value, float) and value.is_integer() else value


class CsvPeople:
    """The people of a CSV file (UTF-8, with or without a byte order mark), never held in memory as a whole."""

    counts_in = "line"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._state, self._width = self._stat(), 0
        with self._open() as text:
            start = text.read(LONGEST_LINE)
        if not start.strip():
            raise InputError(f"{path} is empty: the first line names the columns, then comes one line a person")
        if "\0" in start[:400]:
            raise InputError(f"{path} is not UTF-8 text: save it as CSV with the encoding UTF-8")
        header = next(self._records())
        cells = header.cells
        if header.problem or any(cell != _readable(cell) for cell in cells):
            raise InputError(
                f"{path}, line {header.number}: {header.problem or 'is not UTF-8 text; save the file as UTF-8'}"
            )
        if len(cells) == 1:
            other = next((name for mark, name in ((";", "semicolons"), ("\t", "tabs")) if mark in cells[0]), "")
            if other:
                raise InputError(f"{path}: the columns are separated by {other}; save it with commas")
        self.columns, self._width = read_columns(str(path), cells, header.number), len(cells)
        if next(self.rows(), None) is None:
            raise InputError(f"{path} holds no people: below the header comes one line a person")

    def rows(self) -> Iterator[Row]:
        """Raises InputError when the file was changed since it was first looked at."""
        width = self._width
        records = self._records()
        next(records)
        for record in records:
            cells, problem = record.cells, record.problem
            if not problem and any(cell.strip() for cell in cells[width:]):
                problem = f"has {len(cells)} cells, the header {width}: put text that holds a comma into quotes"
            elif not problem and len(cells) < width:
                problem = f"has {len(cells)} cells, the header {width}: write a comma for each empty cell, too"
            yield _row(record.number, self.columns, cells, problem)
        if self._stat() != self._state:
            raise InputError(f"{self.path} was changed while it was read: start again when it is complete")

    def sha256(self) -> str:
        """Of the file's bytes, as hexadecimal digits."""
        with open(self.path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _stat(self) -> tuple[int, int]:
        try:
            found = os.stat(self.path)
        except OSError as error:
            raise InputError(f"{self.path} cannot be read ({error.strerror}): check the name") from None
        return found.st_size, found.st_mtime_ns

    def _open(self) -> TextIO:
        try:
            return open(self.path, encoding="utf-8-sig", errors="surrogateescape")
        except OSError as error:
            raise InputError(f"{self.path} cannot be read ({error.strerror}): check the name") from None

    def _records(self) -> Iterator[_Record]:
        """Records with the line they start in; a quote that is never closed spoils its own line only."""
        with self._open() as text:
            waiting: list[_Line] = []
            lines = _lines(text)
            while line := (waiting.pop(0) if waiting else next(lines, None)):
                if not line.text.strip() and not line.cut:
                    continue
                yield self._record(line, lines, waiting)

    def _record(self, line: _Line, lines: Iterator[_Line], waiting: list[_Line]) -> _Record:
        if line.cut:
            return _Record(
                line.number, _cells(line.text) or [], f"is longer than {LONGEST_LINE:,} characters: shorten it"
            )
        cells, text, taken = _cells(line.text), line.text, 0
        while cells is None and taken < _MOST_LINES:
            if taken == len(waiting):
                further = next(lines, None)
                if further is None:
                    break
                waiting.append(further)
            if len(_cells(waiting[taken].text) or ()) == self._width:
                break  # a whole row by itself: the quote before it was a slip
            text += waiting[taken].text
            taken += 1
            cells = _cells(text)
        # Several lines make a record only where that gives the right number of cells; the header itself is one line.
        if cells is not None and (not taken or len(cells) == self._width):
            del waiting[:taken]
            return _Record(line.number, cells)
        first = next(csv.reader([line.text.replace('"', "")]), [])
        return _Record(line.number, first, "a quote is opened and not closed: close it, or write it twice")


@dataclass(frozen=True)
class _Line:
    number: int
    text: str
    cut: bool = False


@dataclass(frozen=True)
class _Record:
    number: int
    cells: list[str]
    problem: str = ""


def _lines(text: TextIO) -> Iterator[_Line]:
    """Lines with their number; of one that is far too long, only the start."""
    number = 0
    while start := text.readline(LONGEST_LINE):
        number += 1
        end, cut = start, False
        while not end.endswith("\n") and (end := text.readline(LONGEST_LINE)):
            cut = True
        yield _Line(number, start, cut)


def _cells(text: str) -> list[str] | None:
    """The cells of a record; None while a quote is open."""
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        return None
