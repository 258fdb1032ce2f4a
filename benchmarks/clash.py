"""What it takes to say why a day cannot be: the clash and its repairs over the whole table, in solves of a plain day.

    python -m benchmarks.clash [--rounds 7]

Both take turns in each round; the figure is the median of the ratios of CPU time. A plain solve is the daily program of the
same person without the wishes that clash.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

from benchmarks.solve import daily_program
from planner.model.conflict import Explanation, explain
from planner.model.demands import row_demands
from planner.model.program import INF, LinearProgram
from planner.model.sifting import solve_sifted

WISHES: dict[str, dict[str, tuple[float, float]]] = {
    "800 kcal with 20,000 mg potassium": {"energy_kcal": (760, 840), "potassium_mg": (20000, INF)},
    "60 µg vitamin D with 300 mg sodium": {"vitamin_d_ug": (60, INF), "sodium_mg": (-INF, 300), "fat_g": (-INF, 10)},
    "magnesium and fiber far apart from energy": {"magnesium_mg": (9000, INF), "fiber_g": (300, INF)},
}


def wished(program: LinearProgram, wishes: dict[str, tuple[float, float]]) -> LinearProgram:
    """The program with other bounds on some rows; reference intakes aside, which bend before wishes do."""
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    energy = program.row_names.index("energy_kcal")
    lower[[i for i in range(len(lower)) if i != energy]] = -INF
    for name, (low, high) in wishes.items():
        at = program.row_names.index(name)
        lower[at], upper[at] = low, high
    return program.with_rows(row_lower=lower, row_upper=upper)


def cpu_s(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def why(program: LinearProgram) -> Explanation | None:
    return explain(program, row_demands(program, range(len(program.row_names))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    plain = daily_program(5431)
    foods = plain.matrix.shape[1]
    print(
        f"{foods:,} foods, {plain.matrix.shape[0]} rows; CPU time of clash and repairs, in plain solves (median of {rounds})\n"
    )
    print(f"{'wishes':44} {'solves':>7} {'plain ms':>9} {'sets':>5} {'repairs':>8}")
    for words, wishes in WISHES.items():
        program = wished(plain, wishes)
        found = why(program)
        assert found is not None, words
        times = [(cpu_s(lambda: solve_sifted(plain)), cpu_s(lambda p=program: why(p))) for _ in range(rounds)]  # type: ignore[misc]
        ratio = statistics.median(ours / one for one, ours in times)
        ms = 1e3 * statistics.median(one for one, _ in times)
        print(f"{words:44} {ratio:7.2f} {ms:9.1f} {len(found.conflicts):5} {len(found.mendings):8}")
        for members in found.conflicts:
            print("   clash: ", ", ".join(one.name for one in members))
        for one in found.mendings:
            print(
                "   mends: ",
                ", ".join(f"{move.demand.name} -> {move.to:g}" for move in one.moves if move.to is not None),
            )


if __name__ == "__main__":
    main()
