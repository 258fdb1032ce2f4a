"""The people of a file of JSON lines: an object a line, whose keys may differ from line to line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from planner.batch.columns import Columns, known_column, read_columns
from planner.batch.fetched import Fetched
from planner.batch.files import LONGEST_LINE, Line, PeopleFile, lines_of
from planner.batch.rows import Row, Unreadable, plain_cell, row_from
from planner.errors import InputError, UnknownNameError

_HEADER = 100  # the keys of the first lines are the header: what is missing or misspelt there stops the run
_MOST_KEYS = 1_000  # that nobody knows, kept to be reported


class JsonPeople(PeopleFile):
    """Read line by line. ``columns`` grows with the keys that are met, so it is complete after all rows."""

    def __init__(self, path: Path | Fetched) -> None:
        super().__init__(path)
        keys = dict.fromkeys(key for object_, _ in islice(self._objects(), _HEADER) for key in object_)
        if not keys:
            raise InputError(f"{path} holds no people: write one JSON object a line")
        self.columns = read_columns(str(path), list(keys))
        self._names: dict[str, str | None] = dict(zip(self.columns.given, self.columns.names, strict=True))

    def rows(self) -> Iterator[Row]:
        for object_, line in self._objects(keep_bad=True):
            if isinstance(object_, str):
                yield row_from(line.number, {}, object_)
            else:
                yield self._row(line.number, object_)
        self.check_unchanged()

    def _row(self, number: int, object_: dict[str, Any]) -> Row:
        cells: dict[str, Any] = {}
        problem = ""
        for key, value in object_.items():
            try:
                name = self._name(key)
                if name is None:
                    continue
                if name in cells:
                    problem = problem or f"{name} stands there twice; keep one of them"
                cells[name] = plain_cell(value)
            except UnknownNameError as error:
                problem = problem or f"{error}; rename it, or remove it"
            except Unreadable as error:
                problem = problem or f"{key} {error}"
        return row_from(number, cells, problem)

    def _name(self, key: str) -> str | None:
        """What a key stands for. Raises UnknownNameError for a near miss."""
        if key not in self._names:
            name = known_column(key[:200])
            if name is None and len(self._names) >= _MOST_KEYS:
                return None
            self._names[key] = name
            self.columns = Columns((*self.columns.given, key), (*self.columns.names, name))
        return self._names[key]

    def _objects(self, keep_bad: bool = False) -> Iterator[tuple[Any, Line]]:
        """The object of each line, or, if asked for, what is wrong with it; blank lines are passed over."""
        with self.text() as text:
            for line in lines_of(text):
                if not line.text.strip() and not line.cut:
                    continue
                found = f"is longer than {LONGEST_LINE:,} characters: shorten it" if line.cut else _parsed(line.text)
                if keep_bad or isinstance(found, dict):
                    yield found, line


def _parsed(text: str) -> dict[str, Any] | str:
    """The object, or what is wrong with it."""
    try:
        found = json.loads(text, parse_constant=str, object_pairs_hook=_once)
    except Unreadable as error:
        return str(error)
    except (ValueError, RecursionError):
        return "is no JSON: write one object a line, with its text in double quotes"
    return found if isinstance(found, dict) else "is no JSON object: write {...} with the names of the columns"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable("a name stands there twice; keep one of them")
    return found
