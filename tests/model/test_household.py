"""Portions for everybody: the grids they lie on, the problem of the table, and helpings that nothing beats."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import Person, Preferences, load_foods
from planner.foods.palette import load_palette
from planner.model.household.appetite import Eater, Grid, grid
from planner.model.household.helping import Dishes, MostGrams, serve
from planner.model.household.shared import Table, lay
from planner.model.menu.items import PORTION_NATS
from planner.model.menu.state import SHARE_NATS
from planner.plan.planning import gate
from planner.plan.request import Request
from planner.plan.standing import menu_setup

FOODS = load_palette().foods
WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",))
MAN = Person(
    sex="male",
    age_years=30,
    height_cm=185,
    weight_kg=85,
    activity="very_active",
    conditions=("none",),
    medications=("none",),
)


@cache
def eaters() -> tuple[Eater, ...]:
    found = []
    for person in (WOMAN, MAN):
        targets = gate(Request(person, 1, Preferences())).targets
        problem = menu_setup(person, targets, load_foods(), Preferences(), days=1, snacks=1, checked=False).problem
        found.append(Eater.of(problem, targets.energy_kcal, np.full(len(problem.items.foods), np.inf)))
    return tuple(found)


@cache
def table() -> Table:
    return lay(eaters())


@given(st.sampled_from(FOODS), st.floats(1200, 4200))
def test_a_grid_offers_what_the_palette_serves_and_little_else(food: object, energy_kcal: float) -> None:
    found = grid(food, energy_kcal)  # type: ignore[arg-type]
    amounts = np.arange(found.least, found.most + 1) * found.step
    assert amounts.min() >= 0.25
    assert amounts.max() <= 2 * max(food.amounts + food.amounts_big)  # type: ignore[attr-defined]
    if food.role != "water":  # type: ignore[attr-defined]
        assert {round(a, 9) for a in food.amounts} <= {round(a, 9) for a in amounts.tolist()} | {0.0}  # type: ignore[attr-defined]


@given(st.sampled_from(FOODS), st.floats(1, 500))
def test_no_portion_is_above_what_is_safe_but_the_smallest(food: object, most_g: float) -> None:
    found = grid(food, 2200, most_g)  # type: ignore[arg-type]
    largest = found.most * found.step * food.grams_per_unit  # type: ignore[attr-defined]
    assert largest <= most_g * (1 + 1e-9) or found.most == found.least


@given(
    st.builds(lambda step, least, more: Grid(step, least, least + more), st.sampled_from([0.25, 0.5, 1.0]), st.integers(1, 4), st.integers(0, 8)),
    st.floats(0.05, 20),
)  # fmt: skip
def test_the_nearest_portion_is_the_nearest_by_ratio(one: Grid, amount: float) -> None:
    steps = range(one.least, one.most + 1)
    off = {n: abs(np.log(n * one.step / amount)) for n in steps}
    assert off[one.nearest(amount)] <= min(off.values()) + 1e-9


def test_the_table_serves_the_larger_appetite_more() -> None:
    woman, man = (table().steps[:, n] for n in (0, 1))
    assert (man >= woman).mean() > 0.98
    assert (man > woman).mean() > 0.4


def test_the_tables_rows_are_everybodys_side_by_side() -> None:
    """What a portion of the table brings to a person is what the food table says of that person's grams."""
    problem, foods = table().problem, load_foods().data
    rng = np.random.default_rng(3)
    for j in rng.choice(len(problem.items.food), 40, replace=False).tolist():
        food = int(problem.items.food[j])
        row = problem.items.foods[food]
        for n, eater in enumerate(eaters()):
            grams = table().steps[j, n] * eater.grids[food].step * row.grams_per_unit
            for name in ("energy_kcal", "magnesium_mg", "potassium_mg", "vitamin_d_ug"):
                found = problem.items.content[j, problem.quantities.index(f"{n}:{name}")]
                assert found == pytest.approx(float(foods.at[row.code, name]) * grams / 100.0)
        whole = sum(problem.items.content[j, problem.quantities.index(f"{n}:energy_kcal")] for n in (0, 1))
        assert problem.items.content[j, problem.energy] == pytest.approx(whole)


def test_plate_rules_are_counted_once_by_the_tightest_bound() -> None:
    problem = table().problem
    names = [name for name in problem.quantities if name.startswith("rule:")]
    assert len(names) == len(set(names)) > 20
    nuts = problem.quantities.index("rule:nuts and seeds")
    own = [one.problem.bounds.day_upper[one.problem.quantities.index("rule:nuts and seeds")] for one in eaters()]
    assert min(own) < max(own)
    assert problem.bounds.day_upper[nuts] == min(own)


# -- helpings ----------------------------------------------------------------------------------------------------------


def dishes_of(foods: list[int]) -> Dishes:
    count = len(foods)
    return Dishes(np.zeros(count, dtype=np.int64), np.arange(count) % 3, np.array(foods, dtype=np.int64), 1)


def cost(eater: Eater, dishes: Dishes, steps: np.ndarray) -> float:
    """The weighed misses and deviations of helpings, counted by other code than the program's."""
    grams = steps * np.array([eater.grids[f].step for f in dishes.food]) * eater.unit_g[dishes.food]
    bounds, names = eater.problem.bounds, eater.problem.quantities
    total = float(eater.deviation(dishes.food, grams).sum())
    brought = grams @ eater.per_gram[dishes.food]
    for q, name in enumerate(names):
        if name.startswith("rule:"):
            continue
        weight = bounds.weight[q] * (1.0 if bounds.soft[q] else 40.0)
        for low, high in ((bounds.mean_lower[q], bounds.mean_upper[q]), (bounds.day_lower[q], bounds.day_upper[q])):
            inside = 1e-4 * bounds.scale[q]
            total += weight * max(low + inside - brought[q], brought[q] - high + inside, 0.0) / bounds.scale[q]
    kcal = grams * eater.per_gram[dishes.food, eater.problem.energy]
    for slot, (low, high) in enumerate(eater.problem.share_kcal):
        eaten = kcal[dishes.slot == slot].sum()
        total += SHARE_NATS * max(low - eaten, eaten - high, 0.0) / eater.energy_kcal
    return total


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_other_helping_is_better(data: st.DataObject) -> None:
    """The program's answer is as good as the best of all helpings, tried one by one."""
    eater = eaters()[data.draw(st.integers(0, 1))]
    small = [f for f, one in enumerate(eater.grids) if one.most - one.least < 5]
    dishes = dishes_of(data.draw(st.lists(st.sampled_from(small), min_size=3, max_size=5, unique=True)))
    none = np.zeros(len(eater.problem.quantities), dtype=bool)
    found = serve(eater, dishes, none, relative_gap=1e-9)
    every = product(*(range(eater.grids[f].least, eater.grids[f].most + 1) for f in dishes.food.tolist()))
    best = min(cost(eater, dishes, np.array(steps)) for steps in every)
    assert cost(eater, dishes, found.steps) == pytest.approx(best, rel=1e-6)
    assert found.nats == pytest.approx(best, rel=1e-5)


def test_a_limit_of_the_screening_is_kept_in_grams() -> None:
    eater = eaters()[1]
    foods = [f for f, one in enumerate(eater.problem.items.foods) if one.role == "main"][:6]
    dishes = dishes_of(foods)
    none = np.zeros(len(eater.problem.quantities), dtype=bool)
    least = sum(eater.grids[f].least * eater.grids[f].step * eater.unit_g[f] for f in foods)
    limit = MostGrams(np.ones(len(foods)), (0, 1), 1.2 * least)

    def grams(limits: tuple[MostGrams, ...]) -> float:
        steps = serve(eater, dishes, none, limits).steps
        return float(sum(n * eater.grids[f].step * eater.unit_g[f] for n, f in zip(steps, foods, strict=True)))

    assert grams(()) > 1.2 * least
    assert grams((limit,)) <= 1.2 * least + 1e-6


def test_usual_portions_grow_with_the_appetite() -> None:
    woman, man = eaters()
    assert woman.appetite < man.appetite
    assert (woman.usual_g < man.usual_g).all()
    assert woman.deviation(np.array([0]), woman.usual_g[:1]) == 0.0
    near, far = woman.deviation(np.array([0, 0]), woman.usual_g[0] * np.array([1.2, 2.4]))
    assert near == pytest.approx(0.2 * PORTION_NATS)
    assert far > 7 * near
