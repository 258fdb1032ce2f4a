"""How much less ordinary, in words: what is counted in nats, on a scale that a person can grasp."""

from __future__ import annotations

_DEGREES = ((0.05, "hardly"), (0.5, "a little"), (2.0, "clearly"))
"""Up to so many nats; policy. A food that people eat e times less often than the favourite of its kind is one nat less ordinary."""

SCALE = (
    "Ordinary is what people really eat. A little less ordinary: as if one food of the day were eaten up to about 1.6 times less "
    "often than the favourite of its kind; clearly: up to 7 times; far: beyond."
)


def degree(nats: float) -> str:
    """``hardly``, ``a little``, ``clearly`` or ``far``, whichever the sign."""
    return next((word for most, word in _DEGREES if abs(nats) < most), "far")


def less_ordinary(nats: float) -> str:
    """``a little less ordinary``; ``more`` where it is below zero."""
    return f"{degree(nats)} {'less' if nats > 0 else 'more'} ordinary"
