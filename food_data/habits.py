"""How adults eat: the eating records of 2007-2012 (NHANES) on the codes of today's table."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd

ADULT_FROM_YEARS = 19
FEWEST_RECORDS = 30  # fewer records say little about a food: its category speaks
SHORTEST_PREFIX = 5  # digits an old code must share with the codes that stand for it
NAMED_PREFIX = 4  # the same where the old name is known and alike
ALIKE_FROM = 0.25  # common words of two names, of all their words
_FILLERS = frozenset(re.findall(r"\w+", "a all and as from includes made nfs ns of or regular the to type types with"))
PERCENTILES = (5, 50, 95)


def words_of(name: str) -> frozenset[str]:
    """The telling words of a food name, in the singular."""
    plain = re.sub(r"\(.*?(?:\)|$)", " ", name.lower())  # brands stand in brackets
    words = re.findall(r"[a-z]+", re.sub(r"\b(?:not|without)\b", "no", plain))
    return frozenset(word.rstrip("s") for word in words if word not in _FILLERS)


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def heirs_of(old: str, old_name: str, foods: pd.DataFrame) -> list[str]:
    """The current codes that stand for a code that is gone.

    They share its leading digits and lie in one WWEIA category. Where the old name is known (from the older price
    lists), those of the same first four digits with the most words in common; else those with the most leading
    digits in common, at least five. None: nothing can be said.
    """
    near = foods[foods.index.str[:NAMED_PREFIX] == old[:NAMED_PREFIX]]
    if old_name and len(near):
        asked = words_of(old_name)
        score = near["food"].map(lambda name: _alike(asked, words_of(name)))
        if score.max() >= ALIKE_FROM:
            best = near[score.eq(score.max())]
            return list(best.index[best["category_code"].eq(best["category_code"].iloc[0])])
    for digits in range(7, SHORTEST_PREFIX - 1, -1):
        near = foods[foods.index.str[:digits] == old[:digits]]
        if len(near):
            return list(near.index) if near["category_code"].nunique() == 1 else []
    return []


def reviewed_heirs() -> dict[str, list[str]]:
    """Codes whose heirs were looked up in the older code books: leading digits mislead there (white rice, eggs)."""
    with (Path(__file__).parent / "reviewed" / "old_codes.csv").open(encoding="utf-8", newline="") as file:
        found: dict[str, list[str]] = {}
        for row in csv.DictReader(file):
            found.setdefault(row["old_code"], []).extend([row["food_code"]] if row["food_code"] else [])
        return found


def younger_foods() -> dict[str, str]:
    """Foods younger than the records, and the food that is eaten like them; ``reviewed/habit_stand_ins.csv`` says why."""
    with (Path(__file__).parent / "reviewed" / "habit_stand_ins.csv").open(encoding="utf-8", newline="") as file:
        return {row["food_code"]: row["like_code"] for row in csv.DictReader(file)}


def code_shares(eaten: pd.Series[float], foods: pd.DataFrame, old_names: pd.Series[str]) -> pd.DataFrame:
    """old_code, food_code, share: which foods of today stand for a code of the records; the shares sum to 1.

    A code that still exists stands for itself; several heirs share it in proportion to how much they were eaten
    themselves (``eaten``: weight by code of the records), equally if none was.
    """
    rows: list[tuple[str, str, float]] = []
    looked_up = reviewed_heirs()
    for old in eaten.index:
        if old in foods.index:
            rows.append((old, old, 1.0))
            continue
        heirs = looked_up[old] if old in looked_up else heirs_of(old, str(old_names.get(old, "")), foods)
        weight = eaten.reindex(heirs).fillna(0.0)
        weight = weight / weight.sum() if weight.sum() > 0 else weight + 1 / max(len(heirs), 1)
        rows += [(old, str(code), float(part)) for code, part in weight.items() if part > 0]
    return pd.DataFrame(rows, columns=["old_code", "food_code", "share"])


def adult_occasions(records: pd.DataFrame, foods: pd.DataFrame, old_names: pd.Series[str]) -> pd.DataFrame:
    """record, person_day, occasion, food_code, grams, weight, share: what adults ate, on current codes.

    Records without a sample weight (7 %) are left out; a record of a gone code appears once for each heir,
    with its share of the weight.
    """
    adults = records[(records["age_years"] >= ADULT_FROM_YEARS) & records["sample_weight"].notna()]
    code = adults["food_code"].astype(str)
    weight = adults["sample_weight"].astype(float)
    shares = code_shares(weight.groupby(code).sum(), foods, old_names)
    eaten = pd.DataFrame(
        {
            "record": range(len(adults)),
            "person_day": adults["person_day"],
            "occasion": adults["occasion"].astype(str),
            "old_code": code,
            "grams": adults["grams"].astype(float),
            "weight": weight,
        }
    ).merge(shares, on="old_code")
    return eaten.assign(weight=eaten["weight"] * eaten["share"])


def days_weight(records: pd.DataFrame) -> float:
    """The sum of the sample weights of all adult person-days: the 1000 of ``eaten_per_1000``."""
    adults = records[records["age_years"] >= ADULT_FROM_YEARS]
    return float(adults.groupby("person_day")["sample_weight"].first().astype(float).sum())


def eaten_per_1000(eaten: pd.DataFrame, all_days: float) -> pd.Series[float]:
    """Of 1000 adult person-days, on how many the food was eaten (weighted); 0 is a count, not an unknown."""
    per_day = eaten.groupby(["food_code", "person_day"])["weight"].max()
    return 1000 * per_day.groupby(level="food_code").sum() / all_days


def weighted_percentiles(
    amounts: pd.DataFrame, key: str, percentiles: tuple[int, ...], fewest: float = FEWEST_RECORDS
) -> pd.DataFrame:
    """Weighted percentiles of ``grams`` by ``key``; keys with fewer than ``fewest`` records (shares count) drop out."""
    ordered = amounts.sort_values([key, "grams"], kind="stable")
    found: dict[str, list[float]] = {}
    for name, part in ordered.groupby(key):
        if part["share"].sum() < fewest:
            continue
        reached = np.cumsum(part["weight"].to_numpy()) / part["weight"].sum()
        grams = part["grams"].to_numpy()
        places = np.searchsorted(reached, np.array(percentiles) / 100).clip(max=len(grams) - 1)
        found[str(name)] = [float(amount) for amount in grams[places]]
    return pd.DataFrame.from_dict(found, orient="index", columns=[f"p{p}" for p in percentiles])


def per_occasion(eaten: pd.DataFrame, key: str) -> pd.DataFrame:
    """Amounts of one eating occasion: everything of the same ``key`` that a person ate at it, added up."""
    # A record that was split into heirs of the same key is one amount again, not several.
    one = eaten.groupby([key, "person_day", "occasion", "record"], sort=True).agg(
        grams=("grams", "first"), weight=("weight", "sum"), share=("share", "sum")
    )
    together = one.groupby(level=[0, 1, 2], sort=True)
    return together.agg(grams=("grams", "sum"), weight=("weight", "max"), share=("share", "max")).reset_index()


def habits(records: pd.DataFrame, foods: pd.DataFrame, old_names: pd.Series[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """By food_code: eaten_per_1000, portion_p5_g, portion_p50_g, portion_p95_g; and the occasions behind them.

    ``foods``: food and category_code by food_code. ``old_names``: names of codes of older lists.
    """
    eaten = adult_occasions(records, foods, old_names)
    table = pd.DataFrame(index=foods.index)
    table["eaten_per_1000"] = eaten_per_1000(eaten, days_weight(records)).reindex(foods.index).fillna(0.0)
    by_food = per_occasion(eaten, "food_code")
    by_food["category"] = by_food["food_code"].map(foods["category_code"])
    own = weighted_percentiles(by_food, "food_code", PERCENTILES)
    of_category = weighted_percentiles(by_food, "category", PERCENTILES).reindex(foods["category_code"])
    of_category.index = foods.index
    for p in PERCENTILES:
        table[f"portion_p{p}_g"] = own[f"p{p}"].reindex(foods.index).fillna(of_category[f"p{p}"])
    return table, eaten
