"""What kind of thing a food is: 0/1 flags, each from the category, the name or the composition."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

INFANT = re.compile(r"^9[0-6]\d\d$")  # WWEIA 9002-9602: baby food, formula, human milk
ALCOHOL = re.compile(r"^75\d\d$")  # WWEIA 7502-7506
ANIMAL_FOOD = re.compile(r"^(2[024]\d\d|2502|260\d|3002|3006)$")  # meat, poultry, fish, eggs and dishes of them

# US law calls a drink alcoholic from 0.5 % by volume (27 CFR 7.10): 0.4 g of alcohol in 100 g.
ALCOHOLIC_FROM_G_PER_100G = 0.4


@dataclass(frozen=True)
class Words:
    """A flag that names decide: any of ``yes``, none of ``no`` (regular expressions, case ignored)."""

    yes: str
    no: str = r"(?!)"

    def match(self, names: pd.Series[str]) -> pd.Series[bool]:
        return names.str.contains(self.yes, case=False) & ~names.str.contains(self.no, case=False)


INGREDIENT_ONLY = Words(r"\bas ingredient\b|for use (?:with|on)\b|used in cooking")
NOT_SPECIFIED = Words(r"\bNFS\b|\bNS\b|not further specified|\bas to (?:type|form|fat|cut|part)\b")
FAST_FOOD = Words(
    r"fast food|restaurant|school|cafeteria|frozen meal|frozen dinner|frozen entree|movie theater"
    r"|Burger King|McDonald|Taco Bell|Wendy|KFC|Subway|Starbucks|Dunkin|Little Caesar|Pizza Hut|Domino"
)
RAW = Words(
    r"\braw\b|tartare|carpaccio|sashimi|ceviche|sushi(?:, NFS| roll,? (?:salmon|tuna)|, topped with (?:salmon|tuna))",
    r"from raw",
)
RAW_DOUGH = Words(r"batter or dough, raw")
# Eaten as such, these would be spoonfuls of powder: a solver takes them for their minerals per kcal.
DRY = Words(
    r"not reconstituted|\bdry mix\b|powder mix|dry concentrate|^milk, dry|^whey, sweet, dry|vegetable protein, dry"
    r"|instant,.*\bdry$|, dry$|^wheat (?:bran|germ)$|^yeast$|^vegetable mixture, dried|^seaweed, dried"
    r"|coffee creamer, ?powder|butter replacement, powder|bouillon|baking powder|cream of tartar|^oats, raw",
    r"made (?:with|from)|from dry mix|, reconstituted|^cheese",
)

# Single values that cannot be right.
SUSPECT = {"75221160": "palm hearts, cooked: potassium 1,749 mg per 100 g (canned palm hearts have a tenth of it)"}


def flags(foods: pd.DataFrame, alcohol_g: pd.Series[float]) -> pd.DataFrame:
    """0/1 columns for ``foods`` (index food_code; food, category_code); ``alcohol_g`` per 100 g, same index."""
    name, category = foods["food"], foods["category_code"]
    beverage = category.str.match(r"^7")
    columns = {
        "ingredient_only": INGREDIENT_ONLY.match(name) | (foods.index >= "99991400"),
        "infant": category.str.match(INFANT),
        "alcoholic": category.str.match(ALCOHOL) | (beverage & (alcohol_g >= ALCOHOLIC_FROM_G_PER_100G)),
        "dry_concentrate": (DRY.match(name) | category.eq("9802")) & ~category.str.match(INFANT),
        "not_specified": NOT_SPECIFIED.match(name),
        "fast_food": FAST_FOOD.match(name),
        "raw_unsafe": (RAW.match(name) & (category.str.match(ANIMAL_FOOD) | name.str.contains("sushi", case=False)))
        | RAW_DOUGH.match(name),
        "suspect": pd.Series(foods.index.isin(list(SUSPECT)), index=foods.index),
    }
    return pd.DataFrame({key: value.astype(int) for key, value in columns.items()}, index=foods.index)
