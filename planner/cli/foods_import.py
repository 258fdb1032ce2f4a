"""``planner foods import | export``: other people's food tables in, ours out."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.output import console, write_text


class ImportFormat(StrEnum):
    """What is imported."""

    auto = "auto"
    fdc = "fdc"
    sr28 = "sr28"
    ciqual = "ciqual"
    table = "table"


class ReportFormat(StrEnum):
    """How the report is printed."""

    text = "text"
    json = "json"


def import_table(
    path: Annotated[Path, typer.Argument(metavar="FILE|DIR", help="A table, a folder, a zip or a tar archive.")],
    format: Annotated[
        ImportFormat,
        typer.Option(
            "--format",
            help="fdc (FoodData Central CSV), sr28, ciqual, table (CSV or Excel); auto finds out by the content.",
        ),
    ] = ImportFormat.auto,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the foods to this .csv or .parquet; without it only the report.",
        ),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE.toml", help="Which column holds what, for a plain table.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook; the first by default.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N foods.")] = None,
    report: Annotated[ReportFormat, typer.Option("--report", help="text or json.")] = ReportFormat.text,
) -> int:
    """Read a food table of another format; every row is kept, changed or left out for a reason that is told.

    Plan from the result with `planner plan --foods FILE`. Exit code 2: it cannot be used; nothing was written then.
    """
    from planner.foods.importing.contract import Options
    from planner.foods.importing.mapping import read_mapping
    from planner.foods.importing.run import import_foods

    options = Options(
        limit=limit,
        mapping=None if mapping is None else read_mapping(mapping),
        sheet=sheet,
        ask=_ask if sys.stdin.isatty() and sys.stdout.isatty() else None,
    )
    _, said = import_foods(path, format.value, options, output)
    if report is ReportFormat.json:
        write_text(json.dumps(said.as_dict(), indent=1, ensure_ascii=False) + "\n", None)
        return 0
    console().print(str(said), markup=False)
    if output is not None:
        console().print(f"Written to {output}. Plan from it with: planner plan --foods {output} ...", markup=False)
    return 0


def export(
    output: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .parquet file.")],
    foods: Annotated[
        Path | None, typer.Option("--foods", help="A food table of your own instead of the shipped one.")
    ] = None,
) -> int:
    """Write a food table to a file that reads back the same: to look at it, or to change it and plan from it."""
    from planner.foods.table import load_foods
    from planner.foods.writing import write_table

    table = load_foods(foods)
    write_table(table, output)
    console().print(f"{len(table):,} foods written to {output}", markup=False)
    return 0


def _ask(what: str, columns: list[str]) -> str | None:
    """Asks which column holds something; an empty answer is none of them."""
    listed = "\n".join(f"  {n}  {column}" for n, column in enumerate(columns, start=1))
    typer.echo(f"Which column holds {what}?\n{listed}")
    answer = typer.prompt("Number of the column, 0 for none of them", type=int, default=0)
    return columns[answer - 1] if 0 < answer <= len(columns) else None
