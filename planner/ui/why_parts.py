"""A question about a food of the plan on show: a button, the answer in sentences, and the plan that goes with it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.ui import session
from planner.ui.notes import plain
from planner.ui.pool import TaskError
from planner.ui.reasons import Reasons
from planner.ui.workers import solvers

PATIENCE_S = 120.0


def ask(question: str, key: str, task: str, plan: session.Shown, about: tuple[Any, ...], take: str) -> None:
    """The button; once pressed, the answer until something else is asked. ``about``: the food, as the task takes it."""
    asked = (plan.made.blob, task, about)
    if st.button(question, key=key, icon=":material/help:"):
        try:
            with st.spinner("Planning again to see"):
                found = solvers().ask(task, plan.made.blob, *about, timeout_s=PATIENCE_S)
        except TaskError as error:
            st.error(plain(error.failure.message), icon=":material/error:")
            return
        st.session_state["reasons"] = (asked, found)
    held = st.session_state.get("reasons")
    if held is None or held[0] != asked:
        return
    found_: Reasons = held[1]
    st.markdown("\n".join(f"- {plain(one)}" for one in found_.said))
    if found_.plan is not None and st.button(take, key=f"{key}-take", type="primary", icon=":material/check:"):
        st.session_state["reasons"] = None
        session.accept(found_.plan)
