from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from planner.nutrition.person import Person

WOMAN: dict[str, Any] = {"sex": "female", "age_years": 34, "height_cm": 168, "weight_kg": 62}


@pytest.fixture
def woman() -> Callable[..., Person]:
    """A healthy woman of 34 years who answered both questions, with anything about her changed by name."""

    def build(**changes: Any) -> Person:
        return Person(**({**WOMAN, "conditions": ("none",), "medications": ("none",)} | changes))

    return build
