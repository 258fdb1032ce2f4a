"""The forms in which a plan is taken away. Written once, used by Python, the command line and the app."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

_RISKY_START = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(_RISKY_START) else text


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
    """numpy and NaN into JSON: an unknown number is null, never 0."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return None if math.isnan(value) or math.isinf(value) else round(value, 9)
    return value


def _records(frame: Any) -> list[dict[str, Any]]:
    return [{str(k): _plain(v) for k, v in row.items()} for row in frame.to_dict("records")]


def plan_dict(plan: MealPlan) -> dict[str, Any]:
    """The plan as plain data; ``docs/plan-format.md`` describes the keys."""
    met, of = plan.targets_met
    targets = plan.targets.to_frame().reset_index()
    return {
        "format": 1,
        "person": {k: v for k, v in plan.person.model_dump(mode="json").items() if v is not None},
        "status": plan.status,
        "gap": _plain(plan.gap),
        "targets_met": met,
        "targets_total": of,
        "certificate_holds": plan.certificate.holds,
        "misses": list(plan.misses),
        "notices": list(plan.notices),
        "energy": {"kcal": _plain(plan.targets.energy.kcal), "equation": plan.targets.energy.equation},
        "menu": _records(plan.menu),
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
    }


def plan_json(plan: MealPlan) -> str:
    """Indented JSON, keys in a fixed order, UTF-8."""
    return json.dumps(plan_dict(plan), indent=1, ensure_ascii=False) + "\n"
