"""What a problem does not offer can be pinned in it: other portions, meals of no template, leftovers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from planner import Person, load_foods
from planner.foods.preferences import Preferences
from planner.model.menu.pins import Pins, PlacedMeal, Serving
from planner.model.menu.placing import Kept, place, placed
from planner.model.menu.search import Search, solve
from planner.nutrition.targets import targets_for
from planner.plan.menus import EFFORTS, FoundMenu, find_menu

WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",))


@cache
def found() -> FoundMenu:
    return find_menu(WOMAN, targets_for(WOMAN), load_foods(), Preferences(), days=2, effort="fast")


def dinner(day: int = 0) -> PlacedMeal:
    slot = found().problem.slots.index("dinner")
    return placed(found().problem, found().palette, slot, found().menu[day][slot])


DINNER = (0, 2)


def test_what_is_on_offer_is_placed_without_growing_the_problem() -> None:
    problem, pins, impossible = place(
        found().problem, load_foods(), found().palette, found().rules, {DINNER: dinner()}, {}
    )
    assert problem.items is found().problem.items
    assert pins.meals[DINNER] == found().menu[0][2]
    assert impossible == ()


def test_another_portion_brings_its_share_of_every_nutrient() -> None:
    meal = dinner()
    double = replace(meal, servings=(Serving(meal.servings[0].food, 2.2 * meal.servings[0].amount), *meal.servings[1:]))
    problem, pins, _ = place(found().problem, load_foods(), found().palette, found().rules, {DINNER: double}, {})
    before, after = (
        p.meal_content(2, m) for p, m in ((found().problem, found().menu[0][2]), (problem, pins.meals[DINNER]))
    )
    at = [i for i, name in enumerate(problem.quantities) if not name.startswith("rule:")]
    j = found().problem.items.foods.index(meal.servings[0].food)
    grams = meal.servings[0].grams
    one = next(
        k
        for k in found().menu[0][2][1]
        if found().problem.items.food[k] == j and found().problem.items.grams[k] == pytest.approx(grams)
    )
    assert (after - before)[at] == pytest.approx(1.2 * found().problem.items.content[one][at])


def test_a_meal_of_no_template_keeps_its_kind_and_nothing_else_moves_to_it() -> None:
    meal = dinner()
    bare = replace(meal, servings=meal.servings[:1])
    problem, pins, _ = place(found().problem, load_foods(), found().palette, found().rules, {DINNER: bare}, {})
    pattern, _ = pins.meals[DINNER]
    assert placed(problem, found().palette, 2, pins.meals[DINNER]) == bare
    first = problem.patterns[2].near_first
    assert first[pattern] == first[pattern + 1] or pattern < len(found().problem.patterns[2].patterns)


def test_a_leftover_neither_counts_towards_a_cap_nor_must_keep_apart() -> None:
    drinks = {"water", "milk", "tea", "hot", "juice"}
    main = max((one for one in dinner().servings if one.food.role not in drinks), key=lambda one: one.grams)
    kept = {DINNER: Kept((main,), dinner()), (1, 1): Kept((main.again(),))}
    problem, pins, _ = place(found().problem, load_foods(), found().palette, found().rules, {}, kept)
    (again,) = pins.portions[1, 1]
    group = int(problem.items.same[problem.items.food[again]])
    assert group >= found().problem.groups
    assert not problem.apart[group]
    assert not problem.once_a_day()[group]
    menu = solve(problem, found().master, EFFORTS["fast"], pins).menu
    search = Search(problem, found().master, pins)
    search.start(menu)
    assert again in menu[1][1][1]
    assert search.clashes() == 0


def test_a_pinned_meal_may_leave_its_share_and_the_rest_of_the_day_makes_up_for_it() -> None:
    problem = found().problem
    slot = problem.slots.index("dinner")
    small = replace(dinner(), servings=dinner().servings[-1:])
    grown, pins, _ = place(problem, load_foods(), found().palette, found().rules, {(0, slot): small}, {})
    shares = pins.shares(grown)
    kcal = grown.meal_content(slot, pins.meals[0, slot])[grown.energy]
    assert shares[0, slot].tolist() == [kcal, kcal]
    missing = problem.share_kcal[slot, 0] - kcal
    others = [s for s in range(len(problem.slots)) if s != slot]
    assert shares[0, others, 1] == pytest.approx(problem.share_kcal[others, 1] + max(missing, 0.0))
    assert np.array_equal(Pins().shares(problem)[1], problem.share_kcal)
