"""Plans for many people: ``plan_many`` for frames, ``plan_file`` for files of any size."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from planner.batch.columns import PERSON_ID, Columns
from planner.batch.parts import SUMMARY, summary_row
from planner.batch.people import FramePeople, open_people
from planner.batch.pool import Pool
from planner.batch.progress import Progress, Tally, Watcher
from planner.batch.rows import People, checked, survey
from planner.batch.task import Chunk, Done, Task, chunks_of, people_per_part, work_off
from planner.batch.work import MENU, NUTRIENT, Settings
from planner.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from planner.foods.own_files import OwnFiles


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
        return self.progress.counts

    @property
    def columns(self) -> Columns:
        """Which columns were understood as what, and which were ignored."""
        return self.progress.columns

    def __repr__(self) -> str:
        counts = ", ".join(f"{count:,} {status}" for status, count in self.counts.items())
        return f"<ManyPlans: {self.progress.total:,} people; {counts}>"


class Workers(Protocol):
    """What plans chunks; in words with ``str``."""

    def results(self, chunks: Iterable[Chunk]) -> Iterator[Done]:
        """Chunks as they are done, in any order. Raises OSError when a part cannot be written."""


class _Here:
    """This process."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __str__(self) -> str:
        return "this process"

    def results(self, chunks: Iterable[Chunk]) -> Iterator[Done]:
        return (work_off(chunk, self._task) for chunk in chunks)


def plan_many(
    people: pd.DataFrame | str | Path,
    days: int | None = None,
    jobs: int = 1,
    menu: str = "meals",
    effort: str = "fast",
    *,
    authority: str = "us_canada",
    preset: str = "reference",
    time_limit_s: float = Settings.time_limit_s,
    own: OwnFiles | None = None,
    watch: Watcher | None = None,
) -> ManyPlans:
    """Plans for the people of a frame or of a file (CSV, JSON lines, Parquet, Excel; a path, or an address as s3://bucket/file),
    held in memory.

    ``people``: the columns of docs/batch.md; lists are separated by ';'. ``days``: 7 with menus, 1 without.
    ``menu``: "meals", or "none" for one plain day by food. ``jobs``: processes; with 1 everything happens in this one.
    ``time_limit_s``: for the menus of one person; then the best found is taken.
    ``own``: files of one's own that everybody is planned from (``planner.foods.own_files.own_files``).
    ``watch`` is called after each chunk.

    Raises:
        InputError: a column is missing, misspelt or asks for an unknown nutrient, or a setting cannot be used; then
            nothing is planned. What is wrong with a single row is said in its row instead.
    """
    import pandas as pd

    settings, jobs = settings_from(days, menu, effort, authority, preset, time_limit_s, own), _checked_jobs(jobs)
    source: People = FramePeople(people) if isinstance(people, pd.DataFrame) else open_people(people)
    seen = survey(source)
    size = people_per_part(seen.total, settings.menu)
    task = Task(settings, source.counts_in)
    workers: AbstractContextManager[Workers] = Pool(jobs, task) if jobs > 1 else nullcontext(_Here(task))
    with workers as at_work:
        progress = Progress(seen.total, source.columns, str(at_work))
        done = list(_watched(at_work.results(chunks_of(checked(source, seen), size)), progress, watch))
    found = [one for chunk in sorted(done, key=lambda chunk: chunk.number) for one in chunk.outcomes]
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
    time_limit_s: float = Settings.time_limit_s,
    own: OwnFiles | None = None,
    csv: bool = False,
    resume: bool = False,
    scheduler: str | None = None,
    local_cluster: int | None = None,
    watch: Watcher | None = None,
) -> Progress:
    """Plans for a file of any size, written to the folder ``out``; memory does not grow with the file.

    ``out`` gets menus.parquet, nutrients.parquet, summary.csv and, last, run.json (docs/batch.md); with ``csv`` also menus.csv
    and nutrients.csv. Each file is complete or absent. What is planned is kept in parts, and ``resume`` goes on from there
    with the same arguments, whatever ended the run; the results are the same, byte for byte.
    The people are planned in ``jobs`` processes of their own, also when that is 1, or by Dask: ``scheduler`` is the address
    of one, ``local_cluster`` starts so many workers here. Arguments otherwise as for ``plan_many``.

    Raises:
        InputError: as ``plan_many``; or ``out`` holds another run, or cannot be written, or the people or the settings are
            not those that the run was begun with.
        PlannerError: the processes cannot be started, or the scheduler is lost.
    """
    from planner.batch.output import Folder, check_folder, finished_run, unwritable
    from planner.batch.parquet_people import require_pyarrow
    from planner.batch.run import asked, describe

    settings, jobs = settings_from(days, menu, effort, authority, preset, time_limit_s, own), _checked_jobs(jobs)
    require_pyarrow("planning for a file")
    out, started = Path(out), time.time()
    check_folder(out, resume)
    source = open_people(people)
    seen = survey(source)
    size = people_per_part(seen.total, settings.menu)
    wanted = asked(source, seen.total, settings, size)
    progress = Progress(seen.total, source.columns)
    if resume and (before := finished_run(out, wanted)):
        progress.tally.add(Tally.from_dict(before))
        progress.before = progress.done
        return progress
    with Folder(out, wanted, resume) as folder:
        progress.tally.add(folder.tally)
        progress.before = progress.done
        task = Task(settings, source.counts_in, folder.parts.resolve())
        chunks = chunks_of(checked(source, seen), size, without=folder.done)
        try:
            with _workers(jobs, scheduler, local_cluster, task) as at_work:
                progress.workers = str(at_work)
                for _ in _watched(at_work.results(chunks), progress, watch):
                    pass
        except OSError as error:
            raise unwritable(out, error) from None
        folder.finish(describe(source.path, wanted, settings, progress, started, csv), csv)
    return progress


def _workers(
    jobs: int, scheduler: str | None, local_cluster: int | None, task: Task
) -> AbstractContextManager[Workers]:
    if scheduler is None and local_cluster is None:
        return Pool(jobs, task)
    from planner.batch.cluster import Cluster

    return Cluster(task, scheduler, local_cluster)


def _watched(results: Iterable[Done], progress: Progress, watch: Watcher | None) -> Iterator[Done]:
    """The results, counted and told."""
    start = time.monotonic()
    for done in results:
        progress.tally.add(done.tally)
        progress.seconds = time.monotonic() - start
        if watch is not None:
            watch(progress)
        yield done


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
    time_limit_s: float = Settings.time_limit_s,
    own: OwnFiles | None = None,
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
    if not 0 < time_limit_s < math.inf:
        raise InputError(f"a time limit of {time_limit_s:g} s is not possible: give seconds above 0")
    settings = Settings(days, menu, effort, authority, preset, time_limit_s, own)
    if own is not None and menu == "meals" and settings.table().is_own:
        raise InputError("too few foods of this table are called like what menus know: plan plain days, with menu none")
    return settings
