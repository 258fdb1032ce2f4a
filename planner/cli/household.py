"""``planner household``: the same dishes for several people, each in their own portions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import person_options as options
from planner.cli.output import write_bytes, write_text
from planner.cli.plan import Effort, no_plan_json
from planner.cli.plan_forms import PlanFormat, Wanted
from planner.errors import InfeasibleError, RefusedError, SolverError
from planner.nutrition.safety_text import BANNER

if TYPE_CHECKING:
    from planner.plan.household.plan import HouseholdPlan


def household(
    file: Annotated[
        Path,
        typer.Argument(metavar="HOUSEHOLD.toml", help="The people: a table [[members]] for each.", show_default=False),
    ],
    days: Annotated[int, typer.Option("--days", metavar="N", help="How many days to plan, 1 to 28.")] = 1,
    effort: Annotated[
        Effort, typer.Option("--effort", help="fast, normal or best: how long menus are searched.")
    ] = Effort.normal,
    snacks: Annotated[
        int | None, typer.Option("--snacks", metavar="N", help="Snacks a day, 0 to 2; by energy if not given.")
    ] = None,
    authority: options.Authority = "us_canada",
    without_refused: Annotated[
        bool,
        typer.Option("--without-refused", help="Plan the others where a plan would not be safe for somebody."),
    ] = False,
    units: options.Units = "us",
    start: Annotated[
        str | None,
        typer.Option("--start", metavar="YYYY-MM-DD", help="The first day in a calendar; next Monday if not given."),
    ] = None,
    paper: Annotated[str, typer.Option("--paper", metavar="NAME", help="a4 or letter, for a PDF.")] = "a4",
    format: Annotated[
        PlanFormat | None,
        typer.Option(
            "--format",
            help="table, csv, json, md (Markdown), html, shopping; xlsx, pdf, ics with -o. By the file's name if not given.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead.")
    ] = None,
) -> None:
    """Plan one set of dishes for a household, so that each one's targets are met in portions of their own.

    Exit code 0: planned. 1: no plan, because the wishes clash or it would not be safe for somebody. 2: bad input.
    """
    wanted = Wanted.read(format, output, units, 1, start, paper)
    # After the flags are known to be sound: these pull in pandas.
    from planner.plan.household.file import read_household
    from planner.plan.household.planning import plan_household

    read = read_household(file)
    try:
        made = plan_household(
            read.members,
            days,
            read.preferences,
            authority=authority,
            effort=effort.value,
            snacks=snacks,
            without_refused=without_refused,
        )
    except (InfeasibleError, RefusedError, SolverError) as error:
        if wanted.format is PlanFormat.json:
            write_text(no_plan_json(error), output)
            raise typer.Exit(error.exit_code) from None
        raise
    shown = _render(made, wanted)
    if isinstance(shown, str):
        write_text(shown, output)
    elif output is not None:
        write_bytes(shown, output)


def _render(plan: HouseholdPlan, wanted: Wanted) -> str | bytes:
    """The plan in that form; a CSV holds data alone, so the banner goes to standard error beside it."""
    match wanted.format:
        case PlanFormat.json:
            return plan.to_json()
        case PlanFormat.csv:
            typer.echo(BANNER, err=True)
            return plan.to_csv()
        case PlanFormat.md:
            return plan.to_markdown(wanted.units)
        case PlanFormat.html:
            return plan.to_html(wanted.units)
        case PlanFormat.shopping:
            return plan.shopping(units=wanted.units).to_text()
        case PlanFormat.xlsx:
            return plan.to_excel(wanted.units)
        case PlanFormat.pdf:
            return plan.to_pdf(wanted.units, wanted.paper)
        case PlanFormat.ics:
            return plan.to_ics(wanted.start)
        case _:
            return f"{plan.to_text(wanted.units)}\n"
