"""A look at any food of the table, with buttons that make a wish of it."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from planner.plan.words import number
from planner.ui import session
from planner.ui.pool import TaskError
from planner.ui.workers import quick

_SHOWN = 8


@st.fragment
def search() -> None:
    """The field, and what it finds."""
    st.header("Look up a food", anchor=False)
    word = st.text_input(
        "Name, category or code", placeholder="Such as brocoli, kidney beans, oat milk", key="food-word"
    )
    if not word.strip():
        return
    try:
        rows = quick().ask("search", word, _SHOWN)
    except TaskError as error:
        st.error(error.failure.message, icon=":material/error:")
        return
    if not rows:
        st.markdown("No food is called like that. Try another word, or fewer letters.")
        return
    for row in rows:
        _row(row)


def _row(row: dict[str, Any]) -> None:
    wishes = session.profile().preferences
    code = row["code"]
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"found-{code}"
    ):
        amounts = ", ".join(
            f"{label}{number(name, row[name])} {unit}"
            for name, label, unit in (
                ("energy_kcal", "", "kcal"),
                ("magnesium_mg", "Mg ", "mg"),
                ("potassium_mg", "K ", "mg"),
            )
        )
        st.html(
            f"<p class='mp-found'><b>{escape(str(row['food']))}</b><br><small>{escape(str(row['category']))} · per 100 g: "
            f"{escape(amounts)}</small></p>"
        )
        for wish, label in (("like", "Like"), ("exclude", "Never")):
            has = code in getattr(wishes, wish)
            if st.button(f"{label}d" if has and wish == "like" else "Excluded" if has else label, key=f"{wish}-{code}",
                         icon=":material/check:" if has else None):  # fmt: skip
                toggle(wish, code)


def toggle(wish: str, code: str) -> None:
    """Add a food to a list of wishes, or take it off."""
    from planner.foods.preferences import Preferences

    wishes = session.profile().preferences
    fields = {name: getattr(wishes, name) for name in Preferences.model_fields}
    other = {"like": "exclude", "exclude": "like"}[wish]
    now = fields[wish]
    fields[wish] = tuple(one for one in now if one != code) if code in now else (*now, code)
    fields[other] = tuple(one for one in fields[other] if one != code)
    st.session_state.pop("typed-wishes", None)
    session.new_round()
    session.change(preferences=Preferences(**fields))
    st.rerun()
