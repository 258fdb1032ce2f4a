"""Who eats at the table, and the wishes that the table has to suit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from planner.errors import InputError
from planner.foods.diets import OMNIVORE
from planner.foods.preferences import Preferences
from planner.foods.wishes import MOST_STORED_G, Liking, Limit, Stored
from planner.nutrition.person import Person
from planner.nutrition.targets import Override

MOST_MEMBERS = 8
COLUMNS = ("day", "meal", "title", "food_code", "food", "all_g", "seasoning")  # of the laid table, beside the names
_LONGEST_NAME = 60


class Member(BaseModel):
    """Somebody who eats with the others: a name, a person, and the wishes and own targets of that person.

    ``targets``: own bounds, {nutrient: (minimum or None, maximum or None)}. Raises InputError with one sentence a problem.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=_LONGEST_NAME)
    person: Person
    preferences: Preferences = Preferences()
    targets: dict[str, Override] = Field(default_factory=dict)
    preset: str = "reference"

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            said = [f"{'.'.join(map(str, one['loc']))}: {one['msg'].lower()}" for one in error.errors()]
            raise InputError("\n".join(said)) from None

    @field_validator("name", mode="before")
    @classmethod
    def _one_line(cls, given: Any) -> Any:
        return " ".join(given.split()) if isinstance(given, str) else given


def members_of(people: Sequence[Member | Person] | Mapping[str, Person]) -> tuple[Member, ...]:
    """The members, each with a name of their own. Raises InputError for nobody, too many, and a name that comes twice."""
    if isinstance(people, Mapping):
        found = [Member(name=name, person=person) for name, person in people.items()]
    else:
        found = [
            one if isinstance(one, Member) else Member(name=f"Person {n}", person=one)
            for n, one in enumerate(people, start=1)
        ]
    if not 1 <= len(found) <= MOST_MEMBERS:
        raise InputError(f"{len(found)} people cannot be planned together: give 1 to {MOST_MEMBERS}")
    check_names([one.name for one in found])
    return tuple(found)


def check_names(names: Sequence[str]) -> None:
    """Raises InputError for a name that comes twice, or that a column of the laid table has."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"the name {', '.join(map(repr, twice))} comes twice: give each person a name of their own")
    taken = [name for name in names if name in COLUMNS]
    if taken:
        raise InputError(
            f"the name {taken[0]!r} is a column of the plan's table: write it otherwise, as {taken[0].title()!r}"
        )


def wishes_of_all(
    members: Sequence[Member], together: Preferences | None, unsafe: Iterable[str]
) -> tuple[Preferences, tuple[str, ...]]:
    """The wishes that the dishes have to suit, and what to say of them; ``unsafe``: words of foods that somebody may not have.

    Diets, allergies and exclusions of anybody hold for all, must-haves and limits too. A food that one likes and
    another dislikes counts as neither. Budgets stay with each person.
    Raises InputError where they cannot be brought together, naming whose they are.
    """
    asked = [(one.name, one.preferences) for one in members]
    if together is not None:
        asked.append(("the household", together))
    every = [wishes for _, wishes in asked]
    liked, disliked = (
        list(dict.fromkeys(word for one in every for word in getattr(one, side))) for side in ("like", "dislike")
    )
    torn = [word for word in liked if word in disliked]
    said = [
        f"{_names(asked, 'like', word)} would like {word} and {_names(asked, 'dislike', word)} would not: it counts as any other food."
        for word in torn
    ]
    if any(one.leftovers for one in every):
        said.append("Leftovers are not planned for a household: each dinner is cooked to be finished.")
    strengths: dict[str, float] = {}
    for one in every:
        for word in (*one.like, *one.dislike):
            strengths[word] = max(strengths.get(word, 0.0), one.strength(word))
    snacks = [one.snacks for one in every if one.snacks is not None]
    merged = Preferences(
        diet=tuple(dict.fromkeys(name for one in every for name in one.diet if name != OMNIVORE)) or (OMNIVORE,),
        exclude=tuple(dict.fromkeys([*(word for one in every for word in one.exclude), *unsafe])),
        allergies=tuple(dict.fromkeys(word for one in every for word in one.allergies)),
        like=tuple(word for word in liked if word not in torn),
        dislike=tuple(word for word in disliked if word not in torn),
        strengths=tuple(Liking(word, value) for word, value in strengths.items() if value != 1.0 and word not in torn),
        must=tuple(wish for one in every for wish in one.must),
        limits=_limits(asked),
        meals=_same(asked, "meals", "give everybody the same meals, or plan those who skip one by themselves"),
        snacks=max(snacks) if snacks else None,
        shares=_same(asked, "shares", "give everybody the same shares, or none"),
        cooking_free_breakfasts=any(one.cooking_free_breakfasts for one in every),
        wholesome=sum(one.wholesome for one in every) / len(every),
        rules_off=tuple(dict.fromkeys(name for one in every for name in one.rules_off)),
        pantry=_pantry(every, len(members)),
    )
    return merged, (*_suits(asked), *said)


Asked = Sequence[tuple[str, Preferences]]


def _names(asked: Asked, side: str, word: str) -> str:
    return _joined([name for name, wishes in asked if word in getattr(wishes, side)])


def _joined(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def _suits(asked: Asked) -> list[str]:
    """The sentence that says for whose sake dishes are as they are."""
    parts = []
    for side, form in (("diet", "{}"), ("allergies", "no {}"), ("exclude", "no {}")):
        words = dict.fromkeys(word for _, one in asked for word in getattr(one, side) if word != OMNIVORE)
        parts += [f"{form.format(word.replace('_', ' '))} ({_names(asked, side, word)})" for word in words]
    return [f"The dishes suit everybody: {', '.join(parts)}."] if parts else []


def _same(asked: Asked, field: str, way: str) -> Any:
    """What all agree on, those aside who did not say."""
    default = Preferences.model_fields[field].default
    said = {name: getattr(wishes, field) for name, wishes in asked if getattr(wishes, field) != default}
    if len(set(said.values())) > 1:
        raise InputError(f"{field}: {_joined(list(said))} want different ones, and they eat together; {way}")
    return next(iter(said.values()), default)


def _pantry(every: Sequence[Preferences], people: int) -> tuple[Stored, ...]:
    """What is in the house, as each person's equal part: the shopping list adds the parts up again."""
    held: dict[str, float] = {}
    for stored in (stored for one in every for stored in one.pantry):
        held[stored.food] = held.get(stored.food, 0.0) + stored.grams
    return tuple(Stored(food=food, grams=min(grams / people, MOST_STORED_G)) for food, grams in held.items())


def _limits(asked: Asked) -> tuple[Limit, ...]:
    """The tightest limits of anybody on each food."""
    found: dict[str, dict[str, float]] = {}
    for _, wishes in asked:
        for limit in wishes.limits:
            held = found.setdefault(limit.food, {})
            for side, value in limit.model_dump(exclude_none=True, exclude={"food"}).items():
                tighter = max if side.startswith("min") else min
                held[side] = tighter(held.get(side, value), value)
    made = []
    for food, spans in found.items():
        try:
            made.append(Limit(food=food, **spans))
        except ValidationError as error:
            whose = _joined([name for name, wishes in asked if any(one.food == food for one in wishes.limits)])
            why = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise InputError(
                f"the limits of {whose} on {food} clash, and they eat together: {why}; change one"
            ) from None
    return tuple(made)
