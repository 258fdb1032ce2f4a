"""``planner batch``: plans for everybody in a file."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli import person_options as options
from planner.cli.batch_shown import Shown, closing_table, problems_shown
from planner.cli.own_options import Own, with_own
from planner.cli.plan_forms import Effort, EffortOption
from planner.errors import InputError

if TYPE_CHECKING:
    from planner.batch.work import Settings


class BatchMenu(StrEnum):
    """What is planned for each person."""

    meals = "meals"
    none = "none"


@with_own(pantry=False)
def batch(
    own: Own,
    people: Annotated[
        str,
        typer.Argument(
            metavar="PEOPLE",
            help="CSV, JSON lines, Parquet or Excel, a person a row; also s3://, gs://, abfs://. The columns: docs/batch.md.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="A folder for the results (required, but for --dry-run)."),
    ] = None,
    days: Annotated[
        int | None, typer.Option("--days", metavar="N", help="How many days: 7 unless given, 1 without menus.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", help="How many processes plan at once.")] = 1,
    menu: Annotated[
        BatchMenu,
        typer.Option("--menu", help="meals, or none for one plain day in grams of food, which is far faster."),
    ] = BatchMenu.meals,
    effort: EffortOption = Effort.fast,
    authority: options.Authority = "us_canada",
    preset: options.Preset = "reference",
    csv: Annotated[bool, typer.Option("--csv", help="Write menus.csv and nutrients.csv, too.")] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with a run that was ended, whatever ended it; nobody is planned twice."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check the whole file and plan nobody; nothing is written.")
    ] = False,
    time_limit: Annotated[
        float, typer.Option("--time-limit", metavar="S", help="Seconds for one person; then the best menus found.")
    ] = 120.0,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="ADDRESS", help="Plan on a Dask cluster, as tcp://host:8786, in place of --jobs."
        ),
    ] = None,
    local_cluster: Annotated[
        int | None,
        typer.Option(
            "--local-cluster", metavar="N", help="Plan on a Dask cluster of N workers started here, to try it."
        ),
    ] = None,
) -> None:
    """Plan for everybody in a file; one result for each row, whatever stands in it.

    Exit code 0: the run finished, whatever single rows say. 2: the file, the folder or a setting cannot be used; nothing was
    changed. 130: stopped; what is planned is kept, and --resume goes on.
    """
    from planner.batch.many import settings_from

    settings = settings_from(days, menu.value, effort.value, authority, preset, time_limit, own.files)
    if dry_run:
        _dry_run(people, settings)
        return
    if out is None:
        raise InputError("name a folder for the results with -o, or check the file with --dry-run")
    if scheduler is not None and local_cluster is not None:
        raise InputError("--scheduler and --local-cluster exclude each other: give one of them")
    _run(people, out, settings, jobs, csv, resume, scheduler, local_cluster)


def _run(
    people: str,
    out: Path,
    settings: Settings,
    jobs: int,
    csv: bool,
    resume: bool,
    scheduler: str | None,
    local_cluster: int | None,
) -> None:
    from planner.batch.many import plan_file

    shown = Shown("Planning")
    try:
        with _ended_like_ctrl_c(), shown as watch:
            done = plan_file(
                people,
                out,
                jobs=jobs,
                **vars(settings),
                csv=csv,
                resume=resume,
                scheduler=scheduler,
                local_cluster=local_cluster,
                watch=watch,
            )
    except KeyboardInterrupt:
        typer.echo(f"planner: stopped; {_kept(out, shown)}", err=True)
        raise typer.Exit(130) from None
    closing_table(done)
    people_s = "person" if done.total == 1 else "people"
    typer.echo(f"{done.total:,} {people_s} in {done.seconds:,.1f} s; the results are in {out}")
    if done.before:
        typer.echo(f"{done.before:,} of them were planned before.")


def _kept(out: Path, shown: Shown) -> str:
    from planner.batch.output import is_unfinished

    if not is_unfinished(out):
        return "nothing was written"
    so_far = f" of {shown.last.done:,} of {shown.last.total:,} people" if shown.last else ""
    return f"the plans{so_far} are kept in {out}: go on with the same command and --resume"


def _dry_run(people: str, settings: Settings) -> None:
    from planner.batch.check import check_file

    with _ended_like_ctrl_c(), Shown("Checking") as watch:
        found = check_file(people, settings, watch)
    closing_table(found.progress, {"planned": "can be planned"})
    problems_shown(found)
    typer.echo("Nobody was planned, and nothing was written.")


@contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """A polite end (SIGTERM) cleans up as Ctrl-C does."""

    def stop(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
