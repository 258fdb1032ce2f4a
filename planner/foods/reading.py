"""From the bytes of a file to numbered rows of text, with everything said that is wrong with the file itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.errors import InputError, Problem

_CONTAINERS = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF document"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_AS_CSV = "save the sheet as 'CSV UTF-8 (comma delimited)' and give that file"
_AS_UTF8 = "save the file again with the encoding UTF-8"
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class Line:
    """One record: the line it starts on, as an editor counts, and its cells."""

    number: int
    cells: list[str]


@dataclass
class Text:
    """A file as text. ``content`` is None when it is no text at all; ``problems`` grows while rows are read."""

    file: str
    content: str | None
    delimiter: str = ","
    problems: list[Problem] = field(default_factory=list)

    def say(self, what: str, fix: str, row: int | None = None) -> None:
        self.problems.append(Problem(self.file, row, None, what, fix))

    def lines(self) -> Iterator[Line]:
        """The records that hold anything; broken quoting is noted in ``problems`` and skipped over."""
        reader = csv.reader(io.StringIO(self.content or "", newline=""), delimiter=self.delimiter, strict=True)
        while True:
            start = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._broken(str(error), start)
                continue
            if any(cell.strip() for cell in cells):
                yield Line(start, cells)

    def _broken(self, error: str, row: int) -> None:
        if "end of data" in error:
            what = "a quotation mark opens here and never closes, so everything below it was not read"
            self.say(what, 'close it, or write a quotation mark inside a cell twice ("")', row)
        elif "field limit" in error or "larger than" in error:
            what = f"a cell holds more than {csv.field_size_limit():,} characters"
            self.say(what, "look for a quotation mark that never closes, or shorten the cell", row)
        else:
            what = "text follows a closing quotation mark"
            self.say(what, 'put the whole cell in quotation marks, and write one inside it twice ("")', row)


def read_text(path: str | Path) -> Text:
    """The text of a file that should be CSV in UTF-8.

    Other encodings are a problem, but are read all the same, so that what is wrong in the rows is told too.

    Raises:
        InputError: when there is no such file or it cannot be opened.
    """
    name = str(path)
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        raise InputError(f"there is no file {name!r}; give the path of a CSV file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name!r} cannot be read ({reason}); give the path of a CSV file") from None
    text = Text(name, None)
    text.content = _decode(raw, text)
    if text.content is not None and not text.content.strip():
        text.say("the file is empty", "give a header line and one line per food")
        text.content = None
    if text.content is not None:
        text.delimiter = _delimiter(text)
    return text


@dataclass
class ParquetText(Text):
    """The rows of a Parquet file as if they stood in a CSV file, so that they pass the same checks."""

    columns: list[str] = field(default_factory=list)
    batches: Callable[[], Iterator[list[list[Any]]]] = lambda: iter(())

    def lines(self) -> Iterator[Line]:
        yield Line(1, self.columns)
        number = 1
        for batch in self.batches():
            for cells in zip(*batch, strict=True):
                number += 1
                yield Line(number, [_cell(cell) for cell in cells])


def _cell(value: object) -> str:
    return "" if value is None or value != value else repr(value) if isinstance(value, float) else str(value)


def read_parquet(path: str | Path) -> Text:
    """The rows of a Parquet file, read in batches.

    Raises:
        InputError: when it cannot be opened, is damaged, or pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise InputError(
            "a Parquet file needs pyarrow: pip install 'meal-planner[import]', or give a CSV file"
        ) from None
    try:
        file = parquet.ParquetFile(path)
    except FileNotFoundError:
        raise InputError(f"there is no file {str(path)!r}; give the path of a table") from None
    except (OSError, pyarrow.ArrowException) as error:
        raise InputError(f"{str(path)!r} cannot be read as Parquet ({error}); give a CSV file") from None

    def batches() -> Iterator[list[list[Any]]]:
        for batch in file.iter_batches(10_000):
            yield [column.to_pylist() for column in batch.columns]

    return ParquetText(str(path), "", columns=list(file.schema_arrow.names), batches=batches)


def _decode(raw: bytes, text: Text) -> str | None:
    for magic, kind in _CONTAINERS:
        if raw.startswith(magic):
            text.say(f"this is {kind}, not a CSV file", _AS_CSV)
            return None
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
    encoding = _wide_encoding(raw)
    if encoding is not None:
        text.say(f"the file is encoded as {encoding.upper()}", _AS_UTF8)
        return raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    if b"\x00" in raw or _control_share(raw) > 0.02:
        text.say("this is a binary file, not text", "give a CSV file in UTF-8")
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        letter = bytes(raw[error.start : error.start + 1]).decode("cp1252", errors="replace")
        what = f"the file is not UTF-8 (a byte that would be {letter!r} in Windows-1252)"
        text.say(what, _AS_UTF8, row)
        return raw.decode("cp1252", errors="replace")


def _wide_encoding(raw: bytes) -> str | None:
    """UTF-16 and UTF-32 by their mark, or by every other byte being zero."""
    if raw.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = raw[:2000]
    for first, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        zeros, others = head[first::2], head[1 - first :: 2]
        if len(head) >= 8 and zeros.count(0) > 0.9 * len(zeros) and others.count(0) < 0.1 * len(others):
            return encoding
    return None


def _control_share(raw: bytes) -> float:
    head = raw[:100_000]
    odd = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\x0c")
    return odd / max(len(head), 1)


def _delimiter(text: Text) -> str:
    """The character between columns, judged by the first line that holds anything."""
    content = text.content or ""
    number, header = next((i, line) for i, line in enumerate(content.splitlines(), start=1) if line.strip())
    best = max(_DELIMITERS, key=header.count)
    if header.count(best) <= header.count(","):
        return ","
    text.say(
        f"the columns are separated by {_DELIMITERS[best]}",
        "separate them by commas, and write decimal points",
        number,
    )
    return best
