"""What more of a nutrient costs: real plans for higher and higher minimums, beside their price and how ordinary they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from planner.ui import charts, session
from planner.ui.asked import Ask
from planner.ui.curve import DAYS, Point
from planner.ui.notes import plain
from planner.ui.pool import Job
from planner.ui.workers import solvers


def section() -> None:
    """A button, the progress, then the curve."""
    st.header("What more magnesium costs", anchor=False)
    st.html(
        f"<p class='mp-lead'>Plans of {DAYS} days for you with a higher and higher minimum, each found by a short search: what they "
        "cost in prices of 2017/18, and how familiar their foods are to people who were asked what they eat.</p>"
    )
    ask = replace(session.ask(), own_table=None)
    found = st.session_state.get("trade-off")
    if found is not None and found[0] == ask:
        _draw(found[1])
    elif st.session_state.get("trade-off-job") is not None:
        _wait()
    else:
        st.button("Draw the curve", key="trade-off-start", icon=":material/show_chart:", on_click=_start, args=(ask,))


def _start(ask: Ask) -> None:
    st.session_state["trade-off-job"] = (ask, solvers().submit("trade_off", ask))


@st.fragment(run_every=0.5)
def _wait() -> None:
    held: tuple[Ask, Job] | None = st.session_state.get("trade-off-job")
    if held is None:
        return
    ask, job = held
    if job.done.is_set():
        st.session_state["trade-off-job"] = None
        st.session_state["trade-off"] = (ask, job.value if job.failure is None else job.failure.message)
        st.rerun()
    st.progress(min(max(job.share, 0.02), 0.99), text=f"Planning: {100 * job.share:.0f} %")


def _draw(found: list[Point] | str) -> None:
    if isinstance(found, str):
        st.error(plain(found), icon=":material/error:")
        return
    if not found:
        st.markdown("None of these could be planned.")
        return
    rows: list[dict[str, Any]] = [
        {"reached": round(one.reached), "usd": one.usd, "familiar": one.familiar} for one in found
    ]
    columns = st.columns(2)
    with columns[0]:
        charts.curve(rows, "reached", "usd", "Magnesium, mg a day", "US dollars a day")
    with columns[1]:
        charts.curve(rows, "reached", "familiar", "Magnesium, mg a day", "Familiarity (0-100)")
    short = [one for one in found if one.met < one.of]
    if short:
        st.markdown(
            f"{len(short)} of the {len(found)} plans miss a target: more would need a longer search, or cannot be had."
        )
