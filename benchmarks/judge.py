"""Judging a week: every measure of the panel, recomputed from the menu and the food table.

Nothing is taken from what the plan says of itself but the plate rules it names as broken.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from benchmarks.panel import Member
from benchmarks.reach import unreachable
from planner.foods.diets import OMNIVORE, permitted
from planner.foods.palette import load_palette
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable
from planner.nutrition.intakes import KCAL_PER_GRAM, Reference
from planner.nutrition.target import Targets
from planner.nutrition.targets import targets_for
from planner.plan.quality import quality

LOWERS = [
    "protein_g",
    "carbohydrate_g",
    "fiber_g",
    "linoleic_acid_g",
    "alpha_linolenic_acid_g",
    "calcium_mg",
    "copper_mg",
    "iron_mg",
    "magnesium_mg",
    "phosphorus_mg",
    "selenium_ug",
    "zinc_mg",
    "potassium_mg",
    "sodium_mg",
    "vitamin_a_rae_ug",
    "vitamin_c_mg",
    "vitamin_d_ug",
    "vitamin_e_mg",
    "vitamin_k_ug",
    "vitamin_b6_mg",
    "vitamin_b12_ug",
    "thiamin_mg",
    "riboflavin_mg",
    "niacin_ne_mg",
    "folate_dfe_ug",
    "choline_mg",
]
UPPERS = [
    "sodium_mg",
    "calcium_mg",
    "phosphorus_mg",
    "iron_mg",
    "zinc_mg",
    "copper_mg",
    "selenium_ug",
    "vitamin_d_ug",
    "vitamin_c_mg",
    "vitamin_b6_mg",
    "choline_mg",
    "retinol_ug",
    "folic_acid_ug",
    "saturated_fat_g",
    "added_sugars_g",
    "caffeine_mg",
    "alcohol_g",
]
ENERGY_TOLERANCE = 0.05
ITEMS_A_DAY = (12, 18)
ODD_FORMS = ("raw_unsafe", "dry_concentrate", "ingredient_only", "infant")
# Which promise of the palette keeps which diet.
_IMPLIED = {
    "vegan": {"vegan"},
    "vegetarian": {"vegetarian", "vegan"},
    "pescatarian": {"pescatarian", "vegetarian", "vegan"},
    "dairy_free": {"dairy_free", "vegan"},
    "gluten_free": {"gluten_free"},
}
_ROUNDING = 1e-6


@dataclass
class Judgement:
    """What was found of one person's plan. Days are counted, misses are named with how often or how far."""

    label: str
    kcal: float
    days: int
    seconds: float
    cpu_seconds: float = 0.0
    days_met: int = 0  # energy within 5 %, magnesium and potassium at or above target
    day_misses: dict[str, int] = field(default_factory=dict)
    lowers_met: int = 0
    lower_misses: dict[str, float] = field(default_factory=dict)  # share of the target that is reached
    unreachable: dict[str, float] = field(default_factory=dict)
    upper_checks: int = 0
    upper_misses: dict[str, int] = field(default_factory=dict)
    hei: float = 0.0
    hei_short: dict[str, float | None] = field(default_factory=dict)
    ranges_held: int = 0
    range_misses: dict[str, float] = field(default_factory=dict)
    items_by_day: tuple[int, ...] = ()
    odd_forms: tuple[str, ...] = ()
    foods: int = 0
    most_repeated: str = ""
    most_repeated_days: int = 0
    violations: tuple[str, ...] = ()
    promised: int = 0
    usd_per_day: float | None = None
    price_share: float = 0.0
    rules_broken: tuple[str, ...] = ()
    ordinariness: dict[str, float] = field(default_factory=dict)
    failure: str = ""


def judge(member: Member, menu: pd.DataFrame, table: FoodTable, seconds: float) -> Judgement:
    """Every measure that needs no eating records."""
    targets = targets_for(member.person, diet=member.preferences.diet)
    found = Judgement(member.label, member.kcal, int(menu["day"].max()), seconds)
    amounts, unreported = _by_day(menu, table, targets)
    _days(found, amounts, targets)
    _lowers(found, amounts, targets, member)
    _uppers(found, amounts, unreported, targets)
    _ranges(found, amounts, member)
    seen = quality(menu, table, targets)
    found.hei = seen.hei.total
    found.hei_short = {part.name: part.points for part in seen.hei.components if not part.is_full}
    found.items_by_day = seen.variety.items_by_day
    found.foods, found.most_repeated = seen.variety.foods, seen.variety.most_repeated
    found.most_repeated_days = seen.variety.most_repeated_days
    if seen.cost.usd_per_day is not None:
        found.usd_per_day, found.price_share = seen.cost.usd_per_day, seen.cost.energy_share_known
    eaten = table.data.loc[menu["food_code"].unique()]
    found.odd_forms = tuple(eaten.loc[eaten[list(ODD_FORMS)].any(axis=1), "food"])
    found.violations, found.promised = _violations(menu, table, member.preferences)
    return found


def _violations(menu: pd.DataFrame, table: FoodTable, wishes: Preferences) -> tuple[tuple[str, ...], int]:
    """Foods that break a diet, an allergy or an exclusion, and how many keep a diet by the palette's promise.

    The palette may promise a diet for a food as it names it where the tags cannot know; never freedom of an allergen.
    """
    safe = permitted(table, (), wishes.allergies, wishes.exclude, allow_fast_food=True, allow_not_specified=True)
    promises = {(food.code, food.name): set(food.diet_by_hand.split(";")) for food in load_palette().foods}
    broken, promised = [], 0
    for code, name in menu[["food_code", "food"]].drop_duplicates().itertuples(index=False):
        doubtful = [diet for diet in wishes.diet if diet != OMNIVORE and table.data.at[code, diet] != "y"]
        by_hand = promises.get((code, name), set())
        if not safe[code] or not all(by_hand & _IMPLIED[diet] for diet in doubtful):
            broken.append(str(name))
        else:
            promised += bool(doubtful)
    return tuple(broken), promised


def _by_day(menu: pd.DataFrame, table: FoodTable, targets: Targets) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Known amounts, and how many foods do not report them, by day and nutrient."""
    names = list(dict.fromkeys((*targets, *LOWERS, *UPPERS)))
    per_100g = table.data.loc[menu["food_code"], names]
    eaten = per_100g.mul(menu["grams"].to_numpy(dtype=float) / 100.0, axis=0)
    day = menu["day"].to_numpy()
    return eaten.groupby(day).sum(), eaten.isna().groupby(day).sum()


def _at_least(amount: float, lower: float) -> bool:
    return amount >= lower * (1 - _ROUNDING)


def _days(found: Judgement, amounts: pd.DataFrame, targets: Targets) -> None:
    for day in amounts.to_dict("records"):
        missed = [
            name for name in ("magnesium_mg", "potassium_mg") if not _at_least(day[name], targets[name].lower or 0.0)
        ]
        if abs(day["energy_kcal"] / found.kcal - 1) > ENERGY_TOLERANCE + _ROUNDING:
            missed.append("energy_kcal")
        for name in missed:
            found.day_misses[name] = found.day_misses.get(name, 0) + 1
        found.days_met += not missed


def lower_bounds(member: Member, targets: Targets) -> dict[str, float]:
    """The 26 lower targets. Protein and carbohydrate: the RDA alone, energy shares are judged by themselves."""
    look, person = Reference(member.person), member.person
    per_kg = look.find("protein_g", "RDA", per_kg=True)
    carbohydrate = look.find("carbohydrate_g", "RDA")
    bounds = {name: targets[name].lower or 0.0 for name in LOWERS}
    if per_kg and targets["protein_g"].lower_kind == "AMDR":
        bounds["protein_g"] = min(bounds["protein_g"], per_kg.value * person.weight_kg)
    if carbohydrate:
        bounds["carbohydrate_g"] = carbohydrate.value
    return bounds


def _lowers(found: Judgement, amounts: pd.DataFrame, targets: Targets, member: Member) -> None:
    means = amounts.mean()
    for name, bound in lower_bounds(member, targets).items():
        if _at_least(float(means[name]), bound):
            found.lowers_met += 1
        else:
            found.lower_misses[name] = float(means[name]) / bound
    if found.lower_misses:
        found.unreachable = unreachable(targets, member.preferences, LOWERS)


def _uppers(found: Judgement, amounts: pd.DataFrame, unreported: pd.DataFrame, targets: Targets) -> None:
    """A limit with an unreported part is not known to hold, so it counts as missed.

    Limits that are shares of the energy are judged by the energy eaten that day, which may be 5 % off the target.
    """
    for name in UPPERS:
        if targets[name].upper is None:
            continue
        upper = amounts["energy_kcal"] * 0.0 + float(targets[name].upper or 0.0)
        if targets[name].upper_basis == "percent_energy":
            upper *= amounts["energy_kcal"] / targets.energy_kcal
        held = (amounts[name] <= upper + _ROUNDING * upper.clip(lower=1.0)) & (unreported[name] == 0)
        found.upper_checks += len(held)
        if not held.all():
            found.upper_misses[name] = int((~held).sum())


def _ranges(found: Judgement, amounts: pd.DataFrame, member: Member) -> None:
    """Shares of the energy eaten, on the mean of the days, in the acceptable range (IOM 2005)."""
    means, look = amounts.mean(), Reference(member.person)
    for name in ("protein_g", "fat_g", "carbohydrate_g"):
        low, high = look.find(name, "AMDR_low"), look.find(name, "AMDR_high")
        percent = 100 * float(means[name]) * KCAL_PER_GRAM[name] / float(means["energy_kcal"])
        if low and high and low.value - _ROUNDING <= percent <= high.value + _ROUNDING:
            found.ranges_held += 1
        else:
            found.range_misses[name] = percent


def estimated_usd(found: Judgement) -> float | None:
    """The cost of a day if foods without a known price cost as much per kcal as those with one."""
    if found.usd_per_day is None or not found.price_share:
        return None
    return found.usd_per_day / found.price_share
