"""Cells of other people's tables as numbers: decimal commas, bounds, traces, and what only looks like a number."""

from __future__ import annotations

import math
import re

from planner.foods.importing.contract import Report
from planner.foods.numbers import Oddity, parse_number, shown

_MISSING = frozenset(
    [
        "",
        "-",
        "--",
        "–",
        "—",
        "na",
        "n/a",
        "nan",
        "nd",
        "n.d.",
        "nr",
        "null",
        "none",
        "unknown",
        "missing",
        "?",
        ".",
        "*",
        "n",
        "#n/a",
    ]
)
_TRACES = frozenset(["trace", "traces", "tr", "tr.", "(trace)", "spuren", "sp.", "trazas"])
_BELOW = re.compile(r"[<≤]\s*(.+)")
_COMMA = re.compile(r"[+-]?\d*,\d+(?:[eE][+-]?\d+)?")
_THOUSANDS_COMMA = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_THOUSANDS_POINT = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
MISSING, TRACES, BELOW = (
    "cells that say that the value is missing, unknown",
    "traces, taken as 0",
    "less than a limit, taken as half of it",
)


class Cells:
    """Reads the cells of one table. ``decimal``: the mark that the table uses, "," or "."; both may stand in it."""

    def __init__(self, report: Report, file: str, decimal: str = ".") -> None:
        self.report, self.file, self.decimal = report, file, decimal
        self._known: dict[str, tuple[float, str, Oddity | None]] = {}

    def number(self, line: int, column: str, cell: str) -> float:
        """The number of a cell; NaN for what is missing or cannot be read, which is told."""
        found = self._known.get(cell)
        if found is None:
            found = self._read(cell.strip())
            if len(self._known) < 200_000:
                self._known[cell] = found
        value, change, oddity = found
        if change:
            self.report.change(change)
        if oddity is not None:
            self.report.change("no number, taken as unknown")
            self.report.tell("no number", self.file, line, column, oddity.what, "taken as unknown")
        return value

    def _read(self, text: str) -> tuple[float, str, Oddity | None]:
        plain = text.lower()
        if plain in _MISSING:
            return math.nan, MISSING if plain else "", None
        if plain in _TRACES:
            return 0.0, TRACES, None
        below = _BELOW.fullmatch(text)
        if below is not None:
            value, _, oddity = self._read(below[1].strip())
            return value / 2, BELOW if oddity is None else "", oddity
        spaced = re.sub(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3}\b)", "", text)
        if self.decimal == "," and _THOUSANDS_POINT.fullmatch(spaced):
            spaced = spaced.replace(".", "")
        if _AMBIGUOUS.fullmatch(spaced) and self.decimal != ",":
            bare = spaced.replace(",", "")
            return (
                math.nan,
                "",
                Oddity(f"{shown(text)} may be {bare} or {spaced.replace(',', '.')}", "taken as unknown"),
            )
        if _COMMA.fullmatch(spaced):
            change = "" if self.decimal == "," else "a decimal comma in a table with decimal points, read as such"
            return self._plain(spaced.replace(",", "."), text, change)
        if _THOUSANDS_COMMA.fullmatch(spaced):
            return self._plain(spaced.replace(",", ""), text, "commas between thousands, left out")
        return self._plain(spaced, text, "")

    def _plain(self, number: str, text: str, change: str) -> tuple[float, str, Oddity | None]:
        value = parse_number(number)
        if isinstance(value, Oddity):
            return (
                math.nan,
                "",
                Oddity(parse.what if isinstance(parse := parse_number(text), Oddity) else value.what, value.fix),
            )
        return value, change, None
