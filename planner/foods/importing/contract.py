"""What every importer keeps to: blocks of foods in our columns, and a report in which every row is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from planner.errors import InputError, Problem
from planner.foods.importing.opened import Opened

BLOCK = 20_000  # foods that are in memory at a time
MOST_FOODS = 1_000_000  # nobody plans from more
MOST_TOLD = 20  # problems of one kind that a report lists
LINE = "line"  # column of a block: where a food stands in its file


@dataclass
class Report:
    """What became of a file. ``rows_read`` = ``kept`` + all of ``dropped``.

    ``dropped``: rows by reason. ``changed``: cells by what was done to them. ``problems``: the first of each kind, with file,
    row and column. ``notes``: sentences on how the source was read. ``unknown``: foods without a value, by nutrient.
    """

    file: str
    format: str = ""
    rows_read: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    _told: Counter[str] = field(default_factory=Counter, repr=False)

    def drop(self, why: str, rows: int = 1) -> None:
        """Counts rows that are not taken, and why."""
        if rows:
            self.dropped[why] += rows

    def change(self, what: str, cells: int = 1) -> None:
        """Counts cells that are not taken as they stand, and what was done."""
        if cells:
            self.changed[what] += cells

    def tell(self, kind: str, file: str, row: int | None, column: str | None, what: str, done: str) -> None:
        """Lists one problem and what was done about it, unless enough of its kind are listed."""
        self._told[kind] += 1
        if self._told[kind] <= MOST_TOLD:
            self.problems.append(Problem(file, row, column, what, done))

    def note(self, sentence: str) -> None:
        """Says something about how the file was read, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def as_dict(self) -> dict[str, Any]:
        """The report ready for JSON."""
        problems = [
            {"file": p.file, "row": p.row, "column": p.column, "what": p.what, "done": p.fix} for p in self.problems
        ]
        return {
            "file": self.file,
            "format": self.format,
            "rows_read": self.rows_read,
            "kept": self.kept,
            "dropped": dict(self.dropped),
            "changed": dict(self.changed),
            "notes": self.notes,
            "unknown": dict(self.unknown),
            "problems": problems,
        }

    def __str__(self) -> str:
        lines = [f"{self.file}: {self.format}", f"  rows read: {self.rows_read:,}; foods kept: {self.kept:,}"]
        lines += [f"  left out, {why}: {count:,}" for why, count in self.dropped.most_common()]
        lines += [f"  changed, {what}: {count:,}" for what, count in self.changed.most_common()]
        lines += [f"  {sentence}" for sentence in self.notes]
        if self.kept and self.unknown:
            some = [(name, count) for name, count in self.unknown.items() if count]
            said = ", ".join(f"{name} {100 * count / self.kept:.0f} %" for name, count in some)
            lines.append(f"  not known of foods: {said or 'nothing that is planned'}")
        lines += [f"  {problem}" for problem in self.problems]
        return "\n".join(lines)


@dataclass(frozen=True)
class Options:
    """What is asked of an importer. ``limit``: at most so many foods (None: all, up to ``MOST_FOODS``).

    ``mapping``: for plain tables, which column holds what; ``ask``: asks a person which one holds a required column.
    """

    limit: int | None = None
    mapping: Any = None
    sheet: str | None = None
    ask: Callable[[str, list[str]], str | None] | None = None


Reader = Callable[[Opened, Report, Options], Iterator[pd.DataFrame]]


@dataclass(frozen=True)
class Format:
    """One format: its ``name``, what it is called, how it is recognised, and how it is read.

    ``read`` yields blocks of at most ``BLOCK`` rows with ``LINE``, ``food_code`` and ``food``, text columns and numbers in
    our names and units per 100 g; NaN is unknown. Every row that it leaves out it counts in the report.
    """

    name: str
    title: str
    fits: Callable[[Opened], bool]
    read: Reader
    source: str  # whom to name; goes with every food


def check_size(opened: Opened, foods: int, options: Options) -> None:
    """Raises InputError when there are more foods than anybody plans from, and nobody asked for the first ones."""
    if options.limit is None and foods > MOST_FOODS:
        raise InputError(
            f"{opened.path} has more than {MOST_FOODS:,} foods, more than anybody plans from; keep the first ones with --limit N, "
            "or split the file"
        )
