"""Tables of one's own as a worker process reads them: each checked as a whole, with all others, before anything is planned from it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from planner.errors import InputError, TableError
from planner.ui.asked import Held, Looked, OwnTables

if TYPE_CHECKING:
    from planner.foods.table import FoodTable

MOST_BYTES = 25 * 1024 * 1024  # of a table as it is kept; a bundle of 60,000 foods needs more than an app should
_MOST_PROBLEMS = 200
_given: WeakKeyDictionary[FoodTable, OwnTables] = WeakKeyDictionary()


@lru_cache(maxsize=2)
def table_of(own: OwnTables) -> FoodTable:
    """The table to plan from, ready for menus where enough of its foods are. Raises TableError or InputError."""
    from planner.foods.own import own_foods
    from planner.foods.stand_in import menu_table
    from planner.foods.table import load_foods

    with tempfile.TemporaryDirectory() as folder:

        def laid(held: Held | None, part: str) -> Path | None:
            return None if held is None else _written(Path(folder) / part, *held)

        base = laid(own.base, "base")
        found = own_foods(
            None if base is None else load_foods(base),
            foods=[_written(Path(folder) / f"beside {n}", *one) for n, one in enumerate(own.beside)],
            recipes=laid(own.recipes, "recipes"),
            prices=laid(own.prices, "prices"),
            portions=laid(own.portions, "portions"),
        )
    found = menu_table(found)
    _given[found] = own
    return found


def given_as(table: FoodTable | None) -> OwnTables | None:
    """The files that a table was read from; None for the shipped one."""
    return None if table is None else _given.get(table)


def look_at(tell: Any, part: str, name: str, content: bytes, held: OwnTables | None) -> Looked:
    """What would be planned from with this file in its ``part`` (a field of ``OwnTables``), or all that is wrong with it."""
    held = held or OwnTables()
    name = Path(name).name or "table.csv"
    said: tuple[str, ...] = ()
    try:
        if part in ("base", "beside"):
            name, content, said = _imported(name, content)
            if len(content) > MOST_BYTES:
                raise InputError(
                    f"{name} becomes a table of {len(content) / 1e6:,.0f} MB; keep the foods you need, or plan in the terminal"
                )
        one = (name, content)
        others = tuple(other for other in held.beside if other[0] != name)
        new = replace(held, **({"beside": (*others, one)} if part == "beside" else {part: one}))
        table = table_of(new)
    except TableError as error:
        return Looked(problems=_named([str(one) for one in error.problems[:_MOST_PROBLEMS]]))
    except InputError as error:
        return Looked(problems=_named(str(error).splitlines()))
    return Looked(new, _named(said), (), len(table), not table.is_own)


def _imported(name: str, content: bytes) -> tuple[str, bytes, tuple[str, ...]]:
    """A table in our own columns from any that can be imported, and the report in sentences; our own stay as they are."""
    from planner.foods.check import read_table
    from planner.foods.headers import REQUIRED
    from planner.foods.importing.run import import_foods

    first = content[:4096].decode("utf-8-sig", "replace").partition("\n")[0]
    with tempfile.TemporaryDirectory() as folder:
        path = _written(Path(folder), name, content)
        if (
            set(REQUIRED) <= {cell.strip().strip('"') for cell in first.split(",")}
            or content[:5] == b"%PDF-"
            or not content
        ):
            _, problems = read_table(path)
            if problems:
                raise TableError(problems)
            return name, content, ()
        output = Path(folder) / "imported.csv"
        _, report = import_foods(path, output=output)
        return f"{Path(name).stem}.csv", output.read_bytes(), tuple(str(report).splitlines())


def _written(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def _named(lines: Iterable[str]) -> tuple[str, ...]:
    """Sentences that name files as they were given, not where they lay meanwhile."""
    return tuple(_WHERE.sub("", line).strip() for line in lines)


_WHERE = re.compile(rf"{re.escape(tempfile.gettempdir())}/[^/\s]+/(?:(?:base|recipes|prices|portions|beside \d+)/)?")
