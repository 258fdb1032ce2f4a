"""What a person wants to eat, and does not."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from planner.errors import InputError, UnknownNameError
from planner.foods.diets import OMNIVORE, allergen_names, diet_names
from planner.foods.words import nearest_names

Words = tuple[str, ...]


class Preferences(BaseModel):
    """Wishes for a plan. Each list may be given as a list, or as text separated by ``;``.

    Attributes:
        diet: omnivore, pescatarian, vegetarian, vegan, gluten_free, dairy_free; several hold together.
        exclude: foods never to appear, by word, food code or category, in dishes neither.
        like, dislike: foods to prefer or to avoid.
        allergies: milk, egg, fish, shellfish, tree_nut, peanut, wheat, gluten, soy, sesame. Foods that are not known
            to be free of them are left out; the plan is still not allergy-safe.
        budget_usd_per_day: the most that a day's food may cost, in 2017/18 US dollars.

    Words are looked up when a plan is made, because they depend on the table.

    Raises:
        InputError: one plain sentence for each thing that is wrong.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    diet: Words = (OMNIVORE,)
    exclude: Words = ()
    like: Words = ()
    dislike: Words = ()
    allergies: Words = ()
    budget_usd_per_day: float | None = Field(default=None, gt=0, allow_inf_nan=False)

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise InputError("\n".join(_sentence(problem) for problem in error.errors())) from None

    @field_validator("diet", "exclude", "like", "dislike", "allergies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return split_words(value)

    @field_validator("diet")
    @classmethod
    def _diets(cls, value: Words) -> Words:
        return diet_names(value)

    @field_validator("allergies")
    @classmethod
    def _allergens(cls, value: Words) -> Words:
        return allergen_names(value)

    @field_validator("budget_usd_per_day", mode="before")
    @classmethod
    def _blank_budget(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value


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


def _sentence(problem: Any) -> str:
    name = ".".join(str(part) for part in problem["loc"]) or "preferences"
    value = problem["input"]
    kind = problem["type"]
    if kind == "extra_forbidden":
        return str(UnknownNameError("preference", name, nearest_names(name, Preferences.model_fields)))
    if kind == "value_error":
        return f"{name}: {problem['ctx']['error']}"
    if name == "budget_usd_per_day":
        return f"{name} {value!r} is no amount of money; give US dollars a day above 0, such as 9.50"
    if kind in ("tuple_type", "string_type"):
        return f"{name} {value!r} is no list of words; give text, several separated by ';'"
    return f"{name} {value!r} cannot be used: {re.sub(r'^Input', 'it', problem['msg'])}"
