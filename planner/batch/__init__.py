"""Many people: a file or a frame in, a folder or frames out, with one result for every row whatever is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.batch.cohort import CohortReport


def report(folder: str | Path) -> CohortReport:
    """What became of a cohort: the report of the folder that ``planner batch`` wrote; needs the extra ``batch``.

    Raises InputError when the folder holds no finished run, or a file of it is gone or cannot be read.
    """
    from planner.batch import cohort

    return cohort.report(folder)
