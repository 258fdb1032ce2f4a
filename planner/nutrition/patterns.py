"""Food patterns: how much of each food group a day, by energy (Dietary Guidelines for Americans 2020-2025).

The published amounts (appendix 3, tables A3-2 and A3-4) are goals for an average day, most of them written per
week. Between the published energy levels (1,000 to 3,200 kcal) they are interpolated; outside they stay at the
nearest level. They are said here in the columns of the food table, which count differently in three ways:

- legumes stand outside of the columns of vegetables and of protein foods, so totals are said without them, or
  over the sum ``protein_foods_and_legumes_oz_eq``;
- the vegetarian pattern lists legumes twice, as vegetables and as protein foods; it means both amounts together;
- fortified soy drink is counted as milk, other plant drinks are not, so the dairy row holds for vegans, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from planner.errors import InputError, UnknownNameError
from planner.nutrition.reference import table

PATTERNS = ("us_style", "vegetarian", "vegan")
OZ_EQ_PER_CUP_OF_LEGUMES = 4.0  # 1/4 cup of cooked legumes is 1 oz-eq of protein foods (DGA 2020)
WHOLE_FRUIT_SHARE = 0.5  # at least half of the fruit from whole fruit, so juice is at most the rest (DGA 2020)
_DAYS = {"day": 1.0, "week": 7.0}

SUMS: Mapping[str, tuple[str, ...]] = {
    "seafood_oz_eq": ("seafood_high_n3_oz_eq", "seafood_low_n3_oz_eq"),
    "nuts_seeds_soy_oz_eq": ("nuts_seeds_oz_eq", "soy_oz_eq"),
    "protein_foods_and_legumes_oz_eq": ("protein_foods_total_oz_eq", "protein_legumes_oz_eq"),
}
"""Quantities of the patterns that are sums of columns of the food table."""

_PLAIN = (
    "fruit_total_cup_eq",
    "vegetables_dark_green_cup_eq",
    "vegetables_red_orange_cup_eq",
    "vegetables_starchy_cup_eq",
    "vegetables_other_cup_eq",
    "grains_total_oz_eq",
    "grains_whole_oz_eq",
    "grains_refined_oz_eq",
    "oils_g",
)
# The kinds of protein foods that each pattern asks for besides their total.
_PROTEIN_KINDS = {
    "us_style": ("seafood_oz_eq", "nuts_seeds_soy_oz_eq"),
    "vegetarian": ("eggs_oz_eq", "soy_oz_eq", "nuts_seeds_oz_eq"),
    "vegan": ("soy_oz_eq", "nuts_seeds_oz_eq"),
}


@dataclass(frozen=True)
class PatternTarget:
    """How much of one food-pattern quantity a day, on the mean of the days; None is "no bound".

    ``quantity`` is a column of the food table or one of ``SUMS``; the unit is in its name. It is used as
    ``AmountBound(t.quantity, t.lower, t.upper, per="mean", label=t.label, unit=t.unit)``.
    """

    quantity: str
    lower: float | None
    upper: float | None
    source_id: str
    note: str = ""

    @property
    def unit(self) -> str:
        return "g" if self.quantity.endswith("_g") else self.quantity[-len("cup_eq") :].lstrip("_").replace("_", "-")

    @property
    def label(self) -> str:
        return self.quantity.removesuffix("_g").removesuffix("_cup_eq").removesuffix("_oz_eq").replace("_", " ")


def pattern_for(diet: Iterable[str] = ()) -> str:
    """The pattern for these diets: vegan, vegetarian, or us_style (everybody else, fish eaters too)."""
    given = set(diet)
    return "vegan" if "vegan" in given else "vegetarian" if "vegetarian" in given else "us_style"


def pattern_targets(
    energy_kcal: float, pattern: str = "us_style", *, protein_kinds: bool = False
) -> dict[str, PatternTarget]:
    """Daily amounts of the food groups for ``energy_kcal``, by quantity, in its unit (cup or ounce equivalents, g).

    ``protein_kinds`` adds seafood, nuts, seeds, soy and eggs, which allergies and dislikes often rule out.
    Source: DGA 2020, tables A3-2 and A3-4; vegans get the vegetarian pattern without eggs, with fortified soy drink
    in the place of dairy.

    Raises:
        UnknownNameError: there is no such pattern.
        InputError: the energy is no positive number.
    """
    if pattern not in PATTERNS:
        raise UnknownNameError("food pattern", pattern, hint=f"patterns are {', '.join(PATTERNS)}")
    if not energy_kcal > 0:
        raise InputError(f"energy_kcal {energy_kcal:g} is no energy to plan food groups for: give kcal a day")
    published = "us_style" if pattern == "us_style" else "vegetarian"
    amount = {name: _between(levels, energy_kcal) for name, levels in _published(published).items()}
    source = _source(published)
    rows = [_row(name, amount[name], source) for name in _PLAIN]
    fruit, legumes = amount["fruit_total_cup_eq"], amount["vegetables_legumes_cup_eq"]
    as_protein = amount.get("protein_legumes_oz_eq", 0.0)
    rows += [
        PatternTarget(
            "fruit_juice_cup_eq", None, (1 - WHOLE_FRUIT_SHARE) * fruit, "DGA_2020", "at least half of it whole fruit"
        ),
        PatternTarget(
            "vegetables_total_cup_eq",
            amount["vegetables_total_cup_eq"] - legumes,
            None,
            source,
            "without legumes, which have their own row",
        ),
        PatternTarget(
            "vegetables_legumes_cup_eq",
            legumes + as_protein / OZ_EQ_PER_CUP_OF_LEGUMES,
            None,
            source,
            "as vegetables and as protein foods together" if as_protein else "",
        ),
        PatternTarget(
            "protein_foods_and_legumes_oz_eq",
            amount["protein_foods_total_oz_eq"] + OZ_EQ_PER_CUP_OF_LEGUMES * legumes,
            None,
            source,
            "protein foods, and the legumes that count as vegetables: more of one may stand for the other",
        ),
        PatternTarget(
            "dairy_total_cup_eq",
            amount["dairy_total_cup_eq"],
            None,
            source,
            "fortified soy drink counts as milk, other plant drinks do not",
        ),
    ]
    if protein_kinds:
        rows += [_row(name, amount[name], source) for name in _PROTEIN_KINDS[pattern]]
    return {row.quantity: row for row in rows}


def _row(name: str, amount: float, source: str) -> PatternTarget:
    is_most = name == "grains_refined_oz_eq"
    return PatternTarget(name, None if is_most else amount, amount if is_most else None, source)


_Levels = tuple[tuple[float, float], ...]


@cache
def _published(pattern: str) -> dict[str, _Levels]:
    """Component -> (energy level, amount a day), rising."""
    found: dict[str, list[tuple[float, float]]] = {}
    for row in table("food_pattern_targets"):
        if row["pattern"] == pattern:
            per_day = float(row["amount"]) / _DAYS[row["per"]]
            found.setdefault(row["component"], []).append((float(row["energy_level_kcal"]), per_day))
    return {name: tuple(sorted(levels)) for name, levels in found.items()}


@cache
def _source(pattern: str) -> str:
    return next(row["source_id"] for row in table("food_pattern_targets") if row["pattern"] == pattern)


def _between(levels: _Levels, energy_kcal: float) -> float:
    """Linear between the two nearest levels, constant beyond the last."""
    below = max((level for level in levels if level[0] <= energy_kcal), default=levels[0])
    above = min((level for level in levels if level[0] >= energy_kcal), default=levels[-1])
    if above[0] == below[0]:
        return below[1]
    share = (energy_kcal - below[0]) / (above[0] - below[0])
    return below[1] + share * (above[1] - below[1])
