"""Which foods of a menu a wished word means: "milk" is a glass of milk, not milk chocolate; "nuts" are all nuts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from planner.errors import UnknownNameError
from planner.foods.exclude import match_foods
from planner.foods.palette import PaletteFood
from planner.foods.spoken import label_of, names_of
from planner.foods.table import FoodTable
from planner.foods.words import stems, variants

Stems = tuple[str, ...]

# Words for whole kinds of food, as the tags of the palette: what stands in a dish counts, too.
_KINDS: dict[Stems, frozenset[str]] = {
    ("meat",): frozenset(["red_meat", "processed_meat", "poultry"]),
    ("seafood",): frozenset(["fish"]),
    ("fruit",): frozenset(["whole_fruit"]),
    ("green",): frozenset(["greens"]),
    ("leafy", "green"): frozenset(["greens"]),
    ("pulse",): frozenset(["legume"]),
    ("dessert",): frozenset(["sweet"]),
    ("candy",): frozenset(["sweet"]),
} | {
    tuple(tag.split("_")): frozenset([tag])
    for tag in (
        "berry",
        "legume",
        "whole_grain",
        "whole_fruit",
        "dried_fruit",
        "red_meat",
        "processed_meat",
        "poultry",
        "sweet",
    )
}
_VEGETABLE_ROLES = frozenset(["veg", "rawveg", "bowlveg", "scrambleveg", "sidesalad", "salad"])
# In "Fish, salmon, baked" the second part says what it is, too.
_CLASSES = frozenset([("fish",), ("cheese",), ("cereal",), ("beef",), ("pork",), ("seed",), ("nut",), ("potato",)])
# What a piece is called: a chicken breast is chicken.
_CUTS = frozenset(
    [
        "breast",
        "drumstick",
        "thigh",
        "wing",
        "leg",
        "steak",
        "chop",
        "fillet",
        "tenderloin",
        "loin",
        "segment",
        "stick",
        "strip",
        "ring",
        "slice",
        "half",
        "square",
        "piece",
        "floret",
    ]
)
_LINK = re.compile(r"\s(?:with|in|on|of|from|for|without|made|cooked|stuffed|NFS)\s.*")
_JOINED = frozenset(["and", "or"])


def meant(table: FoodTable, foods: Sequence[PaletteFood], word: str) -> frozenset[str]:
    """Codes among ``foods`` that ``word`` means: what it is the name or the kind of.

    Where it is neither, what titles call so, or every food in whose plain name it stands; empty when none of ``foods`` is called so.

    Raises:
        UnknownNameError: when nobody knows the word, with the nearest known ones.
    """
    given, wanted = word.strip(), stems(word)
    if wanted in _KINDS:
        return frozenset(food.code for food in foods if food.tags & _KINDS[wanted])
    if wanted == ("vegetable",):
        return frozenset(food.code for food in foods if food.role in _VEGETABLE_ROLES)
    tags = {tag for food in foods for tag in food.tags}
    alike = {tag for tag in tags if stems(tag.replace("_", " ")) == wanted}
    tagged = frozenset(food.code for food in foods if food.tags & alike)
    try:
        called = match_foods(table, given, inside=False)
    except UnknownNameError:
        if not tagged:
            raise
        called = set()
    if given.isdigit():
        return frozenset(food.code for food in foods if food.code in called)
    phrases = [phrase for phrase in variants(wanted) if phrase]
    if len(wanted) > 1:
        for phrase in phrases:
            if exact := frozenset(food.code for food in foods if phrase in names_of(food)):
                return exact
    official, category = _called(table)
    found: set[str] = set()
    sweet: set[str] = set()
    for food in foods:
        code = food.code
        if code not in called and code not in tagged:
            continue
        group = category[code]
        by_name = any(_is_head(food.name, one) or _is_official(official[code], food.name, one) for one in phrases)
        whole, among = _of_category(group, wanted)
        if (
            (code in called and by_name)
            or whole
            or (among and code in tagged and not _is_other(group, food.name, wanted))
        ):
            (sweet if "sweet" in food.tags else found).add(code)
    labelled = {food.code for food in foods if label_of(food) in phrases}
    return frozenset(
        found or sweet or tagged or labelled or (food.code for food in foods if _bears(food.name, phrases))
    )


@lru_cache(maxsize=4)
def _called(table: FoodTable) -> tuple[dict[str, str], dict[str, object]]:
    """Official name and category by code: a dictionary is many times quicker than a column."""
    codes = table.data.index.tolist()
    names, categories = (table.data[column].tolist() for column in ("food", "category"))
    return dict(zip(codes, names, strict=True)), dict(zip(codes, categories, strict=True))


def _bears(name: str, phrases: Sequence[Stems]) -> bool:
    """Whether the words stand in the name, but not as in "cream of wheat"; "half and half" in none with one half."""
    words = stems(name)
    return any(
        set(one) <= set(words) and Counter(one) <= Counter(words) and words[: len(one) + 1] != (*one, "of")
        for one in phrases
    )


def _ends(words: Stems, phrase: Stems) -> bool:
    while words and words[-1] in _CUTS and words[-1] not in phrase:
        words = words[:-1]
    return words[-len(phrase) :] == phrase and not (_JOINED.intersection(words) and not _JOINED.intersection(phrase))


def _is_head(name: str, phrase: Stems) -> bool:
    """Whether the name says that the thing is this: "coffee with milk" is coffee, "carrot juice" no carrot."""
    return _ends(stems(_LINK.sub("", f"{name} ")), phrase)


def _is_official(name: str, plain: str, phrase: Stems) -> bool:
    """The same of an official name: "Cheese, Feta" is cheese, feta, and feta cheese; "Chicken or turkey" only what it is called."""
    parts = name.split(",")[:2]
    first = stems(_LINK.sub("", f"{parts[0]} "))
    if _ends(first, phrase) or (first[:-1] == (*phrase, "or") and set(phrase) <= set(stems(plain))):
        return True
    if len(parts) == 1 or first not in _CLASSES:
        return False
    return _is_head(parts[1], phrase) or (phrase[-1:] == first and len(phrase) > 1 and _is_head(parts[1], phrase[:-1]))


def _of_category(category: object, word: Stems) -> tuple[bool, bool]:
    """Whether the category is called so ("Bananas"), and whether the word is among its names ("Nuts and seeds")."""
    if not isinstance(category, str):
        return False, False
    return stems(category) == word, any(stems(part) == word for part in re.split(r",|\sand\s", category))


def _is_other(category: object, name: str, word: Stems) -> bool:
    """Whether the name is one of the category's other names: flax seeds among "Nuts and seeds"."""
    others = {stem for part in re.split(r",|\sand\s", str(category)) for stem in stems(part)} - set(word)
    return bool(others.intersection(stems(name)))
