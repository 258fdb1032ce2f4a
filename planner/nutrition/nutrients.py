"""The nutrients, one name each; the unit is part of the name (``magnesium_mg``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from planner.errors import UnknownNameError


@dataclass(frozen=True)
class Nutrient:
    """A nutrient as the tables call it, with the label, unit and decimals a person is shown."""

    name: str
    label: str
    unit: str
    decimals: int


# name | label | decimals; in the order of FNDDS, then what is derived from it
_LIST = """
energy_kcal | Energy | 0
protein_g | Protein | 0
carbohydrate_g | Carbohydrate | 0
sugars_g | Sugars, total | 0
fiber_g | Fiber | 0
fat_g | Fat | 0
saturated_fat_g | Saturated fat | 1
monounsaturated_fat_g | Monounsaturated fat | 1
polyunsaturated_fat_g | Polyunsaturated fat | 1
cholesterol_mg | Cholesterol | 0
retinol_ug | Retinol | 0
vitamin_a_rae_ug | Vitamin A (RAE) | 0
carotene_alpha_ug | Alpha-carotene | 0
carotene_beta_ug | Beta-carotene | 0
cryptoxanthin_beta_ug | Beta-cryptoxanthin | 0
lycopene_ug | Lycopene | 0
lutein_zeaxanthin_ug | Lutein + zeaxanthin | 0
thiamin_mg | Thiamin | 2
riboflavin_mg | Riboflavin | 2
niacin_mg | Niacin, preformed | 1
vitamin_b6_mg | Vitamin B6 | 2
folic_acid_ug | Folic acid (added) | 0
folate_food_ug | Folate of the food | 0
folate_dfe_ug | Folate (DFE) | 0
folate_total_ug | Folate, total | 0
choline_mg | Choline | 0
vitamin_b12_ug | Vitamin B12 | 2
vitamin_b12_added_ug | Vitamin B12, added | 2
vitamin_c_mg | Vitamin C | 0
vitamin_d_ug | Vitamin D | 1
vitamin_e_mg | Vitamin E | 1
vitamin_e_added_mg | Vitamin E, added | 1
vitamin_k_ug | Vitamin K | 0
calcium_mg | Calcium | 0
phosphorus_mg | Phosphorus | 0
magnesium_mg | Magnesium | 0
iron_mg | Iron | 1
zinc_mg | Zinc | 1
copper_mg | Copper | 2
selenium_ug | Selenium | 0
potassium_mg | Potassium | 0
sodium_mg | Sodium | 0
caffeine_mg | Caffeine | 0
theobromine_mg | Theobromine | 0
alcohol_g | Alcohol | 1
fatty_acid_4_0_g | Fatty acid 4:0 | 2
fatty_acid_6_0_g | Fatty acid 6:0 | 2
fatty_acid_8_0_g | Fatty acid 8:0 | 2
fatty_acid_10_0_g | Fatty acid 10:0 | 2
fatty_acid_12_0_g | Fatty acid 12:0 | 2
fatty_acid_14_0_g | Fatty acid 14:0 | 2
fatty_acid_16_0_g | Fatty acid 16:0 | 2
fatty_acid_18_0_g | Fatty acid 18:0 | 2
fatty_acid_16_1_g | Fatty acid 16:1 | 2
fatty_acid_18_1_g | Fatty acid 18:1 | 2
fatty_acid_20_1_g | Fatty acid 20:1 | 2
fatty_acid_22_1_g | Fatty acid 22:1 | 2
linoleic_acid_g | Linoleic acid (18:2) | 1
alpha_linolenic_acid_g | Alpha-linolenic acid (18:3) | 2
fatty_acid_18_4_g | Fatty acid 18:4 | 2
fatty_acid_20_4_g | Fatty acid 20:4 | 2
epa_g | EPA (20:5) | 2
dpa_g | DPA (22:5) | 2
dha_g | DHA (22:6) | 2
water_g | Water | 0
niacin_ne_mg | Niacin (equivalents) | 1
added_sugars_g | Added sugars | 0
"""

_ALIASES = {
    "calories": "energy_kcal", "kcal": "energy_kcal", "carbs": "carbohydrate_g", "carbohydrates": "carbohydrate_g",
    "fibre": "fiber_g", "dietary fiber": "fiber_g", "dietary fibre": "fiber_g", "total fat": "fat_g",
    "sfa": "saturated_fat_g", "saturated": "saturated_fat_g", "saturates": "saturated_fat_g",
    "mufa": "monounsaturated_fat_g", "pufa": "polyunsaturated_fat_g", "sugar": "sugars_g", "sugars": "sugars_g",
    "added sugar": "added_sugars_g", "vitamin a": "vitamin_a_rae_ug", "rae": "vitamin_a_rae_ug",
    "vitamin b1": "thiamin_mg", "b1": "thiamin_mg", "thiamine": "thiamin_mg", "vitamin b2": "riboflavin_mg",
    "b2": "riboflavin_mg", "niacin": "niacin_ne_mg", "vitamin b3": "niacin_ne_mg", "b3": "niacin_ne_mg",
    "niacin equivalents": "niacin_ne_mg", "preformed niacin": "niacin_mg", "b6": "vitamin_b6_mg",
    "vitamin b9": "folate_dfe_ug", "b9": "folate_dfe_ug", "folate": "folate_dfe_ug", "dfe": "folate_dfe_ug",
    "folic acid": "folic_acid_ug", "b12": "vitamin_b12_ug", "ca": "calcium_mg", "p": "phosphorus_mg",
    "mg": "magnesium_mg", "fe": "iron_mg", "zn": "zinc_mg", "cu": "copper_mg", "se": "selenium_ug",
    "k": "potassium_mg", "na": "sodium_mg", "salt": "sodium_mg", "linoleic": "linoleic_acid_g",
    "la": "linoleic_acid_g", "omega 6": "linoleic_acid_g", "ala": "alpha_linolenic_acid_g",
    "omega 3": "alpha_linolenic_acid_g", "epa": "epa_g", "dha": "dha_g", "dpa": "dpa_g", "ethanol": "alcohol_g",
}  # fmt: skip


def _nutrient(line: str) -> Nutrient:
    name, label, decimals = line.split(" | ")
    return Nutrient(name, label, name.rsplit("_", 1)[1], int(decimals))


NUTRIENTS: dict[str, Nutrient] = {nutrient.name: nutrient for nutrient in map(_nutrient, _LIST.strip().splitlines())}
"""Every nutrient by its name. ``niacin_ne_mg`` and ``added_sugars_g`` are derived on loading foods."""


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


@cache
def _words() -> dict[str, str]:
    """Every way to write a nutrient -> its name; aliases win over names without their unit."""
    words: dict[str, str] = {}
    for nutrient in NUTRIENTS.values():
        bare = nutrient.name.rsplit("_", 1)[0]
        for word in (nutrient.name, bare, nutrient.label):
            words.setdefault(_plain(word), nutrient.name)
    return words | _ALIASES


def find_nutrient(text: str) -> str:
    """The name of the nutrient meant by ``text``: "magnesium", "Mg", "Magnesium (mg)" are ``magnesium_mg``.

    Raises UnknownNameError with the nearest names.
    """
    words, wanted = _words(), _plain(text)
    if wanted in words:
        return words[wanted]
    # "magnesium mg" is found above; "magnesium ug" and "sodium g" name a unit the tables do not use
    near = dict.fromkeys(words[word] for word in get_close_matches(wanted, words, n=6, cutoff=0.6))
    raise UnknownNameError("nutrient", text, tuple(near)[:3], "" if near else "names are such as magnesium_mg")


def bound_in_words(name: str, side: str, value: float) -> str:
    """``potassium at least 4,700 mg``; ``side`` is lower or upper."""
    nutrient = NUTRIENTS[name]
    label = nutrient.label if nutrient.label[:2].isupper() else nutrient.label[:1].lower() + nutrient.label[1:]
    return f"{label} at {'least' if side == 'lower' else 'most'} {value:,.6g} {nutrient.unit.replace('ug', 'µg')}"
