"""Data and model: the solver's report, what binds, the certificate, the sources, and what is unknown."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import streamlit as st

from planner.plan.words import label, number, unit
from planner.ui import frame, session
from planner.ui.notes import plain
from planner.ui.pool import TaskError
from planner.ui.workers import quick, solvers

_PRICES = 10
_AMOUNT = re.compile(r"-?[\d,]+(\.\d+)?( %)?")
_RIGHT = " class='num'"


def model() -> None:
    """How the plan on show was found."""
    st.header("The plan on show", anchor=False)
    plan = session.shown()
    if plan is None:
        st.markdown("No plan yet.")
        frame.link("plan", "Make one", ":material/restaurant:")
        return
    try:
        found = quick().ask("model", plan.made.blob)
    except TaskError as error:
        st.error(error.failure.message, icon=":material/error:")
        return
    st.html(table_html(["", ""], [[name, value] for name, value in found["report"]], "How the plan was found"))
    binding = found["prices"][:_PRICES]
    if binding:
        st.subheader("What binds", anchor=False)
        st.html(
            "<p class='mp-lead'>Targets that shape the plan most: how much further from how people really eat the meals get for one "
            "per cent more of each, beside the one that pulls most (from the linear program over whole meals).</p>"
        )
        most = max(price for _, price in binding)
        rows = [[label(name), f"{100 * price / most:.0f} %"] for name, price in binding]
        st.html(table_html(["Target", "Beside the strongest"], rows, "Targets that bind"))
    _in_words(plan)
    with st.expander("Certificate: every bound recomputed from the food table", icon=":material/verified:"):
        st.html(
            table_html(
                ["Quantity", "Day", "Amount", "At least", "At most", "Holds"],
                [_certificate_row(row) for row in found["certificate"]],
                "Certificate",
                tall=True,
            )
        )


def _in_words(plan: session.Shown) -> None:
    """The prices as sentences, worked out when somebody asks."""
    if st.button("Say in words what the targets cost", key="prices", icon=":material/payments:"):
        try:
            with st.spinner("Solving again, one step further for each"):
                found = solvers().ask("prices", plan.made.blob, timeout_s=60.0)
        except TaskError as error:
            st.error(error.failure.message, icon=":material/error:")
            return
        st.markdown("\n".join(f"- {plain(one)}" for one in found.said[:-1]))
        st.caption(found.said[-1])


def _certificate_row(row: dict[str, Any]) -> list[str]:
    name = row["quantity"]
    return [
        f"{label(name)} ({unit(name)})",
        "mean" if row["day"] == 0 else str(row["day"]),
        number(name, row["amount"]),
        "" if row["lower"] is None else number(name, row["lower"]),
        "" if row["upper"] is None else number(name, row["upper"]),
        "yes" if row["holds"] else "not known" if row["unreported"] else "no",
    ]


@st.cache_data(max_entries=1, show_spinner=False)
def _facts() -> dict[str, Any]:
    found: dict[str, Any] = quick().ask("facts")
    return found


def provenance() -> None:
    """The food table: sources, and what it does not know."""
    st.header("The food table", anchor=False)
    try:
        facts = _facts()
    except TaskError as error:
        st.error(error.failure.message, icon=":material/error:")
        return
    st.markdown(f"{facts['foods']:,} foods with {facts['nutrients']} nutrients per 100 g. {facts['sources']}")
    st.caption(f"SHA-256 of the table: {facts['digest']}")
    st.subheader("What is unknown", anchor=False)
    st.html("<p class='mp-lead'>Share of foods that do not report a nutrient. Unknown never counts as zero.</p>")
    unknown = [
        ["Price" if name == "price_usd_per_100g" else label(name), f"{100 * share:.1f} %"]
        for name, share in facts["unknown"]
    ]
    st.html(table_html(["Nutrient or price", "Foods without it"], unknown, "What is unknown"))
    st.markdown(f"Not in the table at all, so neither planned nor checked: {facts['absent']}.")
    with st.expander("Sources of the reference intakes and of the safety rules", icon=":material/menu_book:"):
        st.html(table_html(["Source", ""], facts["references"], "Sources"))


def _is_numeric(cells: list[str]) -> bool:
    """Whether most of what a column says is numbers: they stand under each other by their last digit."""
    said = [one for one in cells if one]
    return 2 * sum(_AMOUNT.fullmatch(one) is not None for one in said) > len(said)


def table_html(heads: list[str], rows: list[list[str]], name: str, tall: bool = False) -> str:
    """A table to be read; the first column names the rows. ``tall``: many rows, scrolled in their own frame."""
    right = [_RIGHT if _is_numeric([row[n] for row in rows]) else "" for n in range(len(heads))]
    head = "".join(f"<th scope='col'{side}>{escape(one)}</th>" for one, side in zip(heads, right, strict=True))
    head = f"<thead><tr>{head}</tr></thead>" if any(heads) else ""
    body = "".join(
        "<tr>"
        + f"<th scope='row'>{escape(row[0])}</th>"
        + "".join(f"<td{side}>{escape(cell)}</td>" for cell, side in zip(row[1:], right[1:], strict=True))
        + "</tr>"
        for row in rows
    )
    return (
        f"<div class='mp-scroll{' mp-tall' if tall else ''}' tabindex='0' role='region' aria-label='{escape(name)}'><table class='mp-table'>{head}"
        f"<tbody>{body}</tbody></table></div>"
    )
