"""The people of a household: choose one, save the one on show, start anew."""

from __future__ import annotations

import streamlit as st

from planner.ui import session


def chooser() -> None:
    """Whose profile this is."""
    if toast := st.session_state.pop("toast", ""):
        st.toast(toast)
    one = session.profile()
    if one.example:
        st.info("This is an example. Change it into yourself below, or go on and look around.", icon=":material/badge:")
