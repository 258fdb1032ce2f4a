"""The plain daily program for many people: beside naive PuLP + CBC and a hot HiGHS model of all foods, and as a whole.

    python -m benchmarks.population [--parts lp people batch] [--rounds 5] [--sizes 1000 5431] [--files 1000 10000] [--jobs 1 2]

All peers take turns in each round; figures are medians over the rounds, ratios are taken round by round, and seconds are
CPU seconds (of child processes, too), so that other work on the machine hardly matters. ``batch`` runs ``planner batch
--menu none`` on files of a made-up cohort and takes seconds by the clock, for which the machine must be quiet.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.cohort import HEADER, cohort
from benchmarks.naive import naive_pulp_cbc
from benchmarks.solve import daily_program, markdown, person_bounds
from planner.batch.plain import plan_plain
from planner.batch.rows import Row
from planner.batch.work import Settings
from planner.model.program import FloatArray, LinearProgram
from planner.model.ready import ReadyProgram
from planner.model.solver import HotModel
from planner.nutrition.person import Person

PEOPLE = 240
PLAIN = Settings(days=1, menu="none")
# Largest of the processes below it, and seconds: a small process starts and measures the command.
LAUNCHER = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"s": time.perf_counter() - start, "cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}))
"""


def cpu_s() -> float:
    """CPU seconds of this process and of its children that have ended."""
    return sum(os.times()[:4])


def varied(names: Sequence[str], count: int = PEOPLE) -> list[tuple[FloatArray, FloatArray]]:
    """Row bounds of people of both sexes, all ages and sizes, in a mixed order."""
    sizes = itertools.product(("female", "male"), range(19, 88, 4), (158.0, 170.0, 182.0), (20.0, 24.0, 29.0, 35.0))
    people = [
        Person(sex=sex, age_years=age, height_cm=height, weight_kg=mass * (height / 100) ** 2)
        for sex, age, height, mass in sizes
    ]
    order = np.random.default_rng(1).permutation(len(people))[:count]
    return [person_bounds(people[i], names) for i in order]


class Ours:
    """The ready program; ``run_s`` is what HiGHS itself took, by the clock, and ``total_s`` the whole."""

    def __init__(self, program: LinearProgram, panel: Sequence[tuple[FloatArray, FloatArray]]) -> None:
        self._ready = ReadyProgram(program, len(program.row_names), panel)
        self._cost = program.cost
        self.run_s = self.total_s = 0.0
        for started in (self._ready._tight, self._ready._wide):
            self._watch(started._model._highs)

    def _watch(self, highs: object) -> None:
        run: Callable[[], object] = highs.run  # type: ignore[attr-defined]

        def watched() -> object:
            start = time.perf_counter()
            status = run()
            self.run_s += time.perf_counter() - start
            return status

        highs.run = watched  # type: ignore[attr-defined]

    def __call__(self, bounds: tuple[FloatArray, FloatArray]) -> float:
        start = time.perf_counter()
        found = self._ready.amounts(*bounds)
        self.total_s += time.perf_counter() - start
        assert found is not None
        columns, amounts = found
        return float(self._cost[columns] @ amounts)


def hot(program: LinearProgram) -> Callable[[tuple[FloatArray, FloatArray]], float]:
    """All foods in one HiGHS model without presolve, bounds changed and solved again from where it stands."""
    model = HotModel(program)

    def one(bounds: tuple[FloatArray, FloatArray]) -> float:
        model.set_row_bounds(*bounds)
        found = model.solve()
        assert found.objective is not None
        return found.objective

    return one


def lp_table(sizes: Sequence[int], rounds: int) -> list[list[str]]:
    rows = []
    for size in sizes:
        program = daily_program(size)
        people = varied(program.row_names)
        start = cpu_s()
        mine = Ours(program, people[::6])
        ready_s = cpu_s() - start
        full = hot(program)
        times: dict[str, list[float]] = {"naive": [], "hot": [], "ours": []}
        of_run, apart = [], 0.0
        for turn in range(rounds):
            some = people[turn % 4 :: 4]
            start = cpu_s()
            naive_pulp_cbc(program.with_rows(row_lower=some[0][0], row_upper=some[0][1]))
            times["naive"].append(cpu_s() - start)
            start = time.process_time()
            theirs = [full(bounds) for bounds in some]
            times["hot"].append((time.process_time() - start) / len(some))
            mine.run_s = mine.total_s = 0.0
            start = time.process_time()
            found = [mine(bounds) for bounds in some]
            times["ours"].append((time.process_time() - start) / len(some))
            of_run.append(mine.total_s / mine.run_s)
            apart = max(apart, *(abs(a / b - 1) for a, b in zip(found, theirs, strict=True)))
        ratio = {
            name: statistics.median(a / b for a, b in zip(times[name], times["ours"], strict=True)) for name in times
        }
        rows.append(
            [
                f"{size:,}",
                *(f"{1000 * statistics.median(times[name]):.3g}" for name in ("naive", "hot", "ours")),
                f"{ratio['naive']:,.0f}",
                f"{ratio['hot']:.1f}",
                f"{statistics.median(of_run):.2f}",
                f"{apart:.0e}",
                f"{ready_s:.2f}",
            ]
        )
    return rows


def people_table(rounds: int, count: int = 400) -> list[list[str]]:
    """From a row of a file to an outcome with its menu, beside the naive program alone at 1,000 foods."""
    rows = [Row(number, cells.pop("person_id"), cells) for number, cells in enumerate(cohort(count), start=2)]
    start = time.process_time()
    first = plan_plain(rows, PLAIN)
    made_ready = time.process_time() - start
    program = daily_program(1000)
    naive, whole = [], []
    for _ in range(rounds):
        start = cpu_s()
        naive_pulp_cbc(program)
        naive.append(cpu_s() - start)
        start = time.process_time()
        found = plan_plain(rows, PLAIN)
        whole.append((time.process_time() - start) / count)
        assert found == first
    made_ready -= count * statistics.median(whole)
    planned = sum(one.status == "planned" for one in first)
    return [
        [
            f"{count:,}",
            f"{planned:,}",
            f"{1000 * statistics.median(whole):.3g}",
            f"{1 / statistics.median(whole):,.0f}",
            f"{statistics.median(a / b for a, b in zip(naive, whole, strict=True)):,.0f}",
            f"{made_ready:.1f}",
        ]
    ]


def batch_table(files: Sequence[int], jobs: Sequence[int]) -> list[list[str]]:
    """Whole runs of ``planner batch --menu none`` on files of the cohort."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for count in files:
            path = Path(folder) / f"{count}.csv"
            with open(path, "w", encoding="utf-8") as file:
                file.write(",".join(HEADER) + "\n")
                file.writelines(",".join(cells.values()) + "\n" for cells in cohort(count))
            first = 0.0
            for job in jobs:
                out = Path(folder) / f"out-{count}-{job}"
                command = [sys.executable, "-m", "planner", "batch", str(path), "-o", str(out), "--menu", "none"]
                command += ["--jobs", str(job)]
                done = subprocess.run(
                    [sys.executable, "-c", LAUNCHER, *command], capture_output=True, text=True, check=True
                )
                used = json.loads(done.stdout)
                first = first or used["s"]
                bytes_ = sum(file.stat().st_size for file in out.iterdir() if file.is_file())
                rows.append(
                    [
                        f"{count:,}", str(job), f"{used['s']:.1f}", f"{used['cpu']:.1f}", f"{count / used['s']:,.0f}",
                        f"{first / used['s']:.2f}", f"{used['mb']:.0f}", f"{bytes_ / count:,.0f}",
                    ]
                )  # fmt: skip
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", nargs="+", default=["lp", "people"], choices=("lp", "people", "batch"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5431])
    parser.add_argument("--files", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    if "lp" in given.parts:
        headings = ["foods", "naive, ms", "hot HiGHS, ms", "ours, ms", "times naive", "times hot HiGHS", "total / run"]
        print(markdown([*headings, "objective apart", "made ready, s"], lp_table(given.sizes, given.rounds)), "\n")
    if "people" in given.parts:
        headings = ["people", "planned", "ms a person", "people a second", "times naive", "made ready, s"]
        print(markdown(headings, people_table(given.rounds)), "\n")
    if "batch" in given.parts:
        headings = [
            "people",
            "jobs",
            "s",
            "CPU s",
            "people a second",
            "times one job",
            "peak MB a process",
            "bytes a person",
        ]
        print(markdown(headings, batch_table(given.files, given.jobs)))


if __name__ == "__main__":
    main()
