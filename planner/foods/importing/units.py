"""Amounts in other units than ours, where the name of the column or of the nutrient says its unit."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from planner.errors import InputError

if TYPE_CHECKING:
    import pint

_IU = {"vitamin_d_ug": 0.025}  # 40 IU = 1 ug (NIH ODS); vitamins A and E differ by their form, so IU say nothing there
_SPELLED = {
    "ug": "microgram",
    "mcg": "microgram",
    "µg": "microgram",
    "cal": "kcal",
    "kj": "kJ",
}  # a label's Cal is a kcal
_SAME = {("kcal", "kcal"), ("g", "g"), ("mg", "mg"), ("ug", "ug")}


def factor(unit: str, name: str, ours: str) -> float | None:
    """By what amounts in ``unit`` are multiplied to be in ``ours``, the unit of the nutrient ``name``; None = no way.

    Raises InputError when pint is not installed.
    """
    unit = unit.strip().lower()
    if (unit, ours) in _SAME:
        return 1.0
    if unit == "iu":
        return _IU.get(name)
    return _converted(_SPELLED.get(unit, unit), _SPELLED.get(ours, ours))


@cache
def _converted(unit: str, ours: str) -> float | None:
    registry = _registry()
    import pint

    try:
        return float(registry.Quantity(1.0, unit).to(ours).magnitude)
    except (pint.PintError, AttributeError, TypeError, ValueError):
        return None


@cache
def _registry() -> pint.UnitRegistry[Any]:
    try:
        import pint
    except ImportError:
        raise InputError(
            "converting units needs pint: pip install 'meal-planner[import]', or give the amounts in the units of the "
            "column names (docs/own-tables.md)"
        ) from None
    return pint.UnitRegistry()
