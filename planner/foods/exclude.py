"""Which foods a word stands for when someone will not eat it: by code, category, name or anything in the recipe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import pandas as pd

from planner.errors import UnknownNameError
from planner.foods.search import nearest_words
from planner.foods.spoken import by_rule, printed, printed_names, titled
from planner.foods.table import FoodTable
from planner.foods.words import nearest_names, read_words, stems, synonyms, variants

# "Gumbo, no rice" and "vegetables excluding carrots and broccoli; gravy" name what is not in them.
_ABSENT = re.compile(r"\bexcluding\b[^;]*|\b(?:no|without)\s[^,;)]*|\b[\w-]+[ -]free\b|\bmeatless-\w+", re.IGNORECASE)
_Place = tuple[str, str]  # ("food", code), ("part", ingredient code) or ("category", name)
_MAYBE_ABSENT = re.compile("excluding|no|without|free|meatless", re.IGNORECASE)
Stems = tuple[str, ...]


def match_foods(table: FoodTable, word: str, inside: bool = True) -> set[str]:
    """Codes of the foods that ``word`` names: a food code, a category (name or code), or a word.

    A word names every food in whose name, category or, with ``inside``, recipe it stands, recipes within recipes
    walked to the end, and the food that menus call so ("fat-free milk"). "pork" includes ham, bacon and lard; "dairy", "nuts" and the like include what the table's tags
    say. Foods that are only not known to be free of pork, beef, alcohol or gluten are included too; of other things
    they are not: an allergy is asked for with ``allergies``, not with a word.

    Raises:
        UnknownNameError: when nobody knows the word, with the nearest known ones.
    """
    return set(_matched(table, word.strip(), inside))


@lru_cache(maxsize=1000)
def _matched(table: FoodTable, given: str, inside: bool) -> frozenset[str]:
    return frozenset(_match(table, given, inside))


def _match(table: FoodTable, given: str, inside: bool) -> set[str]:
    lexicon, data = _lexicon(table), table.data
    if given in lexicon.foods:
        return lexicon.with_dishes({given}) if inside else {given}
    of_category = set(data.index[(data["category_code"] == given) | (data["category"].str.lower() == given.lower())])
    wanted = stems(given)
    if given.isdigit() and of_category:
        return of_category
    rule = _rules().get(wanted)
    said = [wanted, *synonyms().get(wanted, ())] if wanted else []
    phrases = [*said, *(rule.also if rule else ())]
    places = {place for phrase in phrases for place in lexicon.named(phrase, rule.exceptions if rule else ())}
    spoken = _spoken(table, said, known=bool(places or rule or of_category))
    if not (places or rule or of_category or spoken):  # a colloquial word among others: "wholemeal bread"
        said = [phrase for phrase in variants(wanted) if phrase]
        places, spoken = (
            {place for phrase in said for place in lexicon.named(phrase)},
            _spoken(table, said, known=False),
        )
    if not (places or rule or of_category or spoken):
        near = nearest_names(given.lower(), printed_names(table)) if len(wanted) > 1 else ()
        near = near or nearest_words([*lexicon.places, *(" ".join(words) for words in _rules())], wanted)
        raise UnknownNameError("food or ingredient", given, near, "" if near else "give a word, a code or a category")
    codes = {code for kind, code in places if kind == "food" or (kind == "part" and inside)} | spoken
    codes = lexicon.with_dishes(codes) if inside else codes
    for kind, name in places:
        if kind == "category":
            codes.update(lexicon.by_category[name])
    codes |= of_category
    if rule is None:
        return codes
    if inside:
        for tag in rule.tags:
            name = tag.removesuffix("?")
            if name in data:
                codes |= set(data.index[data[name].isin(("y", "?") if tag.endswith("?") else ("y",))])
    if rule.cleared_by in data:
        codes -= set(data.index[data[rule.cleared_by] == ("n" if rule.cleared_by.startswith("has_") else "y")])
    return codes


def _spoken(table: FoodTable, phrases: Iterable[Stems], known: bool) -> set[str]:
    """The foods that menus serve under this name; where nothing else is ``known`` of it, those that titles call so, or rules."""
    names = (printed,) if known else (printed, titled, by_rule)
    found = (set().union(*(of(table).get(phrase, frozenset()) for phrase in phrases)) for of in names)
    return next((codes for codes in found if codes), set())


def match_parts(table: FoodTable, word: str) -> set[str]:
    """Codes of the ingredients in whose name ``word``, or what it includes, stands."""
    wanted = stems(word.strip())
    rule = _rules().get(wanted)
    phrases = [phrase for phrase in (wanted, *synonyms().get(wanted, ()), *(rule.also if rule else ())) if phrase]
    places = {place for phrase in phrases for place in _lexicon(table).named(phrase, rule.exceptions if rule else ())}
    return {code for kind, code in places if kind == "part"}


def is_named(word: str, name: str) -> bool:
    """Whether a plain name says that something is what ``word`` stands for: "bean and ham soup" is pork, too."""
    wanted = stems(word.strip())
    rule = _rules().get(wanted)
    phrases = [phrase for phrase in (wanted, *synonyms().get(wanted, ()), *(rule.also if rule else ())) if phrase]
    present = _present(name)
    for phrase in phrases:
        taken = [other for other in (rule.exceptions if rule else ()) if any(word in other for word in phrase)]
        if set(phrase) <= set(_without_all(present, taken)):
            return True
    return False


class _Rule:
    """What a word includes besides itself, phrases in which it means something else, and the tags that decide.

    A tag written with "?" counts when it is unknown, too; ``cleared_by`` names the tag that clears a food of it.
    """

    def __init__(self, row: Mapping[str, str]) -> None:
        self.also = [stems(phrase) for phrase in row["also"].split(";") if phrase]
        self.exceptions = tuple(stems(phrase) for phrase in row["except"].split(";") if phrase)
        self.tags = [tag for tag in row["tags"].split(";") if tag]
        self.cleared_by = row["cleared_by"]


@lru_cache(maxsize=1)
def _rules() -> dict[Stems, _Rule]:
    return {stems(row["word"]): _Rule(row) for row in read_words("exclusions")}


class _Lexicon:
    """Every name of a table: of foods, of ingredients and of categories; and which recipe holds what."""

    def __init__(self, table: FoodTable) -> None:
        # tolist(): stepping through an Arrow column one value at a time is many times slower.
        self.foods = set(table.data.index.tolist())
        self.names: dict[_Place, Stems] = {}
        categories = table.data["category"].dropna()
        self.by_category = categories.groupby(categories).groups
        named = (
            ("food", table.data["food"]),
            *([("food", table.data["also_called"].dropna())] if "also_called" in table.data else []),
            ("part", table.ingredients),
            ("category", pd.Series({name: name for name in self.by_category}, dtype="str")),
        )
        self.places: dict[str, set[_Place]] = {}
        for kind, column in named:
            for code, name in zip(column.index.tolist(), column.tolist(), strict=True):
                place = (kind, code)
                words = _present(name)
                self.names[place] = (*self.names.get(place, ()), *words)
                for word in words:
                    self.places.setdefault(word, set()).add(place)
        recipes = table.recipes
        self.holders: dict[str, list[str]] = {}
        for food, part in zip(recipes["food_code"].tolist(), recipes["ingredient_code"].tolist(), strict=True):
            self.holders.setdefault(part, []).append(food)

    def named(self, phrase: Stems, unwanted: Iterable[Stems] = ()) -> set[_Place]:
        """Where all words of ``phrase`` stand in one name, once the ``unwanted`` phrases are taken out of it."""
        places = set.intersection(*(self.places.get(word, set()) for word in phrase))
        taken = [other for other in unwanted if any(word in other for word in phrase)]
        return {place for place in places if not taken or set(phrase) <= set(_without_all(self.names[place], taken))}

    def with_dishes(self, codes: Iterable[str]) -> set[str]:
        """Foods among ``codes``, and every food in whose recipe one of them stands, however deep."""
        found = set(codes)
        waiting = list(found)
        while waiting:
            for food in self.holders.get(waiting.pop(), ()):
                if food not in found:
                    found.add(food)
                    waiting.append(food)
        return found & self.foods


def _present(name: str) -> Stems:
    """The words of what is in a food, by its name."""
    return stems(_ABSENT.sub(" ", name) if _MAYBE_ABSENT.search(name) else name)


def _without_all(words: Stems, phrases: Iterable[Stems]) -> Stems:
    for phrase in phrases:
        words = _without(words, phrase)
    return words


def _without(words: Stems, phrase: Stems) -> Stems:
    size = len(phrase)
    for start in range(len(words) - size + 1):
        if words[start : start + size] == phrase:
            return _without((*words[:start], "", *words[start + size :]), phrase)
    return words


@lru_cache(maxsize=4)
def _lexicon(table: FoodTable) -> _Lexicon:
    return _Lexicon(table)
