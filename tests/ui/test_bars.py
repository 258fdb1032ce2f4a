"""Bars: a word beside each colour, least amounts said as such, nothing rounded into compliance, no markup from names."""

from __future__ import annotations

import pytest

from planner.ui.bars import amount_text, bar_html, bounds_text
from planner.ui.view import Bar

WHOLE = {"nutrient": "magnesium_mg", "label": "Magnesium", "unit": "mg", "day": 0, "amount": 452.0, "lower": 420.0, "upper": None,
         "percent": 107.6, "word": "in range", "foods": 8, "unreported": 0}  # fmt: skip


def bar(**changes: object) -> Bar:
    return Bar(**{**WHOLE, **changes})  # type: ignore[arg-type]


def test_an_amount_with_its_share_of_the_target() -> None:
    assert amount_text(bar()) == "452 mg, 107 %"
    assert bounds_text(bar()) == "at least 420 mg"


def test_a_least_amount_is_said_with_how_many_foods_report_it() -> None:
    html = bar_html(bar(amount=310.9, word="not fully known", unreported=2, percent=74.0))
    assert "at least 310 mg" in html
    assert "6 of 8 foods report it" in html
    assert "not fully known" in html


@pytest.mark.parametrize(("word", "amount", "shown"), [("short", 419.9, "419 mg"), ("over", 420.1, "421 mg")])
def test_a_miss_is_not_rounded_away(word: str, amount: float, shown: str) -> None:
    assert amount_text(bar(word=word, amount=amount)).startswith(shown)


def test_what_is_better_less_is_told_as_a_share_of_its_limit() -> None:
    sodium = bar(nutrient="sodium_mg", label="Sodium", amount=2070.0, lower=1500.0, upper=2300.0, percent=138.0)
    assert amount_text(sodium) == "2,070 mg, 90 % of the limit"
    assert "class='upper'" in bar_html(sodium)


def test_nothing_reported_is_said() -> None:
    assert amount_text(bar(amount=None, word="not fully known", unreported=8)) == "not reported"


def test_names_are_text() -> None:
    html = bar_html(bar(label="<script>", sources=(("<img src=x>", 0.5),)), sources=True)
    assert "<script>" not in html
    assert "<img" not in html
