"""Rows of text tables and of workbooks, one after the other, each with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from planner.errors import InputError
from planner.foods.importing.contract import Report
from planner.foods.importing.opened import Opened

Row = tuple[int, list[str]]
WORKBOOKS = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods")
TEXTS = (".csv", ".tsv", ".txt")
_OTHERS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite": "a database",
    b"PAR1": "a Parquet file",
}
_LONGEST_CELL = 131_072


def is_workbook(opened: Opened, name: str) -> bool:
    """Whether a member is an Excel or OpenDocument workbook, by its name or its first bytes."""
    return name.endswith(WORKBOOKS) or opened.head(name, 4) == b"\xd0\xcf\x11\xe0"


def rows_of(opened: Opened, name: str, sheet: str | None, report: Report) -> Iterator[Row]:
    """The rows of a member that hold anything, the header first. Raises InputError for what is no table."""
    if is_workbook(opened, name):
        return rows_of_workbook(opened, name, sheet)
    return rows_of_text(opened, name, report)


def rows_of_workbook(opened: Opened, name: str, sheet: str | None) -> Iterator[Row]:
    """Rows of one sheet (the first by default), every cell as text."""
    try:
        import python_calamine as calamine
    except ImportError:
        raise InputError(
            "reading Excel files needs python-calamine: pip install 'meal-planner[import]', or save the sheet as CSV"
        ) from None
    try:
        with opened.binary(name) as stream:
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
        if sheet is not None and sheet not in book.sheet_names:
            raise InputError(
                f"{opened.file(name)} has no sheet {sheet!r}; its sheets are {', '.join(book.sheet_names)}"
            )
        table = book.get_sheet_by_name(sheet) if sheet is not None else book.get_sheet_by_index(0)
        start = table.start
    except (calamine.CalamineError, IndexError, ValueError, OSError) as error:
        raise InputError(
            f"{opened.file(name)} cannot be read as a workbook ({error}); save the sheet as CSV UTF-8"
        ) from None
    first = 1 if start is None else start[0] + 1
    for number, row in enumerate(table.iter_rows(), start=first):
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell).strip()


def rows_of_text(opened: Opened, name: str, report: Report) -> Iterator[Row]:
    """Rows of a text table, whatever its encoding and the mark between its columns."""
    head = opened.head(name)
    _refuse_others(opened, name, head)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    with opened.text(name) as file:
        if not wide and _odd_bytes(head):
            report.note("Not all of the file is UTF-8: other letters were read as Windows-1252.")
        sample = head.decode("utf-16" if wide else "utf-8-sig", errors="replace")
        delimiter = delimiter_of(next((line for line in sample.splitlines() if line.strip()), ""))
        reader = csv.reader(file, delimiter=delimiter)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                said = f"the line cannot be read ({error}): a quotation mark that never closes?"
                report.rows_read += 1
                report.drop("lines that cannot be read")
                report.tell("line", opened.file(name), line, None, said, "left out")
                continue
            if any(cell.strip() for cell in cells):
                yield line, cells


def delimiter_of(header: str) -> str:
    """The mark between the columns of a header line."""
    return max((",", ";", "\t", "|"), key=header.count)


def _odd_bytes(head: bytes) -> bool:
    try:
        head[: len(head) - 4].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end < len(head) - 8
    return False


def _refuse_others(opened: Opened, name: str, head: bytes) -> None:
    for magic, kind in _OTHERS.items():
        if head.startswith(magic):
            raise InputError(
                f"{opened.file(name)} is {kind}, no table; save the table as CSV UTF-8 or Excel and give that"
            )
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and head.count(0) > 0:
        raise InputError(
            f"{opened.file(name)} is a binary file, no table; save the table as CSV UTF-8 or Excel and give that"
        )
