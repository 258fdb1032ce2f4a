"""The published schema: it is the code's, every plan fits it, and what does not fit is refused."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from planner import MealPlan, Person, plan_meals
from planner.plan.schema import plan_schema, schema_json
from tests.plan.conftest import HEALTHY, Week

PUBLISHED = Path(__file__).parents[2] / "docs" / "plan.schema.json"


def fits(document: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(plan_schema()).validate(document)


def test_the_published_schema_is_that_of_the_code() -> None:
    if os.environ.get("UPDATE_DOCS"):
        PUBLISHED.write_text(schema_json(), encoding="utf-8")
    assert PUBLISHED.read_text("utf-8") == schema_json()
    jsonschema.Draft202012Validator.check_schema(plan_schema())


def test_a_week_of_meals_fits(week: Week, someone: str) -> None:
    fits(week(someone).to_dict())


def test_a_steered_plan_and_a_plain_day_fit(week: Week) -> None:
    plan = week("woman", days=1)
    fits(plan.lock(meal="breakfast").to_dict())
    fits(plan_meals(Person(sex="male", age_years=30, height_cm=180, weight_kg=75, **HEALTHY), menu="none").to_dict())


def test_names_of_the_world_survive_text_and_schema(evil: MealPlan) -> None:
    read = json.loads(evil.to_json())
    fits(read)
    assert [row["food"] for row in read["menu"]] == list(evil.menu["food"])


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan.pop("certificate"),
        lambda plan: plan.update(format=1),
        lambda plan: plan.update(colour="green"),
        lambda plan: plan["menu"][0].update(grams=-1),
        lambda plan: plan["nutrients"][0].update(amount="much"),
    ],
)
def test_what_is_no_such_plan_does_not_fit(week: Week, change: Any) -> None:
    document = copy.deepcopy(week("woman").to_dict())
    change(document)
    with pytest.raises(jsonschema.ValidationError):
        fits(document)
