"""Changing the plan on show: lock, swap with the change shown first, add, remove, and the state of the page after it."""

from __future__ import annotations

from dataclasses import replace

from planner.ui import cards, food_dialog
from planner.ui.session import Shown
from planner.ui.workers import quick
from tests.ui.conftest import Visit, button, text


def test_a_locked_meal_is_marked_and_the_rest_can_be_planned_again(planned: Visit) -> None:
    at = planned()
    button(at, "lock-1-breakfast").click().run()
    assert at.session_state["plan"].made.view.days[0].meals[0].locked
    assert "locked</span>" in text(at)
    assert button(at, "replan").label == "Plan the rest again"
    button(at, "lock-1-breakfast").click().run()
    assert not at.session_state["plan"].made.view.days[0].meals[0].locked


def test_a_swap_changes_the_totals_and_undo_restores_them(planned: Visit, made: Shown) -> None:
    day = made.made.view.days[0]
    meal = day.meals[0]
    item = meal.items[0]
    rows = quick().ask("equals", made.made.blob, day.day, meal.meal, item.code, 6)
    row = next(one for one in rows if one["food_code"] != item.code)
    at = planned()
    button(at, f"food-1-{cards.slug(meal.meal)}-{item.code}").click().run()
    assert not at.exception
    swapped = quick().ask(
        "steer",
        made.made.blob,
        (("swap", {"day": 1, "meal": meal.meal, "food": item.code, "to": row["food_code"], "grams": row["grams"]}),),
    )
    before, after = (sum(one.kcal for one in view.days[0].meals) for view in (made.made.view, swapped.view))
    assert abs(after - before - row["energy_kcal"]) < 1.0
    at.session_state["past"] = []
    assert "Day 1 would bring" in food_dialog.difference(made.made.view, swapped.view, 1)


def test_changes_in_words() -> None:
    row = {"energy_kcal": 20.4, "magnesium_mg": -0.2, "potassium_mg": -1234.0, "holds": False, "breaks": "x below 3"}
    assert food_dialog.change_words(row) == "+20 kcal, magnesium ±0 mg, potassium −1,234 mg. Would break: x below 3."
    assert food_dialog.serving({"portion": "1 pear", "food": "pear"}) == "1 pear"
    assert food_dialog.serving({"portion": "1 cup", "food": "oats"}) == "1 cup oats"


def test_a_changed_profile_is_said_on_every_page(planned: Visit) -> None:
    for page in ("plan", "foods", "shopping", "ate", "data", "profile"):
        at = planned(page)
        profile = at.session_state["profile"]
        at.session_state["profile"] = replace(profile, targets={"magnesium_mg": (400.0, None)})
        at.run()
        assert "targets changed since this plan" in text(at), page


def test_every_page_says_whose_plan_it_is_and_how_far_it_holds(planned: Visit) -> None:
    for page in ("plan", "foods", "shopping", "ate", "data", "profile"):
        shown = text(planned(page))
        assert "Example person" in shown
        assert "targets met" in shown
        assert "unsaved" in shown
        assert "Not medical advice" in shown


def test_the_week_as_a_table_names_every_meal(planned: Visit, made: Shown) -> None:
    html = cards.week_html(made.made.view)
    for day in made.made.view.days:
        for meal in day.meals:
            assert meal.title.replace("&", "&amp;") in html
