"""What was run, with what, how long it took: the content of ``run.json``."""

from __future__ import annotations

import os
import platform
import time
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.batch.final import file_names
from planner.batch.work import STATUSES, Settings

if TYPE_CHECKING:
    from planner.batch.fetched import Fetched
    from planner.batch.files import PeopleFile
    from planner.batch.progress import Progress

# What the numbers of a plan may depend on.
_PACKAGES = ("meal-planner", "numpy", "pandas", "pulp", "highspy", "pydantic", "pyarrow")
_TOP_REASONS = 20


def asked(people: PeopleFile, rows: int, settings: Settings, people_per_part: int) -> dict[str, Any]:
    """All that the results depend on: only where it is the same may a run be gone on with."""
    return {
        "input": {"sha256": people.sha256(), "rows": rows},
        "settings": {name: value for name, value in vars(settings).items() if name != "own"},
        **({} if settings.own is None else {"own files": settings.own.told()}),
        "people_per_part": people_per_part,
        **program(),
        **({} if settings.own is None else {"food_table_sha256": settings.table().digest()}),
    }


@lru_cache(maxsize=1)
def program() -> dict[str, Any]:
    """The program as it is installed here, with its food table."""
    from planner import __version__
    from planner.foods.table import load_foods

    versions = {}
    for name in _PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "food_table_sha256": load_foods().digest(),
        "versions": {"planner": __version__, "python": platform.python_version(), **versions},
    }


def describe(
    path: Path | Fetched, wanted: dict[str, Any], settings: Settings, progress: Progress, started: float, with_csv: bool
) -> dict[str, Any]:
    """What was asked, counts with reasons, and durations in seconds. The only file with times in it.

    ``started``: of this start of the run, in seconds since 1970; people of earlier ones are ``people_planned_before``.
    """
    from planner.nutrition.safety_text import BANNER, DISCLAIMER
    from planner.plan.words import sources_of

    return {
        "format": 2,
        **wanted,
        "input": {"file": path.name, "bytes": os.stat(path).st_size, **wanted["input"]},
        "columns": {"renamed": progress.columns.renamed, "ignored": list(progress.columns.ignored)},
        "counts": {status: progress.tally.counts[status] for status in STATUSES},
        "reasons": {
            status: [{"reason": reason, "people": count} for reason, count in known.most_common(_TOP_REASONS)]
            for status, known in progress.reasons.items()
            if known
        },
        "files": list(file_names(with_csv)),
        "workers": progress.workers,
        "started": datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
        "people_planned_before": progress.before,
        "seconds": round(time.time() - started, 3),
        "seconds_planning": round(progress.seconds, 3),
        "banner": BANNER,
        "disclaimer": DISCLAIMER,
        "sources": sources_of(settings.table()),
    }
