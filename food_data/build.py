"""Build the shipped tables: ``python -m food_data.build --sources DIR [--out DIR]``.

``DIR`` holds the folders ``fndds``, ``fped``, ``prices``, ``nhanes`` and ``nutrition``.
The same sources give the same bytes: rows are sorted, nothing is dated, no clock or chance is asked.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from food_data import TABLES
from food_data.beside import with_foods_beside
from food_data.caps import group_caps
from food_data.eating import eating_records
from food_data.foods import described, named_foods
from food_data.habit_tables import KEYS, learn_habits, rounded
from food_data.habits import habits
from food_data.nutrients import food_patterns, nutrients
from food_data.portions import ingredients, one_line_each, portions, recipes, yields
from food_data.prices import older_names, prices
from food_data.provenance import provenance
from food_data.reference import build_reference
from food_data.sources import Sources
from food_data.tags import tags
from food_data.write import significant, write_table

DERIVED_DECIMALS = {
    "price_usd_per_100g": 4,
    "eaten_per_1000": 2,
    "portion_p5_g": 1,
    "portion_p50_g": 1,
    "portion_p95_g": 1,
}


def build(sources: Path, out: Path = TABLES) -> list[Path]:
    """Write every table to ``out``; returns the files. Raises FileNotFoundError when a source is missing."""
    out.mkdir(parents=True, exist_ok=True)
    src = Sources(sources)
    composition = nutrients(src.frame("nutrients"))
    codes = sorted(composition["food_code"])
    patterns = food_patterns(src.frame("patterns"), codes)
    named = named_foods(src.frame("foods"), codes)
    foods = described(named, composition.set_index("food_code"), patterns.set_index("food_code"))
    price_list = src.frame("prices")
    foods = foods.join(prices(price_list, src.frame("food_cpi"), foods))
    records, old_names = src.frame("eating"), older_names(price_list)
    eating, eaten = habits(records, foods, old_names)
    learnt = rounded(learn_habits(eating_records(records, foods, old_names), foods).tables())
    foods = foods.join(eating)
    for column, decimals in DERIVED_DECIMALS.items():
        foods[column] = significant(foods[column], decimals)
    caps = group_caps(src.frame("group_caps"), eaten, foods["group"])
    recipe_lines = src.frame("recipes")
    cooked, parts = recipes(recipe_lines), ingredients(recipe_lines)
    diets = tags(foods, cooked, parts, composition.set_index("food_code")["cholesterol_mg"])
    reference = build_reference(sources, out)
    of_foods: list[tuple[str, pd.DataFrame, list[str]]] = [
        ("foods", foods.reset_index(), ["food_code"]),
        ("nutrients", composition, ["food_code"]),
        ("food_patterns", patterns, ["food_code"]),
        ("portions", portions(src.frame("portions"), set(codes)), ["food_code", "seq"]),
        ("recipes", one_line_each(cooked), ["food_code"]),
        ("yields", yields(src.frame("portions"), recipe_lines, set(codes)), ["food_code"]),
        ("ingredients", parts, ["ingredient_code"]),
        ("tags", diets, ["food_code"]),
        ("group_caps", caps, ["group"]),
        *((name, table, KEYS[name]) for name, table in learnt.items()),
    ]
    return [
        *(write_table(with_foods_beside(table), out / f"{name}.csv", key) for name, table, key in of_foods),
        write_table(provenance(src), out / "provenance.csv", ["source_file"]),
        *reference,
    ]


def main() -> None:
    """The command line of the build."""
    parser = argparse.ArgumentParser(prog="python -m food_data.build", description="Build the tables of food_data.")
    parser.add_argument(
        "--sources", type=Path, required=True, help="folder with fndds/, fped/, prices/, nhanes/, nutrition/"
    )
    parser.add_argument("--out", type=Path, default=TABLES, help="where to write (default: the tables of the package)")
    given = parser.parse_args()
    for path in build(given.sources, given.out):
        print(f"{path.name:32} {path.stat().st_size / 1024:8.0f} KiB")


if __name__ == "__main__":
    main()
