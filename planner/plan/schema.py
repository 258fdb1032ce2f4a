"""The JSON of a plan as a JSON Schema (draft 2020-12), for programs that read or check it; ``docs/plan.schema.json`` is its text.

``null`` means unknown or not applicable, never zero. A key is only left out where its field here has a default.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from planner.plan.saved import FORMAT, SavedRequest

Amount = float | None


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PlanEnergy(_Row):
    """Energy a day, kcal, and the equation it comes from."""

    kcal: float
    equation: str


class MenuRow(_Row):
    """A food at a meal of a day; amounts are of the portion. The last three stand only in a menu of meals."""

    day: int = Field(ge=1)
    meal: str
    food_code: str
    food: str
    portion: str
    grams: float = Field(ge=0)
    energy_kcal: Amount = None
    magnesium_mg: Amount = None
    potassium_mg: Amount = None
    title: str = ""
    serving: str = ""
    seasoning: str = ""


class MealRow(_Row):
    """A meal of a day."""

    day: int = Field(ge=1)
    meal: str
    title: str
    energy_kcal: Amount = None
    magnesium_mg: Amount = None
    potassium_mg: Amount = None


class FoodRow(_Row):
    """A food of the menu; ``made_of`` and ``note`` stand with composed dishes, null where no recipe is known."""

    food_code: str
    food: str
    table_name: str
    made_of: list[str] | None = None
    note: str = ""


class HeiComponent(_Row):
    """A component of the Healthy Eating Index 2020."""

    name: str
    points: Amount
    max_points: float
    density: Amount
    full_at: float
    zero_at: float
    unit: str
    basis: str
    at_least: bool


class HeiScore(_Row):
    """Healthy Eating Index 2020, 0 to 100."""

    total: Amount
    components: list[HeiComponent]
    is_known: bool


class Bounded(_Row):
    """The mean and the largest day of a nutrient beside its bounds; ``at_least``: some food does not report it."""

    name: str
    mean: Amount
    most: Amount
    at_least: bool
    lower: Amount
    upper: Amount


class BoundedPercent(Bounded):
    """The same with per cent of the bound."""

    percent: Amount


class VarietyCounts(_Row):
    """How many different foods, and how often the most repeated one comes."""

    foods: int
    groups: int
    items_by_day: list[int]
    most_repeated: str
    most_repeated_days: int
    items_a_day: float


class CostOfFoods(_Row):
    """US dollars of 2017/18 a day, of the foods whose price is known; their share of the energy."""

    usd_per_day: Amount
    energy_share_known: float
    unpriced: int


class OrdinarinessShares(_Row):
    """How near the meals are to those on record."""

    familiarity: Amount
    portions_in_range: Amount
    at_usual_slot: Amount
    affinity: Amount
    pairs_seen: Amount
    role_pairs_seen: Amount


class PlanQuality(_Row):
    """How good the plan is beyond its targets."""

    days: int
    hei: HeiScore
    electrolytes: list[BoundedPercent]
    sodium_to_potassium: Amount
    calcium_to_magnesium: Amount
    water_l: Amount
    water_adequate_l: Amount
    caffeine: Bounded
    variety: VarietyCounts
    cost: CostOfFoods
    ordinariness: OrdinarinessShares | None
    sweat_l: Amount
    drink_besides_l: Amount


class NutrientRow(_Row):
    """A nutrient on a day (0 = the mean) beside its target; ``foods`` counts those eaten, ``unreported`` those that do not report it."""

    nutrient: str
    day: int = Field(ge=0)
    amount: Amount
    lower: Amount
    upper: Amount
    percent: Amount
    status: str
    foods: int
    unreported: int


class TargetRow(_Row):
    """A target with where it comes from."""

    nutrient: str
    unit: str
    lower: Amount
    upper: Amount
    lower_kind: str
    upper_kind: str
    lower_basis: str
    upper_basis: str
    lower_source: str
    upper_source: str
    daily: bool
    upper_daily: bool
    lower_floor: Amount
    day_upper: Amount
    hard: str
    note: str


class CertificateRow(_Row):
    """A bound, recomputed from the menu and the food table."""

    quantity: str
    day: int = Field(ge=0)
    amount: Amount
    lower: Amount
    upper: Amount
    holds: bool
    foods: int
    unreported: int


class PlanDocument(_Row):
    """A plan as ``planner plan --format json`` and ``plan.to_json()`` write it."""

    format: Literal[2]
    person: dict[str, Any]
    status: Literal["optimal", "limit"]
    gap: Amount
    targets_met: int
    targets_total: int
    certificate_holds: bool
    misses: list[str]
    notices: list[str]
    energy: PlanEnergy
    menu: list[MenuRow]
    meals: list[MealRow]
    foods: list[FoodRow]
    plate_rules_broken: list[str]
    quality: PlanQuality | None
    nutrients: list[NutrientRow]
    targets: list[TargetRow]
    best_reachable: dict[str, Amount]
    best_in_portions: dict[str, Amount]
    shadow_prices: dict[str, Amount]
    certificate: list[CertificateRow]
    food_table_sha256: str
    banner: str
    disclaimer: str
    red_flags: list[str]
    sources: str
    request: SavedRequest | None


def plan_schema() -> dict[str, Any]:
    """The schema of format 2 as a dictionary."""
    found = PlanDocument.model_json_schema(mode="validation")
    for part in (found, *found["$defs"].values()):
        _quieten(part)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"A meal plan, format {FORMAT}"}
    return {**head, **{name: value for name, value in found.items() if name != "title"}}


def _quieten(part: dict[str, Any]) -> None:
    """Without the titles that only repeat a field's name."""
    for value in part.get("properties", {}).values():
        value.pop("title", None)


def schema_json() -> str:
    """The schema as text."""
    return json.dumps(plan_schema(), indent=1, ensure_ascii=False) + "\n"
