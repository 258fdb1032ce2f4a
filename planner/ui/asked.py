"""What goes to the worker processes and comes back: plain, picklable, small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.errors import Claim, Repair
from planner.foods.preferences import Preferences
from planner.nutrition.person import Person
from planner.nutrition.targets import Override
from planner.ui.view import Day, PlanView

Held = tuple[str, bytes]  # the name of a file and what it holds


@dataclass(frozen=True)
class OwnTables:
    """Checked files of one's own. ``base``: a food table in place of the shipped one; ``beside``: foods laid over it."""

    base: Held | None = None
    beside: tuple[Held, ...] = ()
    recipes: Held | None = None
    prices: Held | None = None
    portions: Held | None = None


@dataclass(frozen=True)
class Looked:
    """A file that was looked at: ``own`` with it, how it was read, ``problems`` that keep it from being used.

    ``foods``: in the table then; ``has_menus``: whether menus can be made of them, or only a plain day.
    """

    own: OwnTables | None = None
    said: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    foods: int = 0
    has_menus: bool = True


@dataclass(frozen=True)
class Ask:
    """Everything that a plan is made from. ``own``: tables of one's own."""

    person: Person
    preferences: Preferences = field(default_factory=Preferences)
    days: int = 7
    preset: str = "reference"
    authority: str = "us_canada"
    targets: Mapping[str, Override] = field(default_factory=dict)
    effort: str = "normal"
    own: OwnTables | None = None


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
    """Why there is no plan. ``kind``: infeasible, refused, input, unknown, or crash. ``at_least``: whole servings may need more
    than the repairs say."""

    kind: str
    message: str
    conflicts: tuple[tuple[Claim, ...], ...] = ()
    repairs: tuple[Repair, ...] = ()
    reasons: tuple[str, ...] = ()
    at_least: bool = False


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
