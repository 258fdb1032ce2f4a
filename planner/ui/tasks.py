"""What a worker process can do: the library's own functions, on packed plans."""

from __future__ import annotations

import pickle
import zlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.errors import InfeasibleError, InputError, PlannerError, RefusedError, StaleError, StoreError
from planner.ui import eaten, look_up, reasons, repairing, saving, table_tasks
from planner.ui.asked import Ask, Failure, Made, OwnTables, Preview
from planner.ui.own_files import given_as, look_at, table_of
from planner.ui.view import days_of, view_of

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.plan import MealPlan
    from planner.plan.shopping import ShoppingList

Tell = Callable[[float, Callable[[], Preview | None] | None], bool]
"""Told the share done and how to draw the best so far; False = stop."""

_HELD = 12
_plans: OrderedDict[bytes, MealPlan] = OrderedDict()  # by their blob, with what steering needs beside it


def warm_up(searches: bool) -> None:
    """Load what every plan needs, and the code that makes one; only who searches waits until that is compiled."""
    from planner.foods.search import search_foods
    from planner.foods.table import load_foods
    from planner.model.compiled import kept
    from planner.model.menu.moves import descend
    from planner.plan import cook, menus, quality, swapping, text  # noqa: F401

    if searches or kept(descend).ready:
        menus.warm_up()
    search_foods(load_foods(), "oats", 1)


def make(tell: Tell, ask: Ask) -> Made:
    """A new plan."""
    from planner.plan.planning import plan_meals

    own = table_of(ask.own) if ask.own else None
    plan = plan_meals(
        ask.person,
        1 if own is not None and own.is_own else ask.days,
        ask.preferences,
        preset=ask.preset,
        authority=ask.authority,
        targets=ask.targets,
        table=own,
        effort=ask.effort,
        progress=watched(tell),
    )
    return packed(plan)


def watched(tell: Tell) -> Callable[[float, Callable[[], pd.DataFrame]], bool]:
    """What a search tells, as a page draws it."""

    def progress(done: float, best: Callable[[], pd.DataFrame]) -> bool:
        def drawn() -> Preview | None:
            menu = best()
            return None if menu.empty else Preview(days_of(menu))  # empty: none so far that is safe

        return tell(done, drawn)

    return progress


def packed(plan: MealPlan) -> Made:
    """A plan as it travels: without the food table, which every process has."""
    made = Made(_blob(plan), view_of(plan))
    _remember(made.blob, plan)
    return made


def _blob(plan: MealPlan) -> bytes:
    """The plan without its table, and the files of somebody's own that the table is read from again."""
    request = plan._request
    if request is not None and request.table is not None:
        request = replace(request, table=None)
    return zlib.compress(pickle.dumps((replace(plan, table=None, _request=request), given_as(plan.table))))


def _remember(blob: bytes, plan: MealPlan) -> None:
    _plans[blob] = plan
    _plans.move_to_end(blob)
    while len(_plans) > _HELD:
        _plans.popitem(last=False)


def opened(blob: bytes) -> MealPlan:
    """The plan of a blob, with its food table."""
    from planner.foods.table import load_foods

    if blob in _plans:
        _plans.move_to_end(blob)
        return _plans[blob]
    plan: MealPlan
    own: OwnTables | None
    plan, own = pickle.loads(zlib.decompress(blob))
    table = table_of(own) if own else load_foods()
    request = plan._request if not own or plan._request is None else replace(plan._request, table=table)
    plan = replace(plan, table=table, _request=request)
    _remember(blob, plan)
    return plan


def steer(tell: Tell, blob: bytes, steps: tuple[tuple[str, dict[str, Any]], ...]) -> Made:
    """Call methods of a plan one after the other, such as ``("lock", {"day": 1})`` and ``("another", {})``."""
    plan = opened(blob)
    for name, arguments in steps:
        if name in ("another", "replan"):
            arguments = {**arguments, "progress": watched(tell)}
        before, plan = plan, getattr(plan, name)(**arguments)
        if name == "replan" and _much_the_same(before, plan):  # who presses wants to see another
            with suppress(InputError):  # all of it is locked
                plan = plan.another(progress=watched(tell))
    return packed(plan)


def _much_the_same(one: MealPlan, two: MealPlan) -> bool:
    """Whether, under the same targets, at most half of what is not locked is another food than before."""
    locked = {(lock.day, lock.meal, lock.food_code) for lock in two.locks}
    served, before = (set(zip(p.menu["day"], p.menu["meal"], p.menu["food_code"], strict=True)) for p in (two, one))
    free = {at for at in served if at not in locked and (*at[:2], "") not in locked}
    return one.targets == two.targets and 2 * len(free - before) <= len(free)


def equals(tell: Tell, blob: bytes, day: int, meal: str, food: str, limit: int) -> list[dict[str, Any]]:
    """What may stand instead of a food, as rows."""
    return [
        {str(k): v for k, v in row.items()} for row in opened(blob).swaps(day, meal, food, limit).to_dict("records")
    ]


def why(tell: Tell, blob: bytes, day: int, meal: str, food: str) -> tuple[str, ...]:
    """What a food brings, in sentences."""
    from planner.plan import brings

    return brings.why(opened(blob), day, meal, food)


def export(tell: Tell, blob: bytes, form: str, units: str, people: int, paper: str, start: date) -> bytes:
    """A plan as a file."""
    plan = opened(blob)
    forms: dict[str, Callable[[], str | bytes]] = {
        "xlsx": lambda: plan.to_excel(units, people),
        "pdf": lambda: plan.to_pdf(units, people, paper),
        "ics": lambda: plan.to_ics(start, units),
        "csv": plan.to_csv,
        "html": lambda: plan.to_html(units, people),
        "md": lambda: plan.to_markdown(units, people),
        "json": plan.to_json,
    }
    made = forms[form]()
    return made if isinstance(made, bytes) else made.encode("utf-8")


def shopping(tell: Tell, blob: bytes, days: tuple[int, ...], people: int, units: str) -> ShoppingList:
    """What to buy."""
    return opened(blob).shopping(days, people, units)


def model(tell: Tell, blob: bytes) -> dict[str, Any]:
    """How a plan was found: report, what binds, certificate."""
    return look_up.model(opened(blob))


TASKS: dict[str, Callable[..., Any]] = {
    "make": make,
    "repaired": repairing.repaired,
    "steer": steer,
    "equals": equals,
    "why": why,
    "export": export,
    "search": look_up.search,
    "vocabulary": look_up.vocabulary,
    "names": look_up.names,
    "offered": look_up.offered,
    "shopping": shopping,
    "model": model,
    "ate": eaten.day,
    "understood": eaten.understood,
    "portions": eaten.portions,
    "best_sources": eaten.best,
    "facts": look_up.facts,
    "look_at": look_at,
    "together": table_tasks.make,
    "together_file": table_tasks.export,
    "prices": reasons.prices,
    "without": reasons.without,
    "with_it": reasons.with_it,
    "trade_off": reasons.trade_off,
    "shelf": saving.shelf,
    "save_person": saving.save_person,
    "delete_person": saving.delete_person,
    "save_plan": saving.save_plan,
    "load_plan": saving.load_plan,
    "delete_plan": saving.delete_plan,
}


def failure(error: PlannerError) -> Failure:
    """An error as it travels."""
    if isinstance(error, InfeasibleError):
        return Failure("infeasible", str(error), error.conflicts, error.repairs, at_least=error.at_least)
    if isinstance(error, RefusedError):
        return Failure("refused", str(error), reasons=error.reasons)
    if isinstance(error, StaleError):
        return Failure("stale", str(error))
    kind = "input" if isinstance(error, InputError) else "store" if isinstance(error, StoreError) else "crash"
    return Failure(kind, str(error))
