"""The file that holds a household: TOML with the wishes of all and a table for each member.

[preferences]                 # of the household
diet = "vegetarian"

[[members]]
name = "Ada"
[members.person]              # as in a person file
sex = "female"
...
[members.preferences]
[members.targets]

[[members]]
name = "Ben"
file = "ben.toml"             # a person file, beside this one
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from planner.errors import InputError
from planner.foods.preferences import Preferences
from planner.nutrition.person import person_from
from planner.nutrition.person_file import file_targets, known_tables, read_person_file
from planner.plan.household.members import Member

Made = TypeVar("Made")
_TOP = ("preferences", "members")
_OF_MEMBER = ("name", "file", "person", "preferences", "targets", "preset")


@dataclass(frozen=True)
class HouseholdFile:
    """What a household file holds."""

    members: tuple[Member, ...]
    preferences: Preferences | None


def read_household(file: Path) -> HouseholdFile:
    """Raises InputError naming the file, the member and the key that is wrong."""
    try:
        tables = tomllib.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}): check the name") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: is not text: a household file is TOML, with a table [[members]] for each") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file}: is not TOML: {error}") from None
    _known(tables, _TOP, f"{file}", "keys stand in [preferences] or [[members]]")
    members = tables.get("members")
    if not isinstance(members, list) or not members or not all(isinstance(one, dict) for one in members):
        raise InputError(
            f"{file}: has no members: write a table [[members]] with a name and a [members.person] for each"
        )
    own = tables.get("preferences")
    if own is not None and not isinstance(own, dict):
        raise InputError(f"{file}: preferences is {own!r}: write a table [preferences]")
    found = tuple(_member(one, file, n) for n, one in enumerate(members, start=1))
    return HouseholdFile(found, None if own is None else _saying(f"{file}, [preferences]", lambda: Preferences(**own)))


def _member(given: dict[str, Any], file: Path, n: int) -> Member:
    name = given.get("name")
    if not isinstance(name, str) or not name.strip():
        raise InputError(f'{file}: member {n} has no name: write name = "..." under its [[members]]')
    where = f"{file}, {name}"
    _known(given, _OF_MEMBER, where, f"known are {', '.join(_OF_MEMBER)}")
    tables: dict[str, Any] = {key: given[key] for key in ("person", "preferences", "targets") if key in given}
    for key, value in tables.items():
        if not isinstance(value, dict):
            raise InputError(f"{where}: {key} is {value!r}: write a table [members.{key}]")
    if "file" in given:
        if not isinstance(given["file"], str):
            raise InputError(f"{where}: file is {given['file']!r}: write the name of a person file")
        read = read_person_file(file.parent / given["file"])
        tables = {key: {**read.get(key, {}), **tables.get(key, {})} for key in {*read, *tables}}

    tables = known_tables(tables, where)

    def made() -> Member:
        return Member(
            name=name,
            person=person_from(tables.get("person", {})),
            preferences=Preferences(**tables.get("preferences", {})),
            targets=file_targets(tables.get("targets", {}), where),
            preset=given.get("preset", "reference"),
        )

    return _saying(where, made)


def _known(given: dict[str, Any], known: tuple[str, ...], where: str, hint: str) -> None:
    for key in given:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            raise InputError(f"{where}: unknown key {key!r}: {f'did you mean {near[0]!r}?' if near else hint}")


def _saying(where: str, make: Callable[[], Made]) -> Made:
    """What is made, or the errors of it with where they stand."""
    try:
        return make()
    except InputError as error:
        raise InputError("\n".join(f"{where}: {line}" for line in str(error).splitlines())) from None
