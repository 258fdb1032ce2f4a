"""What somebody says was eaten ("2 cups coffee, 1 banana, 150 g salmon"), read into foods and grams.

Nothing is passed over: what is not sure is listed with what else it may be, what is not found is listed as not counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.errors import InputError
from planner.foods.amounts import amounts
from planner.foods.measures import GRAMS_PER_OZ, Measure, measures
from planner.foods.portions import best_unit
from planner.foods.search import search_foods
from planner.foods.table import FoodTable
from planner.foods.words import FILLERS, singular, stems

Said = str | tuple[str, float]  # words, or (food or its code, grams)

_SURE_BY = 4.0  # points by which the best match of the search leads where nothing else is meant
_ALTERNATIVES = 3
_MOST_G = 5000.0
_ML_PER = {"ml": 1.0, "l": 1000.0, "litre": 1000.0, "liter": 1000.0, "cl": 10.0, "dl": 100.0}
_GRAMS_PER = {
    "g": 1.0,
    "gram": 1.0,
    "kg": 1000.0,
    "oz": GRAMS_PER_OZ,
    "ounce": GRAMS_PER_OZ,
    "lb": 453.592,
    "pound": 453.592,
}
_UNITS = {
    "tbsp": "tablespoon", "tbs": "tablespoon", "tsp": "teaspoon", "c": "cup", "glass": "cup", "mug": "cup", "bowl": "cup",
    "handful": "oz", "piece": "", "pcs": "", "medium": "", "serving": "serving", "portion": "serving",
}  # fmt: skip
_KNOWN = {
    "cup",
    "tablespoon",
    "teaspoon",
    "slice",
    "can",
    "bottle",
    "oz",
    "serving",
    "container",
    "bar",
    "package",
    "fillet",
}
_NUMBERS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "half": 0.5, "some": 1.0}
_START = re.compile(
    r"^\s*(?P<count>\d+\s+\d+/\d+|\d+/\d+|\d+(?:[.,]\d+)?|(?:half an?|an?|one|two|three|four|half|some)\b)?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Eaten:
    """One thing that was eaten. ``food_code`` is empty for what was not found, and then it is not counted.

    ``assumed``: how the grams were guessed, empty where they were said. ``or_else``: codes and names of what else may be
    meant; empty where the food is sure. ``nearest``: known words that look like one that was not found.
    """

    said: str
    food_code: str
    food: str
    grams: float
    assumed: str = ""
    or_else: tuple[tuple[str, str], ...] = ()
    nearest: tuple[str, ...] = ()


def read_eaten(
    table: FoodTable, said: str | Sequence[Said], meant: Mapping[str, str] | None = None
) -> tuple[Eaten, ...]:
    """Foods and grams of a list, pasted text (items apart by commas, semicolons or lines) or (food, grams) pairs.

    ``meant``: the food's code for words that could be several foods, as {"1 cup milk": "11112110"}.

    Raises InputError for an empty list and for grams that are no portion.
    """
    items: list[Said] = list(pieces(said)) if isinstance(said, str) else list(said)
    found = tuple(_read(table, item, meant or {}) for item in items if item)
    if not found:
        raise InputError("nothing was said to be eaten: give foods with amounts, such as '1 banana, 150 g salmon'")
    return found


def pieces(text: str) -> list[str]:
    """The items of a pasted list, apart by commas, semicolons or lines."""
    apart = re.split(r"[;\n]|,(?!\d)", text)
    return [piece.strip(" .-*\t") for piece in apart if piece.strip(" .-*\t")]


def _read(table: FoodTable, item: Said, meant: Mapping[str, str]) -> Eaten:
    if not isinstance(item, str):
        words, grams = item
        code, food, or_else = _food(table, words)
        near = () if code else _nearest(table, words)
        return Eaten(words, code, food, _sound(float(grams), words), "", or_else, near)
    count, unit, words = _parts(item)
    code, food, or_else = _food(table, meant.get(item, words))
    if not code:
        return Eaten(item, "", "", 0.0, nearest=_nearest(table, words))
    grams, assumed = _grams(table, code, count, unit)
    return Eaten(item, code, food, _sound(grams, item), assumed, or_else)


def _sound(grams: float, said: str) -> float:
    if not 0 < grams <= _MOST_G:
        raise InputError(f"{said!r}: {grams:g} g is no portion; give an amount above 0 and up to {_MOST_G:g} g")
    return grams


def _parts(item: str) -> tuple[float | None, str, str]:
    """Count, unit and food; no count where none was said."""
    match = _START.match(item)
    assert match is not None
    rest = re.sub(r"^(\d+(?:[.,]\d+)?)\s*", "", match["rest"])
    words = rest.replace("fl oz", "floz").replace("fl. oz", "floz").split()
    count = _count(match["count"])
    if count is None or not words:
        return count, "", item if count is None else rest
    first = singular(words[0].lower().strip("."))
    unit = "fl oz" if first == "floz" else _UNITS.get(first, first)
    if unit in _KNOWN or unit in _GRAMS_PER or unit in _ML_PER or unit == "fl oz" or first in _UNITS:
        food = [word for word in words[1:] if word.lower() != "of"]
        if food:
            return count, unit, " ".join(food)
    return count, "", rest


def _count(text: str | None) -> float | None:
    if text is None:
        return None
    word = text.lower().split()
    if word[0] in _NUMBERS:
        return _NUMBERS[word[0]]
    total = 0.0
    for part in text.replace(",", ".").split():
        top, _, bottom = part.partition("/")
        total += float(top) / (float(bottom) if bottom and float(bottom) else 1.0)
    return total


def _food(table: FoodTable, words: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Code, name, and what else may be meant."""
    if words.strip() in table:
        code = words.strip()
        return code, str(table.data.at[code, "food"]), ()
    found = search_foods(table, words, _ALTERNATIVES + 1)
    if found.empty:
        return "", "", ()
    codes, names = [str(code) for code in found.index], [str(name) for name in found["food"]]
    scores = found["score"].tolist()
    wanted = [word for word in stems(words) if word not in FILLERS]
    exact = names[0].lower() == words.strip().lower()
    sure = len(scores) == 1 or scores[0] - scores[1] >= _SURE_BY
    sure &= sum(word in stems(names[0]) for word in wanted) * 2 >= len(wanted)
    other = tuple(zip(codes[1:], names[1:], strict=True))
    return codes[0], names[0], () if exact or sure else other


def _nearest(table: FoodTable, words: str) -> tuple[str, ...]:
    return tuple(search_foods(table, words, 1).attrs.get("nearest", ()))


def _grams(table: FoodTable, code: str, count: float | None, unit: str) -> tuple[float, str]:
    """Grams, and in words how they were guessed where nobody said them."""
    if count is not None and unit in _GRAMS_PER and not (unit in ("oz", "ounce") and _is_drink(table, code)):
        return count * _GRAMS_PER[unit], ""
    if count is not None and (unit in _ML_PER or unit in ("oz", "ounce")):
        ml = count * _ML_PER.get(unit, 29.57)
        return ml * _grams_per_ml(table, code), ""
    if count is not None and unit and unit != "serving":
        measure = _measure(table, code, unit)
        if measure is not None:
            return count * measure.grams, ""
    if count is not None and unit != "serving":
        said, grams = best_unit(table, code)
        return count * grams, f"{said} taken as {grams:.0f} g" if unit else ""
    at = table.data.index.get_loc(code)
    assert isinstance(at, int)
    usual = float(amounts(table).usual_g[at])
    return (count or 1.0) * usual, f"a usual portion, {usual:.0f} g"


def _is_drink(table: FoodTable, code: str) -> bool:
    return any(one.unit == "fl oz" for one in measures(table, code))


def _grams_per_ml(table: FoodTable, code: str) -> float:
    cup = _measure(table, code, "cup")
    return 1.0 if cup is None or not _is_drink(table, code) else cup.grams / 236.6


def _measure(table: FoodTable, code: str, unit: str) -> Measure | None:
    known = measures(table, code)
    exact = next((one for one in known if one.unit == unit), None)
    return exact or next((one for one in known if unit in one.unit.partition("(")[0].replace(",", "").split()), None)
