"""Which column of somebody's table holds what: read from the names of its columns, from a TOML file, or asked."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from planner.errors import InputError
from planner.foods.headers import AMOUNTS, KNOWN, PRICE, WORDS, read_heading, unit_of
from planner.foods.importing.units import factor

SERVING = "serving_g"  # a column with the grams of a serving, where amounts are per serving
_PER_100G = ("", "100g", "100gram")
_SALT_TO_SODIUM = 393.0  # mg of sodium in a gram of salt: 22.99 / 58.44
_SERVING_WORDS = frozenset(
    ["serving_g", "serving_size", "serving_size_g", "serving_weight", "serving_weight_g", "portion_g", "portion_size_g"]
)
_KEYS = ("columns", "decimal", "sheet", "basis", "source")


@dataclass(frozen=True)
class Taken:
    """One column of the file and what it stands for. ``by``: what its numbers are multiplied by; ``per_serving``: not per 100 g."""

    at: int
    given: str
    name: str
    by: float = 1.0
    per_serving: bool = False
    note: str = ""


@dataclass(frozen=True)
class ColumnMapping:
    """A mapping as a person gives it: our name -> (column, unit or None), and what the cells are like."""

    columns: Mapping[str, tuple[str, str | None]]
    decimal: str | None = None
    sheet: str | None = None
    basis: str | None = None
    source: str | None = None


def read_mapping(path: str | Path) -> ColumnMapping:
    """A mapping from a TOML file (docs/own-tables.md). Raises InputError with what is wrong in it."""
    try:
        given = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"there is no file {str(path)!r}; give the path of a mapping in TOML") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path} cannot be read as TOML: {error}") from None
    problems = [f"{path}: unknown key {key!r}; keys are {', '.join(_KEYS)}" for key in given if key not in _KEYS]
    columns: dict[str, tuple[str, str | None]] = {}
    listed = given.get("columns", {})
    if not isinstance(listed, dict):
        raise InputError(f'{path}: [columns] must be a table such as  magnesium_mg = "Mg"')
    for name, value in listed.items():
        if name not in (*KNOWN, SERVING):
            near = get_close_matches(name, KNOWN, n=2, cutoff=0.6)
            problems.append(
                f"{path}: {name!r} is no column of ours" + (f"; did you mean {' or '.join(near)}?" if near else "")
            )
        elif isinstance(value, str):
            columns[name] = (value, None)
        elif isinstance(value, dict) and isinstance(value.get("column"), str) and set(value) <= {"column", "unit"}:
            columns[name] = (value["column"], value.get("unit"))
        else:
            problems.append(
                f'{path}: {name} = {value!r}; write {name} = "Column" or {{ column = "Column", unit = "mg" }}'
            )
    for key, choices in (("decimal", (".", ",")), ("basis", ("100 g", "serving"))):
        if key in given and given[key] not in choices:
            problems.append(f"{path}: {key} = {given[key]!r}; give {' or '.join(map(repr, choices))}")
    if problems:
        raise InputError("\n".join(problems))
    return ColumnMapping(columns, given.get("decimal"), given.get("sheet"), given.get("basis"), given.get("source"))


def match_columns(
    file: str, header: Sequence[str], mapping: ColumnMapping | None, ask: Callable[[str, list[str]], str | None] | None
) -> tuple[list[Taken], list[str]]:
    """What each column stands for, and the names of those that are not taken.

    Raises InputError when no column holds names, or energy cannot be had, with how to say which one does.
    """
    given = [cell.strip() for cell in header]
    taken: dict[str, Taken] = {}
    for name, (column, unit) in (mapping.columns if mapping else {}).items():
        if column not in given:
            near = get_close_matches(column, given, n=2, cutoff=0.4)
            said = (
                f"; did you mean {' or '.join(map(repr, near))}?"
                if near
                else f"; columns are {', '.join(map(repr, given[:12]))}"
            )
            raise InputError(f"{file} has no column {column!r}, which the mapping names for {name}{said}")
        taken[name] = _taken(file, given.index(column), column, name, unit, mapping)
    mapped = {one.at for one in taken.values()}
    for at, column in enumerate(given):
        if at in mapped or not column:
            continue
        guess = _guess(column)
        if guess is not None and (guess not in taken or (column == guess and not mapping)):
            found = _readable(file, at, column, guess, mapping)
            if found is not None:
                taken[guess] = found
    _ask_for_missing(file, given, taken, mapping, ask)
    left = [column for at, column in enumerate(given) if column and at not in {one.at for one in taken.values()}]
    return sorted(taken.values(), key=lambda one: one.at), left


def _ask_for_missing(
    file: str,
    given: list[str],
    taken: dict[str, Taken],
    mapping: ColumnMapping | None,
    ask: Callable[[str, list[str]], str | None] | None,
) -> None:
    """The names of foods must be somewhere; energy, or what it can be worked out from, too."""
    macros = {"protein_g", "carbohydrate_g", "fat_g"}
    for name, what in (("food", "the name of the food"), ("energy_kcal", "energy (kcal or kJ)")):
        if name in taken or (name == "energy_kcal" and macros <= set(taken)):
            continue
        free = [column for at, column in enumerate(given) if column and at not in {one.at for one in taken.values()}]
        answer = ask(what, free) if ask is not None and free else None
        if answer in free:
            at = given.index(str(answer))
            unit = read_heading(str(answer)).unit if name in AMOUNTS else None
            taken[name] = _taken(file, at, str(answer), name, unit, mapping)
            continue
        raise InputError(
            f"{file}: no column is known to hold {what} (columns are {', '.join(map(repr, given[:12]))}); say which one does in a "
            f'mapping: a TOML file with\n\n[columns]\n{name} = "..."\n\nand --mapping FILE'
        )


def _guess(column: str) -> str | None:
    if column in KNOWN:
        return column
    heading = read_heading(column)
    plain = "_".join("".join(c if c.isalnum() else " " for c in column.lower()).split())
    if plain in _SERVING_WORDS:
        return SERVING
    name = heading.name
    if name == PRICE and heading.basis not in _PER_100G:
        return None
    if name is None or (name in WORDS and heading.unit is not None):
        return None
    return name


def _readable(file: str, at: int, column: str, name: str, mapping: ColumnMapping | None) -> Taken | None:
    """The column when its unit can be converted; else None, and it is not taken."""
    try:
        return _taken(file, at, column, name, None, mapping)
    except InputError:
        return None


def _taken(file: str, at: int, column: str, name: str, unit: str | None, mapping: ColumnMapping | None) -> Taken:
    if name not in AMOUNTS:
        return Taken(at, column, name)
    heading = read_heading(column)
    ours = unit_of(name)
    said = unit or heading.unit
    per_serving = heading.basis not in _PER_100G or (mapping is not None and mapping.basis == "serving")
    if heading.salt and name == "sodium_mg":
        grams = factor(said or "g", "salt", "g")
        if grams is None:
            raise InputError(f"{file}: salt in {said!r} cannot be converted; give it in g or mg")
        return Taken(
            at,
            column,
            name,
            grams * _SALT_TO_SODIUM,
            per_serving,
            f"{column!r} is salt: taken as 393 mg of sodium a gram",
        )
    if said is None:
        return Taken(at, column, name, 1.0, per_serving, f"{column!r} does not say its unit: taken as {ours}")
    by = factor(said, name, ours)
    if by is None:
        raise InputError(f"{file}: column {column!r} is in {said!r}, which cannot be converted to {ours} of {name}")
    return Taken(
        at, column, name, by, per_serving, "" if by == 1.0 else f"{column!r} is in {said}: converted to {ours}"
    )
