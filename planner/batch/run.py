"""What was run, with what, how long it took: the content of ``run.json``."""

from __future__ import annotations

import platform
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.batch.output import file_names
from planner.batch.work import STATUSES, Settings

if TYPE_CHECKING:
    from planner.batch.many import Progress

_PACKAGES = ("meal-planner", "numpy", "pandas", "pulp", "highspy", "pydantic", "pyarrow")
_TOP_REASONS = 20


def describe(
    path: Path, sha256: str, settings: Settings, progress: Progress, format: str, started: float
) -> dict[str, Any]:
    """Input with its hash, settings, versions, counts and durations (seconds). The only file with times in it."""
    from planner import __version__
    from planner.foods.table import load_foods
    from planner.nutrition.safety_text import BANNER, DISCLAIMER
    from planner.plan.words import SOURCES

    return {
        "format": 1,
        "input": {"file": path.name, "sha256": sha256, "bytes": path.stat().st_size, "rows": progress.total},
        "columns": {"renamed": progress.columns.renamed, "ignored": list(progress.columns.ignored)},
        "settings": {**vars(settings), "output": format},
        "food_table_sha256": load_foods().digest(),
        "versions": {"planner": __version__, "python": platform.python_version(), **_versions()},
        "counts": {status: progress.counts[status] for status in STATUSES},
        "reasons": {
            status: [{"reason": reason, "people": count} for reason, count in known.most_common(_TOP_REASONS)]
            for status, known in progress.reasons.items()
            if known
        },
        "files": list(file_names(format)[:3]),
        "jobs": progress.jobs,
        "started": datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
        "seconds": round(time.time() - started, 3),
        "seconds_planning": round(progress.seconds, 3),
        "banner": BANNER,
        "disclaimer": DISCLAIMER,
        "sources": SOURCES,
    }


def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
