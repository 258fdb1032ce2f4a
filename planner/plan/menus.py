"""Menus by meal: from targets, wishes and habits to a plan a person would eat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from planner.errors import InputError
from planner.foods.diets import diet_names
from planner.foods.habits import Habits, load_habits
from planner.foods.palette import Palette, load_palette
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable
from planner.model.menu.build import SHARES, Taste, menu_problem
from planner.model.menu.master import Master, MasterResult
from planner.model.menu.problem import MenuProblem
from planner.model.menu.quantities import (
    DAILY_FLOOR,
    WeighedBound,
    cost_bound,
    group_bounds,
    nutrient_bounds,
    rule_bounds,
    share_bounds,
)
from planner.model.menu.rules import PlateRule, plate_rules
from planner.model.menu.search import Effort
from planner.model.menu.state import Menu
from planner.nutrition.person import Person
from planner.nutrition.target import Targets
from planner.plan.affordable import check_amounts, over_budget
from planner.plan.certificate import certify
from planner.plan.clashes import check_words
from planner.plan.cook import diet_note
from planner.plan.daily import check_reachable
from planner.plan.menu_table import broken_rules, menu_frame
from planner.plan.plan import MealPlan
from planner.plan.request import Steering
from planner.plan.seasoning import Seasoning, allowed_seasonings
from planner.plan.steered import Steered, earlier_nats, earlier_rules, search_menu
from planner.plan.wishes_to_rules import wished_menu

Progress = Callable[[float, Callable[[], pd.DataFrame]], bool]
"""Told the share done (0 to 1) and how to get the best menu so far, as ``MealPlan.menu`` has it; False stops the search."""

MOST_DAYS = 28
EFFORTS: Mapping[str, Effort] = {
    "fast": Effort(kicks=6, rounds=5, sweeps=3),
    "normal": Effort(kicks=60, rounds=7, sweeps=5),
    "best": Effort(kicks=150, rounds=10, sweeps=6),
}


@dataclass(frozen=True, eq=False)
class FoundMenu:
    """A menu with the problem it answers; ``gave_way``: which rules wishes have moved, in sentences.

    ``stopped``: whether whoever watched ended the search before its time.
    """

    problem: MenuProblem
    rules: tuple[PlateRule, ...]
    palette: Palette
    menu: Menu
    score: float
    faults: float
    bound: float
    master: MasterResult
    seasonings: tuple[Seasoning, ...] = ()
    gave_way: tuple[str, ...] = ()
    stopped: bool = False


def plan_menu(
    person: Person,
    targets: Targets,
    table: FoodTable,
    wishes: Preferences,
    unsafe: tuple[str, ...],
    notices: tuple[str, ...],
    *,
    days: int,
    snacks: int | None = None,
    effort: str = "normal",
    steering: Steering | None = None,
    progress: Progress | None = None,
) -> MealPlan:
    """A plan of menus; what it misses and which plate rules gave way is said in it.

    Raises InputError for days or foods that make no menu, InfeasibleError when own bounds, energy and limits clash.
    """
    if effort not in EFFORTS:
        raise InputError(f"effort {effort!r} is not one of {', '.join(EFFORTS)}")
    if not any(food.code in table for food in load_palette().foods):
        raise InputError("this food table has no food that menus are made of; plan amounts by food with menu='none'")
    found = find_menu(
        person,
        targets,
        table,
        wishes,
        unsafe,
        days=days,
        snacks=snacks,
        effort=effort,
        steering=steering,
        progress=progress,
    )
    menu = menu_frame(found, table)
    broken = (*broken_rules(found), *over_budget(found.problem, found.menu, wishes.budget_usd_per_day))
    certificate = certify(menu, table, targets, day_floor=DAILY_FLOOR)
    best: dict[str, float] = {}
    missed = {row.quantity for row in certificate.misses}
    if missed:
        best = check_reachable(targets, table, wishes, unsafe, missed)
    return MealPlan(
        person=person,
        targets=targets,
        menu=menu,
        status="optimal" if found.faults == 0 and not found.stopped else "limit",
        gap=None,
        certificate=certificate,
        best_reachable=best,
        shadow_prices={
            name: float(price)
            for name, price in zip(found.problem.quantities, found.master.prices, strict=True)
            if name in targets
        },
        notices=(*notices, *found.gave_way, *filter(None, [diet_note(menu, table, diet_names(wishes.diet))]), *broken),
        broken_rules=broken,
        table_digest=table.digest(),
        table=table,
        _found=found,
    )


def find_menu(
    person: Person,
    targets: Targets,
    table: FoodTable,
    wishes: Preferences,
    unsafe: Sequence[str] = (),
    *,
    days: int = 7,
    snacks: int | None = None,
    effort: str = "normal",
    taste: Taste | None = None,
    habits: Habits | None = None,
    steering: Steering | None = None,
    progress: Progress | None = None,
) -> FoundMenu:
    """The most ordinary menu found that meets the targets; its faults are 0 when every hard row and rule holds.

    Raises:
        InputError: days out of range, wishes that contradict each other, or a word that nobody knows.
        InfeasibleError: must-haves, energy, limits and budget cannot hold together.
    """
    if not 1 <= days <= MOST_DAYS:
        raise InputError(f"days {days} is not possible: plan 1 to {MOST_DAYS} days")
    if snacks is not None and snacks not in SHARES:
        raise InputError(f"snacks {snacks} is not possible: plan 0, 1 or 2 a day")
    palette = load_palette()
    teen = person.age_years < 19
    habits = habits or load_habits("teen" if teen else "adult")
    energy = targets.energy_kcal
    diets = diet_names(wishes.diet)
    vitamin_d = (targets["vitamin_d_ug"].lower if "vitamin_d_ug" in targets else None) or 0.0
    of_plate = plate_rules(energy, diets, vitamin_d)
    wished = wished_menu(
        table, palette, wishes, unsafe, of_plate, energy_kcal=energy, days=days, snacks=snacks, taste=taste
    )
    check_words(table, palette, wishes, unsafe, wished, targets["energy_kcal"].upper)
    check_amounts(table, targets, wished, wishes.budget_usd_per_day)
    steering = steering or Steering()
    different = earlier_rules(steering.earlier, days)
    rules = (*wished.rules, *different)
    bounds: list[WeighedBound] = nutrient_bounds({name: t for name, t in targets.items() if name in table.data})
    bounds += [*share_bounds(targets), *group_bounds(energy, diets), cost_bound(energy)]
    bounds += [*wished.bounds, *rule_bounds(different, days)]
    problem = menu_problem(
        table,
        palette,
        wished.foods,
        habits,
        bounds,
        rules,
        energy,
        days,
        earlier_nats(wished.taste, steering.earlier),
        wished.shares,
        wished.leeway,
    )
    master = Master(problem).run()
    unwanted = (*wishes.exclude, *wishes.dislike, *unsafe)
    seasonings = allowed_seasonings(table, diets, wishes.allergies, unwanted)

    def found(best: Steered) -> FoundMenu:
        return FoundMenu(
            best.problem,
            tuple(rules),
            palette,
            best.menu,
            best.score,
            best.faults,
            master.bound * days,
            master,
            seasonings,
            wished.notices,
            best.stopped,
        )

    def watch(done: float, best: Steered) -> bool:
        return progress is None or progress(done, lambda: menu_frame(found(best), table))

    return found(search_menu(problem, master, table, palette, rules, EFFORTS[effort], steering, watch))
