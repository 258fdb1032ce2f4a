"""One plain day by food for each of many people (``--menu none``)."""

from __future__ import annotations

from collections.abc import Sequence

from planner.batch.rows import Row
from planner.batch.work import Outcome, Settings, plan_row


def plan_plain(rows: Sequence[Row], settings: Settings, counts_in: str = "line") -> list[Outcome]:
    """The outcomes of some rows, one for each, in their order; never raises for what stands in them.

    No outcome depends on the other rows or on who was planned before.
    """
    return [plan_row(row, settings, counts_in) for row in rows]
