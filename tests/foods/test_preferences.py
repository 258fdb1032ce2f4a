"""Wishes, read from people's words."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from planner.errors import InputError
from planner.foods.preferences import Preferences


def test_nothing_asked_for_is_an_omnivore_without_wishes() -> None:
    wishes = Preferences()
    assert wishes.diet == ("omnivore",)
    assert (wishes.exclude, wishes.like, wishes.dislike, wishes.allergies) == ((), (), (), ())
    assert wishes.budget_usd_per_day is None


@pytest.mark.parametrize(
    "diet", ["vegan; gluten_free", ["vegan", "gluten-free"], ("vegan;gluten free",), "Vegan;Gluten-Free;vegan"]
)
def test_lists_may_be_written_in_several_ways(diet: object) -> None:
    assert Preferences(diet=diet).diet == ("vegan", "gluten_free")


def test_blank_and_none_ask_for_nothing() -> None:
    wishes = Preferences(diet="", allergies="none", like=None, exclude=" ; ", budget_usd_per_day="")
    assert wishes == Preferences()


def test_words_are_kept_as_given_and_once() -> None:
    assert Preferences(exclude="mushroom; blue cheese;mushroom").exclude == ("mushroom", "blue cheese")


def test_wishes_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Preferences().like = ("banana",)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"diet": "vegen"}, "diet: unknown diet 'vegen'; did you mean 'vegan'"),
        ({"allergies": "egs"}, "allergies: unknown allergy 'egs'; did you mean 'eggs'"),
        ({"budget_usd_per_day": -3}, "budget_usd_per_day -3 is no amount of money"),
        ({"budget_usd_per_day": "cheap"}, "budget_usd_per_day 'cheap' is no amount of money"),
        ({"budget_usd_per_day": float("inf")}, "budget_usd_per_day inf is no amount of money"),
        ({"likes": "banana"}, "unknown preference 'likes'; did you mean 'like'"),
        ({"exclude": 5}, "exclude 5 is no list of words"),
    ],
)
def test_what_is_wrong_is_one_plain_sentence(given: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        Preferences(**given)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Preferences(diet="vegen", budget_usd_per_day=0, colour="red")
    assert len(str(caught.value).splitlines()) == 3
