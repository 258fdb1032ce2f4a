"""The files of one's own that plans are made from: named once, read by every process, and the same from the first plan to the last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from planner.errors import InputError
from planner.foods.own import own_foods
from planner.foods.table import FoodTable, load_foods

_HABITS = "habit_*.csv"


@dataclass(frozen=True)
class OwnFiles:
    """Files of one's own. ``foods``: a table in place of the shipped one; ``add_foods``: tables beside it; otherwise as ``own_foods``.

    ``sha256``: what they held when they were named, by their names.
    """

    foods: Path | None = None
    add_foods: tuple[Path, ...] = ()
    recipes: Path | None = None
    prices: Path | None = None
    portions: Path | None = None
    habits: Path | None = None
    sha256: tuple[tuple[str, str], ...] = ()

    def table(self) -> FoodTable:
        """The table to plan from, read once in each process.

        Raises TableError with every problem of a file, and InputError for one that is not there or was changed since it was named.
        """
        return _table(self)

    def told(self) -> dict[str, Any]:
        """Which files they are, without their folders, and what they hold."""
        return dict(self.sha256)

    def _paths(self) -> Iterator[tuple[str, Path]]:
        for option in ("foods", "recipes", "prices", "portions"):
            if (path := getattr(self, option)) is not None:
                yield f"{option}: {path.name}", path
        for path in self.add_foods:
            yield f"add_foods: {path.name}", path
        if self.habits is not None:
            for path in sorted(self.habits.glob(_HABITS)):
                yield f"habits: {path.name}", path


def own_files(
    foods: Path | None = None,
    add_foods: Sequence[Path] = (),
    recipes: Path | None = None,
    prices: Path | None = None,
    portions: Path | None = None,
    habits: Path | None = None,
) -> OwnFiles | None:
    """These files as they are now; None where there are none. Raises InputError for one that cannot be read."""
    paths = (one and Path(one).resolve() for one in (foods, recipes, prices, portions, habits))
    foods, recipes, prices, portions, habits = paths
    found = OwnFiles(foods, tuple(Path(one).resolve() for one in add_foods), recipes, prices, portions, habits)
    if found == OwnFiles():
        return None
    return OwnFiles(**{**vars(found), "sha256": _digests(found)})


def _digests(files: OwnFiles) -> tuple[tuple[str, str], ...]:
    found = []
    for said, path in files._paths():
        try:
            with path.open("rb") as file:
                found.append((said, hashlib.file_digest(file, "sha256").hexdigest()))
        except OSError as error:
            raise InputError(f"{path} cannot be read ({error.strerror}): check the name") from None
    return tuple(found)


@lru_cache(maxsize=2)
def _table(files: OwnFiles) -> FoodTable:
    now = dict(_digests(files))
    changed = [said for said, digest in files.sha256 if now.get(said) != digest]
    if changed:
        raise InputError(f"{'; '.join(changed)} was changed since planning began: start again when it is complete")
    base = None if files.foods is None else load_foods(files.foods)
    if not (files.add_foods or files.recipes or files.prices or files.portions or files.habits):
        return load_foods() if base is None else base
    return own_foods(
        base,
        foods=files.add_foods,
        recipes=files.recipes,
        prices=files.prices,
        portions=files.portions,
        habits=files.habits,
    )
