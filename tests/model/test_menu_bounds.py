"""Bounds of a menu as arrays: what a miss is a share of."""

from __future__ import annotations

import pytest

from planner.model.constraints import AmountBound
from planner.model.menu.quantities import MARGIN, WeighedBound, bounds_arrays


@pytest.mark.parametrize(
    ("lower", "upper", "scale"),
    [(15.0, 100.0, 15.0), (15.0, None, 15.0), (None, 100.0, 100.0), (0.0, 100.0, 100.0)],
    ids=["target far below its limit", "target", "limit", "nothing asked for"],
)
def test_a_miss_is_a_share_of_the_target_and_of_the_limit_only_where_nothing_is_asked_for(
    lower: float | None, upper: float | None, scale: float
) -> None:
    bounds = bounds_arrays(["vitamin_d_ug"], [WeighedBound(AmountBound("vitamin_d_ug", lower, upper, per="mean"))])
    assert bounds.scale.tolist() == [scale]
    assert bounds.margin == pytest.approx(MARGIN * scale)
