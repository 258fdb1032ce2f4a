"""The shopping list follows the plan; data and model say where numbers come from."""

from __future__ import annotations

import pytest

from planner import plan_meals
from planner.ui.asked import Ask
from planner.ui.reasons import POINTS
from planner.ui.session import Shown, example
from planner.ui.tasks import packed
from planner.ui.workers import quick
from tests.ui.conftest import Visit, button, text, until


def test_without_a_plan_there_is_a_way_to_one(visit: Visit) -> None:
    at = visit("shopping")
    assert "There is no plan yet" in text(at)


def test_the_list_says_what_the_library_says(planned: Visit) -> None:
    at = planned("shopping")
    plan = at.session_state["plan"]
    expected = quick().ask("shopping", plan.made.blob, (1, 2), 1, "metric")
    shown = text(at)
    assert expected.heading() in shown
    assert all(row.amount in shown for row in expected.rows)


def test_more_people_more_food(planned: Visit) -> None:
    at = planned("shopping")
    at.number_input(key="shop-people").set_value(3).run()
    assert "3 people" in text(at)


def test_units_hold_on_every_page(planned: Visit) -> None:
    at = planned("shopping")
    at.segmented_control(key="shop-units").set_value("us").run()
    assert at.session_state["units"] == "us"


def test_data_says_how_the_plan_was_found_and_what_is_unknown(planned: Visit) -> None:
    shown = text(planned("data"))
    assert "all rows hold" in shown or "rows do not hold" in shown
    assert "5,432 foods" in shown
    assert "iodine" in shown
    assert "23.9 %" in shown  # foods without a price


def test_data_tells_about_magnesium_and_potassium_in_plain_words(visit: Visit) -> None:
    shown = text(visit("data"))
    assert "no survey supports that" in shown
    assert "Magnesium: fact sheet for health professionals" in shown


def test_the_curve_is_made_of_real_plans_one_of_which_can_be_taken(planned: Visit) -> None:
    at = planned("data")
    before = at.session_state["plan"]
    button(at, "trade-off-start").click().run()
    until(at, lambda at: at.session_state["trade-off-job"] is None)
    _, curve = at.session_state["trade-off"]
    assert (curve.x, curve.y) == ("cost", "magnesium")
    assert len(curve.rows) == len(curve.blobs) >= 2
    prices, magnesium = ([row[name] for row in curve.rows] for name in ("cost_usd", "magnesium_mg"))
    assert prices == sorted(prices)
    assert magnesium == sorted(magnesium)
    other = next(n for n, row in enumerate(curve.rows) if not row["is_asked"])
    at.selectbox(key="trade-off-plan").select_index(other).run()
    button(at, "trade-off-take").click().run()
    taken = at.session_state["plan"]
    assert taken.made.blob != before.made.blob
    bar = next(bar for bar in taken.made.view.bars if bar.nutrient == "magnesium_mg")
    assert bar.amount == pytest.approx(curve.rows[other]["magnesium_mg"], rel=1e-6)
    assert at.session_state["past"]


def test_amounts_by_food_are_traded_exactly_and_one_is_taken(visit: Visit) -> None:
    person = example().person
    plan = plan_meals(person, menu="none")
    at = visit("data", plan=Shown(packed(plan), Ask(person, days=1), "Ann"))
    assert "the best that there is, in grams of each food" in text(at)
    button(at, "trade-off-start").click().run()
    until(at, lambda at: at.session_state["trade-off-job"] is None)
    _, curve = at.session_state["trade-off"]
    exact = plan.tradeoff("cost", "magnesium", POINTS).to_frame()
    for name in ("cost_usd", "magnesium_mg"):
        drawn = [row[name] for row in curve.rows]
        assert drawn == pytest.approx(exact[name].tolist(), rel=1e-6)
        assert drawn == sorted(drawn)
    other = next(n for n, row in enumerate(curve.rows) if not row["is_asked"])
    at.selectbox(key="trade-off-plan").select_index(other).run()
    button(at, "trade-off-take").click().run()
    bar = next(bar for bar in at.session_state["plan"].made.view.bars if bar.nutrient == "magnesium_mg")
    assert bar.amount == pytest.approx(curve.rows[other]["magnesium_mg"], rel=1e-6)


def test_without_a_plan_nothing_is_traded(visit: Visit) -> None:
    assert "make one first" in text(visit("data"))


def test_prices_are_said_in_words(planned: Visit) -> None:
    at = planned("data")
    button(at, "prices").click().run()
    shown = text(at)
    assert "less ordinary" in shown
    assert "nats" not in shown
    assert "Potassium, at" in shown
    assert "estimates" in shown


def test_each_meal_has_its_familiarity(planned: Visit) -> None:
    view = planned().session_state["plan"].made.view
    assert {(day.day, meal.meal) for day in view.days for meal in day.meals} == {(d, m) for d, m, _ in view.familiar}
    assert all(0 <= value <= 100 for _, _, value in view.familiar)
