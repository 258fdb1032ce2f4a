"""Where a command's result goes: the terminal, or a file that is complete or absent."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from planner.errors import InputError

Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead.")]


def help_alone(context: typer.Context) -> None:
    """A group of commands by itself says what there is."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def check_place(output: Path | None) -> None:
    """Raises InputError for a file that cannot come about, so that it is told before the work and not after it."""
    if output is None:
        return
    if output.is_dir():
        raise InputError(f"{output} cannot be written: it is a folder; choose another file")
    if not output.absolute().parent.is_dir():
        raise InputError(f"{output} cannot be written: there is no folder {output.parent}; choose another or make it")


def write_text(text: str, output: Path | None) -> None:
    """Print ``text``, or write it to ``output`` at once (a half-written file never stands there)."""
    if output is None:
        sys.stdout.write(text)
    else:
        write_bytes(text.encode("utf-8"), output)


def write_bytes(content: bytes, output: Path) -> None:
    """Write a file at once: it is complete, or it stays as it was. Raises InputError where it cannot be written."""
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror}; choose another file or folder") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, output)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise InputError(f"{output} cannot be written: {error.strerror}; choose another file or folder") from None


def print_table(columns: list[tuple[str, str]], rows: list[list[str]], title: str | None = None) -> None:
    """A plain table on the terminal. ``columns`` are (heading, "left" or "right")."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for heading, side in columns:
        justify: Any = side
        table.add_column(heading, justify=justify, no_wrap=side == "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def console() -> Any:
    """Standard output through rich: colours on a terminal only, 110 characters wide elsewhere."""
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # for ``run``, which ends in peace

    return Quiet(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else 110)
