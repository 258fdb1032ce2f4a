"""Energy requirement: the equations of NASEM 2023, kcal a day.

kcal = intercept + a*age + h*height + w*weight (+ g*weeks of pregnancy) + what growth, pregnancy or milk adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from planner.errors import InputError
from planner.nutrition.person import Person
from planner.nutrition.reference import table

ASSUMED_GESTATION_WEEKS = 20.0  # policy: the middle of pregnancy, said to the person as an assumption
_NOTHING: tuple[str, ...] = ()


@dataclass(frozen=True)
class EnergyEstimate:
    """A day's energy in kcal, the equation it comes from in words, its source, and what was assumed."""

    kcal: float
    equation: str
    source_id: str
    assumptions: tuple[str, ...] = ()


def pregnancy_phase(person: Person) -> tuple[str, float, tuple[str, ...]]:
    """The row of the equations, the week of pregnancy counted with, and what was assumed."""
    if person.life_stage == "pregnant":
        weeks, assumed = person.gestation_weeks, _NOTHING
        if weeks is None:
            weeks = ASSUMED_GESTATION_WEEKS
            assumed = (f"week {weeks:.0f} of pregnancy assumed: give gestation_weeks",)
        return ("trimester_1" if weeks < 14 else "trimester_2_3"), weeks, assumed
    if person.life_stage == "lactating":
        if person.lactation_months is None:
            return "months_0_6", 0.0, ("months 0 to 6 of breast-feeding assumed: give lactation_months",)
        return ("months_0_6" if person.lactation_months < 6 else "months_7_12"), 0.0, ()
    return "any", 0.0, ()


def _row(person: Person, phase: str) -> Mapping[str, str]:
    for low, below, row in _equations(person.sex, person.life_stage, phase, person.activity):
        if low <= person.age_years < below:
            return row
    raise InputError(
        f"no energy equation for {person.sex}, {person.age_years:g} years, {person.life_stage}: give energy_kcal"
    )


@cache
def _equations(
    sex: str, life_stage: str, phase: str, activity: str
) -> tuple[tuple[float, float, Mapping[str, str]], ...]:
    """From which age on and below which, and the equation."""
    return tuple(
        (float(row["age_min_years"]), float(row["age_below_years"]), row)
        for row in table("energy_equations")
        if (row["sex"], row["life_stage"], row["phase"]) == (sex, life_stage, phase)
        and row["activity"] in (activity, "any")
    )


def _energy_laid_down(person: Person) -> tuple[float, tuple[str, ...]]:
    """kcal a day for the growing body in trimesters 2 and 3, by body mass index before pregnancy."""
    bmi, assumed = person.prepregnancy_bmi, _NOTHING
    if bmi is None:
        bmi = person.bmi
        assumed = ("weight before pregnancy taken as today's: give prepregnancy_weight_kg",)
    for row in table("pregnancy_energy"):
        if float(row["bmi_min"]) <= bmi and (not row["bmi_below"] or bmi < float(row["bmi_below"])):
            return float(row["added_kcal"]), assumed
    raise AssertionError("the table covers every body mass index")


def energy_requirement_kcal(person: Person) -> EnergyEstimate:
    """Energy that keeps this person's weight, in kcal a day; the person's own ``energy_kcal`` wins.

    A man of 30 years, 170 cm, 70 kg, inactive needs 2520.17 kcal. Source: NASEM 2023. Raises InputError for a
    person no equation is for (pregnant outside 14 to 50 years cannot be written down as a Person at all).
    """
    if person.energy_kcal is not None:
        return EnergyEstimate(person.energy_kcal, f"{person.energy_kcal:g} kcal as given", "own")
    return estimated_requirement_kcal(person)


def estimated_requirement_kcal(person: Person) -> EnergyEstimate:
    """What the equation says, whatever energy the person asked for."""
    phase, weeks, assumed = pregnancy_phase(person)
    row = _row(person, phase)
    terms = (
        ("intercept_kcal", 1.0, ""),
        ("age_kcal_per_year", person.age_years, "years"),
        ("height_kcal_per_cm", person.height_cm, "cm"),
        ("weight_kcal_per_kg", person.weight_kg, "kg"),
        ("gestation_kcal_per_week", weeks, "weeks"),
    )
    kcal, words = 0.0, ""
    for column, amount, unit in terms:
        factor = float(row[column])
        if factor == 0:
            continue
        kcal += factor * amount
        sign = ("- " if factor < 0 else "+ ") if words else ("-" if factor < 0 else "")
        words += f" {sign}{abs(factor):g}" + (f" * {amount:g} {unit}" if unit else "")
    if row["added_kcal"]:
        added = float(row["added_kcal"])
    else:
        added, more = _energy_laid_down(person)
        assumed += more
    if added:
        kcal += added
        words += f" {'-' if added < 0 else '+'} {abs(added):g}"
    if person.age_years >= 3 and "activity" not in person.model_fields_set:
        assumed += ("activity low_active assumed: give activity",)
    return EnergyEstimate(round(kcal, 2), f"{words.strip()} = {kcal:.2f} kcal", row["source_id"], assumed)
