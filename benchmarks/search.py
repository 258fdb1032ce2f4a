"""How good and how fast the search for menus is, beside one whole mixed-integer program and beside a minute's search.

    python -m benchmarks.search [--parts milp long growth shell] [--people N] [--seconds 60]

``milp``: the same model stated whole, solved by CBC and HiGHS through PuLP. ``long``: what a minute finds beyond a plan.
``growth``: seconds by days and by foods. ``shell``: whole processes, and a day and a week for the panel. Every menu is
scored by the planner's own scorer, so that all nats are one number; seconds are CPU seconds unless said otherwise.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version

from benchmarks import long_search
from benchmarks.growth import days_table, foods_table
from benchmarks.long_search import judged, long_table, percent, plan, spread
from benchmarks.menu_milp import MenuMilp
from benchmarks.panel import Member, panel, some
from benchmarks.solve import LAUNCHER, markdown
from planner import plan_meals

PARTS = ("milp", "long", "growth", "shell")
SOLVERS = {"highs": "HiGHS", "cbc": "CBC"}


def milp_table(members: Sequence[Member], days: int, most_s: float) -> list[list[str]]:
    """Ours and the whole program, with each solver at our time, ten times it, and the most."""
    rows = []
    for member in members:
        found, ours = plan(member, days)
        bound = f"{found.bound:.1f}"
        rows.append(
            [member.label, "ours", f"{ours.cpu_s:.1f}", "", f"{ours.score:.1f}", f"{ours.faults:g}", "", bound, ""]
        )
        for pairs in (True, False) if days == 1 else (False,):
            program = MenuMilp(found.problem, pairs=pairs)
            size = f"{program.columns:,} x {program.rows:,}, {program.nonzeros:,}"
            for solver, name in SOLVERS.items():
                for limit in (ours.cpu_s, 10 * ours.cpu_s, most_s):
                    result = program.solve(solver, limit)
                    score, faults, above = "none", "", ""
                    if result.menu is not None:
                        nats, wrong = judged(found.problem, found.master, result.menu)
                        score, faults, above = f"{nats:.1f}", f"{wrong:g}", f"{percent(nats, ours.score):+.0f}"
                    proved = "" if result.bound is None else f"{result.bound:.1f}"
                    rows.append(
                        [
                            member.label, f"{name}{'' if pairs else ', pairs left out'}",
                            f"{program.build_s:.1f} + {result.solve_s:.1f}", f"{limit:.1f}", score, faults, above,
                            proved, size,
                        ]
                    )  # fmt: skip
                    size = ""
    return rows


def shell_rows(members: Sequence[Member], rounds: int, python: str) -> list[list[str]]:
    """``planner plan --days 7`` as a whole process: wall seconds and peak memory."""
    rows = []
    folder = tempfile.mkdtemp()  # away from the checkout, which would come before what is installed
    for member in members:
        person = member.person
        command = [
            python,
            "-m",
            "planner",
            "plan",
            "--days",
            "7",
            "--sex",
            person.sex,
            "--age",
            f"{person.age_years:g}",
        ]
        command += ["--height", f"{person.height_cm:g}", "--weight", f"{person.weight_kg:g}"]
        command += ["--activity", person.activity, "--condition", "none", "--medication", "none"]
        for diet in member.preferences.diet:
            command += ["--diet", diet]
        times, memory = [], 0.0
        for _ in range(rounds):
            done = subprocess.run(
                [sys.executable, "-c", LAUNCHER, *command], cwd=folder, capture_output=True, check=True
            )
            taken, peak = map(float, done.stdout.split())
            times.append(taken)
            memory = max(memory, peak / 1024)
        rows.append([member.label, f"{statistics.median(times):.2f}", f"{max(times):.2f}", f"{memory:.0f}"])
    return rows


def warm_rows(members: Sequence[Member]) -> list[list[str]]:
    """A day and a week for each, in a process that has planned before: CPU seconds."""
    first = panel()[0]
    plan_meals(first.person, preferences=first.preferences)
    rows = []
    for days, goal in ((1, "0.5 / 1"), (7, "2 / 4")):
        times: list[tuple[float, str]] = []
        for member in members:
            began = time.process_time()
            plan_meals(member.person, days=days, preferences=member.preferences)
            times.append((time.process_time() - began, member.label))
        slowest = max(times)
        median = statistics.median(taken for taken, _ in times)
        rows.append([str(days), str(len(times)), f"{median:.2f}", f"{slowest[0]:.2f}", slowest[1], goal])
    return rows


def _show(title: str, headings: list[str], rows: list[list[str]], *after: str) -> None:
    print(f"\n{title}\n\n{markdown(headings, rows)}\n", *after, sep="\n", flush=True)


def show_milp(people: int, seconds: float) -> None:
    headings = ["person", "peer", "s (build + solve)", "limit", "nats", "faults", "against ours, %", "bound", "size"]
    for days in (1, 7):
        _show(f"{days} days as one MILP", headings, milp_table(spread(min(people, 3)), days, seconds))


def show_long(people: int, seconds: float) -> None:
    rows, said = long_table(spread(people), 7, seconds)
    _show(f"A week beside {seconds:g} s of searching", long_search.headings(seconds), rows, said)


def show_growth(people: int, seconds: float) -> None:
    members = spread(min(people, 3))
    rows, power = days_table(members)
    _show("Days", ["days", "s", "ms a day", "nats a day", "no faults"], rows, f"seconds grow as days^{power:.2f}")
    rows, day, week, plain = foods_table(members)
    headings = ["foods", "menus see", "day, s", "week, s", "nats a day", "no faults", "plain day, ms"]
    powers = f"seconds grow as foods^{day:.2f} (day), foods^{week:.2f} (week), foods^{plain:.2f} (plain day)"
    _show("Foods in the table", headings, rows, powers)


def show_shell(people: int, python: str) -> None:
    headings = ["person", "wall s, median", "worst", "peak MB"]
    _show("planner plan --days 7", headings, shell_rows(spread(min(people, 3)), 3, python))
    members = panel() if people >= len(panel()) else some(people)
    _show("Warm", ["days", "people", "median s", "worst s", "who", "goal"], warm_rows(members))


def main() -> None:
    """Measure what was asked for, and print tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--people", type=int, default=8, help="how many people; more than 8 count for the panel only")
    parser.add_argument("--seconds", type=float, default=60.0, help="the long search, and the most for a MILP")
    parser.add_argument("--python", default=sys.executable, help="the environment for whole processes")
    given = parser.parse_args()
    packages = ", ".join(f"{name} {version(name)}" for name in ("pulp", "highspy", "cbcbox", "numpy"))
    print(f"Python {sys.version.split()[0]}, {packages}; {os.cpu_count()} cores")
    plan(spread(1)[0], 1)  # everything read once
    shows: dict[str, Callable[[], None]] = {
        "milp": lambda: show_milp(given.people, given.seconds),
        "long": lambda: show_long(given.people, given.seconds),
        "growth": lambda: show_growth(given.people, given.seconds),
        "shell": lambda: show_shell(given.people, given.python),
    }
    for part in given.parts:
        shows[part]()


if __name__ == "__main__":
    main()
