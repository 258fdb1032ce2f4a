"""``planner diet``: the classical diet problem on any table."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.output import Output, print_table, write_text


class DietFormat(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    JSON = "json"


class SolverChoice(StrEnum):
    """The solvers behind PuLP."""

    HIGHS = "highs"
    CBC = "cbc"


def diet(
    foods: Annotated[
        Path, typer.Argument(help="CSV: food, cost, f_min, f_max, integer, then one column per nutrient.")
    ],
    problem: Annotated[Path, typer.Argument(help="JSON: nutrients with min and max, logic, semicontinuous.")],
    format: Annotated[DietFormat, typer.Option(help="How to print the answer.")] = DietFormat.TABLE,
    output: Output = None,
    solver: Annotated[SolverChoice, typer.Option(help="The solver behind PuLP.")] = SolverChoice.HIGHS,
    time_limit_s: Annotated[float | None, typer.Option(help="Stop the search after so many seconds.", min=0.01)] = None,
) -> int:
    """Solve the classical diet problem: any foods, any nutrients, at the lowest cost.

    Exit code 0: solved. 1: infeasible (the clash and the smallest repair are printed), unbounded, or the time limit
    came first. 2: bad input.
    """
    from planner.model.diet import DietProblem
    from planner.model.solver import SolverOptions

    options = SolverOptions(solver=solver.value, time_limit_s=time_limit_s)
    answer = DietProblem.from_files(foods, problem, options).solve()
    if format is DietFormat.JSON or output is not None:
        write_text(json.dumps(answer.to_dict(), indent=1, ensure_ascii=False) + "\n", output)
    else:
        _print(answer.to_dict())
    return 0 if answer.status == "optimal" else 1


def _print(answer: dict[str, object]) -> None:
    from rich.markup import escape

    from planner.cli.output import console

    out = console()
    gap = answer["gap"]
    out.print(f"Status: {answer['status']}" + (f" (gap {gap:.2g})" if isinstance(gap, float) and gap else ""))
    if answer["objective"] is not None:
        out.print(f"Objective: {answer['objective']:.6g}")
    for key, heading in (("amounts", "Food"), ("shadow_prices", "Row"), ("reduced_costs", "Food")):
        values = answer[key]
        assert isinstance(values, dict)
        shown = [[str(name), f"{value:.6g}"] for name, value in values.items() if abs(value) > 1e-9]
        if shown:
            print_table([(heading, "left"), (key.replace("_", " ").capitalize(), "right")], shown)
    conflict, repair = answer["conflict"], answer["repair"]
    assert isinstance(conflict, list)
    assert isinstance(repair, list)
    if conflict:
        out.print("These cannot hold together; without any one of them, the others can:")
        for bound in conflict:
            out.print(f"  {escape(str(bound))}")
    elif answer["status"] == "infeasible":
        out.print("The foods' own f_min and f_max clash with each other; widen them.")
    if repair:
        together = any("together" in change for change in repair)
        out.print("All of these changes together mend it:" if together else "Each of these changes alone mends it:")
        for change in repair:
            out.print(f"  {escape(str(change['bound']))}: from {change['from']:g} to {change['to']:.9g}")
