"""How adults eat: the eating records of 2007-2012 (NHANES) on the codes of today's table."""

from __future__ import annotations

import numpy as np
import pandas as pd

ADULT_FROM_YEARS = 19
FEWEST_RECORDS = 30  # fewer records say little about a food: its category speaks
SHORTEST_PREFIX = 5  # digits an old code must share with the codes that stand for it
PERCENTILES = (5, 50, 95)


def code_shares(old_codes: pd.Index[str], category: pd.Series[str], eaten: pd.Series[float]) -> pd.DataFrame:
    """old_code, food_code, share: which foods of today's table stand for a code of the records, shares sum to 1.

    A code that still exists stands for itself. A code that is gone is stood for by the current codes with the most
    leading digits in common (at least five), if these all lie in one WWEIA category; several share it in proportion
    to how often they were eaten themselves (``eaten``), equally if none was. What has no such code stays out.
    """
    current = set(category.index)
    rows: list[tuple[str, str, float]] = []
    by_prefix = {n: category.groupby(category.index.str[:n]) for n in range(7, SHORTEST_PREFIX - 1, -1)}
    groups = {n: {key: list(codes) for key, codes in grouped.groups.items()} for n, grouped in by_prefix.items()}
    for old in old_codes:
        if old in current:
            rows.append((old, old, 1.0))
            continue
        heirs = next((groups[n][old[:n]] for n in groups if old[:n] in groups[n]), [])
        if not heirs or category[heirs].nunique() > 1:
            continue
        weight = eaten.reindex(heirs).fillna(0.0)
        weight = weight / weight.sum() if weight.sum() > 0 else weight + 1 / len(heirs)
        rows += [(old, str(code), float(part)) for code, part in weight.items() if part > 0]
    return pd.DataFrame(rows, columns=["old_code", "food_code", "share"])


def adult_occasions(records: pd.DataFrame, category: pd.Series[str]) -> pd.DataFrame:
    """person_day, occasion, food_code, grams, weight: what adults ate, on current codes.

    Records without a sample weight (7 %) are left out; a record of a gone code appears once for each heir,
    with its share of the weight. ``category``: WWEIA category of each current code.
    """
    adults = records[(records["age_years"] >= ADULT_FROM_YEARS) & records["sample_weight"].notna()]
    code = adults["food_code"].astype(str)
    weight = adults["sample_weight"].astype(float)
    shares = code_shares(pd.Index(sorted(code.unique())), category, weight.groupby(code).sum())
    eaten = pd.DataFrame(
        {
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
        found[str(name)] = [float(grams[min(np.searchsorted(reached, p / 100), len(grams) - 1)]) for p in percentiles]
    return pd.DataFrame.from_dict(found, orient="index", columns=[f"p{p}" for p in percentiles])


def per_occasion(eaten: pd.DataFrame, key: str) -> pd.DataFrame:
    """Amounts of one eating occasion: everything of the same ``key`` that a person ate at it, added up."""
    # An occasion's weight is that of its largest share, so that a food split into heirs is not counted twice.
    together = eaten.groupby([key, "person_day", "occasion"], sort=True)
    return together.agg(grams=("grams", "sum"), weight=("weight", "max"), share=("share", "max")).reset_index()


def habits(records: pd.DataFrame, category: pd.Series[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table by food_code (eaten_per_1000, portion_p5_g, portion_p50_g, portion_p95_g), and the occasions."""
    eaten = adult_occasions(records, category)
    table = pd.DataFrame(index=category.index)
    table["eaten_per_1000"] = eaten_per_1000(eaten, days_weight(records)).reindex(category.index).fillna(0.0)
    own = weighted_percentiles(per_occasion(eaten, "food_code"), "food_code", PERCENTILES)
    by_food = per_occasion(eaten, "food_code")
    by_food["category"] = by_food["food_code"].map(category)
    of_category = weighted_percentiles(by_food, "category", PERCENTILES).reindex(category.to_numpy())
    of_category.index = category.index
    for p in PERCENTILES:
        table[f"portion_p{p}_g"] = own[f"p{p}"].reindex(category.index).fillna(of_category[f"p{p}"])
    return table, eaten
