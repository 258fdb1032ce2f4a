"""The people of a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planner.batch.columns import read_columns
from planner.batch.fetched import Fetched
from planner.batch.files import LONGEST_LINE, Line, PeopleFile, lines_of
from planner.batch.rows import Row, readable, row_from
from planner.errors import InputError

_MOST_LINES = 20  # a quoted cell may hold line breaks, but not the rest of the file


class CsvPeople(PeopleFile):
    """The people of a CSV file (UTF-8, with or without a byte order mark), never held in memory as a whole."""

    def __init__(self, path: Path | Fetched) -> None:
        super().__init__(path)
        self._width = 0
        with self.text() as text:
            start = text.read(LONGEST_LINE)
        if not start.strip():
            raise InputError(f"{path} is empty: the first line names the columns, then comes one line a person")
        if "\0" in start[:400]:
            raise InputError(f"{path} is not UTF-8 text: save it as CSV with the encoding UTF-8")
        header = next(self._records())
        cells = header.cells
        if header.problem or any(cell != readable(cell) for cell in cells):
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
        width = self._width
        records = self._records()
        next(records)
        for record in records:
            cells, problem = record.cells, record.problem
            if not problem and any(cell.strip() for cell in cells[width:]):
                problem = f"has {len(cells)} cells, the header {width}: put text that holds a comma into quotes"
            elif not problem and len(cells) < width:
                problem = f"has {len(cells)} cells, the header {width}: write a comma for each empty cell, too"
            yield row_from(record.number, self.columns.named(cells), problem)
        self.check_unchanged()

    def _records(self) -> Iterator[_Record]:
        """Records with the line they start in; a quote that is never closed spoils its own line only."""
        with self.text() as text:
            waiting: list[Line] = []
            lines = lines_of(text)
            while line := (waiting.pop(0) if waiting else next(lines, None)):
                if not line.text.strip() and not line.cut:
                    continue
                yield self._record(line, lines, waiting)

    def _record(self, line: Line, lines: Iterator[Line], waiting: list[Line]) -> _Record:
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
class _Record:
    number: int
    cells: list[str]
    problem: str = ""


def _cells(text: str) -> list[str] | None:
    """The cells of a record; None while a quote is open."""
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        return None
