"""French food names in English words, so that what is excluded, wished or borrowed by an English word is found among them."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]+")
_LITTLE = frozenset(["a", "à", "au", "aux", "avec", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"])


def in_english(name: str) -> str:
    """What is known of a French name, comma by comma: "Carotte, cuite" -> "carrot, cooked"; "" where its first part is not known."""
    parts = [_translated(_words(part)) for part in re.split(r"[,(]", name)]
    return ", ".join(filter(None, parts)) if parts[0] else ""


def _translated(words: tuple[str, ...]) -> str:
    """The longest phrases that are known, in their order."""
    known, found, start = _phrases(), [], 0
    while start < len(words):
        for end in range(len(words), start, -1):
            if english := known.get(words[start:end]):
                found.append(english)
                start = end - 1
                break
        start += 1
    return " ".join(found)


def _words(text: str) -> tuple[str, ...]:
    """The words without the little ones, plurals and the endings of gender; accents tell words apart."""
    found = _WORD.findall(text.lower().replace("œ", "oe"))
    return tuple(_stem(word) for word in found if word not in _LITTLE)


def _stem(word: str) -> str:
    if len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    with (Path(__file__).parent / "french.csv").open(encoding="utf-8", newline="") as file:
        return {_words(row["french"]): row["english"] for row in csv.DictReader(file)}
