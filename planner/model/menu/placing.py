"""Meals and servings brought into a problem, whatever it offers by itself: the problem grows by what they need.

A problem is made of what may be chosen. What somebody keeps, swapped in by hand, or eats again need not be among it: another
portion, a meal of no template, a leftover. Such portions and shapes are put at the end, for the places they are pinned to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from planner.foods.palette import Palette, PaletteFood
from planner.foods.remembered import remembered
from planner.foods.table import FoodTable
from planner.model.menu.items import NO_CAP, PORTION_NATS, RARE_NATS, IntArray, Items
from planner.model.menu.patterns import Pattern, SlotPatterns
from planner.model.menu.pins import LEFTOVER, Pins, Place, PlacedMeal, Serving
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.menu.quantities import known_or_typical_price, per_gram, quantity_matrix
from planner.model.menu.rules import PlateRule
from planner.model.program import FloatArray

_SHAPES_A_KIND = 6  # shapes tried around a pinned portion, the cheapest of each kind of meal


@dataclass(frozen=True)
class Kept:
    """Servings that stay in a meal; ``was``: the meal they stood in, if there was one."""

    servings: tuple[Serving, ...]
    was: PlacedMeal | None = None


def placed(problem: MenuProblem, palette: Palette, slot: int, meal: Meal) -> PlacedMeal:
    """A meal of a problem in its own words."""
    items = problem.items
    _, kind = palette.kinds()[int(problem.patterns[slot].kind[meal[0]])]
    servings = tuple(Serving(items.foods[int(items.food[j])], float(items.amount[j])) for j in meal[1])
    return PlacedMeal(problem.slots[slot], kind, servings)


def place(
    problem: MenuProblem,
    table: FoodTable,
    palette: Palette,
    rules: Sequence[PlateRule],
    meals: Mapping[Place, PlacedMeal],
    kept: Mapping[Place, Kept],
) -> tuple[MenuProblem, Pins, tuple[Place, ...]]:
    """The problem with all that ``meals`` and ``kept`` need, the pins, and the places where no meal can hold what is kept."""
    by_name = _by_name(problem.items.foods)
    meals = {at: _at_slot(meal, problem.slots[at[1]], by_name) for at, meal in meals.items()}
    kept = {at: _kept_at_slot(one, problem.slots[at[1]], by_name) for at, one in kept.items()}
    wanted = [serving for meal in meals.values() for serving in meal.servings]
    wanted += [serving for one in kept.values() for serving in one.servings]
    grown, number = _with_servings(problem, table, palette, rules, wanted)
    kinds = {pair: k for k, pair in enumerate(palette.kinds())}
    shapes, offered = list(problem.patterns), _offered(problem.items)

    def meal_of(slot: int, meal: PlacedMeal, portions: Iterable[int]) -> Meal:
        held = tuple(sorted(portions))
        roles = tuple(sorted(grown.items.role[grown.items.food[list(held)]].tolist()))
        shapes[slot], pattern = _with_shape(shapes[slot], kinds[meal.slot, meal.kind], roles)
        return pattern, held

    fixed = {
        (day, slot): meal_of(slot, meal, (number[serving] for serving in meal.servings))
        for (day, slot), meal in meals.items()
    }
    portions, choices, impossible = {}, {}, []
    for (day, slot), one in kept.items():
        pinned = tuple(number[serving] for serving in one.servings)
        found = _around(grown, slot, pinned, len(problem.items.food))
        if one.was is not None:
            rest = [serving for serving in one.was.servings if serving not in one.servings]
            if all(_key(serving) in offered and not serving.leftover for serving in rest):
                found = [meal_of(slot, one.was, [*pinned, *(offered[_key(serving)] for serving in rest)]), *found]
        if not found:
            impossible.append((day, slot))
        portions[day, slot], choices[day, slot] = pinned, tuple(dict.fromkeys(found))
    grown = replace(grown, patterns=tuple(shapes))
    return grown, Pins(fixed, portions, choices, len(problem.items.food)), tuple(impossible)


_Names = Mapping[tuple[str, str, str, bool], Sequence[PaletteFood]]


@remembered(4)
def _by_name(foods: tuple[PaletteFood, ...]) -> _Names:
    found: dict[tuple[str, str, str, bool], list[PaletteFood]] = {}
    for food in foods:
        found.setdefault((food.code, food.role, food.name, LEFTOVER in food.tags), []).append(food)
    return found


def _at_slot(meal: PlacedMeal, slot: str, by_name: _Names) -> PlacedMeal:
    """The meal with the rows of its foods that are for this slot, as wishes ("coffee every morning") count them."""
    here = "snack" if slot == "evening" else slot

    def fitted(one: Serving) -> Serving:
        food = one.food
        rows = by_name.get((food.code, food.role, food.name, one.leftover), ())
        row = next((row for row in rows if not row.slots or here in row.slots), None)
        return Serving(row or replace(food, slots=frozenset({here})), one.amount)

    return replace(meal, servings=tuple(fitted(one) for one in meal.servings))


def _kept_at_slot(kept: Kept, slot: str, by_name: _Names) -> Kept:
    servings = _at_slot(PlacedMeal(slot, "", kept.servings), slot, by_name).servings
    return Kept(servings, None if kept.was is None else _at_slot(kept.was, slot, by_name))


_Food = tuple[str, str, str, frozenset[str], bool]


def _food(food: PaletteFood) -> _Food:
    return (food.code, food.role, food.name, food.slots, LEFTOVER in food.tags)


def _key(serving: Serving) -> tuple[_Food, float]:
    return _food(serving.food), round(serving.grams, 6)


def _offered(items: Items) -> Mapping[tuple[_Food, float], int]:
    """The number of each portion that is on offer."""
    return _numbers(items.foods, items.food, items.amount)


@remembered(4)  # the same for most people who come one after the other
def _numbers(foods: tuple[PaletteFood, ...], food: IntArray, amount: FloatArray) -> Mapping[tuple[_Food, float], int]:
    portions = enumerate(zip(food.tolist(), amount.tolist(), strict=True))
    return {_key(Serving(foods[food], amount)): j for j, (food, amount) in portions}


def _with_servings(
    problem: MenuProblem, table: FoodTable, palette: Palette, rules: Sequence[PlateRule], wanted: Sequence[Serving]
) -> tuple[MenuProblem, dict[Serving, int]]:
    """The problem with a portion for every serving, and the number of each portion."""
    items, offered = problem.items, _offered(problem.items)
    number = {one: offered[_key(one)] for one in wanted if _key(one) in offered}
    new = [one for one in dict.fromkeys(wanted) if one not in number]
    if not new:
        return problem, number
    roles = {role: i for i, role in enumerate(palette.roles)}
    at = {_food(food): i for i, food in enumerate(items.foods)}
    alike = {(food.code, food.role): i for i, food in enumerate(items.foods) if LEFTOVER not in food.tags}
    foods, like, food_of = list(items.foods), list(range(len(items.foods))), []
    for one in new:
        base = at.get(_food(one.food))
        if base is not None:
            food_of.append(base)
            continue
        food_of.append(len(foods))
        foods.append(one.food)
        like.append(alike.get((one.food.code, one.food.role), -1))
    grown = _with_foods(problem, roles, tuple(foods), like, {food_of[n] for n, one in enumerate(new) if one.leftover})
    grams, food = np.array([one.grams for one in new]), np.array(food_of, dtype=np.int64)
    codes = [one.food.code for one in new]
    price = known_or_typical_price(table.data).reindex(codes).to_numpy(float)
    own = np.arange(len(new))
    content = quantity_matrix(
        partial(per_gram, table, table.places(codes)),
        price,
        tuple(one.food for one in new),
        own,
        grams,
        problem.quantities,
        rules,
    )
    bigger = replace(
        grown.items,
        food=np.r_[items.food, food],
        grams=np.r_[items.grams, grams],
        amount=np.r_[items.amount, [one.amount for one in new]],
        content=np.vstack([items.content, content]),
        deviation=np.r_[items.deviation, [_deviation(items, i, g) for i, g in zip(food_of, grams, strict=True)]],
    )
    number |= {one: len(items.food) + n for n, one in enumerate(new)}
    return replace(grown, items=bigger), number


def _deviation(items: Items, food: int, grams: float) -> float:
    """Nats for being off the usual portion, which is the one that costs nothing; 0 where none is known."""
    at = np.flatnonzero(items.food == food)
    if not len(at):
        return 0.0
    usual = items.grams[at[np.argmin(items.deviation[at])]]
    return float(PORTION_NATS * abs(grams / usual - 1.0))


def _with_foods(
    problem: MenuProblem,
    roles: Mapping[str, int],
    foods: tuple[PaletteFood, ...],
    like: Sequence[int],
    leftovers: set[int],
) -> MenuProblem:
    """The problem with more foods: new food i is weighed as food ``like[i]``, or as a rare one (-1).

    A leftover counts neither towards how often its food may come nor as one that must not come on two days running.
    """
    items = problem.items
    old, new = len(items.foods), len(foods) - len(items.foods)
    if not new:
        return problem
    code_group = {food.code: int(group) for food, group in zip(items.foods, items.same, strict=True)}
    role = np.array([roles[food.role] for food in foods[old:]], dtype=np.int64)
    same, cap, apart = [], [], problem.apart[: problem.groups].tolist()
    for i, food in enumerate(foods[old:], start=old):
        group = None if i in leftovers else code_group.get(food.code)
        if group is None:
            group = len(apart)
            peers = np.flatnonzero(items.role == role[i - old])
            apart.append(i not in leftovers and bool(problem.apart[items.same[peers]].any()))
            if i not in leftovers:
                code_group[food.code] = group
        same.append(group)
        peers = items.cap[items.role == role[i - old]]
        cap.append(NO_CAP if i in leftovers else int(peers.max(initial=0)) or NO_CAP)
    known = np.array(like[old:]) >= 0
    base = np.where(known, like[old:], 0)
    family = np.where(known, items.family[base], items.family.max() + 1 + np.arange(new))
    surprise = np.where(known & np.isfinite(items.surprise[:, base]), items.surprise[:, base], RARE_NATS / 2)
    clash = np.zeros((old + new, old + new), dtype=problem.company.clash.dtype)
    clash[:old, :old] = problem.company.clash
    clash[old:, :old] = problem.company.clash[base] * known[:, None]
    clash[:old, old:] = clash[old:, :old].T
    category = np.where(known, problem.company.category[base], problem.company.liking.shape[1] - 1)
    kind_food = np.where(known, problem.kind_food[:, base], 0.0)
    return replace(
        problem,
        items=replace(
            items,
            foods=foods,
            role=np.r_[items.role, role],
            same=np.r_[items.same, np.array(same, dtype=np.int64)],
            cap=np.r_[items.cap, np.array(cap, dtype=np.int64)],
            family=np.r_[items.family, family.astype(np.int64)],
            surprise=np.hstack([items.surprise, surprise]),
        ),
        apart=np.r_[np.array(apart, dtype=bool), problem.apart[problem.groups :]],
        company=replace(problem.company, clash=clash, category=np.r_[problem.company.category, category]),
        kind_food=np.hstack([problem.kind_food, kind_food]),
    )


def _with_shape(shape: SlotPatterns, kind: int, roles: tuple[int, ...]) -> tuple[SlotPatterns, int]:
    """The patterns of a slot with this one, and its number; a shape of no template costs what the cheapest of its kind does."""
    for i, one in enumerate(shape.patterns):
        if one.kind == kind and one.roles == roles:
            return shape, i
    of_kind = shape.cost[shape.kind == kind]
    cost = float(of_kind.min()) if len(of_kind) else 0.0
    counts = np.zeros((1, shape.counts.shape[1]), dtype=np.int8)
    np.add.at(counts[0], list(roles), 1)
    grown = replace(
        shape,
        patterns=(*shape.patterns, Pattern(kind, roles, cost)),
        cost=np.r_[shape.cost, cost],
        kind=np.r_[shape.kind, kind],
        counts=np.vstack([shape.counts, counts]),
        near_first=np.r_[shape.near_first, shape.near_first[-1]],
    )
    return grown, len(shape.patterns)


def _around(problem: MenuProblem, slot: int, pinned: Sequence[int], offered: int) -> list[Meal]:
    """Ordinary meals of this slot that hold the pinned portions beside ``offered`` ones, the cheapest shapes of each kind."""
    items, shape = problem.items, problem.patterns[slot]
    need = Counter(items.role[items.food[list(pinned)]].tolist())
    fits = np.all([shape.counts[:, role] >= times for role, times in need.items()], axis=0)
    cost = shape.cost + problem.kind_food[:, items.food[list(pinned)]].sum(axis=1)[shape.kind]
    found: list[Meal] = []
    taken: Counter[int] = Counter()
    for p in [int(i) for i in np.argsort(cost, kind="stable") if fits[i]]:
        kind = int(shape.kind[p])
        if taken[kind] < _SHAPES_A_KIND:
            meal = _filled(problem, slot, p, pinned, need, offered)
            if meal is not None:
                taken[kind] += 1
                found.append(meal)
    return found


def _filled(
    problem: MenuProblem, slot: int, pattern: int, pinned: Sequence[int], need: Mapping[int, int], offered: int
) -> Meal | None:
    """The pattern with the pinned portions and, role by role, the most ordinary food beside what it has; None if none fits."""
    items, row = problem.items, problem.slot_row[slot]
    food = items.food[:offered]
    shape = problem.patterns[slot]
    alone = items.surprise[row, food] + items.deviation[:offered] + problem.kind_food[shape.kind[pattern], food]
    held = list(pinned)
    for role in np.flatnonzero(shape.counts[pattern]).tolist():
        for _ in range(int(shape.counts[pattern, role]) - need.get(role, 0)):
            foods = items.food[held]
            fine = items.role[food] == role
            fine &= ~np.isin(items.same[food], items.same[foods])
            fine &= ~np.isin(items.family[food], items.family[foods])
            at = np.flatnonzero(fine & np.isfinite(alone))
            if not len(at):
                return None
            beside = problem.company.nats(row, foods[:, None], food[at]).sum(axis=0, dtype=float)
            held.append(int(at[np.argmin(alone[at] + beside)]))
    return pattern, tuple(sorted(held))
