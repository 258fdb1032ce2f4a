"""A day's food as a linear program, and in household portions.

First the plain program: grams of every permitted food, as ordinary as the targets allow (the objective is the
surprise of what is eaten, in nats, see ``surprise``). It is solved by sifting, gives the shadow prices, and
tells which targets no day can reach. Then the foods it likes best are taken in whole and half household
portions, each at most once, by a small mixed-integer program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from planner.model.columns import Columns
from planner.model.constraints import AmountBound, Constraint, all_rows
from planner.model.program import INF, FloatArray, LinearProgram, Row, assemble
from planner.model.sifting import SiftedProgram, solve_sifted
from planner.model.solver import Solution, SolverOptions, solve

# How many foods the portions are chosen from, and how close to the best of those the search must come: when it was
# tried, more foods cost seconds and brought 1 to 2 %.
CANDIDATES = (40, 90)
PORTIONS = SolverOptions(relative_gap=0.25, node_limit=60, time_limit_s=30.0)
BENDING = SolverOptions(relative_gap=0.02, node_limit=200, time_limit_s=30.0)
MULTIPLES = (0.5, 1.0, 1.5, 2.0, 3.0)
ITEMS_A_DAY = (8, 18)  # real adults record 13.7 items a day (NHANES 2007-2012), dietitians' menus 23
# A food that nobody in the records ate is as surprising as one eaten on 0.05 of 1,000 days.
RAREST_PER_1000 = 0.05
_PORTION_PRICE = 0.3  # nats for half or double the usual portion
_ITEM_PRICE = 0.5  # nats for one more item on the table
_MISS_PRICE = 400.0  # nats for missing a whole target: above any menu's surprise, so misses come first


@dataclass(frozen=True, eq=False)
class DayFoods:
    """The permitted foods, k of them. ``content[nutrient]`` (k,) is per gram, NaN = not reported.

    ``usual_g`` (k,) is what people eat at a time; ``unit_g(code)`` the household measure that is counted in
    halves, asked only for the foods that come into question.
    """

    codes: tuple[str, ...]
    usual_g: FloatArray
    largest_g: FloatArray
    surprise: FloatArray
    content: Mapping[str, FloatArray]
    unit_g: Callable[[str], float]


@dataclass(frozen=True)
class Bounds:
    """One target for the day. ``floor``: how low the lower bound may be pressed (potassium while health
    questions are unanswered); ``given``: a wish of the person, never loosened silently."""

    lower: float | None = None
    upper: float | None = None
    floor: float = 0.0
    given: bool = False


@dataclass(frozen=True, eq=False)
class DayResult:
    """Portions chosen, and what is known of them.

    ``best_reachable``: for each lower target that no day from these foods can meet, the most that one can.
    ``best_in_portions``: for each target that grams could reach but household portions miss, the most that
    portions of the foods searched can (proved within the search's gap).
    ``gap``: how much better than this the best choice among the candidates might be (relative).
    """

    status: str
    codes: tuple[str, ...]
    grams: FloatArray
    objective: float | None
    gap: float | None
    best_in_portions: Mapping[str, float] = field(default_factory=dict)
    shadow_prices: Mapping[str, float] = field(default_factory=dict)
    best_reachable: Mapping[str, float] = field(default_factory=dict)


def surprise(eaten_per_1000: FloatArray, liked: npt.NDArray[np.bool_], disliked: npt.NDArray[np.bool_]) -> FloatArray:
    """-log of how much rarer a food is than the favourite, in nats; a liked food costs a tenth, a disliked 5 more."""
    share = np.maximum(np.nan_to_num(eaten_per_1000, nan=0.0), RAREST_PER_1000)
    nats: FloatArray = np.log(share.max(initial=RAREST_PER_1000) / share)
    weighed: FloatArray = np.where(liked, 0.1 * nats, nats) + np.where(disliked, 5.0, 0.0)
    return weighed


def cost_per_g(surprise: FloatArray, usual_g: FloatArray) -> FloatArray:
    """What the plain program minimises, in nats per gram of each food."""
    cost = (surprise + _ITEM_PRICE) / usual_g
    # Equal objectives hide different plans: a tiny price fixed by the position breaks ties.
    found: FloatArray = cost * (1.0 + 1e-7 * np.arange(1, len(cost) + 1) / len(cost))
    return found


class DayModel:
    """The program of one table of permitted foods, built once; people differ in the bounds of its rows only."""

    def __init__(self, foods: DayFoods, quantities: Sequence[str], limits: Sequence[Constraint] = ()) -> None:
        self.foods = foods
        self.quantities = tuple(quantities)
        self.limits = tuple(limits)
        self.columns = self._columns(foods.codes, np.ones(len(foods.codes)), np.arange(len(foods.codes)))
        rows = [self._row(name, self.columns) for name in self.quantities]
        cost = cost_per_g(foods.surprise, foods.usual_g)
        self.program = assemble(
            foods.codes, cost, np.zeros(len(cost)), foods.largest_g, rows + all_rows(self.limits, self.columns)
        )

    def _columns(self, codes: Sequence[str], grams: FloatArray, at: npt.NDArray[np.intp]) -> Columns:
        content = {name: values[at] * grams for name, values in self.foods.content.items()}
        content["grams"] = grams
        return Columns(
            names=tuple(codes),
            food_codes=tuple(codes),
            day=np.ones(len(codes), dtype=np.int64),
            days=1,
            content=content,
        )

    @staticmethod
    def _row(name: str, columns: Columns) -> Row:
        """A row without bounds yet: they are the person's."""
        return replace(AmountBound(name, lower=0.0).rows(columns)[0], lower=-INF)

    def row_bounds(self, targets: Mapping[str, Bounds]) -> tuple[FloatArray, FloatArray]:
        """Lower and upper bounds of all rows for these targets, each of shape (m,)."""
        lower, upper = self.program.row_lower.copy(), self.program.row_upper.copy()
        for i, name in enumerate(self.quantities):
            target = targets.get(name, Bounds())
            lower[i] = -INF if target.lower is None else target.lower
            upper[i] = INF if target.upper is None else target.upper
        return lower, upper

    def amounts(self, targets: Mapping[str, Bounds]) -> Solution:
        """The plain program: grams of each food (k,), prices, status.

        Sifted afresh each time: a program kept hot may end in another of several equal optima, depending on who came before.
        """
        return SiftedProgram(self.program).solve(*self.row_bounds(targets))

    def nearest(self, targets: Mapping[str, Bounds]) -> tuple[Solution, dict[str, float]]:
        """The plain program, reference intakes missed where they must be; and the most that each of those can reach.

        Without values when the bounds clash even so.
        """
        plain = self.amounts(targets)
        missing = {} if plain.values is not None else self.shortfalls(targets)
        if not missing:
            return plain, {}
        wanted = dict(targets)
        for name, short in missing.items():
            reached = (targets[name].lower or 0.0) - short
            wanted[name] = replace(targets[name], lower=reached * (1 - 1e-6))
        return self.amounts(wanted), {name: self.most_of(name, wanted) for name in missing}

    def shortfalls(self, targets: Mapping[str, Bounds]) -> dict[str, float] | None:
        """By how much which reference intakes must be missed, the sum of the shares missed being smallest.

        None when the bounds clash even without them: then a wish, the energy or an upper limit is in the way.
        """
        lower, upper = self.row_bounds(targets)
        program = replace(
            self.program.with_rows(row_lower=lower, row_upper=upper), cost=np.zeros(len(self.program.cost))
        )
        below = np.full(len(lower), INF)
        for i, name in enumerate(self.quantities):
            target = targets.get(name, Bounds())
            if not target.given and target.lower:
                below[i] = 1.0 / target.lower
        elastic = program.elastic(below, np.full(len(lower), INF))
        extra = range(len(program.cost), len(elastic.cost))
        most = elastic.upper.copy()
        for column in extra:
            name = elastic.column_names[column].removesuffix(":short")
            most[column] = (targets[name].lower or 0.0) - targets[name].floor
        found = solve_sifted(replace(elastic, upper=most))
        if found.values is None:
            return None
        missing = {}
        for column in extra:
            name = elastic.column_names[column].removesuffix(":short")
            if found.values[column] > 1e-6 * (targets[name].lower or 1.0):
                missing[name] = float(found.values[column])
        return missing

    def most_of(self, name: str, targets: Mapping[str, Bounds]) -> float:
        """The largest amount of ``name`` in any day that keeps all other targets."""
        lower, upper = self.row_bounds(targets)
        at = self.quantities.index(name)
        lower[at] = -INF
        program = replace(self.program.with_rows(row_lower=lower, row_upper=upper), cost=-self.program.matrix[at])
        found = solve_sifted(program)
        return 0.0 if found.objective is None else -found.objective

    def plan(self, targets: Mapping[str, Bounds], bend: bool = True, include: str = "") -> DayResult:
        """A day in household portions; status ``infeasible`` when wishes or hard limits clash.

        ``bend=False`` gives up (status ``limit``) where a target would have to be missed. ``include``: the code of a food of
        which the day must hold a portion.
        """
        plain, reachable = self.nearest(targets) if bend else (self.amounts(targets), {})
        if plain.values is None:
            return DayResult("infeasible" if bend else "limit", (), np.zeros(0), None, None)
        assert plain.values is not None
        assert plain.reduced_costs is not None
        assert plain.shadow_prices is not None
        prices = dict(zip(self.quantities, plain.shadow_prices.tolist(), strict=False))
        # Hard rows on few foods, then on more; at last targets may bend, at a price above any food's.
        attempts = [(tuple(reachable), count, PORTIONS) for count in CANDIDATES]
        if bend:
            attempts.append((self.quantities, CANDIDATES[-1], BENDING))
        for elastic_names, candidates, effort in attempts:
            result = self._portions(targets, plain, elastic_names, candidates, effort, include)
            if result is not None:
                codes, grams, found, missed = result
                in_portions = {name: amount for name, amount in missed.items() if name not in reachable}
                return DayResult(found.status, codes, grams, found.objective, found.gap, in_portions, prices, reachable)
        return DayResult("limit", (), np.zeros(0), None, None, {}, prices, reachable)

    def _portions(
        self,
        targets: Mapping[str, Bounds],
        plain: Solution,
        elastic_names: Sequence[str],
        candidates: int,
        effort: SolverOptions,
        include: str,
    ) -> tuple[tuple[str, ...], FloatArray, Solution, dict[str, float]] | None:
        assert plain.values is not None
        assert plain.reduced_costs is not None
        used = plain.values > 1e-6
        rank = np.where(used, -1.0, plain.reduced_costs * self.foods.usual_g)
        chosen = np.argsort(rank, kind="stable")[: max(candidates, int(used.sum()) + 10)]
        if effort is BENDING:
            chosen = np.union1d(chosen, self._richest(plain))
        forced = self.foods.codes.index(include) if include else -1
        if include:
            chosen = np.union1d(chosen, [forced])
        unit_g = {i: self.foods.unit_g(self.foods.codes[i]) for i in chosen.tolist()}
        options = [
            (i, multiple)
            for i in chosen.tolist()
            for multiple in MULTIPLES
            if 0 < multiple * unit_g[i] <= self.foods.largest_g[i] * (1 + 1e-9)
        ]
        at = np.array([i for i, _ in options])
        grams = np.array([multiple * unit_g[i] for i, multiple in options])
        codes = [self.foods.codes[i] for i in at]
        columns = self._columns(codes, grams, at)
        lower, upper = self.row_bounds(targets)
        rows = [
            replace(self._row(name, columns), lower=lower[i], upper=upper[i]) for i, name in enumerate(self.quantities)
        ]
        rows += all_rows(self.limits, columns)
        rows += [
            Row(f"once {self.foods.codes[i]}", (at == i).astype(float), float(i == forced), 1.0)
            for i in chosen.tolist()
        ]
        rows.append(Row("items", np.ones(len(options)), *map(float, ITEMS_A_DAY)))
        multiples = np.array([multiple for _, multiple in options])
        cost = self.foods.surprise[at] + _ITEM_PRICE + _PORTION_PRICE * np.abs(np.log2(multiples))
        program = assemble(
            [f"{code} {multiple:g}" for code, (_, multiple) in zip(codes, options, strict=True)],
            cost,
            np.zeros(len(options)),
            np.ones(len(options)),
            rows,
            np.ones(len(options), dtype=bool),
        )
        program = self._bendable(program, targets, elastic_names)
        found = solve(program, effort)
        if found.values is None:
            return None
        taken = np.flatnonzero(found.values[: len(options)] > 0.5)
        missed = {}
        for column in range(len(options), len(program.cost)):
            name = program.column_names[column].removesuffix(":short")
            lower_bound = targets[name].lower or 0.0
            if found.values[column] > 1e-6 * lower_bound:
                slack = (found.gap or 0.0) * (found.objective or 0.0) / _MISS_PRICE * lower_bound
                missed[name] = min(lower_bound, lower_bound - float(found.values[column]) + slack)
        return tuple(codes[i] for i in taken), grams[taken], found, missed

    def _richest(self, plain: Solution) -> npt.NDArray[np.intp]:
        """For each target that pinches, the foods that bring most of it in their largest portion."""
        assert plain.shadow_prices is not None
        tight = np.flatnonzero(plain.shadow_prices[: len(self.quantities)] > 1e-9)
        brought = self.program.matrix[tight] * self.foods.largest_g
        return np.unique(np.argsort(-brought, axis=1, kind="stable")[:, :15])

    def _bendable(self, program: LinearProgram, targets: Mapping[str, Bounds], names: Sequence[str]) -> LinearProgram:
        """Lower bounds of reference intakes that cannot be met, or hardly, cost dearly instead of ruling out."""
        below = np.full(len(program.row_names), INF)
        for i, name in enumerate(self.quantities):
            target = targets.get(name, Bounds())
            if name in names and target.lower and not target.given:
                below[i] = _MISS_PRICE / target.lower
        bent = program.elastic(below, np.full(len(below), INF))
        most = bent.upper.copy()
        for column in range(len(program.cost), len(bent.cost)):
            target = targets[bent.column_names[column].removesuffix(":short")]
            most[column] = (target.lower or 0.0) - target.floor
        return replace(bent, upper=most)
