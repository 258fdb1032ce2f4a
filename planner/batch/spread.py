"""How numbers of many people spread, without holding them: counts in narrow bins."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt


@dataclass
class Spread:
    """Numbers counted in bins of ``width``; mean, least and most are exact, quantiles to within a bin."""

    width: float
    counts: dict[int, int] = field(default_factory=dict)
    total: float = 0.0
    least: float = math.inf
    most: float = -math.inf

    def add(self, values: npt.ArrayLike) -> None:
        """Count more numbers; NaN is not one."""
        given = np.asarray(values, dtype=float)
        known = given[~np.isnan(given)]
        if not len(known):
            return
        bins, times = np.unique(np.floor(known / self.width).astype(np.int64), return_counts=True)
        for at, count in zip(bins.tolist(), times.tolist(), strict=True):
            self.counts[at] = self.counts.get(at, 0) + count
        self.total += float(known.sum())
        self.least, self.most = min(self.least, float(known.min())), max(self.most, float(known.max()))

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def mean(self) -> float:
        """NaN while nothing is counted."""
        return self.total / self.count if self.counts else math.nan

    def quantile(self, share: float) -> float:
        """The number that ``share`` (0 to 1) of all lie below, NaN while nothing is counted."""
        if not self.counts:
            return math.nan
        wanted, below = share * self.count, 0
        for at in sorted(self.counts):
            held = self.counts[at]
            if below + held >= wanted:
                found = (at + (wanted - below) / held) * self.width
                return min(max(found, self.least), self.most)
            below += held
        return self.most

    def bars(self, most: int = 40) -> list[tuple[float, float, int]]:
        """At most so many bars of equal width between the 0.5th and 99.5th percentile: from, to, count.

        What lies beyond is counted in the first and the last bar.
        """
        if not self.counts:
            return []
        first = math.floor(self.quantile(0.005) / self.width)
        last = max(first, math.floor(self.quantile(0.995) / self.width))
        step = max(1, -(-(last - first + 1) // most))
        heights = [0] * -(-(last - first + 1) // step)
        for at, count in self.counts.items():
            heights[min(max((at - first) // step, 0), len(heights) - 1)] += count
        edges = [(first + step * i) * self.width for i in range(len(heights) + 1)]
        return list(zip(edges, edges[1:], heights, strict=False))
