"""Numbers that no food can have: the sign of a unit mix-up.

What is usual is read from the shipped table; what is possible follows from mass and energy.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from planner.foods.headers import AMOUNTS, PRICE, unit_of

Floats = npt.NDArray[np.float64]
Finding = tuple[int | None, str | None, str, str]  # row, column, what, fix

MOST_KCAL = 902.0  # pure fat, per 100 g (lard and beef tallow in FNDDS)
KJ_PER_KCAL = 4.184
KCAL_PER_G = {"protein_g": 4.0, "carbohydrate_g": 4.0, "fat_g": 9.0, "alcohol_g": 7.0}  # Atwater's general factors
PARTS = ("protein_g", "carbohydrate_g", "fat_g", "alcohol_g", "water_g")
MOST_GRAMS = 110.0  # of all parts in 100 g; rounding and nitrogen factors explain 100 to 105
# A value beyond this many times the highest of 5,431 foods is taken for a slip. Salt (sodium) and cream of
# tartar (potassium) stay below; these reach further in baking powder, cod liver oil,
# acerola and colourings.
BEYOND = 5.0
REACHING = {
    "calcium_mg": 12_000.0,
    "phosphorus_mg": 12_000.0,
    "vitamin_d_ug": 300.0,
    "vitamin_c_mg": 5_000.0,
    "carotene_beta_ug": 500_000.0,
}
FEW = 4  # a column is judged as a whole from this many foods on
NEARLY_ALL = 0.97
MANY, MOST_SALTED_G = 30, 40.0  # salt itself is 39 % sodium
_PER_GRAM = {"mg": 1e3, "ug": 1e6}
_SMALLER = {"g": "mg", "mg": "ug"}
_LARGER = {"ug": "mg", "mg": "g"}


def implausible(
    numbers: Mapping[str, array[float]], lines: array[int], judged: Collection[str | None]
) -> Iterator[Finding]:
    """Findings over the numeric columns of a table; ``lines`` says on which line each food stands.

    Columns that are not ``judged`` (another unit) are only looked through for negative amounts.
    """
    rows = np.array(lines)
    columns = {name: np.array(values) for name, values in numbers.items()}
    for name, values in columns.items():
        for place in np.flatnonzero(values < 0):
            yield int(rows[place]), name, f"{_plain(values[place])} is negative", "give an amount of 0 or more"
    columns = {name: values for name, values in columns.items() if name in judged}
    protein = columns.get("protein_g")
    for name, values in columns.items():
        if name in AMOUNTS and name != "energy_kcal":
            yield from _mixed_up(name, values, protein, rows)
    if "energy_kcal" in columns:
        yield from _kilojoules(columns, rows)
    if PRICE in columns:
        yield from _prices(columns[PRICE], rows)
    yield from _overfull(columns, rows)


def ceiling(name: str) -> float:
    """The most of a nutrient that 100 g are believed to hold, in the nutrient's own unit."""
    unit = unit_of(name)
    if unit == "g":
        return 100.0
    mass = 100.0 * _PER_GRAM[unit]
    usual = _usual().get(name)
    return mass if usual is None else min(mass, max(BEYOND * usual.most, REACHING.get(name, 0.0)))


@dataclass(frozen=True)
class _Usual:
    """A nutrient over the shipped foods with protein: 1st, 50th and 99th percentile; the most of all foods."""

    low: float
    middle: float
    high: float
    most: float
    positive: float  # share of them that has any


@lru_cache(maxsize=1)
def _usual() -> dict[str, _Usual]:
    """What is usual, by nutrient."""
    from planner.foods.table import load_foods

    table = load_foods()
    names = [name for name in table.nutrients if name != "energy_kcal"]
    values = table.data[names].to_numpy(dtype=np.float64, na_value=np.nan)
    real = values[_has_protein(table.data["protein_g"].to_numpy(dtype=np.float64), len(values))]
    low, middle, high = np.nanquantile(real, (0.01, 0.5, 0.99), axis=0)
    most, share = np.nanmax(values, axis=0), np.nanmean(real > 0, axis=0)
    columns = zip(names, low.tolist(), middle.tolist(), high.tolist(), most.tolist(), share.tolist(), strict=True)
    return {name: _Usual(*levels) for name, *levels in columns}


def _has_protein(protein: Floats | None, count: int) -> npt.NDArray[np.bool_]:
    """Foods in which minerals are expected: not oils, sugars or drinks."""
    return np.ones(count, dtype=bool) if protein is None else protein >= 1.0


def _mixed_up(name: str, values: Floats, protein: Floats | None, rows: npt.NDArray[np.int64]) -> Iterator[Finding]:
    """A whole column a thousand times too large or too small, or else the single values that cannot be."""
    unit, most = unit_of(name), ceiling(name)
    usual = _usual().get(name)
    if usual is not None:
        known = values[~np.isnan(values) & (values >= 0) & _has_protein(protein, len(values))]
        median = float(np.median(known)) if len(known) >= FEW else 0.0
        first = int(rows[np.flatnonzero(~np.isnan(values))[0]]) if len(known) else 0
        about = f"the middle value is {_plain(median)}, in ordinary foods it is {_plain(usual.middle)} {unit}"
        if unit in _SMALLER and median > usual.most and usual.low <= median / 1000 <= usual.high:
            fix = f"if the values are in {_SMALLER[unit]}, divide them by 1,000"
            yield first, name, f"the values look like {_SMALLER[unit]}, not {unit} ({about})", fix
            return
        # A few unsalted foods really have that little sodium; among many, one is salted.
        unsalted = name == "sodium_mg" and (len(known) < MANY or known.max() > MOST_SALTED_G)
        if (
            unit in _LARGER
            and usual.positive > NEARLY_ALL
            and not unsalted
            and 0 < median < usual.low <= median * 1000 <= usual.high
        ):
            fix = f"if the values are in {_LARGER[unit]}, multiply them by 1,000"
            yield first, name, f"the values look like {_LARGER[unit]}, not {unit} ({about})", fix
            return
    for place in np.flatnonzero(values > most):
        what = f"{_plain(values[place])} {unit} in 100 g cannot be (at most about {_plain(most)})"
        yield int(rows[place]), name, what, f"check the unit ({unit}) and the basis (per 100 g)"


def _kilojoules(columns: Mapping[str, Floats], rows: npt.NDArray[np.int64]) -> Iterator[Finding]:
    """Energy that is 4.184 times what protein, carbohydrate, fat and alcohol give, or more than pure fat has."""
    energy = columns["energy_kcal"]
    high = energy > MOST_KCAL
    if {"protein_g", "carbohydrate_g", "fat_g"} <= set(columns):
        expected = sum(np.nan_to_num(columns[name]) * kcal for name, kcal in KCAL_PER_G.items() if name in columns)
        complete = ~np.isnan(columns["protein_g"] + columns["carbohydrate_g"] + columns["fat_g"])
        judged = complete & (expected >= 20) & (energy > 0)
        ratio = np.divide(energy, expected, out=np.zeros_like(energy), where=judged)
        kj = judged & (ratio > 0.85 * KJ_PER_KCAL) & (ratio < 1.15 * KJ_PER_KCAL)
    else:
        judged, kj = high, high & (energy <= MOST_KCAL * KJ_PER_KCAL)
    divide = "divide the values by 4.184"
    if kj.sum() > 1 and (2 * kj.sum() > judged.sum() if judged is not high else 4 * kj.sum() > len(energy)):
        first = int(rows[np.flatnonzero(kj)[0]])
        yield first, "energy_kcal", f"the values look like kJ, not kcal ({kj.sum():,} foods)", divide
        return
    for place in np.flatnonzero(high | kj):
        value = _plain(energy[place])
        if kj[place]:
            yield int(rows[place]), "energy_kcal", f"{value} looks like kJ, not kcal", "divide it by 4.184"
        else:
            what = f"{value} kcal in 100 g cannot be (pure fat has {MOST_KCAL:.0f})"
            yield int(rows[place]), "energy_kcal", what, "check the unit (kcal) and the basis (per 100 g)"


def _prices(prices: Floats, rows: npt.NDArray[np.int64]) -> Iterator[Finding]:
    for place in np.flatnonzero(prices > 1000):
        what = f"{_plain(prices[place])} dollars for 100 g cannot be"
        yield int(rows[place]), PRICE, what, "give US dollars per 100 g, or leave the cell blank (unknown)"


def _overfull(columns: Mapping[str, Floats], rows: npt.NDArray[np.int64]) -> Iterator[Finding]:
    """Foods whose parts weigh more than the food."""
    parts = [np.nan_to_num(columns[name]) for name in PARTS if name in columns]
    if not parts:
        return
    total = np.sum(parts, axis=0)
    single = np.max(parts, axis=0) > 100  # told by its own column already
    for place in np.flatnonzero((total > MOST_GRAMS) & ~single):
        what = f"protein, carbohydrate, fat, alcohol and water add up to {_plain(total[place])} g in 100 g"
        yield int(rows[place]), None, what, "check that all are in g per 100 g"


def _plain(number: float) -> str:
    return f"{number:,.10g}" if abs(number) < 1e15 else f"{number:.3g}"
