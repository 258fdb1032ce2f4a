"""The people of an Excel workbook: its sheet "people", or else its first."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from planner.batch.columns import read_columns
from planner.batch.fetched import Fetched
from planner.batch.files import PeopleFile
from planner.batch.rows import Row, table_row
from planner.errors import InputError

_SHEET = "people"
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_MOST_TEXT = 200_000_000  # bytes of the strings of a workbook, which Excel keeps in one table that must be held
_STRINGS = "xl/sharedStrings.xml"
# What openpyxl raises for a workbook that is damaged, and for a ZIP file that is none.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, ValueError, TypeError, SyntaxError)


class ExcelPeople(PeopleFile):
    """Read row by row. Rows are counted as Excel does, and blank ones are passed over."""

    counts_in = "row"

    def __init__(self, path: Path | Fetched) -> None:
        super().__init__(path)
        try:
            import openpyxl  # noqa: F401
        except ImportError:
            raise InputError("reading Excel files needs openpyxl: pip install 'meal-planner[batch]'") from None
        with closing(self._filled(formulas=False)) as filled:
            number, header = next(filled, (0, ()))
        if not header:
            raise InputError(f"{path} is empty: the first row names the columns, then comes one row a person")
        self._header = number
        self.columns = read_columns(str(path), ["" if cell is None else str(cell) for cell in header], number)
        with closing(self.rows()) as rows:
            if next(rows, None) is None:
                raise InputError(f"{path} holds no people: below the header comes one row a person")

    def rows(self) -> Generator[Row]:
        width = len(self.columns.names)
        # Two passes side by side: a formula that was never worked out has no value, and must not pass for a blank.
        with closing(self._rows(formulas=False)) as of_values, closing(self._rows(formulas=True)) as of_formulas:
            for (number, values), (_, written) in zip(of_values, of_formulas, strict=True):
                if number > self._header and any(cell not in (None, "") for cell in written[:width]):
                    yield self._row(number, _wide(values, width), _wide(written, width))
        self.check_unchanged()

    def _row(self, number: int, values: Sequence[Any], written: Sequence[Any]) -> Row:
        row = table_row(number, self.columns, values)
        for name, (value, source) in self.columns.named(list(zip(values, written, strict=True))).items():
            problem = ""
            if isinstance(value, str) and _ERROR.fullmatch(value.strip()):
                problem = f"{name} holds the error {value.strip()}: mend the formula"
            elif value is None and source is not None:
                problem = f"{name} holds a formula without its value: open the file in Excel and save it again"
            if problem and not row.problem:
                return Row(number, row.person_id, {}, problem)
        return row

    def _filled(self, formulas: bool) -> Generator[tuple[int, Sequence[Any]]]:
        with closing(self._rows(formulas)) as rows:
            yield from ((number, row) for number, row in rows if any(cell not in (None, "") for cell in row))

    def _rows(self, formulas: bool) -> Generator[tuple[int, Sequence[Any]]]:
        """Rows with their number; what is missing at their end is left out. Raises InputError where the file is damaged."""
        from openpyxl import load_workbook

        try:
            with open(self.path, "rb") as file:
                self._check_size(file)
                book = load_workbook(file, read_only=True, data_only=not formulas)
                try:
                    names = book.sheetnames
                    sheet = book[next((name for name in names if name.strip().lower() == _SHEET), names[0])]
                    sheet.reset_dimensions()  # what the file says of its size may be wrong
                    yield from enumerate(sheet.iter_rows(values_only=True), start=1)
                finally:
                    book.close()
        except OSError as error:
            raise self.unreadable(error) from None
        except InputError:
            raise
        except _DAMAGED as error:
            why = f"{type(error).__name__}: {error}".splitlines()[0]
            raise InputError(f"{self.path} is no Excel file that can be read ({why}): save it as .xlsx again") from None

    def _check_size(self, file: Any) -> None:
        with zipfile.ZipFile(file) as archive:
            if _STRINGS in archive.namelist() and archive.getinfo(_STRINGS).file_size > _MOST_TEXT:
                raise InputError(f"{self.path} holds too much text to be read piece by piece: save it as CSV")
        file.seek(0)


def _wide(cells: Sequence[Any], width: int) -> Sequence[Any]:
    return (*cells, *[None] * (width - len(cells)))[:width]
