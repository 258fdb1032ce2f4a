"""Prices: USDA Purchase to Plate national averages, the latest cycle that has the food, in 2017/18 dollars."""

from __future__ import annotations

import pandas as pd

OBSERVED = 1  # method "Links to FNDDS": the scanned purchases of that very food
LATEST = "2017/2018"

# Years of the retail data behind each cycle (read-me of the source), for the price index.
_SCAN_YEARS = {"2011/2012": (2013,), "2013/2014": (2015,), "2015/2016": (2015, 2016), LATEST: (2017, 2018)}


def to_latest_dollars(food_cpi: pd.DataFrame) -> dict[str, float]:
    """Factor that lifts the prices of a cycle to those of 2017/18: US consumer price index, food at home."""
    home = food_cpi[food_cpi["Consumer Price Index item"] == "Food at home"].set_index("Year")["Percent change"]
    level = (1 + home.loc[2013:2018] / 100).cumprod()
    mean = {cycle: float(level.loc[list(years)].mean()) for cycle, years in _SCAN_YEARS.items()}
    return {cycle: mean[LATEST] / value for cycle, value in mean.items()}


def prices(source: pd.DataFrame, food_cpi: pd.DataFrame, foods: pd.DataFrame) -> pd.DataFrame:
    """food_code -> price_usd_per_100g (edible), price_year (the cycle), price_basis: observed, imputed or blank."""
    # A code with a modification is another recipe of the food (2011/2012 only): not the food itself.
    plain = source[source["mod_code"].fillna(0).eq(0) & source["price_100gm"].gt(0)]
    latest = (
        plain.assign(food_code=plain["food_code"].astype("int64").astype(str))
        .sort_values(["food_code", "year"])
        .drop_duplicates("food_code", keep="last")
        .set_index("food_code")
        .reindex(foods.index)
    )
    factor = latest["year"].map(to_latest_dollars(food_cpi))
    basis = latest["method"].map(lambda method: "observed" if method == OBSERVED else "imputed", na_action="ignore")
    return pd.DataFrame(
        {
            "price_usd_per_100g": latest["price_100gm"].astype(float) * factor,
            "price_year": latest["year"],
            "price_basis": basis,
        }
    ).rename_axis("food_code")
