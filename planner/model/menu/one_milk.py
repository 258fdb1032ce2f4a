"""One milk in the fridge: a person who pours milk buys one kind of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.model.menu.master import MasterResult
from planner.model.menu.problem import MenuProblem

_POURED = "milk"  # the role
_PLANT = "plant_milk"  # the tag


def with_one_milk(problem: MenuProblem, master: MasterResult) -> MenuProblem:
    """The problem in which every other milk costs ``second_milk`` more than the one that the linear program poured most.

    A milk that a like or another wish names is kept instead. The others stay possible, for what is locked and for what could
    not be met otherwise. With dairy milk on offer that holds of plant drinks too, among themselves; without it each of them
    brings something (oat drink vitamin D, soy milk protein), and all are left as they are.
    """
    items = problem.items
    poured = np.array([food.role == _POURED for food in items.foods], dtype=bool)
    plant = np.array([_PLANT in food.tags for food in items.foods], dtype=bool)
    if not problem.second_milk or not (poured & ~plant).any():
        return problem
    uses = np.zeros(len(items.foods))
    for meals, weights in zip(master.meals, master.weight, strict=True):
        for (_, portions), weight in zip(meals, weights.tolist(), strict=True):
            uses[items.food[list(portions)]] += weight
    named = np.array([food.code in problem.named for food in items.foods], dtype=bool)
    surprise = items.surprise.copy()
    for kind in (poured & plant, poured & ~plant):
        if kind.any():
            most = np.arange(len(uses)) == np.argmax(np.where(kind, uses, -1.0))
            surprise[:, kind & ~(named if (kind & named).any() else most)] += problem.second_milk
    return replace(problem, items=replace(items, surprise=surprise))
