"""What I ate: a pasted list or foods from the search, what each line is read as, and how far the day comes."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from planner.ui import bars, no_plan, notes, session
from planner.ui.eaten import EatenDay, Line
from planner.ui.food_dialog import sentence
from planner.ui.pool import TaskError
from planner.ui.workers import quick

_FOUND = 6
_FIRST = ("magnesium_mg", "potassium_mg", "energy_kcal", "sodium_mg")
_EXAMPLE = "2 cups coffee, 1 banana, 150 g salmon"


def page() -> None:
    """Enter, check, and see what is left to go."""
    paste, find = st.tabs(["Type or paste a list", "Find a food"])
    with paste:
        _list()
    with find:
        _search()
    said = _said()
    if not said:
        return
    st.header("The day so far", anchor=False)
    st.button("Start a new day", key="ate-clear", icon=":material/delete:", on_click=_clear)
    try:
        day: EatenDay = quick().ask("ate", session.ask(), said, dict(_meant()))
    except TaskError as error:
        if error.failure.kind == "refused":
            no_plan.refused(error.failure)
        else:
            _problem(error)
        return
    for n, line in enumerate(day.lines):
        _line(n, line)
    _brings(day)


def _said() -> tuple[Any, ...]:
    found: tuple[Any, ...] = st.session_state.get("ate", ())
    return found


def _meant() -> dict[str, str]:
    found: dict[str, str] = st.session_state.setdefault("ate-meant", {})
    return found


def _list() -> None:
    with st.form("ate-form", border=False):
        text = st.text_area(
            "What you ate and drank, with commas or one a line", value=st.session_state.get("ate-typed", ""), height=110,
            placeholder=_EXAMPLE, max_chars=4000, key=f"ate-text-{st.session_state.get('ate-round', 0)}",
        )  # fmt: skip
        added = st.form_submit_button("Count it", type="primary", icon=":material/add:", key="ate-add")
    if added:
        from planner.foods.eaten import pieces

        st.session_state["ate-typed"] = text
        _add(*pieces(text))


def _add(*items: Any) -> None:
    """Take items over when all can be read; else say why, and nothing typed is lost."""
    try:
        quick().ask("understood", items)
    except TaskError as error:
        _problem(error)
        return
    st.session_state["ate"] = (*_said(), *items)
    st.session_state["ate-typed"] = ""
    st.session_state["ate-round"] = st.session_state.get("ate-round", 0) + 1
    st.rerun()


@st.fragment
def _search() -> None:
    word = st.text_input("Food", key="ate-word", placeholder="Such as brocoli, kidney beans, oat milk")
    if not word.strip():
        return
    try:
        names = {row["code"]: row["food"] for row in quick().ask("search", word, _FOUND)}
        if not names:
            st.markdown("No food is called like that. Try another word, or fewer letters.")
            return
        code = st.radio("Foods of the table", list(names), format_func=names.__getitem__, key="ate-food")
        grams = dict(quick().ask("portions", code))
    except TaskError as error:
        _problem(error)
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="ate-portion-row"):
        unit = st.selectbox(
            "Portion", list(grams), key=f"ate-unit-{code}", width=260,
            format_func=lambda one: one if one == "1 g" else f"{one} ({grams[one]:,.0f} g)",
        )  # fmt: skip
        count = st.number_input(
            "How many", min_value=0.25, max_value=5000.0, value=100.0 if unit == "1 g" else 1.0, step=0.5,
            key=f"ate-count-{unit == '1 g'}", width=160,
        )  # fmt: skip
        if st.button("Add it", key="ate-take", icon=":material/add:", type="primary"):
            _add((code, count * grams[unit]))


def _line(n: int, line: Line) -> None:
    if line.code:
        said = "" if line.said == line.code else f"{line.said} · "
        guess = f" · {line.assumed}" if line.assumed else ""
        words = f"<b>{escape(line.food)}</b><br><small>{escape(said)}{line.grams:,.0f} g{escape(guess)}</small>"
    else:
        near = f" Did you mean {escape(' or '.join(line.nearest))}?" if line.nearest else " Try another word."
        words = f"<b>{escape(line.said)}</b><br><small>Not found, so not counted.{near}</small>"
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"ate-line-{n}"
    ):
        st.html(f"<p class='mp-found'>{words}</p>")
        st.button(
            "Remove", key=f"ate-remove-{n}", icon=":material/close:", on_click=_remove, args=(n,),
            help=f"Take {line.food or line.said} off",
        )  # fmt: skip
    if line.choices:
        names = dict(line.choices)
        chosen = st.selectbox(
            f"Which food is “{notes.plain(line.said)}”?", list(names), index=list(names).index(line.code),
            format_func=names.__getitem__, key=f"ate-which-{n}-{line.said}",
        )  # fmt: skip
        if chosen != line.code:
            _meant()[line.said] = chosen
            st.rerun()


def _remove(n: int) -> None:
    said = _said()
    st.session_state["ate"] = (*said[:n], *said[n + 1 :])


def _clear() -> None:
    st.session_state["ate"] = ()
    st.session_state["ate-meant"] = {}


def _brings(day: EatenDay) -> None:
    st.header("What it brings", anchor=False)
    notes.health(day.notices, day.bars)
    by_name = {bar.nutrient: bar for bar in day.bars}
    goals = [one for one in day.sentences if one.startswith(("Magnesium", "Potassium"))]
    st.html(f"<p class='mp-hero' role='status'>{escape(' '.join(goals))}</p>")
    st.html(bars.bars_html([by_name[name] for name in _FIRST if name in by_name], big=True))
    st.subheader("All nutrients", anchor=False)
    st.html(
        "<p class='mp-lead'>Amounts of the day. The line marks the least, the dashed line the most. One day may be short of "
        "what the mean of a week brings.</p>"
    )
    st.html(bars.bars_html([bar for bar in day.bars if bar.nutrient not in _FIRST]))
    if said := notes.to_know(day.notices):
        st.markdown("**To know**\n" + "\n".join(f"- {one}" for one in said))


def _problem(error: TaskError) -> None:
    st.error(notes.plain(sentence(no_plan.app_words(error.failure.message))), icon=":material/error:")
