"""How people eat, as tables: how often which food at which meal, how much of it, and with what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from food_data.beside import foods_beside, with_foods_beside
from food_data.eating import SLOTS, of_persons
from food_data.eating_roles import habit_roles
from food_data.habit_company import category_pairs, patterns, role_pairs
from food_data.habits import FEWEST_RECORDS, per_occasion, weighted_percentiles, younger_foods
from food_data.write import significant

PORTION_PERCENTILES = (5, 25, 50, 75, 95)
PRIOR_RECORDS = 10  # what a food's relatives say counts as much as so many records of its own
RELATIVES = 30  # records that relatives must have together to be asked
LEAST_PER_1000 = 0.02  # rarer says nothing


@dataclass(frozen=True)
class HabitFrames:
    """The habit tables of one set of people, columns as described in dictionary.csv."""

    foods: pd.DataFrame
    portions: pd.DataFrame
    pairs: pd.DataFrame
    roles: pd.DataFrame
    patterns: pd.DataFrame
    role_pairs: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """The frames by the name of the file that ships them."""
        return {f"habit_{name}": getattr(self, name) for name in self.__dataclass_fields__}


KEYS: dict[str, list[str]] = {
    "habit_foods": ["population", "slot", "food_code"],
    "habit_portions": ["population", "food_code"],
    "habit_pairs": ["population", "slot", "category_code_a", "category_code_b"],
    "habit_roles": ["category_code"],
    "habit_patterns": ["population", "slot", "roles"],
    "habit_role_pairs": ["population", "slot", "role_a", "role_b"],
}


_DECIMALS = {"per_1000": 3, **{f"p{p}_g": 1 for p in PORTION_PERCENTILES}}


def rounded(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables as they are shipped: three significant digits, affinities of one decimal."""
    out = {}
    for name, frame in tables.items():
        short = {c: significant(frame[c], d) for c, d in _DECIMALS.items() if c in frame}
        if "affinity" in frame:
            short["affinity"] = frame["affinity"].round(1)
        out[name] = frame.assign(**short)
    return out


def learn_habits(records: pd.DataFrame, foods: pd.DataFrame, persons: Iterable[int] | None = None) -> HabitFrames:
    """Habits from eating records.

    Args:
        records: as ``eating_records`` gives them.
        foods: ``category_code`` and ``category`` by food_code.
        persons: whose records to learn from; everyone's when None. To judge fairly, learn from one half of the
            people (``halves``) and judge with the other.

    Foods beside FNDDS are in no record; where ``foods`` has them, they take what is learnt of the food they are like.
    """
    beside = foods.index.intersection([food.food_code for food in foods_beside()])
    foods = foods.drop(index=beside)
    eaten = of_persons(records, persons)
    at_meals = eaten[eaten["slot"] != ""]
    adults, counts = slot_rates(at_meals, "adult", foods)
    adult_foods = borrowed_from_family(adults, counts, foods)
    teens = teen_rates(at_meals, adult_foods, counts, foods)
    portion_parts = [amounts(eaten, "adult", foods, True), amounts(eaten, "teen", foods, False)]
    rates = pd.concat([long_rates(adult_foods, "adult"), long_rates(teens, "teen")], ignore_index=True)
    portions = pd.concat(portion_parts, ignore_index=True)
    return HabitFrames(
        foods=with_foods_beside(rates) if len(beside) else rates,
        portions=with_foods_beside(portions) if len(beside) else portions,
        pairs=category_pairs(at_meals),
        roles=habit_roles(foods.drop_duplicates("category_code").set_index("category_code")["category"]),
        patterns=patterns(at_meals),
        role_pairs=role_pairs(at_meals),
    )


def slot_rates(at_meals: pd.DataFrame, population: str, foods: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """By food_code and slot: per 1,000 occasions of the slot (weighted), and the records behind them (unweighted)."""
    eaten = at_meals[at_meals["population"] == population]
    days = eaten.drop_duplicates("record").groupby("occasion").agg(slot=("slot", "first"))
    full = eaten["weight"] / eaten["share"]
    days["weight"] = full.groupby(eaten["occasion"]).first()
    total = days.groupby("slot")["weight"].sum().reindex(SLOTS)
    once = eaten.groupby(["food_code", "slot", "occasion"])["weight"].max()
    rate = once.groupby(level=[0, 1]).sum().unstack().reindex(index=foods.index, columns=list(SLOTS)).fillna(0.0)
    count = eaten.groupby(["food_code", "slot"])["share"].sum().unstack()
    return 1000 * rate / total, count.reindex(index=foods.index, columns=list(SLOTS)).fillna(0.0)


def borrowed_from_family(rate: pd.DataFrame, count: pd.DataFrame, foods: pd.DataFrame) -> pd.DataFrame:
    """``rate`` with ``records`` and ``basis``: foods with few records lean on their nearest relatives.

    Relatives share a category and the most leading digits (six, five, four, or the category as such) that bring
    enough records together. They lend their geometric mean, so that one favourite does not speak for all, at each
    slot in the share that they are eaten there. Foods younger than the records take the rates of the food that is eaten
    like them.
    """
    records = count.sum(axis=1)
    few = records < FEWEST_RECORDS
    total = rate.sum(axis=1)
    least = float((total / records).where(records > 0).median()) / 2  # half a record, for those never met
    lent = pd.DataFrame(np.nan, index=rate.index, columns=rate.columns)
    for digits in (6, 5, 4, 0):
        family = foods["category_code"] + "/" + foods.index.str[:digits]
        met = records.groupby(family).transform("sum") >= RELATIVES
        level = np.exp(np.log(total + least).groupby(family).transform("mean"))
        where_eaten = rate.groupby(family).transform("sum")
        spread = where_eaten.div(where_eaten.sum(axis=1), axis=0).mul(level, axis=0)
        lent = lent.fillna(spread[met])
    own = records / (records + PRIOR_RECORDS)
    mixed = rate.mul(own, axis=0) + lent.fillna(0.0).mul(1 - own, axis=0)
    out = rate.mask(few, mixed)
    for code, like in younger_foods().items():
        if code in out.index and like in out.index:
            out.loc[code] = rate.loc[like]
    return out.assign(records=records, basis=np.where(few, "family", "food"))


def teen_rates(
    at_meals: pd.DataFrame, adults: pd.DataFrame, adult_count: pd.DataFrame, foods: pd.DataFrame
) -> pd.DataFrame:
    """Rates of teenagers, of the foods about which their records say something; the others are left to the adults.

    What speaks is the greater of the records met and of those to be met if they ate like adults: to meet none of a
    common food says that they do not eat it.
    """
    rate, count = slot_rates(at_meals, "teen", foods)
    occasions = at_meals.groupby("population")["occasion"].nunique()
    expected = adult_count.sum(axis=1) * occasions.get("teen", 0) / max(occasions.get("adult", 0), 1)
    met = count.sum(axis=1)
    says = np.maximum(met, expected)
    own = says / (says + PRIOR_RECORDS)
    mixed = rate.mul(own, axis=0) + adults[list(SLOTS)].mul(1 - own, axis=0)
    return mixed.assign(records=met, basis="food")[says >= FEWEST_RECORDS]


def long_rates(rates: pd.DataFrame, population: str) -> pd.DataFrame:
    """population, slot, food_code, per_1000, records (of the food at any slot), basis."""
    wide = rates.rename_axis("food_code").reset_index()
    long = wide.melt(["food_code", "records", "basis"], list(SLOTS), "slot", "per_1000")
    long = long[long["per_1000"] >= LEAST_PER_1000].assign(population=population)
    long["records"] = long["records"].round().astype(int)
    return long[["population", "slot", "food_code", "per_1000", "records", "basis"]]


def amounts(eaten: pd.DataFrame, population: str, foods: pd.DataFrame, of_category: bool) -> pd.DataFrame:
    """population, food_code, p5_g to p95_g, records, basis: grams of a food at one eating occasion, weighted.

    Foods with few records take the percentiles of the foods of their category (``of_category``) or are left out.
    """
    own_records = eaten[eaten["population"] == population].rename(columns={"occasion": "sitting"})
    by_food = per_occasion(own_records.assign(occasion=own_records["sitting"]), "food_code")
    by_food["category"] = by_food["food_code"].map(foods["category_code"])
    table = weighted_percentiles(by_food, "food_code", PORTION_PERCENTILES).reindex(foods.index)
    records = by_food.groupby("food_code")["share"].sum().reindex(foods.index).fillna(0.0)
    basis = pd.Series(np.where(table["p50"].notna(), "food", "category"), index=foods.index)
    if of_category:
        whole = weighted_percentiles(by_food, "category", PORTION_PERCENTILES).reindex(foods["category_code"])
        table = table.fillna(whole.set_axis(foods.index))
    table = table.set_axis([f"p{p}_g" for p in PORTION_PERCENTILES], axis=1)
    table = table.assign(records=records.round().astype(int), basis=basis).dropna().rename_axis("food_code")
    return table.reset_index().assign(population=population)[
        ["population", "food_code", *(f"p{p}_g" for p in PORTION_PERCENTILES), "records", "basis"]
    ]
