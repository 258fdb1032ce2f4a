"""One row in, one outcome out: nothing that a row holds stops the run."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.batch.columns import PERSON, PREFERENCES, SIDES
from planner.batch.rows import Row
from planner.errors import InfeasibleError, InputError, PlannerError, RefusedError, UnknownNameError
from planner.foods.preferences import Preferences
from planner.nutrition.nutrients import NUTRIENTS
from planner.nutrition.person import Person, person_from
from planner.nutrition.targets import Override

if TYPE_CHECKING:
    from planner.foods.own_files import OwnFiles
    from planner.foods.table import FoodTable
    from planner.plan.plan import MealPlan

PLANNED, MISSES, INFEASIBLE, REFUSED, BAD_ROW, FAILED = (
    "planned", "planned with misses", "infeasible", "refused", "bad row", "failed",
)  # fmt: skip
STATUSES = (PLANNED, MISSES, INFEASIBLE, REFUSED, BAD_ROW, FAILED)
MENU = (
    "day", "meal", "title", "food_code", "food", "portion", "grams", "energy_kcal", "magnesium_mg", "potassium_mg",
)  # fmt: skip
NUTRIENT = ("nutrient", "amount", "lower", "upper", "status")
LONGEST_MESSAGE = 2_000
_WISHES = ("exclude", "like", "dislike")


@dataclass(frozen=True)
class Settings:
    """What is the same for everybody of a run; the names and defaults of ``plan_meals``.

    ``time_limit_s``: after so long the search for a person's menus ends with the best found. It is a safety net, because a plan
    that it ends is not the same each time. ``own``: files of one's own that everybody is planned from.
    """

    days: int = 7
    menu: str = "meals"
    effort: str = "fast"
    authority: str = "us_canada"
    preset: str = "reference"
    time_limit_s: float = 120.0
    own: OwnFiles | None = None

    def table(self) -> FoodTable:
        """The foods that everybody is planned from. Raises InputError when a file of one's own was changed since the run began."""
        from planner.foods.stand_in import menu_table
        from planner.foods.table import load_foods

        table = load_foods() if self.own is None else self.own.table()
        return menu_table(table) if self.menu == "meals" else table

    @property
    def patience_s(self) -> float:
        """How long a process may be silent before it counts as hanging: far beyond the time that a person gets."""
        return 3 * self.time_limit_s + 60.0


@dataclass(frozen=True)
class Outcome:
    """What became of one row. Amounts are means a day; None is unknown, or no plan.

    ``reasons``: the message without the person's own words and numbers, for counting. ``menu`` has the columns
    ``MENU``, ``nutrients`` the columns ``NUTRIENT``.
    """

    number: int
    person_id: str
    status: str
    message: str = ""
    reasons: tuple[str, ...] = ()
    energy_kcal: float | None = None
    magnesium_mg: float | None = None
    potassium_mg: float | None = None
    targets_met: int | None = None
    targets_total: int | None = None
    hei: float | None = None
    cost_usd_per_day: float | None = None
    gap: float | None = None
    notices: str = ""
    menu: tuple[tuple[Any, ...], ...] = field(default=(), repr=False)
    nutrients: tuple[tuple[Any, ...], ...] = field(default=(), repr=False)


class Request(NamedTuple):
    """A row, understood."""

    person: Person
    preferences: Preferences
    targets: dict[str, Override]


def request_from(cells: Mapping[str, Any]) -> Request:
    """The person, wishes and own targets of a row. Raises InputError with one line for each problem, all together."""
    problems: list[str] = []
    found: list[Any] = []
    for read in (
        lambda: person_from({name: cells[name] for name in PERSON if name in cells}),
        lambda: Preferences(**{name: cells[name] for name in PREFERENCES if name in cells}),
        lambda: _targets(cells),
    ):
        try:
            found.append(read())
        except InputError as error:
            problems += str(error).splitlines()
    if problems:
        raise InputError("\n".join(problems))
    return Request(*found)


def _targets(cells: Mapping[str, Any]) -> dict[str, Override]:
    own: dict[str, Override] = {}
    problems: list[str] = []
    for column, cell in cells.items():
        name, _, side = column.rpartition("_")
        if side not in SIDES or name not in NUTRIENTS or cell == "" or (isinstance(cell, str) and not cell.strip()):
            continue
        try:
            value = float(cell)
        except (TypeError, ValueError):
            value = math.nan
        if not 0 <= value < math.inf:
            problems.append(f"{column} {cell!r} is not an amount: write a number from 0 up, without its unit")
            continue
        low, high = own.get(name, (None, None))
        own[name] = (value, high) if side == "min" else (low, value)
    if problems:
        raise InputError("\n".join(problems))
    return own


def warm_up(settings: Settings) -> None:
    """Load what everybody shares, before the first person comes."""
    settings.table()
    if settings.menu == "meals":
        from planner.plan.menus import warm_up as warm_up_menus

        warm_up_menus()


def plan_chunk(
    rows: Sequence[Row], settings: Settings, counts_in: str = "line", beat: Callable[[], None] | None = None
) -> list[Outcome]:
    """The outcomes of some rows, one for each, in their order; never raises for what stands in them.

    ``beat`` is called now and then, as a sign of life.

    No outcome depends on the other rows: which people share a chunk is chance.
    """
    if settings.menu == "none":
        from planner.batch.plain import plan_plain

        return plan_plain(rows, settings, counts_in, beat)
    found = []
    for row in rows:
        found.append(plan_row(row, settings, counts_in))
        if beat is not None:
            beat()
    return found


def plan_row(row: Row, settings: Settings, counts_in: str = "line") -> Outcome:
    """The outcome of one row; never raises for what stands in it."""

    def plan(request: Request) -> Outcome:
        clock = _Clock(settings.time_limit_s)
        return planned(row, _plan(request, settings, clock), clock.said)

    return answered(row, counts_in, plan)


def answered(row: Row, counts_in: str, act: Callable[[Request], Outcome]) -> Outcome:
    """What ``act`` makes of a row that is understood; what it raises, and all that is wrong with the row, as an outcome."""
    if row.problem:
        return _without_plan(row, BAD_ROW, row.problem, counts_in)
    try:
        return act(request_from(row.cells))
    except UnknownNameError as error:
        column = next((n for n in _WISHES if error.given.strip() in _words(row.cells.get(n, ""))), "")
        return _without_plan(row, BAD_ROW, f"{column}: {error}" if column else str(error), counts_in)
    except InputError as error:
        return _without_plan(row, BAD_ROW, str(error), counts_in)
    except RefusedError as error:
        return _without_plan(row, REFUSED, str(error), counts_in, map(_reason, error.reasons))
    except InfeasibleError as error:
        return _without_plan(row, INFEASIBLE, str(error), counts_in)
    except PlannerError as error:
        return _without_plan(row, FAILED, str(error), counts_in)
    except Exception as error:  # a fault of ours: said in its row, and everybody else is still planned
        return _without_plan(row, FAILED, f"{type(error).__name__}: {error}; please report this row", counts_in)


class _Clock:
    """Ends a search when its time is up."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s, self.ended = limit_s, False
        self._last = time.monotonic() + limit_s

    def __call__(self, done: float, best: object) -> bool:
        self.ended = self.ended or time.monotonic() > self._last
        return not self.ended

    def said(self) -> str:
        return f"The search was ended after {self.limit_s:g} s with the best menus found by then." if self.ended else ""


def _words(cell: object) -> list[str]:
    return [word.partition(":")[0].strip() for word in str(cell).split(";")]  # "banana:2" likes it twice as much


def _plan(request: Request, settings: Settings, clock: _Clock) -> MealPlan:
    # Imported here: it pulls in the solver, which the process that reads and writes does not need.
    from planner.plan.planning import plan_meals

    return plan_meals(
        request.person,
        settings.days,
        request.preferences,
        authority=settings.authority,
        preset=settings.preset,
        targets=request.targets,
        table=None if settings.own is None else settings.table(),
        menu=settings.menu,
        effort=settings.effort,
        progress=clock,
    )


def planned(row: Row, plan: MealPlan, ended: Callable[[], str] = str) -> Outcome:
    """The outcome of a plan; ``ended`` says how its search was cut short, if it was."""
    from planner.foods.table import load_foods
    from planner.plan.quality import quality
    from planner.plan.words import label, status_word

    good = quality(plan.menu, plan.table or load_foods(), plan.targets)
    # As ``plan.nutrients`` has them, of the mean day.
    means = tuple(
        (one.quantity, one.amount, one.lower, one.upper, status_word(one.amount, one.lower, one.upper, one.unreported))
        for one in plan.certificate.rows
        if one.day == 0 and one.quantity in plan.targets
    )
    totals = {name: amount for name, amount, *_ in means}
    missed = dict.fromkeys(r.quantity for r in plan.certificate.misses if r.quantity in plan.targets)
    return Outcome(
        row.number,
        row.person_id,
        MISSES if plan.misses else PLANNED,
        message=_short(" ".join(filter(None, (*plan.misses, ended())))),
        reasons=tuple(f"{label(name)} missed" for name in missed)
        or (("an amount is not known",) if plan.misses else ()),
        energy_kcal=_number(totals.get("energy_kcal")),
        magnesium_mg=_number(totals.get("magnesium_mg")),
        potassium_mg=_number(totals.get("potassium_mg")),
        targets_met=sum(status == "met" for *_, status in means),
        targets_total=len(means),
        hei=good.hei.total,
        cost_usd_per_day=good.cost.usd_per_day,
        gap=plan.gap,
        notices=said(plan.notices),
        menu=_rows(plan.menu.reindex(columns=list(MENU))),
        nutrients=tuple((name, *map(_number, bounds), status) for name, *bounds, status in means),
    )


def said(notices: Iterable[str]) -> str:
    """Sentences as one text."""
    return _short(" ".join(text if text.endswith(".") else f"{text}." for text in notices))


def _without_plan(row: Row, status: str, message: str, counts_in: str, reasons: Iterable[str] = ()) -> Outcome:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    said = "; ".join(lines)
    if status in (BAD_ROW, FAILED):
        said = f"{counts_in} {row.number}: {said}"
    return Outcome(row.number, row.person_id, status, _short(said), tuple(reasons) or tuple(map(_kind, lines)))


def failed(row: Row, why: str, counts_in: str = "line") -> Outcome:
    """The outcome of a row whose process stopped."""
    return _without_plan(row, FAILED, why, counts_in)


_OWN = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d.,]*\d|\d")
_ANSWER = re.compile(r" ?\(You wrote: [^)]*\)")


def _kind(message: str) -> str:
    """The message without the person's own words and numbers."""
    return _OWN.sub("…", message)[:160]


def _reason(refusal: str) -> str:
    """The first sentence of a refusal, without the person's own words."""
    return f"{_ANSWER.sub('', refusal).split('. ')[0].rstrip('.')}."


def _short(text: str) -> str:
    """No line breaks and control characters, and no essay."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"


def _rows(frame: Any) -> tuple[tuple[Any, ...], ...]:
    """Rows of plain values; a missing one is None."""
    columns = [[_plain(value) for value in frame[name].tolist()] for name in frame]
    return tuple(zip(*columns, strict=True))


def _plain(value: Any) -> Any:
    return None if value is None or value != value else value


def _number(value: Any) -> float | None:
    return None if value is None or math.isnan(value) else float(value)
