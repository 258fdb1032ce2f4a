"""Meals as cards, day by day, and the week as a table; each food opens what can be done with it."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.plan.cards import WATER_NOTE, meal_name
from planner.plan.words import number
from planner.ui import bars, food_dialog, session
from planner.ui.view import Day, Item, Meal, PlanView

_SHORT = {"magnesium_mg": "Mg", "potassium_mg": "K"}


def preview_html(day: Day, of: int) -> str:
    """The first day as text, while the search goes on."""
    meals = "".join(
        f"<div class='mp-card'><p class='mp-slot'>{escape(meal_name(meal.meal))}</p><h3>{escape(meal.title)}</h3><ul>"
        + "".join(f"<li>{escape(item.said)}</li>" for item in meal.items)
        + "</ul></div>"
        for meal in day.meals
    )
    more = f" of {of}" if of > 1 else ""
    return f"<h2 class='mp-day'>Day 1{more}, the best so far</h2><div class='mp-grid'>{meals}</div>"


@st.fragment
def days(view: PlanView) -> None:
    """The day chosen, as cards, or the whole week as a table."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom", key="day-row"):
        shown = 1
        numbers = [day.day for day in view.days]
        kind = "Cards"
        if len(numbers) > 1:
            kept = st.session_state.get("shown_day", 1)
            chosen = st.segmented_control(
                "Day", numbers, default=kept if kept in numbers else 1, required=True, key=f"day-{len(numbers)}",
                format_func=lambda n: f"Day {n}" if len(numbers) <= 7 else str(n),
            )  # fmt: skip
            shown = chosen or 1
            st.session_state["shown_day"] = shown
            kind = (
                st.segmented_control("View", ["Cards", "Week table"], default="Cards", required=True, key="view")
                or "Cards"
            )
    if kind == "Week table":
        st.html(week_html(view))
        return
    day = view.days[shown - 1]
    st.html(f"<h2 class='mp-day'>Day {day.day}</h2>")
    with st.grid(min_column_width=290, gap="small", key="meals"):
        for meal in day.meals:
            _card(day, meal)
    st.html(f"<div class='mp-totals'><h3>Day {day.day} in all</h3>{bars.bars_html(day.bars)}</div>")
    st.html(f"<p class='mp-note'>{escape(WATER_NOTE)}</p>")


def _card(day: Day, meal: Meal) -> None:
    with st.container(border=True, gap=None, key=f"meal-{day.day}-{slug(meal.meal)}"):
        lock = "<span class='mp-tag'>locked</span>" if meal.locked else ""
        st.html(
            f"<div class='mp-meal'><p class='mp-slot'>{escape(meal_name(meal.meal))} {lock}</p><h3>{escape(meal.title)}</h3></div>"
        )
        for item in meal.items:
            _food(day, meal, item)
        if meal.seasoning:
            st.html(f"<p class='mp-season'>Seasoned with {escape(meal.seasoning)}</p>")
        st.html(f"<p class='mp-sum'>{escape(sums(meal))}</p>")
        with st.container(horizontal=True, key=f"meal-actions-{day.day}-{slug(meal.meal)}"):
            if st.button("Unlock" if meal.locked else "Lock", key=f"lock-{day.day}-{slug(meal.meal)}", type="tertiary",
                         icon=":material/lock_open:" if meal.locked else ":material/lock:",
                         help="A locked meal stays as it is when the rest is planned again."):  # fmt: skip
                change = "unlock" if meal.locked else "lock"
                session.quick_step((change, {"day": day.day, "meal": meal.meal}))
            if st.button("Add a food", key=f"add-{day.day}-{slug(meal.meal)}", type="tertiary", icon=":material/add:",
                         disabled=meal.locked):  # fmt: skip
                food_dialog.add(day.day, meal.meal)


def _food(day: Day, meal: Meal, item: Item) -> None:
    locked = item.locked or meal.locked
    if st.button(
        item.said,
        key=f"food-{day.day}-{slug(meal.meal)}-{item.code}",
        type="tertiary",
        icon=":material/lock:" if locked else None,
        width="stretch",
    ):
        food_dialog.food(day.day, meal.meal, item, locked, meal.locked)


def plain_day(view: PlanView) -> None:
    """A day without meals, from a table of one's own."""
    rows = "".join(
        f"<tr><td>{escape(item.food)}</td><td>{item.grams:,.0f} g</td><td>{_known('energy_kcal', item.kcal)}</td>"
        f"<td>{_known('magnesium_mg', item.magnesium_mg)}</td><td>{_known('potassium_mg', item.potassium_mg)}</td></tr>"
        for item in view.days[0].meals[0].items
    )
    st.html(
        "<div class='mp-scroll' tabindex='0' role='region' aria-label='The day'><table class='mp-table'><thead><tr><th>Food</th>"
        f"<th>Amount</th><th>kcal</th><th>Mg mg</th><th>K mg</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def week_html(view: PlanView) -> str:
    """Days as rows, meals as columns."""
    names = list(dict.fromkeys(meal.meal for day in view.days for meal in day.meals))
    head = "".join(f"<th scope='col'>{escape(meal_name(name))}</th>" for name in names)
    rows = []
    for day in view.days:
        by_name = {meal.meal: meal for meal in day.meals}
        cells = "".join(
            f"<td role='cell' data-meal='{escape(meal_name(name))}'>{_cell(by_name.get(name))}</td>" for name in names
        )
        sums_ = "<br>".join(
            escape(f"{_SHORT.get(bar.nutrient, '')} {number(bar.nutrient, bar.amount, 'down')} {bar.unit}".strip())
            for bar in day.bars
        )
        rows.append(
            f"<tr role='row'><th role='rowheader' scope='row'>Day {day.day}<br><small>{sums_}</small></th>{cells}</tr>"
        )
    return (
        "<div class='mp-scroll' tabindex='0' role='region' aria-label='The week as a table'><table role='table' class='mp-table mp-week'>"
        f"<thead><tr><th scope='col'>Day</th>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cell(meal: Meal | None) -> str:
    if meal is None:
        return ""
    return f"<b>{escape(meal.title)}</b><br><small>{escape('; '.join(item.said for item in meal.items))}</small>"


def sums(meal: Meal) -> str:
    """``510 kcal · Mg 120 mg · K 830 mg``; with "at least" where a food does not report it."""
    parts = []
    for name, short in (("kcal", ""), ("magnesium_mg", "Mg "), ("potassium_mg", "K ")):
        values = [getattr(item, name) for item in meal.items]
        least = "at least " if None in values else ""
        unit = "kcal" if name == "kcal" else "mg"
        parts.append(f"{short}{least}{sum(v or 0.0 for v in values):,.0f} {unit}")
    return " · ".join(parts)


def _known(nutrient: str, value: float | None) -> str:
    return escape(number(nutrient, value))


def slug(meal: str) -> str:
    """``snack-1``."""
    return meal.replace(" ", "-")
