"""Build the reference tables: ``python -m food_data.reference --sources DIR [--out DIR]``.

Reference intakes, energy equations, limits, food patterns, HEI-2020, meal slots and the safety rules, reshaped into
our own names and units. Only the csv module is needed. The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from food_data import TABLES
from food_data.reference_shapes import (
    Row,
    activity_levels,
    energy_equations,
    food_pattern_targets,
    hei_standards,
    intake_modifiers,
    limits,
    meal_slots,
    pattern_equivalents,
    pregnancy_energy,
    reference_intakes,
    sources,
)
from food_data.safety import safety_rules, safety_terms

_REVIEWED = Path(__file__).parent / "reviewed"

_TABLES: dict[str, tuple[str, Callable[[list[Row]], list[Row]], tuple[str, ...]]] = {
    "reference_intakes": (
        "dri.csv",
        reference_intakes,
        ("authority", "nutrient", "kind", "basis", "life_stage", "sex", "age_min_years"),
    ),
    "energy_equations": ("eer_2023.csv", energy_equations, ("life_stage", "phase", "sex", "age_min_years", "activity")),
    "pregnancy_energy": ("eer_2023.csv", pregnancy_energy, ("bmi_min",)),
    "activity_levels": ("pal_categories.csv", activity_levels, ("age_min_years", "pal_min")),
    "limits": ("limits.csv", limits, ("limit_id",)),
    "intake_modifiers": ("dri_modifiers.csv", intake_modifiers, ("who", "nutrient")),
    "food_pattern_targets": (
        "dga_patterns.csv",
        food_pattern_targets,
        ("pattern", "energy_level_kcal", "component", "bound"),
    ),
    "pattern_equivalents": ("dga_equivalents.csv", pattern_equivalents, ("equivalent", "food")),
    "hei_standards": ("hei2020.csv", hei_standards, ("component",)),
    "meal_slots": ("meal_slots.csv", meal_slots, ("slot",)),
    "sources": ("sources.csv", sources, ("source_id",)),
}


def read_csv(path: Path) -> list[Row]:
    """The rows of a CSV file as text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def _write(rows: Sequence[Row], path: Path, key: tuple[str, ...]) -> Path:
    def order(row: Row) -> list[tuple[float, str]]:
        return [(float(row[name]), "") if re.fullmatch(r"[\d.]+", row[name]) else (0.0, row[name]) for name in key]

    ordered = sorted(rows, key=order)
    keys = [tuple(row[name] for name in key) for row in ordered]
    if len(set(keys)) < len(keys):
        raise ValueError(f"{path.stem}: rows repeat their key {key}")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ordered[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)
    return path


def build_reference(sources: Path, out: Path) -> list[Path]:
    """Write the reference tables to ``out``; returns the files. Raises FileNotFoundError for a missing source."""
    folder = sources / "nutrition"
    out.mkdir(parents=True, exist_ok=True)
    written = [
        _write(shape(read_csv(folder / source)), out / f"{name}.csv", key)
        for name, (source, shape, key) in _TABLES.items()
    ]
    terms = safety_terms(read_csv(_REVIEWED / "safety_terms.csv"))
    rules = safety_rules(read_csv(_REVIEWED / "safety_rules.csv"), terms, read_csv(folder / "safety_rules.csv"))
    written.append(_write(terms, out / "safety_terms.csv", ("group", "name")))
    written.append(_write(rules, out / "safety_rules.csv", ("rule_id",)))
    return written


def main() -> None:
    """The command line of this part of the build."""
    parser = argparse.ArgumentParser(prog="python -m food_data.reference", description="Build the reference tables.")
    parser.add_argument("--sources", type=Path, required=True, help="folder that holds nutrition/")
    parser.add_argument("--out", type=Path, default=TABLES, help="where to write (default: the tables of the package)")
    given = parser.parse_args()
    for path in build_reference(given.sources, given.out):
        print(f"{path.name:32} {path.stat().st_size / 1024:8.1f} KiB")


if __name__ == "__main__":
    main()
