"""Menus by meal: from targets, wishes and habits to a plan a person would eat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from planner.errors import InputError
from planner.foods.diets import diet_names
from planner.foods.habits import Habits
from planner.foods.palette import load_palette
from planner.foods.preferences import Preferences
from planner.foods.stand_in import stands_in
from planner.foods.table import FoodTable, load_foods
from planner.model.menu.build import Taste
from planner.model.menu.master import Master, MasterResult
from planner.model.menu.quantities import DAILY_FLOOR
from planner.model.menu.search import Effort
from planner.nutrition.person import Person
from planner.nutrition.screening import FoodLimit
from planner.nutrition.target import Targets
from planner.nutrition.targets import targets_for
from planner.plan.certificate import certify
from planner.plan.cook import diet_note
from planner.plan.daily import check_reachable
from planner.plan.guard import only_safe
from planner.plan.menu_table import menu_frame
from planner.plan.most_of_meals import beyond, far_in_meals
from planner.plan.own_said import own_notices
from planner.plan.plan import MealPlan
from planner.plan.request import ServedMeal, Steering
from planner.plan.standing import MenuSetup, StandingMenu, menu_setup, not_kept, served_meals, stand
from planner.plan.steered import Steered, search_menu
from planner.plan.words import as_written, sources_of

Progress = Callable[[float, Callable[[], pd.DataFrame]], bool]
"""Told the share done (0 to 1) and how to get the menu as it stands, as ``MealPlan.menu`` has it (empty while there is none
that is safe); False mends it quickly and stops the search."""

EFFORTS: Mapping[str, Effort] = {
    "fast": Effort(sweeps=700, kicks=20, rounds=14, looks=36_000),
    "normal": Effort(sweeps=1600, kicks=120, rounds=10, starts=4, again=1, looks=520_000),
    "best": Effort(sweeps=1600, kicks=120, rounds=10, starts=8, again=1, looks=1_000_000),
}

_NO_PROOF = (
    "Not all of your own bounds are kept. Parts of servings could keep them, so it is not proved that no menu does; with whole "
    "servings in real meals none was found. Ask for less, or search longer."
)


@dataclass(frozen=True, eq=False)
class FoundMenu(StandingMenu):
    """A menu that was searched, and how well it does; ``gave_way``: which rules wishes have moved, in sentences.

    ``stopped``: whether whoever watched ended the search before its time.
    """

    score: float
    faults: float
    bound: float
    master: MasterResult
    gave_way: tuple[str, ...] = ()
    stopped: bool = False

    @property
    def gap(self) -> float | None:
        """The most that the best menu of all could cost less than this one, misses included, as a share; None = unknown."""
        if self.score <= 0:  # where a liking outweighs all that is unusual, a share says nothing
            return None
        return float(f"{max(self.score - self.bound, 0.0) / self.score:.4g}")


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
    limits: Sequence[FoodLimit] = (),
    firmness: float = 1.0,
    progress: Progress | None = None,
) -> MealPlan:
    """A plan of menus; what it misses and which plate rules gave way is said in it.

    Raises InputError for days or foods that make no menu, InfeasibleError when own bounds, energy and limits clash.
    """
    if effort not in EFFORTS:
        raise InputError(f"effort {effort!r} is not one of {', '.join(EFFORTS)}")
    if not (stands_in(table) or any(food.code in table for food in load_palette().foods)):
        raise InputError("this food table has no food that menus are made of; plan amounts by food with menu='none'")
    setup = menu_setup(
        person,
        targets,
        table,
        wishes,
        unsafe,
        days=days,
        snacks=snacks,
        steering=steering,
        limits=limits,
        firmness=firmness,
    )
    found = search_setup(setup, table, effort, steering or Steering(), safe_only(progress, table, targets))
    # Placed anew, so that a plan that is built again from its meals is the same in everything.
    meals = served_meals(found.problem, found.palette, found.menu)
    prices = {
        name: float(price)
        for name, price in zip(found.problem.quantities, found.master.prices, strict=True)
        if name in targets
    }
    plan = plan_of(setup, meals, person, targets, table, wishes, notices, prices)
    best: dict[str, float] = {}
    missed = {row.quantity for row in plan.certificate.misses}
    if missed:
        best = check_reachable(targets, table, wishes, unsafe, missed)
    status = "optimal" if found.faults == 0 and not found.stopped else "limit"
    own = {
        row.quantity: row.is_short
        for row in plan.certificate.misses
        if (targets[row.quantity].lower_kind if row.is_short else targets[row.quantity].upper_kind) == "own"
        and row.quantity not in best
    }
    proofs = {name: far_in_meals(setup.problem, targets, name, is_short, steering) for name, is_short in own.items()}
    told = [beyond(name, far, own[name]) for name, far in proofs.items() if far is not None]
    return replace(
        plan,
        status=status,
        gap=found.gap if found.stopped else None,
        best_reachable=as_written(best),
        notices=(*plan.notices, *told, *([_NO_PROOF] if own and not told else [])),
    )


def plan_of(
    setup: MenuSetup,
    meals: tuple[ServedMeal, ...],
    person: Person,
    targets: Targets,
    table: FoodTable,
    wishes: Preferences,
    notices: tuple[str, ...],
    shadow_prices: Mapping[str, float],
) -> MealPlan:
    """The plan that these meals make: its menu, its proof, and what it does not keep; ``limit`` where a target is missed."""
    standing = stand(setup, table, meals)
    menu = menu_frame(standing, table)
    broken = not_kept(standing, wishes)
    certificate = certify(menu, table, targets, day_floor=DAILY_FLOOR)
    return MealPlan(
        person=person,
        targets=targets,
        menu=menu,
        status="optimal" if certificate.holds else "limit",
        gap=None,
        certificate=certificate,
        shadow_prices=as_written(shadow_prices),
        notices=(
            *notices,
            *setup.gave_way,
            *filter(None, [diet_note(menu, table, diet_names(wishes.diet))]),
            *own_notices(table, menu["food_code"]),
            *broken,
        ),
        broken_rules=broken,
        sources=sources_of(table),
        table_digest=table.digest(),
        table=table,
        _meals=meals,
        _found=standing,
    )


def safe_only(progress: Progress | None, table: FoodTable, targets: Targets) -> Progress | None:
    """Whoever watches sees no menu that leaves what the screening sets."""
    if progress is None:
        return None
    return lambda done, best: progress(done, lambda: only_safe(best(), table, targets))


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
    setup = menu_setup(
        person,
        targets,
        table,
        wishes,
        unsafe,
        days=days,
        snacks=snacks,
        taste=taste,
        habits=habits,
        steering=steering,
    )
    return search_setup(setup, table, effort, steering or Steering(), progress)


def warm_up() -> None:
    """Load what every plan of menus needs; the first time after installing, compile the search (some seconds)."""
    person = Person(sex="female", age_years=40, height_cm=165, weight_kg=62, conditions=["none"], medications=["none"])
    table = load_foods()
    setup = menu_setup(person, targets_for(person), table, Preferences(), (), days=1)
    master = Master(setup.problem).run()
    search_menu(setup.problem, master, table, setup.palette, setup.rules, Effort(1, 1, 1), Steering())


def search_setup(
    setup: MenuSetup, table: FoodTable, effort: str, steering: Steering, progress: Progress | None = None
) -> FoundMenu:
    """The most ordinary menu found in a problem."""
    master = Master(setup.problem).run()

    def found(best: Steered) -> FoundMenu:
        return FoundMenu(
            problem=best.problem,
            rules=setup.rules,
            palette=setup.palette,
            seasonings=setup.seasonings,
            diets=setup.diets,
            menu=best.menu,
            score=best.score,
            faults=best.faults,
            bound=master.bound * setup.problem.days,
            master=master,
            gave_way=setup.gave_way,
            stopped=best.stopped,
        )

    def watch(done: float, best: Steered) -> bool:
        return progress is None or progress(done, lambda: menu_frame(found(best), table))

    asked = watch if progress else None  # nobody looks: no menu is made to look at
    return found(
        search_menu(setup.problem, master, table, setup.palette, setup.rules, EFFORTS[effort], steering, asked)
    )
