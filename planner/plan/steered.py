"""The search of a menu under steering: what is locked stays, dinners come again as lunches, earlier plans are left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planner.errors import InputError
from planner.foods.palette import Palette
from planner.foods.table import FoodTable
from planner.model.menu.build import Taste
from planner.model.menu.master import MasterResult
from planner.model.menu.one_milk import with_one_milk
from planner.model.menu.pins import Pins, Place
from planner.model.menu.placing import Kept, place, placed
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.menu.rules import PlateRule
from planner.model.menu.search import Effort, solve
from planner.model.menu.state import Menu
from planner.plan.request import Earlier, Spot, Steering

# The part of a lunch or dinner that it is named after.
MAINS = frozenset(
    [
        "main",
        "dish",
        "stew",
        "stirfry",
        "soup",
        "sandfill",
        "fishfill",
        "readysand",
        "protsalad",
        "tacoprot",
        "tacobean",
        "legume",
        "curry",
        "mexdish",
        "noodledish",
        "pastadish",
        "vegpasta",
        "pizza",
        "mezze",
        "potatotop",
        "potbean",
        "ricebeans",
        "bowlprot",
        "omelet",
        "sushi",
        "pbfill",
    ]
)
_SAME_MAINS = 0.35  # most of the servings of an earlier plan's mains that may come again
_EARLIER_NATS, _EARLIER_MAIN_NATS = 0.6, 1.0  # for each food, and each main, of an earlier plan
_MOST_EARLIER_NATS = 3.0
# What keeps for a day and is as good warmed up, the best first.
_KEEPS = (
    "stew",
    "curry",
    "dish",
    "pastadish",
    "vegpasta",
    "ricebeans",
    "potbean",
    "soup",
    "legume",
    "noodledish",
    "main",
)
_NOT_AGAIN = frozenset({"fried", "processed_meat"})
_ONE_PAIR_OF = (
    "fish",
    "red_meat",
    "poultry",
    "soup",
)  # one of a sort, as of each dish, is cooked twice as much in 7 days
# Leftovers in 7 days, and what is added to the seed: tried until all holds that held without them.
_TRIES = ((3, 0), (3, 1), (2, 0), (2, 1))


@dataclass(frozen=True, eq=False)
class Steered:
    """A menu of ``problem``, which is the given one with whatever the steering needed; ``stopped`` before its time."""

    problem: MenuProblem
    menu: Menu
    score: float
    faults: float
    stopped: bool = False


Watch = Callable[[float, Steered], bool]
"""Told the share done (0 to 1) and the menu as it stands; returning False mends it quickly and ends the search."""


def earlier_nats(taste: Taste, earlier: Sequence[Earlier]) -> Taste:
    """A taste that is tired of the foods of earlier plans."""
    liked = dict(taste.liked)
    for code in sorted(set().union(*(one.foods for one in earlier))):
        nats = sum(_EARLIER_MAIN_NATS if code in one.mains else _EARLIER_NATS for one in earlier if code in one.foods)
        liked[code] = liked.get(code, 0.0) + min(nats, _MOST_EARLIER_NATS)
    return replace(taste, liked=liked)


def earlier_rules(earlier: Sequence[Earlier], days: int) -> tuple[PlateRule, ...]:
    """Of the mains of each earlier plan, well under half may come again."""
    return tuple(
        PlateRule(
            f"dishes of plan {number}",
            f"few dishes of earlier plan {number} again",
            counts=lambda food, mains=one.mains: float(food.role in MAINS and food.code in mains),  # type: ignore[misc]
            week=(None, int(_SAME_MAINS * one.servings) * 7 / days),
        )
        for number, one in enumerate(earlier, start=1)
    )


def search_menu(
    problem: MenuProblem,
    master: MasterResult,
    table: FoodTable,
    palette: Palette,
    rules: Sequence[PlateRule],
    effort: Effort,
    steering: Steering,
    watch: Watch | None = None,
    start: Menu | None = None,
) -> Steered:
    """The best menu found that leaves as they are the meals and servings that are to stay; ``start``: a menu of ``problem``
    from which the search sets out, so that nothing worse than it is found.

    Raises InputError when no meal can hold what is to stay in it.
    """
    grown, pins = _pinned(with_one_milk(problem, master), table, palette, rules, steering)
    share = 0.5 if steering.leftovers else 1.0
    first = _searched(grown, master, pins, steering.seed, effort, start, watch, (0.0, share))
    if not steering.leftovers or first.stopped:
        return first
    found: Steered | None = None
    for a_week, seed in _TRIES:
        again = with_leftovers(grown, palette, first.menu, steering, round(a_week * problem.days / 7))
        if again is steering:
            break
        larger, pins = _pinned(problem, table, palette, rules, again)
        start = tuple(
            tuple(_start(meal, (day, slot), pins) for slot, meal in enumerate(meals))
            for day, meals in enumerate(first.menu)
        )
        one = _searched(larger, master, pins, steering.seed + seed, effort, start, watch, (0.5, 1.0))
        if found is None or one.faults < found.faults:
            found = one
        if one.faults <= first.faults or one.stopped:
            break
    return found or first


def _searched(
    problem: MenuProblem,
    master: MasterResult,
    pins: Pins,
    seed: int,
    effort: Effort,
    start: Menu | None,
    watch: Watch | None,
    part: tuple[float, float],
) -> Steered:
    """One search, which is the ``part`` (from, to) of all the work that is watched."""
    begin, end = part

    def told(done: float, menu: Menu) -> bool:
        return watch is None or watch(begin + done * (end - begin), Steered(problem, menu, 0.0, 0.0))

    found = solve(problem, master, effort, pins, seed, start, told if watch else None)
    return Steered(problem, found.menu, found.score, found.faults, found.stopped)


def _start(meal: Meal, at: Place, pins: Pins) -> Meal:
    return pins.choices[at][0] if at in pins.choices else meal


def meal_name(slot: str, slots: Sequence[str]) -> str:
    """What the menu calls a slot."""
    if slot == "evening":
        return "snack 2"
    return "snack 1" if slot == "snack" and "evening" in slots else slot


def _pinned(
    problem: MenuProblem,
    table: FoodTable,
    palette: Palette,
    rules: Sequence[PlateRule],
    steering: Steering,
) -> tuple[MenuProblem, Pins]:
    at: dict[Spot, Place] = {}
    for day, slot in (*steering.meals, *steering.kept):
        if slot not in problem.slots or day > problem.days:
            raise InputError(
                f"something of day {day}, {meal_name(slot, (slot,))} is locked, but the new plan has no such meal; unlock it"
            )
        at[day, slot] = (day - 1, problem.slots.index(slot))
    meals = {at[spot]: meal for spot, meal in steering.meals.items()}
    kept = {at[spot]: one for spot, one in steering.kept.items()}
    grown, pins, impossible = place(problem, table, palette, rules, meals, kept)
    if impossible:
        where = impossible[0]
        foods = " and ".join(serving.food.name for serving in kept[where].servings)
        raise InputError(
            f"no {problem.slots[where[1]]} on day {where[0] + 1} can be made around the locked {foods} with the foods that are "
            "left; unlock it, or allow more foods"
        )
    return grown, pins


def with_leftovers(problem: MenuProblem, palette: Palette, menu: Menu, steering: Steering, most: int) -> Steering:
    """The steering with the mains of some dinners, ``most`` of them, again at the next lunch.

    What keeps well comes first; two of these days never follow each other. Without a dinner that keeps, the same steering.
    """
    if not {"lunch", "dinner"} <= set(problem.slots):
        return steering
    lunch, dinner = problem.slots.index("lunch"), problem.slots.index("dinner")
    roles = {role: i for i, role in enumerate(palette.roles)}
    at_lunch = {role for role in _KEEPS if (problem.patterns[lunch].counts[:, roles[role]] > 0).any()}
    meals = [placed(problem, palette, dinner, day[dinner]) for day in menu]
    choices = sorted(
        (_KEEPS.index(serving.food.role), day, n, serving)
        for day, meal in enumerate(meals[:-1], start=1)
        for n, serving in enumerate(meal.servings)
        if serving.food.role in at_lunch
        and not serving.food.tags & _NOT_AGAIN
        and (day + 1, "lunch") not in steering.meals
        and (day + 1, "lunch") not in steering.kept
    )
    taken = [day - 1 for day, slot in (*steering.meals, *steering.kept) if slot == "lunch" and _again(steering, day)]
    sorts: Counter[str] = Counter()
    kept = dict(steering.kept)
    weeks = problem.days / 7
    for _, day, _, serving in choices:
        sort = [serving.food.code, *(tag for tag in _ONE_PAIR_OF if tag in serving.food.tags)]
        if len(taken) >= most or any(abs(day - other) < 2 for other in taken):
            continue
        if any(sorts[tag] >= max(weeks, 1.0) for tag in sort):
            continue
        taken.append(day)
        sorts.update(sort)
        if (day, "dinner") not in steering.meals:
            held = kept.get((day, "dinner"), Kept(()))
            servings = tuple(dict.fromkeys((*held.servings, serving)))
            kept[day, "dinner"] = Kept(servings, held.was or meals[day - 1])
        kept[day + 1, "lunch"] = Kept((serving.again(),))
    return replace(steering, kept=kept) if len(kept) > len(steering.kept) else steering


def _again(steering: Steering, day: int) -> bool:
    """Whether the lunch of a day is a leftover already."""
    spot = (day, "lunch")
    servings = [*(steering.meals[spot].servings if spot in steering.meals else ())]
    servings += [*(steering.kept[spot].servings if spot in steering.kept else ())]
    return any(serving.leftover for serving in servings)
