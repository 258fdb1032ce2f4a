"""Why a food is in the plan and why another is not: asked on the page, answered by a worker, taken by a click."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from planner.ui.session import Shown
from tests.ui.conftest import button, text


def page() -> None:
    """A page with both questions, as the dialogs ask them."""
    import streamlit as st

    from planner.ui import session, why_parts

    plan = session.shown()
    assert plan is not None
    food, other = st.session_state["asked-about"]
    why_parts.ask("Without it?", "food-without", "without", plan, food, "Take it")
    why_parts.ask("Why not?", "food-why-not", "with_it", plan, (other,), "Take that")


def asked(made: Shown, food: tuple[Any, ...], other: str) -> AppTest:
    at = AppTest.from_function(page, default_timeout=120)
    at.session_state["plan"] = made
    at.session_state["asked-about"] = (food, other)
    return at.run()


def test_the_plan_without_a_food_is_shown_and_taken(made: Shown) -> None:
    day = made.made.view.days[0]
    meal = day.meals[0]
    item = max(meal.items, key=lambda one: one.kcal or 0.0)
    at = asked(made, (item.code, day.day, meal.meal), "63107010")
    button(at, "food-without").click().run()
    assert not at.exception
    assert "Only left out" in text(at)
    button(at, "food-without-take").click().run()
    taken = at.session_state["plan"]
    assert item.code not in {one.code for each in taken.made.view.days[0].meals for one in each.items}
    assert at.session_state["past"]


def test_why_a_food_is_not_there_is_said_with_the_plan_that_has_it(made: Shown) -> None:
    food = (made.made.view.days[0].meals[0].items[0].code, 1, made.made.view.days[0].meals[0].meal)
    at = asked(made, food, "lobster")
    button(at, "food-why-not").click().run()
    assert not at.exception
    assert "With it" in text(at)
    assert at.session_state["plan"] is made


def test_a_word_that_nobody_knows_is_a_message(made: Shown) -> None:
    at = asked(made, ("nothing at all", 1, "breakfast"), "brrrzt")
    button(at, "food-why-not").click().run()
    assert "unknown food" in at.error[0].value
