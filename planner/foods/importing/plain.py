"""Any table with a line for each food: CSV with whatever marks and encoding, or Excel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

import numpy as np
import pandas as pd

from planner.errors import InputError
from planner.foods.headers import TAGS, WORDS
from planner.foods.importing.cells import Cells
from planner.foods.importing.contract import BLOCK, LINE, Format, Options, Report
from planner.foods.importing.mapping import SERVING, ColumnMapping, Taken, match_columns
from planner.foods.importing.opened import Opened
from planner.foods.importing.sheets import TEXTS, WORKBOOKS, Row, rows_of
from planner.foods.notes import wrong_word

_SAMPLE = 200  # rows by which the decimal mark is told
_DECIMAL_COMMA = re.compile(r"\s*[<≤]?\s*[+-]?\d*,(?:\d{1,2}|\d{4,})\s*")
_ZERO_COMMA = re.compile(r"\s*[<≤]?\s*[+-]?0,\d+\s*")
_DECIMAL_POINT = re.compile(r"\s*[<≤]?\s*[+-]?\d*\.\d+\s*")
_YES = {
    "y": "y",
    "yes": "y",
    "true": "y",
    "1": "y",
    "oui": "y",
    "ja": "y",
    "n": "n",
    "no": "n",
    "false": "n",
    "0": "n",
    "non": "n",
    "nein": "n",
}


def _fits(opened: Opened) -> bool:
    name = opened.only()
    return name is not None and (name.endswith((*WORKBOOKS, *TEXTS)) or "." not in name)


def read_table(opened: Opened, report: Report, options: Options) -> Iterator[pd.DataFrame]:
    """Foods in blocks; columns by their names, by the mapping, or as a person answers."""
    name = opened.only()
    if name is None:
        raise InputError(f"{opened.path} holds {len(opened.members)} files; give the one that is the table")
    file = opened.file(name)
    mapping: ColumnMapping | None = options.mapping
    rows = rows_of(opened, name, options.sheet or (mapping.sheet if mapping else None), report)
    first = next(rows, None)
    if first is None:
        raise InputError(f"{file} holds no row; give a header and one line per food")
    taken, left = match_columns(file, first[1], mapping, options.ask)
    sample = list(islice(rows, _SAMPLE))
    if not sample:
        raise InputError(f"{file} has a header but no food below it")
    for one in taken:
        if one.note:
            report.note(one.note + ".")
    if left:
        report.note(f"Columns that are not taken: {', '.join(left[:30])}{' ...' if len(left) > 30 else ''}.")
    report.note(
        "Columns taken: "
        + ", ".join(f"{one.given} as {one.name}" if one.given != one.name else one.name for one in taken)
        + "."
    )
    decimal = (mapping.decimal if mapping else None) or decimal_mark(sample, taken)
    per_serving = any(one.per_serving for one in taken)
    if per_serving and not any(one.name == SERVING for one in taken):
        raise InputError(
            f"{file}: amounts are per serving ({', '.join(one.given for one in taken if one.per_serving)}), and no column says how many "
            f"grams a serving has; add one and name it {SERVING}, or give amounts per 100 g"
        )
    reading = _Reading(taken, len(first[1]), Cells(report, file, decimal), report, file)
    everything = chain(sample, rows)
    while held := list(islice(everything, BLOCK)):
        yield reading.block(held)


def decimal_mark(rows: list[Row], taken: list[Taken]) -> str:
    """The decimal mark of a table: a comma where cells have one that cannot stand between thousands, and few have points."""
    at = [one.at for one in taken if one.name not in WORDS]
    cells = [row[n] for _, row in rows for n in at if n < len(row)]
    commas = sum(bool(_DECIMAL_COMMA.fullmatch(cell) or _ZERO_COMMA.fullmatch(cell)) for cell in cells)
    points = sum(bool(_DECIMAL_POINT.fullmatch(cell)) for cell in cells)
    return "," if commas > points else "."


class _Reading:
    """Reads rows into blocks with the same columns."""

    def __init__(self, taken: list[Taken], width: int, cells: Cells, report: Report, file: str) -> None:
        self.taken, self.width, self.cells, self.report, self.file = taken, width, cells, report, file

    def block(self, rows: list[Row]) -> pd.DataFrame:
        whole = [(line, row) for line, row in rows if self._fits(line, row)]
        columns: dict[str, object] = {LINE: [line for line, _ in whole]}
        for one in self.taken:
            texts = [row[one.at] if one.at < len(row) else "" for _, row in whole]
            lines = [line for line, _ in whole]
            if one.name == "group" and not any(other.name == "category" for other in self.taken):
                columns["category"] = [text.strip() for text in texts]  # other tables call their categories groups
            if one.name in WORDS:
                columns[one.name] = [
                    self._word(one.name, line, text.strip()) for line, text in zip(lines, texts, strict=True)
                ]
            else:
                numbers = [self.cells.number(line, one.given, text) for line, text in zip(lines, texts, strict=True)]
                columns[one.name] = np.array(numbers, dtype=np.float64) * one.by
        block = pd.DataFrame(columns)
        if "food" not in block:
            block["food"] = ""
        return self._per_100g(block)

    def _fits(self, line: int, row: list[str]) -> bool:
        """Whether a row has no more cells than the header; with more, nobody knows which is which."""
        if len(row) <= self.width or not any(cell.strip() for cell in row[self.width :]):
            return True
        self.report.rows_read += 1
        self.report.drop("more cells than the header has")
        what = f"the line has {len(row)} cells, the header {self.width}"
        self.report.tell(
            "cells", self.file, line, None, what, "left out: put a name that holds a comma in quotation marks"
        )
        return False

    def _word(self, name: str, line: int, text: str) -> str:
        if name in TAGS:
            text = _YES.get(text.lower(), text)
        wrong = wrong_word(name, text) if text else None
        if wrong is None:
            return text
        self.report.change(f"{name}: {'not y, n or ?' if name in TAGS else 'cannot be read'}, taken as unknown")
        self.report.tell(f"word {name}", self.file, line, name, wrong.what, "taken as unknown")
        return ""

    def _per_100g(self, block: pd.DataFrame) -> pd.DataFrame:
        names = [one.name for one in self.taken if one.per_serving]
        if SERVING not in block:
            return block
        grams = block.pop(SERVING)
        if names:
            known = grams.where(grams > 0)
            block[names] = block[names].div(known, axis=0) * 100.0
            self.report.change("amounts per serving, worked out per 100 g", int(known.notna().sum()))
            self.report.change("amounts per serving of unknown weight, taken as unknown", int(known.isna().sum()))
        if "portions" not in block:
            block["portions"] = [f"1 serving = {float(one)!r} g" if one > 0 else "" for one in grams]
        return block


TABLE = Format("table", "plain table", _fits, read_table, "a table of your own")
