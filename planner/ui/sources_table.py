"""Where a nutrient comes from: the best foods per kcal, dollar or portion among those that this person accepts."""

from __future__ import annotations

import streamlit as st

from planner.plan.words import label, number, unit
from planner.ui import session
from planner.ui.data_parts import table_html
from planner.ui.no_plan import app_words
from planner.ui.notes import plain
from planner.ui.pool import TaskError
from planner.ui.workers import quick

_SHOWN = 12
NUTRIENTS = (
    "magnesium_mg", "potassium_mg", "calcium_mg", "iron_mg", "zinc_mg", "fiber_g", "protein_g", "vitamin_b12_ug", "folate_dfe_ug",
    "vitamin_c_mg", "vitamin_d_ug", "vitamin_e_mg", "vitamin_k_ug", "choline_mg", "selenium_ug",
)  # fmt: skip
PER = {"kcal": "Calories", "usd": "Dollar", "portion": "Usual portion"}


@st.fragment
def section() -> None:
    """The nutrient, what it is counted by, and the table."""
    st.header("Best sources", anchor=False)
    st.html(
        "<p class='mp-lead'>Among foods that people commonly eat and you accept, by diet, allergies, “never” and health answers.</p>"
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="sources-row"):
        nutrient = st.selectbox("Nutrient", NUTRIENTS, format_func=label, key="sources-nutrient", width=220)
        per = st.segmented_control(
            "Most for each", list(PER), default="kcal", required=True, format_func=PER.__getitem__, key="sources-per"
        )
    try:
        rows = quick().ask("best_sources", session.ask(), nutrient, per, _SHOWN)
    except TaskError as error:
        for reason in error.failure.reasons or (error.failure.message,):
            st.warning(plain(app_words(reason)), icon=":material/health_and_safety:")
        return
    if not rows:
        st.markdown("No food that you accept is a good source. Fewer exclusions leave more.")
        return
    of = f"{label(nutrient)}, {unit(nutrient)}"
    st.html(
        table_html(
            ["Food", "Portion", of, "% of target", "Per 100 kcal", "Per dollar"],
            [
                [
                    str(row["food"]),
                    str(row["portion"]),
                    number(nutrient, row["amount"]),
                    _shown(row["percent"], "no minimum"),
                    _shown(row["per_100_kcal"], "hardly any kcal"),
                    _shown(row["per_usd"], "price not known"),
                ]
                for row in rows
            ],
            f"Best sources of {label(nutrient)}",
        )
    )
    st.caption("Prices in the United States in 2017/18. No more of a food is shown than is safe in a day.")


def _shown(value: float, unknown: str) -> str:
    return unknown if value != value else f"{value:,.0f}" if value >= 10 else f"{value:.1f}"
