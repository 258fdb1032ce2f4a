"""Saved plans: save the one on show, open another, delete; two tabs that save the same plan are asked what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.ui import household, session
from planner.ui.notes import plain
from planner.ui.people import profile_of
from planner.ui.pool import TaskError
from planner.ui.workers import keeper, quick

if TYPE_CHECKING:
    from planner.store.records import PersonRecord, PlanSummary

NO_COOKIE = "This browser keeps no cookies for this page, so nothing can be saved here. Allow them and reload, or take the plan away as a file."


def welcome_back() -> None:
    """At the first look of a visit: the newest saved plan is on show again."""
    if "welcomed" in st.session_state:
        return
    st.session_state["welcomed"] = True
    if household.owner() is None or session.shown() is not None or "profile" in st.session_state:
        return
    people, plans = _on_the_shelf()
    if plans:
        open_plan(plans[0], people)
    elif people:
        session.set_profile(profile_of(people[0]))


def _on_the_shelf() -> household.Saved:
    """Saved people and plans; none, with a warning, where the database does not answer."""
    try:
        return household.shelf()
    except TaskError as error:
        st.warning(plain(error.failure.message), icon=":material/database:")
        return [], []


def open_plan(one: PlanSummary, people: list[PersonRecord]) -> bool:
    """Show a saved plan and the profile it is for; whether it could be opened."""
    try:
        made, ask = quick().ask("load_plan", household.owner(), one.id)
    except TaskError as error:
        st.warning(f"“{plain(one.name)}” cannot be opened: {plain(error.failure.message)} It stays saved as it is.",
                   icon=":material/inventory_2:")  # fmt: skip
        return False
    person = next((each for each in people if each.id == one.person_id), None)
    if person is not None:
        session.set_profile(profile_of(person))
    else:
        is_example = ask.person == session.example().person
        session.set_profile(
            session.Profile(
                session.example().name if is_example else "You",
                ask.person,
                ask.preferences,
                ask.days,
                ask.preset,
                ask.authority,
                ask.targets,
                ask.effort,
                example=is_example,
            )
        )
    session.show(session.Shown(made, ask, session.profile().name, one.id, one.version, saved=True, title=one.name))
    st.session_state["seconds"] = None
    return True


def save_button() -> None:
    """Save the plan on show, or say why not."""
    plan = session.shown()
    if plan is None:
        return
    if plan.saved:
        st.button("Saved", icon=":material/check:", key="save", disabled=True)
        return
    if plan.id is not None:
        if st.button("Save", icon=":material/save:", key="save"):
            _save(plan, plan.title, plan.id, plan.version)
        return
    with st.popover("Save", icon=":material/save:", key="save"):
        if household.owner() is None:
            st.markdown(NO_COOKIE)
            return
        if plan.ask.own is not None:
            st.markdown("A plan from tables of your own is kept as a file: take it away.")
            return
        days = len(plan.made.view.days)
        name = st.text_input(
            "Name of the plan",
            value=f"{plan.name}, {days} day{'s' if days > 1 else ''}",
            max_chars=120,
            key="save-name",
        )
        if st.button("Save the plan", type="primary", key="save-now"):
            _save(plan, name, None, None)


def _save(plan: session.Shown, name: str, id: str | None, version: int | None) -> None:
    who = household.owner()
    if who is None:
        st.error(NO_COOKIE, icon=":material/error:")
        return
    person = session.profile().id if session.profile().name == plan.name else None
    try:
        saved = quick().ask("save_plan", who, name, plan.made.blob, person, id, version)
    except TaskError as error:
        if error.failure.kind == "stale":
            st.session_state["stale-save"] = (name, error.failure.message)
            st.rerun()
        st.error(plain(error.failure.message), icon=":material/error:")
        return
    st.session_state.pop("stale-save", None)
    session.replace_shown(replace(plan, id=saved.id, version=saved.version, saved=True, title=saved.name))
    st.session_state["toast"] = f"Saved as “{saved.name}”."
    st.rerun()


def stale_choice() -> None:
    """Somebody saved this plan elsewhere: a copy, or theirs."""
    found, plan = st.session_state.get("stale-save"), session.shown()
    if found is None or plan is None:
        return
    name, message = found
    with st.container(border=True, key="stale-save"):
        st.markdown(f":material/sync_problem: **{plain(message)}** Yours is still here, unsaved.")
        with st.container(horizontal=True, key="stale-save-ways"):
            if st.button("Save mine as a copy", key="stale-copy", type="primary"):
                _save(plan, f"{name} (copy)"[:120], None, None)
            if st.button("Open the newer one", key="stale-load"):
                people, plans = household.shelf()
                st.session_state.pop("stale-save", None)
                newer = next((one for one in plans if one.id == plan.id), None)
                if newer is None:
                    st.session_state["toast"] = "It was deleted meanwhile; yours is still here."
                elif open_plan(newer, people):
                    st.session_state["toast"] = "This is the newer one; Undo brings yours back."
                st.rerun()


def saved_plans() -> None:
    """The list of saved plans, to open or delete."""
    if household.owner() is None:
        return
    people, plans = _on_the_shelf()
    if not plans:
        return
    now = session.shown()
    with st.expander(f"Saved plans ({len(plans)})", icon=":material/bookmarks:", expanded=now is None):
        for one in plans:
            _row(one, people, now)


def _row(one: PlanSummary, people: list[PersonRecord], now: Any) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"saved-{one.id}"
    ):
        shown = " (on show)" if now is not None and now.id == one.id else ""
        st.markdown(f"**{plain(one.name)}**{shown}  \n{plain(one.line)}", width="stretch")
        if st.button("Open", key=f"open-{one.id}") and open_plan(one, people):
            st.rerun()
        with st.popover("Delete", key=f"delete-{one.id}"):
            st.markdown("It is gone for good.")
            if st.button("Delete this plan", key=f"delete-now-{one.id}"):
                _delete(one, now)


def _delete(one: PlanSummary, now: Any) -> None:
    try:
        keeper().ask("delete_plan", household.owner(), one.id)
    except TaskError as error:
        st.error(plain(error.failure.message), icon=":material/error:")
        return
    if now is not None and now.id == one.id:
        session.replace_shown(replace(now, id=None, version=None, saved=False))
    st.session_state["toast"] = f"“{one.name}” is deleted."
    st.rerun()
