"""What the program may choose: columns, each an amount of one food on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.errors import UnknownNameError
from planner.model.program import FloatArray


@dataclass(frozen=True, eq=False)
class Columns:
    """n columns. ``content[name]`` (n,) is what one unit of each column brings of ``name``: a nutrient, grams,
    dollars, or a count; NaN = not reported. ``day`` (n,) counts from 1; ``days`` is the length of the plan.
    """

    names: tuple[str, ...]
    food_codes: tuple[str, ...]
    day: npt.NDArray[np.int64]
    days: int
    content: Mapping[str, FloatArray]

    def __len__(self) -> int:
        return len(self.names)

    def per_unit(self, name: str) -> FloatArray:
        """Shape (n,), NaN where unknown.

        Raises:
            UnknownNameError: no column reports ``name``.
        """
        try:
            return self.content[name]
        except KeyError:
            raise UnknownNameError("quantity", name, hint="the food table has no such column") from None
