"""Taking a plan away as a file."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner.ui import session
from planner.ui.pool import TaskError
from planner.ui.workers import quick

FORMS = (
    ("csv", "CSV (a table)", "text/csv", ":material/table:"),
    ("html", "Web page (to print)", "text/html", ":material/print:"),
    ("md", "Markdown", "text/markdown", ":material/article:"),
    ("json", "JSON (everything)", "application/json", ":material/data_object:"),
)


def menu() -> None:
    """The plan in each form; a file is made when it is asked for."""
    plan = session.shown()
    if plan is None:
        return
    with st.popover("Take away", icon=":material/download:", key="take-away"):
        for form, label, mime, icon in FORMS:
            st.download_button(
                label,
                data=partial(file_of, plan.made.blob, plan.ask.own_table, form),
                file_name=f"meal-plan.{form}",
                mime=mime,
                icon=icon,
                key=f"download-{form}",
                on_click="ignore",
                width="stretch",
            )


def file_of(blob: bytes, own: bytes | None, form: str) -> bytes:
    """The bytes of a file."""
    try:
        found: bytes = quick().ask("export", blob, own, form)
    except TaskError as error:
        return f"The file could not be made: {error.failure.message}\n".encode()
    return found
