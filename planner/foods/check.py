"""Checks a table of your own: every problem at once, each with the line, the column and what to do.

A table is a CSV file (UTF-8, commas, decimal points) with one line per food and these columns, in any order:

* ``food_code``, ``food`` and ``energy_kcal`` are required;
* ``category``, ``price_usd_per_100g`` and any nutrient by its name with unit (``magnesium_mg``) are optional;
* so are diet and allergen tags (``vegan``, ``has_milk``, ...) with the values y, n or ?;
* and what only some tables know: ``portions`` ("1 cup = 244 g; 1 slice = 30 g"), ``group``, ``flags``, ``treat_as``, how
  people eat it, food-pattern equivalents (docs/own-tables.md).

Everything is per 100 g of edible portion. A blank cell is unknown, never zero.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from planner.errors import Problem
from planner.foods.headers import TAGS, WORDS, Column, read_header
from planner.foods.notes import wrong_word
from planner.foods.numbers import Oddity, parse_number, shown
from planner.foods.plausible import implausible
from planner.foods.reading import Line, Text, read_parquet, read_text

LONGEST_NAME = 250  # characters; the longest of the 5,431 official names has 184
FROM_SPREADSHEET = re.compile(r"[0-9][.,]?[0-9]*[eE]\+[0-9]+")


def check_table(path: str | Path) -> list[Problem]:
    """Everything that is wrong with the CSV file at ``path``, in the order of its lines; empty when it can be used.

    Raises:
        InputError: when the file cannot be opened.
    """
    return read_table(path)[1]


def read_table(path: str | Path) -> tuple[pd.DataFrame | None, list[Problem]]:
    """The foods of a CSV file, indexed by ``food_code``, and its problems; the foods are None if there are any."""
    text = read_parquet(path) if str(path).lower().endswith(".parquet") else read_text(path)
    if text.content is None:
        return None, text.problems
    table = _Rows(text)
    problems = text.problems + table.problems
    if not problems:
        return table.frame(), []
    return None, sorted(problems, key=lambda problem: problem.row or 0)


@dataclass
class _Rows:
    """The rows of a file by column, as they are read; ``problems`` gathers what is wrong with them."""

    text: Text
    problems: list[Problem] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    given: dict[str | None, str] = field(default_factory=dict)
    lines: array[int] = field(default_factory=lambda: array("q"))
    words: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, array[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lines = self.text.lines()
        header = next(lines, None)
        if header is None:
            if not self.text.problems:
                self._say(None, None, "no line of the file holds anything", "give a header line and one line per food")
            return
        self.columns, found = read_header(self.text.file, header.number, header.cells)
        self.problems += found
        self.given = {column.name: column.given for column in self.columns if column.name}
        for column in self.columns:
            if column.name is not None and column.name not in WORDS:
                self.numbers[column.name] = array("d")
            elif column.name is not None:
                self.words[column.name] = []
        seen: dict[str, dict[str, float | Oddity]] = {name: {} for name in self.numbers}
        ragged = 0
        for line in lines:
            if len(line.cells) != len(self.columns):
                ragged += 1
                self._ragged(line)
            else:
                self._add(line, seen)
        if not self.lines and not ragged:
            self._say(header.number, None, "there is a header but no food below it", "add one line per food")
        for name in self.words:
            self._words(name)
        self._codes_and_names()
        judged = {column.name for column in self.columns if column.judged}
        for row, where, what, fix in implausible(self.numbers, self.lines, judged):
            self._say(row, where, what, fix)

    def _say(self, row: int | None, name: str | None, what: str, fix: str) -> None:
        """Notes a problem under the column's name as the file gives it."""
        given = self.given.get(name, name)
        self.problems.append(Problem(self.text.file, row, given, what, fix))

    def _ragged(self, line: Line) -> None:
        have, want = len(line.cells), len(self.columns)
        fix = "give every line as many cells as the header has"
        if have > want:
            fix = "put a name that holds a comma in quotation marks, and write decimal points, not commas"
        self._say(line.number, None, f"the line has {have} cells, the header {want}", fix)

    def _add(self, line: Line, seen: dict[str, dict[str, float | Oddity]]) -> None:
        self.lines.append(line.number)
        for position, cell in enumerate(line.cells):
            name = self.columns[position].name
            if name is None:
                continue
            if name in self.words:
                self.words[name].append(cell.strip())
                continue
            known = seen[name]
            value = known.get(cell)
            if value is None:
                # In a file with semicolons the decimal comma is part of that one problem, told once.
                point = cell.replace(",", ".") if self.text.delimiter == ";" else cell
                value = known[cell] = parse_number(point)
            if isinstance(value, Oddity):
                self._say(line.number, name, value.what, value.fix)
                value = np.nan
            self.numbers[name].append(value)

    def _words(self, name: str) -> None:
        for row, value in zip(self.lines, self.words[name], strict=True):
            wrong = wrong_word(name, value) if value else None
            if wrong is not None:
                self._say(row, name, wrong.what, wrong.fix)

    def _codes_and_names(self) -> None:
        first: dict[str, int] = {}
        for row, code in zip(self.lines, self.words.get("food_code", ()), strict=False):
            if not code:
                self._say(row, "food_code", "the cell is blank", "give every food a code of its own")
            elif FROM_SPREADSHEET.fullmatch(code):
                fix = "format the column as text in the spreadsheet and enter the full code"
                self._say(row, "food_code", f"{shown(code)} is a code that a spreadsheet has rounded", fix)
            elif code in first:
                fix = "give each food its own code, or delete one of the two lines"
                self._say(row, "food_code", f"{shown(code)} stands on line {first[code]} already", fix)
            else:
                first[code] = row
        named: dict[str, int] = {}
        for position, name in enumerate(self.words.get("food", ())):
            row = self.lines[position]
            plain = " ".join(name.lower().split())
            if not plain:
                self._say(row, "food", "the cell is blank", "give the food a name")
            elif len(name) > LONGEST_NAME:
                what = f"the name has {len(name):,} characters"
                self._say(row, "food", what, f"shorten it to {LONGEST_NAME} (a quotation mark that never closes?)")
            elif plain in named and self._differ(position, named[plain]):
                other = self.lines[named[plain]]
                what = f"{shown(name)} stands on line {other} already, with other values"
                self._say(row, "food", what, "say in the names how they differ, or delete one of the two lines")
            else:
                named.setdefault(plain, position)

    def _differ(self, one: int, other: int) -> bool:
        pairs = ((column[one], column[other]) for column in self.numbers.values())
        return any(a != b and not (np.isnan(a) and np.isnan(b)) for a, b in pairs)

    def frame(self) -> pd.DataFrame:
        blank = {name: "?" if name in TAGS else None for name in self.words}
        columns: dict[str, object] = {name: [v or blank[name] for v in values] for name, values in self.words.items()}
        columns |= {name: np.array(values) for name, values in self.numbers.items()}
        return pd.DataFrame(columns).set_index("food_code")
