"""``planner report``: what became of the people of a batch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.output import print_table, write_text

_MOST_TARGETS = 12


def report(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that planner batch wrote.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.html", help="The page; OUT/report.html unless given.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE.csv", help="The table of targets as CSV, too.")
    ] = None,
) -> None:
    """Write a page about a cohort: who has a plan, magnesium and potassium, what is hard to meet, foods, cost.

    Exit code 0: the page is written. 2: the folder holds no finished run, or the page cannot be written.
    """
    from planner.batch.cohort import report as read
    from planner.batch.cohort_page import headline

    found = read(folder)
    page = folder / "report.html" if output is None else output
    write_text(found.to_html(), page)
    if csv is not None:
        write_text(found.to_frame().to_csv(index=False, float_format="%.6g", lineterminator="\n"), csv)
    typer.echo(headline(found))
    rows = [
        [str(row["label"]), *(f"{row[f'{what}_percent']:.1f}" for what in ("met", "missed", "not_known", "just_met"))]
        for row in found.to_frame().head(_MOST_TARGETS).to_dict("records")
    ]
    if rows:
        print_table(
            [("target", "left"), *((name, "right") for name in ("met, %", "missed", "not known", "just met"))], rows
        )
    typer.echo(f"The page is in {page}")
