"""Looking up the reference tables of ``food_data``: read once, with the csv module, so that this stays light."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from food_data import table_path


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a shipped table, as text."""
    with table_path(name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@dataclass(frozen=True)
class Intake:
    """One reference value: in the unit of the nutrient's name, or as ``basis`` says."""

    value: float
    kind: str
    basis: str
    source_id: str


_Key = tuple[str, str, str, str, str]


@cache
def _intakes() -> dict[_Key, list[tuple[float, float, str, Intake]]]:
    found: dict[_Key, list[tuple[float, float, str, Intake]]] = defaultdict(list)
    for row in table("reference_intakes"):
        if row["value"] == "":  # "no upper level was set" is not a value
            continue
        key = (row["authority"], row["nutrient"], row["kind"], row["sex"], row["life_stage"])
        intake = Intake(float(row["value"]), row["kind"], row["basis"], row["source_id"])
        found[key].append((float(row["age_min_years"]), float(row["age_below_years"]), row["basis"], intake))
    return dict(found)


def intake(
    nutrient: str,
    kind: str,
    *,
    sex: str,
    age_years: float,
    life_stage: str = "none",
    authority: str = "us_canada",
    per_kg: bool = False,
) -> Intake | None:
    """The reference value for such a person, or None when that authority sets none."""
    for low, below, basis, found in _intakes().get((authority, nutrient, kind, sex, life_stage), ()):
        if low <= age_years < below and (basis == "per_kg") == per_kg:
            return found
    return None


@cache
def limits() -> dict[str, Mapping[str, str]]:
    """The guideline limits by their id."""
    return {row["limit_id"]: row for row in table("limits")}


def limit(limit_id: str) -> float:
    """The number of a limit: its upper side, else its goal, else its lower side."""
    row = limits()[limit_id]
    return float(row["high"] or row["goal"] or row["low"])
