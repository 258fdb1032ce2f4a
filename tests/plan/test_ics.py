"""The calendar, parsed back: one event a meal, stable marks, valid lines, nothing broken out of a name."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest

from planner import MealPlan
from planner.errors import InputError
from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.plan.cards import day_cards
from tests.plan.conftest import Week

MONDAY = date(2027, 1, 4)


def events(content: bytes) -> list[Any]:
    return icalendar.Calendar.from_ical(content.decode()).walk("VEVENT")


def test_each_meal_is_an_event_at_its_time(week: Week) -> None:
    plan = week("woman")
    about, *meals = events(plan.to_ics(MONDAY))
    cards = [(card.day, meal) for card in day_cards(plan) for meal in card.meals]
    assert len(meals) == len(cards)
    for event, (day, meal) in zip(meals, cards, strict=True):
        begins = event["DTSTART"].dt
        assert begins.date() == MONDAY + timedelta(days=day - 1)
        assert event["DTEND"].dt - begins == timedelta(minutes=30)
        assert meal.title in str(event["SUMMARY"])
        for serving in meal.servings:
            assert serving in str(event["DESCRIPTION"])
    lunch = next(event for event in meals if str(event["SUMMARY"]).startswith("Lunch"))
    assert lunch["DTSTART"].dt == datetime(2027, 1, 4, 12, 30)
    assert not isinstance(about["DTSTART"].dt, datetime)


def test_disclaimer_and_red_flags_stand_on_the_first_day(week: Week) -> None:
    about = str(events(week("woman").to_ics(MONDAY))[0]["DESCRIPTION"])
    for text in (BANNER, DISCLAIMER, *RED_FLAGS, week("woman").sources):
        assert text in about


def test_marks_are_unique_and_the_same_each_time(week: Week) -> None:
    plan = week("woman")
    first, again, later = plan.to_ics(MONDAY), plan.to_ics(MONDAY), plan.to_ics(date(2027, 2, 1))
    assert first == again
    marks = [str(event["UID"]) for event in events(first)]
    assert len(set(marks)) == len(marks)
    assert marks == [str(event["UID"]) for event in events(later)]  # moved, not doubled
    assert set(marks).isdisjoint(str(event["UID"]) for event in events(week("vegan").to_ics(MONDAY)))


def test_lines_are_those_of_the_standard(week: Week) -> None:
    content = week("woman").to_ics(MONDAY)
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for needed in (b"VERSION:2.0", b"PRODID:-//meal-planner//menu//EN"):
        assert needed in lines
    assert content.count(b"DTSTAMP") == content.count(b"BEGIN:VEVENT")


def test_nothing_rings_unless_asked(week: Week) -> None:
    plan = week("woman", days=1)
    assert b"VALARM" not in plan.to_ics(MONDAY)
    rings = icalendar.Calendar.from_ical(plan.to_ics(MONDAY, reminder_minutes=15).decode()).walk("VALARM")
    assert len(rings) == len(day_cards(plan)[0].meals)
    assert rings[0]["TRIGGER"].dt == timedelta(minutes=-15)


def test_times_can_be_ones_own(week: Week) -> None:
    found = events(week("woman", days=1).to_ics(MONDAY, times={"dinner": time(20, 15)}))
    dinner = next(event for event in found if str(event["SUMMARY"]).startswith("Dinner"))
    assert dinner["DTSTART"].dt.time() == time(20, 15)


def test_metric_portions_are_in_the_description(week: Week) -> None:
    assert " g)" in str(events(week("woman", days=1).to_ics(MONDAY, "metric"))[1]["DESCRIPTION"])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"times": {"supper": time(20)}}, "supper"),
        ({"reminder_minutes": -1}, "0 to 1440"),
        ({"start": date.max}, "earlier"),
    ],
)
def test_what_cannot_be_is_told(week: Week, wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        week("woman", days=1).to_ics(**({"start": MONDAY} | wrong))


def test_a_name_cannot_break_out_of_its_line(evil: MealPlan) -> None:
    content = evil.to_ics(MONDAY)
    found = events(content)
    assert len(found) == 1 + evil.menu["meal"].nunique()
    assert content.split(b"\r\n").count(b"BEGIN:VEVENT") == len(found)  # a line that goes on begins with a blank
    assert any("سلطة الحمص" in str(event["DESCRIPTION"]) for event in found)
