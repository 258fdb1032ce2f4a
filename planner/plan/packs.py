"""Packs of a shop: how many cartons, bags and cans an amount comes to, in common sizes (``food_data/packs.csv``)."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from food_data import TABLES
from planner.nutrition.units import GRAMS_PER_LB, GRAMS_PER_OZ, ML_PER_FL_OZ, ML_PER_QUART, Units

PACK_NOTE = "Packs are of common sizes; yours may hold more or less."
_GRAMS = {"g": 1.0, "kg": 1000.0, "oz": GRAMS_PER_OZ, "lb": GRAMS_PER_LB}
_ML = {
    "ml": 1.0,
    "L": 1000.0,
    "fl oz": ML_PER_FL_OZ,
    "pt": ML_PER_QUART / 2,
    "qt": ML_PER_QUART,
    "gal": 4 * ML_PER_QUART,
}
_SPARE = 0.02  # a pack that lacks so little is enough
_PLURALS = {"box": "boxes", "loaf": "loaves"}


@dataclass(frozen=True)
class _Size:
    """What a pack holds: ``amount`` of grams, millilitres or pieces (``of``), and how it is said."""

    amount: float
    of: str
    said: str


Row = tuple[str, tuple[_Size, ...], tuple[_Size, ...]]  # the word for a pack, metric and US sizes


def packs(item: str, grams: float, ml: float, piece_g: float, units: Units) -> str:
    """``2 cans of 400 g``: the fewest packs that hold it, of the smallest such size; "" where it is bought loose.

    ``ml``: 0 where it is weighed; ``piece_g``: grams of one, 0 where it is not counted.
    """
    known = _packs().get(item) or next((row for name, row in _wildcards() if _fits(name, item)), None)
    if known is None or not known[0]:
        return ""
    word, metric, us = known
    sizes = metric if units == "metric" else us
    have = {"g": grams, "ml": ml, "": grams / piece_g if piece_g else 0.0}
    fitting = [(size, max(1, math.ceil(have[size.of] / size.amount - _SPARE))) for size in sizes if have[size.of] > 0]
    if not fitting:
        return ""
    size, count = min(fitting, key=lambda one: (one[1], one[0].amount))
    return f"{count} {word if count == 1 else _PLURALS.get(word, word + 's')} of {size.said}"


def _fits(name: str, item: str) -> bool:
    return item.endswith(name[1:]) if name.startswith("*") else item.startswith(name[:-1])


@cache
def _packs() -> dict[str, Row]:
    with (TABLES.parent / "packs.csv").open(encoding="utf-8", newline="") as file:
        return {row["item"]: (row["pack"], _sizes(row["metric"]), _sizes(row["us"])) for row in csv.DictReader(file)}


@cache
def _wildcards() -> tuple[tuple[str, Row], ...]:
    """``*milk`` and ``frozen *``, the longest first: it says most."""
    return tuple(sorted(((n, r) for n, r in _packs().items() if "*" in n), key=lambda one: (-len(one[0]), one[0])))


def _sizes(text: str) -> tuple[_Size, ...]:
    return tuple(_size(one.strip()) for one in text.split(";") if one.strip())


def _size(text: str) -> _Size:
    number, _, unit = text.partition(" ")
    amount = float(Fraction(number))
    if unit in _GRAMS:
        return _Size(amount * _GRAMS[unit], "g", text)
    return _Size(amount * _ML[unit], "ml", text) if unit else _Size(amount, "", text)
