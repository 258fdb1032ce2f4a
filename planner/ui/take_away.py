"""Taking a plan away as a file: for the printer, the calendar, a spreadsheet, another program."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import streamlit as st

from planner.ui import session
from planner.ui.pool import TaskError
from planner.ui.workers import quick

FORMS = (
    ("pdf", "PDF to print", "application/pdf", ":material/picture_as_pdf:"),
    (
        "xlsx",
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ":material/table_view:",
    ),
    ("ics", "Calendar", "text/calendar", ":material/calendar_month:"),
    ("html", "Web page", "text/html", ":material/language:"),
    ("csv", "CSV", "text/csv", ":material/table:"),
    ("md", "Markdown", "text/markdown", ":material/article:"),
    ("json", "JSON", "application/json", ":material/data_object:"),
)
_NEEDS_MEALS = ("ics",)
_MONDAY = 7


def menu() -> None:
    """The plan in each form; a file is made when it is asked for."""
    plan = session.shown()
    if plan is None:
        return
    with st.popover("Take away", icon=":material/download:", key="take-away"):
        units = units_switch("take-units")
        people = int(st.number_input("People, for the shopping list", 1, 20, 1, key="take-people"))
        start = st.date_input("First day, for the calendar", value=next_monday(), key="take-start", format="YYYY-MM-DD")
        paper = st.segmented_control(
            "Paper", ["a4", "letter"], default="letter" if units == "us" else "a4", required=True, key="take-paper",
            format_func={"a4": "A4", "letter": "Letter"}.__getitem__,
        ) or "a4"  # fmt: skip
        with st.container(horizontal=True, gap="xsmall", key="take-files"):
            for form, label, mime, icon in FORMS:
                if form in _NEEDS_MEALS and not plan.made.view.has_meals:
                    continue
                st.download_button(
                    label,
                    data=partial(file_of, plan.made.blob, form, units, people, paper, start),
                    file_name=f"meal-plan.{form}",
                    mime=mime,
                    icon=icon,
                    key=f"download-{form}",
                    on_click="ignore",
                )


def units_switch(key: str) -> str:
    """Metric or US, kept for all pages."""
    units = st.segmented_control(
        "Units", ["us", "metric"], default=session.units(), required=True, key=key,
        format_func={"us": "US", "metric": "Metric"}.__getitem__,
    ) or "us"  # fmt: skip
    session.set_units(units)
    return units


def file_of(blob: bytes, form: str, units: str, people: int, paper: str, start: date) -> bytes:
    """The bytes of a file."""
    try:
        found: bytes = quick().ask("export", blob, form, units, people, paper, start)
    except TaskError as error:
        return f"The file could not be made: {error.failure.message}\n".encode()
    return found


def next_monday() -> date:
    """The first day of a calendar unless another is chosen."""
    today = date.today()
    return today + timedelta(days=_MONDAY - today.weekday())
