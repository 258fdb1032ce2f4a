"""Which foods go together: cut out of the whole palette, it is the same as worked out for the foods alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.foods.habits import load_habits
from planner.foods.palette import PaletteFood, load_palette
from planner.foods.table import load_foods
from planner.model.menu.company import Company, company, judged
from planner.model.menu.items import PairArray

SLOTS = ("breakfast", "lunch", "dinner", "snack")


def some(*, every: int, own: bool = False) -> tuple[PaletteFood, ...]:
    palette, table = load_palette(), load_foods()
    roles = {role: i for i, role in enumerate(palette.roles)}
    foods = sorted((food for food in palette.foods if food.code in table), key=lambda food: roles[food.role])[::every]
    foods[3] = replace(foods[3], amounts=foods[3].amounts[:1], name="mine" if own else foods[3].name)
    return tuple(foods)


def nats(found: Company) -> PairArray:
    """(slots, F, F)"""
    all_foods = np.arange(len(found.category))
    return found.nats(np.arange(len(found.liking))[:, None, None], all_foods[:, None], all_foods)


@pytest.mark.parametrize("foods", [some(every=1), some(every=3), some(every=2, own=True)])
def test_a_part_of_the_palette_has_the_same_company_as_alone(foods: tuple[PaletteFood, ...]) -> None:
    table, habits = load_foods(), load_habits()
    found = nats(company(table, load_palette(), habits, foods, SLOTS))
    assert found.shape == (4, len(foods), len(foods))
    assert np.array_equal(found, nats(judged(table, habits, foods, SLOTS)))
    assert np.array_equal(found, found.transpose(0, 2, 1))
    assert (found < 0).any()
    assert (found > 0).any()


def test_foods_of_a_category_go_with_others_as_the_records_have_it_at_that_slot() -> None:
    table, habits, foods = load_foods(), load_habits(), some(every=1)
    found = company(table, load_palette(), habits, foods, SLOTS)
    names, bits = habits.affinity("breakfast")
    category = table.data["category_code"].astype(str)
    at = {name: i for i, name in enumerate(names)}
    first, second = (next(i for i, food in enumerate(foods) if food.role == role) for role in ("cereal", "milk"))
    seen = bits[at[category[foods[first].code]], at[category[foods[second].code]]]
    assert seen > 0.0
    liked = found.nats(0, np.array([first]), np.array([second])) - found.clash[first, second]
    assert liked[0] == pytest.approx(-0.10 * seen, abs=1e-5)


def test_a_category_of_the_palette_is_numbered_alike_for_adults_and_teenagers() -> None:
    table, palette, foods = load_foods(), load_palette(), some(every=1)
    adults, teenagers = (company(table, palette, load_habits(who), foods, SLOTS) for who in ("adult", "teen"))
    assert np.array_equal(adults.category, teenagers.category)
    assert not np.array_equal(adults.liking, teenagers.liking)
