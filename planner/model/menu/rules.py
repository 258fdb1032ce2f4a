"""Plate rules: what a plate, a day and a week are like. Each is counted, has a name, a default and a switch.

A rule counts servings with certain tags (or meals of a kind) and bounds the count per day and per 7 days, like a nutrient.
The defaults come from reading menus blind beside dietitians' (docs/menu.md says how), not from a source of numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from planner.foods.palette import PaletteFood
from planner.foods.remembered import remembered
from planner.model.constraints import AmountBound
from planner.model.program import FloatArray

Span = tuple[float | None, float | None]
FREE: Span = (None, None)


@dataclass(frozen=True)
class PlateRule:
    """``counts(food)`` is how many servings one portion of the food counts for; ``kinds`` counts meals of these kinds.

    ``day`` and ``week`` are (at least, at most); None = no bound. ``week`` is for 7 days and is scaled.
    ``wish``: what a person asked for, not a rule of the plate; ``safety``: a limit that is counted again exactly after the search.
    """

    name: str
    sentence: str
    counts: Callable[[PaletteFood], float] = lambda food: 0.0
    kinds: frozenset[str] = frozenset()
    day: Span = FREE
    week: Span = FREE
    wish: bool = False
    safety: bool = False

    @property
    def quantity(self) -> str:
        return f"rule:{self.name}"

    def bounds(self, days: int) -> list[AmountBound]:
        """As constraints of a plan of ``days`` days; a week's least is rounded down, its most up."""
        found = []
        if self.day != FREE:
            found.append(AmountBound(self.quantity, *self.day, per="day", label=self.name))
        low, high = self.week
        if days < 7:
            low = math.floor((low or 0.0) * days / 7 + 1e-9) or None
            high = None if high is None else float(math.ceil(high * days / 7 - 1e-9))
        else:
            low = None if low is None else math.floor(low * days / 7 + 1e-9)
            high = None if high is None else math.ceil(high * days / 7 - 1e-9)
        if low is not None or high is not None:
            # on the mean of the days, in servings a day
            found.append(
                AmountBound(
                    self.quantity,
                    None if low is None else low / days,
                    None if high is None else high / days,
                    per="mean",
                    label=self.name,
                )
            )
        return found


@cache
def tagged(*tags: str) -> Callable[[PaletteFood], float]:
    """One serving for each food with any of these tags."""
    wanted = frozenset(tags)
    return lambda food: 1.0 if food.tags & wanted else 0.0


@cache
def in_role(*roles: str) -> Callable[[PaletteFood], float]:
    """One serving for each food in any of these roles."""
    wanted = frozenset(roles)
    return lambda food: 1.0 if food.role in wanted else 0.0


_BEANS_OVER_RICE = frozenset(
    f"{slot}:{kind}" for slot in ("lunch", "dinner") for kind in ("rice and beans", "bean bowl")
)
UNCOUNTED_ROLES = frozenset({"water"})  # water and seasonings are not items of a day
_LEGUME_MAINS = frozenset(
    {
        "legume",
        "tacobean",
        "potbean",
        "ricebeans",
        "curry",
        "stew",
        "soup",
        "protsalad",
        "dish",
        "mezze",
        "scramble",
        "bowlprot",
        "main",
    }
)


def _is_item(food: PaletteFood) -> float:
    return 0.0 if food.role in UNCOUNTED_ROLES else 1.0


def _is_legume_main(food: PaletteFood) -> float:
    return 1.0 if food.role in _LEGUME_MAINS and "legume" in food.tags else 0.0


@remembered(512)
def counted(counts: Callable[[PaletteFood], float], foods: tuple[PaletteFood, ...]) -> FloatArray:
    """(F,) what a portion of each food counts for in a rule; the rules of the plate count the same for everybody."""
    return np.array([counts(food) for food in foods], dtype=float)


def plate_rules(energy_kcal: float, diets: Sequence[str], vitamin_d_ug: float = 15.0) -> tuple[PlateRule, ...]:
    """The default rules for this energy (kcal a day), diet and vitamin D target (ug a day)."""
    vegan, meatless = "vegan" in diets, bool({"vegan", "vegetarian"} & set(diets))
    fishless, eats_meat = meatless, not meatless and "pescatarian" not in diets
    big = energy_kcal > 2600
    small = energy_kcal < 1700
    # Without dairy, or past 70, vitamin D and calcium come from fortified drinks and cereal: more of them.
    fortified = bool({"vegan", "dairy_free"} & set(diets)) or vitamin_d_ug > 15
    legumes = 3 if vegan else 2 if meatless else 1  # a day
    eggs = 6 if fishless and fortified else 4  # days: eggs bring the vitamin D that fish and milk do not
    cereal = 4 if vegan else 3 if fortified else 2  # mornings
    # The energy of a big appetite has to come from somewhere; with nuts twice each day readers say it is always nuts.
    nuts, nuts_a_week = (2, 14) if vegan else (2, 10) if big else (1, 7)
    said_of_nuts = f"twice a day, {nuts_a_week} times a week at most" if nuts > 1 else "once a day"
    milk, milk_a_week = (3, 18) if fortified else (2, 13)
    rules = [
        PlateRule(
            "items", "12 to 18 items a day, water and seasonings aside",
            _is_item, day=(12.0, 18.0),
        ),
        PlateRule("fruit", "whole fruit twice a day", tagged("whole_fruit", "dried_fruit"), day=(1.0 if small else 2.0, 5.0)),
        PlateRule("whole grains", "whole grains every day", tagged("whole_grain"), day=(1.0, None), week=(12.0, None)),
        PlateRule("dark leafy greens", "dark leafy greens on 4 days or more", tagged("greens"), week=(5.0, None)),
        PlateRule(
            "nuts and seeds", f"nuts or seeds on 4 days or more, {said_of_nuts}", tagged("nuts"),
            day=(None, float(nuts)), week=(4.0, float(nuts_a_week)),
        ),
        PlateRule(
            "legumes", f"legumes on 4 days or more, {('once', 'twice', 'three times')[legumes - 1]} a day at most",
            tagged("legume"), day=(None, float(legumes)), week=(4.0, 16.0 if meatless else 7.0),
        ),
        PlateRule("sweets", "a sweet on 3 days at most, one a day", tagged("sweet"), day=(None, 1.0), week=(None, 3.0)),
        PlateRule("sugary things", "one sugary thing a meal, two a day at most", tagged("sugary"), day=(None, 2.0), week=(None, 6.0)),
        PlateRule("fried food", "fried or breaded food on one day at most", tagged("fried"), day=(None, 1.0), week=(None, 1.0)),
        PlateRule("processed meat", "processed meat once a week at most", tagged("processed_meat"), day=(None, 1.0), week=(None, 1.0)),
        PlateRule("red meat", "red meat on 2 days at most", tagged("red_meat"), day=(None, 1.0), week=(None, 2.0)),
        PlateRule(
            "poultry", "poultry twice a week or more, once a day at most" if eats_meat else "poultry once a day at most",
            tagged("poultry"), day=(None, 2.0 if big else 1.0), week=(2.0 if eats_meat else None, 5.0),
        ),
        PlateRule(
            "fish", "fish two to four times a week" if fortified else "fish two or three times a week",
            tagged("fish"), day=(None, 1.0), week=(None if fishless else 2.0, 4.0 if fortified else 3.0),
        ),
        PlateRule("eggs", f"egg dishes on {eggs} days at most", tagged("egg"), day=(None, 1.0), week=(None, float(eggs))),
        PlateRule("omelets", "an omelet once a week at most", in_role("omelet"), week=(None, 1.0)),
        PlateRule(
            "juice", "one glass of juice a day" if fortified else "juice on 3 days at most, one glass",
            tagged("juice"), day=(None, 1.0), week=(None, 7.0 if fortified else 3.0),
        ),
        PlateRule(
            "milk to drink", f"milk to drink at most {('twice', 'three times', 'four times')[milk - 2]} a day, {milk_a_week} times a week",
            tagged("milk_drink"), day=(None, float(milk)), week=(None, float(milk_a_week)),
        ),
        PlateRule("yogurt", "yogurt once a day at most", in_role("yogurt"), day=(None, 1.0), week=(None, 7.0 if fortified else 6.0)),
        PlateRule("banana", "a banana or more a week, four at most", tagged("banana"), day=(None, 1.0), week=(1.0, 4.0)),
        PlateRule("avocado", "avocado once a week, four times at most", tagged("avocado"), day=(None, 1.0), week=(1.0, 4.0)),
        PlateRule("sweet potato", "sweet potato once a week, twice at most", tagged("sweet_potato"), week=(1.0, 2.0)),
        PlateRule("potatoes", "potatoes, corn and the like once a day at most", in_role("potato", "bakedpotato"), day=(None, 1.0)),
        PlateRule("rice", "rice once a day at most, on 4 days", tagged("rice"), day=(None, 1.0), week=(None, 4.0)),
        PlateRule(
            "rice and beans", f"beans over rice or in a bowl {'three times' if meatless else 'twice'} a week at most",
            kinds=_BEANS_OVER_RICE, week=(None, 3.0 if meatless else 2.0),
        ),
        PlateRule("pasta", "pasta or noodles once a day at most, on 3 days", tagged("pasta"), day=(None, 1.0), week=(None, 3.0)),
        PlateRule("dried fruit", "dried fruit once a week, twice at most", tagged("dried_fruit"), day=(None, 1.0), week=(1.0, 2.0)),
        PlateRule("berries", "berries once a week", tagged("berry"), week=(1.0, None)),
        PlateRule(
            "tofu", "tofu once a week at most" if not (meatless or fortified) else f"tofu {'four times' if meatless else 'twice'} a week at most",
            tagged("tofu"), day=(None, 1.0), week=(None, 4.0 if meatless else 2.0 if fortified else 1.0),
        ),
        PlateRule(
            "legume mains", f"a legume main {'twice' if vegan else 'once'} a day at most",
            _is_legume_main,
            day=(None, 2.0 if vegan else 1.0), week=(2.0, 12.0 if vegan else 6.0 if meatless else 3.0),
        ),
        PlateRule("composed dishes", "composed dishes at most 5 times a week", tagged("composed"), day=(None, 2.0), week=(None, 5.0)),
        PlateRule(
            "cold cereal", f"cold cereal on {cereal} mornings at most",
            kinds=frozenset({"breakfast:cold cereal"}), week=(None, float(cereal)),
        ),
        PlateRule("hot morning drink", "coffee or tea on about half of the mornings", in_role("hot"), week=(3.0, None)),
    ]  # fmt: skip
    return tuple(rules)
