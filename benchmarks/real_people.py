"""How real people score on the judges of ordinariness: habits of one half of the people, days of the other.

``python -m benchmarks.real_people --sources DIR`` (the folder that ``food_data.build`` reads; needs pyarrow).
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from food_data.eating import POPULATIONS, eating_records, halves, real_menus
from food_data.habit_tables import learn_habits
from food_data.prices import older_names
from food_data.sources import Sources
from planner.foods.habits import Habits, Population
from planner.foods.ordinariness import Ordinariness, ordinariness
from planner.foods.table import load_foods


def records_of(sources: Path, foods: pd.DataFrame) -> pd.DataFrame:
    """The eating records on the codes of ``foods``, from the source files."""
    files = Sources(sources)
    return eating_records(files.frame("eating"), foods, older_names(files.frame("prices")))


def habits_of(records: pd.DataFrame, foods: pd.DataFrame, persons: list[int], population: Population) -> Habits:
    """Habits learnt from these people."""
    learnt = learn_habits(records, foods, persons)
    return Habits.from_frames(
        learnt.foods,
        learnt.portions,
        learnt.pairs,
        learnt.roles,
        learnt.patterns,
        learnt.role_pairs,
        population=population,
    )


def real_people(records: pd.DataFrame, foods: pd.DataFrame, population: Population = "adult") -> Ordinariness:
    """Every held-out person-day, judged by the habits of the other half of the people."""
    learnt_from, judged = halves(records)
    habits = habits_of(records, foods, learnt_from, population)
    return ordinariness(real_menus(records, judged, population), habits, foods["category_code"])


def shuffled(menu: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """The same meals with their foods dealt anew: what chance would serve."""
    order = np.random.default_rng(seed).permutation(len(menu))
    return menu.assign(food_code=menu["food_code"].to_numpy()[order], grams=menu["grams"].to_numpy()[order])


def main() -> None:
    """Print the judges for real adults, real teenagers and shuffled adult meals."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_people", description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="the folder that food_data.build reads")
    foods = load_foods().data
    records = records_of(parser.parse_args().sources, foods)
    columns = {population: asdict(real_people(records, foods, population)) for population in ("adult", "teen")}
    learnt_from, judged = halves(records)
    chance = shuffled(real_menus(records, judged))
    columns["shuffled"] = asdict(
        ordinariness(chance, habits_of(records, foods, learnt_from, "adult"), foods["category_code"])
    )
    print(f"learnt from {len(learnt_from):,} people, judged on {len(judged):,} ({', '.join(POPULATIONS)})")
    print(pd.DataFrame(columns).round(3).to_string())


if __name__ == "__main__":
    main()
