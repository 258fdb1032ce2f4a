"""Finds foods by what a person types: typing mistakes, plurals, word order and colloquial names forgiven."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache

import pandas as pd

from planner.errors import UnknownNameError
from planner.foods.spoken import printed
from planner.foods.table import FoodTable
from planner.foods.words import FILLERS, stems, synonyms, variants

_ALIKE = 75.0  # rapidfuzz ratio (0-100) from which two words may be the same word mistyped
_PREFIX, _TYPO, _CATEGORY = 0.9, 0.92, 0.75  # worth of a match that is not exact
_CALLED_SO = 5.0  # points by which the food that menus call so leads
_MIXED = frozenset(["with", "and", "made", "including", "excluding", "covered", "coated"])
_SPECIAL = frozenset(["school", "baby", "toddler", "infant"])
_CLASSES = frozenset(["fish", "cheese", "cereal", "beef", "pork"])
_PLAIN = frozenset(["raw", "cooked", "boiled", "baked", "brewed", "whole", "fresh", "plain"])
_COLUMNS = ("food", "category", "eaten_per_1000", "score")


def search_foods(table: FoodTable, text: str, limit: int = 20) -> pd.DataFrame:
    """The foods meant by ``text``, best first: indexed by ``food_code``, with ``food``, ``category`` and ``score``.

    A food code, or its first digits, is found too, and what menus call so comes first ("steamed broccoli"). Plain foods come before mixed dishes, and among equals the one
    that more people eat (``eaten_per_1000`` adult days). Nothing found: an empty frame, with the nearest known words in
    ``.attrs["nearest"]``.
    """
    index = _index(table)
    wanted = stems(text)
    scores = index.codes(text.strip()) if text.strip().isdigit() else {}
    if not scores:
        colloquial = variants(wanted)[1:] or variants(index.corrected(wanted))[1:]
        for words in (wanted, *colloquial, *index.joined(wanted)):
            for place, score in index.scores(words, exact=bool(colloquial)).items():
                scores[place] = max(score, scores.get(place, -math.inf))
        scores |= index.called(printed(table), variants(wanted), max(scores.values(), default=100.0))
    best = sorted(scores, key=lambda place: (-scores[place], -index.eaten[place], place))[: max(limit, 0)]
    found = table.data.iloc[best][["food", "category", "eaten_per_1000"]].copy()
    found["score"] = [round(scores[place], 2) for place in best]
    found = found[list(_COLUMNS)]
    if not scores:
        found.attrs["nearest"] = nearest_words(index.places, wanted)
    return found


def find_food(table: FoodTable, text: str) -> str:
    """The code of the one food that ``text`` names: by code, by its full name, by what menus call it, or as the only one found.

    Raises:
        UnknownNameError: when no food or more than one is meant, with the nearest names.
    """
    wanted = text.strip()
    if wanted in table:
        return wanted
    names: dict[str, str] = dict(zip(table.data.index.tolist(), table.data["food"].tolist(), strict=True))
    same = [code for code, name in names.items() if name.lower() == wanted.lower()]
    if len(same) == 1:
        return same[0]
    same = [code for code, name in names.items() if sorted(stems(name)) == sorted(stems(wanted))]
    same = same if len(same) == 1 else list(printed(table).get(stems(wanted), ()))
    if len(same) == 1:
        return same[0]
    found = search_foods(table, wanted, limit=4)
    if len(found) == 1:
        return str(found.index[0])
    if found.empty:
        raise UnknownNameError("food", wanted, found.attrs.get("nearest", ()), "`planner foods search` finds foods")
    nearest = [f"{row['food']} ({code})" for code, row in found.head(3).iterrows()]
    raise UnknownNameError("food", wanted, nearest, "give the code of one")


def nearest_words(known: Iterable[str], wanted: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Words of ``known`` that look like one of ``wanted``, best first."""
    from rapidfuzz import fuzz, process

    choices = [word for word in known if len(word) > 2 and not word.isdigit() and word not in FILLERS]
    hits: dict[str, float] = {}
    for word in wanted:
        for near, score, _ in process.extract(word, choices, scorer=fuzz.ratio, limit=count, score_cutoff=55):
            hits[near] = max(score, hits.get(near, 0.0))
    return tuple(sorted(hits, key=lambda near: (-hits[near], near))[:count])


class _Index:
    """The words of a table's names and categories, and where they stand."""

    def __init__(self, table: FoodTable) -> None:
        data = table.data
        self.eaten = data["eaten_per_1000"].fillna(0).tolist()
        self.all_codes = data.index.tolist()
        names = data["food"].tolist()
        self.names = [stems(name) for name in names]
        self.heads = [_heads(name) for name in names]
        self.categories = [stems(name) if isinstance(name, str) else () for name in data["category"].tolist()]
        self.places: dict[str, list[int]] = {}
        for place, name in enumerate(self.names):
            for word in dict.fromkeys((*name, *self.categories[place])):
                self.places.setdefault(word, []).append(place)
        aside = data["ingredient_only"] | data["infant"] | data["dry_concentrate"] | data["raw_unsafe"]
        flags = (column.tolist() for column in (aside, data["not_specified"], data["fast_food"]))
        self.merit = [
            3.0 * math.log1p(eaten)
            - 30.0 * out
            - 3.0 * vague
            - 4.0 * fast
            - 6.0 * bool(_MIXED.intersection(name))
            - 8.0 * bool(_SPECIAL.intersection(name))
            + 2.0 * bool(_PLAIN.intersection(name))
            for eaten, name, out, vague, fast in zip(self.eaten, self.names, *flags, strict=True)
        ]

    def codes(self, digits: str) -> dict[int, float]:
        """Foods whose code starts with ``digits``, at least three of them."""
        if len(digits) < 3:
            return {}
        return {place: 100.0 for place, code in enumerate(self.all_codes) if code.startswith(digits)}

    def called(
        self, names: Mapping[tuple[str, ...], frozenset[str]], phrases: Iterable[tuple[str, ...]], best: float
    ) -> dict[int, float]:
        """Foods of menus that go by one of these names, above the ``best`` score of others; a word of the table stays one."""
        found = {}
        for phrase in phrases:
            if len(phrase) > 1 or not self.places.keys() & set(phrase):
                for place in (self.all_codes.index(code) for code in names.get(phrase, ())):
                    found[place] = best + _CALLED_SO + self.merit[place] / 100.0
        return found

    def corrected(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """``words`` with each unknown one replaced by the colloquial word it looks like."""
        colloquial = {word for phrase in synonyms() for word in phrase}
        near = {word: get_close_matches(word, colloquial, n=1, cutoff=0.8) for word in words if word not in self.places}
        return tuple(near[word][0] if near.get(word) else word for word in words)

    def joined(self, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        """``words`` with two neighbours written as one, where the table knows that word ("pop corn")."""
        pairs = ((at, words[at] + words[at + 1]) for at in range(len(words) - 1))
        return [(*words[:at], pair, *words[at + 2 :]) for at, pair in pairs if pair in self.places]

    def scores(self, words: tuple[str, ...], exact: bool) -> dict[int, float]:
        """Score by place of the foods that hold all ``words``, or else, unless ``exact``, at least half of them."""
        content = tuple(word for word in words if word not in FILLERS) or words
        known = [self._known(word, exact) for word in content]
        hits: dict[int, int] = {}
        for alike in known:
            for place in {place for word in alike for place in self.places[word]}:
                hits[place] = hits.get(place, 0) + 1
        most = max(hits.values(), default=0)
        if most < len(content) and (exact or 2 * most < len(content)):
            return {}
        return {place: self._score(place, known) for place, count in hits.items() if count == most}

    def _score(self, place: int, known: list[dict[str, float]]) -> float:
        name, category = self.names[place], self.categories[place]
        total, used = 0.0, set[int]()
        for alike in known:
            best, where = max(((alike.get(word, 0.0), -at) for at, word in enumerate(name)), default=(0.0, 0))
            if best:
                used.add(-where)
            total += max(best, _CATEGORY * max((alike.get(word, 0.0) for word in category), default=0.0))
        named = max(
            25.0 * sum(start <= at < end for at in used) / (end - start) + 10.0 * (end - 1 in used) - 3.0 * (start > 0)
            for start, end in self.heads[place]
        )
        first = 2.0 if 0 in used else 0.0
        return 100.0 * total / len(known) + named + first - (len(name) - len(used)) + float(self.merit[place])

    def _known(self, word: str, exact: bool) -> dict[str, float]:
        """Words of the table that ``word`` may stand for, and how surely (0 to 1)."""
        if word in self.places:
            return {word: 1.0}
        starting = {known: _PREFIX for known in self.places if len(word) > 2 and known.startswith(word)}
        if starting or exact or len(word) < 3:
            return starting
        from rapidfuzz import fuzz, process

        near = process.extract(word, list(self.places), scorer=fuzz.ratio, limit=5, score_cutoff=_ALIKE)
        return {known: _TYPO * score / 100 for known, score, _ in near if not known.isdigit()}


def _heads(name: str) -> list[tuple[int, int]]:
    """Where the words stand that say what a food is: before the first comma, and in "Fish, cod, baked" before the second."""
    parts = [len(stems(part)) for part in name.split(",")]
    first = max(parts[0], 1)
    heads = [(0, first)]
    if len(parts) > 1 and parts[1] and name.partition(",")[0].lower() in _CLASSES:
        heads.append((first, first + parts[1]))
    return heads


@lru_cache(maxsize=4)
def _index(table: FoodTable) -> _Index:
    return _Index(table)
