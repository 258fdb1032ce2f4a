"""The reference intakes of a person as targets: RDA or AI below, UL, CDRR, AMDR and guideline limits above."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from planner.nutrition.energy import pregnancy_phase
from planner.nutrition.nutrients import NUTRIENTS
from planner.nutrition.person import Person
from planner.nutrition.reference import Intake, intake, limit, limits, table
from planner.nutrition.target import Target

AUTHORITIES = {"us_canada": "US/Canada", "efsa": "EFSA", "who": "WHO"}
KCAL_PER_GRAM = {"protein_g": 4.0, "carbohydrate_g": 4.0, "fat_g": 9.0, "saturated_fat_g": 9.0, "added_sugars_g": 4.0}

_ORDER_TEXT = """
energy_kcal protein_g fat_g saturated_fat_g carbohydrate_g added_sugars_g fiber_g linoleic_acid_g alpha_linolenic_acid_g
magnesium_mg potassium_mg sodium_mg calcium_mg phosphorus_mg iron_mg zinc_mg copper_mg selenium_ug
vitamin_a_rae_ug retinol_ug vitamin_c_mg vitamin_d_ug vitamin_e_mg vitamin_e_added_mg vitamin_k_ug thiamin_mg
riboflavin_mg niacin_ne_mg vitamin_b6_mg folate_dfe_ug folic_acid_ug vitamin_b12_ug choline_mg caffeine_mg alcohol_g
"""
ORDER = _ORDER_TEXT.split()
DAILY = {"energy_kcal", "magnesium_mg", "potassium_mg"}

_NOTES = {
    "magnesium_mg": "The upper level is for supplements and medicines only, so food magnesium has no maximum.",
    "potassium_mg": "No upper level exists; the AI does not hold for people who excrete potassium poorly.",
    "sodium_mg": "The maximum is the intake above which reducing lowers disease risk; it is no toxicity limit.",
    "niacin_ne_mg": "The upper level is for added niacin only, which the table cannot tell apart: no maximum.",
    "vitamin_a_rae_ug": "The upper level is for preformed vitamin A only: see retinol_ug.",
    "vitamin_e_mg": "The upper level is for added vitamin E only: see vitamin_e_added_mg.",
    "folate_dfe_ug": "The upper level is for added folic acid only: see folic_acid_ug.",
    "linoleic_acid_g": "The range of 5-10 % of energy is information, no bound.",
    "alpha_linolenic_acid_g": "The range of 0.6-1.2 % of energy is information, no bound.",
    "fiber_g": "The AI rests on 14 g per 1,000 kcal.",
    "alcohol_g": "None by default; an own maximum is possible up to the guideline for adults.",
}

_AGES_OF_NOTES = (14, 51, 71)  # from which on a note changes, see ``_explained``


class Group(NamedTuple):
    """What the tables tell people apart by: the age is where a row begins that holds for it."""

    sex: str
    age_years: float
    life_stage: str


def group_of(person: Person) -> Group:
    """The group with the same reference values as this person; there are some fifty."""
    edges = _age_edges()
    return Group(person.sex, edges[bisect_right(edges, person.age_years) - 1], person.life_stage)


@cache
def _age_edges() -> list[float]:
    rows = table("reference_intakes")
    sides = ("age_min_years", "age_below_years")
    return sorted({0.0, *map(float, _AGES_OF_NOTES), *(float(row[side]) for row in rows for side in sides)})


class Reference:
    """Looks up the values of one person, or of a group of people."""

    def __init__(self, person: Person | Group) -> None:
        self.person = person

    def find(self, nutrient: str, *kinds: str, authority: str = "us_canada", per_kg: bool = False) -> Intake | None:
        """The first of ``kinds`` that the authority sets for this person."""
        for kind in kinds:
            found = intake(
                nutrient,
                kind,
                sex=self.person.sex,
                age_years=self.person.age_years,
                life_stage=self.person.life_stage,
                authority=authority,
                per_kg=per_kg,
            )
            if found:
                return found
        return None

    def plain(self, nutrient: str) -> Target:
        """RDA or AI as lower bound; the UL or CDRR as upper bound where its basis lets it hold for food."""
        target = Target(nutrient, daily=nutrient in DAILY, note=_NOTES.get(nutrient, ""))
        low = self.find(nutrient, "RDA", "AI")
        if low:
            target = target.with_lower(low.value, low.kind, low.basis, low.source_id)
        high = self.find(nutrient, "CDRR", "UL")
        if high and high.basis != "supplements_only":
            target = target.with_upper(high.value, high.kind, high.basis, high.source_id)
        return target


def reference_targets(person: Person, energy_kcal: float) -> dict[str, Target]:
    """US/Canada targets of about 35 nutrients, in their units a day; macronutrient ranges turned into grams."""
    plain = _plain_targets(group_of(person))
    look = Reference(person)
    special = {
        "protein_g": _protein(person, energy_kcal),
        "fat_g": _range_in_grams(Target("fat_g"), look, energy_kcal),
        "carbohydrate_g": _range_in_grams(plain["carbohydrate_g"], look, energy_kcal),
        "saturated_fat_g": _share("saturated_fat_g", "satfat", energy_kcal),
        "added_sugars_g": _added_sugars(person, energy_kcal),
        "caffeine_mg": _caffeine(person),
        "alcohol_g": Target("alcohol_g", upper=0.0, upper_kind="default", upper_basis="total", upper_source="policy",
                            note=_NOTES["alcohol_g"]),
    }  # fmt: skip
    return {name: special.get(name) or plain[name] for name in ORDER if name != "energy_kcal"}


@cache
def _plain_targets(group: Group) -> Mapping[str, Target]:
    """RDA, AI, UL and CDRR of everybody in the group: what depends on neither weight nor energy."""
    look = Reference(group)
    return {name: _explained(look.plain(name), group) for name in ORDER if name != "energy_kcal"}


def _grams(percent: float, nutrient: str, energy_kcal: float) -> float:
    return round(percent / 100 * energy_kcal / KCAL_PER_GRAM[nutrient], 2)


def _range_in_grams(target: Target, look: Reference, energy_kcal: float) -> Target:
    """Adds the acceptable range of energy shares; it holds on the mean and gives way to an RDA above it."""
    name = target.nutrient
    low, high = look.find(name, "AMDR_low"), look.find(name, "AMDR_high")
    if low and _grams(low.value, name, energy_kcal) > (target.lower or 0):
        target = target.with_lower(_grams(low.value, name, energy_kcal), "AMDR", low.basis, low.source_id)
    if high:
        most = _grams(high.value, name, energy_kcal)
        if target.lower is not None and target.lower > most:
            return target.noted(f"The RDA lies above {high.value:g} % of this energy, so the range gives way.")
        target = target.with_upper(most, "AMDR", high.basis, high.source_id)
    return target.changed(upper_daily=False)


def _protein(person: Person, energy_kcal: float) -> Target:
    """RDA in g per kg of today's weight; in the first half of pregnancy the value outside pregnancy holds."""
    look, target = Reference(person), Target("protein_g")
    if person.life_stage == "pregnant" and pregnancy_phase(person)[1] < 20:
        look = Reference(person.model_copy(update={"life_stage": "none", "gestation_weeks": None}))
        target = target.noted("First half of pregnancy: protein as before it.")
    per_kg = look.find("protein_g", "RDA", per_kg=True)
    if per_kg:
        grams = round(per_kg.value * person.weight_kg, 2)
        target = target.with_lower(grams, "RDA", "per_kg", per_kg.source_id)
        target = target.noted(f"{per_kg.value:g} g per kg of body weight.")
    return _range_in_grams(target, look, energy_kcal)


def _share(nutrient: str, limit_id: str, energy_kcal: float) -> Target:
    grams = _grams(limit(limit_id), nutrient, energy_kcal)
    source = limits()[limit_id]["source_id"]
    return Target(nutrient).with_upper(grams, "guideline", "percent_energy", source)


def _added_sugars(person: Person, energy_kcal: float) -> Target:
    if person.age_years < 2:
        source = limits()["added_sugar_under2"]["source_id"]
        return Target("added_sugars_g").with_upper(0.0, "guideline", "total", source)
    return _share("added_sugars_g", "added_sugar_dga2020", energy_kcal)


def _caffeine(person: Person) -> Target:
    """400 mg; 200 in pregnancy and breast-feeding; under 18 years 2.5 mg per kg, the lower of two limits."""
    found = []
    if person.age_years < 18:
        found.append(("caffeine_child_canada", limit("caffeine_child_canada") * person.weight_kg, "per_kg"))
    if person.life_stage != "none":
        found.append(("caffeine_preg", limit("caffeine_preg"), "total"))
    if not found:
        found.append(("caffeine_adult", limit("caffeine_adult"), "total"))
    limit_id, most, basis = min(found, key=lambda entry: entry[1])
    return Target("caffeine_mg").with_upper(round(most, 1), "limit", basis, limits()[limit_id]["source_id"])


def alcohol_limit_g(person: Person) -> float:
    """The most alcohol (g a day) an own target may allow: 0 under 21 years, in pregnancy and breast-feeding."""
    if person.age_years < 21 or person.life_stage != "none":
        return limit("alcohol_none")
    return limit("alcohol_men" if person.sex == "male" else "alcohol_women")


def _explained(target: Target, person: Group) -> Target:
    """What the number does not say by itself for this person."""
    if target.nutrient == "iron_mg" and person.sex == "female" and 51 <= person.age_years < 71:
        return target.noted("Assumes that periods have ended: 18 mg while they have not.")
    if target.nutrient == "vitamin_b12_ug" and person.age_years >= 51:
        return target.noted("From about 50 years on, mainly from fortified foods or a supplement.")
    fertile = person.sex == "female" and 14 <= person.age_years < 51 and person.life_stage == "none"
    if target.nutrient == "folate_dfe_ug" and fertile:
        return target.noted("Who may become pregnant needs 400 ug of folic acid besides: ask about a supplement.")
    return target


def other_authority(target: Target, person: Person, authority: str) -> Target:
    """Magnesium, potassium or sodium by EFSA or WHO; where they set nothing, US/Canada stays and the note says so."""
    name, label = target.nutrient, AUTHORITIES[authority]
    low = Reference(person).find(name, "AI", "minimum", authority=authority)
    high = Reference(person).find(name, "maximum", authority=authority)
    if low:
        target = target.with_lower(low.value, f"{label} {low.kind}", low.basis, low.source_id)
    if high:
        target = target.with_upper(high.value, f"{label} {high.kind}", high.basis, high.source_id)
    elif (authority, name) == ("efsa", "sodium_mg") and person.age_years >= 18:
        source = limits()["sodium_efsa"]["source_id"]
        target = target.with_upper(limit("sodium_efsa"), "EFSA safe and adequate", "total", source)
        high = Intake(0.0, "", "", source)
    if not low and not high:
        return target.noted(f"{label} sets no value here for this person: US/Canada is used.")
    return target


@cache
def not_in_table() -> tuple[str, ...]:
    """Nutrients with a reference intake that the food table does not hold, so that nothing can be planned."""
    named = {row["nutrient"] for row in table("reference_intakes") if row["kind"] in ("RDA", "AI")}
    return tuple(sorted(name for name in named if name not in NUTRIENTS and name != "total_water_l"))
