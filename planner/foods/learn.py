"""Habit tables from anybody's eating records, as menus read them (``planner.foods.habits``)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from food_data.eating import SLOT_OF_OCCASION, SLOTS, eating_records
from food_data.habit_tables import KEYS, learn_habits, rounded
from food_data.write import write_table
from planner.errors import InputError, Problem, TableError, UnknownNameError
from planner.foods.numbers import parse_number, shown
from planner.foods.reading import Line, read_parquet, read_text
from planner.foods.search import find_food
from planner.foods.table import FoodTable, load_foods

REQUIRED = ("person_day", "occasion", "food", "grams")
OPTIONAL = ("person", "age_years", "sample_weight")
_ALSO = {
    "food_code": "food",
    "meal": "occasion",
    "slot": "occasion",
    "day": "person_day",
    "weight_g": "grams",
    "age": "age_years",
    "weight": "sample_weight",
}
# Drinks between meals and the like are in the records, and belong to no meal.
_NO_MEAL = frozenset(["drink", "bebida", "extended consumption", "infant feeding", "other", ""])
ADULT_YEARS = 30.0  # taken where no age is given: an adult
MOST_G = 10_000.0
FEW_OCCASIONS = 300  # of one slot: fewer say little
MOST_TOLD = 50


@dataclass(frozen=True)
class Learnt:
    """What was learnt: records and days read, and how many occasions of each slot."""

    records: int
    days: int
    occasions: dict[str, int]
    foods: int

    def __str__(self) -> str:
        said = ", ".join(f"{slot} {count:,} times" for slot, count in self.occasions.items())
        lines = [f"{self.records:,} records of {self.days:,} days: {said}; {self.foods:,} foods"]
        few = [slot for slot, count in self.occasions.items() if count < FEW_OCCASIONS]
        if few:
            lines.append(f"Fewer than {FEW_OCCASIONS} occasions say little: {', '.join(few)}.")
        return "\n".join(lines)


def read_records(path: str | Path, table: FoodTable | None = None) -> pd.DataFrame:
    """Eating records from CSV or Parquet: person, person_day, age_years, sample_weight, occasion, food_code, grams.

    Columns: ``person_day`` (which day of whom; any text), ``occasion`` (breakfast, lunch, dinner, snack and what the eating surveys
    call them), ``food`` or ``food_code`` (a code of the table or a name), ``grams`` as eaten; optional ``person``,
    ``age_years`` (an adult if not given) and ``sample_weight`` (1).

    Raises:
        TableError: with every problem, up to fifty.
        InputError: there is no such file.
    """
    foods = load_foods() if table is None else table
    text = read_parquet(path) if str(path).lower().endswith(".parquet") else read_text(path)
    problems = list(text.problems)
    lines = text.lines() if text.content is not None else iter(())
    header = next(lines, None)
    if header is None:
        raise TableError(
            problems
            or [Problem(str(path), None, None, "no line of the file holds anything", "give a header and records")]
        )
    names = [_ALSO.get(cell.strip().lower(), cell.strip().lower()) for cell in header.cells]
    for name in REQUIRED:
        if name not in names:
            fix = f"add a column {name} (columns are {', '.join((*REQUIRED, *OPTIONAL))})"
            problems.append(Problem(str(path), header.number, name, f"the required column {name} is missing", fix))
    if problems:
        raise TableError(problems)
    found = pd.DataFrame(_rows(lines, names, foods, str(path), problems))
    if problems:
        raise TableError(problems[:MOST_TOLD])
    if found.empty:
        raise TableError(
            [Problem(str(path), header.number, None, "there is a header but no record below it", "add records")]
        )
    for name in ("person_day", "person"):
        found[name] = pd.factorize(found[name])[0]
    return found


def _rows(
    lines: Iterator[Line], names: list[str], foods: FoodTable, file: str, problems: list[Problem]
) -> Iterator[dict[str, object]]:
    codes: dict[str, str | None] = {}
    told: Counter[str] = Counter()
    unweighted = (
        float("nan") if "sample_weight" in names else 1.0
    )  # a blank weight leaves the record out, as in the surveys

    def say(line: Line, column: str, what: str, fix: str) -> None:
        told[column] += 1
        if told[column] <= MOST_TOLD:
            problems.append(Problem(file, line.number, column, what, fix))

    def amount(line: Line, row: dict[str, str], column: str, usual: float | None, least: float, most: float) -> float:
        text = row.get(column, "").strip()
        if not text and usual is not None:
            return usual
        value = parse_number(text or "none")
        if not isinstance(value, float) or not least <= value <= most:
            say(line, column, f"{shown(text)} is no amount", f"give a number from {least:g} to {most:,.0f}")
            return float("nan")
        return value

    for line in lines:
        if len(line.cells) != len(names):
            say(
                line,
                "",
                f"the line has {len(line.cells)} cells, the header {len(names)}",
                "give every line as many cells",
            )
            continue
        row = dict(zip(names, line.cells, strict=True))
        occasion = row["occasion"].strip().lower()
        if occasion not in SLOT_OF_OCCASION and occasion not in _NO_MEAL:
            say(
                line, "occasion", f"{shown(row['occasion'])} is no meal", f"write {', '.join(SLOTS)}, or leave it blank"
            )
        said = row["food"].strip()
        if said not in codes:
            try:
                codes[said] = said if said.isdigit() and len(said) == 8 else find_food(foods, said)
            except UnknownNameError as error:
                codes[said] = None
                say(line, "food", str(error), "write a code or the full name (`planner foods search` finds both)")
        day = row["person_day"].strip()
        if not day:
            say(line, "person_day", "the cell is blank", "say which day of whom it was, such as anna-1")
        yield {
            "person": row.get("person", "").strip() or day,
            "person_day": day,
            "age_years": amount(line, row, "age_years", ADULT_YEARS, 0.0, 120.0),
            "sample_weight": amount(line, row, "sample_weight", unweighted, 0.0, 1e9),
            "occasion": occasion or "other",
            "food_code": codes[said] or "",
            "grams": amount(line, row, "grams", None, 0.0, MOST_G),
        }


def learn(path: str | Path, output: str | Path, table: FoodTable | None = None) -> Learnt:
    """Writes the habit tables of these records to a folder, which ``own_foods(habits=...)`` takes; all of it, or nothing.

    Raises what ``read_records`` raises, and InputError where the folder cannot be written or the records say nothing of meals.
    """
    foods = (load_foods() if table is None else table).data[["food", "category_code", "category"]]
    records = read_records(path, table)
    eaten = eating_records(records, foods)
    at_meals = eaten[eaten["slot"] != ""]
    if at_meals.empty or not (at_meals["population"] == "adult").any():
        raise InputError(f"{path} holds no meal of an adult on a food that the table has; menus learn from those")
    frames = rounded(learn_habits(eaten, foods).tables())
    target = Path(output)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"{target} is there already; name a new folder, or remove it")
    try:
        folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}; choose another folder") from None
    try:
        for name, frame in frames.items():
            write_table(frame, folder / f"{name}.csv", KEYS[name])
        folder.chmod(0o755)
        os.replace(folder, target)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise InputError(f"{target} cannot be written: {error.strerror}; choose another folder") from None
    counts = at_meals.groupby("slot")["occasion"].nunique()
    return Learnt(
        records=len(records),
        days=int(records["person_day"].nunique()),
        occasions={slot: int(counts.get(slot, 0)) for slot in SLOTS},
        foods=int(at_meals["food_code"].nunique()),
    )
