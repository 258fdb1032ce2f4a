"""How long importing takes and how much memory it needs, by the number of foods: a branded bundle, a plain table.

    python -m benchmarks.import_tables [--foods 20000 100000 500000]

Synthetic files; each import in a process of its own, its peak memory beside that of the smallest.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

NUTRIENTS = (1008, 1003, 1004, 1005, 1079, 1087, 1089, 1090, 1092, 1093, 1162, 1253, 1258, 2000)


def bundle(path: Path, foods: int) -> None:
    """A branded bundle with as many values a food as real ones have."""

    def values() -> Iterator[str]:
        yield "fdc_id,nutrient_id,amount\n"
        for food in range(foods):
            yield "".join(f"{food},{n},{(food * 7 + n) % 97 / 10}\n" for n in NUTRIENTS)

    members: dict[str, Iterator[str]] = {
        "food.csv": lines("fdc_id,data_type,description,food_category_id", foods, "{0},branded_food,FOOD {0},"),
        "food_nutrient.csv": values(),
        "branded_food.csv": lines(
            "fdc_id,brand_owner,branded_food_category,serving_size,serving_size_unit,household_serving_fulltext",
            foods,
            "{0},OWNER,Snacks,30,g,1 piece",
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in members.items():
            with archive.open(name, "w", force_zip64=True) as file:
                for part in text:
                    file.write(part.encode())


def lines(header: str, count: int, row: str) -> Iterator[str]:
    yield header + "\n"
    for n in range(count):
        yield row.format(n) + "\n"


def table(path: Path, foods: int) -> None:
    """A plain table with a few nutrients."""
    with path.open("w", encoding="utf-8") as file:
        for line in lines("code,name,kcal,protein_g,magnesium_mg,potassium_mg", foods, "{0},Food {0},100,2.5,30,300"):
            file.write(line)


def one(path: str) -> None:
    """Imports a file and prints CPU seconds, peak MB and foods."""
    from planner.foods.importing.run import import_foods

    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        _, report = import_foods(path, output=Path(folder) / "out.csv")
        spent = time.process_time() - start
    print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, report.kept)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--foods", type=int, nargs="+", default=[20_000, 100_000, 500_000])
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.one)
        return
    print(f"{'':16}{'foods':>10}{'CPU s':>9}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for kind, make, suffix in (("branded bundle", bundle, "zip"), ("plain CSV", table, "csv")):
            for foods in given.foods:
                path = Path(folder) / f"{foods}.{suffix}"
                make(path, foods)
                done = subprocess.run(
                    [sys.executable, "-m", "benchmarks.import_tables", "--one", str(path)],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                spent, peak, kept = done.stdout.split()
                print(f"{kind:16}{int(kept):>10,}{float(spent):>9.1f}{float(peak):>9.0f}", flush=True)
                path.unlink()


if __name__ == "__main__":
    main()
