"""What the text columns of a table hold beside names: portions, flags, groups; how they are written and read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from planner.foods.groups import group_caps
from planner.foods.headers import FLAGS, TAGS
from planner.foods.numbers import Oddity, shown
from planner.foods.words import nearest_names

MOST_PORTION_G = 20_000.0  # a whole watermelon
_PORTION = re.compile(r"(.+?)\s*=\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*g?")


def wrong_word(column: str, value: str) -> Oddity | None:
    """What is wrong with a cell of a text column that holds something; None when it can be used."""
    if column in TAGS:
        good = value in ("y", "n", "?")
        return None if good else Oddity(f"{shown(value)} is not y, n or ?", "write y, n, or ? when it is not known")
    if column == "group" and value not in group_caps():
        near = nearest_names(value, group_caps())
        fix = f"write {' or '.join(near)}, or leave the cell blank" if near else "leave the cell blank"
        return Oddity(f"{shown(value)} is no food group", f"{fix} (groups stand in food_data/tables/group_caps.csv)")
    if column == "flags":
        unknown = [flag for flag in _parts(value) if flag not in FLAGS]
        return Oddity(f"{shown(unknown[0])} is no flag", f"flags are {', '.join(FLAGS)}") if unknown else None
    if column == "portions":
        for part in _parts(value):
            found = _PORTION.fullmatch(part)
            if found is None or not 0 < float(found[2]) <= MOST_PORTION_G:
                return Oddity(f"{shown(part)} is no portion", 'write them as "1 cup = 244 g; 1 slice = 30 g"')
    return None


def read_portions(text: str | None) -> list[tuple[str, float]]:
    """``"1 cup = 244 g; 1 slice = 30 g"`` -> the words and grams of each, in their order."""
    found = [_PORTION.fullmatch(part) for part in _parts(text or "")]
    return [(one[1], float(one[2])) for one in found if one is not None]


def write_portions(portions: Iterable[tuple[str, float]]) -> str:
    """The text that ``read_portions`` reads; a semicolon in the words becomes a comma."""
    return "; ".join(f"{words.replace(';', ',')} = {grams!r} g" for words, grams in portions)


def read_flags(text: str | None) -> tuple[str, ...]:
    """The flags that a cell names."""
    return _flags(text or "")


@lru_cache(maxsize=256)
def _flags(text: str) -> tuple[str, ...]:
    return tuple(_parts(text))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
