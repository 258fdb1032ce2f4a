"""Menus by meal: from targets, wishes and habits to a plan a person would eat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.errors import InputError
from planner.foods.diets import diet_names, permitted
from planner.foods.exclude import match_foods
from planner.foods.habits import Habits, load_habits
from planner.foods.palette import Palette, PaletteFood, load_palette
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable
from planner.model.menu.build import SHARES, TWO_SNACKS_FROM_KCAL, Taste, menu_problem
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
from planner.plan.certificate import certify
from planner.plan.cook import diet_note
from planner.plan.daily import check_reachable
from planner.plan.menu_table import broken_rules, menu_frame
from planner.plan.plan import MealPlan
from planner.plan.request import Steering
from planner.plan.seasoning import Seasoning, allowed_seasonings
from planner.plan.steered import earlier_nats, earlier_rules, search_menu

MOST_DAYS = 28
_NOT_OFFERED = ("nutritional_drinks", "infant_foods")  # food before supplements
_LIKED_NATS, _DISLIKED_NATS = -1.0, 4.0
EFFORTS: Mapping[str, Effort] = {
    "fast": Effort(kicks=6, rounds=5, sweeps=3),
    "normal": Effort(kicks=60, rounds=7, sweeps=5),
    "best": Effort(kicks=150, rounds=10, sweeps=6),
}


@dataclass(frozen=True, eq=False)
class FoundMenu:
    """A menu with the problem it answers."""

    problem: MenuProblem
    rules: tuple[PlateRule, ...]
    palette: Palette
    menu: Menu
    score: float
    faults: float
    bound: float
    master: MasterResult
    seasonings: tuple[Seasoning, ...] = ()


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
) -> MealPlan:
    """A plan of menus; what it misses and which plate rules gave way is said in it.

    Raises InputError for days or foods that make no menu, InfeasibleError when own bounds, energy and limits clash.
    """
    if effort not in EFFORTS:
        raise InputError(f"effort {effort!r} is not one of {', '.join(EFFORTS)}")
    if not any(food.code in table for food in load_palette().foods):
        raise InputError("this food table has no food that menus are made of; plan amounts by food with menu='none'")
    found = find_menu(
        person, targets, table, wishes, unsafe, days=days, snacks=snacks, effort=effort, steering=steering
    )
    menu, broken = menu_frame(found, table), broken_rules(found)
    certificate = certify(menu, table, targets, day_floor=DAILY_FLOOR)
    best: dict[str, float] = {}
    missed = {row.quantity for row in certificate.misses}
    if missed:
        best = check_reachable(targets, table, wishes, unsafe, missed)
    return MealPlan(
        person=person,
        targets=targets,
        menu=menu,
        status="optimal" if found.faults == 0 else "limit",
        gap=None,
        certificate=certificate,
        best_reachable=best,
        shadow_prices={
            name: float(price)
            for name, price in zip(found.problem.quantities, found.master.prices, strict=True)
            if name in targets
        },
        notices=(*notices, *filter(None, [diet_note(menu, table, diet_names(wishes.diet))]), *broken),
        broken_rules=broken,
        table_digest=table.digest(),
        table=table,
        _found=found,
    )


def foods_for(
    table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str] = ()
) -> tuple[PaletteFood, ...]:
    """The palette rows this person may be offered. A diet promised by hand counts; an allergy never rests on it."""
    base = permitted(table, (), wishes.allergies, (*wishes.exclude, *unsafe))
    base &= ~table.data["group"].isin(_NOT_OFFERED)
    diets = [diet for diet in diet_names(wishes.diet) if diet != "omnivore"]
    return tuple(
        food
        for food in palette.foods
        if food.code in base.index and base[food.code] and all(_fits(table, food, diet) for diet in diets)
    )


_PROMISES = {
    "vegan": {"vegan"},
    "vegetarian": {"vegetarian", "vegan"},
    "pescatarian": {"vegetarian", "vegan"},
    "dairy_free": {"vegan"},
    "gluten_free": {"gluten_free"},
}


def _fits(table: FoodTable, food: PaletteFood, diet: str) -> bool:
    return bool(table.data.at[food.code, diet] == "y") or bool(_PROMISES[diet] & set(food.diet_by_hand.split(";")))


def wish_rules(table: FoodTable, wishes: Preferences, days: int) -> tuple[PlateRule, ...]:
    """Liked foods as rules: each at least once a week, so that a wish is seen."""
    rules = []
    for word in wishes.like:
        codes = frozenset(match_foods(table, word, inside=False))
        rules.append(
            PlateRule(
                f"{word}, as wished",
                f"{word} at least once",
                counts=lambda food, codes=codes: 1.0 if food.code in codes else 0.0,  # type: ignore[misc]
                week=(float(max(1, -(-7 // days))) if days < 7 else 1.0, None),
            )
        )
    return tuple(rules)


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
) -> FoundMenu:
    """The most ordinary menu found that meets the targets; its faults are 0 when every hard row and rule holds.

    Raises:
        InputError: days out of range, or no meal can be made of the foods that are left.
    """
    if not 1 <= days <= MOST_DAYS:
        raise InputError(f"days {days} is not possible: plan 1 to {MOST_DAYS} days")
    if snacks is not None and snacks not in SHARES:
        raise InputError(f"snacks {snacks} is not possible: plan 0, 1 or 2 a day")
    palette = load_palette()
    foods = reported(table, foods_for(table, palette, wishes, unsafe))
    teen = person.age_years < 19
    habits = habits or load_habits("teen" if teen else "adult")
    energy = targets.energy_kcal
    diets = diet_names(wishes.diet)
    vitamin_d = (targets["vitamin_d_ug"].lower if "vitamin_d_ug" in targets else None) or 0.0
    rules = (*reachable_rules(plate_rules(energy, diets, vitamin_d), foods), *wish_rules(table, wishes, days))
    steering = steering or Steering()
    rules += earlier_rules(steering.earlier, days)
    bounds: list[WeighedBound] = nutrient_bounds({name: t for name, t in targets.items() if name in table.data})
    bounds += [*share_bounds(targets), *group_bounds(energy, diets), cost_bound(energy)]
    bounds += rule_bounds(rules, days)
    problem = menu_problem(
        table,
        palette,
        foods,
        habits,
        bounds,
        rules,
        energy,
        days,
        (2 if energy >= TWO_SNACKS_FROM_KCAL else 1) if snacks is None else snacks,
        earlier_nats(_with_wishes(taste or Taste(), table, wishes), steering.earlier),
    )
    master = Master(problem).run()
    best = search_menu(problem, master, table, palette, rules, EFFORTS[effort], steering)
    unwanted = (*wishes.exclude, *wishes.dislike, *unsafe)
    seasonings = allowed_seasonings(table, diets, wishes.allergies, unwanted)
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
    )


def reported(table: FoodTable, foods: tuple[PaletteFood, ...]) -> tuple[PaletteFood, ...]:
    """Only foods whose added sugars and food groups are known: with others no limit on them is known to hold."""
    known = table.data["added_sugars_g"].notna()
    return tuple(food for food in foods if known[food.code])


def reachable_rules(rules: Sequence[PlateRule], foods: Sequence[PaletteFood]) -> tuple[PlateRule, ...]:
    """Rules that ask for foods this person does not eat are dropped: no fish for a vegan."""
    kept = []
    for rule in rules:
        asks = bool(rule.week[0] or rule.day[0])
        if asks and not rule.kinds and not any(rule.counts(food) for food in foods):
            continue
        kept.append(rule)
    return tuple(kept)


def _with_wishes(taste: Taste, table: FoodTable, wishes: Preferences) -> Taste:
    liked = dict(taste.liked)
    for words, nats in ((wishes.like, _LIKED_NATS), (wishes.dislike, _DISLIKED_NATS)):
        for word in words:
            for code in match_foods(table, word, inside=False):
                liked[code] = liked.get(code, 0.0) + nats
    return Taste(taste.wholesome, taste.price_nats_per_usd, taste.new_food_nats, liked)
