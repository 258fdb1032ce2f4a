"""Wishes as people say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from planner.foods.wishes import Limit, Wish, liking_from, read_limit, read_wish

# said | food, slot, at least, at most, per
SAID = """
coffee every morning                  | coffee breakfast 1 - day
a cup of coffee every morning         | coffee breakfast 1 - day
2% milk at each breakfast             | 2%_milk breakfast 1 - day
tea every evening                     | tea dinner 1 - day
water with every meal                 | water - 3 - day
fish twice a week                     | fish - 2 - week
Fish Twice A Week                     | fish - 2 - week
twice a week fish                     | fish - 2 - week
3x fish per week                      | fish - 3 - week
salmon 2-3 times a week               | salmon - 2 3 week
eggs two or three times a week        | eggs - 2 3 week
at least 4 servings of legumes a week | legumes - 4 - week
chocolate no more than 2x/week        | chocolate - - 2 week
exactly 1 egg a day                   | egg - 1 1 day
yogurt at breakfast 3 times a week    | yogurt breakfast 3 - week
oatmeal 3 mornings a week             | oatmeal breakfast 3 - week
nuts on 4 days a week                 | nuts - 4 - week
yogurt every other day                | yogurt - 3 - week
soup for lunch twice weekly           | soup lunch 2 - week
fruit as a snack every day            | fruit snack 1 - day
2 servings of nuts a day              | nuts - 2 - day
2 bananas a day                       | bananas - 2 - day
an apple a day                        | apple - 1 - day
apple daily                           | apple - 1 - day
half an avocado a day                 | avocado - 1 - day
I want a banana every day             | banana - 1 - day
7 grain bread daily                   | 7_grain_bread - 1 - day
63107010 twice a week                 | 63107010 - 2 - week
63107010                              | 63107010 - 1 - plan
fish                                  | fish - 1 - plan
macaroni and cheese                   | macaroni_and_cheese - 1 - plan
coffee at breakfast                   | coffee breakfast 1 - plan
fish twice                            | fish - 2 - week
"""


@pytest.mark.parametrize("line", SAID.strip().splitlines(), ids=lambda line: line.split("|")[0].strip())
def test_a_wish_is_read_from_a_person_s_words(line: str) -> None:
    said, meant = (part.strip() for part in line.split("|"))
    food, slot, low, high, per = (None if part == "-" else part.replace("_", " ") for part in meant.split())
    wish = read_wish(said)
    assert (wish.food, wish.slot, wish.per) == (food, slot, per)
    assert (wish.low, wish.high) == tuple(None if part is None else int(part) for part in (low, high))
    assert str(wish) == said


UNREADABLE = {
    "": "such as 'coffee every morning'",
    "every morning": "such as 'coffee every morning'",
    "fish every month": "such as 'coffee every morning'",
    "fish sometimes": "such as 'coffee every morning'",
    "never fish": "such as 'coffee every morning'",
    "rice at lunch or dinner": "such as 'coffee every morning'",
    "fish 0 times a week": "leave it out with exclude",
    "fish 9 days a week": "9 days of a week, which has 7",
    "100 servings of nuts a day": "more than 99 servings",
    "2 eggs every morning": "say 'eggs every morning'",
    "yogurt at breakfast twice a day": "more than one serving at one breakfast",
    "salmon 4-2 times a week": "at least 4 and at most 2 of 'salmon'",
}


@pytest.mark.parametrize(("said", "answer"), UNREADABLE.items())
def test_what_cannot_be_read_is_answered_with_what_to_write(said: str, answer: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        read_wish(said)
    assert answer in str(caught.value)


@given(st.text(max_size=40))
def test_any_text_is_a_wish_or_a_plain_answer(text: str) -> None:
    try:
        wish = read_wish(text)
    except ValueError:
        return
    assert wish.food
    assert wish.low is not None or wish.high is not None


@given(
    st.sampled_from(["breakfast", "lunch", "dinner", None]), st.integers(1, 7), st.sampled_from(["nuts", "brown rice"])
)
def test_what_a_wish_says_of_itself_reads_as_the_same_wish(slot: str | None, low: int, food: str) -> None:
    wish = Wish(food=food, slot=slot, low=low, per="week")
    assert read_wish(wish.said()).model_dump(exclude={"text"}) == wish.model_dump(exclude={"text"})


def test_a_wish_needs_a_number_and_a_sensible_one() -> None:
    with pytest.raises(ValidationError, match="neither how often at least nor"):
        Wish(food="fish", low=None)
    with pytest.raises(ValidationError, match="at least 3 and at most 2"):
        Wish(food="fish", low=3, high=2)


def test_limits_are_read_from_short_text() -> None:
    assert read_limit("cheese=:3/week") == Limit(food="cheese", max_per_week=3)
    assert read_limit("green beans = 1:2 / day") == Limit(food="green beans", min_per_day=1, max_per_day=2)
    assert str(read_limit("nuts=2:/week")) == "nuts at least 2 a week"


@pytest.mark.parametrize(
    "text", ["cheese=3/week", "cheese=:/week", "=:3/week", "cheese=:3", "cheese=:3/month", "cheese"]
)
def test_a_limit_that_cannot_be_read_is_answered_with_the_form(text: str) -> None:
    with pytest.raises(ValueError, match="write FOOD=MIN:MAX/day or /week"):
        read_limit(text)


@pytest.mark.parametrize(
    ("bounds", "sentence"),
    [
        ({}, "no bound is given"),
        ({"min_per_week": 3, "max_per_week": 2}, "the minimum is above the maximum"),
        ({"min_per_day": 1, "max_per_week": 6}, "at least 1 a day is 7 a week, above 6"),
        ({"max_per_day": 1, "min_per_week": 8}, "at most 1 a day is 7 a week, below 8"),
    ],
)
def test_bounds_of_a_limit_do_not_contradict_each_other(bounds: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        Limit(food="cheese", **bounds)


@pytest.mark.parametrize(
    ("given", "strength"),
    [
        ("banana", 1.0),
        ("banana:2", 2.0),
        ("banana: 0.5", 0.5),
        ({"food": "banana", "strength": 3}, 3.0),
        (["banana", 2], 2.0),
    ],
)
def test_likings_have_a_strength(given: object, strength: float) -> None:
    assert liking_from(given) == ("banana", strength)


@pytest.mark.parametrize(
    "given", ["banana:9", "banana:0", "banana:much", ":2", {"food": "banana", "strength": True}, 5]
)
def test_a_strength_beyond_the_scale_is_refused(given: object) -> None:
    with pytest.raises(ValueError, match=r"strength|food"):
        liking_from(given)
