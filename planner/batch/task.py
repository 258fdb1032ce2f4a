"""What a worker does, wherever it runs: plan a chunk, and write the part that becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from planner.batch.parts import encode, write_part
from planner.batch.progress import Tally
from planner.batch.rows import Row
from planner.batch.work import Outcome, Settings, failed, plan_chunk

ATTEMPTS = 2  # for a person whose process dies
_MOST_PARTS = 50_000
_MOST_IN_PART = {"meals": 4, "none": 1_000}  # people: what is lost at most when a process dies


@dataclass(frozen=True)
class Task:
    """What all chunks of a run share. ``parts``: the folder for their parts; None: outcomes are handed back instead."""

    settings: Settings
    counts_in: str = "line"
    parts: Path | None = None


@dataclass(frozen=True)
class Chunk:
    """Rows that are planned together; ``number`` from 0 in the order of the file."""

    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Done:
    """A chunk that is planned; where no part was written, its ``outcomes``, or the ``content`` of the part."""

    number: int
    tally: Tally
    outcomes: tuple[Outcome, ...] = ()
    content: bytes = b""


def people_per_part(total: int, menu: str) -> int:
    """How many people make a chunk. It depends on nothing but the people and what is planned."""
    return max(1, min(_MOST_IN_PART[menu], total // 64), -(-total // _MOST_PARTS))


def chunks_of(rows: Iterator[Row], size: int, without: frozenset[int] = frozenset()) -> Iterator[Chunk]:
    """The rows in chunks, ``without`` those that are planned already."""
    number = 0
    while some := tuple(islice(rows, size)):
        if number not in without:
            yield Chunk(number, some)
        number += 1


def work_off(chunk: Chunk, task: Task, beat: Callable[[], None] | None = None) -> Done:
    """Plan a chunk. Raises OSError when its part cannot be written."""
    return deliver(chunk.number, plan_chunk(chunk.rows, task.settings, task.counts_in, beat), task)


def deliver(number: int, outcomes: Sequence[Outcome], task: Task) -> Done:
    """Write the part of a chunk. Raises OSError when that is not possible."""
    if task.parts is None:
        return Done(number, Tally.of(outcomes), tuple(outcomes))
    write_part(task.parts, number, encode(outcomes))
    return Done(number, Tally.of(outcomes))


def one_by_one(
    chunk: Chunk, task: Task, plan: Callable[[Row], Outcome | str], attempts: int = ATTEMPTS
) -> list[Outcome]:
    """The outcomes of a chunk whose process died: each row alone, so that only the row that kills processes fails.

    ``plan`` gives the outcome of a row, or says why its process died.
    """
    found = []
    for row in chunk.rows:
        why: Outcome | str = ""
        for _ in range(attempts):
            why = plan(row)
            if not isinstance(why, str):
                break
        if isinstance(why, str):
            times = f" {attempts} times" if attempts > 1 else ""
            said = f"the process that planned this person died{times} ({why}); plan this row alone to see why"
            why = failed(row, said, task.counts_in)
        found.append(why)
    return found


def alone(row: Row, task: Task) -> tuple[Chunk, Task]:
    """One row, whose outcome is handed back."""
    return Chunk(-1, (row,)), replace(task, parts=None)
