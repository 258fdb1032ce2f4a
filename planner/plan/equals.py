"""What may stand in the place of one food of a plan, nearest first, and what each would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.errors import InputError
from planner.model.menu.items import IntArray
from planner.model.menu.pins import Serving
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.program import FloatArray
from planner.plan.guard import hard_targets
from planner.plan.ledger import Ledger
from planner.plan.locking import Item, steerable
from planner.plan.swapping import the_one
from planner.plan.titles import portion

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan
    from planner.plan.standing import StandingMenu

_SHOWN = ("energy_kcal", "magnesium_mg", "potassium_mg")
_NATS = 0.02  # a nat more unusual changes as much as so large a share of the day's energy


def swaps(plan: MealPlan, day: int, meal: str, food: str, limit: int) -> pd.DataFrame:
    """See ``MealPlan.swaps``."""
    if limit < 1:
        raise InputError(f"limit {limit} leaves nothing to show; give 1 or more")
    _, found = steerable(plan)
    item = the_one(plan, day, meal, food)
    problem, rest, old = opened(found, item)
    ledger = Ledger(problem, found.menu, found.rules, plan.targets)
    portions = in_its_place(problem, item.slot, rest, old)
    portions = portions[_safe(problem, ledger, plan, day - 1, portions, old)]
    change = problem.items.content[portions] - problem.items.content[old]
    nats = nats_beside(problem, item.slot, rest, portions)
    nats = nats - float(nats_beside(problem, item.slot, rest, np.array([old]))[0])
    distance = _distance(problem, ledger, day - 1, change) + _NATS * np.abs(nats)
    portions, change, nats, distance = _nearest_portions(problem, old, portions, change, nats, distance)
    missed = ledger.newly_missed(day - 1, change)
    often = ledger.too_often(day - 1, item.slot, portions.tolist(), rest)
    broken = ledger.counted(missed) + np.array([bool(words) for words in often], dtype=np.int64)
    at = {name: problem.quantities.index(name) for name in _SHOWN}
    rows = []
    for i in np.lexsort((portions, distance, broken))[:limit].tolist():
        one = _serving(problem, int(portions[i]))
        words = [*ledger.in_words(day - 1, change[i], missed[i]), *([often[i]] if often[i] else [])]
        rows.append(
            {
                "food_code": one.food.code,
                "food": one.food.name,
                "portion": portion(one.food, one.amount),
                "grams": one.grams,
                **{name: float(change[i, q]) for name, q in at.items()},
                "nats": float(nats[i]),
                "holds": not words,
                "breaks": "; ".join(words),
            }
        )
    columns = ["food_code", "food", "portion", "grams", *_SHOWN, "nats", "holds", "breaks"]
    return pd.DataFrame(rows, columns=columns)


def opened(found: StandingMenu, item: Item) -> tuple[MenuProblem, Meal, int]:
    """The problem, the meal without the item, and the number of the item's portion."""
    problem = found.problem
    pattern, portions = found.menu[item.day - 1][item.slot]
    old = next(j for j in portions if _serving(problem, j) == item.serving)
    return problem, (pattern, tuple(j for j in portions if j != old)), old


def _serving(problem: MenuProblem, j: int) -> Serving:
    return Serving(problem.items.foods[int(problem.items.food[j])], float(problem.items.amount[j]))


def in_its_place(problem: MenuProblem, slot: int, rest: Meal, old: int) -> IntArray:
    """Portions of the same role that may stand beside the rest of the meal; leftovers are nobody's equals."""
    items = problem.items
    role = items.role[items.food[old]]
    beside = items.food[list(rest[1])]
    fine = (items.role[items.food] == role) & (np.arange(len(items.food)) != old)
    fine &= np.isfinite(items.surprise[problem.slot_row[slot], items.food])
    fine &= ~np.isin(items.same[items.food], items.same[beside])
    fine &= ~np.isin(items.family[items.food], items.family[beside])
    fine &= np.array([not _serving(problem, j).leftover if fine[j] else False for j in range(len(fine))], dtype=bool)
    return np.flatnonzero(fine)


def _safe(
    problem: MenuProblem, ledger: Ledger, plan: MealPlan, day: int, portions: IntArray, old: int
) -> npt.NDArray[np.bool_]:
    """Which portions keep the day within what the health screening has set; others are not offered."""
    content = problem.items.content
    safe = np.ones(len(portions), dtype=bool)
    for name, target in hard_targets(plan.targets).items():
        q = problem.quantities.index(name)
        low, high = target.on_day()
        total = ledger.by_day[day, q] + content[portions, q] - content[old, q]
        safe &= total <= (np.inf if high is None else high)
        if target.hard == "both" and low is not None:
            safe &= total >= low
    return safe


def nats_beside(problem: MenuProblem, slot: int, rest: Meal, portions: IntArray) -> FloatArray:
    """How unusual each portion is beside the rest of the meal."""
    items, row = problem.items, problem.slot_row[slot]
    foods = items.food[portions]
    kind = int(problem.patterns[slot].kind[rest[0]])
    nats = items.surprise[row, foods] + items.deviation[portions] + problem.kind_food[kind, foods]
    others = items.food[list(rest[1])]
    beside: FloatArray = nats + problem.company.nats(row, others[:, None], foods).sum(axis=0, dtype=float)
    return beside


def _distance(problem: MenuProblem, ledger: Ledger, day: int, change: FloatArray) -> FloatArray:
    """How much energy, magnesium and potassium of the day change, as shares of what it has."""
    at = [problem.quantities.index(name) for name in _SHOWN]
    found: FloatArray = (np.abs(change[:, at]) / np.maximum(ledger.by_day[day, at], 1.0)).sum(axis=1)
    return found


def _nearest_portions(
    problem: MenuProblem, old: int, portions: IntArray, change: FloatArray, nats: FloatArray, distance: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
    """Of each other food the nearest portion; of the food itself all."""
    foods = problem.items.food[portions]
    itself = foods == problem.items.food[old]
    order = np.lexsort((portions, distance))
    _, first = np.unique(problem.items.same[foods[order]], return_index=True)
    kept = np.union1d(order[first], np.flatnonzero(itself))
    return portions[kept], change[kept], nats[kept], distance[kept]
