"""Eating together: one set of dishes for several saved people, each in portions of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from planner.ui import household, session
from planner.ui.asked import Ask, Together
from planner.ui.notes import plain
from planner.ui.people import profile_of
from planner.ui.pool import Job, TaskError
from planner.ui.take_away import FORMS, next_monday
from planner.ui.workers import quick, solvers

if TYPE_CHECKING:
    from planner.store.records import PersonRecord

_MOST_DAYS = 7
_JOB, _PLAN, _FAILURE = "together-job", "together-plan", "together-failure"


def section() -> None:
    """Shown once two people are saved."""
    if household.owner() is None:
        return
    try:
        people, _ = household.shelf()
    except TaskError:
        return  # the page has said so already
    if len(people) < 2:
        return
    _collect()
    busy = _JOB in st.session_state
    with st.expander("Eat together", expanded=busy or _PLAN in st.session_state, icon=":material/groups:"):
        st.markdown(
            "The same dishes for everybody, in portions that meet each one's own targets; one shopping list. "
            "Diets, allergies and exclusions of anybody hold for all."
        )
        chosen, days = _form(people)
        if busy:
            _searching()
            return
        _start_button(chosen, days, without_refused=False)
        _failed(chosen, days)
        _show(people)


def _form(people: Sequence[PersonRecord]) -> tuple[list[PersonRecord], int]:
    names = {record.id: _called(record, people) for record in people}
    picked = st.pills(
        "Who eats together", list(names), selection_mode="multi", default=list(names), format_func=names.__getitem__,
        key=f"together-people-{len(people)}",
    )  # fmt: skip
    days = int(st.slider("Days", 1, _MOST_DAYS, 3, key="together-days"))
    return [record for record in people if record.id in picked], days


def _called(record: PersonRecord, people: Sequence[PersonRecord]) -> str:
    """The name, with a number where several have it."""
    alike = [one.id for one in people if one.name == record.name]
    return record.name if len(alike) == 1 else f"{record.name} ({alike.index(record.id) + 1})"


def _start_button(chosen: Sequence[PersonRecord], days: int, without_refused: bool) -> None:
    label, key = ("Plan the others", "together-others") if without_refused else ("Plan together", "together-go")
    if st.button(label, key=key, type="primary", disabled=len(chosen) < 2):
        _start(chosen, days, without_refused)
        st.rerun()


def _start(chosen: Sequence[PersonRecord], days: int, without_refused: bool) -> None:
    from planner.plan.household.members import Member

    profiles = [profile_of(record) for record in chosen]
    members = tuple(
        Member(
            name=_called(record, chosen),
            person=one.person,
            preferences=one.preferences,
            targets=dict(one.targets),
            preset=one.preset,
        )
        for record, one in zip(chosen, profiles, strict=True)
    )
    asks = {
        member.name: Ask(
            one.person, one.preferences, days, one.preset, one.authority, one.targets, one.effort, session.own()
        )
        for member, one in zip(members, profiles, strict=True)
    }
    st.session_state.pop(_FAILURE, None)
    job = solvers().submit(
        "together", members, days, session.profile().effort, without_refused, session.units(), session.own()
    )
    st.session_state[_JOB] = (job, asks)


def _collect() -> None:
    """Take the answer of a job that is done."""
    held = st.session_state.get(_JOB)
    if held is None or not held[0].done.is_set():
        return
    job, asks = st.session_state.pop(_JOB)
    if job.failure is not None:
        st.session_state[_FAILURE] = job.failure
    else:
        st.session_state[_PLAN] = (job.value, asks)


@st.fragment(run_every=0.4)
def _searching() -> None:
    held = st.session_state.get(_JOB)
    if held is None:
        return
    job: Job = held[0]
    if job.done.is_set():
        st.rerun()
    st.progress(
        min(max(job.share, 0.02), 0.99), text="Finishing" if job.stopped else "Looking for dishes that suit everybody"
    )
    st.button("Stop and take the best so far", key="together-stop", icon=":material/stop_circle:", on_click=job.stop,
              disabled=job.stopped)  # fmt: skip


def _failed(chosen: Sequence[PersonRecord], days: int) -> None:
    failure = st.session_state.get(_FAILURE)
    if failure is None:
        return
    st.error(plain(failure.message), icon=":material/error:")
    if failure.kind == "refused":
        _start_button(chosen, days, without_refused=True)


def _show(people: Sequence[PersonRecord]) -> None:
    """The laid table, its files, and the way to each one's own plan."""
    held = st.session_state.get(_PLAN)
    if held is None:
        return
    made: Together = held[0]
    asks: dict[str, Ask] = held[1]
    with st.container(horizontal=True, gap="xsmall", key="together-files"):
        for form, label, mime, icon in FORMS:
            st.download_button(
                label, data=partial(_file, made, form, session.units(), next_monday()), file_name=f"meal-plan-together.{form}",
                mime=mime, icon=icon, key=f"together-{form}", on_click="ignore",
            )  # fmt: skip
    with st.container(horizontal=True, gap="xsmall", key="together-own"):
        for n, (name, one) in enumerate(made.people):
            if st.button(f"Show the plan of {plain(name)}", key=f"together-show-{n}", icon=":material/person:"):
                record = next((each for each in people if _called(each, people) == name), None)
                if record is not None:
                    session.set_profile(profile_of(record))
                session.show(session.Shown(one, asks[name], record.name if record is not None else name))
                st.session_state["seconds"] = None
                st.rerun()
    st.html(made.html)


def _file(made: Together, form: str, units: str, start: date) -> bytes:
    try:
        found: bytes = quick().ask("together_file", made, form, units, "letter" if units == "us" else "a4", start)
    except TaskError as error:
        return f"The file could not be made: {error.failure.message}\n".encode()
    return found
