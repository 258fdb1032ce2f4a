"""A menu as it stands in its problem: what steering a plan needs, built from the request and the meals, without a search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.errors import InputError, SavedPlanError
from planner.foods.adopt import adopt
from planner.foods.diets import diet_names
from planner.foods.habits import TEEN_YEARS, Habits, load_habits
from planner.foods.palette import Palette, PaletteFood, load_palette
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable
from planner.model.menu.build import SHARES, Taste, menu_problem
from planner.model.menu.pins import PlacedMeal, Serving
from planner.model.menu.placing import place, placed
from planner.model.menu.problem import MenuProblem
from planner.model.menu.quantities import (
    WeighedBound,
    cost_bound,
    group_bounds,
    nutrient_bounds,
    rule_bounds,
    share_bounds,
)
from planner.model.menu.rules import PlateRule, plate_rules
from planner.model.menu.state import Menu
from planner.nutrition.person import Person
from planner.nutrition.screening import FoodLimit
from planner.nutrition.target import Targets
from planner.plan.affordable import check_amounts, over_budget
from planner.plan.clashes import check_words
from planner.plan.guard import limit_bounds, limit_rules, small_enough
from planner.plan.menu_table import broken_rules
from planner.plan.request import Served, ServedMeal, Steering
from planner.plan.seasoning import Seasoning, allowed_seasonings
from planner.plan.steered import earlier_nats, earlier_rules
from planner.plan.wishes_to_rules import wished_menu

if TYPE_CHECKING:
    from planner.plan.request import Request

MOST_DAYS = 28


@dataclass(frozen=True, eq=False)
class MenuSetup:
    """What a menu is searched in; ``gave_way``: which rules wishes have moved, in sentences."""

    problem: MenuProblem
    rules: tuple[PlateRule, ...]
    palette: Palette
    seasonings: tuple[Seasoning, ...]
    diets: tuple[str, ...]
    gave_way: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class StandingMenu:
    """A menu and its problem, which has been given whatever the menu needs beyond what it offers."""

    problem: MenuProblem
    rules: tuple[PlateRule, ...]
    palette: Palette
    seasonings: tuple[Seasoning, ...]
    diets: tuple[str, ...]
    menu: Menu


def menu_setup(
    person: Person,
    targets: Targets,
    table: FoodTable,
    wishes: Preferences,
    unsafe: Sequence[str] = (),
    *,
    days: int,
    snacks: int | None = None,
    taste: Taste | None = None,
    habits: Habits | None = None,
    steering: Steering | None = None,
    limits: Sequence[FoodLimit] = (),
    firmness: float = 1.0,
    checked: bool = True,
) -> MenuSetup:
    """The problem that answers targets and wishes; ``limits``: foods of which there is only so much,
    ``firmness``: how much heavier than usual what the screening sets weighs.

    ``checked``: clashes of the wishes are looked for, which takes longest.

    Raises:
        InputError: days out of range, wishes that contradict each other, or a word that nobody knows.
        InfeasibleError: must-haves, energy, limits and budget cannot hold together.
    """
    if not 1 <= days <= MOST_DAYS:
        raise InputError(f"days {days} is not possible: plan 1 to {MOST_DAYS} days")
    if snacks is not None and snacks not in SHARES:
        raise InputError(f"snacks {snacks} is not possible: plan 0, 1 or 2 a day")
    palette = load_palette()
    habits = habits or load_habits("teen" if person.age_years < TEEN_YEARS[1] + 1 else "adult", table.habits)
    energy = targets.energy_kcal
    diets = diet_names(wishes.diet)
    vitamin_d = (targets["vitamin_d_ug"].lower if "vitamin_d_ug" in targets else None) or 0.0
    of_plate = plate_rules(energy, diets, vitamin_d)
    wished = wished_menu(
        table, palette, wishes, unsafe, of_plate, energy_kcal=energy, days=days, snacks=snacks, taste=taste
    )
    wished = replace(wished, foods=small_enough(table, wished.foods, limits))
    if checked:
        check_words(table, palette, wishes, unsafe, wished, targets["energy_kcal"].upper)
        check_amounts(table, targets, wished, wishes, unsafe, limits, steering)
    earlier = () if steering is None else steering.earlier
    different = earlier_rules(earlier, days)
    limited = limit_rules(table, wished.foods, limits)
    rules = (*wished.rules, *different, *limited)
    bounds: list[WeighedBound] = nutrient_bounds(
        {name: t for name, t in targets.items() if name in table.data}, firmness
    )
    bounds += [*share_bounds(targets), *group_bounds(energy, diets), cost_bound(energy)]
    bounds += [*wished.bounds, *rule_bounds(different, days), *limit_bounds(limited, days)]
    problem = menu_problem(
        table,
        palette,
        wished.foods,
        habits,
        bounds,
        rules,
        energy,
        days,
        earlier_nats(wished.taste, earlier),
        wished.shares,
        wished.leeway,
    )
    unwanted = (*wishes.exclude, *wishes.dislike, *unsafe)
    seasonings = allowed_seasonings(table, diets, wishes.allergies, unwanted)
    return MenuSetup(problem, rules, palette, seasonings, diets, wished.notices)


def not_kept(found: StandingMenu, wishes: Preferences) -> tuple[str, ...]:
    """Plate rules and wishes that the menu does not keep, a sentence for each."""
    return (*broken_rules(found), *over_budget(found.problem, found.menu, wishes.budget_usd_per_day))


def served_meals(problem: MenuProblem, palette: Palette, menu: Menu) -> tuple[ServedMeal, ...]:
    """The meals of a menu as a plan remembers them."""
    return tuple(
        served(day, placed(problem, palette, slot, meal))
        for day, meals in enumerate(menu, start=1)
        for slot, meal in enumerate(meals)
    )


def served(day: int, meal: PlacedMeal) -> ServedMeal:
    """One placed meal as a plan remembers it."""
    foods = (Served(one.food.code, one.food.name, one.food.role, one.amount, one.leftover) for one in meal.servings)
    return ServedMeal(day, meal.slot, meal.kind, tuple(foods))


def stand(setup: MenuSetup, table: FoodTable, meals: Sequence[ServedMeal]) -> StandingMenu:
    """The menu of these meals; the same ones give the same menu, whatever way they came about.

    Raises SavedPlanError for foods or kinds of meals that are no longer known, and for meals that are not those of the problem.
    """
    slots, days = setup.problem.slots, setup.problem.days
    wanted = {(day, slot) for day in range(1, days + 1) for slot in slots}
    if len(meals) != len(wanted) or {(meal.day, meal.slot) for meal in meals} != wanted:
        raise SavedPlanError(f"its meals are not {', '.join(slots)} on each of its {days} days; plan them again")
    rows = _rows_of(setup, table, meals)
    kinds = set(setup.palette.kinds())
    spots = {}
    for meal in meals:
        if (meal.slot, meal.kind) not in kinds:
            raise SavedPlanError(f"menus no longer know a {meal.slot} of the kind {meal.kind!r}; plan it again")
        servings = tuple(_serving(rows[one.food_code, one.role, one.food], one) for one in meal.foods)
        spots[meal.day - 1, slots.index(meal.slot)] = PlacedMeal(meal.slot, meal.kind, servings)
    problem, pins, _ = place(setup.problem, table, setup.palette, setup.rules, spots, {})
    menu = tuple(tuple(pins.meals[day, slot] for slot in range(len(slots))) for day in range(days))
    return StandingMenu(problem, setup.rules, setup.palette, setup.seasonings, setup.diets, menu)


def _serving(food: PaletteFood, one: Served) -> Serving:
    serving = Serving(food, one.amount)
    return serving.again() if one.leftover else serving


_Key = tuple[str, str, str]


def _rows_of(setup: MenuSetup, table: FoodTable, meals: Iterable[ServedMeal]) -> dict[_Key, PaletteFood]:
    """The row of each food: by name where that is still in use, else by what it does in a meal."""
    wanted = list(dict.fromkeys((one.food_code, one.role, one.food) for meal in meals for one in meal.foods))
    gone = {code: name for code, _, name in wanted if code not in table}
    if gone:
        raise SavedPlanError.without(gone)
    known: dict[str, list[PaletteFood]] = {}
    for food in (*setup.problem.items.foods, *setup.palette.foods):
        known.setdefault(food.code, []).append(food)
    found = {}
    for code, role, name in wanted:
        rows = [*known.get(code, ()), *adopt(table, setup.palette, code)]
        of_role = [row for row in rows if row.role == role]
        row = next((row for row in of_role if row.name == name), next(iter(of_role), None))
        if row is None:
            raise SavedPlanError.without({code: name})
        found[code, role, name] = row
    return found


def standing_menu(request: Request, table: FoodTable, meals: Sequence[ServedMeal]) -> StandingMenu:
    """The menu of a plan from its request and its meals. Raises what ``gate``, ``menu_setup`` and ``stand`` raise."""
    from planner.plan.planning import gate

    passed = gate(request)
    setup = menu_setup(
        request.person,
        passed.targets,
        table,
        request.preferences,
        passed.unsafe,
        days=request.days,
        snacks=sum(meal.slot in ("snack", "evening") for meal in meals if meal.day == 1),
        steering=request.steering,
        limits=passed.limits,
        checked=False,
    )
    return stand(setup, table, meals)
