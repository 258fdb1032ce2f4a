"""A person, as far as food is concerned. Nothing is guessed: sex, age, height and weight are required."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator, model_validator

from planner.errors import InputError
from planner.nutrition.units import height_cm, weight_kg

Sex = Literal["male", "female"]
Activity = Literal["inactive", "low_active", "active", "very_active"]
LifeStage = Literal["none", "pregnant", "lactating"]

_SYNONYMS = {
    "f": "female",
    "m": "male",
    "pregnancy": "pregnant",
    "lactation": "lactating",
    "breastfeeding": "lactating",
}


class Person(BaseModel):
    """Who the plan is for; frozen, and anything wrong with it is an InputError with one sentence per problem.

    ``conditions`` and ``medications``: None is unanswered; ``("none",)`` or ``()`` is answered: none. A text
    is split at ``;``. Height and weight may be text: "5 ft 6 in", "137 lb" (``planner.nutrition.units``). Weight is
    today's weight; in pregnancy ``prepregnancy_weight_kg`` is asked for beside it.
    ``energy_kcal`` (a day) replaces the estimated requirement. ``potassium_limit_mg``, ``sodium_limit_mg`` and
    ``phosphorus_limit_mg`` (a day) are set by a clinician and hard. ``vitamin_k_usual_ug`` and ``caffeine_usual_mg``: what
    a usual day has, for medicines with which it must not change. ``supplements``: what is taken already, with amounts
    ("magnesium 300 mg"); ``sweat_l_per_day``: sweat lost in exercise on a usual day.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    sex: Sex
    age_years: float
    height_cm: float
    weight_kg: float
    activity: Activity = "low_active"
    life_stage: LifeStage = "none"
    gestation_weeks: float | None = None
    prepregnancy_weight_kg: float | None = None
    lactation_months: float | None = None
    energy_kcal: float | None = None
    smoker: bool | None = None
    conditions: tuple[str, ...] | None = None
    medications: tuple[str, ...] | None = None
    potassium_limit_mg: float | None = None
    sodium_limit_mg: float | None = None
    phosphorus_limit_mg: float | None = None
    vitamin_k_usual_ug: float | None = None
    caffeine_usual_mg: float | None = None
    supplements: tuple[str, ...] | None = None
    sweat_l_per_day: float | None = None

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise InputError("\n".join(_sentences(error))) from None

    @field_validator("sex", "activity", "life_stage", mode="before")
    @classmethod
    def _word(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        word = re.sub(r"[\s-]+", "_", given.strip().lower())
        return _SYNONYMS.get(word, word)

    @field_validator("height_cm", "weight_kg", "prepregnancy_weight_kg", mode="before")
    @classmethod
    def _measured(cls, given: Any, info: ValidationInfo) -> Any:
        if not isinstance(given, str) or _is_number(given):
            return given
        return height_cm(given) if info.field_name == "height_cm" else weight_kg(given)

    @field_validator("conditions", "medications", "supplements", mode="before")
    @classmethod
    def _answer(cls, given: Any, info: ValidationInfo) -> Any:
        if given is None or (isinstance(given, float) and given != given):
            return None
        if isinstance(given, str):
            given = [given]
        if not isinstance(given, Sequence) or not all(isinstance(text, str) for text in given):
            raise ValueError(f"{info.field_name} {given!r} is not text: write words, separated by ';', or 'none'")
        if not given:
            return ()
        parts = [part.strip() for text in given for part in re.split(r"[;\n]", text)]
        return tuple(part for part in parts if part) or None  # only blanks: the question stands unanswered

    @model_validator(mode="after")
    def _sensible(self) -> Person:
        # one problem is raised at a time by pydantic; gathered here so that all are told together
        problems = [text for text in self._problems() if text]
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def _problems(self) -> list[str]:
        small = 1 <= self.age_years < 6
        ranges: dict[str, tuple[float, float, str]] = {
            "age_years": (1, 120, "plans are for 1 to 120 years"),
            "height_cm": (60 if small else 100, 250, "centimetres, not metres or feet?"),
            "weight_kg": (5 if small else 15, 350, "give kilograms"),
            "prepregnancy_weight_kg": (15, 350, "give kilograms"),
            "energy_kcal": (500, 10000, "give kilocalories a day"),
            "potassium_limit_mg": (500, 10000, "milligrams a day, not grams?"),
            "sodium_limit_mg": (500, 10000, "milligrams a day, not grams?"),
            "phosphorus_limit_mg": (300, 5000, "milligrams a day, not grams?"),
            "vitamin_k_usual_ug": (20, 1500, "micrograms a day"),
            "caffeine_usual_mg": (0, 400, "milligrams a day; 400 mg is the most for adults"),
            "sweat_l_per_day": (0, 8, "litres of sweat a day"),
            "gestation_weeks": (0, 43, "completed weeks of pregnancy?"),
            "lactation_months": (0, 60, "months since birth?"),
        }
        told = [_between(name, getattr(self, name), *bounds) for name, bounds in ranges.items()]
        if self.life_stage != "none":
            if self.sex == "male":
                told.append(f"life_stage {self.life_stage} does not go with sex male: change one of them")
            elif not 14 <= self.age_years < 51:
                told.append(
                    f"life_stage {self.life_stage} at {self.age_years:g} years: reference intakes exist for "
                    "ages 14 to 50 only, so ask a doctor or dietitian"
                )
        for name, stage in (
            ("gestation_weeks", "pregnant"),
            ("prepregnancy_weight_kg", "pregnant"),
            ("lactation_months", "lactating"),
        ):
            if getattr(self, name) is not None and self.life_stage != stage:
                told.append(f"{name} needs life_stage {stage}: add it, or leave {name} out")
        return told

    @property
    def bmi(self) -> float:
        """Body mass index of today, kg/m2."""
        return self.weight_kg / (self.height_cm / 100) ** 2

    @property
    def prepregnancy_bmi(self) -> float | None:
        """Body mass index before pregnancy, kg/m2, where that weight is known."""
        if self.prepregnancy_weight_kg is None:
            return None
        return self.prepregnancy_weight_kg / (self.height_cm / 100) ** 2


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _between(name: str, value: float | None, low: float, high: float, hint: str) -> str:
    if value is None or low <= value <= high:
        return ""
    side = f"below {low:g}" if value < low else f"above {high:g}"
    return f"{name} {value:g} is {side}: {hint}"


def _sentences(error: ValidationError) -> list[str]:
    """pydantic's problems, one plain sentence each."""
    told: list[str] = []
    for problem in error.errors():
        name = ".".join(str(part) for part in problem["loc"][:1])
        given = problem["input"]
        match problem["type"]:
            case "missing":
                told.append(f"{name} is missing: it is required and never guessed")
            case "extra_forbidden":
                near = get_close_matches(name, Person.model_fields, n=1)
                hint = f"did you mean {near[0]!r}?" if near else "it is one of " + ", ".join(Person.model_fields)
                told.append(f"unknown field {name!r} of a person: {hint}")
            case "literal_error":
                allowed = str(problem["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
                told.append(f"{name} {given!r} is not one of {allowed}")
            case "value_error":
                told.append(str(problem["ctx"]["error"]))
            case "bool_parsing" | "bool_type":
                told.append(f"{name} {given!r} is neither true nor false")
            case _:
                told.append(f"{name} {given!r} is not a number: write it with digits, without its unit")
    return told


def person_from(given: Mapping[str, Any]) -> Person:
    """A Person from a row, a table of a file, or the flags of a command: blank and NaN count as not given.

    Raises InputError with one sentence for each problem.
    """
    kept = {
        name: value
        for name, value in given.items()
        if not (value is None or (isinstance(value, str) and not value.strip()) or value != value)
    }
    return Person(**kept)
