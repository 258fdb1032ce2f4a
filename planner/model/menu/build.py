"""A menu problem from a food table, the palette, habits, targets and rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

import numpy as np
import pandas as pd

from planner.errors import InputError
from planner.foods.borrow import eaten_as
from planner.foods.habits import Habits
from planner.foods.ordinariness import familiarity_of_foods
from planner.foods.palette import ANY, Palette, PaletteFood
from planner.foods.remembered import remembered
from planner.foods.table import FoodTable
from planner.model.menu.company import company
from planner.model.menu.items import (
    BIG_APPETITE_KCAL,
    NO_CAP,
    IntArray,
    Items,
    borrowed,
    families,
    ordinary,
    portions,
)
from planner.model.menu.patterns import SlotPatterns, slot_patterns
from planner.model.menu.problem import MenuProblem
from planner.model.menu.quantities import (
    COST,
    WeighedBound,
    bounds_arrays,
    known_or_typical_price,
    per_gram,
    quantity_matrix,
)
from planner.model.menu.rules import PlateRule
from planner.model.program import BoolArray, FloatArray

# Least and most share of the day's energy by slot (DESIGN: policy, near what US adults eat).
SHARES = {
    1: {"breakfast": (0.18, 0.30), "lunch": (0.25, 0.38), "dinner": (0.26, 0.40), "snack": (0.05, 0.20)},
    2: {
        "breakfast": (0.16, 0.29), "lunch": (0.22, 0.36), "dinner": (0.24, 0.38), "snack": (0.04, 0.16), "evening": (0.04, 0.16),
    },
    0: {"breakfast": (0.22, 0.36), "lunch": (0.28, 0.42), "dinner": (0.30, 0.46)},
}  # fmt: skip
TWO_SNACKS_FROM_KCAL = 2150.0
_ROWS = ("breakfast", "lunch", "dinner", "snack")
_EATEN_AT = {"breakfast": "breakfast", "lunch": "lunch", "dinner": "dinner", "snack": "snack", "evening": "snack"}

# What stands on two days running reads like a log, not like a menu.
APART_ROLES = frozenset(
    [
        "main",
        "dish",
        "stew",
        "stirfry",
        "soup",
        "sandfill",
        "fishfill",
        "readysand",
        "protsalad",
        "bburrito",
        "pancake",
        "tacoprot",
        "tacobean",
        "veg",
        "sidesalad",
        "potato",
        "rice",
        "grain",
        "pasta",
        "sweet",
        "choc",
        "ice",
        "legume",
        "curry",
        "mexdish",
        "noodledish",
        "pastadish",
        "vegpasta",
        "pizza",
        "mezze",
        "bakedpotato",
        "potatotop",
        "platesauce",
        "potbean",
        "ricebeans",
        "bowlprot",
        "omelet",
        "sushi",
        "savorybowl",
        "scramble",
        "smoothie",
        "dip",
        "hotcereal",
        "cereal",
    ]
)
# What may come every day, and more than once: drinks, and what a cook uses without thinking.
_DAILY_ROLES = frozenset({"water", "milk", "hot", "tea", "oil", "dressing", "juice"})
MOST_FOODS_A_WEEK = 43  # on the shopping list of 7 days; longer plans need fewer new ones a week (policy)
MOST_DAYS_A_WEEK = 3  # no solid food on more days than this (DESIGN: variety)
_UNFAMILIAR_NATS = 6.5  # for a food rarer than all others; the median food of the records costs half
_KIND_NATS = 2.5  # where a food is of no cuisine of the meal
_UNSEEN_NATS = 1.0  # for what the records do not know by its code: as usual as its category, but that is a guess
_SPECIAL_NATS = 20.0  # for what is made without gluten or lactose where the ordinary is on offer: few others buy it
_FAR_NATS = 16.0  # for a starch of a far cuisine, such as fufu: it is for those who wish for it
_EVERYDAY = frozenset({ANY, "american", "southern", "european", "italian", "mediterranean", "mexican", "chinese"})
_SPECIAL = {"gluten-free": "wheat", "lactose-free": "2% milk"}  # and a word of the ordinary


@dataclass(frozen=True)
class Taste:
    """How a menu is weighed. ``wholesome`` 0 = ordinary, 1 = the default, 2 = strict; others are nats per unit."""

    wholesome: float = 1.0
    price_nats_per_usd: float = 2.2
    new_food_nats: float = 0.9
    second_milk_nats: float = 3.0  # for a cup of another milk than the one poured most; 0 = as many kinds as there are
    liked: Mapping[str, float] = field(default_factory=dict)  # nats by food code; negative = liked


@dataclass(frozen=True)
class Leeway:
    """Where wishes go beyond variety: caps in 7 days by food code and by (slot, kind), and what may run on."""

    caps: Mapping[str, int] = field(default_factory=dict)
    kind_caps: Mapping[tuple[str, str], int] = field(default_factory=dict)
    running: frozenset[str] = frozenset()
    kinds_running: frozenset[tuple[str, str]] = frozenset()


def wholesome_nats(rows: pd.DataFrame, foods: Sequence[PaletteFood], grams: FloatArray) -> FloatArray:
    """(F,) nats for what a usual portion brings: greens, nuts, whole grains, legumes and whole fruit lower the price of a
    food; added sugar, saturated fat, refined grain, sodium and cured meat raise it."""

    def amount(column: str) -> FloatArray:
        values: FloatArray = np.nan_to_num(rows[column].to_numpy(float)) / 100.0 * grams
        return values

    whole_fruit = np.array(["whole_fruit" in food.tags for food in foods], dtype=float)
    fried = np.array(["fried" in food.tags for food in foods], dtype=float)
    tilt: FloatArray = (
        -1.0 * np.minimum(amount("vegetables_dark_green_cup_eq"), 1.0)
        - 0.35 * np.minimum(amount("nuts_seeds_oz_eq"), 2.0)
        - 0.25 * np.minimum(amount("grains_whole_oz_eq"), 2.0)
        - 0.9 * np.minimum(amount("vegetables_legumes_cup_eq"), 1.0)
        - 0.25 * np.minimum(amount("fruit_total_cup_eq"), 1.0) * whole_fruit
        - 0.03 * np.minimum(amount("oils_g"), 10.0)
        + 0.05 * amount("added_sugars_g")
        + 0.08 * amount("saturated_fat_g")
        + 0.15 * amount("grains_refined_oz_eq")
        + 0.5 * amount("sodium_mg") / 1000.0
        + 0.6 * amount("cured_meat_oz_eq")
        + 0.8 * fried
    )
    return tilt


def menu_problem(
    table: FoodTable,
    palette: Palette,
    foods: Sequence[PaletteFood],
    habits: Habits,
    bounds: Sequence[WeighedBound],
    rules: Sequence[PlateRule],
    energy_kcal: float,
    days: int,
    taste: Taste,
    shares: Mapping[str, tuple[float, float]],
    leeway: Leeway | None = None,
) -> MenuProblem:
    """All arrays of a menu; ``foods`` are the palette rows this person may eat.

    ``shares``: the slots, with their least and most share of the energy, such as ``SHARES[1]``.
    Raises InputError when a slot has no meal left.
    """
    kitchen = _kitchen(table, palette, _once(tuple(foods)), habits, energy_kcal > BIG_APPETITE_KCAL)
    leeway = leeway or Leeway()
    slots = tuple(shares)
    for slot in slots:
        if not kitchen.shapes[slot].patterns:
            raise InputError(f"no {slot} can be made of the foods that are left; allow more foods")
    price = kitchen.price_per_100g / 100.0 * kitchen.middle_g
    surprise = kitchen.surprise + taste.wholesome * kitchen.wholesome + taste.price_nats_per_usd * price
    surprise = surprise + np.array([taste.liked.get(one.code, 0.0) for one in kitchen.foods])
    surprise[kitchen.barred] = np.inf
    names = tuple(dict.fromkeys([*(one.bound.quantity for one in bounds), *(rule.quantity for rule in rules), COST]))
    items = Items(
        foods=kitchen.foods,
        role=kitchen.role,
        same=kitchen.same,
        cap=np.maximum(kitchen.cap, [leeway.caps.get(one.code, 0) for one in kitchen.foods]),
        family=kitchen.family,
        surprise=surprise,
        food=kitchen.food,
        grams=kitchen.grams,
        amount=kitchen.amount,
        content=quantity_matrix(
            partial(_in_one_gram, table, kitchen.places),
            kitchen.price_per_100g,
            kitchen.foods,
            kitchen.food,
            kitchen.grams,
            names,
            rules,
        ),
        deviation=kitchen.deviation,
    )
    kinds = palette.kinds()
    kind_content = np.zeros((len(kinds), len(names)))
    for rule in (rule for rule in rules if rule.kinds):
        for k, (slot, kind) in enumerate(kinds):
            if f"{slot}:{kind}" in rule.kinds:
                kind_content[k, names.index(rule.quantity)] = 1.0
    caps = {(template.slot, template.kind): template.week_cap for template in palette.templates}
    runs = np.zeros(len(kitchen.apart), dtype=bool)
    runs[kitchen.same[np.array([food.code in leeway.running for food in kitchen.foods], dtype=bool)]] = True
    runs[len(runs) - len(kinds) :] = [one in leeway.kinds_running for one in kinds]
    return MenuProblem(
        days=days,
        items=items,
        quantities=names,
        energy=names.index("energy_kcal"),
        bounds=bounds_arrays(names, bounds),
        slots=slots,
        slot_row=np.array([_ROWS.index(_EATEN_AT[slot]) for slot in slots], dtype=np.int64),
        patterns=tuple(kitchen.shapes[slot] for slot in slots),
        share_kcal=np.array([shares[slot] for slot in slots]) * energy_kcal,
        kind_content=kind_content,
        kind_cap=np.array([max(caps[one], leeway.kind_caps.get(one, 0)) for one in kinds], dtype=np.int64),
        apart=kitchen.apart & ~runs,
        company=company(table, palette, habits, kitchen.foods, _ROWS),
        kind_food=kitchen.kind_food,
        new_food=taste.new_food_nats,
        second_milk=taste.second_milk_nats,
        named=frozenset(
            one.code
            for one in kitchen.foods
            if taste.liked.get(one.code, 0.0) < 0.0 or any(rule.wish and rule.counts(one) for rule in rules)
        ),
        most_foods=round(MOST_FOODS_A_WEEK * (days / 7) ** 0.5),
    )


@dataclass(frozen=True, eq=False)
class Kitchen:
    """What all people of one diet share: foods sorted by role, their portions and habits, the shapes of meals.

    ``codes`` (foods by code,) in the order of ``same``; ``places`` (F,) in the table; ``barred`` (rows, F) where a food is not offered.
    """

    foods: tuple[PaletteFood, ...]
    places: IntArray
    role: IntArray
    same: IntArray
    cap: IntArray
    family: IntArray
    food: IntArray
    grams: FloatArray
    amount: FloatArray
    deviation: FloatArray
    middle_g: FloatArray
    surprise: FloatArray
    barred: BoolArray
    wholesome: FloatArray
    price_per_100g: FloatArray
    kind_food: FloatArray
    apart: BoolArray
    shapes: Mapping[str, SlotPatterns]


_in_one_gram = remembered(1000)(per_gram)  # most quantities of the kitchens


@remembered(64)
def _once(foods: tuple[PaletteFood, ...]) -> tuple[PaletteFood, ...]:
    """Equal rows are the same rows, so that kitchens are found again."""
    return _equal(foods)


@lru_cache(maxsize=24)
def _equal(foods: tuple[PaletteFood, ...]) -> tuple[PaletteFood, ...]:
    return foods


@remembered(16)  # the diets of a clinic, with small and big appetites
def _kitchen(table: FoodTable, palette: Palette, given: tuple[PaletteFood, ...], habits: Habits, big: bool) -> Kitchen:
    role_index = {role: i for i, role in enumerate(palette.roles)}
    foods = tuple(sorted(given, key=lambda food: role_index[food.role]))
    codes = [food.code for food in foods]
    rows = table.data.reindex(codes)
    role = np.array([role_index[food.role] for food in foods], dtype=np.int64)
    uncapped = {food.code for food in foods if food.role in _DAILY_ROLES}
    bought = [food.ingredient or (food.name if _is_stirred(food, uncapped) else food.code) for food in foods]
    group = {name: i for i, name in enumerate(dict.fromkeys(bought))}
    same = np.array([group[name] for name in bought], dtype=np.int64)
    eaten = eaten_as(rows, habits.portions.index)
    share = {slot: np.asarray(habits.per_1000(slot).reindex(eaten).fillna(0.0), dtype=float) for slot in _ROWS}
    category = rows["category_code"].astype(str)
    unseen = np.sum([share[slot] for slot in _ROWS], axis=0) <= 0.0
    share = {slot: borrowed(values, unseen, category) for slot, values in share.items()}
    recorded = habits.portions["p50_g"].reindex(eaten).set_axis(codes)
    usual = recorded.fillna(rows["portion_p50_g"]).fillna(0.0).to_numpy(float)
    food, grams, amount, deviation = portions(foods, usual, BIG_APPETITE_KCAL + 1 if big else BIG_APPETITE_KCAL)
    middle = grams[np.lexsort((deviation, food))][np.searchsorted(food, np.arange(len(foods)))]  # the usual portion
    surprise = ordinary(foods, share, role, _ROWS)
    familiar = np.asarray(familiarity_of_foods(habits).reindex(eaten).fillna(0.0), dtype=float) / 100.0
    known = borrowed(familiar, unseen, category)
    not_needed = _not_needed(foods)
    special = np.array([any(word in one.name for word in not_needed) for one in foods], dtype=float)
    surprise = surprise + _UNFAMILIAR_NATS * (1.0 - known) + _SPECIAL_NATS * special + _UNSEEN_NATS * unseen
    far = [{"starch"} <= one.tags and "composed" not in one.tags and not one.cuisines & _EVERYDAY for one in foods]
    surprise = surprise + _FAR_NATS * np.array(far, dtype=float)
    surprise = surprise + 1e-6 * np.arange(1, len(foods) + 1) / max(len(foods), 1)  # breaks ties the same way each time
    usable = frozenset(one.role for one in foods)
    kinds = palette.kinds()
    return Kitchen(
        foods=foods,
        places=table.places(codes),
        role=role,
        same=same,
        cap=np.array([food_cap(palette, one) for one in foods], dtype=np.int64),
        family=families(foods, rows["category"].astype(str).tolist()),
        food=food,
        grams=grams,
        amount=amount,
        deviation=deviation,
        middle_g=middle,
        surprise=surprise,
        barred=np.array([[bool(one.slots) and slot not in one.slots for one in foods] for slot in _ROWS]),
        wholesome=wholesome_nats(rows, foods, middle),
        price_per_100g=np.where(
            [one.role == "water" for one in foods],
            0.0,
            known_or_typical_price(table.data).reindex(codes).to_numpy(float),
        ),
        kind_food=_kind_food(foods, palette),
        apart=_apart(foods, same, kinds),
        shapes={slot: slot_patterns(palette, slot, usable) for slot in dict.fromkeys(slot for slot, _ in kinds)},
    )


def _is_stirred(food: PaletteFood, uncapped: Collection[str]) -> bool:
    """Whether it is a sauce that is stirred from what may come every day, as oil, and yet is a food of its own."""
    return "stirred" in food.tags and food.code in uncapped


def _not_needed(foods: Sequence[PaletteFood]) -> list[str]:
    """The words for foods made without something that these people may eat."""
    return [word for word, ordinary in _SPECIAL.items() if any(ordinary in one.name for one in foods)]


def food_cap(palette: Palette, food: PaletteFood) -> int:
    """How often a food may stand in 7 days by its role; ``NO_CAP`` = as often as it likes."""
    if food.role in _DAILY_ROLES:
        return NO_CAP
    cap = palette.roles[food.role].week_cap
    return MOST_DAYS_A_WEEK if cap is None else min(cap, MOST_DAYS_A_WEEK)


def _apart(foods: Sequence[PaletteFood], same: IntArray, kinds: Sequence[tuple[str, str]]) -> BoolArray:
    apart = np.zeros(int(same.max()) + 1, dtype=bool)
    for i, food in enumerate(foods):
        apart[same[i]] |= food.role in APART_ROLES
    return np.concatenate([apart, np.array([kind_apart(*one) for one in kinds], dtype=bool)])


def kind_apart(slot: str, kind: str) -> bool:
    """Whether a kind of meal never stands on two days running."""
    return slot == "breakfast" or (slot in ("lunch", "dinner") and kind != "plate")


def _kind_food(foods: Sequence[PaletteFood], palette: Palette) -> FloatArray:
    """(kinds, F) nats where a food's cuisine is none of the kind's."""
    cuisines = {(template.slot, template.kind): template.cuisines for template in palette.templates}
    found = np.zeros((len(cuisines), len(foods)))
    for k, pair in enumerate(palette.kinds()):
        wanted = cuisines[pair]
        if wanted:
            found[k] = [0.0 if ANY in food.cuisines or food.cuisines & wanted else _KIND_NATS for food in foods]
    return found
