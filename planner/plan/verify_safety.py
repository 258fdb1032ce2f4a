"""What the health answers, allergies, diet and exclusions allow, looked up again for the foods of a saved plan."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planner.errors import UnknownNameError
from planner.foods.diets import diet_names
from planner.foods.exclude import match_foods
from planner.foods.palette import load_palette
from planner.foods.shares import food_shares, known_words
from planner.foods.table import FoodTable
from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.nutrition.screening import Screening
from planner.nutrition.target import Target, Targets
from planner.plan.verified import TOLERANCE, Check, per_100g

Row = tuple[int, str, str, float]  # day, meal, food code, grams

_IMPLIED = {
    "vegan": {"vegan"},
    "vegetarian": {"vegetarian", "vegan"},
    "pescatarian": {"pescatarian", "vegetarian", "vegan"},
    "dairy_free": {"dairy_free", "vegan"},
    "gluten_free": {"gluten_free"},
}
_COUNTS_G = 30.0  # from so many grams on, a day counts as one with the food; policy (docs/safety.md)


def safety_checks(
    document: Mapping[str, Any],
    table: FoodTable,
    wanted: Targets,
    screening: Screening,
    rows: Sequence[Row],
    days: int,
) -> Iterator[Check]:
    """What must never be: hard bounds left, foods that are kept out, too much of a food; and the words that go with a plan."""
    codes = sorted({code for _, _, code, _ in rows})
    for name, target in wanted.items():
        if target.hard:
            yield _hard(name, target, table, rows, days)
    wishes = document["request"].get("preferences") or {}
    for word in known_words(table, screening.exclude_terms):
        yield _kept_out("safety", f"no {word} (health screening)", codes, _holding(table, word, by_tag=True), table)
    for name in wishes.get("allergies", ()):
        tag = table.data.get(f"has_{name}")
        held = set(codes) if tag is None else {code for code in codes if tag[code] != "n"}
        yield _kept_out("wishes", f"no {str(name).replace('_', ' ')} (allergy)", codes, held, table)
    for name in diet_names(tuple(wishes.get("diet", ()))):
        if name in _IMPLIED:
            yield _kept_out("wishes", f"diet {name}", codes, _not_of_diet(table, codes, name), table)
    for word in wishes.get("exclude", ()):
        try:
            held = match_foods(table, word)
        except UnknownNameError:
            held = set(codes)
        yield _kept_out("wishes", f"no {word} (excluded)", codes, held, table)
    for limit in screening.limits:
        yield from _limit(limit.name, limit.day_g, limit.week_g, limit.week_days, food_shares(table, limit.words), rows, days)  # fmt: skip
    words = {"banner": BANNER, "disclaimer": DISCLAIMER, "red_flags": list(RED_FLAGS)}
    for key, text in words.items():
        yield Check("safety", f"the words of {key}", "there", "there", document.get(key) == text)


def _hard(name: str, target: Target, table: FoodTable, rows: Sequence[Row], days: int) -> Check:
    """A bound of the screening on every day; a food that does not report it counts as outside."""
    low, high = target.on_day()
    totals, values = [], per_100g(table, name)
    for day in range(1, days + 1):
        eaten = [values[code] * g / 100.0 for d, _, code, g in rows if d == day]
        totals.append(math.fsum(eaten))
    if target.hard == "both" and days > 1 and low and high and target.lower and target.upper:
        mean = math.fsum(totals) / days
        low, high = max(low, mean * low / target.upper), min(high, mean * high / target.lower)
    inside = [
        not math.isnan(total)
        and (high is None or total <= high + TOLERANCE * max(1.0, high) + 0.01)
        and (target.hard != "both" or low is None or total >= low - TOLERANCE * max(1.0, low) - 0.01)
        for total in totals
    ]
    said = ", ".join(f"{total:,.6g}" for total in totals)
    return Check(
        "safety", f"{name} on each day within what the health screening sets", f"{low} to {high}", said, all(inside)
    )


def _holding(table: FoodTable, word: str, by_tag: bool) -> set[str]:
    if by_tag and word == "gluten" and "has_gluten" in table.data:
        tags = table.data["has_gluten"]
        return set(tags.index[tags != "n"])
    return match_foods(table, word)


def _not_of_diet(table: FoodTable, codes: Sequence[str], diet: str) -> set[str]:
    """Foods that neither the table's tag nor a tag by hand calls fit for the diet."""
    by_hand = {food.code for food in load_palette().foods if _IMPLIED[diet] & set(food.diet_by_hand.split(";"))}
    tags = table.data.get(diet)
    return {code for code in codes if code not in by_hand and (tags is None or tags[code] != "y")}


def _kept_out(part: str, what: str, codes: Sequence[str], held: set[str], table: FoodTable) -> Check:
    there = [str(table.data.at[code, "food"]) for code in codes if code in held]
    return Check(part, what, "none", "; ".join(there) or "none", not there)


def _limit(
    name: str,
    day_g: float | None,
    week_g: float | None,
    week_days: int | None,
    shares: Mapping[str, float],
    rows: Sequence[Row],
    days: int,
) -> Iterator[Check]:
    by_day = [math.fsum(shares.get(code, 0.0) * g for d, _, code, g in rows if d == day) for day in range(1, days + 1)]
    weeks = [by_day[start : start + 7] for start in range(max(1, days - 6))]
    found = {
        "grams on a day": (max(by_day), day_g),
        "grams in 7 days": (max(math.fsum(week) for week in weeks), week_g),
        "days in 7 days": (max(sum(g >= _COUNTS_G for g in week) for week in weeks), week_days),
    }
    for what, (amount, most) in found.items():
        if most is not None:
            holds = amount <= most * (1 + TOLERANCE) + 0.01
            yield Check("safety", f"{name}, {what}", f"at most {most:g}", f"{amount:,.6g}", holds)
