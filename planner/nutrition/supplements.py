"""Supplements somebody takes already: read, and checked against the upper levels, apart from food. None is ever advised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import UnknownNameError
from planner.nutrition.nutrients import NUTRIENTS, find_nutrient
from planner.nutrition.reference import intake

if TYPE_CHECKING:
    from planner.nutrition.person import Person

# International units: vitamin D 40 and retinol 3.33 in a microgram, vitamin E 1.49 in a milligram (IOM 2000, 2001, 2011).
_IU_PER_UNIT = {"vitamin_d_ug": 40.0, "vitamin_a_rae_ug": 3.33, "retinol_ug": 3.33, "vitamin_e_mg": 1.49}
_TO_MG = {"g": 1000.0, "mg": 1.0, "mcg": 0.001, "ug": 0.001, "µg": 0.001, "μg": 0.001}
_DOSE = re.compile(r"(?P<amount>\d+(?:[.,]\d+)?)\s*(?P<unit>g|mg|mcg|ug|µg|μg|iu)\b", re.IGNORECASE)
# The form of a mineral says nothing of its amount; "elemental" neither.
_FORMS = re.compile(
    r"\b(?:citrate|glycinate|bisglycinate|oxide|malate|chloride|gluconate|carbonate|sulfate|sulphate|picolinate|elemental"
    r"|tablets?|capsules?|pills?|supplements?|daily|a day|per day)\b",
    re.IGNORECASE,
)
_NAMES = {
    "vitamin d": "vitamin_d_ug", "vitamin d3": "vitamin_d_ug", "vitamin d2": "vitamin_d_ug", "vitamin a": "retinol_ug", "folic acid": "folate_dfe_ug", "b6": "vitamin_b6_mg",
}  # fmt: skip
# Upper levels that speak of supplements and fortified food, not of food itself (IOM 1998, 2000).
_UPPER_OF = {"vitamin_e_mg": "vitamin_e_added_mg", "niacin_mg": "niacin_added_mg", "niacin_ne_mg": "niacin_added_mg"}
_UPPER_OF |= {"folate_dfe_ug": "folic_acid_ug"}


@dataclass(frozen=True)
class Dose:
    """One supplement: as it was said, and its nutrient and amount a day in the nutrient's unit where both are known."""

    said: str
    nutrient: str = ""
    amount: float | None = None


def read_supplements(said: Iterable[str]) -> tuple[Dose, ...]:
    """Nutrient and amount of each text, such as "magnesium 300 mg" or "vitamin D 1000 IU"."""
    return tuple(_read(text) for text in said if text.strip() and text.strip().lower() not in ("none", "no", "nothing"))


def _read(text: str) -> Dose:
    found = _DOSE.search(text)
    words = _FORMS.sub(" ", _DOSE.sub(" ", text)).strip(" ,.")
    words = " ".join(words.lower().split())
    try:
        name = _NAMES.get(words) or find_nutrient(words)
    except UnknownNameError:
        return Dose(text)
    if found is None or name not in NUTRIENTS:
        return Dose(text, name)
    amount, unit = float(found["amount"].replace(",", ".")), found["unit"].lower()
    if unit == "iu":
        return Dose(text, name, amount / _IU_PER_UNIT[name]) if name in _IU_PER_UNIT else Dose(text, name)
    milligrams = amount * _TO_MG[unit]
    wanted = NUTRIENTS[name].unit
    return Dose(text, name, milligrams / {"g": 1000.0, "mg": 1.0}.get(wanted, 0.001))


def supplement_notices(person: Person, magnesium_most_mg: float) -> tuple[str, ...]:
    """What must be said about the supplements of a person; ``magnesium_most_mg``: the most of it apart from food."""
    doses = read_supplements(person.supplements or ())
    told = []
    totals: dict[str, float] = {}
    for dose in doses:
        if dose.nutrient and dose.amount is not None:
            totals[dose.nutrient] = totals.get(dose.nutrient, 0.0) + dose.amount
        elif dose.nutrient:
            told.append(f"{dose.said!r}: no amount was given, so it is not checked; write it as on the label.")
    for name, amount in totals.items():
        most = magnesium_most_mg if name == "magnesium_mg" else _upper(person, name)
        unit = NUTRIENTS[name].unit.replace("ug", "µg")
        shown = f"{NUTRIENTS[name].label} from supplements: {amount:,.4g} {unit} a day"
        if most is not None and amount > most:
            told.append(f"{shown}, above the upper level of {most:,.4g} {unit}: ask your doctor or pharmacist.")
        else:
            limit = "" if most is None else f" (upper level {most:,.4g} {unit})"
            told.append(f"{shown}{limit}; it comes on top of the food planned here, which does not count on it.")
    return tuple(told)


def _upper(person: Person, name: str) -> float | None:
    found = intake(
        _UPPER_OF.get(name, name), "UL", sex=person.sex, age_years=person.age_years, life_stage=person.life_stage
    )
    return None if found is None else found.value
