"""Charts, drawn with what comes with Streamlit; each says in words what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from planner.ui.bars import brought_by
from planner.ui.view import GOALS, PlanView

_FLUSH_PX = 12  # a number that would stick out at an end of the axis is moved inside: a phone cuts it off


def sources(view: PlanView) -> None:
    """Which foods bring magnesium and potassium."""
    for bar in (bar for bar in view.bars if bar.nutrient in GOALS):
        total = bar.amount or 0.0
        rows = [{"food": food, "mg": share * total, "share": share} for food, share in bar.sources]
        if not rows:
            continue
        first = brought_by(bar, 3)
        st.subheader(f"{bar.label}: most from {first}", anchor=False)
        _bars(rows, "food", "mg", "mg a day", f"Foods by the {bar.label.lower()} they bring: {first}.")


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


def _readable() -> dict[str, Any]:
    """Labels in the colour of the text: the grey of the default is too faint to read."""
    colour = "#e9ede8" if st.context.theme.type == "dark" else "#1d2420"
    return {"axis": {"labelColor": colour, "titleColor": colour, "labelFontSize": 13, "titleFontSize": 13}}


def _bars(rows: list[dict[str, Any]], name: str, value: str, title: str, alt: str) -> None:
    """Horizontal bars as a plain Vega-Lite specification, which needs neither pandas nor Altair in the server."""
    spec = {
        "config": _readable(),
        "data": {"values": rows},
        "height": 26 * len(rows) + 56,  # the axis and its title are within
        "mark": {"type": "bar", "cornerRadiusEnd": 3},
        "encoding": {
            "x": {
                "field": value,
                "type": "quantitative",
                "title": title,
                "axis": {"tickCount": 6, "labelFlush": _FLUSH_PX},
            },
            "y": {
                "field": name,
                "type": "nominal",
                "sort": None,
                "title": None,
                "axis": {"labelLimit": 220, "labelOverlap": False, "labelFlush": False, "labelBound": False},
            },
            "tooltip": [
                {"field": name, "type": "nominal", "title": "Part"},
                {"field": value, "type": "quantitative", "format": ",.0f", "title": title},
            ],
        },
    }
    st.vega_lite_chart(spec=spec, alt=alt)


@dataclass(frozen=True)
class Axis:
    """A field of the rows. ``is_worded``: drawn without numbers, less of it to the right or up, for less of it is better."""

    field: str
    title: str
    is_worded: bool = False

    def encoding(self) -> dict[str, Any]:
        marks = {"labels": False, "ticks": False, "grid": False} if self.is_worded else {"tickCount": 5}
        scale = {"zero": False, "reverse": self.is_worded}
        return {"field": self.field, "type": "quantitative", "title": self.title, "scale": scale, "axis": marks}


def curve(rows: list[dict[str, Any]], x: Axis, y: Axis, said: str, beside: tuple[tuple[str, str], ...] = ()) -> None:
    """Points joined by a line; what is not known is left out. ``said``: the same in words; ``beside``: fields and titles that
    a point tells, too."""
    known = [row for row in rows if row[y.field] is not None]
    if not known:
        return
    told = [
        {
            "field": one.field,
            "type": "quantitative",
            "title": one.title,
            "format": ",.2f" if "usd" in one.field else ",.0f",
        }
        for one in (x, y)
        if not one.is_worded
    ]
    spec = {
        "config": _readable(),
        "data": {"values": known},
        "height": 260,
        "mark": {"type": "line", "point": {"size": 70, "filled": True}},
        "encoding": {
            "x": x.encoding(),
            "y": y.encoding(),
            "tooltip": [
                *told,
                *({"field": name, "type": "quantitative", "title": title, "format": ",.0f"} for name, title in beside),
            ],
        },
    }
    points = ", ".join(" and ".join(f"{row[one['field']]:,.10g}" for one in told) for row in known)
    titles = " and ".join(one["title"] for one in told)
    st.vega_lite_chart(spec=spec, alt=f"{said} {titles}: {points}.")
