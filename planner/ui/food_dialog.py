"""One food of a meal: why it is there, what may stand in its place and what that would change, lock, remove; and adding one."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from planner.plan.cards import meal_name
from planner.plan.words import number
from planner.ui import session, why_parts
from planner.ui.asked import Made
from planner.ui.pool import TaskError
from planner.ui.view import Item, PlanView
from planner.ui.workers import quick

_SWAPS = 6


@st.dialog("Change a food", width="medium")
def food(day: int, meal: str, item: Item, locked: bool, meal_locked: bool) -> None:
    """What one food brings and what can be done with it."""
    plan = session.shown()
    if plan is None:
        return
    st.html(f"<div class='mp-meal'><p class='mp-slot'>Day {day}, {meal_name(meal)}</p></div>")
    st.html(f"<p class='mp-picked'>{escape(item.serving)} <small>{item.grams:,.0f} g</small></p>")
    why, swap, other = st.tabs(["Why it is here", "Swap", "Lock or remove"])
    with why:
        _why(day, meal, item)
    with swap:
        if locked:
            st.info("It is locked. Unlock it first.", icon=":material/lock:")
        else:
            _swaps(day, meal, item)
    with other:
        place = {"day": day, "meal": meal, "food": item.code}
        if meal_locked:
            st.markdown("The whole meal is locked.")
        if st.button("Unlock this food" if locked else "Lock this food", key="food-lock",
                     icon=":material/lock_open:" if locked else ":material/lock:"):  # fmt: skip
            session.quick_step(("unlock" if locked else "lock", place))
        if st.button("Remove it from the meal", key="food-remove", icon=":material/delete:", disabled=locked):
            _preview("remove", place)
        _offer(("remove",))


def _why(day: int, meal: str, item: Item) -> None:
    plan = session.shown()
    assert plan is not None
    try:
        said = quick().ask("why", plan.made.blob, day, meal, item.code)
    except TaskError as error:
        st.error(error.failure.message, icon=":material/error:")
        return
    st.markdown("\n".join(f"- {sentence}" for sentence in said))
    place = (item.code, day, meal)
    why_parts.ask("What would be without it?", "food-without", "without", plan, place, "Take the plan without it")


def _swaps(day: int, meal: str, item: Item) -> None:
    plan = session.shown()
    assert plan is not None
    try:
        rows = quick().ask("equals", plan.made.blob, day, meal, item.code, _SWAPS)
    except TaskError as error:
        st.error(error.failure.message, icon=":material/error:")
        return
    if not rows:
        st.markdown("Nothing else plays this part here.")
    for n, row in enumerate(rows):
        with st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"swap-row-{n}"
        ):
            st.markdown(f"**{serving(row)}**  \n{change_words(row)}", width="stretch")
            if st.button("Swap", key=f"swap-{n}"):
                arguments = {"day": day, "meal": meal, "food": item.code, "to": row["food_code"], "grams": row["grams"]}
                session.quick_step(("swap", arguments))
    _another_food("swap", {"day": day, "meal": meal, "food": item.code}, "to", "Something else")


def serving(row: dict[str, Any]) -> str:
    """``1 cup strawberries``, ``1 pear``."""
    portion, name = str(row["portion"]), str(row["food"])
    return portion if name in portion else f"{portion} {name}"


def change_words(row: dict[str, Any]) -> str:
    """``+20 kcal, magnesium +12 mg, potassium -30 mg. Everything still holds.``"""
    parts = [
        f"{'' if name == 'energy_kcal' else label}{signed(row[name])} {unit}"
        for name, label, unit in (
            ("energy_kcal", "", "kcal"),
            ("magnesium_mg", "magnesium ", "mg"),
            ("potassium_mg", "potassium ", "mg"),
        )
    ]
    first, *more = str(row["breaks"]).split("; ")
    others = f", and {len(more)} more" if more else ""
    holds = "Everything still holds." if row["holds"] else f"Would break: {first}{others}."
    return f"{', '.join(parts)}. {holds}"


def signed(value: float) -> str:
    """With a sign that reads well: +20, −30, ±0."""
    rounded = round(value)
    return "±0" if rounded == 0 else f"+{rounded:,}" if rounded > 0 else f"−{-rounded:,}"


@st.dialog("Add a food", width="medium")
def add(day: int, meal: str) -> None:
    """One more food for a meal."""
    st.html(f"<div class='mp-meal'><p class='mp-slot'>Day {day}, {meal_name(meal)}</p></div>")
    _another_food("add", {"day": day, "meal": meal}, "food", "Which food?")


def _another_food(step: str, place: dict[str, Any], argument: str, label: str) -> None:
    """Search any food of the table; what the change does is shown before it is accepted."""
    word = st.text_input(label, key=f"{step}-word", placeholder="Such as lentils, pear, sourdough")
    if not word.strip():
        return
    try:
        found = quick().ask("search", word, 8)
    except TaskError as error:
        st.error(error.failure.message, icon=":material/error:")
        return
    if not found:
        st.markdown("No food of the table is called like that. Try another word.")
        return
    names = {row["code"]: row["food"] for row in found}
    code = st.radio("Foods of the table", list(names), format_func=names.__getitem__, key=f"{step}-food")
    if st.button("Show what it changes", key=f"{step}-show", type="primary"):
        _preview(step, {**place, argument: code})
    _offer((step,))
    plan = session.shown()
    if step == "add" and plan is not None:
        why_parts.ask("Why is it not in the plan?", "food-why-not", "with_it", plan, (code,), "Take the plan with it")


def _preview(step: str, arguments: dict[str, Any]) -> None:
    """Try the change and keep the result for the question whether to take it."""
    plan = session.shown()
    assert plan is not None
    st.session_state["tried"] = None
    try:
        made = quick().ask("steer", plan.made.blob, ((step, arguments),))
    except TaskError as error:
        st.error(sentence(error.failure.message), icon=":material/error:")
        return
    st.session_state["tried"] = (plan.made.blob, step, arguments, made)


def _offer(steps: tuple[str, ...]) -> None:
    """The change that was tried, and the button that takes it."""
    plan, tried = session.shown(), st.session_state.get("tried")
    if plan is None or not tried or tried[0] != plan.made.blob or tried[1] not in steps:
        return
    made: Made = tried[3]
    with st.container(border=True, key="tried"):
        st.markdown(difference(plan.made.view, made.view, int(tried[2]["day"])))
        news = [one for one in made.view.notices if one not in plan.made.view.notices]
        for one in news:
            st.markdown(one)
        if st.button("Accept the change", key="accept", type="primary", icon=":material/check:"):
            st.session_state["tried"] = None
            session.accept(made)


def difference(before: PlanView, after: PlanView, day: int) -> str:
    """What a change does to the day, in words."""
    old, new = before.days[day - 1].bars, after.days[day - 1].bars
    parts = [
        f"{one.label.lower()} {number(one.nutrient, two.amount)} {one.unit} ({signed((two.amount or 0) - (one.amount or 0))})"
        for one, two in zip(old, new, strict=True)
    ]
    met = f"Targets met: {after.met}/{after.of}" + (f" (before {before.met})" if after.met != before.met else "")
    return f"**Day {day} would bring** {', '.join(parts)}. {met}."


def sentence(text: str) -> str:
    """With a capital letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
