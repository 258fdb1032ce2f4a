"""What goes to the worker processes and comes back: plain, picklable, small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.errors import Claim, Repair
from planner.foods.preferences import Preferences
from planner.nutrition.person import Person
from planner.nutrition.targets import Override
from planner.ui.view import Day, PlanView


@dataclass(frozen=True)
class Ask:
    """Everything that a plan is made from. ``own_table``: a checked food table of one's own, as CSV."""

    person: Person
    preferences: Preferences = field(default_factory=Preferences)
    days: int = 7
    preset: str = "reference"
    authority: str = "us_canada"
    targets: Mapping[str, Override] = field(default_factory=dict)
    effort: str = "normal"
    own_table: bytes | None = None


@dataclass(frozen=True)
class Made:
    """A plan: packed for storing and steering, and as it is drawn."""

    blob: bytes
    view: PlanView


@dataclass(frozen=True)
class Mended:
    """A plan for wishes that a repair has moved, as far as whole servings needed: ``ask`` is the question that it answers."""

    made: Made
    ask: Ask
    said: str


@dataclass(frozen=True)
class Failure:
    """Why there is no plan. ``kind``: infeasible, refused, input, unknown, or crash."""

    kind: str
    message: str
    conflicts: tuple[tuple[Claim, ...], ...] = ()
    repairs: tuple[Repair, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """The best menu so far, while the search goes on."""

    days: tuple[Day, ...]


@dataclass(frozen=True)
class Together:
    """A plan for each of several people, by name, who share dishes; ``html``: the laid table, escaped, with all that must be told."""

    people: tuple[tuple[str, Made], ...]
    refused: Mapping[str, tuple[str, ...]]
    notices: tuple[str, ...]
    html: str
