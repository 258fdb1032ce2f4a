"""The problem of the table: the dishes of all, with what they bring to each person as rows of their own.

A portion of this problem is a serving for everybody: so much for the first, so much for the second. What counts servings (plate
rules, wishes) is counted once, by the tightest bound of anybody; nutrients, food groups and cost are each person's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.model.household.appetite import Eater
from planner.model.menu.items import IntArray
from planner.model.menu.problem import MenuBounds, MenuProblem
from planner.model.program import INF, BoolArray, FloatArray

ENERGY = "energy_kcal"
_SIZES = (0.75, 1.0, 1.33)  # of what the palette offers: the table's portions before they are fitted to each person
_FIELDS = tuple(MenuBounds.__dataclass_fields__)

Steps = tuple[int, ...]  # of each person: portions in steps of the person's grid


@dataclass(frozen=True, eq=False)
class Table:
    """``problem``: the search's; ``steps`` (J, N): what each person is served in each of its J portions."""

    eaters: tuple[Eater, ...]
    problem: MenuProblem
    steps: IntArray


def lay(eaters: Sequence[Eater], more: Iterable[tuple[int, Steps]] = ()) -> Table:
    """The problem of these people; ``more``: portions (food, steps of each person) beside the proportional ones."""
    first = eaters[0].problem
    assert all(one.problem.items.foods == first.items.foods for one in eaters), "everybody is offered the same foods"
    by_food = [dict.fromkeys(_proportional(eaters, food)) for food in range(len(first.items.foods))]
    for food, served in more:
        by_food[food][served] = None
    at = np.array([food for food, found in enumerate(by_food) for _ in found], dtype=np.int64)
    steps = np.array([one for found in by_food for one in sorted(found)], dtype=np.int64).reshape(len(at), -1)
    names: list[str] = []
    blocks: list[FloatArray] = []
    parts: list[MenuBounds] = []
    energy, deviation = np.zeros(len(at)), np.zeros(len(at))
    for n, eater in enumerate(eaters):
        step = np.array([one.step for one in eater.grids])
        grams = steps[:, n] * step[at] * eater.unit_g[at]
        kept = np.flatnonzero(_is_bounded(eater.problem.bounds) & ~eater.is_rule)
        names += [f"{n}:{eater.problem.quantities[q]}" for q in kept.tolist()]
        blocks.append(eater.per_gram[at][:, kept] * grams[:, None])
        parts.append(_of(eater.problem.bounds, kept, len(eaters)))
        energy += eater.per_gram[at, eater.problem.energy] * grams
        deviation += eater.deviation(at, grams) / len(eaters)
    rules, counted, kinds, rule_bounds = _rules(eaters)
    names += [*rules, ENERGY]
    kind_content = np.zeros((len(first.kind_cap), len(names)))
    kind_content[:, len(names) - 1 - len(rules) : -1] = kinds
    problem = replace(
        first,
        items=replace(
            first.items,
            surprise=np.mean([one.problem.items.surprise for one in eaters], axis=0),
            food=at,
            grams=np.ones(len(at)),
            amount=np.ones(len(at)),
            content=np.hstack([*blocks, counted[at], energy[:, None]]),
            deviation=deviation,
        ),
        quantities=tuple(names),
        energy=len(names) - 1,
        bounds=_joined([*parts, rule_bounds, _FREE]),
        share_kcal=np.sum([one.problem.share_kcal for one in eaters], axis=0),
        kind_content=kind_content,
        company=replace(
            first.company,
            liking=np.mean([one.problem.company.liking for one in eaters], axis=0, dtype=np.float32),
        ),
    )
    return Table(tuple(eaters), problem, steps)


def _proportional(eaters: Sequence[Eater], food: int) -> list[Steps]:
    """What the palette serves, a little less and a little more, to each by appetite."""
    one = eaters[0].problem.items.foods[food]
    wanted = {size * amount for amount in (*one.amounts, *one.amounts_big) for size in _SIZES}
    return sorted({tuple(eater.grids[food].nearest(amount * eater.appetite) for eater in eaters) for amount in wanted})


def _is_bounded(bounds: MenuBounds) -> BoolArray:
    sides = (bounds.mean_lower, bounds.mean_upper, bounds.day_lower, bounds.day_upper)
    found: BoolArray = np.any(np.isfinite(np.array(sides)), axis=0)
    return found


def _of(bounds: MenuBounds, kept: IntArray, people: int) -> MenuBounds:
    """Some of the bounds. All people's together weigh as one's, so that dishes are as ordinary as for one: helpings mend the rest."""
    weight = bounds.weight / people
    return MenuBounds(*(getattr(replace(bounds, weight=weight), name)[kept] for name in _FIELDS))


def _joined(parts: Sequence[MenuBounds]) -> MenuBounds:
    return MenuBounds(*(np.concatenate([getattr(part, name) for part in parts]) for name in _FIELDS))


_FREE = MenuBounds(  # of a quantity without any bound
    mean_lower=np.array([-INF]),
    mean_upper=np.array([INF]),
    day_lower=np.array([-INF]),
    day_upper=np.array([INF]),
    scale=np.ones(1),
    weight=np.zeros(1),
    soft=np.ones(1, dtype=bool),
    margin=np.zeros(1),
    rule=np.zeros(1, dtype=bool),
)


def _rules(eaters: Sequence[Eater]) -> tuple[list[str], FloatArray, FloatArray, MenuBounds]:
    """What counts servings: names, (F, R) and (kinds, R) counts, and the tightest bounds of anybody."""
    at: dict[str, list[tuple[Eater, int]]] = {}
    for eater in eaters:
        for q in np.flatnonzero(eater.is_rule).tolist():
            at.setdefault(eater.problem.quantities[q], []).append((eater, q))
    counts = [eater.counted[:, q] for (eater, q), *_ in at.values()]
    kinds = [eater.problem.kind_content[:, q] for (eater, q), *_ in at.values()]
    tightest = [_tightest([(eater.problem.bounds, q) for eater, q in found]) for found in at.values()]
    foods, of_kinds = len(eaters[0].problem.items.foods), len(eaters[0].problem.kind_cap)
    return (
        list(at),
        np.array(counts).reshape(len(at), foods).T,
        np.array(kinds).reshape(len(at), of_kinds).T,
        MenuBounds(*(np.array([one[name] for one in tightest]) for name in _FIELDS)),
    )


def _tightest(found: Sequence[tuple[MenuBounds, int]]) -> dict[str, float | bool]:
    """The bounds of one rule, so that nobody's is broken: who needs more of a food has more of it at once. Where somebody's
    least is above another's most, the most holds."""
    held = {name: np.array([getattr(bounds, name)[q] for bounds, q in found]) for name in _FIELDS}
    tight: dict[str, float | bool] = {name: held[name].max() for name in ("scale", "weight", "margin")}
    tight |= {name: bool(held[name].all()) for name in ("soft", "rule")}
    for per in ("mean", "day"):
        tight[f"{per}_upper"] = held[f"{per}_upper"].min()
        tight[f"{per}_lower"] = min(held[f"{per}_lower"].max(), held[f"{per}_upper"].min())
    return tight
