"""Whether wishes, energy, limits, locks and budget can hold together at all, before a menu is searched.

It is asked of a relaxation (see ``servings``): what that cannot do, no menu can, so its clashes and least cost are
proofs. What it can do may still be too much for whole servings in real meals; then a plan says what it misses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import InfeasibleError, Repair
from planner.foods.diets import OMNIVORE
from planner.foods.palette import PaletteFood
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable
from planner.model.conflict import can_hold, explain
from planner.model.menu.problem import MenuProblem
from planner.model.menu.quantities import COST
from planner.model.menu.state import Menu
from planner.model.program import INF, BoolArray, LinearProgram
from planner.model.sifting import solve_sifted
from planner.nutrition.screening import FoodLimit
from planner.nutrition.target import Targets
from planner.plan.claims import Asked, infeasible, of_budget, of_foods, of_targets
from planner.plan.guard import small_enough
from planner.plan.offered import foods_for, reported
from planner.plan.request import Steering
from planner.plan.room import Room
from planner.plan.servings import Locked, Servings, locked_of, mean_day, servings_of, single_day
from planner.plan.wish_claims import of_lock, of_wished
from planner.plan.wished import Wished, split_by_slot
from planner.plan.wishes_to_rules import WishedMenu

_CENT = 0.005
_BY_FOODS = "With less no plan can be, even of parts of servings; whole ones in real meals may need more."
_BY_MEALS = "With less no plan can be, even of parts of whole meals; whole servings may need more."


@dataclass(frozen=True, eq=False)
class Question:
    """All that may clash. ``unsafe`` are words of foods that the screening leaves out, ``limits`` foods of which it
    allows only so much."""

    table: FoodTable
    targets: Targets
    wishes: Preferences
    unsafe: Sequence[str]
    limits: Sequence[FoodLimit]
    menu: WishedMenu
    locked: tuple[Locked, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The targets that the table can tell."""
        return tuple(name for name in self.targets if name in self.table.data)

    @property
    def is_plain(self) -> bool:
        """Whether nothing of one's own is asked for that could clash."""
        own = any("own" in (one.lower_kind, one.upper_kind) for one in self.targets.values())
        asks = any(one.need for one in self.menu.wished)
        return not (own or asks or self.locked or self.wishes.budget_usd_per_day is not None)


def check_amounts(
    table: FoodTable,
    targets: Targets,
    menu: WishedMenu,
    wishes: Preferences,
    unsafe: Sequence[str] = (),
    limits: Sequence[FoodLimit] = (),
    steering: Steering | None = None,
) -> None:
    """Raises InfeasibleError, with what clashes and the smallest repairs, when no day of permitted foods has all of it."""
    asked = Question(table, targets, wishes, unsafe, limits, menu, locked_of(steering, menu.room.slots))
    if asked.is_plain:
        return
    servings = servings_of(table, menu, menu.room.standing(), asked.locked, asked.names)
    for wish, day in _days(asked):
        if not can_hold(_program(asked, servings, wish, day)):
            raise _clash(asked, wish, day)


def _days(asked: Question) -> Iterator[tuple[Wished | None, int | None]]:
    """The mean day; the fullest day of each wish; each day with locks."""
    yield None, None
    for one in asked.menu.wished:
        if one.need:
            yield one, None
    for day in sorted({lock.day for lock in asked.locked}):
        yield None, day


def _program(
    asked: Question, servings: Servings, wish: Wished | None, day: int | None, shut: BoolArray | None = None
) -> LinearProgram:
    """One of the days; ``shut`` (k,) are columns that some wish leaves out."""
    if wish is not None or day is not None:
        return single_day(servings, asked.names, asked.targets, wish, day)
    budget = asked.wishes.budget_usd_per_day
    mean = mean_day(servings, asked.names, asked.targets, asked.menu, budget)
    return mean if budget is None else _with_reachable(mean, asked, shut)


def _clash(asked: Question, wish: Wished | None, day: int | None) -> InfeasibleError:
    """The clash over the whole palette: what leaves foods out is among the wishes then."""
    foods, barred = _whole_palette(asked)
    servings = servings_of(asked.table, asked.menu, foods, asked.locked, asked.names)
    columns = [food.code if isinstance(food, PaletteFood) else "" for food in servings.foods]
    bars = {key: np.array([code in codes for code in columns]) for key, codes in barred.items()}
    shut = np.any([*bars.values(), np.zeros(len(columns), dtype=bool)], axis=0)
    program = _program(asked, servings, wish, day, shut)
    claims = [*of_targets(program, asked.targets), *_of_wishes(asked, program, single=wish is not None)]
    claims += [of_foods(kind, word, columns) for (kind, word), columns in bars.items()]
    found = explain(program, [one.demand for one in claims])
    assert found is not None, "what clashes over fewer foods clashes over these, with the wishes that leave them out"
    error = infeasible("No day of food", found, claims, "")
    return at_least(error, error.repairs)


def at_least(error: InfeasibleError, repairs: Sequence[Repair], by_meals: bool = False) -> InfeasibleError:
    """The same clash with these repairs, which are what is proved to be needed; where more money alone would do, what the day
    costs at least."""
    said = error.clash
    of_cost = [r for r in repairs if len(r.changes) == 1 and r.changes[0].bound.startswith(COST)]
    if of_cost:
        (change,) = of_cost[0].changes
        said = (
            f"A day of {'meals of ' if by_meals else ''}the permitted foods that meets the targets costs at least "
            f"{change.to:.2f} USD in 2017/18 prices, above the budget of {change.start:.2f} USD."
        )
    elif repairs:
        said += f" The smallest change that is not ruled out: {repairs[0].said}. {_BY_MEALS if by_meals else _BY_FOODS}"
    proved = InfeasibleError(said, error.conflicts, repairs)
    proved.at_least, proved.clash = True, error.clash
    return proved


def _of_wishes(asked: Question, program: LinearProgram, single: bool = False) -> list[Asked]:
    """Must-haves, limits, budget and locks that have a row."""
    names = set(program.row_names)
    claims = [of_wished(program, one, asked.wishes, single) for one in asked.menu.wished if one.rule().name in names]
    claims += [of_lock(program, lock) for lock in asked.locked if lock.row in names]
    if COST in names:
        claims.append(of_budget(program.row_names.index(COST), float(asked.wishes.budget_usd_per_day or 0.0)))
    return claims


def _whole_palette(asked: Question) -> tuple[tuple[PaletteFood, ...], dict[tuple[str, str], frozenset[str]]]:
    """Every row of the palette that has a place, and which codes each wish leaves out."""
    table, palette, wishes = asked.table, asked.menu.room.palette, asked.wishes
    known = reported(table, foods_for(table, palette, Preferences()))
    on_offer = {food.code for food in asked.menu.foods}
    words = [("diet", name, Preferences(diet=name), ()) for name in wishes.diet if name != OMNIVORE]
    words += [("allergy", name, Preferences(allergies=name), ()) for name in wishes.allergies]
    words += [("exclude", word, Preferences(exclude=[word]), ()) for word in wishes.exclude]
    words += [("health", word, Preferences(), (word,)) for word in asked.unsafe]  # type: ignore[misc]
    barred = {}
    for kind, word, alone, unsafe in words:
        left = {food.code for food in foods_for(table, palette, alone, unsafe)}
        barred[kind, word] = frozenset(food.code for food in known if food.code not in left | on_offer)
    shut = frozenset().union(*barred.values()) if barred else frozenset()
    more = small_enough(table, tuple(food for food in known if food.code in shut), asked.limits)
    room = asked.menu.room
    wide = Room(palette, (*asked.menu.foods, *split_by_slot(more, asked.menu.wished)), room.slots, room.days)
    return wide.standing(), {key: codes for key, codes in barred.items() if codes}


# -- the budget --------------------------------------------------------------------------------------------------------


def _with_reachable(mean: LinearProgram, asked: Question, shut: BoolArray | None) -> LinearProgram:
    """The mean day with every reference intake that can be met, as far as it can be met, the budget aside."""
    low, high = mean.row_lower.copy(), mean.row_upper.copy()
    wanted = np.array([asked.targets[name].lower or 0.0 for name in asked.names])
    count = len(wanted)
    low[:count] = np.where(wanted > 0, wanted, low[:count])
    free = high.copy()
    free[mean.row_names.index(COST)] = INF
    price = np.full(len(low), INF)
    price[:count] = np.where(wanted > 0, 1.0 / np.maximum(wanted, 1e-9), INF)
    most = mean.upper if shut is None else np.where(shut, 0.0, mean.upper)
    bent = replace(mean.with_rows(row_lower=low, row_upper=free), upper=most).elastic(price, np.full(len(low), INF))
    missed = solve_sifted(bent)
    if missed.values is None:
        return mean
    width = mean.matrix.shape[1]
    short = dict(zip(bent.column_names[width:], missed.values[width:].tolist(), strict=True))
    for i, name in enumerate(asked.names):
        lacking = short.get(f"{name}:short", 0.0)
        if lacking > 1e-9 * abs(wanted[i]):
            low[i] = float(f"{(low[i] - lacking) * (1 - 1e-6):.6g}")
    return mean.with_rows(row_lower=low)


def over_budget(problem: MenuProblem, menu: Menu, budget_usd_per_day: float | None) -> tuple[str, ...]:
    """The sentence for a menu that costs more than its budget; the least cost of a day is a bound that no menu may reach."""
    if budget_usd_per_day is None:
        return ()
    cost = cost_usd_a_day(problem, menu)
    if cost <= budget_usd_per_day + _CENT:
        return ()
    return (
        f"Wish not kept: the budget of {budget_usd_per_day:.2f} USD a day; the cheapest menu that was found costs {cost:.2f} USD.",
    )


def cost_usd_a_day(problem: MenuProblem, menu: Menu) -> float:
    """What a day of the menu costs on the mean, an unknown price counted as typical of its category."""
    portions = [portion for meals in menu for _, portions in meals for portion in portions]
    return float(problem.items.content[portions, problem.quantities.index(COST)].sum()) / problem.days
