"""``planner habits learn``: how somebody eats, from their own records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.output import console, help_alone

habits_app = typer.Typer(help="Learn eating habits from records of your own.")
habits_app.callback(invoke_without_command=True)(help_alone)  # it also keeps ``learn`` a command of its own


@habits_app.command()
def learn(
    records: Annotated[
        Path,
        typer.Argument(
            metavar="RECORDS",
            help="CSV or Parquet: person_day, occasion, food, grams; optional person, age_years, sample_weight.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="A new folder for the habit tables.")],
    foods: Annotated[
        Path | None, typer.Option("--foods", help="A food table of your own instead of the shipped one.")
    ] = None,
) -> int:
    """Derive habit tables from eating records: how often which food at which meal, how much of it, and with what.

    Plan with them: `planner plan --habits DIR`.
    """
    from planner.foods.learn import learn as learn_from
    from planner.foods.table import load_foods

    learnt = learn_from(records, output, None if foods is None else load_foods(foods))
    console().print(f"{learnt}\nWritten to {output}. Plan with: planner plan --habits {output} ...", markup=False)
    return 0
