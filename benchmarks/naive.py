"""The daily program as most people write it: ``lpSum`` over numpy floats, CBC as a subprocess."""

from __future__ import annotations

import numpy as np
import pulp

from planner.model.program import LinearProgram
from planner.model.solver import cbc_path


def naive_pulp_cbc(program: LinearProgram) -> float:
    """Build with ``lpSum``, solve with CBC, read the values; returns the objective."""
    problem = pulp.LpProblem("diet", pulp.LpMinimize)
    columns = len(program.cost)
    amount = [problem.add_variable(f"x_{i}", 0, program.upper[i]) for i in range(columns)]
    problem.setObjective(pulp.lpSum(program.cost[i] * amount[i] for i in range(columns)))
    for row in range(len(program.row_names)):
        total = pulp.lpSum(program.matrix[row, i] * amount[i] for i in range(columns))
        if np.isfinite(program.row_lower[row]):
            problem += total >= program.row_lower[row]
        if np.isfinite(program.row_upper[row]):
            problem += total <= program.row_upper[row]
    problem.solve(pulp.COIN_CMD(path=cbc_path(), msg=False))
    return float(sum(program.cost[i] * (amount[i].varValue or 0.0) for i in range(columns)))
