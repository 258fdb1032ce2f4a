"""Which columns a user's table may have, and what to do about one that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from food_data import TABLES
from planner.errors import Problem, UnknownNameError
from planner.foods.numbers import shown
from planner.nutrition.nutrients import NUTRIENTS, find_nutrient

TAGS = (
    "vegan", "vegetarian", "pescatarian", "gluten_free", "dairy_free",
    "has_milk", "has_egg", "has_fish", "has_shellfish", "has_tree_nut", "has_peanut", "has_wheat",
    "has_gluten", "has_soy", "has_sesame", "has_pork", "has_beef", "has_alcohol",
)  # fmt: skip
REQUIRED = ("food_code", "food", "energy_kcal")
TEXT = ("food_code", "food", "category")
PRICE = "price_usd_per_100g"
AMOUNTS = tuple(NUTRIENTS)
# What a table may say beyond that, so that menus can be made of its foods: see docs/own-tables.md.
MORE_TEXT = (
    "also_called", "category_code", "group", "portions", "flags", "treat_as", "source", "price_year", "price_basis",
    "pattern_basis",
)  # fmt: skip
FLAGS = (
    "ingredient_only", "infant", "alcoholic", "dry_concentrate", "not_specified", "fast_food", "raw_unsafe", "suspect",
)  # fmt: skip


def _patterns() -> tuple[str, ...]:
    with (TABLES / "food_patterns.csv").open(encoding="utf-8") as file:
        names = file.readline().strip().split(",")
    return tuple(name for name in names if name not in ("food_code", "pattern_basis"))


PATTERNS = _patterns()  # food-pattern equivalents per 100 g
EATEN = ("eaten_per_1000", "portion_p5_g", "portion_p50_g", "portion_p95_g")  # how people eat it
WORDS = (*TEXT, *MORE_TEXT, *TAGS)  # columns that hold no number
KNOWN = (*TEXT, PRICE, *AMOUNTS, *TAGS, *MORE_TEXT, *EATEN, *PATTERNS)

# What other tables call the same thing.
_ALSO = {
    "code": "food_code", "id": "food_code", "fdc_id": "food_code", "food_id": "food_code", "number": "food_code",
    "name": "food", "food_name": "food", "description": "food", "product": "food", "item": "food",
    "group": "category", "food_group": "category", "food_category": "category",
    "price": PRICE, "cost": PRICE, "price_usd": PRICE, "price_per_100g": PRICE, "price_usd_100g": PRICE,
    "kcal": "energy_kcal", "calories": "energy_kcal", "cal": "energy_kcal", "kj": "energy_kcal",
    "carbs": "carbohydrate_g", "carbohydrates": "carbohydrate_g", "fibre": "fiber_g", "sugar": "sugars_g",
    "total_fat": "fat_g", "salt": "sodium_mg", "alcohol": "alcohol_g", "water": "water_g",
}  # fmt: skip
# Real nutrients without a place in the table; some look like others (manganese, magnesium).
_UNUSED = frozenset(
    [
        "manganese",
        "mn",
        "iodine",
        "chloride",
        "chromium",
        "molybdenum",
        "fluoride",
        "biotin",
        "vitamin_b7",
        "pantothenic_acid",
        "vitamin_b5",
        "trans_fat",
        "ash",
        "starch",
        "polyols",
    ]
)
_GRAMS = {"kg": 1e3, "g": 1.0, "mg": 1e-3, "ug": 1e-6, "ng": 1e-9}
_UNITS = (*_GRAMS, "kcal", "kj", "cal", "j", "iu", "mmol", "percent", "dv")
_SPELLINGS = {"mcg": "ug", "gram": "g", "grams": "g", "milligrams": "mg", "micrograms": "ug", "ui": "iu"}


def unit_of(name: str) -> str:
    """The unit that the name of a nutrient ends with."""
    return name.rsplit("_", 1)[1]


_BASES = {name.removesuffix("_" + unit_of(name)): name for name in AMOUNTS}


@dataclass(frozen=True)
class Column:
    """A column of a user's table: its name as ``given``, and the one it stands for (None: nobody knows).

    ``judged`` is false when its values are in another unit, so that only their form can be checked.
    """

    given: str
    name: str | None = None
    judged: bool = True


@dataclass(frozen=True)
class _Reading:
    """What is wrong with a column's name, what to do, and what was probably meant."""

    what: str
    fix: str
    name: str | None = None
    judged: bool = True


def read_header(file: str, row: int, cells: Sequence[str]) -> tuple[list[Column], list[Problem]]:
    """The columns of a table, and what is wrong with its header."""
    columns: list[Column] = []
    problems: list[Problem] = []
    exact = {cell.strip() for cell in cells}
    for position, cell in enumerate(cells, start=1):
        given = cell.strip()
        taken = {column.name for column in columns}
        if given in KNOWN and given in taken:
            what = f"the column stands twice (again as column {position})"
            problems.append(Problem(file, row, given, what, "keep one of them"))
            columns.append(Column(given))
        elif given in KNOWN:
            columns.append(Column(given, given))
        elif not given:
            problems.append(Problem(file, row, None, f"column {position} has no name", "name it or remove it"))
            columns.append(Column(given))
        else:
            reading = _unknown(given)
            problems.append(Problem(file, row, given, reading.what, reading.fix))
            free = reading.name not in exact and reading.name not in taken
            columns.append(Column(given, reading.name if free else None, reading.judged))
    meant = {column.name: column.given for column in columns}
    for name in REQUIRED:
        if name not in exact:
            fix = f"rename the column {shown(meant[name])}" if name in meant else f"add a column {name}"
            problems.append(Problem(file, row, name, f"the required column {name} is missing", fix))
    return columns, problems


@dataclass(frozen=True)
class Heading:
    """What the name of a column says: our ``name`` for it (None: nobody knows), its ``unit`` and its ``basis`` if it names any.

    ``basis`` is '' for 100 g, else as "serving". ``salt``: values are of salt, not of sodium.
    """

    name: str | None
    unit: str | None
    basis: str
    salt: bool


def read_heading(given: str) -> Heading:
    """What the name of one column of any table says."""
    plain, words, basis = _plain(given)
    if plain in KNOWN:
        unit = unit_of(plain) if plain in AMOUNTS else None
        return Heading(plain, unit, basis, salt=False)
    unit = words[-1] if words[-1] in _UNITS else None
    base = "_".join(words[:-1]) if unit else plain
    name = _BASES.get(base) or _ALSO.get(base) or _ALSO.get(plain) or (None if base in _UNUSED else _nutrient(base))
    return Heading(name, unit, basis, "salt" in words and name == "sodium_mg")


def _plain(given: str) -> tuple[str, list[str], str]:
    """The name as we would write it, its words, and its basis when that is not 100 g."""
    spelled = given.lower().replace("µ", "u").replace("μ", "u")
    words = [_SPELLINGS.get(word, word) for word in re.sub(r"[^a-z0-9]+", "_", spelled).strip("_").split("_")]
    words, basis = _basis(words)
    return "_".join(words), words, basis


def _unknown(given: str) -> _Reading:
    quoted = shown(given)
    what = f"unknown column {quoted}"
    plain, words, basis = _plain(given)
    if basis:
        fix = f"give the amount per 100 g{f' in a column {plain}' if plain in KNOWN else ''}"
        return _Reading(f"{quoted} is per {basis}", fix, plain if plain in KNOWN else None, judged=False)
    if plain in KNOWN:
        return _Reading(what, f"write its name as {plain}", plain)
    unit = words[-1] if words[-1] in _UNITS else None
    base = "_".join(words[:-1]) if unit else plain
    name = _BASES.get(base) or _ALSO.get(base) or _ALSO.get(plain) or _nutrient(base)
    if base in _UNUSED:
        return _Reading(f"{quoted} is a nutrient that this planner does not use", "remove the column")
    if not name:
        near = get_close_matches(plain, KNOWN, n=1, cutoff=0.75)
        if near:
            return _Reading(what, f"rename it to {near[0]} if that is meant, or remove it", near[0])
        allowed = f"{', '.join(TEXT)}, {PRICE} and nutrients such as magnesium_mg"
        return _Reading(what, f"remove it (columns may be {allowed})")
    if name not in AMOUNTS:
        return _Reading(what, f"rename it to {name} if that is what it holds", name)
    ours = unit_of(name)
    if "salt" in words:
        fix = "1 g of salt is 393 mg of sodium: give sodium_mg"
        return _Reading(f"{quoted} is salt, not sodium", fix, name, judged=False)
    if unit is None:
        fix = f"name it {name} and give {_written(ours)} per 100 g"
        return _Reading(f"the column {quoted} does not say its unit", fix, name)
    if unit == ours:
        return _Reading(what, f"name it {name} (values per 100 g)", name)
    what = f"{quoted} is in {_written(unit)}, this table takes {_written(ours)}"
    return _Reading(what, _convert(name, unit, ours), name, judged=False)


def _basis(words: list[str]) -> tuple[list[str], str]:
    """The words without "per 100 g" at their end; and the basis when it is another ("serving"), else ''."""
    for size in (3, 2, 1):
        tail = "".join(words[-size:]).removeprefix("per")
        if len(words) > size and tail in ("100g", "100gram", "serving", "portion", "100kcal", "100ml"):
            return words[:-size], "" if tail in ("100g", "100gram") else tail
    return words, ""


def _written(unit: str) -> str:
    return {"kj": "kJ", "iu": "IU"}.get(unit, unit)


def _convert(name: str, unit: str, ours: str) -> str:
    if unit == "kj" and ours == "kcal":
        return f"divide the values by 4.184 and name the column {name}"
    if unit in _GRAMS and ours in _GRAMS:
        factor = _GRAMS[unit] / _GRAMS[ours]
        by = f"multiply the values by {factor:,.0f}" if factor > 1 else f"divide the values by {1 / factor:,.0f}"
        return f"{by} and name the column {name}"
    return f"convert the values to {ours} per 100 g and name the column {name}"


def _nutrient(words: str) -> str | None:
    try:
        return find_nutrient(words.replace("_", " "))
    except UnknownNameError:
        return None
