"""Metric or US units, for everything a person reads or types; inside, everything stays in grams, cm and kg.

Factors are exact by definition (international pound and inch, US customary fluid ounce), sizes of US cups and spoons
those of kitchens. Raises InputError for what cannot be read.
"""

from __future__ import annotations

import math
import re
from typing import Literal

from planner.errors import InputError, UnknownNameError

Units = Literal["us", "metric"]
UNITS: tuple[Units, ...] = ("us", "metric")
GRAMS_PER_OZ, GRAMS_PER_LB = 28.349523125, 453.59237
CM_PER_INCH, INCHES_PER_FOOT = 2.54, 12
ML_PER_FL_OZ, ML_PER_CUP, ML_PER_QUART = 29.5735295625, 236.5882365, 946.352946
ML_PER_TBSP, ML_PER_TSP = ML_PER_CUP / 16, ML_PER_CUP / 48

_NUMBER = r"([0-9]+(?:[.,][0-9]+)?)"
_FEET = re.compile(
    rf"{_NUMBER} ?(?:feet|foot|ft\.?|'|’|′)(?: ?{_NUMBER}( ?1/2| ?½)? ?(?:inches|inch|in\.?|\"|”|″|''|’’|′′)?)?"
)
_INCHES = re.compile(rf"{_NUMBER} ?(?:inches|inch|in\.?|\"|”|″)")
_METRES = re.compile(rf"{_NUMBER} ?(cm|centimetres?|centimeters?|m|metres?|meters?)?\.?")
_STONES = re.compile(rf"{_NUMBER} ?(?:stones?|st\.?)(?: ?{_NUMBER} ?(?:lbs?\.?|pounds?)?)?")
_WEIGHT = re.compile(rf"{_NUMBER} ?(kg|kilos?|kilograms?|kilogrammes?|lbs?|pounds?|#)?\.?")
_FRACTIONS = ((0.25, "1/4"), (1 / 3, "1/3"), (0.5, "1/2"), (2 / 3, "2/3"), (0.75, "3/4"))


def units_from(text: str) -> Units:
    """``us`` or ``metric``; anything else is an UnknownNameError."""
    if text not in UNITS:
        raise UnknownNameError("units", text, UNITS)
    return text


def height_cm(given: str | float) -> float:
    """Centimetres from "168", "168 cm", "1.68 m", "5 ft 6 in", "5'6\\"" or "66 in"; a number is centimetres.

    Raises InputError for anything else, and for 12 inches or more beside feet.
    """
    if not isinstance(given, str):
        return float(given)
    text = given.strip().lower()
    if feet := _FEET.fullmatch(text):
        inches = _float(feet[2]) + (0.5 if feet[3] else 0.0) if feet[2] else 0.0
        if inches >= INCHES_PER_FOOT:
            raise InputError(f"height {given!r}: {inches:g} inches are a foot or more; write it as 5 ft 6 in")
        return (_float(feet[1]) * INCHES_PER_FOOT + inches) * CM_PER_INCH
    if inch := _INCHES.fullmatch(text):
        return _float(inch[1]) * CM_PER_INCH
    if metric := _METRES.fullmatch(text):
        return _float(metric[1]) * (100.0 if (metric[2] or "").startswith("m") else 1.0)
    raise InputError(f"height {given!r} cannot be read: write centimetres, or 5 ft 6 in")


def weight_kg(given: str | float) -> float:
    """Kilograms from "62", "62 kg", "137 lb" or "9 st 11 lb"; a number is kilograms. Raises InputError for anything else."""
    if not isinstance(given, str):
        return float(given)
    text = given.strip().lower()
    if stones := _STONES.fullmatch(text):
        pounds = 14 * _float(stones[1]) + (_float(stones[2]) if stones[2] else 0.0)
        return pounds * GRAMS_PER_LB / 1000
    if plain := _WEIGHT.fullmatch(text):
        pounds_meant = (plain[2] or "")[:1] in ("l", "p", "#") and plain[2]
        return _float(plain[1]) * (GRAMS_PER_LB / 1000 if pounds_meant else 1.0)
    raise InputError(f"weight {given!r} cannot be read: write kilograms, or 137 lb")


def say_height(cm: float, units: Units) -> str:
    """ "168 cm" or "5 ft 6 in"."""
    if units == "metric":
        return f"{cm:.0f} cm"
    inches = round(cm / CM_PER_INCH)
    return f"{inches // INCHES_PER_FOOT} ft {inches % INCHES_PER_FOOT} in"


def say_weight(kg: float, units: Units) -> str:
    """ "62 kg" or "137 lb": of a person."""
    return f"{kg:.4g} kg" if units == "metric" else f"{1000 * kg / GRAMS_PER_LB:.0f} lb"


def say_mass(grams: float, units: Units) -> str:
    """ "180 g", "1.2 kg"; "6.3 oz", "2.6 lb": of food, to the nearest."""
    if units == "metric":
        return f"{grams / 1000:.2g} kg" if grams >= 999.5 else f"{grams:.0f} g" if grams >= 9.5 else f"{grams:.1f} g"
    return f"{_short(grams / GRAMS_PER_LB)} lb" if grams >= GRAMS_PER_LB else f"{_short(grams / GRAMS_PER_OZ)} oz"


def say_volume(ml: float, units: Units) -> str:
    """ "240 ml", "1.5 L"; "8 fl oz", "1.6 qt": to the nearest."""
    if units == "metric":
        return f"{ml / 1000:.2g} L" if ml >= 999.5 else f"{ml:.0f} ml"
    return f"{_short(ml / ML_PER_QUART)} qt" if ml >= ML_PER_QUART else f"{_short(ml / ML_PER_FL_OZ)} fl oz"


def _short(amount: float) -> str:
    """ "6.3", "6"."""
    return f"{amount:.1f}".removesuffix(".0")


def mass_to_buy(grams: float, units: Units) -> str:
    """Rounded up to what a scale or a packet says: "350 g", "1.2 kg"; "3 1/2 oz", "1 1/4 lb"."""
    if units == "metric":
        if grams > 950:
            return f"{_up(grams, 100) / 1000:g} kg"
        return f"{_up(grams, 50 if grams > 200 else 10 if grams > 20 else 5):g} g"
    if grams > 15 * GRAMS_PER_OZ:
        return f"{fraction(_up(grams / GRAMS_PER_LB, 0.25))} lb"
    return f"{fraction(_up(grams / GRAMS_PER_OZ, 0.5 if grams < 4 * GRAMS_PER_OZ else 1))} oz"


def volume_to_buy(ml: float, units: Units) -> str:
    """Rounded up: "50 ml", "1.5 L"; "2 tbsp", "1 1/2 cups", "2 1/4 qt"."""
    if units == "metric":
        if ml > 950:
            return f"{_up(ml, 100) / 1000:g} L"
        return f"{_up(ml, 50 if ml > 100 else 10 if ml > 20 else 5):g} ml"
    if ml > 3.5 * ML_PER_CUP:
        return f"{fraction(_up(ml / ML_PER_QUART, 0.25))} qt"
    if ml > 4 * ML_PER_TBSP:
        cups = _up(ml / ML_PER_CUP, 0.5)
        return f"{fraction(cups)} {'cup' if cups <= 1 else 'cups'}"
    if ml > 2 * ML_PER_TSP:
        return f"{fraction(_up(ml / ML_PER_TBSP, 0.5))} tbsp"
    return f"{fraction(_up(ml / ML_PER_TSP, 0.5))} tsp"


def fraction(amount: float) -> str:
    """A number as kitchens write it: 1.5 is "1 1/2"; what is no common fraction keeps two digits."""
    whole, rest = divmod(amount, 1)
    if rest < 0.01 or rest > 0.99:
        return f"{round(amount)}"
    for value, words in _FRACTIONS:
        if abs(rest - value) < 0.01:
            return f"{whole:.0f} {words}" if whole else words
    return f"{amount:.2g}"


def _up(amount: float, step: float) -> float:
    return max(step, step * math.ceil(amount / step - 1e-9))


def _float(text: str) -> float:
    return float(text.replace(",", "."))
