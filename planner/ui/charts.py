"""Charts, drawn with what comes with Streamlit; each says in words what it shows."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.ui.view import GOALS, PlanView


def sources(view: PlanView) -> None:
    """Which foods bring magnesium and potassium."""
    for bar in (bar for bar in view.bars if bar.nutrient in GOALS):
        total = bar.amount or 0.0
        rows = [{"food": food, "mg": share * total, "share": share} for food, share in bar.sources]
        if not rows:
            continue
        first = ", ".join(f"{food} {100 * share:.0f} %" for food, share in bar.sources[:3])
        st.subheader(f"{bar.label}: most from {first}", anchor=False)
        _bars(rows, "food", "mg", f"{bar.label}, mg a day", f"Foods by the {bar.label.lower()} they bring: {first}.")


def healthy_eating(view: PlanView) -> None:
    """The parts of the Healthy Eating Index."""
    assert view.quality is not None
    hei = view.quality["hei"]
    rows = [{"part": part["name"].replace("_", " ").capitalize(), "share": 100 * part["points"] / part["max_points"]}
            for part in hei["components"] if part["points"] is not None]  # fmt: skip
    if not rows or hei["total"] is None:
        return
    st.subheader(f"Healthy Eating Index 2020: {hei['total']:.0f} of 100", anchor=False)
    _bars(rows, "part", "share", "% of its points", f"Healthy Eating Index {hei['total']:.0f} of 100, by component.")


def _bars(rows: list[dict[str, Any]], name: str, value: str, title: str, alt: str) -> None:
    import altair as alt_
    import pandas as pd

    frame = pd.DataFrame(rows)
    chart = (
        alt_.Chart(frame)
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            x=alt_.X(f"{value}:Q", title=title, axis=alt_.Axis(tickCount=6)),
            y=alt_.Y(f"{name}:N", sort=None, title=None, axis=alt_.Axis(labelLimit=220)),
            tooltip=[alt_.Tooltip(f"{name}:N"), alt_.Tooltip(f"{value}:Q", format=",.0f", title=title)],
        )
        .properties(height=26 * len(rows) + 40)
    )
    st.altair_chart(chart, alt=alt)
