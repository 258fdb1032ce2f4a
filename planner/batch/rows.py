"""Rows of people, whatever they were read from, and a first look at all of them.

Every row is handed on, also one that cannot be read: then ``problem`` says why, and the row counts as a bad one.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from typing import Any, Protocol

from planner.batch.columns import PERSON_ID, Columns

LONGEST_CELL = 2_000  # characters


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
        """What ``Row.number`` counts: "line" of a text, "row" of a table."""

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


def row_from(number: int, cells: Mapping[str, Any], problem: str = "") -> Row:
    """A row from its cells by the names we know; some may be missing where there is a problem."""
    named = dict(cells)
    problem = problem or _cell_problem(named)
    person_id = readable(str(named.pop(PERSON_ID, "")).strip())[:LONGEST_CELL]
    if not problem and not person_id:
        problem = f"{PERSON_ID} is missing: give each person one, so that the result can be found again"
    return Row(number, person_id, {} if problem else named, problem)


def _cell_problem(named: Mapping[str, Any]) -> str:
    for name, cell in named.items():
        if isinstance(cell, str):
            if len(cell) > LONGEST_CELL:
                return f"{name}: {len(cell):,} characters are too many; shorten it to {LONGEST_CELL:,}"
            if cell != readable(cell):
                return f"{name}: is not UTF-8 text; save the file with the encoding UTF-8"
    return ""


def readable(text: str) -> str:
    """Without the bytes that no UTF-8 text holds."""
    return text.encode("utf-8", errors="replace").decode("utf-8") if not text.isascii() else text


class Unreadable(ValueError):
    """A value that no cell of a people file can be."""


def plain_cell(value: Any) -> Any:
    """A typed value as a CSV file would give it, or a number: blank for what is missing, lists separated by ';'.

    Raises Unreadable for records within a cell and for bytes that are no text.
    """
    if value is None or value != value:
        return ""
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, list | tuple):
        return "; ".join(str(plain_cell(one)) for one in value)
    if isinstance(value, Decimal):
        return plain_cell(float(value))
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="surrogateescape")
    raise Unreadable(f"holds {type(value).__name__} where one value belongs; write a number or text")


def table_row(number: int, columns: Columns, cells: Sequence[Any]) -> Row:
    """A row of typed values."""
    plain: dict[str, Any] = {}
    problem = ""
    for name, value in columns.named(cells).items():
        try:
            plain[name] = plain_cell(value)
        except Unreadable as error:
            problem = problem or f"{name} {error}"
    return row_from(number, plain, problem)
