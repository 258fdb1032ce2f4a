"""The faces of a plan: text, HTML, Markdown and JSON of a week of meals, and of a plain day."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from planner import MealPlan, Person, plan_meals
from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.plan.cards import day_cards
from planner.plan.shopping import said
from planner.plan.text import WIDTH, plan_text
from tests.plan.conftest import HEALTHY, Week


@pytest.fixture(scope="module")
def plain_day() -> MealPlan:
    return plan_meals(Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **HEALTHY), menu="none")


def flat(text: str) -> str:
    """Wrapped lines as one."""
    return " ".join(text.split())


def test_a_week_is_told_day_by_day(week: Week) -> None:
    text = str(week("woman"))
    assert re.findall(r"^DAY (\d)   [\d,]+ kcal, magnesium \d+ mg, potassium [\d,]+ mg$", text, re.M) == list("1234567")
    for meal in ("Breakfast", "Lunch", "Dinner", "Snack"):
        assert len(re.findall(rf"^  {meal}\b", text, re.M)) >= 7


def test_no_line_is_wider_than_a_page(week: Week, someone: str, plain_day: MealPlan) -> None:
    for text in (str(week(someone)), str(plain_day)):
        assert max(len(line) for line in text.splitlines()) <= WIDTH == 100


def test_parts_come_in_the_order_of_reading(week: Week) -> None:
    text = flat(str(week("vegan")))
    parts = [
        BANNER, "DAY 1", "DAY 7", "no drink, water is meant", "In the dishes:", "Nutrients a day, mean of 7 days", "Magnesium (mg)", "Quality:",
        "Healthy Eating Index", "Certificate:", "Read the label", RED_FLAGS[0], DISCLAIMER, "FNDDS 2021-2023",
    ]  # fmt: skip
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places[1:] == sorted(places[1:])


def test_a_meal_reads_as_a_person_would_say_it(week: Week, someone: str) -> None:
    for card in day_cards(week(someone)):
        for meal in card.meals:
            assert meal.title
            assert meal.servings
            assert not any(re.search(r"glass(es)? (of )?water|for cooking|NFS|NS as to", one) for one in meal.servings)


@pytest.mark.parametrize("units", ["us", "metric"])
def test_each_seasoning_is_said_once_at_the_food_that_it_is_for(week: Week, someone: str, units: str) -> None:
    plan = week(someone)
    said = {(card.day, meal.meal): meal.servings for card in day_cards(plan, units) for meal in card.meals}
    for meal in plan.menu.drop_duplicates(["day", "meal"]).itertuples():
        servings = said[meal.day, meal.meal]
        assert not any(one.startswith("seasoned with") for one in servings)
        for phrase in filter(None, meal.seasoning.split(" and ")):
            assert sum(f"with {phrase}" in one or f"and {phrase}" in one for one in servings) == 1, (phrase, servings)


def test_no_word_is_cut_at_the_end_of_a_line(week: Week, someone: str) -> None:
    printed = " ".join(plan_text(week(someone)).split())
    for card in day_cards(week(someone)):
        for meal in card.meals:
            assert "; ".join(meal.servings) in printed


def test_drinks_stand_behind_foods(week: Week) -> None:
    plan = week("woman")
    drink = "milk|coffee|tea|latte|juice|water|cappuccino"
    for card in day_cards(plan):
        for meal in card.meals:
            at = [bool(re.search(rf"^[\d/ ]+cups? .*({drink})$", one)) for one in meal.servings]
            assert at == sorted(at), meal.servings


def test_nothing_is_rounded_into_compliance(week: Week) -> None:
    for card, (_, day) in zip(day_cards(week("vegan")), week("vegan").menu.groupby("day"), strict=True):
        shown = float(re.search(r"magnesium ([\d,]+) mg", card.amounts)[1].replace(",", ""))  # type: ignore[index]
        assert shown <= day["magnesium_mg"].sum() < shown + 1


def test_a_plain_day_keeps_its_table(plain_day: MealPlan) -> None:
    text = str(plain_day)
    assert not plain_day.has_meals
    assert plain_day.titles == {}
    assert re.search(r"^Food +Portion +g +kcal +Mg mg +K mg$", text, re.M)
    assert "DAY" not in text
    assert "Quality:" not in text
    assert plain_day.quality.hei.total is not None


def test_misses_of_several_days_are_said_once(week: Week) -> None:
    plan = week("woman")
    rows = [
        replace(row, amount=5.0 + row.day, lower=7.5) for row in plan.certificate.rows if row.quantity == "vitamin_d_ug"
    ]
    short = replace(plan, certificate=replace(plan.certificate, rows=tuple(row for row in rows if row.day in (1, 2))))
    assert short.misses == ("Days 1, 2, at worst: Vitamin D: 6.0 of 7.5 µg (80 %). More may be reachable.",)


class Balance(HTMLParser):
    """Every opened element is closed again."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_whole_and_fits_any_theme(week: Week, plain_day: MealPlan) -> None:
    for plan in (week("woman"), plain_day):
        page = plan._repr_html_()
        parser = Balance()
        parser.feed(page)
        assert parser.open == []
        assert not re.search(r"<script|<link|https?://|#[0-9a-f]{3,6}\b|color:", page, re.I)
    assert week("woman")._repr_html_().count("<b>Day ") == 7


def test_each_percentage_has_a_bar_to_two_hundred_with_a_line_at_one_hundred(week: Week) -> None:
    plan = week("woman")
    page = plan.to_html()
    means = plan.nutrients[plan.nutrients["day"] == 0]
    assert page.count("aria-hidden='true'") == means["percent"].notna().sum()
    for percent in means["percent"].dropna().head(5):
        assert f"transparent) {min(round(percent) / 2, 100):.0f}%" in page


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_page_and_markdown_say_what_to_buy(week: Week, plain_day: MealPlan, form: str) -> None:
    for plan in (week("woman", days=1), plain_day):
        listed = plan.shopping(people=3, units="metric")
        text = getattr(plan, f"to_{form}")("metric", people=3)
        for escaped in ("&#x27;", "\\"):
            text = text.replace(escaped, "'" if escaped.startswith("&") else "")
        for words in (listed.heading(), *map(said, listed.rows), ", ".join(listed.cupboard), *listed.notices):
            assert words in text, words
    assert "Shopping list" not in plan._repr_html_(), "a notebook has plan.shopping()"


def test_a_page_is_well_formed_and_its_things_can_be_ticked(week: Week) -> None:
    plan = week("woman", days=1)
    page = plan.to_html()
    parser = Balance()
    parser.feed(page.partition("<body>")[2].partition("</body>")[0])
    assert parser.open == []
    assert page.count("\u2610") == len(plan.shopping().by_aisle())
    assert plan.to_markdown().count("- [ ] ") == len(plan.shopping().rows)


def test_markdown_has_a_heading_for_each_day(week: Week, plain_day: MealPlan) -> None:
    text = week("woman").to_markdown()
    assert re.findall(r"^## Day (\d)$", text, re.M) == list("1234567")
    assert "**Breakfast: " in text
    assert "## Quality" in text
    assert text.endswith("\n")
    assert "| Food | Portion |" in plain_day.to_markdown()


def test_json_has_meals_foods_quality_and_rules(week: Week) -> None:
    plan = week("vegan")
    data = json.loads(plan.to_json())
    assert [meal["title"] for meal in data["meals"]] == list(plan.titles.values())
    assert data["plate_rules_broken"] == list(plan.broken_rules)
    assert data["quality"]["hei"]["total"] == pytest.approx(plan.quality.hei.total)
    assert {food["food_code"] for food in data["foods"]} == set(plan.menu["food_code"])
    assert all(food["table_name"] for food in data["foods"])
    assert any(food.get("made_of") for food in data["foods"])


def test_numbers_of_the_json_are_short_and_still_add_up(week: Week) -> None:
    plan = week("woman")
    data = json.loads(plan.to_json())
    for row in data["menu"]:
        assert all(
            row[name] == round(row[name], 2) for name in ("grams", "energy_kcal", "magnesium_mg", "potassium_mg")
        )
    for meal in data["meals"]:
        rows = [row for row in data["menu"] if (row["day"], row["meal"]) == (meal["day"], meal["meal"])]
        assert sum(row["magnesium_mg"] for row in rows) == pytest.approx(meal["magnesium_mg"], abs=0.1)


def test_the_summary_says_that_it_is_a_mean(week: Week) -> None:
    assert "a day, mean of 7 days; " in week("woman").summary()
    assert "mean" not in week("woman", days=1).summary()
