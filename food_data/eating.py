"""Who ate what at which meal: the eating records on the codes of today's table, as adults and teenagers ate.

NHANES / What We Eat in America 2007-2012 names the occasion of every record, in English or Spanish. It does not say
when, so all snacks of a day are one occasion.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from food_data.habits import code_shares

SLOTS = ("breakfast", "lunch", "dinner", "snack")
POPULATIONS: dict[str, tuple[int, int]] = {"adult": (19, 200), "teen": (14, 18)}  # years, both included
# Brunch is nearer to lunch than to breakfast in what is eaten. Drinks between meals (drink, bebida, extended
# consumption) and infant feeding are no meal.
SLOT_OF_OCCASION: dict[str, str] = {
    "breakfast": "breakfast", "desayuno": "breakfast",
    "lunch": "lunch", "brunch": "lunch", "almuerzo": "lunch", "comida": "lunch",
    "dinner": "dinner", "supper": "dinner", "cena": "dinner",
    "snack": "snack", "merienda": "snack", "entre comida": "snack", "botana": "snack", "bocadillo": "snack",
    "tentempie": "snack",
}  # fmt: skip


def slots_of(records: pd.DataFrame) -> pd.Series[str]:
    """The slot of each record, blank for none. A dinner on a day with supper and without lunch was the lunch."""
    name = records["occasion"].astype("str")
    slot = name.map(SLOT_OF_OCCASION).fillna("")
    days = {word: set(records["person_day"][name == word]) for word in ("dinner", "supper", "lunch")}
    early = list(days["dinner"] & days["supper"] - days["lunch"])
    return slot.mask(name.eq("dinner") & records["person_day"].isin(early), "lunch")


def eating_records(
    records: pd.DataFrame,
    foods: pd.DataFrame,
    old_names: pd.Series[str] | None = None,
    shares: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What people of 14 years and older ate, on current codes.

    Args:
        records: as published (person, person_day, age_years, sample_weight, occasion, food_code, grams).
        foods: ``category_code`` and ``food`` by food_code.
        old_names: names of codes of older lists, which help to find what stands for a code that is gone.
        shares: which foods of today stand for a code of the records; worked out when not given.

    Returns:
        person, person_day, population, slot (blank: none), occasion (a number), record, food_code, category_code,
        grams, weight (survey weight times share) and share. Records without a weight (7 %) are left out; a record of
        a gone code appears once for each food that stands for it, with its share.
    """
    youngest = min(low for low, _ in POPULATIONS.values())
    kept = records[(records["age_years"] >= youngest) & records["sample_weight"].notna()]
    kept = kept[kept["occasion"].notna()].reset_index(drop=True)
    age = kept["age_years"]
    population = np.select([age.between(*years) for years in POPULATIONS.values()], list(POPULATIONS), default="")
    eaten = pd.DataFrame(
        {
            "person": kept["person"],
            "person_day": kept["person_day"],
            "population": population,
            "slot": slots_of(kept),
            "occasion": kept.groupby(["person_day", kept["occasion"].astype("str")], sort=True).ngroup(),
            "record": np.arange(len(kept)),
            "old_code": kept["food_code"].astype("str"),
            "grams": kept["grams"].astype(float),
            "weight": kept["sample_weight"].astype(float),
        }
    )
    if shares is None:
        adults = eaten[eaten["population"] == "adult"]
        weight = adults.groupby("old_code")["weight"].sum().reindex(sorted(eaten["old_code"].unique())).fillna(0.0)
        shares = code_shares(weight, foods, pd.Series(dtype="str") if old_names is None else old_names)
    eaten = eaten.merge(shares, on="old_code").drop(columns="old_code")
    eaten["category_code"] = eaten["food_code"].map(foods["category_code"])
    eaten["weight"] *= eaten["share"]
    return eaten.sort_values(["record", "food_code"], kind="stable").reset_index(drop=True)


def of_persons(eaten: pd.DataFrame, persons: Iterable[int] | None) -> pd.DataFrame:
    """The records of these people; of everyone when None."""
    return eaten if persons is None else eaten[eaten["person"].isin(list(persons))]


def halves(eaten: pd.DataFrame) -> tuple[list[int], list[int]]:
    """The people in two halves that do not overlap, to learn habits from one and judge with the other."""
    people = pd.Series(eaten["person"].unique()).sort_values()
    odd = people.map(lambda person: bin(person * 2654435761 % 2**32).count("1") % 2 == 1)  # parity of a plain hash
    return people[odd].tolist(), people[~odd].tolist()


def real_menus(eaten: pd.DataFrame, persons: Iterable[int] | None = None, population: str = "adult") -> pd.DataFrame:
    """day, meal, food_code, grams: what people really ate, in the form of a plan (``meal`` begins with its slot).

    A record of a gone code counts for the food that most likely stands for it. Drinks between meals are left out.
    """
    own = of_persons(eaten, persons)
    own = own[(own["population"] == population) & (own["slot"] != "")]
    likely = own.sort_values(["record", "share"], ascending=[True, False], kind="stable").drop_duplicates("record")
    meal = likely["slot"] + " " + likely["occasion"].astype("str")
    menus = likely.assign(day=likely["person_day"], meal=meal)
    return menus.groupby(["day", "meal", "food_code"], sort=True)["grams"].sum().reset_index()
