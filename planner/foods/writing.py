"""A food table as a file: CSV or Parquet in the columns that ``load_foods`` reads, complete or absent."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pandas as pd

from planner.errors import InputError
from planner.foods.borrow import HABITS_OF
from planner.foods.headers import EATEN, FLAGS, KNOWN, REQUIRED, WORDS
from planner.foods.notes import write_portions
from planner.foods.table import FoodTable

DERIVED = ("niacin_ne_mg",)  # worked out again when the table is read
SUFFIXES = (".csv", ".parquet")


def table_columns(table: FoodTable) -> pd.DataFrame:
    """Every column that a table file may have, as it is written: text for words, numbers per 100 g, blank = unknown."""
    data = table.data
    found: dict[str, Any] = {"food_code": data.index}
    flags = [[flag for flag in FLAGS if flag in data and held[flag]] for held in data[list(FLAGS)].to_dict("records")]
    for name in KNOWN[1:]:
        if name == "portions":
            found[name] = [write_portions(table.measures.get(code, ())) for code in data.index]
        elif name == "flags":
            found[name] = ["; ".join(held) for held in flags]
        elif name in EATEN and HABITS_OF in data and name in data:
            own = data[name].mask(data[HABITS_OF].ne(""))  # what is borrowed is borrowed again
            if own.notna().any():
                found[name] = own
        elif name in data and name not in DERIVED and (name in REQUIRED or data[name].notna().any()):
            found[name] = data[name].astype(object).where(data[name].notna(), "") if name in WORDS else data[name]
    columns = {name: list(values) for name, values in found.items()}
    return pd.DataFrame(
        {name: values for name, values in columns.items() if name in REQUIRED or any(one != "" for one in values)}
    )


def write_table(table: FoodTable, path: str | Path) -> None:
    """Writes the table to a ``.csv`` or ``.parquet`` file; reading it gives the same foods with the same values.

    Recipes of the shipped table are not part of it. Raises InputError where it cannot be written.
    """
    write_blocks([table_columns(table)], path)


def write_blocks(blocks: Iterable[pd.DataFrame], path: str | Path) -> int:
    """Writes blocks of rows one after the other, so that no more than one is in memory; returns how many rows.

    All blocks have the columns of the first. The file appears when it is complete. Raises InputError.
    """
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise InputError(f"{target} cannot be written: name a file that ends with .csv or .parquet")
    with _at_once(target) as file:
        if target.suffix.lower() == ".csv":
            return _csv(blocks, file)
        return _parquet(blocks, file)


def _csv(blocks: Iterable[pd.DataFrame], file: IO[bytes]) -> int:
    rows = 0
    for block in blocks:
        text = block.to_csv(index=False, header=rows == 0, lineterminator="\n")
        file.write(text.encode("utf-8"))
        rows += len(block)
    return rows


def _parquet(blocks: Iterable[pd.DataFrame], file: IO[bytes]) -> int:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise InputError("a Parquet file needs pyarrow: pip install 'meal-planner[import]', or name a .csv") from None
    rows, writer = 0, None
    try:
        for block in blocks:
            types = [(name, pyarrow.string() if name in WORDS else pyarrow.float64()) for name in block]
            part = pyarrow.Table.from_pandas(block, schema=pyarrow.schema(types), preserve_index=False)
            writer = writer or parquet.ParquetWriter(file, part.schema)
            writer.write_table(part)
            rows += len(block)
    finally:
        if writer is not None:
            writer.close()
    return rows


@contextmanager
def _at_once(target: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name when everything is in it; whatever goes wrong, nothing half-written stays."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}; choose another file or folder") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, target)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError) and not isinstance(error, InputError):
            raise InputError(f"{target} cannot be written: {error.strerror or error}; choose another place") from None
        raise
