"""Foods outside the palette, by wish: role, plain name, unit and amounts by rule, learnt from the palette itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from planner.foods.measures import GRAMS_PER_OZ
from planner.foods.palette import ANY, Palette, PaletteFood
from planner.foods.plain_names import lower_case, plain_name, singular_name
from planner.foods.portions import best_unit
from planner.foods.stand_in import STANDS_IN, stands_in
from planner.foods.table import FoodTable
from planner.foods.words import stems

# Categories of which the palette has no food: what their foods do in a meal. Others are bought to cook with.
_OTHER_ROLES: Mapping[str, tuple[str, ...]] = {
    "Bacon": ("breakside",),
    "Chicken patties, nuggets and tenders": ("main",),
    "Diet soft drinks": ("tea",),
    "Diet sport and energy drinks": ("tea",),
    "Doughnuts, sweet rolls, pastries": ("sweet",),
    "Enhanced water": ("tea",),
    "Flavored milk, reduced fat": ("milkydrink",),
    "Flavored milk, whole": ("milkydrink",),
    "Frankfurter sandwiches": ("readysand",),
    "Frankfurters": ("main",),
    "Fruit drinks": ("tea",),
    "Lamb, goat, game": ("main",),
    "Liver and organ meats": ("main",),
    "Milk shakes and other dairy drinks": ("milkydrink",),
    "Nachos": ("mexdish",),
    "Nutrition bars": ("sweet",),
    "Other diet drinks": ("tea",),
    "Peanut butter and jelly sandwiches": ("readysand",),
    "Potato chips": ("crackers",),
    "Saltine crackers": ("crackers",),
    "Soft drinks": ("tea",),
    "Sport and energy drinks": ("tea",),
}
_SAUCES = frozenset({"platesauce", "bowlsauce", "redsauce"})  # a wish for vodka is none for vodka sauce
_COMMON = 1 / 3  # a role that so many foods of a category play is the category's
_SELDOM = 1 / 10  # what fewer do is no model for others
_ALIKE = 0.5  # names that share so many words are of foods used alike
_SUGARY_G = 8.4  # two teaspoons of added sugar in the largest serving (food_data/MENUS.md)
# Contents of the largest serving from which a tag is told: column of the food patterns and its least amount.
_TOLD = {
    "processed_meat": (("cured_meat_oz_eq",), 0.5),
    "red_meat": (("meat_oz_eq",), 1.0),
    "poultry": (("poultry_oz_eq",), 1.0),
    "fish": (("seafood_high_n3_oz_eq", "seafood_low_n3_oz_eq"), 1.0),
    "legume": (("vegetables_legumes_cup_eq",), 0.25),
    "nuts": (("nuts_seeds_oz_eq",), 0.5),
    "greens": (("vegetables_dark_green_cup_eq",), 0.25),
}
_BY_CONTENT = frozenset([*_TOLD, "whole_grain", "sugary", "fried", "egg"])
_PARTICULAR = frozenset(
    ["avocado", "banana", "sweet_potato", "tofu", "berry", "spicy", "oily_fish", "composed", "soup"]
)

# What is cut, poured or spooned comes in halves and quarters, what is counted in halves at most.
_POURED = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
_COUNTED = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0)
_MOST_AMOUNTS = 3
_UNITS = frozenset(
    [
        "cup",
        "glass",
        "tbsp",
        "tsp",
        "oz",
        "slice",
        "leaf",
        "ear",
        "square",
        "piece",
        "bar",
        "bottle",
        "can",
        "bowl",
        "stick",
    ]
)


_OWN_UNITS = frozenset(["serving", "container", "pack", "packet", "portion", "jar"])  # beside them, of one's own foods

# Parts of the names of laboratories that nobody says at the table.
_UNTOLD = re.compile(
    r"^(?:nuts|seeds|sauce), |, (?:with|without|in|from|not|no|solids|shelf|refrigerated|grade|commercial|mature|fluid|large|egg whole|"
    r"all|ripe|slightly|year|peeled|seedless|separable|boneless|bone-in|trimmed|choice|select|skinless|meat only|broilers?|"
    r"bell|regular|drained|sliced|crumbled|solid|ready)\b[^,]*|, [^,]*(?:skin|%|added|flesh|moisture)[^,]*",
    re.IGNORECASE,
)


def adopt(table: FoodTable, palette: Palette, code: str) -> tuple[PaletteFood, ...]:
    """Palette rows for any food of the table, one for each role it can play; none for what is only cooked with.

    Raises UnknownNameError when no food has this code.
    """
    return _adopted(table, palette, code)


@lru_cache(maxsize=1000)
def _adopted(table: FoodTable, palette: Palette, code: str) -> tuple[PaletteFood, ...]:
    own = tuple(food for food in palette.foods if food.code == code)
    if own:
        return own
    food = table.food(code)
    if stands_in(table):
        return _as_lender(table, palette, code) if isinstance(food["treat_as"], str) else ()
    like = _category_rows(table, palette).get(str(food["category"]), ())
    like = tuple(other for other in like if other.role not in _SAUCES)
    unit, grams = _spoken(*best_unit(table, code), _UNITS | _OWN_UNITS if code in table.own else _UNITS)
    amounts, big = _amounts(food, unit, grams)
    name = plain_name(str(food["food"]))
    if any(other.name == name for other in palette.foods):
        name = lower_case(str(food["food"]))
    if not unit:
        name = singular_name(name)
    found = []
    for role in _roles(table, str(food["food"]), str(food["category"]), like):
        same = [other for other in like if other.role == role]
        found.append(
            PaletteFood(
                code=code,
                name=name,
                plural="",
                role=role,
                unit=unit,
                grams_per_unit=grams,
                amounts=amounts,
                amounts_big=big,
                cuisines=_shared(same, lambda one: one.cuisines) or frozenset({ANY}),
                tags=_tags(food, name, role, same, grams * max(amounts)),
                diet_by_hand="",
                label="",
                companions=_shared(same, lambda one: one.companions),
            )
        )
    return tuple(found)


def _as_lender(table: FoodTable, palette: Palette, code: str) -> tuple[PaletteFood, ...]:
    """The rows of the palette food that this one stands in for, under its own name."""
    names, shared = _short_names(table)
    name, english = names[code]
    if name in shared:
        name = _as_written(str(table.data.at[code, "food"]))
    counted = singular_name(name) if english else name
    lender = table.data.at[code, "treat_as"]
    found: dict[str, PaletteFood] = {}
    for row in palette.foods:
        if row.code == lender and row.role not in found:  # one of each role: two would go by one name
            found[row.role] = replace(
                row,
                code=code,
                name=name if row.unit else counted,
                plural="" if english else name,
                label="",
                note="",
                diet_by_hand="",
            )
    return tuple(found.values())


@lru_cache(maxsize=4)
def _short_names(table: FoodTable) -> tuple[dict[str, tuple[str, bool]], frozenset[str]]:
    """What menus call each food that stands in, and whether that is English; and names that several on offer would share."""
    data = table.data[table.data["treat_as"].notna()]
    also = data["also_called"] if "also_called" in data else pd.Series(None, index=data.index)
    names: dict[str, tuple[str, bool]] = {}
    for code, official, english in zip(data.index.tolist(), data["food"].tolist(), also.tolist(), strict=True):
        if isinstance(english, str) and english:  # rules for English names are none for others
            names[code] = _as_written(re.split(r",| ou | \(", official)[0]), False
        else:
            names[code] = plain_name(_UNTOLD.sub("", official)), True
    held = Counter(names[code][0] for code in data.index[data[STANDS_IN]])
    return names, frozenset(name for name, count in held.items() if count > 1)


def _as_written(name: str) -> str:
    return name[:1].lower() + name[1:]


@lru_cache(maxsize=4)
def _category_rows(table: FoodTable, palette: Palette) -> dict[str, tuple[PaletteFood, ...]]:
    category = table.data["category"]
    found: dict[str, list[PaletteFood]] = {}
    for food in palette.foods:
        if food.code in table:
            found.setdefault(str(category.at[food.code]), []).append(food)
    return {name: tuple(rows) for name, rows in found.items()}


def _roles(table: FoodTable, name: str, category: str, like: Sequence[PaletteFood]) -> tuple[str, ...]:
    """The roles of the foods of its category that are called most alike, else those usual in the category."""
    if not like:
        return _OTHER_ROLES.get(category, ())
    words, official = set(stems(name)), table.data["food"]
    alike = {
        code: len(words & other) / len(words | other)
        for code in dict.fromkeys(food.code for food in like)
        if (other := set(stems(str(official.at[code]))))
    }
    best = max(alike.values())
    codes = {code for code, share in alike.items() if share >= best - 1e-9}
    held = Counter(role for _, role in {(food.code, food.role) for food in like})
    least = (_SELDOM if best >= _ALIKE else _COMMON) * len(alike)
    chosen = [food.role for food in like if food.code in codes or best < _ALIKE]
    usual = [role for role in chosen if held[role] >= least]
    return tuple(dict.fromkeys(usual or [food.role for food in like if food.code in codes]))


def _shared(rows: Sequence[PaletteFood], values: object) -> frozenset[str]:
    """What most of the rows have."""
    held = Counter(value for row in rows for value in values(row))  # type: ignore[operator]
    return frozenset(value for value, count in held.items() if 2 * count > len(rows))


def _tags(food: pd.Series, name: str, role: str, same: Sequence[PaletteFood], grams: float) -> frozenset[str]:
    """Tags by content where the food patterns know it, else those of most foods in the same category and role."""
    tags = set(_shared(same, lambda one: one.tags)) - _PARTICULAR

    def amount(column: str) -> float:
        value = float(food.get(column, float("nan")))
        return 0.0 if value != value else value * grams / 100.0

    if str(food.get("pattern_basis")).startswith(("fped", "like ", "recipe")):
        tags -= _BY_CONTENT
        tags |= {tag for tag, (columns, least) in _TOLD.items() if sum(map(amount, columns)) >= least}
        if "processed_meat" in tags:
            tags.discard("red_meat")
        if amount("eggs_oz_eq") >= 0.75:
            tags.add("egg")
        if amount("grains_whole_oz_eq") >= max(0.5 * amount("grains_total_oz_eq"), 0.25):
            tags.add("whole_grain")
        if "sweet" not in tags and amount("added_sugars_g") >= _SUGARY_G:
            tags.add("sugary")
    if re.search(r"\b(?:fried|breaded|battered|fries|nuggets?|tempura)\b", f"{food['food']} {name}"):
        tags.add("fried")
    if role in ("sweet", "ice", "choc"):
        tags = (tags - {"sugary"}) | {"sweet"}
    if not same and role in ("tea", "crackers", "sweet", "milkydrink"):
        tags.add("cook_free")
    return frozenset(tags)


def _amounts(food: pd.Series, unit: str, grams: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Multiples of the unit around the usual portion, within what people eat at a time; further ones for big appetites."""
    usual, low, high = (float(food[f"portion_{p}_g"]) for p in ("p50", "p5", "p95"))
    usual = usual if usual > 0 else grams
    low, high = (low if low > 0 else usual / 2), (high if high > 0 else 2 * usual)
    shares = _POURED if unit in ("cup", "glass", "tbsp", "tsp", "bowl") else _COUNTED
    possible = [share for share in shares if 0.95 * low <= share * grams <= 1.05 * high]
    if not possible:
        possible = [min(shares, key=lambda share: abs(share * grams - usual))]
    nearest = sorted(possible, key=lambda share: (abs(share * grams / usual - 1), share))[:_MOST_AMOUNTS]
    larger = [share for share in possible if share > max(nearest)][:1]
    return tuple(sorted(nearest)), tuple(larger)


def _spoken(unit: str, grams: float, units: frozenset[str]) -> tuple[str, float]:
    """The unit as the palette writes it: "cup", "oz", or nothing where the thing itself is counted."""
    _, _, words = unit.partition(" ")
    if words == "g":
        return ("oz", GRAMS_PER_OZ) if grams >= GRAMS_PER_OZ else ("tsp", grams)
    head = re.split(r",| of | with | \(", words)[0].strip()
    last = {"tablespoon": "tbsp", "teaspoon": "tsp"}.get(head, head.split()[-1] if head else "")
    return (last if last in units else "", grams)


def adopt_all(table: FoodTable, palette: Palette, codes: Iterable[str]) -> tuple[PaletteFood, ...]:
    """The rows of several foods."""
    return tuple(food for code in codes for food in adopt(table, palette, code))
