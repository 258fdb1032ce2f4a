"""Reading the two files of the classical diet problem: ``FOODS.csv`` and ``PROBLEM.json``."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planner.errors import InputError, Problem, TableError


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class NutrientBounds(_Part):
    """Smallest and largest amount of one nutrient; null or absent = no bound."""

    min: float | None = None
    max: float | None = None


class LogicRow(_Part):
    """A row over some foods: the sum of their amounts, or how many of them are chosen."""

    type: Literal["amount_sum", "selected_sum"]
    foods: list[str] = Field(min_length=1)
    min: float | None = None
    max: float | None = None
    label: str | None = None

    @property
    def counts(self) -> bool:
        return self.type == "selected_sum"

    def default_label(self) -> str:
        return (" + " if not self.counts else " or ").join(self.foods)


class Semicontinuous(_Part):
    """A food is absent, or its amount lies between these two."""

    min_if_selected: float = Field(ge=0)
    max_if_selected: float = Field(gt=0)

    def as_pair(self) -> tuple[float, float]:
        return self.min_if_selected, self.max_if_selected


class ProblemFile(_Part):
    """``PROBLEM.json``. The last six keys only describe the problem and are not used."""

    nutrients: dict[str, NutrientBounds] = Field(min_length=1)
    sense: Literal["min", "max"] = "min"
    logic: list[LogicRow] = []
    semicontinuous: Semicontinuous | None = None
    name: Any = None
    units: Any = None
    expected: Any = None
    expected_source: Any = None
    data_source: Any = None
    notes: Any = None
    n_foods: Any = None


def read_text(path: Path) -> str:
    """The text of a file, with one sentence for each way in which it may not be text."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"there is no file {path}; check the name and the folder") from None
    except (IsADirectoryError, PermissionError) as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None
    if b"\0" in raw:
        raise InputError(f"{path} is not a text file; save it as UTF-8 text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(f"{path}, line {line}: not UTF-8; save the file as UTF-8") from None
    if not text.strip():
        raise InputError(f"{path} is empty; it needs a header line and at least one row")
    return text


def read_problem(path: Path) -> ProblemFile:
    """``PROBLEM.json``, checked; every key that is wrong is named.

    Raises:
        InputError: not JSON, an unknown key, text where a number belongs, a missing ``nutrients``.
    """
    text = read_text(path)
    try:
        return ProblemFile.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        raise InputError(f"{path}, line {error.lineno}: not JSON ({error.msg.lower()})") from None
    except ValidationError as error:
        lines = []
        for item in error.errors():
            where = ".".join(str(part) for part in item["loc"]) or "the whole file"
            lines.append(f"{path}, key {where}: {_in_words(item)}")
        raise InputError("\n".join(lines)) from None


def _in_words(item: Any) -> str:
    if item["type"] == "extra_forbidden":
        return "unknown key; remove it or correct its spelling"
    if item["type"] == "missing":
        return "missing; add it"
    return f"{item['msg'].lower()}, not {item['input']!r}"


def read_foods(path: Path, nutrients: tuple[str, ...]) -> pd.DataFrame:
    """``FOODS.csv`` as a DataFrame indexed by food, with the columns the problem needs as numbers.

    Other columns (package sizes, notes) are left aside.

    Raises:
        TableError: every missing column, repeated food and cell that is not a number, with its line.
    """
    reader = csv.reader(read_text(path).splitlines())
    header = [name.strip() for name in next(reader)]
    required = ("food", "cost", *nutrients)
    problems = [
        Problem(str(path), 1, name, "missing column", f"add it; the header has {', '.join(header)}")
        for name in required
        if name not in header
    ]
    problems += [
        Problem(str(path), 1, name, "stands twice in the header", "keep one")
        for name in sorted({name for name in header if header.count(name) > 1})
    ]
    if problems:
        raise TableError(problems)
    wanted = [name for name in (*required, "f_min", "f_max", "integer") if name in header]
    place = {name: header.index(name) for name in wanted}
    table: dict[str, list[Any]] = {name: [] for name in wanted}
    seen: dict[str, int] = {}
    for cells in reader:
        line = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problems.append(
                Problem(
                    str(path), line, None, f"{len(cells)} cells, but the header has {len(header)}", "check the commas"
                )
            )
            continue
        food = cells[place["food"]].strip()
        if not food:
            problems.append(Problem(str(path), line, "food", "has no name", "give the food a name"))
        elif food in seen:
            problems.append(
                Problem(str(path), line, "food", f"{food!r} already stands in line {seen[food]}", "keep one")
            )
        seen.setdefault(food, line)
        table["food"].append(food)
        for name in wanted[1:]:
            value, complaint = _number(name, cells[place[name]].strip())
            if complaint:
                problems.append(Problem(str(path), line, name, *complaint))
            table[name].append(value)
    if not table["food"] and not problems:
        problems.append(Problem(str(path), None, None, "has a header but no foods", "add at least one row"))
    if problems:
        raise TableError(problems)
    return pd.DataFrame(table).set_index("food")


def _number(name: str, text: str) -> tuple[float, tuple[str, str] | None]:
    if not text:
        if name in ("f_min", "f_max", "integer"):
            return (0.0 if name != "f_max" else math.nan), None
        return math.nan, ("is blank", "unknown is not zero: fill in a number")
    try:
        value = float(text)
    except ValueError:
        return math.nan, (f"{text!r} is not a number", "write a number with a decimal point")
    if not math.isfinite(value):
        return math.nan, (f"{text!r} is not a finite number", "fill in a number; a blank f_max is no limit")
    if name == "integer" and value not in (0.0, 1.0):
        return value, (f"{text!r} is neither 0 nor 1", "1 = whole units only")
    return value, None
