"""A plan as a calendar (RFC 5545): one event a meal. The same plan and start give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from planner.errors import InputError
from planner.nutrition.safety_text import BANNER
from planner.plan.cards import DayCard, day_cards, meal_name
from planner.plan.extras import needed
from planner.plan.text import closing

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.plan import MealPlan

# When meals begin unless told otherwise: local time wherever the calendar is read.
TIMES: Mapping[str, time] = {
    "breakfast": time(7, 30),
    "snack 1": time(10, 30),
    "lunch": time(12, 30),
    "snack": time(15, 30),
    "snack 2": time(15, 30),
    "dinner": time(18, 30),
}
LASTS = timedelta(minutes=30)
_LONGEST_REMINDER = 24 * 60


def plan_ics(
    plan: MealPlan,
    start: date,
    units: str = "us",
    times: Mapping[str, time] | None = None,
    reminder_minutes: int | None = None,
) -> bytes:
    """The calendar; day 1 is ``start``. ``times`` replaces hours by meal; a reminder rings only when one is given.

    Each event has portions and the meal's seasoning in its description; an event of the whole first day holds disclaimer, red
    flags and sources. Raises InputError where icalendar is not installed, for a meal that ``times`` does not know, for a
    reminder outside 0 to 1440 minutes and for a start after which the calendar ends.
    """
    about = "\n".join((BANNER, "", plan.summary(), "", *plan.misses, *plan.notices, "", *closing(plan)))
    if plan.has_meals:
        cards = day_cards(plan, units)
        return menu_calendar(cards, about, menu_mark(plan.menu), start, times, reminder_minutes)
    foods = tuple(f"{row['portion']} {row['food']}" for row in plan.menu.to_dict("records"))
    return menu_calendar([], about, menu_mark(plan.menu), start, times, reminder_minutes, foods)


def menu_calendar(
    cards: Sequence[DayCard],
    about: str,
    mark: str,
    start: date,
    times: Mapping[str, time] | None = None,
    reminder_minutes: int | None = None,
    foods: Sequence[str] = (),
) -> bytes:
    """The calendar of these days, or of the ``foods`` of a day without meals; ``about`` is told on the first day, ``mark`` names
    the events. Errors as for ``plan_ics``."""
    calendar = needed("icalendar", "a calendar")
    hours = {**TIMES, **(times or {})}
    unknown = set(hours) - set(TIMES)
    if unknown:
        raise InputError(f"meals {sorted(unknown)} have no time: known are {', '.join(TIMES)}")
    if reminder_minutes is not None and not 0 <= reminder_minutes <= _LONGEST_REMINDER:
        raise InputError(f"reminder of {reminder_minutes} minutes: give 0 to {_LONGEST_REMINDER}")
    if start > date.max - timedelta(days=len(cards) + 2):
        raise InputError(f"start {start}: give an earlier day")
    book = calendar.Calendar()
    book.add("prodid", "-//meal-planner//menu//EN")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", "Menu")
    book.add_component(_event(calendar, f"{mark}-about", start, start, "About this menu", about))
    if foods:
        book.add_component(_event(calendar, f"{mark}-day", start, start, "Food for the day", _told(foods)))
    for card in cards:
        day = start + timedelta(days=card.day - 1)
        for meal in card.meals:
            title = f"{meal_name(meal.meal)}: {meal.title}"
            uid = f"{mark}-{card.day}-{meal.meal.replace(' ', '')}"
            begins = datetime.combine(day, hours[meal.meal])
            event = _event(calendar, uid, begins, start, title, _told(meal.servings))
            if reminder_minutes is not None:
                event.add_component(_alarm(calendar, title, reminder_minutes))
            book.add_component(event)
    return bytes(book.to_ical())


def _told(servings: Any) -> str:
    return "\n".join((*servings, "", BANNER))


def _event(calendar: Any, uid: str, begins: date, start: date, title: str, text: str) -> Any:
    """A meal of half an hour, or a whole day where ``begins`` has no hour; it does not block the time."""
    event = calendar.Event()
    event.add("uid", f"{uid}@meal-planner")
    event.add("dtstamp", datetime.combine(start, time(), tzinfo=UTC))  # no clock: the same bytes each time
    event.add("dtstart", begins)
    event.add("dtend", begins + (LASTS if isinstance(begins, datetime) else timedelta(days=1)))
    event.add("summary", _one_line(title))
    event.add("description", text)
    event.add("transp", "TRANSPARENT")
    return event


def _alarm(calendar: Any, title: str, minutes: int) -> Any:
    alarm = calendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _one_line(title))
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm


def _one_line(text: str) -> str:
    return " ".join(text.split())


def menu_mark(menu: pd.DataFrame) -> str:
    """Of this menu, the same whenever and wherever it is written."""
    said = menu.astype(str).to_csv(index=False)
    return hashlib.sha256(said.encode()).hexdigest()[:20]
