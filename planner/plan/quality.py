"""How good a plan is beyond its targets: diet quality, electrolytes, water, variety, cost.

Everything is recomputed from the menu and the food table. What some foods do not report stays a least amount and is
said so; what no food reports is not known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from planner.errors import InputError
from planner.foods.borrow import eaten_as
from planner.foods.habits import Habits
from planner.foods.headers import PRICE
from planner.foods.ordinariness import Ordinariness, ordinariness
from planner.foods.table import FloatArray, FoodTable, IntArray
from planner.nutrition.hei import CONSTITUENTS, HeiScore, hei_2020
from planner.nutrition.target import Targets
from planner.plan.variety import Variety, variety
from planner.plan.words import label

# Standard atomic weights, g/mol (IUPAC/CIAAW 2021, doi.org/10.1515/pac-2019-0603, abridged values).
SODIUM_G_PER_MOL = 22.990
POTASSIUM_G_PER_MOL = 39.098
WATER_G_PER_L = 1000.0
ELECTROLYTES = ("sodium_mg", "potassium_mg", "magnesium_mg", "calcium_mg")
_NAMES = (
    "energy_kcal", "water_g", "caffeine_mg", "saturated_fat_g", "added_sugars_g", *ELECTROLYTES,
    *dict.fromkeys(name for parts in CONSTITUENTS.values() for name in parts),
)  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """Mean amount a day in the unit of the name; None when no food reports it.

    ``at_least``: some foods do not report it. ``most``: the largest day. ``lower``, ``upper``: its target.
    """

    name: str
    mean: float | None
    most: float | None
    at_least: bool
    lower: float | None = None
    upper: float | None = None

    @property
    def percent(self) -> float | None:
        """Of the lower target, in %."""
        return None if self.mean is None or not self.lower else 100.0 * self.mean / self.lower


@dataclass(frozen=True)
class Cost:
    """US dollars of 2017/18 a day: what the foods with a known price cost; None when no price is known.

    ``energy_share_known``: their share of the energy (0 to 1); ``unpriced``: how many foods have no known price.
    """

    usd_per_day: float | None
    energy_share_known: float
    unpriced: int


@dataclass(frozen=True)
class Quality:
    """The quality of a plan of ``days`` days. Ratios are None where a part is not known.

    ``sodium_to_potassium`` counts molecules (mol/mol), ``calcium_to_magnesium`` mass; ``ordinariness`` tells how the
    meals compare with real ones, where that was asked for.
    """

    days: int
    hei: HeiScore
    electrolytes: tuple[Amount, ...]
    sodium_to_potassium: float | None
    calcium_to_magnesium: float | None
    water_l: float | None
    water_adequate_l: float | None
    caffeine: Amount
    variety: Variety
    cost: Cost
    ordinariness: Ordinariness | None = None
    sweat_l: float | None = None

    @property
    def drink_besides_l(self) -> float | None:
        """About how much to drink besides what the menu holds; None where there is no target for water.

        Sweat of exercise comes on top, litre for litre.
        """
        if self.water_l is None or self.water_adequate_l is None:
            return None
        return max(self.water_adequate_l + (self.sweat_l or 0.0) - self.water_l, 0.0)

    def lines(self) -> tuple[str, ...]:
        """Plain sentences for a person."""
        from planner.plan.quality_text import quality_lines

        return quality_lines(self)

    def to_frame(self) -> pd.DataFrame:
        """One row a measure: measure, value (NaN = unknown), unit, lower, upper, at_least."""
        return pd.DataFrame(
            list(_rows(self)), columns=["measure", "value", "unit", "lower", "upper", "at_least"]
        ).astype({"value": float, "lower": float, "upper": float})

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers, text and lists; unknown is None."""
        found = asdict(self)
        found["hei"]["is_known"] = self.hei.is_known
        found["variety"]["items_a_day"] = self.variety.items_a_day
        found["drink_besides_l"] = self.drink_besides_l
        for amount, plain in zip(self.electrolytes, found["electrolytes"], strict=True):
            plain["percent"] = amount.percent
        return {name: _plain(value) for name, value in found.items()}

    def __str__(self) -> str:
        return "\n".join(self.lines())


def quality(
    menu: pd.DataFrame,
    table: FoodTable,
    targets: Targets,
    habits: Habits | None = None,
    sweat_l: float | None = None,
) -> Quality:
    """The quality of a menu (columns day, meal, food_code, food, grams) made of the foods of ``table``.

    ``habits``: of whom to compare the meals with; None leaves ordinariness out (a plan without meals has none).
    ``sweat_l``: lost in exercise on a usual day.

    Raises InputError for a menu without any food.
    """
    if menu.empty:
        raise InputError("an empty menu has no quality: give a menu with at least one food")
    codes = menu["food_code"].tolist()
    at, weight = table.places(codes), menu["grams"].to_numpy(dtype=float) / 100.0
    eaten = {
        name: table.amounts_100g(name)[at] * weight if name in table.data else np.full(len(at), np.nan)
        for name in dict.fromkeys((*_NAMES, PRICE))
    }
    days, day = np.unique(menu["day"].to_numpy(), return_inverse=True)
    by_day = dict(zip(_NAMES, _sums(np.array([eaten[name] for name in _NAMES]), day, len(days)), strict=True))

    def amount(name: str) -> Amount:
        target, sums = targets.get(name), by_day[name]
        known = not np.isnan(sums).all()
        return Amount(
            name,
            mean=float(np.nan_to_num(sums).sum() / len(days)) if known else None,
            most=float(np.nanmax(sums)) if known else None,
            at_least=known and bool(np.isnan(eaten[name]).any()),
            lower=target.lower if target else None,
            upper=target.upper if target else None,
        )

    found = {name: amount(name) for name in _NAMES}
    water = found["water_g"]
    return Quality(
        days=len(days),
        hei=_hei(found.values()),
        electrolytes=tuple(found[name] for name in ELECTROLYTES),
        sodium_to_potassium=_ratio(found["sodium_mg"], found["potassium_mg"], POTASSIUM_G_PER_MOL / SODIUM_G_PER_MOL),
        calcium_to_magnesium=_ratio(found["calcium_mg"], found["magnesium_mg"]),
        water_l=None if water.mean is None else water.mean / WATER_G_PER_L,
        water_adequate_l=targets.total_water_l,
        caffeine=found["caffeine_mg"],
        variety=variety(menu, table),
        cost=_cost(eaten[PRICE], eaten["energy_kcal"], codes, len(days)),
        ordinariness=None if habits is None else _beside_records(menu, habits, table),
        sweat_l=sweat_l,
    )


def _plain(value: Any) -> Any:
    """As JSON has it; a number that is none (no saturated fat to divide by) becomes None."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return round(value, 9) if math.isfinite(value) else None
    return value


def _hei(amounts: Iterable[Amount]) -> HeiScore:
    """Of the mean day: the index is made of densities, so the mean of the days stands for their sum."""
    known = [amount for amount in amounts if amount.mean is not None]
    totals = {amount.name: amount.mean for amount in known if amount.mean is not None}
    return hei_2020(totals, at_least=[amount.name for amount in known if amount.at_least])


def _ratio(above: Amount, below: Amount, factor: float = 1.0) -> float | None:
    """Not known unless every food reports both."""
    if above.mean is None or not below.mean or above.at_least or below.at_least:
        return None
    return factor * above.mean / below.mean


def _sums(amounts: FloatArray, day: IntArray, days: int) -> FloatArray:
    """(names, days) the sums of ``amounts`` (names, rows) on each day; NaN where nothing is known."""
    total, reported = np.zeros((days, len(amounts))), np.zeros((days, len(amounts)))
    np.add.at(total, day, np.nan_to_num(amounts.T))
    np.add.at(reported, day, ~np.isnan(amounts.T))
    found: FloatArray = np.where(reported > 0, total, np.nan).T
    return found


def _cost(usd: FloatArray, kcal: FloatArray, codes: Sequence[str], days: int) -> Cost:
    known, kcal = ~np.isnan(usd), np.nan_to_num(kcal)
    unpriced = len({code for code, priced in zip(codes, known.tolist(), strict=True) if not priced})
    if not known.any():
        return Cost(None, 0.0, unpriced)
    share = float(kcal[known].sum() / kcal.sum()) if kcal.sum() > 0 else float(known.mean())
    return Cost(float(np.nan_to_num(usd).sum()) / days, share, unpriced)


_Row = tuple[str, float | None, str, float | None, float | None, bool]


def _rows(found: Quality) -> Iterable[_Row]:
    yield "Healthy Eating Index 2020", found.hei.total, "of 100", None, None, not found.hei.is_known
    for part in found.hei.components:
        yield f"HEI: {part.label}", part.points, f"of {part.max_points:g}", None, None, part.at_least
    for amount in (*found.electrolytes, found.caffeine):
        name = label(amount.name)
        yield name, amount.mean, "mg a day", amount.lower, amount.upper, amount.at_least
    yield "Sodium to potassium", found.sodium_to_potassium, "mol/mol", None, None, False
    yield "Calcium to magnesium", found.calcium_to_magnesium, "g/g", None, None, False
    yield "Water in food and drink", found.water_l, "l a day", None, None, False
    yield "Drink besides", found.drink_besides_l, "l a day", None, None, False
    yield "Foods", found.variety.foods, "in the plan", None, None, False
    yield "Food groups", found.variety.groups, "in the plan", None, None, False
    yield "Items", found.variety.items_a_day, "a day", None, None, False
    yield "Days of the most repeated solid food", found.variety.most_repeated_days, "days", None, None, False
    yield "Cost", found.cost.usd_per_day, "USD of 2017/18 a day", None, None, found.cost.unpriced > 0
    yield "Energy whose price is known", 100 * found.cost.energy_share_known, "%", None, None, False
    for name, value in asdict(found.ordinariness).items() if found.ordinariness else ():
        yield f"Ordinariness: {name.replace('_', ' ')}", value, "", None, None, False


def _beside_records(menu: pd.DataFrame, habits: Habits, table: FoodTable) -> Ordinariness:
    """The menu beside eating records, in which a food that borrows habits counts as the one it borrows them from."""
    rows = table.data.loc[menu["food_code"].tolist()]
    codes = eaten_as(rows, habits.portions.index)
    categories = pd.concat([table.data["category_code"], pd.Series(rows["category_code"].tolist(), index=codes)])
    return ordinariness(menu.assign(food_code=codes), habits, categories[~categories.index.duplicated()])
