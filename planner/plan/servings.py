"""A menu's day as a linear program over servings of the foods on offer: a relaxation of every menu.

Parts of servings are allowed, and which food goes with which is left aside, so what this cannot do, no menu can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.foods.palette import PaletteFood
from planner.foods.table import FoodTable
from planner.model.menu.build import food_cap
from planner.model.menu.items import NO_CAP
from planner.model.menu.quantities import COST, known_or_typical_price, per_gram
from planner.model.program import INF, FloatArray, LinearProgram, Row, assemble
from planner.nutrition.target import Target, Targets
from planner.plan.request import Steering
from planner.plan.steered import meal_name
from planner.plan.wished import Wished
from planner.plan.wishes_to_rules import WishedMenu

ENERGY = "energy_kcal"
SERVINGS_A_DAY = 6.0  # of a food that may come as often as it likes, such as water or coffee


@dataclass(frozen=True)
class Locked:
    """Something that stays, and its grams by food: a food of a meal by its code, or a whole meal."""

    day: int
    meal: str
    food_code: str
    servings: tuple[tuple[PaletteFood, float], ...]

    @property
    def row(self) -> str:
        return f"lock day {self.day} {self.meal} {self.food_code}".rstrip()

    @property
    def said(self) -> str:
        """Its foods and where they stand."""
        return f"{', '.join(food.name for food, _ in self.servings)} (day {self.day}, {self.meal})"


@dataclass(frozen=True, eq=False)
class Servings:
    """The columns: ``foods`` (k) are rows of the palette, or what is locked, in ``grams``; at most ``most`` a day.

    ``content[quantity]`` (k,) is what one serving brings. Of foods that count for a wish there are the smallest and
    the largest serving, of others the largest: with parts of servings that is every amount.
    """

    foods: tuple[PaletteFood | Locked, ...]
    content: Mapping[str, FloatArray]
    most: FloatArray


def locked_of(steering: Steering | None, slots: Sequence[str]) -> tuple[Locked, ...]:
    """Each locked meal as one, each locked food of another meal by itself."""
    if steering is None:
        return ()
    found = [
        Locked(day, meal_name(slot, slots), "", tuple((one.food, one.grams) for one in meal.servings))
        for (day, slot), meal in steering.meals.items()
    ]
    return (
        *found,
        *(
            Locked(day, meal_name(slot, slots), one.food.code, ((one.food, one.grams),))
            for (day, slot), kept in steering.kept.items()
            for one in kept.servings
            if not one.leftover
        ),
    )


def servings_of(
    table: FoodTable, menu: WishedMenu, foods: Iterable[PaletteFood], locked: Sequence[Locked], names: Sequence[str]
) -> Servings:
    """The columns for these rows of the palette; ``names`` are the quantities that are bounded."""
    groups: dict[tuple[str, tuple[float, ...]], list[PaletteFood]] = {}
    for food in foods:
        groups.setdefault((food.code, tuple(one.counts(food) for one in menu.wished)), []).append(food)
    kept: list[PaletteFood | Locked] = []
    parts: list[list[tuple[str, float]]] = []
    most: list[float] = []
    for (code, counts), rows in groups.items():
        sizes = [amount * row.grams_per_unit for row in rows for amount in (*row.amounts, *row.amounts_big)]
        cap = max(_most(menu, row) for row in rows)
        for size in dict.fromkeys((min(sizes), max(sizes)) if any(counts) else (max(sizes),)):
            kept.append(rows[0])
            parts.append([(code, size)])
            most.append(cap)
    for lock in locked:
        kept.append(lock)
        parts.append([(food.code, grams) for food, grams in lock.servings])
        most.append(1.0)
    codes = sorted({code for part in parts for code, _ in part})
    places = table.places(codes)
    at = {code: i for i, code in enumerate(codes)}
    weights = np.zeros((len(parts), len(codes)))
    for i, part in enumerate(parts):
        for code, size in part:
            weights[i, at[code]] += size
    content = {name: weights @ per_gram(table, places, name) for name in names}
    content[COST] = weights @ (known_or_typical_price(table.data).reindex(codes).to_numpy(float) / 100.0)
    return Servings(tuple(kept), content, np.array(most))


def _most(menu: WishedMenu, food: PaletteFood) -> float:
    """Servings of a food on the mean day."""
    week = max(food_cap(menu.room.palette, food), menu.leeway.caps.get(food.code, 0))
    days = menu.room.days
    return SERVINGS_A_DAY if week >= NO_CAP else -(-week * days // 7) / days


def mean_day(
    servings: Servings, names: Sequence[str], targets: Targets, menu: WishedMenu, budget_usd: float | None
) -> LinearProgram:
    """The mean day of the plan: targets, then wishes, the budget, the locks, and how often one food may come."""
    days = menu.room.days
    rows = [_target_row(name, servings.content[name], targets[name], single=False) for name in names]
    for one in menu.wished:
        highs = [INF if one.day[1] is None else one.day[1], INF if one.plan[1] is None else one.plan[1] / days]
        rows.append(Row(one.rule().name, _counts(servings, one, days), least_a_day(one) or -INF, float(min(highs))))
    if budget_usd is not None:
        rows.append(Row(COST, _spread(servings, servings.content[COST], days), upper=budget_usd))
    rows += [
        Row(food.row, _unit(servings, i), lower=1.0) for i, food in enumerate(servings.foods) if isinstance(food, Locked)
    ]  # fmt: skip
    rows += _caps(servings, servings.most)
    rows = [
        Row(row.name, _spread(servings, row.coefficients, days), row.lower, row.upper) if row.name in names else row
        for row in rows
    ]
    return _assembled(servings, rows, servings.most)


def single_day(
    servings: Servings, names: Sequence[str], targets: Targets, wish: Wished | None = None, day: int | None = None
) -> LinearProgram:
    """One day: the fullest of a wish, or a ``day`` with what is locked on it. What the mean of a week allows may be too
    much for the day on which it is eaten."""
    rows = [_target_row(name, servings.content[name], targets[name], single=True) for name in names]
    if wish is not None:
        rows.append(Row(wish.rule().name, _counts(servings, wish, 1), lower=float(wish.need_a_day)))
    most = np.where(servings.most >= SERVINGS_A_DAY, servings.most, 1.0)
    for i, food in enumerate(servings.foods):
        if isinstance(food, Locked):
            most[i] = float(food.day == day)
            if food.day == day:
                rows.append(Row(food.row, _unit(servings, i), lower=1.0))
    return _assembled(servings, [*rows, *_caps(servings, most)], most)


def least_a_day(wish: Wished) -> float:
    """Servings that a wish asks for on the mean day."""
    return max(wish.day[0] or 0.0, wish.need / wish.days)


def _assembled(servings: Servings, rows: Sequence[Row], most: FloatArray) -> LinearProgram:
    labels = [f"{i}" for i in range(len(servings.foods))]
    return assemble(labels, np.zeros(len(labels)), np.zeros(len(labels)), most, rows)


def _target_row(name: str, content: FloatArray, target: Target, single: bool) -> Row:
    """Upper limits, own bounds and what the screening keeps; reference intakes may be missed, and the plan says so."""
    day_low, day_high = target.on_day()
    low = None
    if (target.lower_kind == "own" or name == ENERGY) and (target.daily or not single):
        low = target.lower
    elif target.hard == "both" or target.lower_floor is not None:
        low = day_low
    high = day_high if single else target.upper
    return Row(name, content, -INF if low is None else low, INF if high is None else high)


def _counts(servings: Servings, wish: Wished, days: int) -> FloatArray:
    """What each column counts for a wish on the mean of so many days."""
    return np.array(
        [
            sum(wish.counts(part) for part, _ in food.servings) / days
            if isinstance(food, Locked)
            else wish.counts(food)
            for food in servings.foods
        ]
    )


def _spread(servings: Servings, content: FloatArray, days: int) -> FloatArray:
    """What is locked on one day counts for one day of the mean."""
    locked = np.array([isinstance(food, Locked) for food in servings.foods])
    return np.where(locked, content / days, content)


def _unit(servings: Servings, at: int) -> FloatArray:
    row = np.zeros(len(servings.foods))
    row[at] = 1.0
    return row


def _caps(servings: Servings, most: FloatArray) -> list[Row]:
    """Foods with several columns come no more often than with one."""
    codes = np.array(["" if isinstance(food, Locked) else food.code for food in servings.foods])
    names, counts = np.unique(codes, return_counts=True)
    return [
        Row(f"cap {code}", (codes == code).astype(float), upper=float(most[codes == code].max()))
        for code, count in zip(names.tolist(), counts.tolist(), strict=True)
        if code and count > 1
    ]
