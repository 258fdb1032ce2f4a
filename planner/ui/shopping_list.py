"""The shopping list: days, people and units, then the aisles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from planner.ui import frame, session, take_away
from planner.ui.pool import TaskError
from planner.ui.workers import quick

if TYPE_CHECKING:
    from planner.plan.shopping import ShoppingList, ShoppingRow

_MOST_PEOPLE = 20


def page() -> None:
    """The list of the plan on show, or the way to a plan."""
    plan = session.shown()
    if plan is None:
        st.markdown("There is no plan yet to shop for.")
        frame.link("plan", "Make a plan first", ":material/restaurant:")
        return
    numbers = [day.day for day in plan.made.view.days]
    with st.container(horizontal=True, vertical_alignment="bottom", key="shop-row"):
        chosen: list[int] = numbers
        if len(numbers) > 1:
            chosen = st.pills("Days", numbers, selection_mode="multi", default=numbers, key=f"shop-days-{len(numbers)}")
        people = st.number_input(
            "People", min_value=1, max_value=_MOST_PEOPLE, value=1, step=1, key="shop-people", width=140
        )
        units = take_away.units_switch("shop-units")
    if not chosen:
        st.markdown("Choose at least one day.")
        return
    try:
        found = quick().ask("shopping", plan.made.blob, tuple(chosen), int(people), units)
    except TaskError as error:
        st.error(error.failure.message, icon=":material/error:")
        return
    _draw(found)
    with st.container(horizontal=True, key="shop-files"):
        st.download_button(
            "Text list", data=partial(_text, found), file_name="shopping-list.txt", mime="text/plain",
            icon=":material/article:", on_click="ignore", key="shop-txt",
        )  # fmt: skip
        st.download_button(
            "CSV", data=partial(_csv, found), file_name="shopping-list.csv", mime="text/csv", icon=":material/table:",
            on_click="ignore", key="shop-csv",
        )  # fmt: skip


def _text(found: ShoppingList) -> bytes:
    return str(found).encode()


def _csv(found: ShoppingList) -> bytes:
    from planner.plan.export import safe_cell

    frame_ = found.to_frame()
    for name in ("aisle", "item", "amount", "packs", "dishes", "meals"):
        frame_[name] = frame_[name].map(safe_cell)
    return frame_.round(2).to_csv(index=False, lineterminator="\n").encode()


def _draw(found: ShoppingList) -> None:
    st.html(f"<h2 class='mp-day'>{escape(found.heading())}</h2>")
    st.html(
        "<div class='mp-grid mp-aisles'>" + "".join(_aisle(name, rows) for name, rows in found.by_aisle()) + "</div>"
    )
    if found.cupboard:
        st.html(f"<p><b>From the cupboard:</b> {escape(', '.join(found.cupboard))}</p>")
    st.html("".join(f"<p class='mp-note'>{escape(one)}</p>" for one in found.notices))


def _aisle(name: str, rows: Sequence[ShoppingRow]) -> str:
    items = "".join(
        f"<li><label><input type='checkbox'> <span>{escape(row.item)}{_weighed(row)}</span> <b>{escape(row.amount)}</b>{_packs(row)}</label></li>"
        for row in rows
    )
    return f"<section class='mp-card'><h3>{escape(name[:1].upper() + name[1:])}</h3><ul class='mp-list'>{items}</ul></section>"


def _packs(row: ShoppingRow) -> str:
    return f" <small>{escape(row.packs)}</small>" if row.packs else ""


def _weighed(row: ShoppingRow) -> str:
    return f" <small>({escape(row.weighed)})</small>" if row.weighed else ""
