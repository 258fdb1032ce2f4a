"""What the weeks of the panel are like: ``python -m benchmarks.menu_quality [--people N] [--days D] [--json FILE]``.

Plans a week for each person of the panel in two processes and judges it. Where the environment variable
FOOD_DATA_SOURCES names the folder that ``food_data.build`` reads, habits are learnt from one half of the people in the
eating records and judged with the other; otherwise the shipped habits, learnt from all of them, do both.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pandas as pd

import planner.foods.habits
from benchmarks.judge import Judgement, judge
from benchmarks.menu_table import markdown, misses, plain, quality_table
from benchmarks.panel import Member, panel, some
from planner import plan_meals
from planner.errors import PlannerError
from planner.foods.habits import TEEN_YEARS, Habits, Population, load_habits
from planner.foods.ordinariness import ordinariness
from planner.foods.table import load_foods

RULE_BROKEN = "Plate rule"  # so begins a plan's notice of a rule that it does not keep
TABLES = ("foods", "portions", "pairs", "roles", "patterns", "role_pairs")


def write_halves(sources: Path, out: Path) -> dict[str, float]:
    """The habit tables of each half of the people, as the build writes them, in ``out/learnt`` and ``out/judged``.

    Returns what the judges of ordinariness say of real adults.
    """
    from benchmarks.real_people import real_people, records_of
    from food_data.eating import halves
    from food_data.habit_tables import KEYS, learn_habits, rounded
    from food_data.write import write_table

    foods = load_foods().data
    records = records_of(sources, foods)
    for name, persons in zip(("learnt", "judged"), halves(records), strict=True):
        (out / name).mkdir()
        for table, frame in rounded(learn_habits(records, foods, persons).tables()).items():
            write_table(frame, out / name / f"{table}.csv", KEYS[table])
    return asdict(real_people(records, foods))


_judges_folder: Path | None = None


def start(halves: Path | None) -> None:
    """Before the clock runs in a process: which habits to plan and to judge with, and everything read once."""
    global _judges_folder
    if halves is not None:
        vars(planner.foods.habits)["TABLES"] = halves / "learnt"
        load_habits.cache_clear()
        _judges_folder = halves / "judged"
    member = panel()[0]
    plan_meals(member.person, days=1, preferences=member.preferences)


@cache
def judges(population: Population) -> Habits:
    """The habits to judge with."""
    if _judges_folder is None:
        return load_habits(population)
    codes = dict.fromkeys(("food_code", "category_code", "category_code_a", "category_code_b"), "str")
    frames = {name: pd.read_csv(_judges_folder / f"habit_{name}.csv", dtype=codes) for name in TABLES}
    return Habits.from_frames(**frames, population=population)


def week(member: Member, days: int) -> Judgement:
    """Plan and judge; a refusal or a failure is part of the result."""
    began, cpu_began = time.perf_counter(), time.process_time()
    try:
        plan = plan_meals(member.person, days=days, preferences=member.preferences)
    except PlannerError as error:
        return Judgement(member.label, member.kcal, days, time.perf_counter() - began, failure=str(error))
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    table = load_foods()
    found = judge(member, plan.menu, table, seconds)
    found.cpu_seconds = cpu_seconds
    found.rules_broken = tuple(notice for notice in plan.notices if notice.startswith(RULE_BROKEN))
    low, high = TEEN_YEARS
    habits = judges("teen" if low <= member.person.age_years < high + 1 else "adult")
    found.ordinariness = asdict(ordinariness(plan.menu, habits, table.data["category_code"]))
    return found


def weeks(members: Sequence[Member], days: int, jobs: int, halves: Path | None) -> list[Judgement]:
    """All of them, in the order of ``members``, whatever the number of processes."""
    with ProcessPoolExecutor(jobs, initializer=start, initargs=(halves,)) as pool:
        return list(pool.map(week, members, [days] * len(members)))


def main() -> None:
    """Measure, and print the table with the misses named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.menu_quality", description=__doc__)
    parser.add_argument("--people", type=int, default=len(panel()), help="how many of the panel")
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write every judgement here")
    parser.add_argument("--markdown", action="store_true", help="the table as markdown")
    given = parser.parse_args()
    sources = os.environ.get("FOOD_DATA_SOURCES")
    with tempfile.TemporaryDirectory() as folder:
        halves = Path(folder) if sources else None
        real = write_halves(Path(sources), Path(folder)) if sources else {}
        found = weeks(some(given.people) if given.people < len(panel()) else panel(), given.days, given.jobs, halves)
    if given.json:
        given.json.write_text(json.dumps([vars(one) for one in found], indent=1) + "\n", encoding="utf-8")
    basis = "learnt from one half of the people, judged with the other" if sources else "the shipped ones, for both"
    print(f"{len(found)} people, {given.days} days each, {given.jobs} processes; habits: {basis}\n")
    rows = quality_table(found, real)
    print(markdown(rows) if given.markdown else plain(rows))
    print("\n" + "\n".join(misses(found)))
    sys.exit(any(one.failure for one in found))


if __name__ == "__main__":
    main()
