"""What every page has: the style, a line on whose plan this is, the way back and forth, and the words on safety."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.ui import session

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class PageInfo:
    """A page: the name of its file and address, its title and icon, and what it is called where there is little room."""

    name: str
    title: str
    icon: str
    short: str


PAGES = (
    PageInfo("profile", "Profile & targets", ":material/person:", "Profile"),
    PageInfo("foods", "Foods", ":material/grocery:", "Foods"),
    PageInfo("plan", "Plan", ":material/restaurant:", "Plan"),
    PageInfo("shopping", "Shopping", ":material/shopping_cart:", "Shop"),
    PageInfo("ate", "What I ate", ":material/edit_note:", "Ate"),
    PageInfo("data", "Data & model", ":material/query_stats:", "Data"),
)


@cache
def _css() -> str:
    return f"<style>{(HERE / 'style.css').read_text(encoding='utf-8')}</style>"


def style() -> None:
    """The style sheet of the cards and bars."""
    st.html(_css())


def header(page: str, lead: str = "") -> None:
    """The title, and in one line whose plan this is, how many targets it meets, and whether it is saved."""
    title = next(one.title for one in PAGES if one.name == page)
    st.title(title, anchor=False)
    profile, plan = session.profile(), session.shown()
    parts = [f"<b>{escape(profile.name)}</b>"]
    if profile.example:
        parts.append("<span class='mp-tag'>example, not you</span>")
    if plan is None:
        parts.append("no plan yet")
    else:
        view = plan.made.view
        parts.append(f"targets met {view.met}/{view.of}")
        parts.append("saved" if plan.saved else "unsaved")
        if session.is_stale():
            parts.append("<span class='mp-tag'>targets changed since this plan</span>")
    st.html(f"<p class='mp-status'>{' <span aria-hidden=true>·</span> '.join(parts)}</p>")
    if lead:
        st.html(f"<p class='mp-lead'>{escape(lead)}</p>")


def toast() -> None:
    """What was just done, said once."""
    if said := st.session_state.pop("toast", ""):
        st.toast(said)


def footer(page: str) -> None:
    """Back and Next, and the line that always stands there."""
    names = [one.name for one in PAGES]
    at = names.index(page)
    st.space("small")
    with st.container(horizontal=True, horizontal_alignment="distribute", key="back-next"):
        if at > 0:
            back = PAGES[at - 1]
            st.page_link(_file(back), label=f"Back: {back.title}", icon=":material/arrow_back:")
        if at + 1 < len(PAGES):
            forth = PAGES[at + 1]
            st.page_link(_file(forth), label=f"Next: {forth.title}", icon=":material/arrow_forward:")
    st.html(f"<p class='mp-banner' role='note'>{escape(BANNER)}</p>")
    with st.container(horizontal=True, gap=None, key="tabs"):  # shown on phones alone, at the lower edge
        for one in PAGES:
            st.page_link(_file(one), label=one.short, icon=one.icon)


def _file(page: PageInfo) -> Path:
    return HERE / "screens" / f"{page.name}.py"


def go(page: str) -> None:
    """Show another page."""
    st.switch_page(_file(next(one for one in PAGES if one.name == page)))


def link(page: str, label: str, icon: str | None = None) -> None:
    """A link to another page."""
    st.page_link(_file(next(one for one in PAGES if one.name == page)), label=label, icon=icon)


def safety(open_: bool = False) -> None:
    """When to see a doctor, and the whole disclaimer."""
    with st.expander(
        "When to see a doctor, and what this plan is not", expanded=open_, icon=":material/health_and_safety:"
    ):
        st.markdown("\n".join(f"- {text}" for text in RED_FLAGS))
        st.markdown(DISCLAIMER)
