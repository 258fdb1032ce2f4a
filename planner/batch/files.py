"""What all files of people have in common: they are read more than once, in pieces, and must stay as they are."""

from __future__ import annotations

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from planner.batch.columns import Columns
from planner.batch.fetched import Fetched
from planner.batch.rows import Row
from planner.errors import InputError

LONGEST_LINE = 65_536  # characters; a longer line is no row of people


class PeopleFile(ABC):
    """A file that is looked at when it is opened, and must not change until its rows have been read."""

    counts_in = "line"
    columns: Columns

    def __init__(self, path: Path | Fetched) -> None:
        """Raises InputError when there is no such file."""
        self.path = path
        self._state = self._stat()

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """All rows, in order. Raises InputError when the file was changed since it was first looked at."""

    def check_unchanged(self) -> None:
        """Raises InputError when the file was changed since it was first looked at."""
        if self._stat() != self._state:
            raise InputError(f"{self.path} was changed while it was read: start again when it is complete")

    def sha256(self) -> str:
        """Of the file's bytes, as hexadecimal digits."""
        try:
            with open(self.path, "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise self.unreadable(error) from None

    def unreadable(self, error: OSError) -> InputError:
        return InputError(f"{self.path} cannot be read ({error.strerror}): check the name")

    def text(self) -> TextIO:
        """UTF-8 with or without a byte order mark; bytes that are none become lone surrogates."""
        try:
            return open(self.path, encoding="utf-8-sig", errors="surrogateescape")
        except OSError as error:
            raise self.unreadable(error) from None

    def _stat(self) -> tuple[int, int]:
        try:
            found = os.stat(self.path)
        except OSError as error:
            raise self.unreadable(error) from None
        return found.st_size, found.st_mtime_ns


@dataclass(frozen=True)
class Line:
    """A line of a text with its number; ``cut``: it is far too long, and this is its start."""

    number: int
    text: str
    cut: bool = False


def lines_of(text: TextIO) -> Iterator[Line]:
    """The lines with their number; of one that is far too long, only the start."""
    number = 0
    while start := text.readline(LONGEST_LINE):
        number += 1
        end, cut = start, False
        while not end.endswith("\n") and (end := text.readline(LONGEST_LINE)):
            cut = True
        yield Line(number, start, cut)
