"""Wishes, read from people's words."""

from __future__ import annotations

import json

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


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"like": "banana:2; oats:0.5", "dislike": ["beef:3", "liver"]},
        {"must": "coffee every morning; fish twice a week; 2 servings of nuts a day; no more than 3 eggs a week"},
        {"limits": {"cheese": {"max_per_week": 3}, "water": {"min_per_day": 4}}},
        {"shares": {"breakfast": [0.2, 0.3], "snack": 0.1}, "budget_usd_per_day": 9.5, "rules_off": "items"},
        {"diet": "vegan; gluten_free", "allergies": "soy", "meals": "lunch; dinner", "snacks": 0, "wholesome": 0},
        {"exclude": ['a "quoted" wörd'], "cooking_free_breakfasts": True, "leftovers": True},
    ],
)
def test_wishes_come_back_from_their_json(given: dict[str, object]) -> None:
    wishes = Preferences(**given)
    text = json.dumps(wishes.model_dump(mode="json", exclude_defaults=True))
    assert Preferences(**json.loads(text)) == wishes


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
        ({"like": 5}, "like 5 is no list of words"),
        ({"like": "banana:9"}, "like: banana: strength '9' is none; give a number above 0 and up to 3"),
        ({"like": "banana", "dislike": "banana"}, "like and dislike both name 'banana'"),
        ({"must": "fish every month"}, "must: 'fish every month' cannot be read; say a food and how often, such as"),
        ({"must": [{"food": "fish", "often": 2}]}, "must: fish: unknown key 'often'"),
        ({"limits": {"cheese": {"max": 3}}}, "limits: cheese: unknown key 'max'; known are food, min_per_day"),
        ({"limits": {"cheese": 3}}, "limits: cheese: 3 is no limit; give a table such as {max_per_week = 3}"),
        ({"limits": "cheese=3"}, "limits: 'cheese=3': write FOOD=MIN:MAX/day or /week"),
        ({"snacks": 3}, "snacks 3 is no number of snacks; give 0, 1 or 2"),
        ({"wholesome": 5}, "wholesome 5 is not on the slider"),
        ({"meals": "brunch"}, "meals: unknown meal 'brunch'; did you mean 'lunch'?"),
        ({"meals": "lunch"}, "meals: a day needs two meals at least"),
        ({"shares": {"lunch": 30}}, "shares: lunch 30 is no share of the day's energy"),
        ({"shares": {"brunch": 0.3}}, "shares: unknown meal 'brunch'"),
        ({"leftovers": "perhaps"}, "leftovers 'perhaps' is neither yes nor no"),
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


def test_strengths_are_read_from_the_words() -> None:
    wishes = Preferences(like=["banana:2", "kiwi", {"food": "oatmeal", "strength": 3}], dislike="liver:0.5")
    assert (wishes.like, wishes.dislike) == (("banana", "kiwi", "oatmeal"), ("liver",))
    assert [wishes.strength(word) for word in ("banana", "kiwi", "oatmeal", "liver")] == [2.0, 1.0, 3.0, 0.5]


def test_musts_and_limits_may_be_written_in_several_ways() -> None:
    said = Preferences(must="coffee every morning; fish twice a week", limits="cheese=:3/week; coffee=1:2/day")
    coffee, fish = said.must
    assert (coffee.slot, coffee.low, coffee.per) == ("breakfast", 1, "day")
    assert fish == Preferences(must=[{"food": "fish", "low": 2, "per": "week", "text": "fish twice a week"}]).must[0]
    as_table = {"cheese": {"max_per_week": 3}, "coffee": {"min_per_day": 1, "max_per_day": 2}}
    assert said.limits == Preferences(limits=as_table).limits


def test_two_limits_of_one_food_are_one_and_may_not_clash() -> None:
    (limit,) = Preferences(limits=["nuts=1:/day", "nuts=:9/week"]).limits
    assert (limit.min_per_day, limit.max_per_week) == (1, 9)
    with pytest.raises(InputError, match="at least 2 a day is 14 a week, above 9"):
        Preferences(limits=["nuts=2:/day", "nuts=:9/week"])


def test_shares_are_a_number_or_a_span() -> None:
    breakfast, lunch = Preferences(shares={"breakfast": 0.3, "lunch": [0.25, 0.4]}).shares
    assert (breakfast.low, breakfast.high) == (0.27, 0.33)
    assert (lunch.low, lunch.high) == (0.25, 0.4)


def test_wishes_survive_being_written_down_and_can_be_kept_in_a_set() -> None:
    wishes = Preferences(
        like="banana:2",
        must="fish twice a week",
        limits={"cheese": {"max_per_week": 3}},
        shares={"lunch": 0.3},
        snacks=1,
    )
    assert Preferences(**wishes.model_dump(mode="json")) == wishes
    assert len({wishes, Preferences(**wishes.model_dump())}) == 1


def test_blank_fields_of_a_table_ask_for_nothing() -> None:
    assert Preferences(must="", limits=" ", snacks="", wholesome="", like=float("nan")) == Preferences()
