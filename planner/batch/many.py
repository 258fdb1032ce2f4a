"""Plans for many people: ``plan_many`` for frames, ``plan_file`` for files of any size."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.batch.columns import PERSON_ID, Columns
from planner.batch.output import SUMMARY, Folder, summary_row
from planner.batch.people import FramePeople, open_people
from planner.batch.pool import Pool
from planner.batch.rows import People, Row, Survey, checked, survey
from planner.batch.work import MENU, NUTRIENT, STATUSES, Outcome, Settings, plan_chunk
from planner.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

_MOST_IN_CHUNK = {"meals": 8, "none": 32}
_MOST_REASONS = 1_000  # distinct ones counted


@dataclass
class Progress:
    """How far a run is. ``counts`` by status, ``reasons`` by status and reason; ``columns`` how the header was read."""

    total: int
    columns: Columns
    jobs: int = 1
    done: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, Counter[str]] = field(default_factory=lambda: {status: Counter() for status in STATUSES})
    seconds: float = 0.0

    def count(self, outcomes: Iterable[Outcome]) -> None:
        for one in outcomes:
            self.done += 1
            self.counts[one.status] += 1
            known = self.reasons[one.status]
            for reason in dict.fromkeys(one.reasons):
                if reason in known or len(known) < _MOST_REASONS:
                    known[reason] += 1

    def as_dict(self) -> dict[str, Any]:
        """For a log line: done, total, counts in the order of ``STATUSES``, seconds, people per second."""
        return {
            "done": self.done,
            "total": self.total,
            "counts": {status: self.counts[status] for status in STATUSES if self.counts[status]},
            "seconds": round(self.seconds, 1),
            "people_per_second": round(self.done / self.seconds, 2) if self.seconds > 0 else None,
        }


Watcher = Callable[[Progress], None]


@dataclass(frozen=True, eq=False)
class ManyPlans:
    """What became of many people: one row each in ``summary``, in the order given, whatever stood in them.

    ``menus``: person_id, day, meal, title, food_code, food, portion, grams, energy_kcal, magnesium_mg, potassium_mg.
    ``nutrients``: person_id, nutrient, amount (mean a day in the nutrient's unit), lower, upper, status.
    ``summary``: status is planned, planned with misses, infeasible, refused, bad row or failed; ``message`` says why.
    """

    summary: pd.DataFrame = field(repr=False)
    menus: pd.DataFrame = field(repr=False)
    nutrients: pd.DataFrame = field(repr=False)
    progress: Progress = field(repr=False)

    @property
    def counts(self) -> dict[str, int]:
        """How many people by status."""
        return {status: self.progress.counts[status] for status in STATUSES if self.progress.counts[status]}

    @property
    def columns(self) -> Columns:
        """Which columns were understood as what, and which were ignored."""
        return self.progress.columns

    def __repr__(self) -> str:
        counts = ", ".join(f"{count:,} {status}" for status, count in self.counts.items())
        return f"<ManyPlans: {self.progress.total:,} people; {counts}>"


def plan_many(
    people: pd.DataFrame | str | Path,
    days: int | None = None,
    jobs: int = 1,
    menu: str = "meals",
    effort: str = "fast",
    *,
    authority: str = "us_canada",
    preset: str = "reference",
    watch: Watcher | None = None,
) -> ManyPlans:
    """Plans for the people of a frame or of a CSV file, held in memory.

    ``people``: the columns of docs/batch.md; lists are separated by ';'. ``days``: 7 with menus, 1 without.
    ``menu``: "meals", or "none" for one plain day by food. ``jobs``: processes; with 1 everything happens in this one.
    ``watch`` is called after each chunk.

    Raises:
        InputError: a column is missing, misspelt or asks for an unknown nutrient, or a setting cannot be used; then
            nothing is planned. What is wrong with a single row is said in its row instead.
    """
    import pandas as pd

    settings = settings_from(days, menu, effort, authority, preset)
    source: People = FramePeople(people) if isinstance(people, pd.DataFrame) else open_people(Path(people))
    seen = survey(source)
    progress = Progress(seen.total, source.columns, _checked_jobs(jobs))
    with closing(_run(source, seen, settings, progress, watch, apart=jobs > 1)) as chunks:
        found = [one for chunk in chunks for one in chunk]
    menus = [(one.person_id, *row) for one in found for row in one.menu]
    nutrients = [(one.person_id, *row) for one in found for row in one.nutrients]
    return ManyPlans(
        summary=pd.DataFrame([summary_row(one) for one in found], columns=list(SUMMARY)),
        menus=pd.DataFrame(menus, columns=[PERSON_ID, *MENU]),
        nutrients=pd.DataFrame(nutrients, columns=[PERSON_ID, *NUTRIENT]),
        progress=progress,
    )


def plan_file(
    people: str | Path,
    out: str | Path,
    days: int | None = None,
    jobs: int = 1,
    menu: str = "meals",
    effort: str = "fast",
    *,
    authority: str = "us_canada",
    preset: str = "reference",
    format: str = "parquet",
    watch: Watcher | None = None,
) -> Progress:
    """Plans for a CSV file of any size, written to the folder ``out``; memory does not grow with the file.

    ``out`` gets menus.parquet, nutrients.parquet, summary.csv and, last, run.json (docs/batch.md); with ``format``
    "csv" the first two are CSV. Each file is complete or absent. Arguments otherwise as for ``plan_many``; the people
    are planned in ``jobs`` processes of their own, also when that is 1.

    Raises:
        InputError: as ``plan_many``; or ``out`` holds another run, or cannot be written.
        PlannerError: the processes cannot be started.
    """
    from planner.batch.run import describe

    settings, jobs = settings_from(days, menu, effort, authority, preset), _checked_jobs(jobs)
    source = open_people(Path(people))
    started = time.time()
    with Folder(Path(out), format) as folder:
        seen = survey(source)
        progress = Progress(seen.total, source.columns, jobs)
        sha256 = source.sha256()
        with closing(_run(source, seen, settings, progress, watch, apart=True)) as chunks:
            for outcomes in chunks:
                folder.add(outcomes)
        folder.finish(describe(source.path, sha256, settings, progress, format, started))
    return progress


def _run(
    people: People, seen: Survey, settings: Settings, progress: Progress, watch: Watcher | None, *, apart: bool
) -> Generator[list[Outcome], None, None]:
    """The outcomes chunk by chunk, in the order of the rows; ``apart``: in processes of their own."""
    start = time.monotonic()
    size = max(1, min(_MOST_IN_CHUNK[settings.menu], seen.total // (4 * progress.jobs)))
    chunks = _chunks(checked(people, seen), size)

    def told(outcomes: list[Outcome]) -> list[Outcome]:
        progress.count(outcomes)
        progress.seconds = time.monotonic() - start
        if watch is not None:
            watch(progress)
        return outcomes

    if apart:
        with Pool(progress.jobs, settings, people.counts_in) as pool:
            yield from map(told, pool.outcomes(chunks))
    else:
        yield from (told(plan_chunk(chunk, settings, people.counts_in)) for chunk in chunks)


def _chunks(rows: Iterator[Row], size: int) -> Iterator[Sequence[Row]]:
    while chunk := list(islice(rows, size)):
        yield chunk


def _checked_jobs(jobs: int) -> int:
    if jobs < 1:
        raise InputError(f"jobs {jobs} is not possible: give the number of processes, from 1 up")
    return jobs


def settings_from(
    days: int | None = None,
    menu: str = "meals",
    effort: str = "fast",
    authority: str = "us_canada",
    preset: str = "reference",
) -> Settings:
    """Settings, looked at before anybody is planned. Raises InputError for what no plan can be made with."""
    from planner.nutrition.intakes import AUTHORITIES
    from planner.nutrition.targets import PRESETS
    from planner.plan.menus import EFFORTS
    from planner.plan.planning import MENUS
    from planner.plan.standing import MOST_DAYS

    known = {"menu": (menu, MENUS), "effort": (effort, EFFORTS), "authority": (authority, AUTHORITIES)}
    known["preset"] = (preset, PRESETS)
    for name, (given, allowed) in known.items():
        if given not in allowed:
            raise InputError(f"{name} {given!r} is not one of {', '.join(allowed)}")
    if days is None:
        days = 7 if menu == "meals" else 1
    if menu == "none" and days != 1:
        raise InputError(f"days {days} needs menus: without them one plain day is planned")
    if not 1 <= days <= MOST_DAYS:
        raise InputError(f"days {days} is not possible: plan 1 to {MOST_DAYS} days")
    return Settings(days, menu, effort, authority, preset)
