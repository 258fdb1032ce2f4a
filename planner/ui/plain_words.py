"""What is known of magnesium and potassium, in plain words with its sources."""

from __future__ import annotations

import streamlit as st

from planner.nutrition.knowledge import knowledge_pages


def twitches() -> None:
    """What a stranger may have come for."""
    page = next(one for one in knowledge_pages() if one.name == "twitches")
    with st.expander(
        "Here because something twitches? What is known, and when to see a doctor", icon=":material/visibility:"
    ):
        st.markdown(page.to_markdown().partition("\n\n")[2])


def pages() -> None:
    """Each page to unfold; every sentence has a number that leads to its source below."""
    st.header("In plain words", anchor=False)
    for page in knowledge_pages():
        with st.expander(page.title, icon=":material/menu_book:"):
            st.markdown(page.to_markdown().partition("\n\n")[2])
