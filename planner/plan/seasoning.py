"""What a meal is seasoned with: herbs, spices, citrus and vinegar, for the words of a meal.

Reviewed data of the project (``food_data/seasonings.csv``, see ``food_data/MENUS.md``). Amounts are too small to count, so
no nutrients are claimed; nothing in the list holds salt.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from food_data import TABLES
from planner.foods.palette import ANY, PaletteFood, load_palette
from planner.foods.words import stems, variants

if TYPE_CHECKING:
    from planner.foods.table import FoodTable

UNKNOWN = "?"  # a blend that makers mix differently: with an allergy it does not pass
_AT_HOME = frozenset({"american", "european"})  # the kitchen of a meal whose foods name none
_KINDS_OF_FOOD = frozenset({"egg", "fish", "greens", "poultry"})  # words of ``goes_with`` that are tags of foods
_MAINS = frozenset(
    {
        "main", "fishfill", "protsalad", "bowlprot", "tacoprot", "tacobean", "legume", "potbean", "ricebeans", "curry", "stew",
        "soup", "stirfry", "dish", "noodledish", "pastadish", "vegpasta", "pizza", "mexdish", "mezze", "omelet", "egg", "bakedpotato",
        "potatotop", "hotcereal", "yogurt",
    }
)  # fmt: skip
_SWEET_ROLES = frozenset({"hotcereal", "yogurt", "topfruit", "sweet", "pancake", "smoothie", "cottage"})
_DRESSED = frozenset({"salad", "dressing"})  # a salad has its dressing already
_HOW_MANY = {"lunch": 2, "dinner": 2, "breakfast": 1}  # at most
_GOES_WITH, _ON_THE_MAIN, _NEW_BUNCH, _EACH_USE, _JUST_HAD = 2.0, 0.5, 0.8, 0.6, 4.0  # points for choosing
_SECOND_FROM = 1.5  # points that a second seasoning needs: it goes with something


@dataclass(frozen=True)
class Seasoning:
    """One row: how it is said, what to buy, where it belongs; ``cooked``: it has to be cooked along."""

    name: str
    phrase: str
    buy: str
    roles: frozenset[str]
    cuisines: frozenset[str]
    goes_with: tuple[str, ...]
    pack: str
    contains: frozenset[str]
    cooked: bool

    @cached_property
    def words(self) -> frozenset[str]:
        """Of its name."""
        return frozenset(stems(self.name))

    @cached_property
    def kind(self) -> str:
        """Sour, fresh or dry: two of a kind never season one meal."""
        if self.phrase.startswith(("a squeeze", "a splash")) or "peel" in self.name:
            return "sour"
        return "dry" if self.pack.endswith(("jar", "packet", "bottle")) else "fresh"

    @property
    def is_bunch(self) -> bool:
        """Whether it wilts, so that a pack once open should be used."""
        return self.pack.endswith(("bunch", "stalk"))


@dataclass(frozen=True)
class Plate:
    """A meal to season: its day, its slot and its foods."""

    day: int
    slot: str
    foods: Sequence[PaletteFood]

    @cached_property
    def kitchen(self) -> frozenset[str]:
        """What the foods have in common: nothing where they differ, a home kitchen where none says anything."""
        named = [food.cuisines for food in self.foods if ANY not in food.cuisines and food.role not in _DRINKS]
        return frozenset.intersection(*named) if named else _AT_HOME

    @cached_property
    def names(self) -> tuple[frozenset[str], ...]:
        """The words of each food's name."""
        return tuple(frozenset(stems(food.name)) for food in self.foods)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(";") if word.strip())


@cache
def load_seasonings() -> tuple[Seasoning, ...]:
    """The shipped list."""
    with (TABLES.parent / "seasonings.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Seasoning(
                name=row["name"],
                phrase=row["phrase"],
                buy=row["buy"],
                roles=frozenset(_words(row["roles"])),
                cuisines=frozenset(_words(row["cuisine"])),
                goes_with=_words(row["goes_with"]),
                pack=row["pack"],
                contains=frozenset(_words(row["contains"])),
                cooked=row["cooked"] == "1",
            )
            for row in csv.DictReader(file)
        )


def allowed_seasonings(
    table: FoodTable, diets: Iterable[str], allergies: Iterable[str], unwanted: Iterable[str]
) -> tuple[Seasoning, ...]:
    """Those that suit diet and allergies and that no unwanted word (food, code or ingredient) names."""
    allergens = set(allergies)
    wary = bool(allergens) or "gluten_free" in set(diets)
    spoken = []
    for word in unwanted:
        name = str(table.data.at[word, "food"]).split(",")[0] if word in table else word
        spoken += [set(variant) for variant in variants(stems(name)) if variant]

    def passes(one: Seasoning) -> bool:
        if one.contains & allergens or (wary and UNKNOWN in one.contains):
            return False
        said = [set(stems(text)) for text in (one.name, one.phrase, one.buy, *one.contains)]
        return not any(words <= text for words in spoken for text in said)

    return tuple(one for one in load_seasonings() if passes(one))


def season(plates: Sequence[Plate], seasonings: Sequence[Seasoning]) -> list[str]:
    """A phrase for each plate ("a squeeze of lemon and chopped dill"), "" where nothing suits; the same each time.

    Lunch and dinner get one, and another that goes well with a food; a breakfast one that does so; snacks none. What was used on the day before
    waits, an open bunch of herbs is preferred to a new one.
    """
    uses: Counter[str] = Counter()
    last: dict[str, int] = {}
    phrases = []
    for plate in plates:
        chosen: list[Seasoning] = []
        suiting = (
            [(one, suits) for one in seasonings if (suits := _suits(one, plate)) >= 0]
            if plate.slot in _HOW_MANY
            else []
        )
        for _ in range(_HOW_MANY.get(plate.slot, 0)):
            ranked = [
                (_points(one, suits, plate, uses, last), one)
                for one, suits in suiting
                if all(one.kind != other.kind for other in chosen)
            ]
            points, best = max(ranked, key=lambda pair: pair[0], default=(-1.0, None))
            if best is None or points <= (_SECOND_FROM if chosen else 0.0):
                break
            chosen.append(best)
            uses[best.name] += 1
            last[best.name] = plate.day
        phrases.append(" and ".join(one.phrase for one in sorted(chosen, key=lambda one: one.kind != "sour")))
    return phrases


def _suits(one: Seasoning, plate: Plate) -> float:
    """How well it suits the foods; below 0 = not at all."""
    if any(one.words <= words for words in plate.names) or any("stirred" in food.tags for food in plate.foods):
        return -1.0  # it is in the meal by name, or the meal has a sauce that is seasoned
    morning = plate.slot == "breakfast"
    best, kitchen = -1.0, plate.kitchen
    if not (ANY in one.cuisines or one.cuisines & kitchen):
        return best
    must_suit = morning or (kitchen == _AT_HOME and ANY not in one.cuisines)
    for food in plate.foods:
        if food.role in _SWEET_ROLES and not morning:
            continue
        suits = _suits_food(one, food)
        if suits >= (_GOES_WITH if must_suit else 0.0):
            best = max(best, suits)
    return best


def _suits_food(one: Seasoning, food: PaletteFood) -> float:
    """How well it suits a food; below 0 = not at all. Beside the main it stands only at what it goes with, and so do lemon and vinegar."""
    if food.role not in one.roles or food.role in _DRESSED:
        return -1.0
    if one.cooked and ("cook_free" in food.tags or "canned" in food.name):
        return -1.0
    suits, main = _goes_with(one.goes_with, food.name, food.tags), food.role in _MAINS
    if not suits and (not main or one.kind == "sour"):
        return -1.0
    return _GOES_WITH * suits + _ON_THE_MAIN * main + 0.1


def seasoned(seasoning: str, foods: Sequence[str]) -> tuple[list[str], str]:
    """For each food of a meal, by name, what of its seasoning is for it ("chopped dill"; "" = nothing), and what is for none.

    Told from the words alone, so that a plan that was saved, or seasoned before, reads the same.
    """
    known = _by_phrase()
    found: list[list[str]] = [[] for _ in foods]
    rest: list[str] = []
    for phrase in filter(None, seasoning.split(" and ")):
        best, place = -1.0, -1
        for i, name in enumerate(foods):
            suits = (
                max((_suits_food(known[phrase], row) for row in _rows_of(name)), default=-1.0)
                if phrase in known
                else -1.0
            )
            if suits > best:
                best, place = suits, i
        (found[place] if place >= 0 else rest).append(phrase)
    return [" and ".join(phrases) for phrases in found], " and ".join(rest)


def with_seasoning(serving: str, phrase: str) -> str:
    """``5 oz baked salmon with chopped dill``; behind a comma where the food has a "with" or an "and" of its own."""
    if not phrase:
        return serving
    if " cooked with " in serving:
        return f"{serving} and {phrase}"
    return f"{serving}{',' if ' with ' in serving or ' and ' in serving else ''} with {phrase}"


@cache
def _by_phrase() -> dict[str, Seasoning]:
    return {one.phrase: one for one in load_seasonings()}


@cache
def _rows_of(name: str) -> tuple[PaletteFood, ...]:
    """The food in all of its roles."""
    return tuple(food for food in load_palette().foods if food.name == name)


def _points(one: Seasoning, suits: float, plate: Plate, uses: Counter[str], last: dict[str, int]) -> float:
    """How well it suits, after what was used before."""
    points = suits - _EACH_USE * uses[one.name]
    if one.is_bunch and not uses[one.name]:
        points -= _NEW_BUNCH
    if plate.day - last.get(one.name, -9) <= 1:
        points -= _JUST_HAD
    return points


_DRINKS = frozenset({"water", "tea", "hot", "milk", "juice"})  # they make no kitchen


@lru_cache(maxsize=8192)
def _goes_with(words: tuple[str, ...], name: str, tags: frozenset[str]) -> bool:
    """Whether one of the words stands in the food's name, or is what kind of food it is ("fish")."""
    said = " ".join(stems(name))
    return any(
        word in tags if word in _KINDS_OF_FOOD else re.search(rf"\b{' '.join(stems(word))}\b", said) is not None
        for word in words
    )
