"""The forms in which a plan is taken away. Written once, used by Python, the command line and the app."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

_RISKY_START = ("=", "+", "-", "@", "\t", "\r")


def is_risky(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return text.lstrip().startswith(_RISKY_START) or text.startswith(_RISKY_START)


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return "'" + text if is_risky(text) else text


def menu_csv(plan: MealPlan) -> str:
    """The menu: one line per day, meal and food; grams and nutrient amounts rounded to 0.1."""
    menu = plan.menu.copy()
    for column in menu.columns:
        if menu[column].dtype == float:
            menu[column] = menu[column].round(1)
        elif column != "day":
            menu[column] = menu[column].map(safe_cell)
    return menu.to_csv(index=False, lineterminator="\n")


def _plain(value: Any) -> Any:
    """numpy and NaN into JSON, numbers to 9 digits: an unknown number is null, never 0."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return None if math.isnan(value) or math.isinf(value) else float(f"{value:.9g}")
    return value


def _menu(plan: MealPlan) -> list[dict[str, Any]]:
    """The menu's rows; grams and amounts to two decimals, as exact as household measures are."""
    menu = plan.menu.copy()
    numbers = menu.select_dtypes("float").columns
    menu[numbers] = menu[numbers].round(2)
    return _records(menu)


def _meals(plan: MealPlan) -> list[dict[str, Any]]:
    meals = plan.meals
    numbers = meals.select_dtypes("float").columns
    meals[numbers] = meals[numbers].round(2)
    return _records(meals)


def _foods(plan: MealPlan) -> list[dict[str, Any]]:
    """Each food once, under the name of the food table; for composed dishes what they are made of."""
    from planner.plan.cook import dishes

    if plan.table is None:
        return []
    cooked = dishes(plan.menu, plan.table) if plan.has_meals else ()
    made = {one.food_code: one for one in cooked if not one.stirred}
    names = plan.table.data["food"]
    found = []
    for code, food in dict(zip(plan.menu["food_code"], plan.menu["food"], strict=True)).items():
        row: dict[str, Any] = {"food_code": code, "food": food, "table_name": str(names[code])}
        if code in made:
            row |= {"made_of": list(made[code].made_of) or None, "note": made[code].note}
        found.append(row)
    return found


def _records(frame: Any) -> list[dict[str, Any]]:
    return [{str(k): _plain(v) for k, v in row.items()} for row in frame.to_dict("records")]


def plan_dict(plan: MealPlan) -> dict[str, Any]:
    """The plan as plain data; ``docs/plan-format.md`` describes the keys."""
    from planner.plan.saved import FORMAT, saved_request

    met, of = plan.targets_met
    targets = plan.targets.to_frame().reset_index()
    return {
        "format": FORMAT,
        "person": {k: v for k, v in plan.person.model_dump(mode="json").items() if v is not None},
        "status": plan.status,
        "gap": _plain(plan.gap),
        "targets_met": met,
        "targets_total": of,
        "certificate_holds": plan.certificate.holds,
        "misses": list(plan.misses),
        "notices": list(plan.notices),
        "energy": {"kcal": _plain(plan.targets.energy.kcal), "equation": plan.targets.energy.equation},
        "menu": _menu(plan),
        "meals": _meals(plan) if plan.has_meals else [],
        "foods": _foods(plan),
        "plate_rules_broken": list(plan.broken_rules),
        "quality": None if plan.table is None else plan.quality.to_dict(),
        "nutrients": _records(plan.nutrients),
        "targets": _records(targets),
        "best_reachable": {name: _plain(value) for name, value in plan.best_reachable.items()},
        "best_in_portions": {name: _plain(value) for name, value in plan.best_in_portions.items()},
        "shadow_prices": {name: _plain(value) for name, value in plan.shadow_prices.items()},
        "certificate": _records(plan.certificate.to_frame()),
        "food_table_sha256": plan.table_digest,
        "banner": BANNER,
        "disclaimer": DISCLAIMER,
        "red_flags": list(RED_FLAGS),
        "sources": plan.sources,
        "request": saved_request(plan),
    }


def plan_json(plan: MealPlan) -> str:
    """Indented JSON, keys in a fixed order, UTF-8."""
    return json.dumps(plan_dict(plan), indent=1, ensure_ascii=False) + "\n"
