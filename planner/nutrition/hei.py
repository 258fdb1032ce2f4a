"""Healthy Eating Index 2020: thirteen components, 100 points (NCI and USDA; standards in hei_standards.csv).

Each component is a density: an amount per 1,000 kcal, a share of the energy, or the ratio of unsaturated to
saturated fatty acids. Points rise (or, for what is best limited, fall) linearly between two standards. Legumes count
as vegetables, as greens and beans, as protein foods and as plant proteins, although the food table keeps them outside
of its totals. Fortified soy drink is dairy there, as the index wants it.

The index judges a diet: for a plan it is taken of the sum over all days, not as a mean of daily scores.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from math import inf, isfinite, nan
from typing import Any

from planner.nutrition.reference import table

KCAL_PER_TSP_OF_ADDED_SUGARS = 16.0  # as the index counts: 4 g of 4 kcal (NCI_HEI2020)
KCAL_PER_G_SUGARS = 4.0
KCAL_PER_G_FAT = 9.0
US_MEAN = 58.0  # HEI-2020 of US people from 2 years on, NHANES 2017-2018 (USDA Food and Nutrition Service)

# component -> what its amount is the sum of, times a factor; the unit of the sum is that of its standard
CONSTITUENTS: Mapping[str, Mapping[str, float]] = {
    "total_fruits": {"fruit_total_cup_eq": 1.0},
    "whole_fruits": {"fruit_citrus_melon_berry_cup_eq": 1.0, "fruit_other_cup_eq": 1.0},
    "total_vegetables": {"vegetables_total_cup_eq": 1.0, "vegetables_legumes_cup_eq": 1.0},
    "greens_and_beans": {"vegetables_dark_green_cup_eq": 1.0, "vegetables_legumes_cup_eq": 1.0},
    "whole_grains": {"grains_whole_oz_eq": 1.0},
    "dairy": {"dairy_total_cup_eq": 1.0},
    "total_protein_foods": {"protein_foods_total_oz_eq": 1.0, "protein_legumes_oz_eq": 1.0},
    "seafood_and_plant_proteins": {
        "seafood_high_n3_oz_eq": 1.0,
        "seafood_low_n3_oz_eq": 1.0,
        "nuts_seeds_oz_eq": 1.0,
        "soy_oz_eq": 1.0,
        "protein_legumes_oz_eq": 1.0,
    },
    "fatty_acids": {"monounsaturated_fat_g": 1.0, "polyunsaturated_fat_g": 1.0},
    "refined_grains": {"grains_refined_oz_eq": 1.0},
    "sodium": {"sodium_mg": 0.001},
    "added_sugars": {"added_sugars_tsp_eq": KCAL_PER_TSP_OF_ADDED_SUGARS},
    "saturated_fats": {"saturated_fat_g": KCAL_PER_G_FAT},
}
# Without teaspoons, grams say the same.
_SUGARS_IN_GRAMS = {"added_sugars_g": KCAL_PER_G_SUGARS}


@dataclass(frozen=True)
class HeiComponent:
    """One component. ``points`` and ``density`` are None where they are not known.

    ``density`` is in ``unit`` per 1,000 kcal, in % of energy, or a ratio (``basis``); full points at ``full_at``, none
    at ``zero_at``. ``at_least``: some foods did not report it, so that points and density are the least they can be.
    """

    name: str
    points: float | None
    max_points: float
    density: float | None
    full_at: float
    zero_at: float
    unit: str
    basis: str
    at_least: bool = False

    @property
    def label(self) -> str:
        return self.name.replace("_", " ")

    @property
    def is_full(self) -> bool:
        return self.points is not None and self.points >= self.max_points - 1e-9


@dataclass(frozen=True)
class HeiScore:
    """The index, 0 to 100, and its components. Unless ``is_known``, ``total`` is only the least that it can be."""

    total: float
    components: tuple[HeiComponent, ...]

    @property
    def is_known(self) -> bool:
        return all(part.points is not None and not part.at_least for part in self.components)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names of the components of which nothing is known."""
        return tuple(part.name for part in self.components if part.points is None)

    def __getitem__(self, name: str) -> HeiComponent:
        return {part.name: part for part in self.components}[name]


@dataclass(frozen=True)
class _Standard:
    name: str
    is_moderation: bool
    points: float
    unit: str
    full_at: float
    zero_at: float
    basis: str

    def score(self, density: float) -> float:
        share = (density - self.zero_at) / (self.full_at - self.zero_at)
        return self.points * min(1.0, max(0.0, share))


@cache
def _standards() -> tuple[_Standard, ...]:
    """In the order of the index: adequacy first, moderation after it."""
    rows = {row["component"]: row for row in table("hei_standards")}
    return tuple(
        _Standard(
            name=name,
            is_moderation=rows[name]["kind"] == "moderation",
            points=float(rows[name]["points"]),
            unit=rows[name]["unit"],
            full_at=float(rows[name]["full_at"]),
            zero_at=float(rows[name]["zero_at"]),
            basis=rows[name]["basis"],
        )
        for name in CONSTITUENTS
    )


def hei_2020(totals: Mapping[str, float], at_least: Collection[str] = ()) -> HeiScore:
    """The score of a diet.

    Args:
        totals: amounts by name, of any number of days: ``energy_kcal``, ``sodium_mg``, the fatty acids in g, and the
            food-pattern columns of the food table. NaN or a name left out is unknown, and so is what needs it.
        at_least: names of totals to which some foods added nothing because they do not report it. They still give
            the least points of what is wanted, but say nothing about what is best limited.
    """
    least, energy = frozenset(at_least), _known_energy(totals, at_least)
    parts = tuple(_component(standard, totals, least, energy) for standard in _standards())
    return HeiScore(sum(part.points or 0.0 for part in parts), parts)


def hei_2020_total(totals: Mapping[str, float], at_least: Collection[str] = ()) -> float:
    """``hei_2020(...).total`` alone, for many people: in half the time."""
    least, energy = frozenset(at_least), _known_energy(totals, at_least)
    found = ((one, *_density(one, totals, least, energy)) for one in _standards())
    return sum(one.score(density) for one, density, is_known, _ in found if is_known)


def _known_energy(totals: Mapping[str, float], at_least: Collection[str]) -> float:
    energy = totals.get("energy_kcal", nan)
    return energy if energy > 0 and isfinite(energy) and "energy_kcal" not in at_least else nan


def _component(
    standard: _Standard, totals: Mapping[str, float], at_least: frozenset[str], energy_kcal: float
) -> HeiComponent:
    density, is_known, is_least = _density(standard, totals, at_least, energy_kcal)
    return HeiComponent(
        name=standard.name,
        points=standard.score(density) if is_known else None,
        max_points=standard.points,
        density=density if is_known else None,
        full_at=standard.full_at,
        zero_at=standard.zero_at,
        unit=standard.unit,
        basis=standard.basis,
        at_least=is_known and is_least,
    )


def _density(
    standard: _Standard, totals: Mapping[str, float], at_least: frozenset[str], energy_kcal: float
) -> tuple[float, bool, bool]:
    """The density, whether it is known, and whether only the least it can be."""
    summed = _constituents(standard.name, totals)
    amount = sum(factor * totals.get(name, nan) for name, factor in summed.items())
    is_least = not at_least.isdisjoint(summed)
    if standard.basis == "unsaturated_to_saturated":
        density = nan if "saturated_fat_g" in at_least else _ratio(amount, totals.get("saturated_fat_g", nan))
    else:
        density = amount / energy_kcal * (100.0 if standard.basis == "percent_energy" else 1000.0)
    return density, density == density and not (is_least and standard.is_moderation), is_least


def _constituents(component: str, names: Mapping[str, Any]) -> Mapping[str, float]:
    if component == "added_sugars" and "added_sugars_tsp_eq" not in names:
        return _SUGARS_IN_GRAMS
    return CONSTITUENTS[component]


def _ratio(unsaturated: float, saturated: float) -> float:
    """No saturated fat at all is the best ratio, and no fat at all the worst (as the index has it)."""
    if saturated == 0:
        return inf if unsaturated > 0 else unsaturated
    return unsaturated / saturated
