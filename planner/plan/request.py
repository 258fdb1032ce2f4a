"""What a plan was asked with, so that the same question can be asked again with one thing changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.model.menu.pins import PlacedMeal
from planner.model.menu.placing import Kept

if TYPE_CHECKING:
    from planner.foods.preferences import Preferences
    from planner.foods.table import FoodTable
    from planner.nutrition.person import Person
    from planner.nutrition.targets import Override

Spot = tuple[int, str]  # (day from 1, slot of the menu problem)


@dataclass(frozen=True, order=True)
class Lock:
    """A part of a plan that stays as it is: a food of a meal, or the whole meal (``food_code`` empty).

    ``meal`` is as the menu calls it: breakfast, lunch, dinner, snack, snack 1, snack 2.
    """

    day: int
    meal: str
    food_code: str = ""


@dataclass(frozen=True)
class Served:
    """A portion as a plan remembers it: the food in its part of the meal, in an amount of its unit."""

    food_code: str
    food: str
    role: str
    amount: float
    leftover: bool = False


@dataclass(frozen=True)
class ServedMeal:
    """A meal as a plan remembers it; with the request, enough to build again all that steering needs."""

    day: int
    slot: str
    kind: str
    foods: tuple[Served, ...]


@dataclass(frozen=True)
class Earlier:
    """A plan that another one has to differ from: the codes of its foods, and of what its lunches and dinners are made of."""

    foods: frozenset[str]
    mains: frozenset[str]
    servings: int  # of mains


@dataclass(frozen=True, eq=False)
class Steering:
    """What a search of menus respects beside targets and wishes.

    Attributes:
        meals: meals that stay; ``kept``: servings that stay in a meal that may change around them.
        earlier: plans that this one has to differ from.
        leftovers: whether some dinners come again as the next day's lunch.
        seed: of the search; the same one gives the same plan.
    """

    meals: Mapping[Spot, PlacedMeal] = field(default_factory=dict)
    kept: Mapping[Spot, Kept] = field(default_factory=dict)
    earlier: tuple[Earlier, ...] = ()
    leftovers: bool = False
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Request:
    """Everything that ``plan_meals`` was given, and how the plan was steered since.

    ``table`` None is the shipped one; ``locks`` name what ``steering`` holds.
    """

    person: Person
    days: int
    preferences: Preferences
    authority: str = "us_canada"
    preset: str = "reference"
    targets: Mapping[str, Override] = field(default_factory=dict)
    table: FoodTable | None = None
    menu: str = "meals"
    effort: str = "normal"
    snacks: int | None = None
    locks: tuple[Lock, ...] = ()
    steering: Steering = field(default_factory=Steering)
