"""From a person to targets: energy, reference intakes, preset, and what the person set himself or herself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from planner.errors import InfeasibleError, InputError
from planner.nutrition.energy import EnergyEstimate, energy_requirement_kcal
from planner.nutrition.intakes import (
    AUTHORITIES,
    ORDER,
    Reference,
    alcohol_limit_g,
    not_in_table,
    other_authority,
    reference_targets,
)
from planner.nutrition.nutrients import NUTRIENTS, find_nutrient
from planner.nutrition.person import Person
from planner.nutrition.reference import limit, table
from planner.nutrition.safety_bounds import above_cap
from planner.nutrition.target import Target, Targets

__all__ = ["ENERGY_TOLERANCE", "PRESETS", "Override", "Target", "Targets", "targets_for"]

PRESETS = ("reference", "mg_k_boost")
ENERGY_TOLERANCE = 0.05
DASH_ENERGY_KCAL = 2100.0
CAPS = ("UL", "limit", "safety")  # uppers that an own target cannot lift
Override = tuple[float | None, float | None]


def targets_for(
    person: Person,
    authority: str = "us_canada",
    preset: str = "reference",
    overrides: Mapping[str, Override] | None = None,
    diet: Sequence[str] = (),
    iron_for_vegetarians: bool = False,
) -> Targets:
    """The daily targets of ``person``: about 35 nutrients with lower, upper, kind, basis and source.

    ``authority`` 'efsa' or 'who' replaces magnesium, potassium and sodium. ``preset`` 'mg_k_boost' raises
    magnesium and potassium to DASH (500 and 4,700 mg at 2,100 kcal, scaled by energy). ``overrides`` maps a
    nutrient to (minimum, maximum), None for "as it is", infinity for "no maximum". The health screening comes
    after this: see ``screening.apply_screening``.

    Raises InputError for an unknown authority or preset, an impossible override, and a boost whose health
    questions are unanswered; RefusedError for a boost that would not be safe; InfeasibleError for an own minimum
    above a cap. Sources: NASEM 2019 and 2023, IOM 1997 to 2011, DGA 2020, EFSA, WHO 2012 (sources.csv).
    """
    _known("authority", authority, tuple(AUTHORITIES))
    _known("preset", preset, PRESETS)
    own = _checked(overrides or {})
    energy, energy_target = _energy(person, own.pop("energy_kcal", (None, None)))
    rows = {"energy_kcal": energy_target} | reference_targets(person, energy.kcal)
    if authority != "us_canada":
        for name in ("magnesium_mg", "potassium_mg", "sodium_mg"):
            rows[name] = other_authority(rows[name], person, authority)
    if person.smoker:
        rows["vitamin_c_mg"] = _for_smokers(rows["vitamin_c_mg"])
    if iron_for_vegetarians and {"vegetarian", "vegan"} & set(diet):
        rows["iron_mg"] = _for_vegetarians(rows["iron_mg"])
    if preset == "mg_k_boost":
        _boost_allowed(person)
        for name, limit_id in (("magnesium_mg", "dash_magnesium"), ("potassium_mg", "dash_potassium")):
            rows[name] = _boosted(rows[name], limit_id, energy.kcal)
    for name, wish in own.items():
        rows[name] = _overridden(rows.get(name, Target(name)), wish, person)
    ordered = {name: rows[name] for name in [*ORDER, *sorted(rows.keys() - set(ORDER))]}
    water = Reference(person).find("total_water_l", "AI")
    return Targets(
        ordered,
        energy,
        authority=authority,
        preset=preset,
        notes=_notes(diet),
        total_water_l=water.value if water else None,
    )


def _known(what: str, given: str, allowed: tuple[str, ...]) -> None:
    if given not in allowed:
        raise InputError(f"{what} {given!r} is not one of {', '.join(allowed)}")


def _checked(overrides: Mapping[str, Override]) -> dict[str, Override]:
    """Names resolved, numbers looked at; all problems are told together."""
    own: dict[str, Override] = {}
    problems: list[str] = []
    for given, (low, high) in overrides.items():
        name = find_nutrient(given)
        for side, value in (("minimum", low), ("maximum", high)):
            if value is not None and (math.isnan(value) or value < 0):
                problems.append(f"{name}: the {side} {value:g} is not an amount: give a number from 0 up")
        if low is not None and high is not None and low > high:
            problems.append(f"{name}: the minimum {low:g} is above the maximum {high:g}: swap or change them")
        if name == "water_g":
            problems.append(
                "water_g: water is told and not planned, because most of it is drunk beside the meals: leave it out"
            )
        if name in own:
            problems.append(f"{name} is given twice: keep one")
        if low is not None and math.isinf(low):
            problems.append(f"{name}: the minimum cannot be infinite")
        own[name] = (None if low is None else float(low), None if high is None else float(high))
    if problems:
        raise InputError("\n".join(problems))
    return own


def _energy(person: Person, wish: Override) -> tuple[EnergyEstimate, Target]:
    """The day's energy: as estimated or given, moved into the person's own bounds if there are any; ±5 %."""
    energy = energy_requirement_kcal(person)
    low, high = wish
    kcal = max(energy.kcal, low or 0.0)
    kcal = min(kcal, math.inf if high is None else high)
    if kcal != energy.kcal:
        if not 500 <= kcal <= 10000:
            raise InputError(f"energy_kcal {kcal:g} is outside 500 to 10000: give kilocalories a day")
        energy = EnergyEstimate(kcal, f"{kcal:g} kcal as given", "own", energy.assumptions)
    kind = "own" if energy.source_id == "own" else "EER"
    # Tenths, rounded inwards: what is kept to is never outside ±5 %.
    least = math.ceil(round(10 * kcal * (1 - ENERGY_TOLERANCE), 6)) / 10 if low is None else low
    most = math.floor(round(10 * kcal * (1 + ENERGY_TOLERANCE), 6)) / 10 if high is None or math.isinf(high) else high
    target = Target("energy_kcal", daily=True).with_lower(least, kind, "total", energy.source_id)
    return energy, target.with_upper(most, kind, "total", energy.source_id)


def _modifier(target: Target, value: float, why: str) -> Target:
    changed = target.with_lower(round(value, 2), target.lower_kind, target.lower_basis, target.lower_source)
    return changed.noted(why)


def _for_smokers(target: Target) -> Target:
    added = _modifiers()["smoker", "vitamin_c_mg"]
    return _modifier(target, (target.lower or 0) + added, f"{added:g} mg more for smokers (IOM 2000).")


def _for_vegetarians(target: Target) -> Target:
    """IOM 2001: 1.8 times the iron; where that would pass the upper level, the RDA stays and the note says so."""
    factor = _modifiers()["vegetarian", "iron_mg"]
    more = (target.lower or 0) * factor
    if target.upper is not None and more >= target.upper:
        return target.noted(f"{factor:g} times this for vegetarians would pass the upper level: ask a dietitian.")
    return _modifier(target, more, f"{factor:g} times the RDA for vegetarians (IOM 2001).")


def _modifiers() -> dict[tuple[str, str], float]:
    return {(row["who"], row["nutrient"]): float(row["value"]) for row in table("intake_modifiers")}


def _boosted(target: Target, limit_id: str, energy_kcal: float) -> Target:
    """DASH scaled by energy, never below the reference intake."""
    dash = round(limit(limit_id) * energy_kcal / DASH_ENERGY_KCAL, 1)
    if dash <= (target.lower or 0):
        return target.noted("DASH at this energy lies below the reference intake, which stays.")
    return target.with_lower(dash, "DASH", "scaled_by_energy", "NHLBI_DASH")


def _boost_allowed(person: Person) -> None:
    if person.age_years < 19 or person.life_stage != "none":
        raise InputError(
            "the mg_k_boost preset is for adults from 19 years who are not pregnant or breast-feeding: "
            "use the preset 'reference'"
        )
    from planner.nutrition.screening import require_boost_allowed  # screening reads targets, so not at the top

    require_boost_allowed(person)


def _overridden(target: Target, wish: Override, person: Person) -> Target:
    """The person's own bounds: they replace ours, but a cap stays where it is tighter, and a clash is told."""
    low, high = wish
    name, unit = target.nutrient, NUTRIENTS[target.nutrient].unit
    cap = target.upper if target.upper_kind in CAPS else None
    if name == "alcohol_g":
        cap = alcohol_limit_g(person)
    if low is not None and cap is not None and low > cap:
        raise InfeasibleError(
            f"{name}: your minimum of {low:g} {unit} is above the {cap:g} {unit} a day that the planner keeps as "
            f"the most ({target.upper_kind or 'limit'}): lower the minimum",
            *above_cap(name, low, cap),
        )
    if high is not None and cap is not None and high > cap:
        target = target.noted(f"Your maximum lies above {cap:g} {unit}, which stays ({target.upper_kind}).")
        if name == "alcohol_g":
            target = target.with_upper(cap, "limit", "total", "DGA_2020")
    elif high is not None:
        target = target.with_upper(None if math.isinf(high) else high, "own", "total", "own")
    if low is not None:
        target = target.with_lower(low, "own", "total", "own")
    if target.lower is not None and target.upper is not None and target.lower > target.upper:
        if high is not None:  # our minimum gives way to the person's maximum
            return target.noted(f"Your maximum replaces the minimum of {target.lower:g} {unit}.").with_lower(None)
        gone = f"Your minimum replaces the maximum of {target.upper:g} {unit} ({target.upper_kind})."
        return target.noted(gone).with_upper(None)
    return target


def _notes(diet: Sequence[str]) -> tuple[str, ...]:
    missing = ", ".join(name.rsplit("_", 1)[0].replace("_", " ") for name in not_in_table())
    notes = [f"The food table does not hold {missing}: unknown, so neither planned nor checked."]
    if "vegan" in diet:
        notes.append("Vegan: vitamin B12 and vitamin D come from fortified foods or a supplement.")
    return tuple(notes)
