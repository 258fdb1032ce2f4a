"""People as they are given: a DataFrame, or a file in any of the formats that are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.batch.columns import PERSON_ID, read_columns
from planner.batch.fetched import Fetched, is_address
from planner.batch.files import PeopleFile
from planner.batch.rows import Row, table_row
from planner.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# What a file begins with tells what it is, whatever its name says.
_PARQUET, _ZIP, _OLD_EXCEL, _PDF, _GZIP = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b"


def open_people(people: str | Path) -> PeopleFile:
    """A file of people: Parquet, Excel (.xlsx), JSON lines or CSV, told apart by what stands in it.

    ``people``: a path, or the address of a file in object storage, of which a copy is read.

    Raises InputError when it cannot be read or is none of these, TableError when its columns cannot be used.
    """
    path = Fetched(str(people)) if is_address(people) else Path(people)
    try:
        with open(path, "rb") as file:
            start = file.read(512)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): check the name") from None
    if start.startswith(_PARQUET):
        from planner.batch.parquet_people import ParquetPeople

        return ParquetPeople(path)
    if start.startswith(_ZIP):
        from planner.batch.excel_people import ExcelPeople

        return ExcelPeople(path)
    for mark, what in ((_OLD_EXCEL, "an old Excel file"), (_PDF, "a PDF"), (_GZIP, "compressed")):
        if start.startswith(mark):
            raise InputError(f"{path} is {what}: save it as CSV, JSON lines, Parquet or Excel (.xlsx)")
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        from planner.batch.json_people import JsonPeople

        return JsonPeople(path)
    from planner.batch.csv_people import CsvPeople

    return CsvPeople(path)


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
            yield table_row(number, self.columns, [_python(cell) for cell in cells])


def _python(cell: Any) -> Any:
    """A cell of a frame as plain Python; None for everything that pandas takes for missing."""
    import pandas as pd

    if isinstance(cell, (list, tuple)):
        return cell
    if pd.isna(cell):
        return None
    return cell.item() if hasattr(cell, "item") else cell
