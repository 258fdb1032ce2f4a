"""From the people of a household to a plan for each: one gate for everybody, one table, then each plan as any other is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import InfeasibleError, InputError, RefusedError, UnknownNameError
from planner.foods.preferences import Preferences
from planner.foods.shares import food_shares
from planner.foods.stand_in import menu_table
from planner.foods.table import FoodTable, load_foods
from planner.model.household.appetite import Eater
from planner.model.household.helping import Dishes, MostGrams
from planner.model.household.setting import SetTable, set_table
from planner.model.menu.build import TWO_SNACKS_FROM_KCAL
from planner.model.menu.quantities import DAILY_FLOOR
from planner.model.program import BoolArray, FloatArray
from planner.nutrition.person import Person
from planner.nutrition.screening import FoodLimit
from planner.plan.certificate import certify
from planner.plan.cook import diet_note
from planner.plan.daily import check_reachable
from planner.plan.guard import refusal, unsafe
from planner.plan.household.members import Member, members_of, wishes_of_all
from planner.plan.household.plan import HouseholdPlan
from planner.plan.menu_table import menu_frame
from planner.plan.menus import EFFORTS
from planner.plan.own_said import own_notices
from planner.plan.plan import MealPlan
from planner.plan.planning import Gate, gate
from planner.plan.request import Request, Served, ServedMeal
from planner.plan.standing import MenuSetup, menu_setup, not_kept, standing_menu
from planner.plan.words import as_written, sources_of

Progress = Callable[[float], bool]
"""Told the share done (0 to 1); returning False ends the search with the best that was found."""

_TRIES, _FIRMER = 3, 8.0
_HARDER = {"fast": "normal", "normal": "best", "best": "best"}


@dataclass(frozen=True, eq=False)
class _Seat:
    """A member at the table, with the request that their plan answers and what it has to pass."""

    member: Member
    request: Request
    gate: Gate


def plan_household(
    people: Sequence[Member | Person] | Mapping[str, Person],
    days: int = 1,
    preferences: Preferences | None = None,
    *,
    authority: str = "us_canada",
    table: FoodTable | None = None,
    effort: str = "normal",
    snacks: int | None = None,
    without_refused: bool = False,
    progress: Progress | None = None,
) -> HouseholdPlan:
    """The same dishes for everybody, in portions of their own, so that each one's targets are met.

    ``people``: 1 to 8, as ``{name: person}``, or a list of ``Member`` with wishes and own targets, or of ``Person``.
    ``days``: 1 to 28. ``preferences``: wishes of the household, beside those of each member.
    ``without_refused``: whoever must not be planned for is left out, and ``refused`` of the result says why.
    ``progress``: called with the share done while dishes are searched; see ``Progress``.

    Raises:
        InputError: something given cannot be used; what is one member's begins with the name.
        RefusedError: a plan would not be safe for somebody (for all of them with ``without_refused``).
        InfeasibleError: somebody's bounds, energy and limits clash with the dishes that suit everybody.
    """
    table = None if table is None else menu_table(table)
    foods = load_foods() if table is None else table
    if foods.is_own:
        raise InputError(
            "too few foods of this table are called like what menus know, and a household shares meals; lay its foods over "
            "the shipped table"
        )
    if effort not in EFFORTS:
        raise InputError(f"effort {effort!r} is not one of {', '.join(EFFORTS)}")
    members = members_of(people)
    seats, wishes, notices, refused = _seated(members, days, preferences, authority, table, effort, without_refused)
    count = _snacks(seats, wishes, snacks)
    seats = [replace(one, request=replace(one.request, snacks=count)) for one in seats]
    for attempt in range(_TRIES):
        plans = _plans(seats, foods, effort, attempt, progress)
        found = {
            one.member.name: said
            for one, plan in zip(seats, plans, strict=True)
            if (said := unsafe(plan.menu, foods, one.gate.targets, one.gate.unsafe, one.gate.limits))
        }
        if not found:
            made = {one.member.name: plan for one, plan in zip(seats, plans, strict=True)}
            return HouseholdPlan(made, refused, notices)
        effort = _HARDER[effort]
    raise RefusedError([f"{name}: {reason}" for name, said in found.items() for reason in refusal(said).reasons])


def _seated(
    members: Sequence[Member],
    days: int,
    together: Preferences | None,
    authority: str,
    table: FoodTable | None,
    effort: str,
    without_refused: bool,
) -> tuple[list[_Seat], Preferences, tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The members for whom a plan is safe, the wishes and notices of the table, and why others are left out."""
    refused: dict[str, tuple[str, ...]] = {}
    rules: list[str] = []
    left = list(members)
    while left:
        # The table's diet moves targets (iron of who eats no meat), and who is left out takes their wishes along.
        wishes, notices = wishes_of_all(left, together, ())
        requests = [_request(one, wishes, days, authority, table, effort) for one in left]
        gates = []
        for one, request in zip(left, requests, strict=True):
            try:
                with _naming(one.name):
                    gates.append(gate(request))
            except RefusedError as error:
                refused[one.name] = error.reasons
                rules += error.rule_ids
        left = [one for one in left if one.name not in refused]
        if refused and (not left or not without_refused):
            said = [f"{name}: {reason}" for name, reasons in refused.items() for reason in reasons]
            if left:
                names = " and ".join(one.name for one in left)
                said.append(f"A plan for {names} alone is possible: leave the others out (without_refused).")
            raise RefusedError(said, rules)
        if len(gates) == len(requests):
            words = dict.fromkeys(word for passed in gates for word in passed.unsafe)
            wishes, notices = wishes_of_all(left, together, words)
            requests = [_request(one, wishes, days, authority, table, effort) for one in left]
            seats = [_Seat(*one) for one in zip(left, requests, gates, strict=True)]
            return seats, wishes, notices, refused
    raise AssertionError("somebody is left, or an error was raised")


def _request(
    member: Member, wishes: Preferences, days: int, authority: str, table: FoodTable | None, effort: str
) -> Request:
    budget = member.preferences.budget_usd_per_day
    return Request(
        person=member.person,
        days=days,
        preferences=wishes if budget is None else wishes.model_copy(update={"budget_usd_per_day": budget}),
        authority=authority,
        preset=member.preset,
        targets=dict(member.targets),
        table=table,
        effort=effort,
    )


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Errors in what somebody gave, or in what they can be given, begin with the name."""
    try:
        yield
    except InfeasibleError as error:
        named = type(error)(f"{name}: {error}", error.conflicts, error.repairs)
        named.at_least = error.at_least
        raise named from None
    except UnknownNameError:
        raise
    except InputError as error:
        raise InputError("\n".join(f"{name}: {line}" for line in str(error).splitlines())) from None


def _snacks(seats: Sequence[_Seat], wishes: Preferences, given: int | None) -> int:
    """How many snacks a day everybody has: what is asked for, else by the energy of the mean."""
    asked = wishes.snacks if given is None else given
    mean_kcal = float(np.mean([one.gate.targets.energy_kcal for one in seats]))
    return (2 if mean_kcal >= TWO_SNACKS_FROM_KCAL else 1) if asked is None else asked


def _plans(
    seats: Sequence[_Seat], foods: FoodTable, effort: str, attempt: int, progress: Progress | None
) -> list[MealPlan]:
    """A plan for each, from one search of the table."""
    everybodys = tuple({limit.rule_id: limit for one in seats for limit in one.gate.limits}.values())
    setups = []
    for one in seats:
        with _naming(one.member.name):
            setups.append(_setup(one, foods, everybodys, _FIRMER**attempt))
    most_g = _most_g(setups[0], foods, everybodys)
    eaters = [
        Eater.of(setup.problem, one.gate.targets.energy_kcal, most_g) for one, setup in zip(seats, setups, strict=True)
    ]
    found = set_table(
        eaters,
        [_firm(one, setup) for one, setup in zip(seats, setups, strict=True)],
        lambda n, dishes: _limits(seats[n].gate.limits, setups[n], foods, dishes),
        EFFORTS[effort],
        attempt,
        progress,
    )
    return [_plan(n, one, setups[n], found, foods) for n, one in enumerate(seats)]


def _setup(seat: _Seat, foods: FoodTable, limits: Sequence[FoodLimit], firmness: float) -> MenuSetup:
    request, passed = seat.request, seat.gate
    return menu_setup(
        request.person,
        passed.targets,
        foods,
        request.preferences,
        passed.unsafe,
        days=request.days,
        snacks=request.snacks,
        limits=limits,
        firmness=firmness,
    )


def _firm(seat: _Seat, setup: MenuSetup) -> BoolArray:
    """(Q,) quantities that the health screening bounds."""
    targets = seat.gate.targets
    return np.array([name in targets and bool(targets[name].hard) for name in setup.problem.quantities])


def _most_g(setup: MenuSetup, foods: FoodTable, limits: Sequence[FoodLimit]) -> FloatArray:
    """(F,) the largest portion of each food that no limit of the screening is passed by."""
    most = np.full(len(setup.problem.items.foods), np.inf)
    for limit in limits:
        if limit.most_a_day_g is not None:
            share = _shares(limit, foods, [food.code for food in setup.problem.items.foods])
            most = np.minimum(
                most, np.divide(limit.most_a_day_g, share, out=np.full(len(share), np.inf), where=share > 0)
            )
    return most


def _limits(limits: Sequence[FoodLimit], setup: MenuSetup, foods: FoodTable, dishes: Dishes) -> list[MostGrams]:
    """The limits in grams, a day and in 7 days, over the dishes of the table."""
    codes = [setup.problem.items.foods[food].code for food in dishes.food.tolist()]
    found = []
    for limit in limits:
        share = _shares(limit, foods, codes)
        if not share.any():
            continue
        if limit.day_g is not None:
            found += [MostGrams(share, (day, day + 1), limit.day_g) for day in range(dishes.days)]
        if limit.week_g is not None:
            starts = range(max(dishes.days - 6, 1))
            found += [MostGrams(share, (day, day + 7), limit.week_g) for day in starts]
    return found


def _shares(limit: FoodLimit, foods: FoodTable, codes: Sequence[str]) -> FloatArray:
    shares = food_shares(foods, limit.words)
    return np.array([shares.get(code, 0.0) for code in codes])


def _plan(n: int, seat: _Seat, setup: MenuSetup, found: SetTable, foods: FoodTable) -> MealPlan:
    """The plan of one person, proved as any other: built from the meals alone, as one that is restored."""
    request, passed = seat.request, seat.gate
    meals = _meals(n, found, setup)
    standing = standing_menu(request, foods, meals)
    menu, broken = menu_frame(standing, foods), not_kept(standing, request.preferences)
    certificate = certify(menu, foods, passed.targets, day_floor=DAILY_FLOOR)
    missed = {row.quantity for row in certificate.misses}
    best = check_reachable(passed.targets, foods, request.preferences, passed.unsafe, missed) if missed else {}
    diet = diet_note(menu, foods, request.preferences.diet)
    return MealPlan(
        person=request.person,
        targets=passed.targets,
        menu=menu,
        status="optimal" if certificate.holds and not broken and not found.stopped else "limit",
        gap=None,
        certificate=certificate,
        best_reachable=as_written(best),
        notices=(
            *passed.notices,
            *setup.gave_way,
            *filter(None, [diet]),
            *own_notices(foods, menu["food_code"]),
            *broken,
        ),
        broken_rules=broken,
        sources=sources_of(foods),
        table_digest=foods.digest(),
        table=foods,
        _request=request,
        _meals=meals,
        _found=standing,
    )


def _meals(n: int, found: SetTable, setup: MenuSetup) -> tuple[ServedMeal, ...]:
    """The meals of one person: the dishes of the table in this person's portions."""
    problem, kinds = found.table.problem, setup.palette.kinds()
    dishes, steps = found.dishes, found.helpings[n].steps.tolist()
    grids = found.table.eaters[n].grids
    served: dict[tuple[int, int], list[Served]] = {}
    for day, slot, food, count in zip(
        dishes.day.tolist(), dishes.slot.tolist(), dishes.food.tolist(), steps, strict=True
    ):
        one = problem.items.foods[food]
        served.setdefault((day, slot), []).append(Served(one.code, one.name, one.role, count * grids[food].step))
    return tuple(
        ServedMeal(
            day + 1,
            problem.slots[slot],
            kinds[int(problem.patterns[slot].kind[pattern])][1],
            tuple(served[day, slot]),
        )
        for day, meals in enumerate(found.menu)
        for slot, (pattern, _) in enumerate(meals)
    )
