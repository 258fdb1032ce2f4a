"""The palette: foods under the names people say, and the templates of the meals they make up.

Reviewed data of the project (``food_data/palette.csv``, ``templates.csv``, ``roles.csv``; see ``food_data/MENUS.md``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from food_data import TABLES

ANY = "any"


@dataclass(frozen=True)
class PaletteFood:
    """A food in one role. ``amounts`` are multiples of the unit; ``amounts_big`` only for high energy needs.

    ``ingredient``: what several codes are bought as (steamed and raw carrots); together they count as one food in variety.
    ``slots``: the only meals it is offered at (breakfast, lunch, dinner, snack); empty = wherever its role stands.
    """

    code: str
    name: str
    plural: str
    role: str
    unit: str
    grams_per_unit: float
    amounts: tuple[float, ...]
    amounts_big: tuple[float, ...]
    cuisines: frozenset[str]
    tags: frozenset[str]
    diet_by_hand: str
    label: str
    companions: frozenset[str]
    note: str = ""
    ingredient: str = ""
    slots: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Role:
    """What a food does in a meal. ``week_cap``: how often one food may do so in 7 days; None = no cap."""

    name: str
    meaning: str
    week_cap: int | None
    foods_a_meal: int


@dataclass(frozen=True)
class Choice:
    """Some roles together, at a price in nats; no roles = nothing."""

    roles: tuple[str, ...]
    cost: float


@dataclass(frozen=True)
class Template:
    """One kind of meal at one slot: required roles, one choice of each group, optional extras."""

    slot: str
    kind: str
    week_cap: int
    base_cost: float
    required: tuple[str, ...]
    one_of: tuple[tuple[Choice, ...], ...]
    optional: tuple[Choice, ...]
    cuisines: frozenset[str]
    title: str


@dataclass(frozen=True, eq=False)
class Palette:
    """All of it."""

    foods: tuple[PaletteFood, ...]
    roles: Mapping[str, Role]
    templates: tuple[Template, ...]

    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Every (slot, kind) once."""
        return tuple(dict.fromkeys((t.slot, t.kind) for t in self.templates))


def _rows(name: str) -> Iterable[dict[str, str]]:
    with (TABLES.parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(";") if word.strip())


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(";") if part.strip())


def _roles(text: str) -> tuple[str, ...]:
    """``saltop*2+nuts`` -> (saltop, saltop, nuts); ``nothing`` -> ()."""
    found: list[str] = []
    for part in text.split("+"):
        name, _, times = part.strip().partition("*")
        if name and name != "nothing":
            found += [name] * int(times or 1)
    return tuple(found)


def _choice(text: str) -> Choice:
    roles, _, cost = text.partition(":")
    return Choice(_roles(roles), float(cost or 0.0))


@cache
def load_palette() -> Palette:
    """The shipped palette."""
    foods = tuple(
        PaletteFood(
            code=row["food_code"],
            name=row["name"],
            plural=row["plural"],
            role=row["role"],
            unit=row["unit"],
            grams_per_unit=float(row["grams_per_unit"]),
            amounts=_numbers(row["amounts"]),
            amounts_big=_numbers(row["amounts_big"]),
            cuisines=_words(row["cuisine"]) or frozenset({ANY}),
            tags=_words(row["tags"]),
            diet_by_hand=row["diet_by_hand"],
            label=row["label"],
            companions=_words(row["companions"]),
            note=row["note"],
            ingredient=row["ingredient"],
        )
        for row in _rows("palette")
    )
    roles = {
        row["role"]: Role(
            row["role"],
            row["meaning"],
            int(row["food_week_cap"]) if row["food_week_cap"] else None,
            int(row["foods_a_meal"]),
        )
        for row in _rows("roles")
    }
    templates = tuple(
        Template(
            slot=row["slot"],
            kind=row["kind"],
            week_cap=int(row["week_cap"]),
            base_cost=float(row["base_cost"]),
            required=tuple(role for part in row["required"].split(";") for role in _roles(part)),
            one_of=tuple(
                tuple(_choice(option) for option in group.split("|")) for group in row["one_of"].split(";") if group
            ),
            optional=tuple(_choice(option) for option in row["optional"].split(";") if option),
            cuisines=_words(row["cuisine"]),
            title=row["title"],
        )
        for row in _rows("templates")
    )
    return Palette(foods, roles, templates)
