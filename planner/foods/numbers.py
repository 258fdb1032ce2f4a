"""What one cell of a table says: a number, nothing, or something that is not a number (and what to do about it)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

UNKNOWN = math.nan

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:[,' \u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?")
_BELOW = re.compile(r"[<>≤≥~≈]\s*\S.*")
_WITH_UNIT = re.compile(r"[+-]?[0-9]*[.,]?[0-9]+\s*(?:kcal|kj|g|mg|ug|mcg|µg|μg|iu|ml|%|\$|usd)", re.IGNORECASE)
_PRICE = re.compile(r"[$€£]\s*[0-9.,]+")
_NOTHING = frozenset(
    [
        "nan",
        "na",
        "n/a",
        "n.a.",
        "#n/a",
        "#na",
        "none",
        "null",
        "nil",
        "unknown",
        "missing",
        "nd",
        "n.d.",
        "nr",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "..",
        "?",
        "*",
        "#value!",
        "#div/0!",
        "#ref!",
    ]
)
_TRACES = frozenset(("trace", "traces", "tr", "tr.", "(trace)"))


@dataclass(frozen=True)
class Oddity:
    """A cell that holds no number: ``what`` it is, and the ``fix``."""

    what: str
    fix: str


def parse_number(cell: str) -> float | Oddity:
    """The number in ``cell``; NaN when it is blank; an ``Oddity`` when it is neither.

    Stricter than ``float``: ``nan``, ``inf``, ``1_000`` and digits of other scripts are no numbers here.
    """
    text = cell.strip()
    if not text:
        return UNKNOWN
    if _NUMBER.fullmatch(text):
        number = float(text)
        if math.isfinite(number):
            return number
        return Oddity(f"{shown(text)} is too large to be a number", "write the value per 100 g")
    return _oddity(text)


def shown(text: str, longest: int = 40) -> str:
    """``text`` in quotes, cut when it is long, so that one cell cannot flood a message."""
    return repr(text if len(text) <= longest else text[:longest] + "…")


def _oddity(text: str) -> Oddity:
    plain = text.lower()
    if plain in _NOTHING:
        return Oddity(f"{shown(text)} is not a number", "leave the cell blank when the value is unknown")
    if plain in _TRACES:
        return Oddity(
            f"{shown(text)} is not a number", "write a small number you stand for, or leave the cell blank (unknown)"
        )
    if _BELOW.fullmatch(text):
        return Oddity(
            f"{shown(text)} is a bound, not a number", "write a number you stand for, or leave the cell blank (unknown)"
        )
    if _THOUSANDS.fullmatch(text):
        bare = re.sub(r"[^0-9.+-]", "", text)
        return Oddity(f"{shown(text)} holds a separator", f"write {bare}, or with a decimal point what you mean")
    if _COMMA.fullmatch(text):
        return Oddity(f"{shown(text)} has a decimal comma", f"write {text.replace(',', '.')} with a point")
    if _WITH_UNIT.fullmatch(text) or _PRICE.fullmatch(text):
        return Oddity(
            f"{shown(text)} has a unit in the cell", "write the number alone; the unit is in the column's name"
        )
    if plain in {"inf", "+inf", "-inf", "infinity", "∞"}:
        return Oddity(f"{shown(text)} is not a finite number", "write the value, or leave the cell blank (unknown)")
    return Oddity(f"{shown(text)} is text where a number belongs", "write a number, or leave the cell blank (unknown)")
