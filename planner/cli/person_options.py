"""The flags that describe a person, shared by the commands, and the file that can hold the same."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_type_hints

import typer

from planner.errors import InputError
from planner.nutrition.nutrients import find_nutrient
from planner.nutrition.person import Person, person_from
from planner.nutrition.person_file import file_targets, read_person_file
from planner.nutrition.targets import Override

PersonFile = Annotated[
    Path | None, typer.Option("--person", metavar="FILE.toml", help="Read the person from a file; flags win over it.")
]
Sex = Annotated[str | None, typer.Option("--sex", metavar="female|male", help="Sex (required).")]
Age = Annotated[float | None, typer.Option("--age", metavar="YEARS", help="Age in years (required).")]
Height = Annotated[
    str | None, typer.Option("--height", metavar="CM", help='Height in centimetres, or "5 ft 6 in" (required).')
]
Weight = Annotated[
    str | None, typer.Option("--weight", metavar="KG", help='Weight in kilograms, or "137 lb" (required).')
]
Activity = Annotated[
    str | None,
    typer.Option(
        "--activity", metavar="LEVEL", help="inactive, low_active (assumed if not given), active or very_active."
    ),
]
LifeStage = Annotated[
    str | None, typer.Option("--life-stage", metavar="STAGE", help="none (default), pregnant or lactating.")
]
GestationWeeks = Annotated[
    float | None, typer.Option("--gestation-weeks", metavar="WEEKS", help="Completed weeks of pregnancy.")
]
PrepregnancyWeight = Annotated[
    str | None,
    typer.Option("--prepregnancy-weight", metavar="KG", help='Weight before pregnancy in kilograms, or "137 lb".'),
]
LactationMonths = Annotated[
    float | None, typer.Option("--lactation-months", metavar="MONTHS", help="Months of breast-feeding so far.")
]
EnergyKcal = Annotated[
    float | None, typer.Option("--energy-kcal", metavar="KCAL", help="Energy a day instead of the estimate.")
]
Smoker = Annotated[bool | None, typer.Option("--smoker/--no-smoker", help="Smokers need more vitamin C.")]
Condition = Annotated[
    list[str] | None, typer.Option("--condition", metavar="TEXT", help="A health condition, or none. Repeatable.")
]
Medication = Annotated[
    list[str] | None, typer.Option("--medication", metavar="TEXT", help="A medicine, or none. Repeatable.")
]
PotassiumLimit = Annotated[
    float | None,
    typer.Option("--potassium-limit-mg", metavar="MG", help="Most potassium a day, as set by a clinician."),
]
SodiumLimit = Annotated[
    float | None, typer.Option("--sodium-limit-mg", metavar="MG", help="Most sodium a day, as set by a clinician.")
]
PhosphorusLimit = Annotated[
    float | None,
    typer.Option("--phosphorus-limit-mg", metavar="MG", help="Most phosphorus a day, as set by a clinician."),
]
VitaminKUsual = Annotated[
    float | None,
    typer.Option("--vitamin-k-usual-ug", metavar="UG", help="Vitamin K of a usual day, for those on warfarin."),
]
CaffeineUsual = Annotated[
    float | None,
    typer.Option("--caffeine-usual-mg", metavar="MG", help="Caffeine of a usual day, for those on lithium."),
]
Supplement = Annotated[
    list[str] | None,
    typer.Option("--supplement", metavar="TEXT", help='What is taken already, as "magnesium 300 mg". Repeatable.'),
]
Sweat = Annotated[
    float | None, typer.Option("--sweat-l", metavar="LITRES", help="Sweat lost in exercise on a usual day.")
]
TargetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--target", metavar="NAME=MIN:MAX", help="An own target, such as magnesium_mg=400: (either side may be empty)."
    ),
]
Authority = Annotated[
    str, typer.Option("--authority", metavar="NAME", help="us_canada, efsa or who (the last two for Mg, K and Na).")
]
Units = Annotated[
    str,
    typer.Option("--units", metavar="NAME", help="us: cups, oz and lb; metric: with grams or millilitres beside them."),
]
Preset = Annotated[
    str, typer.Option("--preset", metavar="NAME", help="reference, or mg_k_boost for more magnesium and potassium.")
]

REQUIRED_FLAGS = {"sex": "--sex", "age_years": "--age", "height_cm": "--height", "weight_kg": "--weight"}


class PersonRequest(NamedTuple):
    """What a command was given about a person: ``preferences`` as they stand in the file, unchecked."""

    person: Person
    preferences: dict[str, Any]
    overrides: dict[str, Override]


def read_person(
    file: Path | None = None,
    *,
    sex: str | None = None,
    age: float | None = None,
    height: str | float | None = None,
    weight: str | float | None = None,
    activity: str | None = None,
    life_stage: str | None = None,
    gestation_weeks: float | None = None,
    prepregnancy_weight: str | float | None = None,
    lactation_months: float | None = None,
    energy_kcal: float | None = None,
    smoker: bool | None = None,
    condition: Sequence[str] | None = None,
    medication: Sequence[str] | None = None,
    potassium_limit_mg: float | None = None,
    sodium_limit_mg: float | None = None,
    phosphorus_limit_mg: float | None = None,
    vitamin_k_usual_ug: float | None = None,
    caffeine_usual_mg: float | None = None,
    supplement: Sequence[str] | None = None,
    sweat_l: float | None = None,
    target: Sequence[str] | None = None,
) -> PersonRequest:
    """The person of ``file`` with the flags laid over it.

    The file has the tables ``[person]`` (the fields of Person), ``[preferences]`` and ``[targets]``
    (``magnesium_mg_min = 400``). Raises InputError naming the file and the key, or the flag that is missing.
    """
    tables = read_person_file(file) if file is not None else {}
    flags = {
        "sex": sex,
        "age_years": age,
        "height_cm": height,
        "weight_kg": weight,
        "activity": activity,
        "life_stage": life_stage,
        "gestation_weeks": gestation_weeks,
        "prepregnancy_weight_kg": prepregnancy_weight,
        "lactation_months": lactation_months,
        "energy_kcal": energy_kcal,
        "smoker": smoker,
        "conditions": list(condition) if condition else None,
        "medications": list(medication) if medication else None,
        "potassium_limit_mg": potassium_limit_mg,
        "sodium_limit_mg": sodium_limit_mg,
        "phosphorus_limit_mg": phosphorus_limit_mg,
        "vitamin_k_usual_ug": vitamin_k_usual_ug,
        "caffeine_usual_mg": caffeine_usual_mg,
        "supplements": list(supplement) if supplement else None,
        "sweat_l_per_day": sweat_l,
    }
    given = dict(tables.get("person", {})) | {name: value for name, value in flags.items() if value is not None}
    missing = [flag for name, flag in REQUIRED_FLAGS.items() if given.get(name) is None]
    if missing:
        raise InputError(f"missing {', '.join(missing)}: these are required and never guessed")
    overrides = file_targets(tables.get("targets", {}), file)
    for text in target or ():
        name, bounds = parse_target_option(text)
        overrides[name] = bounds
    return PersonRequest(person_from(given), dict(tables.get("preferences", {})), overrides)


def parse_target_option(text: str) -> tuple[str, Override]:
    """``magnesium_mg=400:`` -> ("magnesium_mg", (400.0, None)). Raises InputError, also for an unknown nutrient."""
    name, equals, bounds = text.partition("=")
    low, colon, high = bounds.partition(":")
    if not (name.strip() and equals and colon and (low.strip() or high.strip())):
        raise InputError(f"--target {text!r}: write NAME=MIN:MAX, such as magnesium_mg=400: or sodium_mg=:2000")
    return find_nutrient(name.strip()), (_number(low, text), _number(high, text))


def _number(text: str, whole: str) -> float | None:
    if not text.strip():
        return None
    try:
        return float(text)
    except ValueError:
        raise InputError(f"--target {whole!r}: {text.strip()!r} is not a number") from None


_FLAGS: Mapping[str, Any] = {
    "sex": Sex, "age": Age, "height": Height, "weight": Weight, "activity": Activity, "life_stage": LifeStage,
    "gestation_weeks": GestationWeeks, "prepregnancy_weight": PrepregnancyWeight, "lactation_months": LactationMonths,
    "energy_kcal": EnergyKcal, "smoker": Smoker, "condition": Condition, "medication": Medication,
    "potassium_limit_mg": PotassiumLimit, "sodium_limit_mg": SodiumLimit, "phosphorus_limit_mg": PhosphorusLimit,
    "vitamin_k_usual_ug": VitaminKUsual, "caffeine_usual_mg": CaffeineUsual, "supplement": Supplement, "sweat_l": Sweat,
    "person": PersonFile, "target": TargetOption,
}  # fmt: skip


def person_flags() -> dict[str, Any]:
    """All flags of a person, by the names of ``read_person``'s arguments; ``person`` is its file."""
    return dict(_FLAGS)


def about_a_person(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command all flags of a person, before its own; its argument ``request`` is what ``read_person`` makes of them."""

    @wraps(command)
    def run(**given: Any) -> Any:
        flags = {name: given.pop(name) for name in _FLAGS}
        file = flags.pop("person")
        return command(request=read_person(file, **flags), **given)

    own = {n: p for n, p in inspect.signature(command).parameters.items() if n != "request"}
    hints = {n: h for n, h in get_type_hints(command, include_extras=True).items() if n != "request"}
    kind = inspect.Parameter.KEYWORD_ONLY
    kept = [parameter.replace(kind=kind, annotation=hints[name]) for name, parameter in own.items()]
    flags = [inspect.Parameter(name, kind, default=None, annotation=hint) for name, hint in _FLAGS.items()]
    run.__signature__ = inspect.Signature([*flags, *kept])  # type: ignore[attr-defined]
    run.__annotations__ = {**hints, **_FLAGS}
    return run
