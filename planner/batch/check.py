"""A look at everybody in a file without planning anyone (``--dry-run``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from planner.batch.people import open_people
from planner.batch.progress import Progress, Tally, Watcher
from planner.batch.rows import Row, checked, survey
from planner.batch.work import PLANNED, Outcome, Request, Settings, answered

if TYPE_CHECKING:
    from planner.foods.preferences import Preferences
    from planner.foods.table import FoodTable

SHOWN = 20  # rows that cannot be planned
_AT_ONCE = 1_000  # rows between two words of progress


@dataclass(frozen=True)
class Checked:
    """What would happen: ``progress.counts`` says "planned" of those whom nothing stands in the way of.

    ``problems``: the first ``SHOWN`` outcomes of the others.
    """

    progress: Progress
    problems: list[Outcome] = field(default_factory=list)


def check_file(people: str | Path, settings: Settings, watch: Watcher | None = None) -> Checked:
    """Read every row, screen every person and look up every word; whether wishes clash only planning tells.

    Raises InputError as ``plan_file``.
    """
    source = open_people(people)
    seen = survey(source)
    found = Checked(Progress(seen.total, source.columns))
    some: list[Outcome] = []
    for row in checked(source, seen):
        some.append(check_row(row, settings, source.counts_in))
        if some[-1].status != PLANNED and len(found.problems) < SHOWN:
            found.problems.append(some[-1])
        if len(some) == _AT_ONCE:
            _count(found.progress, some, watch)
    _count(found.progress, some, watch)
    return found


def _count(progress: Progress, some: list[Outcome], watch: Watcher | None) -> None:
    progress.tally.add(Tally.of(some))
    some.clear()
    if watch is not None:
        watch(progress)


def check_row(row: Row, settings: Settings, counts_in: str = "line") -> Outcome:
    """The outcome of a row as far as it is known without planning; never raises for what stands in it."""

    def check(request: Request) -> Outcome:
        from planner.plan import request as plan_request
        from planner.plan.guard import hard_targets
        from planner.plan.planning import gate

        passed = gate(
            plan_request.Request(
                person=request.person,
                days=settings.days,
                preferences=request.preferences,
                authority=settings.authority,
                preset=settings.preset,
                targets=request.targets,
                table=None if settings.own is None else settings.table(),
            )
        )
        _check_words(
            settings.table(),
            request.preferences,
            passed.unsafe,
            tuple(passed.targets),
            tuple(hard_targets(passed.targets)),
        )
        return Outcome(row.number, row.person_id, PLANNED)

    return answered(row, counts_in, check)


@lru_cache(maxsize=256)
def _check_words(
    table: FoodTable, wishes: Preferences, unsafe: tuple[str, ...], targets: tuple[str, ...], limited: tuple[str, ...]
) -> None:
    """Raises InputError when a wish has a word that nobody knows, or no food is left."""
    from planner.plan.daily_offer import offer

    offer(table, wishes, unsafe, tuple(name for name in targets if name in table.data), limited)
