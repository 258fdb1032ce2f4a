"""How varied a menu is: how many foods, of how many groups, and what comes back most often."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planner.foods.table import FoodTable

# Groups as in group_caps.csv. Policy: what is not counted as an item on the table. With these aside the eating
# records have 13.9 items a day and adult, with the codes of today's table.
WATER = frozenset({"water"})
SEASONINGS = frozenset(
    {
        "vegetable_oil", "butter_solid_fat", "mayonnaise_dressings", "condiments", "fresh_herbs_aromatics",
        "dried_herbs_vegetables", "sugar_substitutes", "leavening",
    }
)  # fmt: skip
DRINKS = frozenset(
    {
        "alcoholic_drinks", "coffee", "diet_drinks", "drink_concentrates", "fruit_juice", "instant_coffee_tea_powder",
        "milk_or_soy_drink", "milk_shakes", "nutritional_drinks", "smoothies", "sugary_drinks", "tea",
        "vegetable_juice_coconut_water", "water",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Variety:
    """Water and seasonings aside. ``most_repeated`` is a solid food, "" where there is none."""

    foods: int
    groups: int
    items_by_day: tuple[int, ...]
    most_repeated: str
    most_repeated_days: int

    @property
    def items_a_day(self) -> float:
        return sum(self.items_by_day) / len(self.items_by_day)


def variety(menu: pd.DataFrame, table: FoodTable) -> Variety:
    """Variety of a menu with the columns day, food_code and food. A food of no group counts as a solid food."""
    groups = table.data["group"].reindex(menu["food_code"].to_numpy()).fillna("").to_numpy(dtype=object)
    shown = menu[["day", "food_code", "food"]].assign(group=groups)
    items = shown[~shown["group"].isin(WATER | SEASONINGS)]
    solid = items[~items["group"].isin(DRINKS)]
    days_of = solid.groupby("food_code", sort=True)["day"].nunique()
    code = str(days_of.idxmax()) if len(days_of) else ""
    by_day = items.groupby("day").size().reindex(sorted(menu["day"].unique()), fill_value=0)
    return Variety(
        foods=int(items["food_code"].nunique()),
        groups=len(set(items["group"]) - {""}),
        items_by_day=tuple(by_day.tolist()),
        most_repeated=str(solid.loc[solid["food_code"] == code, "food"].iloc[0]) if code else "",
        most_repeated_days=int(days_of.max()) if code else 0,
    )
