"""How fast one daily linear program is, beside naive PuLP + CBC and HiGHS fed with ready arrays.

    python -m benchmarks.solve [--rounds 7] [--python PYTHON]

Every figure is the median over rounds in which all peers take turns; ratios are taken round by round. ``--python``
runs the whole processes of the second table in another environment, such as one with the base install alone.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version

import highspy
import numpy as np
import pulp

from benchmarks.naive import naive_pulp_cbc
from planner.foods.table import load_foods
from planner.model.program import INF, FloatArray, LinearProgram, Row, assemble
from planner.model.sifting import SiftedProgram, solve_sifted
from planner.nutrition.person import Person
from planner.nutrition.targets import targets_for

SIZES = (300, 1000, 5431)
# A child counts the memory of whoever started it as its own until then, so a small process starts and measures it.
LAUNCHER = """
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def person_bounds(person: Person, names: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """A person's targets as row bounds."""
    targets = targets_for(person)
    lower = [-INF if targets[name].lower is None else float(targets[name].lower or 0.0) for name in names]
    upper = [INF if targets[name].upper is None else float(targets[name].upper or 0.0) for name in names]
    return np.array(lower), np.array(upper)


def daily_program(size: int) -> LinearProgram:
    """``size`` foods of the shipped table, the targets of one person, cost per gram; the same for all peers."""
    table = load_foods().data
    person = Person(sex="female", age_years=34, height_cm=168, weight_kg=62)
    names = [name for name in targets_for(person) if name in table]
    order = np.argsort(-table["eaten_per_1000"].fillna(0.0).to_numpy(), kind="stable")
    keep = np.sort(order[:size])
    data = table.iloc[keep]
    content = np.nan_to_num(data[names].to_numpy(float)) / 100.0
    eaten = np.maximum(data["eaten_per_1000"].fillna(0.0).to_numpy(), 0.05)
    cost = (0.5 + np.log(eaten.max() / eaten)) / data["portion_p50_g"].fillna(100.0).to_numpy()
    cost *= 1 + 1e-7 * np.arange(1, size + 1) / size
    lower, upper = person_bounds(person, names)
    rows = [Row(name, content[:, i].copy(), lower[i], upper[i]) for i, name in enumerate(names)]
    most = data["portion_p95_g"].fillna(100.0).to_numpy()
    return assemble(tuple(data.index), cost, np.zeros(size), most, rows)


def highspy_arrays(program: LinearProgram) -> float:
    """The whole program as ready arrays into HiGHS at its default options; build and read-out included."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    lp = highspy.HighsLp()
    rows, columns = program.matrix.shape
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = program.cost, program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = program.row_lower, program.row_upper
    nonzero = program.matrix.T != 0
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(nonzero.sum(axis=1))]).astype(np.int32)
    lp.a_matrix_.index_ = np.nonzero(nonzero)[1].astype(np.int32)
    lp.a_matrix_.value_ = program.matrix.T[nonzero]
    model.passModel(lp)
    model.run()
    np.array(model.getSolution().col_value)
    np.array(model.getSolution().row_dual)
    return float(model.getInfo().objective_function_value)


def ours(program: LinearProgram) -> float:
    found = solve_sifted(program)
    assert found.objective is not None
    return found.objective


def new_people(program: LinearProgram) -> Callable[[], float]:
    """Another person each call, on a program already built: from sex, age and body to targets, solution and prices."""
    warm = SiftedProgram(program)
    warm.solve()
    people = itertools.cycle(itertools.product(("female", "male"), range(19, 71), (160.0, 175.0), (55.0, 70.0, 85.0)))

    def one() -> float:
        sex, age, height, weight = next(people)
        person = Person(sex=sex, age_years=age, height_cm=height, weight_kg=weight)
        found = warm.solve(*person_bounds(person, program.row_names))
        assert found.objective is not None, person
        return found.objective

    return one


def seconds(call: Callable[[], float], repeat: int) -> tuple[float, float]:
    start = time.perf_counter()
    for _ in range(repeat):
        value = call()
    return (time.perf_counter() - start) / repeat, value


def solve_table(rounds: int) -> list[list[str]]:
    rows = []
    for size in SIZES:
        program = daily_program(size)
        warm = new_people(program)
        peers: dict[str, tuple[Callable[[], float], int]] = {
            "naive": (lambda program=program: naive_pulp_cbc(program), 1),  # type: ignore[misc]
            "highspy": (lambda program=program: highspy_arrays(program), 1),  # type: ignore[misc]
            "ours": (lambda program=program: ours(program), 3),  # type: ignore[misc]
            "person": (warm, 50),
        }
        times: dict[str, list[float]] = {name: [] for name in peers}
        objectives: dict[str, float] = {}
        for _ in range(rounds):
            for name, (call, repeat) in peers.items():
                taken, objectives[name] = seconds(call, repeat)
                times[name].append(taken)
        assert abs(objectives["ours"] - objectives["highspy"]) <= 1e-6 * abs(objectives["highspy"])
        ratio = {
            name: statistics.median(a / b for a, b in zip(times["naive"], times[name], strict=True)) for name in peers
        }
        of_highspy = statistics.median(a / b for a, b in zip(times["ours"], times["highspy"], strict=True))
        rows.append(
            [
                f"{size:,}",
                *(f"{1000 * statistics.median(times[name]):.3g}" for name in ("naive", "highspy", "ours", "person")),
                f"{ratio['ours']:.0f}",
                f"{of_highspy:.2f}",
                f"{ratio['person']:.0f}",
                f"{abs(objectives['naive'] / objectives['ours'] - 1):.0e}",
            ]
        )
    return rows


def shell_table(rounds: int, python: str) -> list[list[str]]:
    """Whole processes: ``planner`` beside ``import pandas, pulp``, and their peak memory."""
    person = ["--sex", "female", "--age", "34", "--height", "168", "--weight", "62"]
    person += ["--condition", "none", "--medication", "none"]
    commands = {
        "import pandas, pulp": [python, "-c", "import pandas, pulp"],
        "planner plan --menu none": [python, "-m", "planner", "plan", "--menu", "none", *person],
        "planner plan": [python, "-m", "planner", "plan", *person],
        "planner targets": [python, "-m", "planner", "targets", *person],
        "planner foods search broccoli": [python, "-m", "planner", "foods", "search", "broccoli"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, float] = {}
    folder = tempfile.mkdtemp()  # away from the checkout, which would come before what is installed
    for _ in range(rounds):
        for name, command in commands.items():
            done = subprocess.run(
                [sys.executable, "-c", LAUNCHER, *command], cwd=folder, capture_output=True, check=True
            )
            taken, peak = map(float, done.stdout.split())
            times[name].append(taken)
            memory[name] = max(memory.get(name, 0.0), peak / 1024)
    base = times["import pandas, pulp"]
    return [
        [
            name,
            f"{statistics.median(taken):.2f}",
            f"{statistics.median(a / b for a, b in zip(taken, base, strict=True)):.2f}",
            f"{memory[name]:.0f}",
        ]
        for name, taken in times.items()
    ]


def markdown(headings: list[str], rows: list[list[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--python", default=sys.executable)
    given = parser.parse_args()
    rounds = given.rounds
    print(
        f"Python {sys.version.split()[0]}, PuLP {pulp.__version__}, HiGHS {version('highspy')}, CBC {version('cbcbox')}, "
        f"pandas {version('pandas')}; {os.cpu_count()} cores; {rounds} rounds\n"
    )
    print(
        markdown(
            [
                "foods", "naive PuLP + CBC, ms", "highspy, ms", "ours, ms", "a new person, ms", "ours: times naive",
                "ours / highspy", "new person: times naive", "objective, naive against ours",
            ],
            solve_table(rounds),
        )
    )  # fmt: skip
    print()
    print(markdown(["command", "s", "times the import", "peak MB"], shell_table(rounds, given.python)))


if __name__ == "__main__":
    main()
