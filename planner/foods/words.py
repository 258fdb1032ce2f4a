"""Words as people write them: stems, colloquial names, and the words a table knows."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

_WORD = re.compile(r"[a-z0-9]+")
_UNCHANGED = frozenset(
    [
        "asparagus",
        "couscous",
        "hummus",
        "molasses",
        "citrus",
        "swiss",
        "bass",
        "grass",
        "octopus",
        "hibiscus",
        "as",
        "has",
        "is",
        "plus",
        "schnapps",
        "rays",
        "dulse",
        "les",
        "des",
        "us",
        "this",
        "yes",
        "gas",
        "bus",
        "cactus",
        "lactis",
    ]
)
_IRREGULAR = {
    "leaves": "leaf", "loaves": "loaf", "halves": "half", "calves": "calf", "geese": "goose", "mice": "mouse",
    "cookies": "cookie", "brownies": "brownie", "pies": "pie", "smoothies": "smoothie", "veggies": "veggie",
    "slushies": "slushie", "mussels": "mussel", "oz": "oz",
}  # fmt: skip
FILLERS = frozenset(
    ["a", "an", "and", "any", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """``word`` in the singular, as far as food names need it ("berries" -> "berry", "potatoes" -> "potato")."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss") or word in _UNCHANGED:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("oes", "ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=50_000)
def stems(text: str) -> tuple[str, ...]:
    """The words of ``text``, lower case, without accents and plurals, in their order."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return tuple(map(singular, _WORD.findall(text.lower().replace("'", ""))))


@lru_cache(maxsize=1)
def synonyms() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What colloquial words mean in the words of the table, by their stems."""
    found: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
    for row in read_words("synonyms"):
        found[stems(row["said"])] = tuple(stems(phrase) for phrase in row["means"].split(";"))
    return found


def read_words(name: str) -> list[dict[str, str]]:
    """One of the small word lists that lie beside this module."""
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def variants(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """``words`` themselves and, where a colloquial name stands in them, what it means."""
    found = [words]
    known = synonyms()
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            for meaning in known.get(words[start : start + size], ()):
                variant = (*words[:start], *meaning, *words[start + size :])
                if variant not in found:
                    found.append(variant)
    return found


def nearest_names(given: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The known names that look like ``given``, best first."""
    return tuple(get_close_matches(given, list(known), n=count, cutoff=0.6))
