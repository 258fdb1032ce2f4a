"""Foods: wishes are taken over or told what is wrong with them; any food can be looked up and become a wish."""

from __future__ import annotations

import pytest

from planner import Person, Preferences
from planner.ui.session import Profile
from planner.ui.wishes_form import called, limit_from
from tests.ui.conftest import Visit, button, text


def test_it_says_how_many_foods_are_left(visit: Visit) -> None:
    at = visit("foods")
    assert "5,432" in text(at)


def test_what_health_leaves_out_need_not_all_be_in_the_table(visit: Visit) -> None:
    health = {"conditions": ["none"], "medications": ["none"]}
    mother = Person(
        sex="female", age_years=30, height_cm=165, weight_kg=65, life_stage="pregnant", gestation_weeks=20, **health
    )
    at = visit("foods", profile=Profile("Ann", mother))  # no bigeye tuna is in the table
    assert not at.exception
    assert not at.error
    assert "5,432" in text(at)


def test_wishes_are_taken_over(visit: Visit) -> None:
    at = visit("foods")
    at.text_area(key="wish-must").set_value("coffee every morning\nfish twice a week")
    at.text_area(key="wish-limits").set_value("cheese at most 3 a week\ncoffee=1:2/day")
    at.multiselect(key="wish-exclude").set_value(["mushroom"])
    at.number_input(key="wish-budget").set_value(12)
    button(at, "use-wishes").click().run()
    assert not at.exception
    assert not at.error
    wishes = at.session_state["profile"].preferences
    assert [str(one) for one in wishes.must] == ["coffee every morning", "fish twice a week"]
    assert wishes.exclude == ("mushroom",)
    assert [str(one) for one in wishes.limits] == [
        "cheese at most 3 a week",
        "coffee at least 1 a day and at most 2 a day",
    ]
    assert wishes.budget_usd_per_day == 12


def test_diet_and_allergies_stay_when_wishes_change(visit: Visit) -> None:
    at = visit("profile")
    at.multiselect(key="diet").set_value(["vegan"])
    at.multiselect(key="allergies").set_value(["soy"])
    button(at, "use-profile").click().run()
    one = at.session_state["profile"]
    at = visit("foods", profile=one)
    at.text_area(key="wish-must").set_value("porridge")
    button(at, "use-wishes").click().run()
    wishes = at.session_state["profile"].preferences
    assert (wishes.diet, wishes.allergies) == (("vegan",), ("soy",))


def test_a_word_nobody_knows_is_answered_with_the_nearest(visit: Visit) -> None:
    at = visit("foods")
    at.multiselect(key="wish-exclude").set_value(["mushroon"])
    button(at, "use-wishes").click().run()
    assert "mushroom" in at.error[0].value
    assert at.session_state["profile"].preferences.exclude == ()


@pytest.mark.parametrize(
    ("kind", "field", "typed", "said"),
    [
        ("number_input", "wish-budget", -1.0, "Budget: -1.0 is no amount of money"),
        ("number_input", "wish-budget", 0.0, "Budget: 0.0 is no amount of money"),
        ("multiselect", "wish-meals", [], "Meals: a day needs two meals at least"),
        (
            "text_area",
            "wish-must",
            "fish 900 times a day",
            "Must-haves: 'fish 900 times a day' asks for more than 99 servings",
        ),
        ("text_area", "wish-limits", "cheese at most 0 a week and at least 5 a week", "Limits in servings: "),
        ("text_area", "wish-limits", "cheese at most -3 a week", "write it as in “cheese at most 3 a week”"),
    ],
)
def test_what_is_out_of_range_is_said_and_nothing_is_taken_over(
    visit: Visit, kind: str, field: str, typed: object, said: str
) -> None:
    at = visit("foods")
    getattr(at, kind)(key=field).set_value(typed)
    button(at, "use-wishes").click().run()
    assert not at.exception
    assert said in at.error[0].value.replace("\\", "")
    assert getattr(at, kind)(key=field).value == typed
    assert at.session_state["profile"].preferences == Preferences()


def test_a_wish_that_cannot_be_read_keeps_what_was_typed(visit: Visit) -> None:
    at = visit("foods")
    at.text_area(key="wish-limits").set_value("cheese three a week perhaps")
    button(at, "use-wishes").click().run()
    assert at.error
    assert at.text_area(key="wish-limits").value == "cheese three a week perhaps"


def test_search_forgives_and_makes_a_wish(visit: Visit) -> None:
    at = visit("foods")
    at.text_input(key="food-word").set_value("brocoli").run()
    assert "Broccoli, raw" in text(at)
    button(at, "exclude-72201100").click().run()
    assert at.session_state["profile"].preferences.exclude == ("72201100",)
    button(at, "like-72201100").click().run()
    wishes = at.session_state["profile"].preferences
    assert (wishes.exclude, wishes.like) == ((), ("72201100",))


def test_search_for_nothing_known(visit: Visit) -> None:
    at = visit("foods")
    at.text_input(key="food-word").set_value("xqzwvk").run()
    assert "No food is called like that" in text(at)


def test_limits_are_shown_in_the_words_they_are_read_from() -> None:
    for said in ("cheese at most 3 a week", "coffee at least 1 a day and at most 2 a day"):
        given = limit_from(said)
        assert str(Preferences(limits=[given]).limits[0]) == said
    assert str(Preferences(limits=[limit_from("eggs at most twice per week")]).limits[0]) == "eggs at most 2 a week"


def test_a_food_wished_by_its_code_is_shown_by_its_name(visit: Visit) -> None:
    assert called("72201100") == "Broccoli, raw"
    assert called("72201100:2") == "Broccoli, raw (2 times as strongly)"
    assert called("banana:2") == "banana:2"
