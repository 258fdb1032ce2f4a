"""What has become of how many people so far, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.batch.columns import Columns
from planner.batch.work import STATUSES, Outcome

_MOST_REASONS = 1_000  # distinct ones counted


@dataclass(frozen=True)
class Tally:
    """People by status, and by status and reason; a person may have several reasons."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, Counter[str]] = field(default_factory=lambda: {status: Counter() for status in STATUSES})

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Tally:
        return cls.from_rows((one.status, one.reasons) for one in outcomes)

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, Iterable[str]]]) -> Tally:
        """From the status and the reasons of each person."""
        tally = cls()
        for status, reasons in rows:
            tally.counts[status] += 1
            tally.reasons[status].update(dict.fromkeys(reasons, 1))
        return tally

    @classmethod
    def from_dict(cls, run: Mapping[str, Any]) -> Tally:
        """From the description of a run, which names the most frequent reasons only."""
        tally = cls(Counter(run.get("counts", {})))
        for status, reasons in run.get("reasons", {}).items():
            tally.reasons[status].update({one["reason"]: one["people"] for one in reasons})
        return tally

    def add(self, other: Tally) -> None:
        self.counts.update(other.counts)
        for status, reasons in other.reasons.items():
            known = self.reasons[status]
            for reason, people in reasons.items():
                if reason in known or len(known) < _MOST_REASONS:
                    known[reason] += people


@dataclass
class Progress:
    """How far a run is; ``columns``: how the header was read, ``workers``: what plans, in words.

    ``before``: people planned by an earlier start of the same run, ``seconds``: of this one, reading excluded.
    """

    total: int
    columns: Columns
    workers: str = ""
    tally: Tally = field(default_factory=Tally)
    before: int = 0
    seconds: float = 0.0

    @property
    def done(self) -> int:
        return self.tally.counts.total()

    @property
    def counts(self) -> dict[str, int]:
        """People by status, in the order of ``STATUSES``; a status that nobody has is left out."""
        return {status: self.tally.counts[status] for status in STATUSES if self.tally.counts[status]}

    @property
    def reasons(self) -> dict[str, Counter[str]]:
        return self.tally.reasons

    @property
    def people_per_second(self) -> float | None:
        return (self.done - self.before) / self.seconds if self.seconds > 0 else None

    def as_dict(self) -> dict[str, Any]:
        """For a log line: done, total, counts in the order of ``STATUSES``, seconds, people per second, seconds left."""
        rate = self.people_per_second
        return {
            "done": self.done,
            "total": self.total,
            "counts": self.counts,
            "seconds": round(self.seconds, 1),
            "people_per_second": None if rate is None else round(rate, 2),
            "seconds_left": round((self.total - self.done) / rate) if rate else None,
        }


Watcher = Callable[[Progress], None]
