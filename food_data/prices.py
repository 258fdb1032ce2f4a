"""Prices: USDA Purchase to Plate national averages, the latest cycle that has the food, in 2017/18 dollars."""

from __future__ import annotations

import pandas as pd

OBSERVED = 1  # method "Links to FNDDS": the scanned purchases of that very food
LATEST = "2017/2018"

# Years of the retail data behind each cycle (read-me of the source), for the price index.
_SCAN_YEARS = {"2011/2012": (2013,), "2013/2014": (2015,), "2015/2016": (2015, 2016), LATEST: (2017, 2018)}


# No dry food of the table sells for less than 3 $ a kg; below stand prices of the drink made from the powder.
DRY_FROM_USD_PER_100G = 0.30
# Against the median of its WWEIA category: an imputed price is trusted up to 6 times, a scanned one up to 15 times
# (caviar is dear), either down to a 25th (instant coffee among ready lattes is a 19th).
IMPUTED_UP_TO, OBSERVED_UP_TO, DOWN_TO = 6.0, 15.0, 1 / 25
NO_CATEGORY = "9999"
TAP_WATER = "94000100"  # its imputed price is that of bottled water


def withheld(table: pd.DataFrame, foods: pd.DataFrame) -> pd.Series[str]:
    """Why a price is not believable, by food_code (blank: it is): reconstituted, outlier or bottled_water."""
    price = table["price_usd_per_100g"]
    times = price / price.groupby(foods["category_code"]).transform("median")
    limit = table["price_basis"].map({"observed": OBSERVED_UP_TO, "imputed": IMPUTED_UP_TO})
    outlier = ((times > limit) | (times < DOWN_TO)) & foods["category_code"].ne(NO_CATEGORY)
    reason = pd.Series("", index=table.index)
    reason = reason.mask(outlier, "outlier")
    reason = reason.mask(foods["dry_concentrate"].eq(1) & (price < DRY_FROM_USD_PER_100G), "reconstituted")
    return reason.mask((table.index == TAP_WATER) & price.notna(), "bottled_water")


def to_latest_dollars(food_cpi: pd.DataFrame) -> dict[str, float]:
    """Factor that lifts the prices of a cycle to those of 2017/18: US consumer price index, food at home."""
    home = food_cpi[food_cpi["Consumer Price Index item"] == "Food at home"].set_index("Year")["Percent change"]
    level = (1 + home.loc[2013:2018] / 100).cumprod()
    mean = {cycle: float(level.loc[list(years)].mean()) for cycle, years in _SCAN_YEARS.items()}
    return {cycle: mean[LATEST] / value for cycle, value in mean.items()}


def prices(source: pd.DataFrame, food_cpi: pd.DataFrame, foods: pd.DataFrame) -> pd.DataFrame:
    """By food_code: price_usd_per_100g (edible), price_year (the cycle), price_basis.

    The basis is ``observed`` (purchases of that food), ``imputed`` (from recipes or like foods),
    ``withheld:<reason>`` (there is a price, but not for this food as it is; the price is blank) or blank (no price).
    ``foods``: category_code and dry_concentrate by food_code.
    """
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
    table = pd.DataFrame(
        {
            "price_usd_per_100g": latest["price_100gm"].astype(float) * factor,
            "price_year": latest["year"].str.replace("/20", "/"),  # 2017/18
            "price_basis": basis,
        }
    ).rename_axis("food_code")
    reason = withheld(table, foods)
    table["price_usd_per_100g"] = table["price_usd_per_100g"].mask(reason.ne(""))
    table["price_basis"] = table["price_basis"].mask(reason.ne(""), "withheld:" + reason)
    return table


def older_names(source: pd.DataFrame) -> pd.Series[str]:
    """Names of food codes of the older lists, the newest name of each: some codes are gone from today's table."""
    named = pd.DataFrame(
        {
            "code": source["food_code"].astype("int64").astype(str),
            "name": source["food_description"].str.replace(r" W/ .*", "", regex=True),  # its modification
            "year": source["year"],
        }
    ).sort_values(["code", "year"], kind="stable")
    return named.drop_duplicates("code", keep="last").set_index("code")["name"]
