"""``planner log`` and ``planner sources``: what I ate against my targets, and where a nutrient comes from."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from planner.cli import person_options as options
from planner.cli.output import Output, print_table, write_text
from planner.errors import InputError

Words = list[str] | None


class LogFormat(StrEnum):
    """How the answer is printed."""

    table = "table"
    json = "json"


class PerWhat(StrEnum):
    """What foods are ranked by."""

    kcal = "kcal"
    usd = "usd"
    portion = "portion"


@options.about_a_person
def log(
    request: options.PersonRequest,
    eaten: Annotated[
        Words,
        typer.Argument(metavar="FOOD...", help='As "2 cups coffee" "1 banana"; or one text with commas; - reads it.'),
    ] = None,
    output: Output = None,
    format: Annotated[LogFormat, typer.Option("--format", help="table or json.")] = LogFormat.table,
) -> None:
    """What I ate: magnesium, potassium and the rest against my own targets, and what is left to go.

    What is not sure is listed with what else it may be; what is not found is listed and not counted.
    """
    from planner.plan.log_day import log_day

    if not eaten:
        raise InputError(
            "nothing was said to be eaten: add foods, such as '2 cups coffee' '1 banana', or - to read a list"
        )
    text = sys.stdin.read() if eaten == ["-"] else "\n".join(eaten)
    day = log_day(request.person, text, targets=request.overrides)
    if format is LogFormat.json:
        write_text(json.dumps(day.to_dict(), indent=1, ensure_ascii=False) + "\n", output)
    else:
        write_text(f"{day}\n", output)


@options.about_a_person
def sources(
    request: options.PersonRequest,
    nutrient: Annotated[str, typer.Argument(help="magnesium, potassium, calcium, ...")],
    per: Annotated[PerWhat, typer.Option("--per", help="kcal, usd (per dollar) or portion.")] = PerWhat.kcal,
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many foods.", min=1)] = 15,
    diet: Annotated[Words, typer.Option("--diet", metavar="NAME", help="As for plan. Repeatable.")] = None,
    exclude: Annotated[Words, typer.Option("--exclude", metavar="FOOD", help="As for plan. Repeatable.")] = None,
    allergy: Annotated[Words, typer.Option("--allergy", metavar="NAME", help="As for plan. Repeatable.")] = None,
    format: Annotated[LogFormat, typer.Option("--format", help="table or json.")] = LogFormat.table,
) -> None:
    """The best foods for a nutrient, among those I accept."""
    from planner.foods.preferences import Preferences
    from planner.nutrition.safety_text import BANNER, DISCLAIMER
    from planner.plan.best_sources import best_sources

    flags: dict[str, Any] = {"diet": diet, "exclude": exclude, "allergies": allergy}
    wishes = Preferences(**request.preferences | {name: value for name, value in flags.items() if value is not None})
    found = best_sources(nutrient, request.person, wishes, per=per.value, limit=limit, targets=request.overrides)
    notices = found.attrs["notices"]
    if format is LogFormat.json:
        rows = found.reset_index().astype(object).where(found.reset_index().notna(), None).to_dict("records")
        said = {"foods": rows, "notices": list(notices), "banner": BANNER, "disclaimer": DISCLAIMER}
        typer.echo(json.dumps(said, indent=1, ensure_ascii=False))
        return
    headings = [("food", "left"), ("portion", "left"), ("amount", "right"), ("% of target", "right")]
    print_table(
        [*headings, ("per 100 kcal", "right"), ("per dollar", "right")],
        [
            [
                str(row["food"]),
                str(row["portion"]),
                *(_shown(row[name]) for name in ("amount", "percent", "per_100_kcal", "per_usd")),
            ]
            for row in found.to_dict("records")
        ],
    )
    for line in (*notices, BANNER, DISCLAIMER):
        typer.echo(line)


def _shown(value: float) -> str:
    return "not known" if value != value else f"{value:,.0f}" if value >= 10 else f"{value:.1f}"
