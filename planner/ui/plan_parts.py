"""The states of the plan's page: empty, solving, solved, and no plan."""

from __future__ import annotations

import streamlit as st

from planner.ui import bars, cards, session
from planner.ui.view import GOALS


def empty() -> None:
    """One button, and whom the plan would be for."""
    profile = session.profile()
    st.html(
        "<p class='mp-lead'>A week of ordinary meals that bring enough magnesium and potassium, and everything else a body "
        "needs, worked out from a real food table.</p>"
    )
    st.button(
        f"Make a week for {'the example person' if profile.example else profile.name}",
        type="primary",
        icon=":material/restaurant:",
        key="make",
        on_click=session.make_plan,
    )


@st.fragment(run_every=0.4)
def solving() -> None:
    """How far the search is, the best menu so far, and a way to stop."""
    now = session.running()
    if now is None:
        return
    if now.job.done.is_set():
        st.rerun()
    share = now.job.share
    st.progress(min(max(share, 0.02), 0.99), text=f"{now.label}: {100 * share:.0f} %")
    st.button("Stop and take the best so far", key="stop", icon=":material/stop_circle:", on_click=now.job.stop)
    if now.job.preview is not None:
        st.html(cards.day_html(now.job.preview.days[0], "Day 1, best so far"))


def no_plan() -> None:
    """Why there is none, and what to change."""
    failure = session.failure()
    if failure is not None:
        st.error(failure.message, icon=":material/error:")
        st.button("Try again", key="again", on_click=session.make_plan)


def solved() -> None:
    """The plan."""
    plan = session.shown()
    assert plan is not None
    view = plan.made.view
    with st.container(horizontal=True, key="plan-actions"):
        st.button("Make a week", key="make", type="primary", on_click=session.make_plan)
        st.button(
            "Another plan", key="another", on_click=session.steer, args=("Looking for another plan", ("another", {}))
        )
        st.button("Undo", key="undo", disabled=not session.can("past"), on_click=session.undo)
        st.button("Redo", key="redo", disabled=not session.can("future"), on_click=session.redo)
    st.html(bars.bars_html([bar for bar in view.bars if bar.nutrient in GOALS], big=True))
    number = 1
    if len(view.days) > 1:
        number = (
            st.segmented_control(
                "Day",
                [day.day for day in view.days],
                default=1,
                required=True,
                format_func=lambda n: f"Day {n}",
                key="day",
            )
            or 1
        )
    day = view.days[number - 1]
    st.html(cards.day_html(day, f"Day {day.day}"))
    st.html(bars.bars_html(list(day.bars)))
