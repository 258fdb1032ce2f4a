"""The forms in which ``planner plan`` and ``planner household`` give a plan: their options, the bytes or text of each form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.explain_clash import clash_json
from planner.cli.output import check_place, write_bytes, write_text
from planner.errors import InfeasibleError, InputError, RefusedError, SolverError, UnknownNameError
from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.nutrition.units import units_from

if TYPE_CHECKING:
    from planner.plan.household.plan import HouseholdPlan
    from planner.plan.plan import MealPlan


class Effort(StrEnum):
    """How long menus are searched."""

    fast = "fast"
    normal = "normal"
    best = "best"


class PlanFormat(StrEnum):
    """How the plan is printed or written."""

    table = "table"
    csv = "csv"
    json = "json"
    md = "md"
    html = "html"
    shopping = "shopping"
    xlsx = "xlsx"
    pdf = "pdf"
    ics = "ics"


Days = Annotated[int, typer.Option("--days", metavar="N", help="How many days to plan, 1 to 28.")]
EffortOption = Annotated[Effort, typer.Option("--effort", help="fast, normal or best: how long menus are searched.")]
Snacks = Annotated[
    int | None, typer.Option("--snacks", metavar="N", help="Snacks a day, 0 to 2; by energy if not given.")
]
Start = Annotated[
    str | None,
    typer.Option("--start", metavar="YYYY-MM-DD", help="The first day in a calendar; next Monday if not given."),
]
PaperOption = Annotated[str, typer.Option("--paper", metavar="NAME", help="a4 or letter, for a PDF.")]
FormatOption = Annotated[
    PlanFormat | None,
    typer.Option(
        "--format",
        help="table, csv, json, md (Markdown), html, shopping; xlsx, pdf, ics with -o. By the file's name if not given.",
    ),
]

BINARY = {
    PlanFormat.xlsx: ("xlsxwriter", "an Excel file"),
    PlanFormat.pdf: ("fpdf", "a PDF"),
    PlanFormat.ics: ("icalendar", "a calendar"),
}
_SUFFIXES: dict[str, PlanFormat] = {
    f".{one}": one for one in PlanFormat if one not in (PlanFormat.table, PlanFormat.shopping)
}
_SUFFIXES |= {".htm": PlanFormat.html, ".txt": PlanFormat.table, "": PlanFormat.table}
_PAPERS = ("a4", "letter")


@dataclass(frozen=True)
class Wanted:
    """A form that was asked for, checked before anything is planned. ``people``: how many eat the same; None for a household."""

    format: PlanFormat
    units: str
    people: int | None
    start: date
    paper: str

    @classmethod
    def read(
        cls,
        format: PlanFormat | None,
        output: Path | None,
        units: str,
        people: int | None,
        start: str | None,
        paper: str,
    ) -> Wanted:
        """Without a format, the file's name says it. Raises InputError for what cannot be given."""
        check_place(output)
        if format is None:
            suffix = "" if output is None else output.suffix.lower()
            if suffix not in _SUFFIXES:
                forms = ", ".join(one for one in _SUFFIXES if one)
                raise InputError(f"{output}: no form of a plan ends in {suffix}; name it {forms}, or say --format")
            format = _SUFFIXES[suffix]
        if format in BINARY and output is None:
            raise InputError(f"--format {format} is a file: say where with -o menu.{format}")
        if format in BINARY:
            from planner.plan.extras import needed

            needed(*BINARY[format])  # told before planning, not after it
        if paper.lower() not in _PAPERS:
            raise UnknownNameError("paper", paper, _PAPERS)
        if people is not None and not 1 <= people <= 100:
            raise InputError(f"--people {people}: give a number from 1 to 100")
        return cls(format, units_from(units), people, _next_monday() if start is None else _day(start), paper.lower())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--start {text!r} is no day: write it as 2027-01-31") from None


def _next_monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


def hand_out(plan: MealPlan | HouseholdPlan, wanted: Wanted, output: Path | None) -> None:
    """Prints the plan in that form, or writes it to ``output``."""
    shown = render(plan, wanted)
    if isinstance(shown, str):
        write_text(shown, output)
    elif output is not None:
        write_bytes(shown, output)


def render(plan: MealPlan | HouseholdPlan, wanted: Wanted) -> str | bytes:
    """The plan in that form; a CSV holds data alone, so the banner goes to standard error beside it."""
    people: dict[str, Any] = {} if wanted.people is None else {"people": wanted.people}
    match wanted.format:
        case PlanFormat.json:
            return plan.to_json()
        case PlanFormat.csv:
            typer.echo(BANNER, err=True)
            return plan.to_csv()
        case PlanFormat.md:
            return plan.to_markdown(wanted.units, **people)
        case PlanFormat.html:
            return plan.to_html(wanted.units, **people)
        case PlanFormat.shopping:
            return plan.shopping(units=wanted.units, **people).to_text()
        case PlanFormat.xlsx:
            return plan.to_excel(wanted.units, **people)
        case PlanFormat.pdf:
            return plan.to_pdf(wanted.units, paper=wanted.paper, **people)
        case PlanFormat.ics:
            return plan.to_ics(wanted.start, wanted.units)
        case _:
            return f"{plan.to_text(wanted.units)}\n"


@contextmanager
def no_plan_told(wanted: Wanted, output: Path | None) -> Iterator[None]:
    """Where JSON is wanted, the reason why there is no plan is JSON, too; the exit code is the error's."""
    try:
        yield
    except (InfeasibleError, RefusedError, SolverError) as error:
        if wanted.format is not PlanFormat.json:
            raise
        write_text(_no_plan_json(error), output)
        raise typer.Exit(error.exit_code) from None


def _no_plan_json(error: InfeasibleError | RefusedError | SolverError) -> str:
    """Status, message, the clash and its repairs, the reasons of a refusal."""
    if isinstance(error, RefusedError):
        said: dict[str, Any] = {"status": "refused", "reasons": list(error.reasons), "rules": list(error.rule_ids)}
    elif isinstance(error, SolverError):
        said = {"status": "limit"}
    else:
        said = {"status": "infeasible", **clash_json(error)}
    said |= {"message": str(error), "banner": BANNER, "disclaimer": DISCLAIMER, "red_flags": list(RED_FLAGS)}
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"
