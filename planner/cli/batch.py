"""``planner batch``: plans for everybody in a file."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli import person_options as options
from planner.cli.output import print_table

if TYPE_CHECKING:
    from planner.batch.many import Progress

_TOP_REASONS = 3


class BatchMenu(StrEnum):
    """What is planned for each person."""

    meals = "meals"
    none = "none"


class BatchEffort(StrEnum):
    """How long menus are searched."""

    fast = "fast"
    normal = "normal"
    best = "best"


class BatchFormat(StrEnum):
    """How menus and nutrients are written."""

    parquet = "parquet"
    csv = "csv"


def batch(
    people: Annotated[
        Path, typer.Argument(metavar="PEOPLE.csv", help="One line a person; the columns stand in docs/batch.md.")
    ],
    out: Annotated[Path, typer.Option("--output", "-o", metavar="OUT", help="A folder for the results (required).")],
    days: Annotated[
        int | None, typer.Option("--days", metavar="N", help="How many days: 7 unless given, 1 without menus.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", help="How many processes plan at once.")] = 1,
    menu: Annotated[
        BatchMenu, typer.Option("--menu", help="meals, or none for one plain day by food, which is far faster.")
    ] = BatchMenu.meals,
    effort: Annotated[
        BatchEffort, typer.Option("--effort", help="fast, normal or best: how long menus are searched.")
    ] = BatchEffort.fast,
    authority: options.Authority = "us_canada",
    preset: options.Preset = "reference",
    format: Annotated[
        BatchFormat, typer.Option("--format", help="parquet or csv, for menus and nutrients.")
    ] = BatchFormat.parquet,
) -> None:
    """Plan for everybody in a file; one result for each row, whatever stands in it.

    Exit code 0: the run finished, whatever single rows say. 2: the file or a setting cannot be used; nothing is written.
    """
    from planner.batch.many import plan_file

    try:
        with _ended_like_ctrl_c(), _progress() as watch:
            done = plan_file(
                people,
                out,
                days,
                jobs,
                menu.value,
                effort.value,
                authority=authority,
                preset=preset,
                format=format.value,
                watch=watch,
            )
    except KeyboardInterrupt:
        typer.echo("planner: stopped; nothing was written", err=True)
        raise typer.Exit(130) from None
    _report(done, out)


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


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """A bar with rate and time left on a terminal, one JSON line a chunk elsewhere; both on standard error."""
    if not sys.stderr.isatty():
        yield lambda done: print(json.dumps(done.as_dict()), file=sys.stderr, flush=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    rate = TextColumn("{task.fields[rate]}")
    with Bar(
        TextColumn("Planning"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    ) as bar:  # fmt: skip
        task = bar.add_task("", total=None, rate="")

        def show(done: Progress) -> None:
            rate = f"{done.done / done.seconds:.1f} a second" if done.seconds else ""
            bar.update(task, total=done.total, completed=done.done, rate=rate)

        yield show


def _report(done: Progress, out: Path) -> None:
    from planner.batch.work import STATUSES

    for given, name in done.columns.renamed.items():
        typer.echo(f"Column {given!r} was read as {name}.")
    if done.columns.ignored:
        typer.echo(f"Columns that were ignored: {', '.join(done.columns.ignored)}.")
    rows = []
    for status in STATUSES:
        if done.counts[status]:
            top = done.reasons[status].most_common(_TOP_REASONS)
            rows.append([status, f"{done.counts[status]:,}", "\n".join(f"{count:,} x {why}" for why, count in top)])
    print_table([("result", "left"), ("people", "right"), ("top reasons", "left")], rows)
    people = "person" if done.total == 1 else "people"
    typer.echo(f"{done.total:,} {people} in {done.seconds:,.1f} s; the results are in {out}")
