"""The reference tables, each from the rows of one source file: our own names, units and populations.

Numbers stay exact decimals from the file to the table; a blank stays blank (unknown).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from food_data.reference_names import (
    EQUIVALENT_FOODS,
    INTAKE_NAMES,
    KINDS,
    LIMITS,
    LIMITS_ADDED,
    MODIFIERS,
    PATTERN_COMPONENTS,
    SOURCES_ADDED,
    SOURCES_CITED,
    UL_NAMES,
)

Row = dict[str, str]
OLDEST_YEARS = 121  # the sources end their last age group at 120; the planner plans up to and including 120

_STAGES = {"none": "none", "pregnancy": "pregnant", "lactation": "lactating"}
_AUTHORITIES = {"US_CAN_DRI": "us_canada", "EFSA": "efsa", "WHO": "who"}
_BASES = {
    "total": "total",
    "supplement_or_medicine_only": "supplements_only",
    "supplement_only": "supplements_only",
    "preformed_retinol_only": "retinol_only",
    "synthetic_supplement_or_fortified_only": "synthetic_only",
    "supplemental_alpha_tocopherol_only": "added_vitamin_e_only",
    "not_determined": "not_determined",
}


def _number(text: str, factor: str = "1") -> str:
    """``text`` times ``factor`` as the shortest exact decimal; blank stays blank (unknown)."""
    if not text.strip():
        return ""
    value = (Decimal(text) * Decimal(factor)).normalize()
    return f"{value:f}" if value else "0"


def _age(text: str) -> str:
    return str(OLDEST_YEARS) if text == "120" else _number(text)


def reference_intakes(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """EAR, RDA, AI, UL, CDRR and AMDR of 22 life-stage rows, and what EFSA and WHO say of Mg, K and Na."""
    out: list[Row] = []
    for row in rows:
        kind, basis = KINDS[row["ref_type"]], _BASES[row["basis"]]
        names = UL_NAMES if kind == "UL" and basis != "total" else INTAKE_NAMES
        nutrient, factor, unit = names.get(row["nutrient"]) or INTAKE_NAMES[row["nutrient"]]
        if row["ref_type"].startswith("AMDR"):
            unit, factor, basis = "percent_energy", "1", "percent_energy"
        elif row["nutrient"] == "protein_per_kg":
            basis = "per_kg"
        out.append(
            {
                "authority": _AUTHORITIES[row["authority"]],
                "nutrient": nutrient,
                "kind": kind,
                "sex": row["sex"],
                "age_min_years": _age(row["age_min"]),
                "age_below_years": _age(row["age_max_excl"]),
                "life_stage": _STAGES[row["life_stage"]],
                "value": _number(row["value"], factor),
                "unit": unit,
                "basis": basis,
                "source_id": row["source_id"],
            }
        )
    return out


def energy_equations(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """The 2023 equations: kcal = intercept + a*age + h*height + w*weight + g*weeks + add."""
    stages = {
        "none": ("none", "any"),
        "pregnancy_T1": ("pregnant", "trimester_1"),
        "pregnancy_T2_T3": ("pregnant", "trimester_2_3"),
        "lactation_0_6mo_exclusive": ("lactating", "months_0_6"),
        "lactation_7_12mo_partial": ("lactating", "months_7_12"),
    }
    out: list[Row] = []
    for row in rows:
        life_stage, phase = stages[row["life_stage"]]
        out.append(
            {
                "sex": row["sex"],
                "age_min_years": _age(row["age_min"]),
                "age_below_years": _age(row["age_max_excl"]),
                "life_stage": life_stage,
                "phase": phase,
                "activity": row["pal_cat"],
                "intercept_kcal": _number(row["intercept"]),
                "age_kcal_per_year": _number(row["coef_age_y"]),
                "height_kcal_per_cm": _number(row["coef_height_cm"]),
                "weight_kcal_per_kg": _number(row["coef_weight_kg"]),
                "gestation_kcal_per_week": _number(row["coef_gestation_wk"]),
                "added_kcal": _number(row["add_kcal"]),  # blank: by pre-pregnancy BMI, see pregnancy_energy
                "source_id": row["source_id"],
            }
        )
    return out


def pregnancy_energy(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """Energy laid down in the 2nd and 3rd trimester, by body mass index before pregnancy."""
    notes = {row["note"] for row in rows if row["life_stage"] == "pregnancy_T2_T3"}
    if len(notes) != 1:
        raise ValueError("energy equations: the second and third trimester rows disagree on the energy laid down")
    steps = re.findall(r"(<|>=)?(\d+\.?\d*)(?:-(\d+\.?\d*))? ([+-]\d+)", notes.pop().split(":", 1)[1])
    lows = ["0", *(number for sign, number, _, _ in steps if sign != "<")]
    bounds = zip(lows, [*lows[1:], ""], steps, strict=True)
    return [
        {"bmi_min": low, "bmi_below": high, "added_kcal": str(int(step[3])), "source_id": "NASEM_2023_energy"}
        for low, high, step in bounds
    ]


def activity_levels(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """Physical activity level (total energy / resting energy) of the four activity classes, by age."""
    return [
        {
            "age_min_years": _age(row["age_min"]),
            "age_below_years": _age(row["age_max_excl"]),
            "activity": row["pal_cat"],
            "pal_min": _number(row["pal_min"]),
            "pal_below": _number(row["pal_max_excl"]),
            "source_id": row["source_id"],
        }
        for row in rows
    ]


def limits(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """Guideline limits and goals, with the people they are for as columns."""
    out: list[Row] = []
    for row in rows:
        shape = LIMITS[row["id"]]
        low, high = row["value"].split("-") if "-" in row["value"] else (row["value"], row["value"])
        operator = row["operator"]
        out.append(
            {
                "limit_id": row["id"],
                "quantity": shape.quantity,
                "sex": shape.sex,
                "age_min_years": shape.age_min,
                "age_below_years": shape.age_below,
                "life_stage": shape.life_stage,
                "condition": shape.condition,
                "low": _number(low, shape.factor) if operator in (">=", "=", "range") else "",
                "high": _number(high, shape.factor) if operator in ("<", "<=", "=", "range") else "",
                "goal": _number(low, shape.factor) if operator == "~" else "",
                "unit": shape.unit,
                "source_id": shape.source_id,
                "checked": "no" if row["verified"].startswith("known") else "yes",
            }
        )
    return [*out, *(dict(zip(out[0], added, strict=True)) for added in LIMITS_ADDED)]


def intake_modifiers(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """What changes a reference intake for some people, where the source gives one number."""
    out: list[Row] = []
    for row in rows:
        shape = MODIFIERS.get((row["condition"], row["nutrient"]))
        if shape:
            who, nutrient, action, source_id = shape
            value = re.sub(r"[^\d.]", "", row["value"].split("(")[0])
            out.append({"who": who, "nutrient": nutrient, "action": action, "value": value, "source_id": source_id})
    return out


def food_pattern_targets(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """Amounts of the US-style and the vegetarian pattern for 12 energy levels, under our component names."""
    out: list[Row] = []
    for row in rows:
        component, bound = PATTERN_COMPONENTS[row["group"]]
        out.append(
            {
                "pattern": row["pattern"],
                "energy_level_kcal": row["kcal_level"],
                "component": component,
                "bound": bound,
                "amount": _number(row["amount"]),
                "per": row["per"],
                "amount_per_day": _number(row["amount_per_day"]),
                "source_id": row["source_id"],
            }
        )
    return out


def pattern_equivalents(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """What one cup or ounce equivalent is in household measures and grams."""
    out: list[Row] = []
    for row in rows:
        grams = re.findall(r"\d+\.?\d*", row["grams_approx"])
        out.append(
            {
                "food": EQUIVALENT_FOODS[row["food"]],
                "equivalent": row["unit"],
                "household": row["household"],
                "grams_low": _number(grams[0]),
                "grams_high": _number(grams[-1]),
                "source_id": "DGA_2020" if row["source"].startswith("DGA") else "FPED",
            }
        )
    return out


def hei_standards(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """HEI-2020: where a component earns nothing and where it earns all its points; linear in between."""
    bases = {"(MUFA+PUFA)/SFA": "unsaturated_to_saturated"}
    return [
        {
            "component": row["component"],
            "kind": row["kind"],
            "points": row["max_points"],
            "unit": "percent_energy" if row["unit"] == "%kcal" else row["unit"],
            "full_at": _number(row["standard_max_score"]),
            "zero_at": _number(row["standard_zero"]),
            "basis": bases.get(row["density_basis"], row["density_basis"]),
            "source_id": row["source_id"],
        }
        for row in rows
    ]


def meal_slots(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """Share of a day's energy per slot (our policy), beside what US adults were seen to eat where that is known."""
    out: list[Row] = []
    for row in rows:
        observed = row["us_observed_pct"]
        items = re.findall(r"\d+", row["typical_items"])
        out.append(
            {
                "slot": row["slot"],
                "energy_share_low": _number(row["share_lo"]),
                "energy_share_high": _number(row["share_hi"]),
                "share_basis": "policy",
                "us_observed_percent": "" if observed.startswith("~") else _number(observed),
                "items_low": items[0],
                "items_high": items[1],
                "source_id": "Kant_2006" if not observed.startswith("~") else "",
            }
        )
    return out


def sources(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """Every document a ``source_id`` stands for."""
    listed = [
        {
            "source_id": row["source_id"],
            "organisation": row["organisation"],
            "title": row["document"],
            "year": row["year"],
            "where": SOURCES_CITED.get(row["source_id"], row["where"]),
        }
        for row in rows
    ]
    names = ("source_id", "organisation", "title", "year", "where")
    return [*listed, *(dict(zip(names, added, strict=True)) for added in SOURCES_ADDED)]
