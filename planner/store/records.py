"""What the store gives out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.foods.preferences import Preferences
    from planner.nutrition.person import Person


@dataclass(frozen=True)
class PersonRecord:
    """A saved person. ``version`` counts the saves; ``settings`` are the caller's own; times are UTC."""

    id: str
    name: str
    person: Person
    preferences: Preferences
    settings: Mapping[str, Any]
    version: int
    updated_at: datetime


@dataclass(frozen=True)
class PlanSummary:
    """A saved plan without its contents; ``line`` is its one-line summary, times are UTC."""

    id: str
    person_id: str | None
    name: str
    days: int
    made_at: datetime
    updated_at: datetime
    version: int
    line: str
