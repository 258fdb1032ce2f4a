"""What ``planner batch`` shows: how far it is, and at the end what became of everybody."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Any

import typer

from planner.cli.output import print_table

if TYPE_CHECKING:
    from planner.batch.check import Checked
    from planner.batch.progress import Progress

_TOP_REASONS = 3


class Shown:
    """A bar with rate and time left on a terminal, one JSON line a chunk elsewhere; both on standard error.

    ``last``: how far it was when it was last told.
    """

    def __init__(self, what: str) -> None:
        self._what, self._stack = what, ExitStack()
        self.last: Progress | None = None

    def __enter__(self) -> Callable[[Progress], None]:
        show = self._bar() if sys.stderr.isatty() else _line

        def watch(progress: Progress) -> None:
            self.last = progress
            show(progress)

        return watch

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def _bar(self) -> Callable[[Progress], None]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        columns: list[Any] = [
            TextColumn(self._what),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
        ]
        bar = self._stack.enter_context(Bar(*columns, console=Console(stderr=True), transient=True))
        task = bar.add_task("", total=None, rate="")

        def show(progress: Progress) -> None:
            bar.update(task, total=progress.total, completed=progress.done, rate=_rate(progress.as_dict()))

        return show


def _line(progress: Progress) -> None:
    print(json.dumps(progress.as_dict()), file=sys.stderr, flush=True)


def _rate(record: Mapping[str, Any]) -> str:
    """People a second, and the time left; what was planned by an earlier start does not count."""
    if not record["people_per_second"]:
        return ""
    minutes, seconds = divmod(record["seconds_left"], 60)
    return f"{record['people_per_second']:,.1f} a second, {minutes // 60}:{minutes % 60:02}:{seconds:02} left"


def closing_table(done: Progress, names: Mapping[str, str] | None = None) -> None:
    """How the columns were read, and how many people got what, with the most frequent reasons."""
    for given, name in done.columns.renamed.items():
        typer.echo(f"Column {given!r} was read as {name}.")
    if done.columns.ignored:
        typer.echo(f"Columns that were ignored: {', '.join(done.columns.ignored)}.")
    rows = []
    for status, count in done.counts.items():
        top = done.reasons[status].most_common(_TOP_REASONS)
        reasons = "\n".join(f"{people:,} x {why}" for why, people in top)
        rows.append([(names or {}).get(status, status), f"{count:,}", reasons])
    print_table([("result", "left"), ("people", "right"), ("top reasons", "left")], rows)


def problems_shown(found: Checked) -> None:
    """The first rows that cannot be planned, with what to do."""
    for one in found.problems:
        typer.echo(f"{one.person_id or '(no identifier)'}: {one.message}")
    others = found.progress.total - found.progress.tally.counts["planned"] - len(found.problems)
    if others > 0:
        typer.echo(f"... and {others:,} more")
