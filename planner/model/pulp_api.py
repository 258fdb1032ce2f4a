"""What PuLP 3.3 and PuLP 4 call differently, under one name; all else is the same in both.

On Python 3.11 pip chooses 3.3, from 3.12 on 4: expressions are made in another way there, and a solve says in another
way how it ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import pulp

Status = Literal["optimal", "infeasible", "unbounded", "limit"]
Sense = Literal["<=", "==", ">="]

IS_4 = int(pulp.__version__.split(".")[0]) >= 4


def expression(pairs: Iterable[tuple[Any, float]]) -> pulp.LpAffineExpression:
    """A sum of (variable, coefficient). Zeros stay in: a variable that stands in no expression would be left out."""
    terms = list(pairs)
    return pulp.LpAffineExpression.from_list(terms) if IS_4 else pulp.LpAffineExpression(terms)


def add_row(problem: pulp.LpProblem, pairs: Iterable[tuple[Any, float]], sense: Sense, bound: float, name: str) -> None:
    """``sum of pairs  sense  bound``, under a name."""
    total = expression(pairs)
    if IS_4:
        row: Any = total <= bound if sense == "<=" else total >= bound if sense == ">=" else total == bound
    else:  # comparing would copy every term
        row = pulp.LpConstraint(total, {"<=": -1, "==": 0, ">=": 1}[sense], None, bound)
    problem.addConstraint(row, name)


def run(problem: pulp.LpProblem, command: Any) -> tuple[Status, bool]:
    """Solve: how it ended, and whether the variables hold a feasible point.

    Never ``problem.status`` of 3.3: it calls a search cut short by its limit "Optimal".
    """
    ended = problem.solve(command)
    if IS_4:
        by_code: dict[int, Status] = {1: "optimal", -1: "infeasible", -2: "unbounded"}  # pulp.LpSolveStatus
        status = by_code.get(int(ended.status), "limit")
        if int(ended.status) == -7:  # GapLimit: within the gap that was asked for
            status = "optimal"
        return status, bool(ended.has_solution)
    by_name: dict[int, Status] = {
        pulp.LpSolutionOptimal: "optimal",
        pulp.LpSolutionInfeasible: "infeasible",
        pulp.LpSolutionUnbounded: "unbounded",
        pulp.LpSolutionIntegerFeasible: "limit",
        pulp.LpSolutionNoSolutionFound: "limit",
    }
    found = problem.sol_status
    return by_name[found], found in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)
