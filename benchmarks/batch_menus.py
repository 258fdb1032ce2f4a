"""Weeks of menus for many people: speed against how good they are, and what processes and Dask workers bring.

    python -m benchmarks.batch_menus [--parts curve processes] [--people 24] [--days 7] [--rounds 3]

``curve``: person-days a CPU second from a row to its outcome, and the score (nats) beside what ``plan_meals`` gives the same
people by default; efforts take turns for each person. ``processes``: whole commands in turns, in seconds by the clock from the
first chunk on, for which the machine must be quiet; start-up beside it. People are a made-up cohort.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.cohort import HEADER, cohort
from benchmarks.population import LAUNCHER
from benchmarks.solve import markdown
from planner.batch.rows import Row
from planner.batch.work import MISSES, PLANNED, Settings, plan_row
from planner.plan import menus
from planner.plan.menus import EFFORTS, FoundMenu

DEFAULT = "normal"  # of plan_meals
WAYS = {"one process": ["--jobs", "1"], "two processes": ["--jobs", "2"], "Dask, two workers": ["--local-cluster", "2"]}


@contextmanager
def searches() -> Iterator[list[FoundMenu]]:
    """The menus that are found meanwhile, with their scores."""
    found: list[FoundMenu] = []
    search = menus.search_setup

    def noted(*given: Any) -> FoundMenu:
        found.append(search(*given))
        return found[-1]

    menus.search_setup = noted  # type: ignore[assignment]
    try:
        yield found
    finally:
        menus.search_setup = search


def curve(people: int, days: int) -> list[list[str]]:
    """A row for each effort."""
    rows = [Row(n, cells["person_id"], _without_id(cells)) for n, cells in enumerate(cohort(people))]
    taken: dict[str, float] = dict.fromkeys(EFFORTS, 0.0)
    planned: dict[str, list[str]] = {effort: [] for effort in EFFORTS}
    scores: dict[str, dict[int, tuple[float, float]]] = {effort: {} for effort in EFFORTS}
    plan_row(rows[0], Settings(days=days))  # loads what everybody shares
    for row in rows:
        for effort in EFFORTS:
            with searches() as found:
                start = time.process_time()
                outcome = plan_row(row, Settings(days=days, effort=effort))
                spent = time.process_time() - start
            if outcome.status in (PLANNED, MISSES):
                scores[effort][row.number] = (found[-1].score, found[-1].faults)
                taken[effort] += spent
                planned[effort].append(outcome.status)
    table = []
    for effort, found_at in scores.items():
        both = [n for n in found_at if n in scores[DEFAULT] and scores[DEFAULT][n][0] > 0]
        beside = [100 * (found_at[n][0] / scores[DEFAULT][n][0] - 1) for n in both]
        whole = sum(faults == 0 for _, faults in found_at.values())
        table.append(
            [
                effort, str(len(found_at)), f"{days * len(found_at) / taken[effort]:.1f}",
                f"{statistics.median(beside):+.1f} / {max(beside):+.1f}", f"{whole} of {len(found_at)}",
                f"{planned[effort].count(PLANNED)} of {len(found_at)}",
            ]
        )  # fmt: skip
    return table


def _without_id(cells: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in cells.items() if name != "person_id"}


def processes(people: int, days: int, rounds: int) -> list[list[str]]:
    """A row for each way; the same bytes are made each time."""
    spent: dict[str, list[float]] = {way: [] for way in WAYS}
    whole: dict[str, list[float]] = {way: [] for way in WAYS}
    peak = dict.fromkeys(WAYS, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        with open(file, "w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, HEADER)
            writer.writeheader()
            writer.writerows(cohort(people))
        made = set()
        for turn in range(rounds):
            for way, flags in WAYS.items():
                out = Path(folder) / f"{way} {turn}"
                command = [
                    sys.executable,
                    "-m",
                    "planner",
                    "batch",
                    str(file),
                    "-o",
                    str(out),
                    "--days",
                    str(days),
                    *flags,
                ]
                done = subprocess.run(
                    [sys.executable, "-c", LAUNCHER, *command], capture_output=True, text=True, check=True
                )
                used = json.loads(done.stdout)
                spent[way].append(json.loads((out / "run.json").read_text("utf-8"))["seconds_planning"])
                whole[way].append(used["s"])
                peak[way] = max(peak[way], used["mb"])
                made.add((out / "menus.parquet").read_bytes() + (out / "summary.csv").read_bytes())
        assert len(made) == 1, "the results differ"
    base = spent[next(iter(WAYS))]
    return [
        [
            way, f"{statistics.median(spent[way]):.1f}", f"{statistics.median(whole[way]):.1f}",
            f"{statistics.median(a / b for a, b in zip(base, spent[way], strict=True)):.2f}", f"{peak[way]:.0f}",
        ]
        for way in WAYS
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=("curve", "processes"), default=("curve", "processes"))
    parser.add_argument("--people", type=int, default=24)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    print(f"{given.people} people, {given.days} days, {os.cpu_count()} cores")
    if "curve" in given.parts:
        headings = [
            "effort", "planned", "person-days a second", "score beside plan_meals, median / worst %", "all hard rows hold",
            "all targets met",
        ]  # fmt: skip
        print(f"\n{markdown(headings, curve(given.people, given.days))}", flush=True)
    if "processes" in given.parts:
        headings = ["way", "planning, s", "whole command, s", "times one process", "largest process, MB"]
        print(f"\n{markdown(headings, processes(given.people, given.days, given.rounds))}")


if __name__ == "__main__":
    main()
