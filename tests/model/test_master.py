"""The linear program that picks whole meals: its caps join late, and its pools are what the scorer says."""

from __future__ import annotations

import numpy as np
import pytest

from planner.foods.preferences import Preferences
from planner.foods.table import load_foods
from planner.model.menu.items import NO_CAP
from planner.model.menu.master import Master, MasterResult
from planner.model.menu.moves import FIRST, KCAL, NATS, PATTERN, SIZE
from planner.model.menu.pins import Pins
from planner.model.menu.pools import pools
from planner.model.menu.problem import MenuProblem
from planner.nutrition.person import Person
from planner.nutrition.targets import targets_for
from planner.plan.standing import menu_setup


@pytest.fixture(scope="module")
def problem() -> MenuProblem:
    person = Person(sex="female", age_years=40, height_cm=165, weight_kg=62, conditions=["none"], medications=["none"])
    return menu_setup(person, targets_for(person), load_foods(), Preferences(), (), days=7).problem


@pytest.fixture(scope="module")
def master(problem: MenuProblem) -> MasterResult:
    return Master(problem).run(gap=1e-6)


def test_the_bound_proves_the_objective(master: MasterResult) -> None:
    assert master.bound <= master.objective + 1e-9
    assert master.objective - master.bound <= 1e-6 * master.objective


def test_a_solution_has_one_meal_a_slot_and_keeps_every_cap(problem: MenuProblem, master: MasterResult) -> None:
    caps = problem.caps() / problem.days
    stands = np.zeros(len(caps))
    for slot, (meals, weights) in enumerate(zip(master.meals, master.weight, strict=True)):
        assert weights.sum() == pytest.approx(1.0)
        for (pattern, portions), weight in zip(meals, weights.tolist(), strict=True):
            np.add.at(stands, problem.items.same[problem.items.food[list(portions)]], weight)
            stands[problem.groups + problem.patterns[slot].kind[pattern]] += weight
    assert (stands <= caps + 1e-5)[caps < NO_CAP].all()


def test_meals_that_are_known_change_nothing(problem: MenuProblem, master: MasterResult) -> None:
    known = [(slot, meal) for slot, meals in enumerate(master.meals) for meal in meals]
    again = Master(problem).run(known, gap=1e-6)
    assert again.objective == pytest.approx(master.objective, rel=2e-6)
    assert again.rounds < master.rounds


def test_the_meals_of_the_pools_are_worth_what_the_problem_says(problem: MenuProblem, master: MasterResult) -> None:
    found = pools(problem, master, Pins())
    brought = found.rows(np.vstack([problem.items.content, np.zeros(len(problem.quantities))]), problem.kind_content)
    for k in range(0, len(found.meals), 7):
        row, slot = found.meals[k], int(found.slot[k])
        meal = int(row[PATTERN]), tuple(row[FIRST : FIRST + row[SIZE]].tolist())
        assert problem.sensible(meal[1])
        assert meal in master.meals[slot]
        assert found.value[k, NATS] == pytest.approx(problem.meal_cost(slot, meal))
        assert brought[k] == pytest.approx(problem.meal_content(slot, meal))
        assert found.value[k, KCAL] == pytest.approx(brought[k, problem.energy])
        groups = [*problem.items.same[problem.items.food[list(meal[1])]], problem.groups + found.kind[k]]
        assert found.groups[k][found.groups[k] >= 0].tolist() == groups


def test_pinned_portions_do_not_count_towards_the_caps_of_a_pool(problem: MenuProblem, master: MasterResult) -> None:
    dinner = len(problem.slots) - 2
    meal = next(one for one in master.meals[dinner] if len(one[1]) > 2)
    pins = Pins(portions={(1, dinner): meal[1][1:2]}, choices={(1, dinner): (meal,)})
    found = pools(problem, master, pins)
    mine = slice(*found.first[found.of[1, dinner] :][:2])
    free = problem.items.same[problem.items.food[[*meal[1][:1], *meal[1][2:]]]].tolist()
    groups = found.groups[mine]
    assert groups[0][groups[0] >= 0].tolist() == [*free, problem.groups + int(found.kind[mine][0])]
