"""The days of a menu in an order in which like days stand far apart; what they hold stays as it is."""

from __future__ import annotations

from functools import cache
from itertools import permutations

import numpy as np

from planner.model.menu.items import NO_CAP, IntArray
from planner.model.menu.pins import Pins
from planner.model.menu.problem import MenuProblem
from planner.model.menu.state import Menu
from planner.model.program import FloatArray

_NEAR = (1.0, 0.4, 0.15)  # how much likeness counts on days one, two and three apart
_SAME_FOOD, _SAME_MEAL = 1.0, 1.0  # a food that comes again, and more where it comes at the same meal
_SAME_SORT = {"lunch": 1.0, "dinner": 4.0}  # mains of one sort at the same meal
_SORTS = frozenset({"fish", "red_meat", "poultry", "egg", "soy", "legume", "pasta", "rice"})
_BEANS_AGAIN = 6.0  # where the next lunch is of beans as the dinner was
_AT_ONCE = 7  # days of which every order is weighed; of longer menus, each week after the other
_NEVER = 1000.0  # what may not stand on two days running


def in_order(problem: MenuProblem, menu: Menu, pins: Pins) -> Menu:
    """The same days; those of which something is pinned stay where they are."""
    fixed = {day for day, _ in (*pins.meals, *pins.choices, *pins.portions)}
    free = [day for day in range(len(menu)) if day not in fixed]
    if len(free) < 2:
        return menu
    alike = _likeness(problem, menu)
    near = [alike * counts for counts in _NEAR]
    near[0] = near[0] + _NEVER * _not_running(problem, menu) + _BEANS_AGAIN * _beans_again(problem, menu)
    order = np.arange(len(menu))
    for first in range(0, len(free), _AT_ONCE):
        some = free[first : first + _AT_ONCE]
        ways = _permutations(len(some))
        orders = np.tile(order, (len(ways), 1))
        orders[:, some] = order[np.array(some)[ways]]
        cost = np.zeros(len(orders))
        for apart, matrix in enumerate(near, start=1):
            cost += matrix[orders[:, :-apart], orders[:, apart:]].sum(axis=1)
        order = orders[np.argmin(np.round(cost, 6))]  # of equals the first
    return tuple(menu[day] for day in order.tolist())


@cache
def _permutations(n: int) -> IntArray:
    return np.array(list(permutations(range(n))), dtype=np.int64)


def _likeness(problem: MenuProblem, menu: Menu) -> FloatArray:
    """(D, D) how alike two days are."""
    items, caps = problem.items, problem.caps()
    slots, sorts = len(problem.slots), sorted(_SORTS)
    foods = np.zeros((len(menu), slots, problem.groups))
    mains = np.zeros((len(menu), slots, len(sorts)))
    for day, meals in enumerate(menu):
        for slot, (_, portions) in enumerate(meals):
            for food in items.food[list(portions)].tolist():
                if (
                    caps[items.same[food]] < NO_CAP * problem.days
                ):  # drinks and fats of every day make no day like another
                    foods[day, slot, items.same[food]] = 1.0
                if problem.slots[slot] in _SAME_SORT:
                    mains[day, slot, [i for i, sort in enumerate(sorts) if sort in items.foods[food].tags]] = 1.0
    held = foods.max(axis=1)
    found: FloatArray = _SAME_FOOD * held @ held.T
    for slot, name in enumerate(problem.slots):
        found += _SAME_MEAL * foods[:, slot] @ foods[:, slot].T
        found += _SAME_SORT.get(name, 0.0) * mains[:, slot] @ mains[:, slot].T
    return found


def _beans_again(problem: MenuProblem, menu: Menu) -> FloatArray:
    """(D, D) whether both the dinner of the one day and the lunch of the other are of legumes."""
    foods = problem.items.foods
    at = {name: slot for slot, name in enumerate(problem.slots)}
    if not {"lunch", "dinner"} <= at.keys():
        return np.zeros((len(menu), len(menu)))
    lunch, dinner = (
        np.array([any("legume" in foods[i].tags for i in problem.items.food[list(day[at[slot]][1])]) for day in menu])
        for slot in ("lunch", "dinner")
    )
    return np.outer(dinner, lunch).astype(float)


def _not_running(problem: MenuProblem, menu: Menu) -> FloatArray:
    """(D, D) how many foods and kinds of meals two days share that may not stand on two days running."""
    held = np.zeros((len(menu), len(problem.apart)))
    for day, meals in enumerate(menu):
        for slot, (pattern, portions) in enumerate(meals):
            held[day, problem.items.same[problem.items.food[list(portions)]]] = 1.0
            held[day, problem.groups + problem.patterns[slot].kind[pattern]] = 1.0
    held = held[:, problem.apart]
    found: FloatArray = held @ held.T
    return found
