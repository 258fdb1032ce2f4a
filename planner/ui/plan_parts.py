"""The states of the plan's page: empty, solving, and solved."""

from __future__ import annotations

import streamlit as st

from planner.ui import bars, cards, frame, notes, plain_words, plans, session, take_away, targets_table
from planner.ui.view import LEADING, Bar, PlanView

LENGTHS = (1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 28)


_STEPS = (
    "<h2 class='mp-day'>How it goes</h2><div class='mp-grid mp-four'>"
    + "".join(
        f"<div class='mp-card'><h3>{title}</h3><p class='mp-note'>{text}</p></div>"
        for title, text in (
            (
                "You say who you are",
                "Age, height, weight, and two health questions. From them follow about 35 targets, each with its source.",
            ),
            (
                "A week is worked out",
                "Of about 850 everyday foods, the most ordinary meals that meet every target. Seconds, and you may watch.",
            ),
            (
                "You change what you like",
                "Swap, lock, add or leave out any food; you see what it changes before you take it.",
            ),
            ("You take it along", "A shopping list by aisle, a page to print, your calendar, a spreadsheet."),
        )
    )
    + "</div>"
)


def empty() -> None:
    """One button, and whom the plan would be for."""
    one = session.profile()
    st.html(
        "<p class='mp-hero'>A week of ordinary meals with enough magnesium and potassium, and with everything else a body needs. "
        "Every number comes from a published food table.</p>"
    )
    with st.container(border=True, key="who"):
        about = f"{one.person.sex}, {one.person.age_years:g} years, {one.person.height_cm:g} cm, {one.person.weight_kg:g} kg"
        st.markdown(f"**For {'an example person' if one.example else notes.plain(one.name)}**: {about}")
        _clash()
        make_buttons(primary=True)
    plans.saved_plans()
    if one.example:
        frame.link("profile", "Or first say who you are", ":material/person:")
    st.html(_STEPS)
    plain_words.twitches()


def _clash() -> None:
    """An own target that the health answers rule out is said before a plan is asked for."""
    if said := targets_table.clash(session.profile().targets):
        st.warning(notes.plain(said), icon=":material/health_and_safety:")


def make_buttons(primary: bool) -> None:
    """Make a plan, and how long it is to be."""
    one = session.profile()
    with st.container(horizontal=True, vertical_alignment="bottom", key="make-row"):
        st.button(
            make_label(one.days),
            type="primary" if primary else "secondary",
            icon=":material/restaurant:",
            key="make",
            on_click=session.make_plan,
        )
        days = st.selectbox(
            "Length", LENGTHS, index=LENGTHS.index(one.days) if one.days in LENGTHS else 6, width=120, key="days",
            format_func=lambda n: "1 day" if n == 1 else f"{n} days",
        )  # fmt: skip
        if days != one.days:
            session.change(days=days)
            st.rerun()


def make_label(days: int) -> str:
    """``Make a week``."""
    return {1: "Make a day", 7: "Make a week", 14: "Make two weeks"}.get(days, f"Make {days} days")


@st.fragment(run_every=0.4)
def solving() -> None:
    """How far the search is, the best menu so far, and a way to stop."""
    now = session.running()
    if now is None:
        return
    if now.job.done.is_set():
        st.rerun()
    before = session.waiting_before(now)
    if now.job.stopped:
        said = "Finishing with the best so far"
    elif session.getting_ready():
        said = "Getting ready: seconds, or about a minute the first time after installing"
    elif before:
        said = f"{now.label}: {before} before you"
    else:
        said = f"{now.label}: {100 * now.job.share:.0f} %"
    st.progress(min(max(now.job.share, 0.02), 0.99), text=said)
    st.button(
        "Stop and take the best so far", key="stop", icon=":material/stop_circle:", on_click=now.job.stop,
        disabled=now.job.stopped,
    )  # fmt: skip
    if now.job.preview is not None:
        st.html(cards.preview_html(now.job.preview.days[0], len(now.job.preview.days)))


def solved() -> None:
    """The plan: what it brings, the days, and what is to be known about it."""
    plan = session.shown()
    assert plan is not None
    view = plan.made.view
    plans.stale_choice()
    if session.is_stale():
        _stale()
    _actions(view)
    if said := _solved_line(view):
        st.html(f"<p class='mp-solved' role='status'>{said}</p>")
    notes.health(view.notices, view.bars)
    notes.problems(view)
    st.html(bars.bars_html(_in_order(view), big=True))
    if view.has_meals:
        cards.days(view)
    else:
        cards.plain_day(view)
    st.header("What it brings", anchor=False)
    notes.what_it_brings(view)
    notes.about(view)
    plans.saved_plans()


def _stale() -> None:
    with st.container(border=True, key="stale"):
        st.markdown(
            ":material/update: **The profile or its targets changed since this plan was made.** It still shows the plan as it was."
        )
        _clash()
        st.button("Plan again with the new targets", key="remake", type="primary", on_click=session.make_plan)


def _actions(view: PlanView) -> None:
    one = session.profile()
    with st.container(horizontal=True, vertical_alignment="bottom", key="plan-actions"):
        st.button("Another plan", key="another", icon=":material/casino:", disabled=not view.has_meals,
                  help="A clearly different plan for the same targets. What is locked stays.",
                  on_click=session.steer, args=("Looking for another plan", ("another", {})))  # fmt: skip
        if any(meal.locked or any(item.locked for item in meal.items) for day in view.days for meal in day.meals):
            st.button("Plan the rest again", key="replan", icon=":material/refresh:",
                      help="Everything that is not locked is planned anew.",
                      on_click=session.replan)  # fmt: skip
        st.button("Undo", key="undo", icon=":material/undo:", disabled=not session.can("past"), on_click=session.undo)
        st.button("Redo", key="redo", icon=":material/redo:", disabled=not session.can("future"), on_click=session.redo)
        plans.save_button()
        take_away.menu()
        with st.popover("New plan", icon=":material/restaurant:", key="new-plan"):
            st.markdown(f"For **{notes.plain(one.name)}**")
            make_buttons(primary=False)


def _solved_line(view: PlanView) -> str:
    """How long the search took, and what of the plate is not kept; how many targets are met stands in the header."""
    seconds = st.session_state.get("seconds")
    parts = []
    if seconds:
        parts.append(
            f"Stopped after {seconds:.1f} s" if st.session_state.get("stopped") else f"Solved in {seconds:.1f} s"
        )
    if view.rules:
        parts.append(notes.count(len(view.rules), "rule of the plate not kept", "rules of the plate not kept"))
    return ", ".join(parts)


def _in_order(view: PlanView) -> list[Bar]:
    by_name = {bar.nutrient: bar for bar in view.bars}
    names = ("magnesium_mg", "potassium_mg", "energy_kcal", "sodium_mg")
    assert set(LEADING) <= set(names)
    return [by_name[name] for name in names if name in by_name]
