"""What a person wants to eat, and does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from planner.errors import InputError, UnknownNameError
from planner.foods.diets import OMNIVORE, allergen_names, diet_names
from planner.foods.wishes import Liking, Limit, Stored, Wish, liking_from, read_limit, read_wish
from planner.foods.words import nearest_names

Words = tuple[str, ...]
Made = TypeVar("Made", Wish, Limit, Stored)
MEALS = ("breakfast", "lunch", "dinner")
SLOTS = (*MEALS, "snack")
_SHARE_BAND = 0.03  # a share given as one number is kept within so much of the day's energy


class Share(BaseModel):
    """Least and most share (0 to 1) of the day's energy that a meal brings; ``snack`` is each of the snacks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slot: str
    low: float
    high: float


class Preferences(BaseModel):
    """Wishes for a plan. Each list may be given as a list, or as text separated by ``;``.

    Attributes:
        diet: omnivore, pescatarian, vegetarian, vegan, gluten_free, dairy_free; several hold together.
        exclude: foods never to appear, by word, food code or category, in dishes neither.
        like, dislike: foods to prefer or to avoid, ``banana:2`` twice as strongly (above 0, up to 3).
        strengths: of those that are not ordinarily (1) liked or disliked; read from ``like`` and ``dislike``.
        must: foods to have, as ``coffee every morning``, ``fish twice a week``, ``2 servings of nuts a day``.
        limits: least and most servings of a food or category per day and week, ``{"cheese": {"max_per_week": 3}}``.
        allergies: milk, egg, fish, shellfish, tree_nut, peanut, wheat, gluten, soy, sesame. Foods that are not known
            to be free of them are left out; the plan is still not allergy-safe.
        budget_usd_per_day: the most that a day's food may cost on the mean of the plan, in 2017/18 US dollars.
        meals: which of breakfast, lunch and dinner; ``snacks``: 0, 1 or 2, by energy if not given.
        shares: energy of a meal as a share of the day's, ``{"breakfast": 0.3}`` or ``{"breakfast": [0.25, 0.35]}``.
        cooking_free_breakfasts: breakfasts of what is bought ready, cut, poured, toasted or steeped.
        wholesome: 0 as people eat, 1 the default, 2 as wholesome as can be.
        rules_off: names of plate rules that are not to hold.
        leftovers: a dinner may come again as the next day's lunch.
        pantry: what is in the house and to be used up first, in grams as it is eaten, ``{"spinach": 300}`` or ``spinach=300``.

    Words of foods are looked up when a plan is made, because they depend on the table.

    Raises:
        InputError: one plain sentence for each thing that is wrong.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    diet: Words = (OMNIVORE,)
    exclude: Words = ()
    like: Words = ()
    dislike: Words = ()
    strengths: tuple[Liking, ...] = ()
    must: tuple[Wish, ...] = ()
    limits: tuple[Limit, ...] = ()
    allergies: Words = ()
    budget_usd_per_day: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    meals: Words = MEALS
    snacks: int | None = Field(default=None, ge=0, le=2)
    shares: tuple[Share, ...] = ()
    cooking_free_breakfasts: bool = False
    wholesome: float = Field(default=1.0, ge=0, le=2, allow_inf_nan=False)
    rules_off: Words = ()
    leftovers: bool = False
    pantry: tuple[Stored, ...] = ()

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise InputError("\n".join(_sentence(problem) for problem in error.errors())) from None

    def strength(self, word: str) -> float:
        """How strongly a liked or disliked food is so: 1 is ordinary."""
        return dict(self.strengths).get(word, 1.0)

    def of_meals(self) -> tuple[str, ...]:
        """Which of the wishes given only menus of meals can keep."""
        plain = ("diet", "exclude", "like", "dislike", "strengths", "allergies")
        return tuple(
            name
            for name, known in type(self).model_fields.items()
            if name not in plain and getattr(self, name) != known.default
        )

    @field_validator("diet", "exclude", "allergies", "rules_off", "meals", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return split_words(value)

    @model_validator(mode="before")
    @classmethod
    def _read_likings(cls, given: Any) -> Any:
        """``like`` and ``dislike`` as words, with what is said of their strength in ``strengths``."""
        if not isinstance(given, dict):
            return given
        found = dict(given)
        strengths = dict(map(liking_from, _several(found.pop("strengths", ())) or ()))
        for name in ("like", "dislike"):
            parts = _several(found.get(name))
            if parts is not None:
                likings = [_named(name, one) for one in parts]
                found[name] = tuple(dict.fromkeys(one.food for one in likings))
                strengths |= {one.food: one.strength for one in likings if one.strength != 1.0}
        liked, disliked = found.get("like"), found.get("dislike")
        both = set(liked) & set(disliked) if isinstance(liked, tuple) and isinstance(disliked, tuple) else set()
        if both:
            raise ValueError(f"like and dislike both name {', '.join(map(repr, sorted(both)))}: leave one out")
        found["strengths"] = tuple(Liking(food, strength) for food, strength in strengths.items())
        return found

    @field_validator("must", mode="before")
    @classmethod
    def _read_musts(cls, value: object) -> object:
        return _each(value, lambda one: read_wish(one) if isinstance(one, str) else _made(Wish, one))

    @field_validator("must")
    @classmethod
    def _said_once(cls, value: tuple[Wish, ...]) -> tuple[Wish, ...]:
        return tuple({str(wish): wish for wish in value}.values())

    @field_validator("limits", mode="before")
    @classmethod
    def _read_limits(cls, value: object) -> object:
        if isinstance(value, Mapping):
            value = [{"food": food, **_spans(food, spans)} for food, spans in value.items()]
        return _each(value, lambda one: read_limit(one) if isinstance(one, str) else _made(Limit, one))

    @field_validator("limits")
    @classmethod
    def _once_each(cls, value: tuple[Limit, ...]) -> tuple[Limit, ...]:
        """Two limits of one food are one: ``cheese=1:/day`` and ``cheese=:9/week``."""
        by_food: dict[str, dict[str, Any]] = {}
        for limit in value:
            by_food.setdefault(limit.food, {}).update(limit.model_dump(exclude_none=True))
        return tuple(_made(Limit, fields) for fields in by_food.values())

    @field_validator("shares", mode="before")
    @classmethod
    def _read_shares(cls, value: object) -> object:
        if isinstance(value, Mapping):
            return tuple(_share(slot, span) for slot, span in value.items())
        return value or ()

    @field_validator("pantry", mode="before")
    @classmethod
    def _read_pantry(cls, value: object) -> object:
        if isinstance(value, Mapping) and not {"food", "grams"} <= set(value):
            value = [Stored.read(food, grams) for food, grams in value.items()]
        return _each(
            value, lambda one: Stored.read(*one.rsplit("=", 1)) if isinstance(one, str) else _made(Stored, one)
        )

    @field_validator("pantry")
    @classmethod
    def _stored_once(cls, value: tuple[Stored, ...]) -> tuple[Stored, ...]:
        """What is named twice is there together."""
        grams: dict[str, float] = {}
        for one in value:
            grams[one.food] = grams.get(one.food, 0.0) + one.grams
        return tuple(Stored(food=food, grams=amount) for food, amount in grams.items())

    @field_validator("meals")
    @classmethod
    def _known_meals(cls, value: Words) -> Words:
        for meal in value:
            if meal not in MEALS:
                hint = f"meals are {', '.join(MEALS)}; snacks are a number"
                raise UnknownNameError("meal", meal, nearest_names(meal, MEALS), hint)
        if len(value) < 2:
            raise ValueError("a day needs two meals at least; name two of breakfast, lunch and dinner, or none for all")
        return tuple(meal for meal in MEALS if meal in value)

    @field_validator("diet")
    @classmethod
    def _diets(cls, value: Words) -> Words:
        return diet_names(value)

    @field_validator("allergies")
    @classmethod
    def _allergens(cls, value: Words) -> Words:
        return allergen_names(value)

    @field_validator("budget_usd_per_day", "snacks", "wholesome", mode="before")
    @classmethod
    def _blank_is_none(cls, value: object, info: Any) -> object:
        if isinstance(value, str) and not value.strip():
            return cls.model_fields[info.field_name].default
        return value


def split_words(value: object) -> object:
    """Words from "a; b", from a list, or from nothing; what is neither is left for pydantic to refuse."""
    if value is None or (isinstance(value, float) and value != value):
        return ()
    if isinstance(value, str):
        value = [value]
    if isinstance(value, (list, tuple, set, frozenset)) and all(isinstance(part, str) for part in value):
        ordered = sorted(value) if isinstance(value, (set, frozenset)) else value
        words = (word.strip() for part in ordered for word in part.split(";"))
        return tuple(dict.fromkeys(word for word in words if word))
    return value


def _several(value: object) -> list[Any] | None:
    """A list from one thing, from "a; b", from a list, or from nothing; None for anything else."""
    if value is None or (isinstance(value, float) and value != value):
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    if isinstance(value, Mapping | Liking | Wish | Limit | Stored):
        return [value]
    if isinstance(value, list | tuple):
        return [part for one in value for part in ((_several(one) or []) if isinstance(one, str) else [one])]
    return None


def _each(value: object, read: Callable[[Any], Any]) -> object:
    parts = _several(value)
    return value if parts is None else tuple(read(one) for one in parts)


def _named(name: str, given: object) -> Liking:
    try:
        return liking_from(given)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _made(kind: type[Made], given: object) -> Made:
    """A wish or limit from its fields; what is wrong with them in one sentence."""
    if isinstance(given, kind):
        return given
    if not isinstance(given, Mapping):
        raise ValueError(f"{given!r} is no {kind.__name__.lower()}; give text or a table of its parts")
    try:
        return kind(**given)
    except ValidationError as error:
        known = kind.model_fields
        name = str(given.get("food", "")).strip()
        raise ValueError("; ".join(_part_sentence(problem, name, known) for problem in error.errors())) from None


def _part_sentence(problem: Any, food: str, known: Iterable[str]) -> str:
    part = ".".join(str(one) for one in problem["loc"])
    lead = f"{food}: " if food else ""
    if problem["type"] == "value_error":
        return f"{lead}{problem['ctx']['error']}"
    if problem["type"] == "extra_forbidden":
        return f"{lead}{UnknownNameError('key', part, nearest_names(part, known), 'known are ' + ', '.join(known))}"
    if problem["type"] == "missing":
        return f"{lead}{part} is missing"
    return f"{lead}{part} {problem['input']!r} cannot be used: {re.sub(r'^Input', 'it', problem['msg'])}"


def _spans(food: object, given: object) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise ValueError(f"{food}: {given!r} is no limit; give a table such as {{max_per_week = 3}}")
    return {str(key): value for key, value in given.items()}


def _share(slot: object, span: object) -> Share:
    if slot not in SLOTS:
        raise UnknownNameError("meal", str(slot), nearest_names(str(slot), SLOTS), f"meals are {', '.join(SLOTS)}")
    given: Sequence[Any] = span if isinstance(span, list | tuple) else [span]
    if len(given) not in (1, 2) or not all(isinstance(p, int | float) and not isinstance(p, bool) for p in given):
        raise ValueError(f"{slot} {span!r} is no share of the day's energy; give 0.3, or [0.25, 0.35]")
    if not 0 < given[0] <= given[-1] <= 1:
        raise ValueError(f"{slot} {span!r} is no share of the day's energy: above 0 and up to 1, the smaller first")
    low, high = (given[0] - _SHARE_BAND, given[0] + _SHARE_BAND) if len(given) == 1 else given
    return Share(slot=str(slot), low=round(max(low, 0.0), 4), high=round(min(high, 1.0), 4))


_NUMBERS = {
    "budget_usd_per_day": "is no amount of money; give US dollars a day above 0, such as 9.50",
    "snacks": "is no number of snacks; give 0, 1 or 2",
    "wholesome": "is not on the slider; give 0 (as people eat) to 2 (as wholesome as can be), 1 is the default",
    "cooking_free_breakfasts": "is neither yes nor no; give true or false",
    "leftovers": "is neither yes nor no; give true or false",
}


def _sentence(problem: Any) -> str:
    name = ".".join(str(part) for part in problem["loc"][:1])
    value = problem["input"]
    kind = problem["type"]
    if kind == "extra_forbidden":
        return str(UnknownNameError("preference", name, nearest_names(name, Preferences.model_fields)))
    if kind == "value_error":
        return f"{name}: {problem['ctx']['error']}" if name else str(problem["ctx"]["error"])
    if name in _NUMBERS:
        return f"{name} {value!r} {_NUMBERS[name]}"
    if kind in ("tuple_type", "string_type"):
        return f"{name} {value!r} is no list of words; give text, several separated by ';'"
    return f"{name} {value!r} cannot be used: {re.sub(r'^Input', 'it', problem['msg'])}"
