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


@options.about_a_person
def targets(
    request: options.PersonRequest,
    authority: options.Authority = "us_canada",
    preset: options.Preset = "reference",
    units: options.Units = "us",
    format: Annotated[TargetsFormat, typer.Option("--format", help="table or json.")] = TargetsFormat.table,
) -> None:
    """Print the daily targets of a person: energy, and about 35 nutrients with their sources."""
    told = units_from(units)
    wanted = targets_for(request.person, authority=authority, preset=preset, overrides=request.overrides)
    screening = screen(request.person, wanted)
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
