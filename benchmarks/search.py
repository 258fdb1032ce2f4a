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
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version

from benchmarks import long_search
from benchmarks.growth import days_table, foods_table
from benchmarks.long_search import Gaps, in_words, judged, long_rows, percent, plan, spread
from benchmarks.menu_milp import MenuMilp
from benchmarks.panel import Member, panel, some
from benchmarks.solve import LAUNCHER, markdown
from planner import plan_meals

PARTS = ("milp", "long", "growth", "shell")
MEASURE = (
    LAUNCHER
    + """
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime)
"""
)
SOLVERS = {"highs": "HiGHS", "cbc": "CBC"}


def milp_rows(members: Sequence[Member], days: int, most_s: float) -> Iterator[list[str]]:
    """Ours and the whole program, with each solver at our time, ten times it, and the most."""
    for member in members:
        found, ours = plan(member, days)
        bound = f"{found.bound:.1f}"
        yield [member.label, "ours", f"{ours.cpu_s:.1f}", "", f"{ours.score:.1f}", f"{ours.faults:g}", "", bound, ""]
        for pairs in (True, False) if days == 1 else (False,):
            program = MenuMilp(found.problem, found.master, pairs=pairs)
            size = f"{program.columns:,} x {program.rows:,}, {program.nonzeros:,}"
            for solver, name in SOLVERS.items():
                for limit in (ours.cpu_s, 10 * ours.cpu_s, most_s):
                    result = program.solve(solver, limit)
                    score, faults, above = "none", "", ""
                    if result.menu is not None:
                        nats, wrong = judged(found.problem, found.master, result.menu)
                        score, faults, above = f"{nats:.1f}", f"{wrong:g}", f"{percent(nats, ours.score):+.0f}"
                    proved = "" if result.bound is None else f"{result.bound:.1f}"
                    yield [
                        member.label, f"{name}{'' if pairs else ', pairs left out'}",
                        f"{program.build_s:.1f} + {result.solve_s:.1f}", f"{limit:.1f}", score, faults, above,
                        proved, size,
                    ]  # fmt: skip
                    size = ""


def shell_rows(members: Sequence[Member], rounds: int, python: str) -> list[list[str]]:
    """Whole processes in turns: seconds by the clock and of CPU, times the import, and peak memory."""
    commands = {"import pandas, pulp": [python, "-c", "import pandas, pulp"]}
    for member in members:
        body = member.person
        command = [python, "-m", "planner", "plan", "--days", "7", "--condition", "none", "--medication", "none"]
        command += ["--sex", body.sex, "--activity", body.activity]
        for name, value in (("age", body.age_years), ("height", body.height_cm), ("weight", body.weight_kg)):
            command += [f"--{name}", f"{value:g}"]
        for diet in member.preferences.diet:
            command += ["--diet", diet]
        commands[f"planner plan --days 7: {member.label}"] = command
    folder = tempfile.mkdtemp()  # away from the checkout, which would come before what is installed
    clock: dict[str, list[float]] = {name: [] for name in commands}
    used: dict[str, list[float]] = {name: [] for name in commands}
    memory = dict.fromkeys(commands, 0.0)
    for _ in range(rounds):
        for name, command in commands.items():
            done = subprocess.run(
                [sys.executable, "-c", MEASURE, *command], cwd=folder, capture_output=True, check=True
            )
            taken, peak, cpu = map(float, done.stdout.split())
            clock[name].append(taken)
            used[name].append(cpu)
            memory[name] = max(memory[name], peak / 1024)
    base = next(iter(used.values()))
    return [
        [
            name, f"{statistics.median(clock[name]):.2f}", f"{statistics.median(cpu):.2f}",
            f"{statistics.median(a / b for a, b in zip(cpu, base, strict=True)):.1f}", f"{memory[name]:.0f}",
        ]
        for name, cpu in used.items()
    ]  # fmt: skip


def warm_rows(members: Sequence[Member]) -> list[list[str]]:
    """A day and a week for each, in a process that has planned before: seconds by the clock, and of CPU."""
    first = panel()[0]
    plan_meals(first.person, preferences=first.preferences)
    rows = []
    for days, goal in ((1, "0.5 / 1"), (7, "2 / 4")):
        times: list[tuple[float, str]] = []
        cpu: list[float] = []
        for member in members:
            began, used = time.perf_counter(), time.process_time()
            plan_meals(member.person, days=days, preferences=member.preferences)
            times.append((time.perf_counter() - began, member.label))
            cpu.append(time.process_time() - used)
        slowest = max(times)
        median = statistics.median(taken for taken, _ in times)
        usual = f"{statistics.median(cpu):.2f}"
        rows.append([str(days), str(len(times)), f"{median:.2f}", f"{slowest[0]:.2f}", slowest[1], usual, goal])
    return rows


def _show(title: str, headings: list[str], rows: Iterable[list[str]], *after: str) -> None:
    """A table, line by line as the rows come: some take minutes."""
    print(f"\n{title}\n\n{markdown(headings, [])}", flush=True)
    for row in rows:
        print(markdown(row, []).partition("\n")[0], flush=True)
    print("", *after, sep="\n", flush=True)


def show_milp(people: int, seconds: float) -> None:
    headings = [
        "person",
        "peer",
        "CPU s (build + solve)",
        "limit, s",
        "nats",
        "faults",
        "against ours, %",
        "bound",
        "size",
    ]
    for days in (1, 7):
        _show(f"{days} days as one MILP", headings, milp_rows(spread(min(people, 3)), days, seconds))


def show_long(people: int, seconds: float) -> None:
    gaps: Gaps = {}
    rows = long_rows(spread(people), 7, seconds, gaps)
    _show(f"A week beside {seconds:g} s of searching", long_search.headings(seconds), rows)
    print(in_words(gaps))


def show_growth(people: int, seconds: float) -> None:
    members = spread(min(people, 3))
    rows, power = days_table(members)
    _show("Days", ["days", "s", "ms a day", "nats a day", "no faults"], rows, f"seconds grow as days^{power:.2f}")
    rows, day, week, plain = foods_table(members)
    headings = ["foods", "menus see", "day, s", "week, s", "nats a day", "no faults", "plain day, ms"]
    powers = f"seconds grow as foods^{day:.2f} (day), foods^{week:.2f} (week), foods^{plain:.2f} (plain day)"
    _show("Foods in the table", headings, rows, powers)


def show_shell(people: int, python: str) -> None:
    headings = ["command", "s", "CPU s", "times the import", "peak MB"]
    _show("From the shell", headings, shell_rows(spread(min(people, 3)), 3, python))
    members = panel() if people >= len(panel()) else some(people)
    _show("Warm", ["days", "people", "median s", "worst s", "who", "median CPU s", "goal, s"], warm_rows(members))


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
