"""The forms in which ``planner plan`` gives a plan: which one is meant, and its bytes or its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from planner.errors import InputError, UnknownNameError
from planner.nutrition.safety_text import BANNER
from planner.nutrition.units import units_from

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan


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


BINARY = {
    PlanFormat.xlsx: ("xlsxwriter", "an Excel file"),
    PlanFormat.pdf: ("fpdf", "a PDF"),
    PlanFormat.ics: ("icalendar", "a calendar"),
}
_SUFFIXES = {f".{one}": one for one in PlanFormat if one not in (PlanFormat.table, PlanFormat.shopping)}
_SUFFIXES[".htm"] = PlanFormat.html
_PAPERS = ("a4", "letter")


@dataclass(frozen=True)
class Wanted:
    """A form that was asked for, checked before anything is planned."""

    format: PlanFormat
    units: str
    people: int
    start: date
    paper: str

    @classmethod
    def read(
        cls, format: PlanFormat | None, output: Path | None, units: str, people: int, start: str | None, paper: str
    ) -> Wanted:
        """Without a format, the file's name says it. Raises InputError for what cannot be given."""
        if format is None:
            suffix = "" if output is None else output.suffix.lower()
            format = _SUFFIXES.get(suffix, PlanFormat.table)
        if format in BINARY and output is None:
            raise InputError(f"--format {format} is a file: say where with -o menu.{format}")
        if format in BINARY:
            from planner.plan.extras import needed

            needed(*BINARY[format])  # told before planning, not after it
        if paper.lower() not in _PAPERS:
            raise UnknownNameError("paper", paper, _PAPERS)
        if not 1 <= people <= 100:
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


def render(plan: MealPlan, wanted: Wanted) -> str | bytes:
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
            return plan.shopping(people=wanted.people, units=wanted.units).to_text()
        case PlanFormat.xlsx:
            return plan.to_excel(wanted.units, wanted.people)
        case PlanFormat.pdf:
            return plan.to_pdf(wanted.units, wanted.people, wanted.paper)
        case PlanFormat.ics:
            return plan.to_ics(wanted.start, wanted.units)
        case _:
            return f"{plan.to_text(wanted.units)}\n"
