"""A program in, an honest solution out: the one place that speaks to PuLP, and to HiGHS and CBC behind it.

PuLP builds the model and configures the solver; from then on the hot HiGHS model behind it takes changed
bounds and new columns, which is hundreds of times faster than building again. Every run is single-threaded
and seeded, and searches are bounded by nodes, so that the same input gives the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import highspy
import numpy as np
import pulp

from planner.errors import InputError, SolverError
from planner.model.program import INF, FloatArray, IntArray, LinearProgram
from planner.model.pulp_api import Sense, add_row, expression, run
from planner.model.pulp_api import Status as Status

SolverName = Literal["highs", "cbc"]

_BEYOND_ANY_PLAN = 1e15  # no amount of any food is this large
_DEVEX = 1  # edge weights that need no start: a quarter faster where a few pivots do
_PRIMAL = 4  # the simplex method that goes from amounts that hold to better ones
_PROVED = 1e-6  # relative duality gap up to which a linear program counts as solved

_STATUS: dict[Any, Status] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kModelEmpty: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kTimeLimit: "limit",
    highspy.HighsModelStatus.kIterationLimit: "limit",
    highspy.HighsModelStatus.kSolutionLimit: "limit",
    highspy.HighsModelStatus.kInterrupt: "limit",
}


@dataclass(frozen=True)
class SolverOptions:
    """How hard to search. ``time_limit_s`` is only the safety net: a run that it ends is not repeatable."""

    solver: SolverName = "highs"
    relative_gap: float = 1e-9
    node_limit: int | None = None
    time_limit_s: float | None = None

    def __post_init__(self) -> None:
        if self.solver not in get_args(SolverName):
            raise InputError(f"unknown solver {self.solver!r}; use 'highs' or 'cbc'")


@dataclass(frozen=True, eq=False)
class Solution:
    """What the solver said.

    ``status`` is ``limit`` when the search was cut short: then ``values`` is the best point found, or None.
    ``shadow_prices`` (m,) is the change of the objective per unit of the binding row bound, ``reduced_costs``
    (n,) the change per unit of a column away from its bound; both None for a mixed-integer program, which
    has no prices.
    """

    status: Status
    objective: float | None
    values: FloatArray | None
    gap: float | None
    shadow_prices: FloatArray | None = None
    reduced_costs: FloatArray | None = None

    @property
    def has_point(self) -> bool:
        return self.values is not None


def build(program: LinearProgram) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """The program as a PuLP problem.

    A row with two finite bounds becomes an equality onto a bounded total, because PuLP's rows have one side.
    Columns and rows are named by position, padded: PuLP folds ``a-b`` and ``a b`` into one name and sorts by it.
    """
    problem = pulp.LpProblem("plan", pulp.LpMinimize)
    lower, upper = program.lower.tolist(), program.upper.tolist()
    integer = program.integer.tolist()
    variables = [
        problem.add_variable(
            f"c{i:07d}",
            None if low == -INF else low,
            None if high == INF else high,
            pulp.LpInteger if whole else pulp.LpContinuous,
        )
        for i, (low, high, whole) in enumerate(zip(lower, upper, integer, strict=True))
    ]
    problem.setObjective(expression(zip(variables, program.cost.tolist(), strict=True)))
    in_row, in_column = np.nonzero(program.matrix)  # most of a large matrix is zeros
    ends = np.searchsorted(in_row, np.arange(len(program.row_names) + 1)).tolist()
    values, columns = program.matrix[in_row, in_column].tolist(), in_column.tolist()
    for i, (low, high) in enumerate(zip(program.row_lower.tolist(), program.row_upper.tolist(), strict=True)):
        at = range(ends[i], ends[i + 1])
        pairs = [(variables[columns[k]], values[k]) for k in at]
        sense: Sense
        if low == high:
            sense, bound = "==", low
        elif low == -INF and high == INF:
            sense, bound = ">=", -1e30  # a free row: kept, so that rows and names stay in step
        elif low == -INF:
            sense, bound = "<=", high
        elif high == INF:
            sense, bound = ">=", low
        else:
            total = problem.add_variable(f"t{i:07d}", low, high)
            pairs.append((total, -1.0))
            sense, bound = "==", 0.0
        add_row(problem, pairs, sense, bound, f"r{i:07d}")
    return problem, variables


class HotModel:
    """A linear program built once, then solved again and again with other bounds or more columns.

    A solve starts from the basis of the one before: that saves time, and the optimum is the same.
    """

    def __init__(
        self,
        program: LinearProgram,
        options: SolverOptions | None = None,
        *,
        is_scaled: bool = False,
        columns_join: bool = False,
    ) -> None:
        """``is_scaled``: rows and columns are of about the same size already, so that HiGHS need not look after that.

        ``columns_join``: columns of such a size keep joining, after which the amounts of the solve before still hold.
        """
        options = options or SolverOptions()
        self._n_rows = len(program.row_names)
        # Rows are passed without bounds of their own: HiGHS takes ranges directly once the model is hot.
        free = program.with_rows(row_lower=np.full(self._n_rows, -INF), row_upper=np.full(self._n_rows, INF))
        problem, _ = build(free)
        adapter = pulp.HiGHS(
            msg=False,
            threads=1,
            random_seed=0,
            **({} if program.is_mixed_integer else {"presolve": "off"}),
        )
        adapter.createAndConfigureSolver(problem)
        adapter.buildSolverModel(problem)
        self._highs: Any = problem.solverModel
        self._mixed_integer = program.is_mixed_integer
        self._highs.setOptionValue("mip_rel_gap", options.relative_gap)
        if is_scaled:
            self._highs.setOptionValue("dual_feasibility_tolerance", 1e-10)  # below what tells two foods apart
            self._highs.setOptionValue("simplex_scale_strategy", 0)
            self._highs.setOptionValue("simplex_dual_edge_weight_strategy", _DEVEX)
        if columns_join:
            self._highs.setOptionValue("simplex_strategy", _PRIMAL)
            self._highs.setOptionValue("simplex_scale_strategy", 0)
            self._highs.setOptionValue("primal_simplex_bound_perturbation_multiplier", 0.0)
        if options.node_limit is not None:
            self._highs.setOptionValue("mip_max_nodes", options.node_limit)
        if options.time_limit_s is not None:
            self._highs.setOptionValue("time_limit", options.time_limit_s)
        self._rows = np.arange(self._n_rows, dtype=np.int32)
        self.set_row_bounds(program.row_lower, program.row_upper)

    def set_row_bounds(self, lower: FloatArray, upper: FloatArray) -> None:
        """Other bounds for all rows, each of shape (m,)."""
        self._highs.changeRowsBounds(self._n_rows, self._rows, lower, upper)

    def set_columns(self, columns: IntArray, cost: FloatArray, upper: FloatArray) -> None:
        """Other costs and upper bounds for some columns, each of shape (k,); their lower bounds become 0."""
        at = columns.astype(np.int32)
        self._highs.changeColsCost(len(at), at, cost)
        self._highs.changeColsBounds(len(at), at, np.zeros(len(at)), upper)

    def keep_columns(self, count: int) -> None:
        """Only the first ``count`` columns stay."""
        held = self._highs.getNumCol()
        if held > count:
            self._highs.deleteCols(held - count, np.arange(count, held, dtype=np.int32))

    def basis(self) -> Any:
        """Where the last solve ended; for ``start_from``."""
        return self._highs.getBasis()

    def start_from(self, basis: Any) -> None:
        """The next solve starts from this basis, and nothing of the solves before remains."""
        self._highs.clearSolver()
        self._highs.setBasis(basis)

    def infeasibility_ray(self) -> FloatArray | None:
        """After an infeasible solve: row weights (m,) for which no amounts reach what the rows ask for, if HiGHS has them."""
        _, known, ray = self._highs.getDualRay()
        return np.array(ray) if known else None

    def set_all_columns(self, cost: FloatArray, lower: FloatArray, upper: FloatArray) -> None:
        """Other costs and bounds for all columns, each of shape (n,), in the order in which they came."""
        columns = np.arange(len(cost), dtype=np.int32)
        self._highs.changeColsCost(len(cost), columns, cost)
        self._highs.changeColsBounds(len(cost), columns, lower, upper)

    def add_columns(self, cost: FloatArray, lower: FloatArray, upper: FloatArray, matrix: FloatArray) -> None:
        """Append continuous columns; ``matrix`` is (m, k)."""
        rows, columns = np.nonzero(matrix.T)[1], np.count_nonzero(matrix, axis=0)
        starts = np.concatenate([[0], np.cumsum(columns)[:-1]]).astype(np.int32)
        values = matrix.T[np.nonzero(matrix.T)]
        self._highs.addCols(matrix.shape[1], cost, lower, upper, len(values), starts, rows.astype(np.int32), values)

    def add_rows(self, lower: FloatArray, upper: FloatArray, matrix: FloatArray) -> None:
        """Append rows, each bound of shape (k,); ``matrix`` is (k, n)."""
        in_row, columns = np.nonzero(matrix)
        starts = np.searchsorted(in_row, np.arange(len(lower))).astype(np.int32)
        values = matrix[in_row, columns]
        self._highs.addRows(len(lower), lower, upper, len(values), starts, columns.astype(np.int32), values)

    def solve(self) -> Solution:
        """Run, and read status, gap, values and prices as arrays."""
        self._highs.run()
        model_status = self._highs.getModelStatus()
        if model_status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            # Presolve saw one of the two; the simplex method alone can tell which.
            self._highs.setOptionValue("presolve", "off")
            self._highs.run()
            model_status = self._highs.getModelStatus()
        status = _STATUS.get(model_status)
        if status is None:
            raise SolverError(f"HiGHS stopped with {self._highs.modelStatusToString(model_status)}")
        if status in ("infeasible", "unbounded"):
            return Solution(status, None, None, None)
        info = self._highs.getInfo()
        if info.primal_solution_status != 2:  # 2 = a feasible point (HighsInfo)
            return Solution("limit", None, None, None)
        solution = self._highs.getSolution()
        values = np.array(solution.col_value)
        if self._mixed_integer:
            gap = float(info.mip_gap)
            return Solution(status, float(info.objective_function_value), values, gap)
        return Solution(
            status,
            float(info.objective_function_value),
            values,
            0.0 if status == "optimal" else None,
            shadow_prices=np.array(solution.row_dual),
            reduced_costs=np.array(solution.col_dual),
        )


def solve(program: LinearProgram, options: SolverOptions | None = None) -> Solution:
    """Solve one program from nothing.

    Raises:
        SolverError: the solver stopped for a reason of its own, or CBC is not installed.
    """
    options = options or SolverOptions()
    if (program.lower > program.upper).any() or (program.row_lower > program.row_upper).any():
        return Solution("infeasible", None, None, None)
    if options.solver == "cbc":
        return _solve_with_cbc(program, options)
    return HotModel(program, options).solve()


def _solve_with_cbc(program: LinearProgram, options: SolverOptions) -> Solution:
    problem, variables = build(program)
    command = _cbc_command(options)
    if not command.available():
        raise SolverError("CBC is not installed; install it with: pip install 'meal-planner[cbc]'")
    status, has_point = run(problem, command)
    if not has_point:
        # An infeasible solve leaves values in the variables: they mean nothing.
        return Solution(status, None, None, None)
    values = np.array([variable.varValue or 0.0 for variable in variables])
    objective = float(program.cost @ values)
    if np.abs(values).max(initial=0.0) > _BEYOND_ANY_PLAN:
        return Solution("unbounded", None, None, None)  # CBC calls such a ray "optimal" at 1e20
    if program.is_mixed_integer:
        return Solution(status, objective, values, options.relative_gap if status == "optimal" else None)
    rows = [problem.get_constraint_by_name(f"r{i:07d}") for i in range(len(program.row_names))]
    prices = np.array([row.pi or 0.0 for row in rows])
    gap = (objective - _dual_bound(program, prices)) / max(abs(objective), 1e-9)
    if gap > _PROVED:
        return Solution("limit", objective, values, gap)  # CBC said optimal; its own prices do not prove it
    reduced = np.array([variable.dj or 0.0 for variable in variables])
    return Solution(status, objective, values, 0.0, shadow_prices=prices, reduced_costs=reduced)


def _dual_bound(program: LinearProgram, prices: FloatArray) -> float:
    """The bound on the objective that these row prices prove (weak duality); -inf when they prove nothing."""
    reduced = program.cost - prices @ program.matrix
    small = 1e-7 * max(1.0, float(np.abs(program.cost).max(initial=0.0)))
    bound = 0.0
    for price, low, high in (
        (prices, program.row_lower, program.row_upper),
        (reduced, program.lower, program.upper),
    ):
        active = np.where(price > small, low, np.where(price < -small, high, 0.0))
        bound += float(price @ active)
    return bound


def cbc_path() -> str | None:
    """Where CBC lies when it came as a package; None lets PuLP look on the PATH."""
    try:
        import cbcbox
    except ImportError:
        return None  # then PuLP looks for "cbc" on the PATH
    return str(cbcbox.cbc_bin_path())


def _cbc_command(options: SolverOptions) -> Any:
    return pulp.COIN_CMD(
        path=cbc_path(),
        msg=False,
        threads=1,
        gapRel=options.relative_gap,
        timeLimit=options.time_limit_s,
        maxNodes=options.node_limit,
    )


def available_solvers() -> tuple[str, ...]:
    """Which solvers answer on this machine."""
    return ("highs", "cbc") if _cbc_command(SolverOptions()).available() else ("highs",)
