"""A person file (TOML), as ``planner plan --person`` reads it: checked before anything is taken over."""

from __future__ import annotations

import streamlit as st

from planner.errors import PlannerError
from planner.foods.preferences import Preferences
from planner.nutrition.person import person_from
from planner.nutrition.person_file import file_targets, person_tables
from planner.ui import session
from planner.ui.notes import plain

MOST_KB = 64


def uploader() -> None:
    """Upload and take over."""
    st.markdown(
        "A person file in TOML, with the tables `[person]`, `[preferences]` and `[targets]`, as the command line reads it."
    )
    given = st.file_uploader("Person file (TOML)", max_upload_size=1, key="person-file")
    if given is None:
        return
    content = given.getvalue()
    if len(content) > MOST_KB * 1024:
        st.error(
            f"A person file has {MOST_KB} kB at most; this one has {len(content) / 1024:,.0f}.", icon=":material/error:"
        )
        return
    try:
        one = profile_from(content, given.name)
    except PlannerError as error:
        st.error("\n".join(f"- {plain(line)}" for line in str(error).splitlines()), icon=":material/error:")
        return
    about = (
        f"{one.person.sex}, {one.person.age_years:g} years, {one.person.height_cm:g} cm, {one.person.weight_kg:g} kg"
    )
    st.markdown(f"**{plain(one.name)}**: {about}")
    if st.button("Use this person", type="primary", key="person-file-use"):
        from planner.ui.people import switch

        switch(one)


def profile_from(content: bytes, name: str) -> session.Profile:
    """The profile that a file describes. Raises InputError with everything that is wrong."""
    tables = person_tables(content, name)
    person = person_from(tables.get("person", {}))
    return session.Profile(
        (name.rpartition(".")[0] or name)[:60] or "You",
        person,
        Preferences(**tables.get("preferences", {})),
        targets=file_targets(tables.get("targets", {}), name),
    )
