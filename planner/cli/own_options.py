"""Options that lay one's own foods, recipes, prices, portions and pantry over the shipped table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
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


def own_table(
    foods: Path | None,
    add: list[Path] | None,
    recipes: Path | None,
    prices: Path | None,
    portions: Path | None,
    habits: Path | None,
) -> FoodTable | None:
    """The table to plan from; None for the shipped one as it is."""
    from planner.foods.table import load_foods

    base = None if foods is None else load_foods(foods)
    if not (add or recipes or prices or portions or habits):
        return base
    from planner.foods.own import own_foods

    return own_foods(base, foods=add or (), recipes=recipes, prices=prices, portions=portions, habits=habits)


def read_pantry(given: list[str] | None) -> list[str] | None:
    """The pantry as wishes: ``spinach=300``, or the lines of a CSV file with food and grams."""
    if not given:
        return None
    found: list[str] = []
    for one in given:
        if "=" in one and not one.lower().endswith(".csv"):
            found.append(one)
            continue
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
