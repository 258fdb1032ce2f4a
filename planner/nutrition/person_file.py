"""The file that holds a person: TOML with the tables ``[person]``, ``[preferences]`` and ``[targets]``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from planner.errors import InputError
from planner.nutrition.nutrients import find_nutrient
from planner.nutrition.person import Person
from planner.nutrition.targets import Override

_TABLES = ("person", "preferences", "targets")
_WITH_UNIT = {"height": "height_cm", "weight": "weight_kg", "prepregnancy_weight": "prepregnancy_weight_kg"}


def read_person_file(file: Path) -> dict[str, dict[str, Any]]:
    """The tables of a person file. Raises InputError when it cannot be read or holds what nobody knows."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}): check the name") from None
    return person_tables(content, str(file))


def person_tables(content: bytes, file: str) -> dict[str, dict[str, Any]]:
    """The tables in the bytes of a file, whose name is for the messages. Raises InputError."""
    try:
        tables = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError(f"{file}: is not text: a person file is TOML, with a table [person]") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file}: is not TOML: {error}") from None
    return known_tables(tables, file)


def known_tables(tables: dict[str, Any], file: str) -> dict[str, dict[str, Any]]:
    """The tables of one person, their keys checked. Raises InputError for what nobody knows."""
    for name, content_ in tables.items():
        if name not in _TABLES or not isinstance(content_, dict):
            raise InputError(f"{file}: unknown key {name!r}: keys stand in [person], [preferences] or [targets]")
    if "person" in tables:
        tables["person"] = {_WITH_UNIT.get(key, key): value for key, value in tables["person"].items()}
    for key in tables.get("person", {}):
        if key not in Person.model_fields:
            near = get_close_matches(key, Person.model_fields, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(Person.model_fields)}"
            raise InputError(f"{file}: unknown key {key!r} in [person]: {hint}")
    return tables


def file_targets(given: Mapping[str, Any], file: Path | str | None) -> dict[str, Override]:
    """``magnesium_mg_min = 400`` and the like as own targets. Raises InputError."""
    found: dict[str, Override] = {}
    for key, value in given.items():
        stem, _, side = key.rpartition("_")
        if side not in ("min", "max"):
            raise InputError(f"{file}: unknown key {key!r} in [targets]: write magnesium_mg_min or magnesium_mg_max")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InputError(f"{file}: {key} in [targets] is {value!r}: write a number")
        name = find_nutrient(stem)
        low, high = found.get(name, (None, None))
        found[name] = (float(value), high) if side == "min" else (low, float(value))
    return found
