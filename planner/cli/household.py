"""``planner household``: the same dishes for several people, each in their own portions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli import person_options as options
from planner.cli import plan_forms as forms
from planner.cli.output import Output
from planner.cli.own_options import Own, with_own


@with_own()
def household(
    own: Own,
    file: Annotated[
        Path,
        typer.Argument(metavar="HOUSEHOLD.toml", help="The people: a table [[members]] for each.", show_default=False),
    ],
    days: forms.Days = 1,
    effort: forms.EffortOption = forms.Effort.normal,
    snacks: forms.Snacks = None,
    authority: options.Authority = "us_canada",
    without_refused: Annotated[
        bool,
        typer.Option("--without-refused", help="Plan the others where a plan would not be safe for somebody."),
    ] = False,
    units: options.Units = "us",
    start: forms.Start = None,
    paper: forms.PaperOption = "a4",
    format: forms.FormatOption = None,
    output: Output = None,
) -> None:
    """Plan one set of dishes for a household, so that each one's targets are met in portions of their own.

    Exit code 0: planned. 1: no plan, because the wishes clash or it would not be safe for somebody. 2: bad input.
    """
    wanted = forms.Wanted.read(format, output, units, None, start, paper)
    # After the flags are known to be sound: these pull in pandas.
    from planner.foods.preferences import Preferences
    from planner.plan.household.file import read_household
    from planner.plan.household.planning import plan_household

    read = read_household(file)
    wishes = read.preferences
    if own.pantry is not None:
        wishes = (wishes or Preferences()).model_copy(update={"pantry": Preferences(pantry=own.pantry).pantry})
    with forms.no_plan_told(wanted, output):
        made = plan_household(
            read.members,
            days,
            wishes,
            authority=authority,
            table=own.table(),
            effort=effort.value,
            snacks=snacks,
            without_refused=without_refused,
        )
    forms.hand_out(made, wanted, output)
