"""Wishes as people say them: "coffee every morning", "fish twice a week", at most so much cheese; how much one likes a food."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from planner.foods.palette import load_palette

Slot = Literal["breakfast", "lunch", "dinner", "snack"]
Per = Literal["day", "week", "plan"]
EXAMPLES = (
    "'coffee every morning', 'fish twice a week', 'yogurt at breakfast 3 times a week', '2 servings of nuts a day'"
)
MOST_STRENGTH = 3.0  # three times as dear as an ordinary like: beyond it a must-have says it better
MOST_TIMES = 99
DAYS_A_WEEK = 7

_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TIMES = {word: n for n, word in enumerate(_NUMBERS, start=1)} | {"once": 1, "twice": 2, "thrice": 3, "a": 1, "an": 1}
_SLOTS: dict[str, Slot] = {
    "breakfast": "breakfast", "morning": "breakfast", "lunch": "lunch", "noon": "lunch", "midday": "lunch",
    "dinner": "dinner", "supper": "dinner", "evening": "dinner", "night": "dinner", "snack": "snack", "afternoon": "snack",
}  # fmt: skip
_SLOT = "|".join(_SLOTS)
# A number of times: not the one of "2% milk", "7 grain bread" or of a food code.
_NUMBER = rf"(?:\d{{1,3}}(?!\d|\s*%|\s*percent|[\s-]*grain)|once|twice|thrice|{'|'.join(_NUMBERS)})"
_UNIT = r"servings?|portions?|helpings?|cups?|glass(?:es)?|mugs?|bowls?|pieces?|slices?|handfuls?|times?|x"
_COUNT = re.compile(
    r"(?:\b(?P<how>at least|at most|no more than|up to|maximum|max|minimum|min|exactly|only|about)\s+)?(?:\bon\s+)?"
    rf"\b(?P<low>{_NUMBER}|an?(?=\s+(?:{_UNIT})\b))(?:\s*(?:-|\u2013|to|or)\s*(?P<high>{_NUMBER}))?"
    rf"\s*(?P<unit>(?:{_UNIT})\b(?:\s+of\b)?)?(?:\s*(?P<days>(?:day|{_SLOT})s?)\b(?=\s*(?:a|per|each|every|in|/)\b))?"
)
_EVERY = re.compile(rf"\b(?:at |for |with |in )?(?:every|each)\s+(?P<slot>{_SLOT}|meal)s?\b")
_OTHER_DAY = re.compile(r"\b(?:every|each)\s+(?:other|second|2nd)\s+day\b")
_PERIOD = re.compile(
    rf"(?:\b(?:a|an|per|each|every|in a)\s+|/\s*)(?P<per>day|week|{_SLOT})s?\b|\b(?P<daily>daily)\b|\b(?P<weekly>weekly)\b"
)
_AT = re.compile(rf"\b(?:at|for|with|as|in|on)\s+(?:an?\s+|the\s+|my\s+)?(?P<slot>{_SLOT})(?:s|es)?\b")
_AMOUNT = re.compile(rf"^\s*(?P<number>half|an?|{_NUMBER})\s+(?:an?\s+)?(?P<unit>(?:{_UNIT})\s+of\s+)?(?=\S)")
_FILLER = re.compile(
    r"^(?:(?:i|want|need|must|have|eat|drink|please|some|always|my|the|of|and|a|an|half)\s+)+|[\s,.;:]+$"
)
_LEFT_OVER = re.compile(
    rf"\b(?:days?|weeks?|months?|years?|times?|per|every|each|once|twice|least|most|more|than|never|no|not|often|"
    rf"sometimes|always|servings?|portions?|{_SLOT})\b|[^\w\s'%&-]"
)
_NAMED = "thatfood"  # stands for a name that would be misread ("two-egg omelet", "chicken, rice and vegetables")
_AT_MOST = ("at most", "no more than", "up to", "maximum", "max")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wish(_Model):
    """A must-have: so many servings of a food per day, per 7 days or in the whole plan, at one meal or at any.

    ``low`` servings at least, ``high`` at most (None: no bound); ``snack`` means any snack; ``text`` is how it was said.
    """

    food: str = Field(min_length=1)
    slot: Slot | None = None
    low: int | None = Field(default=1, ge=1, le=MOST_TIMES)
    high: int | None = Field(default=None, ge=0, le=MOST_TIMES)
    per: Per = "plan"
    text: str = ""

    @model_validator(mode="after")
    def _sensible(self) -> Wish:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"asks for at least {self.low} and at most {self.high} of {self.food!r}")
        if self.low is None and self.high is None:
            raise ValueError(f"says neither how often at least nor how often at most {self.food!r} is wished")
        return self

    def __str__(self) -> str:
        return self.text or self.said()

    def said(self) -> str:
        """The wish in plain words, whatever words it came in."""
        at = f" at {self.slot}" if self.slot else ""
        if self.low is None:
            often = f"at most {times(self.high or 0)}"
        elif self.high is None:
            often = f"at least {times(self.low)}"
        else:
            often = times(self.low) if self.low == self.high else f"{self.low} to {self.high} times"
        return f"{self.food}{at} {often} {'in the plan' if self.per == 'plan' else 'a ' + self.per}"

    def fewer(self, count: int) -> Wish:
        """The same with ``count`` servings at least."""
        return Wish(food=self.food, slot=self.slot, low=count, high=self.high, per=self.per)


class Limit(_Model):
    """Least and most servings of a food or category, on each day and in 7 days; None: no bound."""

    food: str = Field(min_length=1)
    min_per_day: float | None = Field(default=None, ge=0, le=MOST_TIMES, allow_inf_nan=False)
    max_per_day: float | None = Field(default=None, ge=0, le=MOST_TIMES, allow_inf_nan=False)
    min_per_week: float | None = Field(default=None, ge=0, le=7 * MOST_TIMES, allow_inf_nan=False)
    max_per_week: float | None = Field(default=None, ge=0, le=7 * MOST_TIMES, allow_inf_nan=False)

    @model_validator(mode="after")
    def _sensible(self) -> Limit:
        spans = [("day", self.min_per_day, self.max_per_day), ("week", self.min_per_week, self.max_per_week)]
        if all(bound is None for _, low, high in spans for bound in (low, high)):
            raise ValueError("no bound is given; give max_per_week, max_per_day, min_per_week or min_per_day")
        for per, low, high in spans:
            if low is not None and high is not None and low > high:
                raise ValueError(f"at least {low:g} and at most {high:g} a {per}: the minimum is above the maximum")
        if self.min_per_day is not None and self.max_per_week is not None:
            least = DAYS_A_WEEK * self.min_per_day
            if least > self.max_per_week:
                raise ValueError(
                    f"at least {self.min_per_day:g} a day is {least:g} a week, above {self.max_per_week:g}"
                )
        if self.max_per_day is not None and self.min_per_week is not None:
            most = DAYS_A_WEEK * self.max_per_day
            if most < self.min_per_week:
                raise ValueError(f"at most {self.max_per_day:g} a day is {most:g} a week, below {self.min_per_week:g}")
        return self

    def __str__(self) -> str:
        said = []
        for per, low, high in (
            ("day", self.min_per_day, self.max_per_day),
            ("week", self.min_per_week, self.max_per_week),
        ):
            if low is not None:
                said.append(f"at least {low:g} a {per}")
            if high is not None:
                said.append(f"at most {high:g} a {per}")
        return f"{self.food} {' and '.join(said)}"

    def set_bounds(self) -> dict[str, float]:
        """The bounds that there are, by field."""
        return {name: value for name, value in self.model_dump().items() if name != "food" and value is not None}


class Liking(NamedTuple):
    """A liked or disliked food and how strongly: 1 is ordinary."""

    food: str
    strength: float = 1.0


def times(count: int) -> str:
    """ "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def read_wish(text: str) -> Wish:
    """``text`` as a must-have; without a number it is "at least once in the plan".

    Raises ValueError, with examples, for what cannot be read.
    """
    said = " ".join(text.split())
    rest, name = _set_aside(said.lower())
    slot, per, low, high = None, None, None, None
    how = ""
    if found := _OTHER_DAY.search(rest):
        low, per, rest = 3, "week", _cut(rest, found)  # of 7 days; a fourth when the plan begins with one
    elif found := _EVERY.search(rest):
        # "every meal" leaves the meal open: three servings a day.
        slot, low = _SLOTS.get(found["slot"]), 1 if found["slot"] in _SLOTS else 3
        per, rest = "day", _cut(rest, found)
        if (amount := _AMOUNT.search(rest)) and amount["number"].isdigit() | (amount["number"] in _NUMBERS[1:]):
            raise ValueError(
                f"{said!r} says how much; that is the plan's to choose, so say '{_food(rest[amount.end() :]).replace(_NAMED, name)} every {found['slot']}'"
            )
        rest = rest if amount is None else _cut(rest, amount)
    elif (found := _COUNT.search(rest)) and _is_count(found, rest):
        how, low = found["how"] or "", _number(found["low"])
        high = _number(found["high"]) if found["high"] else None
        if found["days"]:
            slot = _SLOTS.get(found["days"].removesuffix("s"))
            if max(low, high or 0) > DAYS_A_WEEK:
                raise ValueError(f"{said!r} asks for {max(low, high or 0)} days of a week, which has {DAYS_A_WEEK}")
        rest = _cut(rest, found)
    if found := _AT.search(rest):
        slot, rest = slot or _SLOTS[found["slot"]], _cut(rest, found)
    if per is None and (found := _PERIOD.search(rest)):
        word = "day" if found["daily"] else "week" if found["weekly"] else found["per"]
        slot, per = _SLOTS.get(word, slot), "week" if word == "week" else "day"
        low, rest = 1 if low is None else low, _cut(rest, found)
    food = _food(rest)
    if not food or _LEFT_OVER.search(food):
        raise ValueError(f"{said!r} cannot be read; say a food and how often, such as {EXAMPLES}")
    food = food.replace(_NAMED, name)
    if max(low or 0, high or 0) > MOST_TIMES:
        raise ValueError(f"{said!r} asks for more than {MOST_TIMES} servings; give a smaller number")
    if 0 in (low, high):
        raise ValueError(f"{said!r} asks for no {food} at all; leave it out with exclude")
    if per == "day" and slot not in (None, "snack") and (low or 0) > 1:
        raise ValueError(f"{said!r} asks for more than one serving at one {slot}; say '{food} every {slot}'")
    if per is None:
        per = "plan" if low is None else "week"
    if how in _AT_MOST:
        low, high = None, low
    elif how in ("exactly", "only"):
        high = low
    elif low is None:
        low = 1
    return Wish(food=food, slot=slot, low=low, high=high, per=per, text=said)


def _set_aside(text: str) -> tuple[str, str]:
    """The text with ``_NAMED`` in place of a name of menus that holds a comma, a number or a meal; and that name."""
    found = _names_apart().search(text)
    return (text, "") if found is None else (f"{text[: found.start()]}{_NAMED}{text[found.end() :]}", found[0])


@cache
def _names_apart() -> re.Pattern[str]:
    names = {name.lower() for food in load_palette().foods for name in (food.name, food.plural)}
    apart = sorted((name for name in names if _LEFT_OVER.search(name) or _COUNT.search(name)), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, apart))})s?\b")


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _is_count(found: re.Match[str], text: str) -> bool:
    """A number counts servings with a unit or as "twice" anywhere, else only in front: "3 fish", not "vitamin 3 bread"."""
    alone = found["low"] in ("once", "twice", "thrice")
    return bool(found["unit"] or found["days"] or alone or not text[: found.start()].strip())


def _food(text: str) -> str:
    return _FILLER.sub("", _FILLER.sub("", " ".join(text.split())))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _TIMES[word]


def read_liking(text: str) -> Liking:
    """``banana`` or ``banana:2``. Raises ValueError for a strength that is none."""
    food, colon, strength = (part.strip() for part in text.partition(":"))
    if not food:
        raise ValueError(f"{text!r} names no food; write banana, or banana:2 for twice as strongly")
    return Liking(food, _strength(food, strength if colon else 1.0))


def _strength(food: str, given: object) -> float:
    try:
        value = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        value = math.nan
    if not 0 < value <= MOST_STRENGTH or isinstance(given, bool):
        raise ValueError(
            f"{food}: strength {given!r} is none; give a number above 0 and up to {MOST_STRENGTH:g}, 1 is ordinary"
        )
    return value


def liking_from(given: object) -> Liking:
    """A liking from text, or from ``{food = "banana", strength = 2}``. Raises ValueError."""
    if isinstance(given, list | tuple) and len(given) == 2 and isinstance(given[0], str):
        return Liking(given[0], _strength(*given))
    if isinstance(given, str):
        return read_liking(given)
    if isinstance(given, dict) and isinstance(given.get("food"), str) and set(given) <= {"food", "strength"}:
        return Liking(given["food"].strip(), _strength(given["food"], given.get("strength", 1.0)))
    raise ValueError(f'{given!r} is no food; write "banana", "banana:2" or {{food = "banana", strength = 2}}')


def read_limit(text: str) -> Limit:
    """``cheese=:3/week``, ``coffee=1:2/day``: servings, either side may be empty. Raises ValueError."""
    found = re.fullmatch(r"\s*(?P<food>[^=]+?)\s*=\s*(?P<low>[^:/]*):(?P<high>[^:/]*)/\s*(?P<per>day|week)\s*", text)
    low, high = (found["low"].strip(), found["high"].strip()) if found else ("", "")
    if found is None or not (low or high):
        raise ValueError(f"{text!r}: write FOOD=MIN:MAX/day or /week, such as cheese=:3/week or coffee=1:2/day")
    bounds = {}
    for side, word in (("min", low), ("max", high)):
        if not re.fullmatch(r"\d*\.?\d*", word):
            raise ValueError(f"{text!r}: {word!r} is not a number of servings")
        if word:
            bounds[f"{side}_per_{found['per']}"] = float(word)
    return Limit(food=found["food"], **bounds)


MOST_STORED_G = 100_000.0


class Stored(BaseModel):
    """A food that is in the house: ``grams`` as it is eaten."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    food: str
    grams: float = Field(gt=0, le=MOST_STORED_G, allow_inf_nan=False)

    @classmethod
    def read(cls, food: object, grams: object = None) -> Stored:
        """From a word and grams. Raises ValueError in words."""
        try:
            amount = float(str(grams))
        except ValueError:
            amount = 0.0
        if not str(food).strip() or not 0 < amount <= MOST_STORED_G:
            raise ValueError(
                f"pantry {food!r}={grams!r}: write a food and its grams, as spinach=300 (up to {MOST_STORED_G:,.0f} g)"
            )
        return cls(food=str(food).strip(), grams=amount)
