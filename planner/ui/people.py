"""The people of a household: choose one, save the one on show, start anew, and read one from a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.ui import frame, household, person_file, session
from planner.ui.notes import plain
from planner.ui.pool import TaskError
from planner.ui.saving import settings_of, targets_from
from planner.ui.workers import keeper

if TYPE_CHECKING:
    from planner.store.records import PersonRecord


def profile_of(record: PersonRecord) -> session.Profile:
    """The profile of a saved person."""
    told = record.settings
    return session.Profile(
        record.name,
        record.person,
        record.preferences,
        days=int(told.get("days", 7)),
        preset=str(told.get("preset", "reference")),
        authority=str(told.get("authority", "us_canada")),
        targets=targets_from(told),
        effort=str(told.get("effort", "normal")),
        id=record.id,
        version=record.version,
        saved=True,
    )


def chooser() -> None:
    """Whose profile this is."""
    frame.toast()
    household.sign_out()
    one = session.profile()
    if one.example:
        st.info("This is an example. Change it into yourself below, or go on and look around.", icon=":material/badge:")
    try:
        people, _ = household.shelf()
    except TaskError as error:
        st.warning(plain(error.failure.message), icon=":material/database:")
        people = []
    with st.container(horizontal=True, key="people"):
        for record in people:
            if record.id == one.id:
                continue
            if st.button(record.name, icon=":material/person:", key=f"person-{record.id}"):
                switch(profile_of(record))
        if not one.example and st.button("New person", icon=":material/person_add:", key="new-person"):
            switch(session.example())
        _save_button(one)
        if one.id is not None:
            with st.popover("Delete", key="delete-person"):
                st.markdown(f"**{plain(one.name)}** and the saved plans of this person are gone for good.")
                if st.button("Delete this person", key="delete-person-now"):
                    _delete(one)
        with st.popover("From a file", icon=":material/upload_file:", key="person-file-menu"):
            person_file.uploader()
    _stale(one)


def switch(new: session.Profile) -> None:
    """Another profile on show; what was typed for the last one is let go."""
    session.set_profile(new)
    for key in ("typed", "typed-wishes"):
        st.session_state.pop(key, None)
    st.session_state["targets-round"] = st.session_state.get("targets-round", 0) + 1
    session.new_round()
    st.rerun()


def _save_button(one: session.Profile) -> None:
    if one.example or household.owner() is None:
        return
    if one.saved:
        st.button("Profile saved", icon=":material/check:", key="save-person", disabled=True)
    elif st.button("Save this profile", icon=":material/save:", key="save-person"):
        save(one, one.id, one.version)


def save(one: session.Profile, id: str | None, version: int | None) -> None:
    """Save the profile; where somebody saved it elsewhere, ask."""
    settings = settings_of(one.days, one.preset, one.authority, one.effort, one.targets)
    try:
        record = keeper().ask(
            "save_person", household.owner(), one.name, one.person, one.preferences, settings, id, version
        )
    except TaskError as error:
        if error.failure.kind == "stale":
            st.session_state["stale-person"] = error.failure.message
            st.rerun()
        st.error(plain(error.failure.message), icon=":material/error:")
        return
    st.session_state.pop("stale-person", None)
    session.set_profile(replace(one, id=record.id, version=record.version, saved=True))
    st.session_state["toast"] = f"Saved: {record.name}."
    st.rerun()


def _stale(one: session.Profile) -> None:
    message = st.session_state.get("stale-person")
    if not message:
        return
    with st.container(border=True, key="stale-person"):
        st.markdown(f":material/sync_problem: **{plain(message)}**")
        with st.container(horizontal=True, key="stale-person-ways"):
            if st.button("Save mine as a new person", key="stale-person-copy", type="primary"):
                save(replace(one, name=f"{one.name} (copy)"[:60]), None, None)
            if st.button("Open the newer one", key="stale-person-load"):
                st.session_state.pop("stale-person", None)
                people, _ = household.shelf()
                newer = next((record for record in people if record.id == one.id), None)
                switch(profile_of(newer) if newer is not None else replace(one, id=None, version=None, saved=False))


def _delete(one: session.Profile) -> Any:
    try:
        keeper().ask("delete_person", household.owner(), one.id)
    except TaskError as error:
        st.error(plain(error.failure.message), icon=":material/error:")
        return
    plan = session.shown()
    if plan is not None and plan.id is not None:
        session.replace_shown(replace(plan, id=None, version=None, saved=False))
    st.session_state["toast"] = f"Deleted: {one.name}."
    switch(session.example())
