"""A food table of one's own: checked as a whole before anything is planned from it."""

from __future__ import annotations

import streamlit as st

from planner.ui import session
from planner.ui.notes import plain
from planner.ui.pool import TaskError
from planner.ui.workers import quick

MOST_MB = 5
_SHOWN = 20
_LAYOUT = (
    "A CSV file in UTF-8 with a line per food: `food_code`, `food` and `energy_kcal` are required, any nutrient by its name with "
    "unit (`magnesium_mg`) is welcome; everything per 100 g. A blank cell is unknown. Such a table "
    "plans one plain day."
)


def uploader() -> None:
    """Upload, check, use, and go back to the shipped table."""
    st.header("A food table of your own", anchor=False)
    st.markdown(_LAYOUT)
    if "own_table" in st.session_state:
        st.success(f"Plans are made from {plain(st.session_state['own_table_name'])}.", icon=":material/table:")
        if st.button("Back to the shipped table", key="own-back"):
            for key in ("own_table", "own_table_name"):
                st.session_state.pop(key, None)
            st.rerun()
        return
    given = st.file_uploader("Food table (CSV, up to 5 MB)", max_upload_size=MOST_MB, key="own-file")
    if given is None:
        return
    content = given.getvalue()
    if len(content) > MOST_MB * 1024 * 1024:
        st.error(
            f"The file has {len(content) / 1e6:,.0f} MB; at most {MOST_MB} are read. Keep the foods you need.",
            icon=":material/error:",
        )
        return
    try:
        foods, problems = quick().ask("check_table", content, given.name)
    except TaskError as error:
        st.error(plain(error.failure.message), icon=":material/error:")
        return
    if problems:
        st.error(
            f"{given.name} cannot be used yet: {len(problems):,} problem{'s' if len(problems) > 1 else ''}.",
            icon=":material/error:",
        )
        st.markdown("\n".join(f"- {plain(one)}" for one in problems[:_SHOWN]))
        if len(problems) > _SHOWN:
            st.markdown(f"And {len(problems) - _SHOWN:,} more.")
        return
    st.success(f"{foods:,} foods, nothing wrong with them.", icon=":material/check:")
    if st.button("Plan from this table", key="own-use", type="primary"):
        st.session_state["own_table"] = content
        st.session_state["own_table_name"] = given.name
        session.change()
        st.rerun()
