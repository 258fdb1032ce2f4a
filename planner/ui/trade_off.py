"""Trade-offs: real plans of which none is better in one thing and no worse in the other, drawn, and taken by a click."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from planner.ui import charts, frame, session
from planner.ui.asked import Failure
from planner.ui.notes import plain
from planner.ui.pool import Job, TaskError
from planner.ui.reasons import POINTS, TRADED, Curve
from planner.ui.workers import quick, solvers

_BESIDE = (("hei", "Healthy Eating Index 2020"), ("familiarity", "Familiarity of the foods (0-100)"))
_NAMED = (
    ("cost_usd", "${:.2f}"),
    ("magnesium_mg", "magnesium {:,.0f} mg"),
    ("potassium_mg", "potassium {:,.0f} mg"),
    ("hei", "healthy eating {:.0f} of 100"),
)
_Question = tuple[bytes, str, str]


@dataclass
class _Running:
    question: _Question
    job: Job


def section() -> None:
    """Two things to choose, a button, the progress, then the curve."""
    st.header("What one wish costs in another", anchor=False)
    plan = session.shown()
    exact = plan is not None and not plan.made.view.has_meals
    how = "each the best that there is, in grams of each food" if exact else "each found by a search of its own"
    st.html(
        f"<p class='mp-lead'>Up to {POINTS} plans for you, {how}: none is cheaper, richer or more "
        "ordinary than another without giving way in the other thing. All of them keep the targets that your plan keeps.</p>"
    )
    if plan is None:
        st.markdown("Drawn from a plan: make one first.")
        frame.link("plan", "To the plan", ":material/restaurant:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="trade-off-axes"):
        x = st.selectbox("Of this", TRADED, index=0, format_func=str.capitalize, key="trade-off-x", width=180)
        others = [name for name in TRADED if name != x]
        y = st.selectbox("For that", others, index=0, format_func=str.capitalize, key="trade-off-y", width=180)
    question = (plan.made.blob, x, y)
    found = st.session_state.get("trade-off")
    if st.session_state.get("trade-off-job") is not None:
        _wait()
    elif found is not None and found[0] == question:
        _draw(found[1], plan)
    else:
        st.button(
            "Draw the curve", key="trade-off-start", icon=":material/show_chart:", on_click=_start, args=(question,)
        )


def _start(question: _Question) -> None:
    st.session_state["trade-off-job"] = _Running(question, solvers().submit("trade_off", *question))


@st.fragment(run_every=0.5)
def _wait() -> None:
    now: _Running | None = st.session_state.get("trade-off-job")
    if now is None:
        return
    if now.job.done.is_set():
        st.session_state["trade-off-job"] = None
        st.session_state["trade-off"] = (now.question, now.job.value if now.job.failure is None else now.job.failure)
        st.rerun()
    st.progress(min(max(now.job.share, 0.02), 0.99), text=f"Planning: {100 * now.job.share:.0f} %")
    st.button("Stop with the plans made so far", key="trade-off-stop", on_click=now.job.stop, disabled=now.job.stopped)


def _draw(found: Curve | Failure, plan: session.Shown) -> None:
    if isinstance(found, Failure):
        st.error(plain(found.message), icon=":material/error:")
        return
    st.markdown(plain(found.said))
    rows = list(found.rows)
    beside = tuple((name, title) for name, title in _BESIDE if all(row[name] is not None for row in rows))
    axes = [
        charts.Axis(column, title, column in found.worded)
        for column, title in ((found.x_column, found.x_title), (found.y_column, found.y_title))
    ]
    charts.curve(rows, axes[0], axes[1], found.said, beside)
    names = [_name(row) for row in rows]
    with st.container(horizontal=True, vertical_alignment="bottom", key="trade-off-take-row"):
        n = st.selectbox("One of these plans", range(len(rows)), format_func=names.__getitem__, key="trade-off-plan")
        is_shown = bool(rows[n]["is_asked"])
        if st.button("Put it on show", key="trade-off-take", disabled=is_shown):
            _take(found.blobs[n], plan)


def _name(row: dict[str, Any]) -> str:
    known = [form.format(row[name]) for name, form in _NAMED if row[name] is not None]
    return ", ".join(known) + (" (on show)" if row["is_asked"] else "")


def _take(blob: bytes, plan: session.Shown) -> None:
    try:
        made = quick().ask("steer", blob, ())
    except TaskError as error:
        st.error(plain(error.failure.message), icon=":material/error:")
        return
    session.show(replace(plan, made=made, saved=False))
    st.session_state["seconds"] = None
    st.session_state["toast"] = "This plan is on show now. Undo brings the one before back."
    frame.go("plan")
