"""The reviewed table itself: readable, complete, and each rule reachable."""

from __future__ import annotations

from collections import Counter

import pytest

from food_data.safety import BEHAVIOURS, safety_rules, safety_terms
from planner.nutrition.health_words import normal, read_answers, terms
from planner.nutrition.reference import table

RULES = table("safety_rules")
TERMS = table("safety_terms")


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def test_rule_ids_are_unique_and_behaviours_known() -> None:
    assert max(Counter(rule["rule_id"] for rule in RULES).values()) == 1
    assert {rule["behaviour"] for rule in RULES} <= BEHAVIOURS.keys()


def test_every_rule_has_a_short_message_a_source_and_says_whose_number_it_is() -> None:
    for rule in RULES:
        assert 0 < len(rule["message"]) <= 240, rule["rule_id"]
        assert rule["source"], rule["rule_id"]
        assert rule["number_basis"] in ("guidance", "policy"), rule["rule_id"]
        assert rule["evidence"] in ("strong", "moderate"), rule["rule_id"]


def test_every_group_of_terms_leads_to_a_rule_and_every_group_of_a_rule_has_terms() -> None:
    used = {group for rule in RULES for group in _split(rule["groups"])}
    assert used == {term["group"] for term in TERMS}


def test_no_name_means_two_things() -> None:
    homes: dict[str, set[str]] = {}
    for term in TERMS:
        for name in (term["name"], *_split(term["also"])):
            homes.setdefault(normal(name), set()).add(term["group"])
    assert {name: groups for name, groups in homes.items() if len(groups) > 1} == {}


def test_every_name_of_the_table_is_read_as_its_own_group() -> None:
    for term in TERMS:
        for name in (term["name"], *_split(term["also"])):
            reading = read_answers((name,))
            assert reading.groups == {term["group"]}, name
            assert not reading.unread, name


def test_no_name_is_swallowed_by_the_words_that_mean_none() -> None:
    assert all(words for words in terms())


def test_a_potassium_raising_medicine_is_held_by_a_rule() -> None:
    for rule in RULES:
        if rule["raises_potassium"] == "1":
            assert rule["behaviour"] == "HOLD_POTASSIUM"
            assert (rule["low"], rule["high"], rule["unit"]) == ("85", "115", "percent_of_AI")


def test_the_build_refuses_a_table_that_lost_a_rule_or_names_an_unknown_group() -> None:
    rules = [dict(rule) for rule in RULES]
    with pytest.raises(ValueError, match="K01"):
        safety_rules([rule for rule in rules if not rule["rule_id"].startswith("K01")], TERMS, [{"rule_id": "K01"}])
    with pytest.raises(ValueError, match="unknown group"):
        safety_rules([{**rules[0], "groups": "martians"}], TERMS, [])


def test_the_build_refuses_a_name_that_stands_twice() -> None:
    row = {"group": "arb", "kind": "medicine", "name": "losartan", "covers": "one", "also": "cozaar"}
    with pytest.raises(ValueError, match="'cozaar' stands twice"):
        safety_terms([row, {**row, "name": "valsartan"}])


# Foods that rules name for tables of one's own; the shipped one does not have them under these words.
NOT_SHIPPED = {
    "albacore", "asiago", "bigeye tuna", "cream of tartar", "fermented tofu", "gorgonzola", "king mackerel", "marlin",
    "orange roughy", "pomelo", "potassium chloride", "romano", "salt substitute", "seville orange", "tempeh", "tilefish",
    "unpasteurized",
}  # fmt: skip


def test_every_food_that_a_rule_speaks_of_is_known_to_the_table() -> None:
    from planner.foods.shares import is_known
    from planner.foods.table import load_foods

    foods = load_foods()
    words = {word for rule in RULES for word in _split(rule["foods"])}
    assert {word for word in words if not is_known(foods, word)} == NOT_SHIPPED
