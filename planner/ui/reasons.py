"""Why a plan is as it is, as a worker process answers it: prices, with and without a food, trade-offs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.ui.asked import Made

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

TRADED = ("cost", "magnesium", "potassium", "sodium", "ordinariness", "energy")
POINTS = 7


@dataclass(frozen=True)
class Reasons:
    """An answer in sentences, and the plan that goes with it where there is one."""

    said: tuple[str, ...]
    plan: Made | None = None


@dataclass(frozen=True)
class Curve:
    """Plans along a frontier: ``rows`` to draw (see ``Tradeoff.to_frame``), and each plan packed.

    ``worded``: columns drawn without numbers, the better (less) to the right or up.
    """

    x: str
    y: str
    x_column: str
    y_column: str
    x_title: str
    y_title: str
    worded: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    blobs: tuple[bytes, ...]
    said: str


def prices(tell: Any, blob: bytes) -> Reasons:
    """What the targets cost, in sentences; the scale of their words comes last."""
    from planner.plan.ordinary import SCALE
    from planner.plan.prices import ESTIMATES
    from planner.ui.tasks import opened

    found = opened(blob).prices
    notes = [SCALE, *([ESTIMATES] if any(one.estimate for one in found) else [])]
    return Reasons((*found.sentences(), " ".join(notes)))


def without(tell: Any, blob: bytes, food: str, day: int | None, meal: str | None) -> Reasons:
    """What a food is for: what would be missed without it, and the plan with something else."""
    from planner.ui.tasks import opened, packed

    found = opened(blob).why(food, day, meal)
    return Reasons(found.sentences(), None if found.without is None else packed(found.without))


def with_it(tell: Any, blob: bytes, food: str) -> Reasons:
    """Why a food is not in a plan, and the plan with it."""
    from planner.ui.tasks import opened, packed

    found = opened(blob).why_not(food)
    return Reasons(found.sentences(), None if found.with_it is None else packed(found.with_it))


def trade_off(tell: Callable[..., bool], blob: bytes, x: str, y: str) -> Curve:
    """Plans of which none is better in one thing and no worse in the other."""
    from planner.ui.tasks import opened, packed

    def told(done: float, newest: MealPlan) -> bool:
        return tell(done, None)

    found = opened(blob).tradeoff(x, y, POINTS, progress=told)
    rows = found.to_dict()["points"]
    blobs = tuple(packed(plan).blob for plan in found.plans)
    return Curve(
        found.x.name, found.y.name, found.x.column, found.y.column, found.x.title, found.y.title,
        tuple(axis.column for axis in (found.x, found.y) if axis.is_worded), tuple(rows), blobs,
        found.sentence(),
    )  # fmt: skip
