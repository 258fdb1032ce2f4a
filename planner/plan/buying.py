"""From foods on a plate to things one buys: through the recipes of the table, back to raw and dry where it says how.

Names, aisles and what counts as cooked at home are reviewed data (``food_data/aisles.csv``, ``bought_as.csv``,
``ingredient_words.csv``; see ``food_data/MENUS.md``); the weights are those of the table (``recipes``, ``yields``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from food_data import TABLES
from planner.plan.cook import cooks_word, made_of, part_name, recipe_lines

if TYPE_CHECKING:
    from planner.foods.table import FoodTable

NOT_BOUGHT, OTHER = "not bought", "other"
MEAT, GRAINS, CANS, FROZEN = "meat and fish", "grains, pasta and cereal", "cans, sauces and oil", "frozen"
PULSES, DRINKS, READY = "beans, nuts and dried fruit", "drinks", "ready-made dishes"
EGGS = "eggs"
AISLES = (
    "vegetables and fruit", MEAT, "dairy, eggs and chilled", "bread and bakery", GRAINS, PULSES,
    CANS, FROZEN, "snacks and sweets", DRINKS, READY, OTHER,
)  # fmt: skip
RAW, DRY, COOKED, BREWED, DRAINED = "raw", "dry", "cooked", "brewed", "drained"
GRAMS_PER_OZ = 28.35  # as the source counts an ounce
_FATS = frozenset({"oil", "olive oil", "butter", "butter or margarine", "margarine", "ghee"})
_MOST_FAT = 0.15  # a larger share is part of the food itself
_READY = re.compile(r"\b(?:canned|smoked|pickled|rotisserie|from pre-cooked|fast food)\b", re.I)  # bought cooked
_DRIED = ("beans", "lentils", "peas")
_SHELVES = {"frozen ": FROZEN, "canned ": CANS}
_COOKED = re.compile(
    r"\b(?:cooked|boiled|roasted|baked|broiled|grilled|braised|fried|simmered|rotisserie)\b", re.IGNORECASE
)
_SAID = (
    (re.compile(r"\bdry.roasted\b", re.I), ""),
    (re.compile(r"\bbrewed\b|\bespresso\b", re.I), BREWED),
    (re.compile(r"\bdrained solids\b", re.I), DRAINED),
    (_COOKED, COOKED),
    (re.compile(r"\braw\b", re.I), RAW),
    (re.compile(r"\bdry\b|\buncooked\b|^Cereals", re.I), DRY),
)  # fmt: skip


@dataclass(frozen=True)
class Bought:
    """One thing to buy for a gram of a food on the plate.

    ``eaten``: its share of that gram; ``grams``: what has to be bought for it. ``form``: as what it is weighed: raw, dry,
    brewed, drained, cooked (the table does not say what it weighed before), or "" for as it is bought and eaten.
    ``code``: where the table knows it, for its household measures. ``own``: the food itself, not a part of a dish.
    """

    name: str
    aisle: str
    form: str
    eaten: float
    grams: float
    code: str
    own: bool = False


@dataclass(frozen=True)
class _Leaf:
    """A part of a recipe that has a word: its share of the weight eaten, and of the weight before cooking."""

    word: str
    code: str
    eaten: float
    grams: float


@lru_cache(maxsize=4096)
def bought(table: FoodTable, code: str, name: str) -> tuple[Bought, ...]:
    """What to buy for a gram of a food, called ``name`` on the menu; without water, salt, sugar and spices of a recipe.

    What is neither cooked plainly nor a dish with a recipe is bought as it is.
    """
    aisle, kitchen = _aisles().get(str(table.data.at[code, "category_code"]), (OTHER, ""))
    if aisle == NOT_BOUGHT:
        return ()
    called = buy_name(name)
    if _bought_as().get(called) == called:  # it is its own name: a mixture that is sold as such
        kitchen = ""
    leaves = _leaves(table, code) if kitchen else []
    words = {leaf.word for leaf in leaves if leaf.word and leaf.word not in _FATS}
    if kitchen == "dish" and len(words) > 1 and made_of(table, code):
        return tuple(_part(table, leaf, aisle) for leaf in leaves if leaf.word)
    shelf = _shelf(called, aisle)
    fats = [leaf for leaf in leaves if leaf.word in _FATS]
    if not words or sum(leaf.eaten for leaf in fats) > _MOST_FAT:
        fats = []
    form, grams = before_cooking(table, code) if kitchen else ("", 1.0)
    form = _said_of(form, aisle, called)
    eaten = 1.0 - sum(leaf.eaten for leaf in fats)
    if form in ("", COOKED, DRAINED, BREWED):
        grams = eaten
    return (Bought(called, shelf, form, eaten, grams, code, own=True), *(_part(table, leaf, OTHER) for leaf in fats))


def _said_of(form: str, aisle: str, name: str) -> str:
    """Raw rice and lentils are sold as dry."""
    return DRY if form == RAW and (aisle == GRAINS or (aisle == PULSES and name.endswith(_DRIED))) else form


def _leaves(table: FoodTable, code: str, eaten: float = 1.0, grams: float = 1.0) -> list[_Leaf]:
    lines = recipe_lines(table).get(code, [])
    whole, after = sum(weight for _, weight in lines), _after(table).get(code, 1.0)
    found: list[_Leaf] = []
    for part, weight in lines:
        share = weight / whole
        word = cooks_word(part_name(table, part))
        if word not in (None, "*") or part not in recipe_lines(table):
            if word is None:
                word = part_name(table, part).split(",")[0].split(" (")[0].lower()
            found.append(_Leaf(word, part, eaten * share, grams * share / after))
        else:
            found += _leaves(table, part, eaten * share, grams * share / after)
    return found


def _part(table: FoodTable, leaf: _Leaf, of_dish: str) -> Bought:
    """``of_dish``: where the dish itself stands, for a part that nobody has put on a shelf."""
    form, before = before_cooking(table, leaf.code)
    aisle = _word_aisles().get(leaf.word, "")
    if not aisle and leaf.code in table:
        aisle = _aisles().get(str(table.data.at[leaf.code, "category_code"]), ("", ""))[0]
    if not aisle:
        aisle = OTHER if of_dish in (READY, DRINKS) else of_dish
    if leaf.word == EGGS:
        form = ""  # boiling takes nothing from them
    called = buy_name(leaf.word)
    return Bought(
        called, _shelf(called, aisle), _said_of(form, aisle, called), leaf.eaten, leaf.grams * before, leaf.code
    )


@lru_cache(maxsize=4096)
def before_cooking(table: FoodTable, code: str) -> tuple[str, float]:
    """As what a food or ingredient is weighed when it is bought, and the grams of it for a gram of the food.

    Its recipe tells, where all that matters in it is raw or dry; else an ounce's yield; else nothing does.
    """
    if code in table and not _aisles().get(str(table.data.at[code, "category_code"]), (OTHER, ""))[1]:
        return "", 1.0
    lines = recipe_lines(table).get(code, [])
    whole = sum(weight for _, weight in lines)
    forms: dict[str, float] = {}
    grams = 0.0
    for part, weight in lines:
        word = cooks_word(part_name(table, part))
        if word == "" or word in _FATS:
            continue
        form, before = before_cooking(table, part)
        forms[form] = forms.get(form, 0.0) + weight
        grams += before * weight / whole / _after(table).get(code, 1.0)
    if forms and forms.keys() <= {RAW, DRY, ""}:
        return max(forms, key=lambda form: forms[form]), grams
    name = part_name(table, code)
    if code in _yields(table) and not _READY.search(name):
        form, ready = _yields(table)[code]
        return form, GRAMS_PER_OZ / ready
    said = next((form for words, form in _SAID if words.search(name)), "")
    return said or next((form for form in (COOKED, DRAINED, BREWED) if form in forms), ""), 1.0


@lru_cache(maxsize=4)
def _after(table: FoodTable) -> dict[str, float]:
    """What is left of the weight of a recipe after cooking, as a share, by food code."""
    known = table.yields.dropna(subset="moisture_change_percent")
    return {
        code: 1.0 + percent / 100.0
        for code, percent in zip(known["food_code"].tolist(), known["moisture_change_percent"].tolist(), strict=True)
    }


@lru_cache(maxsize=4)
def _yields(table: FoodTable) -> dict[str, tuple[str, float]]:
    """As what an ounce is bought and what it weighs when eaten: of foods, and of ingredients that alone make one up."""
    known = table.yields.dropna(subset="ready_g_per_oz")
    columns = (known[name].tolist() for name in ("food_code", "bought_as", "ready_g_per_oz"))
    found = {code: (form, ready) for code, form, ready in zip(*columns, strict=True)}
    for code, given in list(found.items()):
        parts = [part for part, _ in recipe_lines(table).get(code, []) if cooks_word(part_name(table, part)) != ""]
        if len(parts) == 1 and parts[0] not in table and _COOKED.search(part_name(table, parts[0])):
            found.setdefault(parts[0], given)
    return found


def buy_name(said: str) -> str:
    """What stands on a shopping list for a food of the menu or a cook's word."""
    return _bought_as().get(said, said)


def _shelf(name: str, aisle: str) -> str:
    """What is frozen or canned by name stands with its like."""
    return next((shelf for word, shelf in _SHELVES.items() if name.startswith(word)), aisle)


def by_aisle(name: str) -> int:
    """The place of an aisle in a walk through the shop."""
    return AISLES.index(name) if name in AISLES else len(AISLES)


def _rows(name: str) -> Iterable[dict[str, str]]:
    with (TABLES.parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _aisles() -> dict[str, tuple[str, str]]:
    return {row["category_code"]: (row["aisle"], row["kitchen"]) for row in _rows("aisles")}


@cache
def _word_aisles() -> dict[str, str]:
    return {row["said"]: row["aisle"] for row in _rows("ingredient_words")}


@cache
def _bought_as() -> dict[str, str]:
    return {row["said"]: row["buy"] for row in _rows("bought_as")}
