"""What of a plan is saved beside its results, so that it can be made a plan again (``docs/plan-format.md``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planner.errors import SavedPlanError
from planner.nutrition.targets import Override
from planner.plan.request import ServedMeal
from planner.plan.standing import MOST_DAYS

if TYPE_CHECKING:
    import pandas as pd

    from planner.nutrition.person import Person
    from planner.plan.plan import MealPlan

FORMAT = 2
LARGEST_G = 5000.0  # of one food in a meal, or on a plain day


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class SavedFood(_Part):
    food_code: str
    food: str
    role: str
    amount: float = Field(gt=0, le=1000)
    leftover: bool = False


class SavedMeal(_Part):
    day: int = Field(ge=1, le=MOST_DAYS)
    slot: str
    kind: str
    foods: tuple[SavedFood, ...] = Field(min_length=1, max_length=40)


class SavedPortion(_Part):
    food_code: str
    grams: float = Field(gt=0, le=LARGEST_G)


class SavedLock(_Part):
    day: int
    meal: str
    food_code: str = ""


class SavedEarlier(_Part):
    foods: tuple[str, ...]
    mains: tuple[str, ...]
    servings: int = Field(ge=0)


class SavedRequest(_Part):
    """``request`` of a document."""

    days: int = Field(ge=1, le=MOST_DAYS)
    menu: Literal["meals", "none"]
    authority: str
    preset: str
    effort: Literal["fast", "normal", "best"]
    snacks: int | None = Field(ge=0, le=2)
    leftovers: bool
    seed: int = Field(ge=0)
    preferences: dict[str, Any]
    targets: dict[str, Override]
    locks: tuple[SavedLock, ...]
    earlier: tuple[SavedEarlier, ...]
    own_table: bool
    assumed: tuple[str, ...]
    meals: tuple[SavedMeal, ...]
    portions: tuple[SavedPortion, ...]


class SavedDocument(BaseModel):
    """What is read of a document; everything else is recomputed."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    person: dict[str, Any]
    status: Literal["optimal", "limit"]
    gap: float | None
    notices: tuple[str, ...]
    plate_rules_broken: tuple[str, ...]
    best_reachable: dict[str, float]
    best_in_portions: dict[str, float]
    shadow_prices: dict[str, float]
    certificate: tuple[dict[str, Any], ...]
    food_table_sha256: str
    foods: tuple[dict[str, Any], ...]
    request: SavedRequest

    def names(self) -> dict[str, str]:
        """What the foods of the menu are called, by code."""
        return {str(row.get("food_code")): str(row.get("food")) for row in self.foods}


def saved_request(plan: MealPlan) -> dict[str, Any] | None:
    """The key ``request`` of a document: what was asked, how it was steered, and what was served; None = not known."""
    asked = plan._request
    if asked is None:
        return None
    steering = asked.steering
    return {
        "days": asked.days,
        "menu": "meals" if plan.has_meals else "none",
        "authority": asked.authority,
        "preset": asked.preset,
        "effort": asked.effort,
        "snacks": asked.snacks,
        "leftovers": steering.leftovers,
        "seed": steering.seed,
        "preferences": asked.preferences.model_dump(mode="json", exclude_defaults=True),
        "targets": {
            name: [None if one is None else float(one) for one in bounds] for name, bounds in asked.targets.items()
        },
        "locks": [lock.__dict__ for lock in asked.locks],
        "earlier": [
            {"foods": sorted(one.foods), "mains": sorted(one.mains), "servings": one.servings}
            for one in steering.earlier
        ],
        "own_table": plan.table is not None and plan.table.has_own,
        "assumed": [name for name in type(plan.person).model_fields if _is_assumed(plan.person, name)],
        "meals": [_meal_dict(meal) for meal in plan._meals],
        "portions": [] if plan.has_meals else _portions(plan.menu),
    }


def _is_assumed(person: Person, name: str) -> bool:
    """Whether the person's value is a default that nobody gave."""
    return name not in person.model_fields_set and getattr(person, name) is not None


def _meal_dict(meal: ServedMeal) -> dict[str, Any]:
    foods = [{k: v for k, v in one.__dict__.items() if k != "leftover" or v} for one in meal.foods]
    return {"day": meal.day, "slot": meal.slot, "kind": meal.kind, "foods": foods}


def _portions(menu: pd.DataFrame) -> list[dict[str, Any]]:
    pairs = zip(menu["food_code"].tolist(), menu["grams"].tolist(), strict=True)
    return [{"food_code": code, "grams": grams} for code, grams in pairs]


def saved_document(text: str) -> Mapping[str, Any]:
    """The document in a text. Raises SavedPlanError for what is no JSON object."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = (
            f"line {error.lineno}, column {error.colno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
        )
        raise SavedPlanError(f"it is no JSON{f' ({where})' if where else ''}; give what to_json wrote, whole") from None
    if not isinstance(document, dict):
        raise SavedPlanError("it is JSON, but no plan; give what to_json wrote, whole")
    return document


def read_document(document: Mapping[str, Any]) -> SavedDocument:
    """The document, checked. Raises SavedPlanError for a newer or older form, and for what is damaged."""
    written = document.get("format")
    if type(written) is not int:
        raise SavedPlanError("it has no format number, so it is no plan; give what to_json wrote, whole")
    if written > FORMAT:
        raise SavedPlanError(f"its format {written} is newer than this planner reads ({FORMAT}); update the planner")
    if written < FORMAT or document.get("request") is None:
        raise SavedPlanError("it does not hold what was asked for, as plans of format 1 do not; plan again")
    try:
        return SavedDocument.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SavedPlanError(f"{where}: {first['msg'].lower()}; give what to_json wrote, unchanged") from None
