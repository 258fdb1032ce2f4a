"""``planner targets``: what a person needs each day, and where the numbers come from."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from planner.cli import person_options as options
from planner.cli.output import console, print_table
from planner.nutrition.nutrients import NUTRIENTS
from planner.nutrition.person import Person
from planner.nutrition.safety_text import BANNER, DISCLAIMER
from planner.nutrition.screening import apply_screening, screen
from planner.nutrition.target import Target, Targets
from planner.nutrition.targets import targets_for
from planner.nutrition.units import Units, say_height, say_weight, units_from


class TargetsFormat(StrEnum):
    """How the targets are printed."""

    table = "table"
    json = "json"


def targets(
    sex: options.Sex = None,
    age: options.Age = None,
    height: options.Height = None,
    weight: options.Weight = None,
    activity: options.Activity = None,
    life_stage: options.LifeStage = None,
    gestation_weeks: options.GestationWeeks = None,
    prepregnancy_weight: options.PrepregnancyWeight = None,
    lactation_months: options.LactationMonths = None,
    energy_kcal: options.EnergyKcal = None,
    smoker: options.Smoker = None,
    condition: options.Condition = None,
    medication: options.Medication = None,
    potassium_limit_mg: options.PotassiumLimit = None,
    sodium_limit_mg: options.SodiumLimit = None,
    phosphorus_limit_mg: options.PhosphorusLimit = None,
    vitamin_k_usual_ug: options.VitaminKUsual = None,
    caffeine_usual_mg: options.CaffeineUsual = None,
    supplement: options.Supplement = None,
    sweat_l: options.Sweat = None,
    person: options.PersonFile = None,
    target: options.TargetOption = None,
    authority: options.Authority = "us_canada",
    preset: options.Preset = "reference",
    units: options.Units = "us",
    format: Annotated[TargetsFormat, typer.Option("--format", help="table or json.")] = TargetsFormat.table,
) -> None:
    """Print the daily targets of a person: energy, and about 35 nutrients with their sources."""
    told = units_from(units)
    request = options.read_person(
        person,
        sex=sex,
        age=age,
        height=height,
        weight=weight,
        activity=activity,
        life_stage=life_stage,
        gestation_weeks=gestation_weeks,
        prepregnancy_weight=prepregnancy_weight,
        lactation_months=lactation_months,
        energy_kcal=energy_kcal,
        smoker=smoker,
        condition=condition,
        medication=medication,
        potassium_limit_mg=potassium_limit_mg,
        sodium_limit_mg=sodium_limit_mg,
        phosphorus_limit_mg=phosphorus_limit_mg,
        vitamin_k_usual_ug=vitamin_k_usual_ug,
        caffeine_usual_mg=caffeine_usual_mg,
        supplement=supplement,
        sweat_l=sweat_l,
        target=target,
    )
    wanted = targets_for(request.person, authority=authority, preset=preset, overrides=request.overrides)
    screening = screen(request.person, preset, wanted)
    wanted = apply_screening(wanted, screening)
    if format is TargetsFormat.json:
        typer.echo(json.dumps(as_json(wanted, screening.notices), indent=2, ensure_ascii=False))
    else:
        _print(request.person, wanted, screening.notices, told)


def as_json(wanted: Targets, notices: tuple[str, ...]) -> dict[str, Any]:
    """The targets as plain values; a missing bound is null."""
    return {
        "energy": {
            "kcal": wanted.energy.kcal,
            "equation": wanted.energy.equation,
            "source": wanted.energy.source_id,
            "assumptions": list(wanted.energy.assumptions),
        },
        "authority": wanted.authority,
        "preset": wanted.preset,
        "targets": [{"unit": NUTRIENTS[name].unit, **vars(target)} for name, target in wanted.items()],
        "total_water_l": wanted.total_water_l,
        "notices": list(notices),
        "notes": list(wanted.notes),
        "disclaimer": DISCLAIMER,
    }


def _amount(name: str, value: float | None) -> str:
    return "" if value is None else f"{value:,.{NUTRIENTS[name].decimals}f}"


def _both(low: str, high: str) -> str:
    """One word for both sides where they agree; "RDA / UL" where they do not."""
    return low or high if low == high or not (low and high) else f"{low} / {high}"


def _row(name: str, target: Target) -> list[str]:
    return [
        name,
        _amount(name, target.lower),
        _amount(name, target.upper),
        _both(target.lower_kind, target.upper_kind),
        _both(target.lower_basis, target.upper_basis),
        _both(target.lower_source, target.upper_source),
    ]


def _print(person: Person, wanted: Targets, notices: tuple[str, ...], units: Units) -> None:
    out = console()
    energy = wanted.energy
    height, weight = say_height(person.height_cm, units), say_weight(person.weight_kg, units)
    out.print(f"For: {person.sex}, {person.age_years:g} years, {height}, {weight}", markup=False)
    out.print(f"Energy: {energy.kcal:,.0f} kcal a day ({energy.source_id}): {energy.equation}", markup=False)
    for assumption in energy.assumptions:
        out.print(assumption, markup=False)
    columns = [("nutrient", "left"), ("lower", "right"), ("upper", "right")]
    columns += [("kind", "left"), ("basis", "left"), ("source", "left")]
    print_table(columns, [_row(name, target) for name, target in wanted.items()])
    noted = [f"{name}: {target.note}" for name, target in wanted.items() if target.note]
    for line in (*notices, *noted, *wanted.notes, BANNER, DISCLAIMER):
        out.print(line, markup=False)
