"""Foods: wishes are taken over or told what is wrong with them; any food can be looked up and become a wish."""

from __future__ import annotations

from tests.ui.conftest import Visit, button, text


def test_it_says_how_many_foods_are_left(visit: Visit) -> None:
    at = visit("foods")
    assert "5,431" in text(at)


def test_wishes_are_taken_over(visit: Visit) -> None:
    at = visit("foods")
    at.text_area(key="wish-must").set_value("coffee every morning\nfish twice a week")
    at.text_area(key="wish-limits").set_value("cheese=:3/week")
    at.multiselect(key="wish-exclude").set_value(["mushroom"])
    at.number_input(key="wish-budget").set_value(12)
    button(at, "use-wishes").click().run()
    assert not at.exception
    assert not at.error
    wishes = at.session_state["profile"].preferences
    assert [str(one) for one in wishes.must] == ["coffee every morning", "fish twice a week"]
    assert wishes.exclude == ("mushroom",)
    assert wishes.limits[0].max_per_week == 3
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
