"""How varied a menu is: how many foods, of how many groups, and what comes back most often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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
    group_of = _groups(table)
    days, codes, names = (menu[name].tolist() for name in ("day", "food_code", "food"))
    items_on = dict.fromkeys(sorted(days), 0)
    counted, groups = set(), set()
    days_of: dict[str, set[int]] = {}
    called: dict[str, str] = {}
    for day, code, name in zip(days, codes, names, strict=True):
        group = group_of.get(code, "")
        if group in WATER or group in SEASONINGS:
            continue
        items_on[day] += 1
        counted.add(code)
        groups.add(group)
        if group not in DRINKS:
            days_of.setdefault(code, set()).add(day)
            called.setdefault(code, name)
    repeated = min(days_of, key=lambda code: (-len(days_of[code]), code), default="")
    return Variety(
        foods=len(counted),
        groups=len(groups - {""}),
        items_by_day=tuple(items_on.values()),
        most_repeated=str(called.get(repeated, "")),
        most_repeated_days=len(days_of.get(repeated, ())),
    )


@lru_cache(maxsize=4)
def _groups(table: FoodTable) -> dict[str, str]:
    """The group of each food that has one."""
    known = table.data["group"].dropna()
    return dict(zip(known.index.tolist(), known.tolist(), strict=True))
