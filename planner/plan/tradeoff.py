"""Trade-offs: real plans along the frontier of two things one wants, such as a low price and much magnesium.

One of the two is pushed in what the search minimises, the other is bounded a step further from plan to plan. The walk begins
at the far end and gives way step by step: each plan satisfies the next, looser bound, so the search sets out from it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.errors import InputError, UnknownNameError
from planner.model.menu.master import Master
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.menu.quantities import COST
from planner.model.menu.state import Menu
from planner.model.program import FloatArray
from planner.plan.affordable import cost_usd_a_day
from planner.plan.comparing import surprise_nats
from planner.plan.guard import unsafe
from planner.plan.locking import steerable, table_of, what_locks_hold
from planner.plan.menus import EFFORTS, plan_of
from planner.plan.planning import Gate, gate
from planner.plan.request import Request
from planner.plan.standing import MenuSetup, menu_setup, served_meals, stand
from planner.plan.steered import search_menu

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

LEAST_POINTS, MOST_POINTS = 3, 40
Told = Callable[[float, "MealPlan"], bool]
"""Told the share done and the newest plan; False ends the walk with the plans made so far."""


@dataclass(frozen=True)
class Axis:
    """One thing to trade.

    ``column`` of the result; ``quantity`` of the menu problem (empty: what the search minimises anyway); ``better``: more
    (1) or less (-1); ``push``: nats per unit that pull the search towards it (policy: strong beside taste, weak beside targets).
    ``is_worded``: drawn without numbers, the better to the right or up, for its unit is none that people know.
    """

    name: str
    column: str
    title: str
    quantity: str
    better: int
    push: float = 0.0
    is_worded: bool = False


AXES: Mapping[str, Axis] = {
    axis.name: axis
    for axis in (
        Axis("cost", "cost_usd", "US dollars a day (2017/18)", COST, -1, 8.0),
        Axis("magnesium", "magnesium_mg", "Magnesium, mg a day", "magnesium_mg", 1, 0.10),
        Axis("potassium", "potassium_mg", "Potassium, mg a day", "potassium_mg", 1, 0.01),
        Axis("sodium", "sodium_mg", "Sodium, mg a day", "sodium_mg", -1, 0.01),
        Axis("energy", "energy_kcal", "Energy, kcal a day", "energy_kcal", -1, 0.03),
        Axis(
            "ordinariness",
            "surprise_nats",
            "Closer to how people really eat \u2192",
            "",
            -1,
            is_worded=True,
        ),
    )
}


@dataclass(frozen=True, eq=False)
class Tradeoff:
    """Plans of which none is better in one thing and no worse in the other.

    Attributes:
        x, y: what is traded.
        plans: from the least to the most of ``x``; ``frame`` has a row for each.
        replans: how often was planned; ``set_aside``: plans that another one beats, or that miss more than the plan asked.
    """

    x: Axis
    y: Axis
    plans: tuple[MealPlan, ...]
    frame: pd.DataFrame = field(repr=False)
    replans: int
    set_aside: int

    def to_frame(self) -> pd.DataFrame:
        """One row a plan, amounts a day: cost_usd (unknown prices as typical of their category), energy_kcal, magnesium_mg, potassium_mg, sodium_mg, surprise_nats,
        familiarity and hei (of 100), targets_met, rules_broken, and whether it is the plan that was asked."""
        return self.frame.copy()

    def chart(self) -> Any:
        """The frontier as an Altair chart, the Healthy Eating Index beside each point. Needs the extra ``charts``."""
        from planner.plan.extras import needed

        alt = needed("altair", "a chart", "charts")

        def scale(axis: Axis) -> Any:
            return alt.Scale(zero=False, reverse=axis.is_worded and axis.better < 0)

        def marks(axis: Axis) -> Any:
            return alt.Axis(labels=not axis.is_worded, ticks=not axis.is_worded, grid=not axis.is_worded)

        shown = [self.x.column, self.y.column, "hei", "familiarity", "targets_met"]
        points = alt.Chart(self.frame).encode(
            x=alt.X(self.x.column, title=self.x.title, scale=scale(self.x), axis=marks(self.x)),
            y=alt.Y(self.y.column, title=self.y.title, scale=scale(self.y), axis=marks(self.y)),
            tooltip=[alt.Tooltip(name, format=",.1f") for name in shown],
        )
        line = points.mark_line(opacity=0.5)
        dots = points.mark_circle(size=90).encode(color=alt.Color("hei", title="HEI-2020"))
        return (line + dots).properties(title=f"{self.y.name.capitalize()} by {self.x.name}")

    def page(self) -> str:
        """The frontier as an HTML page of its own: a chart and a table, nothing loaded from elsewhere."""
        from planner.plan.tradeoff_page import tradeoff_page

        return tradeoff_page(self)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: x, y, replans, set_aside, and a row for each plan; unknown is null."""
        rows = [
            {str(k): None if v != v else float(f"{v:.9g}") if isinstance(v, float) else v for k, v in row.items()}
            for row in self.frame.to_dict("records")
        ]
        return {
            "x": self.x.name, "y": self.y.name, "replans": self.replans, "set_aside": self.set_aside,
            "said": self.sentence(), "points": rows,
        }  # fmt: skip

    def sentence(self) -> str:
        """Both ends in words."""
        if len(self.plans) < 2:
            return f"Only one plan was found: {self.x.name} and {self.y.name} do not pull against each other here."
        first, *_, last = self.frame.to_dict("records")
        ends = [self._end(row, other) for row, other in ((first, last), (last, first))]
        return f"{len(self.plans)} plans, from {ends[0]} to {ends[1]}."

    def _end(self, row: Mapping[Any, Any], other: Mapping[Any, Any]) -> str:
        """``$5.19 and 437 mg magnesium a day``, ``the most ordinary meals with 4,550 mg potassium a day``."""
        amounts = " and ".join(_amount(axis, row) for axis in (self.x, self.y) if not axis.is_worded) + " a day"
        for axis in (self.x, self.y):
            if axis.is_worded:
                most = axis.better * (row[axis.column] - other[axis.column]) > 0
                return f"the {'most' if most else 'least'} ordinary meals with {amounts}"
        return amounts

    def __str__(self) -> str:
        from planner.plan.words import as_columns

        return f"{as_columns(self.frame)}\n\n{self.sentence()}"

    def _repr_html_(self) -> str:
        from html import escape

        table = self.frame.to_html(index=False, float_format="{:,.1f}".format, na_rep="not known")
        return f"<p>{escape(self.sentence())}</p>{table}"


def _amount(axis: Axis, row: Mapping[Any, Any]) -> str:
    value = float(row[axis.column])
    return (
        f"${value:.2f}"
        if axis.name == "cost"
        else f"{value:,.0f} {'kcal' if axis.name == 'energy' else f'mg {axis.name}'}"
    )


def axis_of(name: str) -> Axis:
    """Raises UnknownNameError for what cannot be traded."""
    from planner.foods.words import nearest_names

    found = AXES.get(name.strip().lower())
    if found is None:
        raise UnknownNameError(
            "quantity to trade", name, nearest_names(name, list(AXES)), f"choose of {', '.join(AXES)}"
        )
    return found


def tradeoff(
    plan: MealPlan, x: str, y: str, points: int = 12, effort: str = "fast", progress: Told | None = None
) -> Tradeoff:
    """See ``MealPlan.tradeoff``."""
    along, beside = axis_of(x), axis_of(y)
    if along is beside:
        raise InputError(f"{x} cannot be traded against itself; name two of {', '.join(AXES)}")
    if not LEAST_POINTS <= points <= MOST_POINTS:
        raise InputError(f"points {points} is not possible: draw {LEAST_POINTS} to {MOST_POINTS}")
    if effort not in EFFORTS:
        raise InputError(f"effort {effort!r} is not one of {', '.join(EFFORTS)}")
    walk: Walk
    if plan.has_meals:
        walk = _MenuWalk(plan, effort)
    else:
        from planner.plan.tradeoff_day import DayWalk

        walk = DayWalk(plan, (along, beside))
    # What the search minimises anyway is pushed, the other bounded; of two others the one along x is pushed.
    pushed, bounded = (beside, along) if not beside.quantity else (along, beside)
    made = walk.walk(pushed, bounded, points - 1, progress)
    kept = [one for one in made if _as_good(one, plan)]
    frontier = _not_beaten([plan, *kept], walk, along, beside)
    return Tradeoff(along, beside, tuple(frontier), walk.frame(frontier), walk.replans, len(made) + 1 - len(frontier))


class Walk(ABC):
    """How plans along a frontier are made, and what is read off them; ``replans``: how often was planned."""

    def __init__(self, plan: MealPlan, request: Request) -> None:
        self._plan, self._request = plan, request
        self._table, self._gate = table_of(request), gate(request)
        self._surprise: dict[int, float] = {}
        self.replans = 0

    @abstractmethod
    def walk(self, pushed: Axis, bounded: Axis, count: int, progress: Told | None) -> list[MealPlan]:
        """At most ``count`` plans: both ends, then what lies between, the end with most of what is bounded first."""

    @abstractmethod
    def cost_usd(self, plan: MealPlan) -> float:
        """A day of the plan, an unknown price counted as typical of its category; NaN where no price is known."""

    @abstractmethod
    def surprise_nats(self, plan: MealPlan) -> float:
        """How unusual a day of the plan is."""

    def is_safe(self, plan: MealPlan) -> bool:
        return not unsafe(plan.menu, self._table, self._gate.targets, self._gate.unsafe, self._gate.limits)

    def measures(self, plan: MealPlan) -> dict[str, Any]:
        quality, totals = plan.quality, plan.totals
        seen = quality.ordinariness
        if id(plan) not in self._surprise:
            self._surprise[id(plan)] = self.surprise_nats(plan)
        return {
            "cost_usd": self.cost_usd(plan),
            **{
                name: float(totals.get(name, np.nan))
                for name in ("energy_kcal", "magnesium_mg", "potassium_mg", "sodium_mg")
            },
            "surprise_nats": self._surprise[id(plan)],
            "familiarity": None if seen is None else seen.familiarity,
            "hei": quality.hei.total,
            "targets_met": plan.targets_met[0],
            "rules_broken": len(plan.broken_rules),
            "is_asked": plan is self._plan,
        }

    def frame(self, plans: Sequence[MealPlan]) -> pd.DataFrame:
        frame = pd.DataFrame([self.measures(plan) for plan in plans])
        numbers = [name for name in frame.columns if name != "is_asked"]
        return frame.astype({name: float for name in numbers if name not in ("targets_met", "rules_broken")})


class _MenuWalk(Walk):
    """One problem of menus, searched again and again with another push and another bound."""

    def __init__(self, plan: MealPlan, effort: str) -> None:
        request, found = steerable(plan)
        super().__init__(plan, request)
        self._effort = effort
        self._setup = _setup(request, self._gate, sum(slot in ("snack", "evening") for slot in found.problem.slots))
        meals, kept = what_locks_hold(request.locks, found)
        self._steering = replace(request.steering, meals=meals, kept=kept)
        self._columns: list[tuple[int, Meal]] = []

    def walk(self, pushed: Axis, bounded: Axis, count: int, progress: Told | None) -> list[MealPlan]:
        if not pushed.quantity:  # the plan that was asked is the other end
            near, ends = self._plan, 1
        else:
            near, ends = self._search({pushed.quantity: -pushed.better * pushed.push}), 2
        made = [near] if near is not self._plan else []
        if progress is not None and made and not progress(1 / count, near):
            return made
        far = self._search({bounded.quantity: -bounded.better * bounded.push}, start=near)
        made.append(far)
        begin, end = self._brought(near, bounded), self._brought(far, bounded)
        last = far
        for step in range(1, count - ends + 1):
            if progress is not None and not progress(len(made) / count, last):
                break
            bound = end + (begin - end) * step / (count - ends + 1)
            push = {pushed.quantity: -pushed.better * pushed.push} if pushed.quantity else {}
            last = self._search(push, (bounded, bound), start=last)
            made.append(last)
        return made

    def _brought(self, plan: MealPlan, axis: Axis) -> float:
        return float(self.measures(plan)[axis.column])

    def _search(
        self, push: Mapping[str, float], bound: tuple[Axis, float] | None = None, start: MealPlan | None = None
    ) -> MealPlan:
        self.replans += 1
        problem = _pushed(self._setup.problem, push)
        if bound is not None:
            problem = _bounded(problem, *bound)
        master = Master(problem).run(self._columns)
        self._columns = [(slot, meal) for slot, meals in enumerate(master.meals) for meal in meals]
        found = search_menu(
            problem,
            master,
            self._table,
            self._setup.palette,
            self._setup.rules,
            EFFORTS[self._effort],
            self._steering,
            start=None if start is None else self._as_menu(start),
        )
        meals = served_meals(found.problem, self._setup.palette, found.menu)
        plan = plan_of(
            self._setup, meals, self._request.person, self._gate.targets, self._table, self._request.preferences,
            self._gate.notices, self._plan.shadow_prices,
        )  # fmt: skip
        return replace(plan, _request=self._request)

    def _as_menu(self, plan: MealPlan) -> Menu | None:
        """The plan as a menu of this problem; None where it holds what the problem does not offer by itself."""
        if self._steering.leftovers or self._steering.kept or self._steering.meals:
            return None
        found, mine = stand(self._setup, self._table, plan._meals), self._setup.problem
        same = len(found.problem.items.food) == len(mine.items.food)
        same &= all(len(a.cost) == len(b.cost) for a, b in zip(found.problem.patterns, mine.patterns, strict=True))
        return found.menu if same else None

    def cost_usd(self, plan: MealPlan) -> float:
        _, found = steerable(plan)
        return cost_usd_a_day(found.problem, found.menu)

    def surprise_nats(self, plan: MealPlan) -> float:
        return surprise_nats(self._plan, plan._meals)


def _setup(request: Request, passed: Gate, snacks: int) -> MenuSetup:
    return menu_setup(
        request.person, passed.targets, table_of(request), request.preferences, passed.unsafe,
        days=request.days, snacks=snacks, steering=request.steering, limits=passed.limits, checked=False,
    )  # fmt: skip


def _pushed(problem: MenuProblem, nats_per_unit: Mapping[str, float]) -> MenuProblem:
    """The problem in which each portion also costs what it brings of some quantities."""
    if not nats_per_unit:
        return problem
    items = problem.items
    price: FloatArray = np.zeros(len(problem.quantities))
    for name, nats in nats_per_unit.items():
        price[problem.quantities.index(name)] = nats
    return replace(problem, items=replace(items, deviation=items.deviation + items.content @ price))


def _bounded(problem: MenuProblem, axis: Axis, value: float) -> MenuProblem:
    """The problem with the mean of one quantity held at the value or better; never looser than it is."""
    at, bounds = problem.quantities.index(axis.quantity), problem.bounds
    lower, upper, weight = bounds.mean_lower.copy(), bounds.mean_upper.copy(), bounds.weight.copy()
    soft = bounds.soft.copy()
    if axis.better > 0:
        lower[at] = min(max(lower[at], value), upper[at])
    else:
        upper[at] = max(min(upper[at], value), lower[at])
    weight[at], soft[at] = max(weight[at], 80.0), False
    return replace(problem, bounds=replace(bounds, mean_lower=lower, mean_upper=upper, weight=weight, soft=soft))


def _as_good(one: MealPlan, asked: MealPlan) -> bool:
    """Whether it keeps as much as the plan that was asked."""
    return len(one.misses) <= len(asked.misses) and len(one.broken_rules) <= len(asked.broken_rules)


def _not_beaten(plans: Sequence[MealPlan], walk: Walk, x: Axis, y: Axis) -> list[MealPlan]:
    """The plans that are safe and that no other one beats, by what they have of ``x``; of equals the first."""
    rows = [walk.measures(plan) for plan in plans]
    goods = [(x.better * float(row[x.column]), y.better * float(row[y.column])) for row in rows]
    kept = not_beaten(goods, [walk.is_safe(plan) for plan in plans])
    return [plans[i] for i in sorted(kept, key=lambda i: x.better * goods[i][0])]


def not_beaten(goods: Sequence[tuple[float, float]], usable: Sequence[bool]) -> list[int]:
    """Which pairs no other usable pair beats in one good without being worse in the other; best in the first good first."""
    order = sorted((i for i in range(len(goods)) if usable[i]), key=lambda i: (-goods[i][0], -goods[i][1], i))
    kept: list[int] = []
    for i in order:  # from the best of the first good on, only what is better in the second
        if not kept or goods[i][1] > goods[kept[-1]][1] + 1e-9:
            kept.append(i)
    return kept
