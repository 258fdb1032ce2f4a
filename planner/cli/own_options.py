"""Options that lay one's own foods, recipes, prices, portions and pantry over the shipped table."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from planner.errors import InputError

if TYPE_CHECKING:
    from planner.foods.own_files import OwnFiles
    from planner.foods.table import FoodTable

AddFoods = Annotated[
    list[Path] | None,
    typer.Option("--add-foods", metavar="FILE", help="Foods of your own beside the shipped ones. Repeatable."),
]
Recipes = Annotated[
    Path | None, typer.Option("--recipes", metavar="FILE.csv", help="Recipes of your own: recipe, ingredient, grams.")
]
Prices = Annotated[
    Path | None,
    typer.Option(
        "--prices", metavar="FILE.csv", help="Prices of your own: food, price_usd_per_100g, or price_usd and grams."
    ),
]
Portions = Annotated[
    Path | None,
    typer.Option("--portions", metavar="FILE.csv", help="Household portions of your own: food, portion, grams."),
]
HabitsFolder = Annotated[
    Path | None, typer.Option("--habits", metavar="DIR", help="Eating habits learnt by `planner habits learn`.")
]
Pantry = Annotated[
    list[str] | None,
    typer.Option("--pantry", metavar="FOOD=GRAMS|FILE.csv", help="What is in the house and used up first. Repeatable."),
]


Foods = Annotated[
    Path | None,
    typer.Option("--foods", metavar="FILE.csv", help="Plan from this food table instead of the shipped one."),
]
_FILES: Mapping[str, Any] = {
    "foods": Foods, "add_foods": AddFoods, "recipes": Recipes, "prices": Prices, "portions": Portions, "habits": HabitsFolder,
}  # fmt: skip


@dataclass(frozen=True)
class Own:
    """What somebody has of their own, as options give it; a table is read when it is asked for."""

    files: OwnFiles | None = None
    pantry: list[str] | None = None

    def table(self) -> FoodTable | None:
        """The table to plan from; None for the shipped one as it is."""
        return None if self.files is None else self.files.table()


def own_flags(pantry: bool = True) -> dict[str, Any]:
    """The options of one's own tables and, with ``pantry``, of what is in the house."""
    return {**_FILES, "pantry": Pantry} if pantry else dict(_FILES)


def take_own(given: dict[str, Any]) -> Own:
    """What these options give; they are taken out of ``given``. Raises InputError for a file that cannot be read."""
    from planner.foods.own_files import own_files

    named = {name: given.pop(name) for name in _FILES}
    return Own(own_files(**{**named, "add_foods": named["add_foods"] or ()}), read_pantry(given.pop("pantry", None)))


def with_own(pantry: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Gives a command the options of ``own_flags``, after its own; its argument ``own`` is what they give."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        flags = own_flags(pantry)

        @wraps(command)
        def run(**given: Any) -> Any:
            return command(own=take_own(given), **given)

        hints = {n: h for n, h in get_type_hints(command, include_extras=True).items() if n != "own"}
        kind = inspect.Parameter.KEYWORD_ONLY
        kept = [
            parameter.replace(kind=kind, annotation=hints.get(name, parameter.annotation))
            for name, parameter in inspect.signature(command).parameters.items()
            if name != "own"
        ]
        more = [inspect.Parameter(name, kind, default=None, annotation=hint) for name, hint in flags.items()]
        run.__signature__ = inspect.Signature([*kept, *more])  # type: ignore[attr-defined]
        run.__annotations__ = {**hints, **flags}
        return run

    return decorate


def read_pantry(given: list[str] | None) -> list[str] | None:
    """The pantry as wishes: ``spinach=300``, or the lines of a CSV file with food and grams."""
    if not given:
        return None
    found: list[str] = []
    for one in given:
        if "=" in one and not one.lower().endswith(".csv"):
            found.append(one)
            continue
        if not one.lower().endswith(".csv") and not Path(one).exists():
            raise InputError(f"--pantry {one!r}: write FOOD=GRAMS, such as spinach=300, or the name of a CSV file")
        from planner.foods.side_files import read_side_file

        file = read_side_file(one, ("food", "grams"))
        for line, row in file.rows:
            if not row["food"]:
                file.say(line, "food", "the cell is blank", "name the food")
            grams = file.needed(line, row, "grams")
            if grams is not None:
                found.append(f"{row['food'].replace(';', ',')}={grams}")
        file.check()
    return found
