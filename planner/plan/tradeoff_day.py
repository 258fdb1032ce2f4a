"""Trade-offs of a plain day: the exact frontier of its linear program, each point a day in grams.

How good one thing can be for each bound on the other is solved to the optimum. Of all days that are as good as that, or better by
no more than a thousandth, the most ordinary one is taken. Household portions would lie beside the frontier, so there are none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import InputError
from planner.model.day import Bounds, DayModel, DayResult, cost_per_g
from planner.model.menu.quantities import COST
from planner.model.program import INF, FloatArray
from planner.model.sifting import solve_sifted
from planner.plan.daily import day_models, finish
from planner.plan.day_prices import usd_per_gram
from planner.plan.tradeoff import Axis, Told, Walk

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

_NEAR = 1e-3  # of the best: what is given away for the most ordinary of the days that are as good
_GRAM_DECIMALS = 2  # as files write grams
_MARGIN = 3e-4  # of a bound: how far inside the day stays, so that rounded grams keep it


class DayWalk(Walk):
    """The program of a plain day with the cost as a row more, solved for the best of one thing under bounds on the other."""

    def __init__(self, plan: MealPlan, axes: Sequence[Axis]) -> None:
        if plan._request is None:
            raise InputError("this plan cannot be traded, because it was put together by hand; plan it with plan_meals")
        super().__init__(plan, plan._request)
        self._usd = usd_per_gram(self._table)
        if self._usd is None and any(axis.quantity == COST for axis in axes):
            raise InputError("the cost cannot be traded, because this food table has no prices; add them with --prices")
        self._model, self._bounds = self._program()
        for axis in axes:
            if axis.quantity and axis.quantity not in self._model.quantities:
                raise InputError(f"{axis.name} cannot be traded, because this food table does not report it")

    def _program(self) -> tuple[DayModel, Mapping[str, Bounds]]:
        """The first program of the day that has all foods of the plan, and the bounds that it could keep."""
        plan, passed = self._plan, self._gate
        eaten = set(plan.menu["food_code"])
        for model, wanted in day_models(
            passed.targets, self._table, self._request.preferences, passed.unsafe, passed.limits
        ):
            reached = {
                name: replace(bound, lower=plan.best_reachable[name] * (1 - 1e-6))
                if name in plan.best_reachable
                else bound
                for name, bound in wanted.items()
            }
            missed = {row.quantity: row.amount for row in plan.certificate.misses if row.is_short and not row.day}
            reached |= {
                name: replace(reached[name], lower=min(amount, reached[name].lower or 0.0) * (1 - 1e-6))
                for name, amount in missed.items()
                if name in reached
            }
            if eaten <= set(model.foods.codes):
                return self._with_cost(model), {name: _inside(bound) for name, bound in reached.items()}
        raise InputError("this plan cannot be traded, because foods in it are no longer on offer; plan it again")

    def _with_cost(self, model: DayModel) -> DayModel:
        if self._usd is None:
            return model
        usd = self._usd.reindex(list(model.foods.codes)).to_numpy(float)
        foods = replace(model.foods, content={**model.foods.content, COST: usd})
        return DayModel(foods, (*model.quantities, COST), model.limits)

    def walk(self, pushed: Axis, bounded: Axis, count: int, progress: Told | None) -> list[MealPlan]:
        near, far = self._grams(pushed, {}), self._grams(bounded, {})
        if near is None or far is None:
            return []
        if pushed.quantity:  # of the days that are best in it, the one with most of the other
            best = self._amount(pushed, near)
            again = self._grams(bounded, self._at_least(pushed, best - pushed.better * _NEAR * abs(best)))
            near = near if again is None else again
        begin, end = self._amount(bounded, near), self._amount(bounded, far)
        made: list[MealPlan] = []
        for step in range(count):
            bound = end + (begin - end) * step / max(count - 1, 1)
            day = self._day(pushed, self._at_least(bounded, bound))
            made += [] if day is None else [day]
            if progress is not None and made and not progress((step + 1) / count, made[-1]):
                break
        return made

    def _day(self, pushed: Axis, wanted: Mapping[str, Bounds]) -> MealPlan | None:
        """The day that is best in one thing under a bound on the other; None where the bound cannot be kept."""
        self.replans += 1
        grams = self._grams(pushed, wanted)
        if grams is None:
            return None
        if pushed.quantity:
            best = self._amount(pushed, grams)
            wanted = {**wanted, **self._at_least(pushed, best - pushed.better * _NEAR * abs(best), wanted)}
        plain = self._model.amounts({**self._bounds, **wanted}).values
        grams = np.round(grams if plain is None else plain, _GRAM_DECIMALS)
        at = np.flatnonzero(grams)
        result = DayResult("optimal", tuple(self._model.foods.codes[i] for i in at), grams[at], None, None)
        plan = finish(self._plan.person, self._plan.targets, self._table, result, self._plan.notices)
        return replace(
            plan,
            _request=self._request,
            best_reachable=self._plan.best_reachable,
            shadow_prices=self._plan.shadow_prices,
        )

    def _at_least(self, axis: Axis, value: float, bounds: Mapping[str, Bounds] | None = None) -> dict[str, Bounds]:
        """The bound of one thing at a value or better; never looser than it is."""
        held = {**self._bounds, **(bounds or {})}.get(axis.quantity, Bounds())
        if axis.better > 0:
            return {axis.quantity: replace(held, lower=max(held.lower or 0.0, value * (1 - 1e-7)), given=True)}
        most = value * (1 + 1e-7)
        return {axis.quantity: replace(held, upper=most if held.upper is None else min(held.upper, most), given=True)}

    def _amount(self, axis: Axis, grams: FloatArray) -> float:
        if not axis.quantity:
            return float(self._model.program.cost @ grams)
        return float(self._model.program.matrix[self._model.quantities.index(axis.quantity)] @ grams)

    def _grams(self, axis: Axis, wanted: Mapping[str, Bounds]) -> FloatArray | None:
        lower, upper = self._model.row_bounds({**self._bounds, **wanted})
        program = self._model.program.with_rows(row_lower=lower, row_upper=upper)
        if axis.quantity:
            row = program.matrix[self._model.quantities.index(axis.quantity)]
            tie = 1e-6 * program.cost / max(float(program.cost.max()), 1e-12) * float(np.abs(row).max())
            program = replace(program, cost=-axis.better * row + tie)
        return solve_sifted(program).values

    def cost_usd(self, plan: MealPlan) -> float:
        if self._usd is None:
            return float("nan")
        return float(self._usd.reindex(plan.menu["food_code"]).to_numpy(float) @ plan.menu["grams"].to_numpy(float))

    def surprise_nats(self, plan: MealPlan) -> float:
        foods = self._model.foods
        nats = dict(zip(foods.codes, cost_per_g(foods.surprise, foods.usual_g).tolist(), strict=True))
        eaten = zip(plan.menu["food_code"].tolist(), plan.menu["grams"].tolist(), strict=True)
        return float(sum(nats[code] * grams for code, grams in eaten))


def _inside(bound: Bounds) -> Bounds:
    """The bound drawn in by the margin, never by more than a third of its band."""
    low, high = bound.lower, bound.upper
    band = INF if low is None or high is None else (high - low) / 3.0
    return replace(
        bound,
        lower=None if low is None else low + min(_MARGIN * abs(low), band),
        upper=None if high is None else high - min(_MARGIN * abs(high), band),
    )
