"""The people of a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.batch.columns import read_columns
from planner.batch.fetched import Fetched
from planner.batch.files import PeopleFile
from planner.batch.rows import Row, table_row
from planner.errors import InputError

_AT_ONCE = 1_000  # rows


class ParquetPeople(PeopleFile):
    """Read row group by row group, and of those only the columns that are known."""

    counts_in = "row"

    def __init__(self, path: Path | Fetched) -> None:
        super().__init__(path)
        require_pyarrow("reading Parquet files")
        import pyarrow as pa
        from pyarrow import parquet

        try:
            file = parquet.ParquetFile(path)
        except (OSError, pa.ArrowException) as error:
            raise self._broken(error) from None
        with file:
            self.columns = read_columns(str(path), file.schema_arrow.names)
            if file.metadata.num_rows == 0:
                raise InputError(f"{path} holds no people: give at least one row")

    def rows(self) -> Iterator[Row]:
        import pyarrow as pa
        from pyarrow import parquet

        columns, number = self.columns, 0
        known = [given for given, name in zip(columns.given, columns.names, strict=True) if name is not None]
        columns = read_columns(str(self.path), known)
        try:
            with parquet.ParquetFile(self.path, pre_buffer=False) as file:
                for batch in file.iter_batches(_AT_ONCE, columns=known):
                    for cells in zip(*(batch.column(name).to_pylist() for name in known), strict=True):
                        number += 1
                        yield table_row(number, columns, cells)
        except (OSError, pa.ArrowException) as error:
            self.check_unchanged()
            raise self._broken(error) from None
        self.check_unchanged()

    def _broken(self, error: Exception) -> InputError:
        why = str(error).splitlines()[0]
        return InputError(f"{self.path} is no Parquet file that can be read ({why}): write it again")


def require_pyarrow(what: str) -> None:
    """Raises InputError where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise InputError(f"{what} needs pyarrow: pip install 'meal-planner[batch]'") from None
