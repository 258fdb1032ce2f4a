"""The optimum as a function of one bound: how far a shadow price holds, and what comes after.

The smallest cost of a linear program is a convex, piecewise straight function of any of its bounds. A shadow price is its
slope; where the program is degenerate the slope differs to the left and to the right, and the one the solver names may be
neither. So slopes and the ends of their stretches are read from values and tangents of the function itself, a few solves for
each stretch (Eisner and Severance 1976, J. ACM 23, 619-635).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.model.program import FloatArray, LinearProgram
from planner.model.sifting import SiftedProgram
from planner.model.solver import HotModel, Solution

TOLERANCE = 1e-7  # of the objective: values closer than this to a straight line lie on it
_MOST_TANGENTS = 60


@dataclass(frozen=True, eq=False)
class Optimum:
    """The optimum for one value of the bound: ``cost``, a slope of the function there, and the amounts (n,)."""

    bound: float
    cost: float
    slope: float
    values: FloatArray


@dataclass(frozen=True, eq=False)
class Stretch:
    """From one value of the bound to another the cost is a straight line; ``price`` is its slope, per unit of the bound."""

    start: Optimum
    end: Optimum

    @property
    def price(self) -> float:
        width = self.end.bound - self.start.bound
        return (self.end.cost - self.start.cost) / width if width else self.start.slope


Ask = Callable[[float], Optimum | None]
"""The optimum for a value of the bound; None where nothing satisfies the program."""


class BoundCurve:
    """The optimum of a program while one bound of one row moves; kept hot from one question to the next."""

    def __init__(self, program: LinearProgram) -> None:
        self._program = program
        wide = len(program.cost) >= 4 * max(len(program.row_names), 40)
        self._model: SiftedProgram | HotModel = (
            SiftedProgram(program) if wide and np.isfinite(program.lower).all() else HotModel(program)
        )

    def ask(self, row: int, side: str) -> Ask:
        """Questions about the ``lower`` or ``upper`` bound of a row; every other bound stays as it is."""

        def at(bound: float) -> Optimum | None:
            lower, upper = self._program.row_lower.copy(), self._program.row_upper.copy()
            (lower if side == "lower" else upper)[row] = bound
            if lower[row] > upper[row]:
                return None
            found = self._solve(lower, upper)
            if found.values is None or found.shadow_prices is None or found.objective is None:
                return None
            slope = float(found.shadow_prices[row])
            slope = max(slope, 0.0) if side == "lower" else min(slope, 0.0)
            return Optimum(bound, found.objective, slope, found.values)

        return at

    def _solve(self, lower: FloatArray, upper: FloatArray) -> Solution:
        if isinstance(self._model, SiftedProgram):
            return self._model.solve(lower, upper)
        self._model.set_row_bounds(lower, upper)
        return self._model.solve()


def first_stretch(ask: Ask, here: Optimum, far: Optimum) -> Stretch:
    """The stretch that begins at ``here`` and leads towards ``far``; it ends at ``far`` at the latest."""
    end = far
    for _ in range(_MOST_TANGENTS):
        tolerance = TOLERANCE * max(1.0, abs(here.cost), abs(end.cost))
        width = end.bound - here.bound
        if abs(here.cost + here.slope * width - end.cost) <= tolerance:
            return Stretch(here, end)
        behind = here.cost - (end.cost - end.slope * width)  # how far the tangent at the end passes below the start
        if behind <= tolerance or end.slope == here.slope:
            return Stretch(here, end)
        nearer = ask(here.bound + behind / (end.slope - here.slope))
        if nearer is None or not min(here.bound, end.bound) < nearer.bound < max(here.bound, end.bound):
            return Stretch(here, end)
        end = nearer
    return Stretch(here, end)  # never seen: each tangent is another piece of the function


def stretches(ask: Ask, start: float, far: float, most: int = 3) -> list[Stretch]:
    """The first ``most`` stretches from ``start`` towards ``far``, each with another price than the one before.

    Empty where nothing satisfies the program at ``start`` or at ``far``.
    """
    here, end = ask(start), ask(far)
    if here is None or end is None or start == far:
        return []
    found: list[Stretch] = []
    while len(found) < most:
        one = first_stretch(ask, here, end)
        found.append(one)
        if one.end is end or one.end.bound == end.bound:
            break
        # At the end of a stretch the solver may name the slope before it; the one after it is steeper.
        here = one.end
    return found
