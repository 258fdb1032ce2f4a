"""Whose people and plans are shown: the signed-in subject, or else the key that this browser keeps."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import streamlit as st

from planner.ui.server import COOKIE, is_key, sign_in_configured
from planner.ui.workers import keeper

if TYPE_CHECKING:
    from planner.store.records import PersonRecord, PlanSummary

PATIENCE_S = 1.5
Saved = tuple["list[PersonRecord]", "list[PlanSummary]"]


def owner() -> str | None:
    """Who it is; None where nothing can be kept, because the browser keeps no cookies."""
    if sign_in_configured():
        subject = st.user.get("sub") if st.user.is_logged_in else None
        return f"user:{st.user.get('iss', '')}:{subject}" if subject else None
    key = st.context.cookies.get(COOKIE, "")
    return f"household:{sha256(key.encode()).hexdigest()}" if is_key(key) else None


def must_sign_in() -> bool:
    """Whether a page has to wait for somebody to sign in."""
    return sign_in_configured() and not st.user.is_logged_in


def sign_in_page() -> None:
    """The one thing to do for who is not signed in."""
    st.title("Meal planner", anchor=False)
    st.markdown("Sign in to see your people and plans.")
    st.button("Sign in", type="primary", icon=":material/login:", key="sign-in", on_click=st.login)


def sign_out() -> None:
    """Who is signed in, and the way out; nothing where nobody has to be."""
    if not sign_in_configured() or not st.user.is_logged_in:
        return
    who = str(st.user.get("email") or st.user.get("name") or "you")
    with st.container(horizontal=True, vertical_alignment="center", key="signed-in"):
        st.text(f"Signed in as {who}", width="content")
        st.button("Sign out", icon=":material/logout:", key="sign-out", on_click=st.logout)


def shelf() -> Saved:
    """What is saved. Raises TaskError when the database does not answer."""
    who = owner()
    if who is None:
        return [], []
    if not keeper().wait_ready(PATIENCE_S):
        return [], []  # it is only just starting: the next look finds it
    found: Saved = keeper().ask("shelf", who)
    return found
