"""A saved plan is counted again, and what was edited in it is found."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planner import Person, Preferences, plan_meals
from planner.errors import SavedPlanError
from planner.model.menu.quantities import DAILY_FLOOR
from planner.plan.verify import verify_plan
from planner.plan.verify_rows import DAY_FLOOR

from .conftest import HEALTHY, Week

ROOT = Path(__file__).parents[2]
WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **HEALTHY)
# What only a search could say, and words; everything else is counted again.
ASIDE = {
    "format", "status", "gap", "notices", "plate_rules_broken", "best_reachable", "best_in_portions", "shadow_prices",
    "sources", "foods", "misses", "banner", "disclaimer", "red_flags", "request", "person", "energy",
}  # fmt: skip


@pytest.fixture(scope="module")
def saved() -> str:
    return plan_meals(WOMAN, 2, Preferences(exclude=("mushroom",), allergies=("peanut",)), effort="fast").to_json()


@pytest.fixture(scope="module")
def plain() -> str:
    return plan_meals(WOMAN, menu="none").to_json()


def test_a_plan_as_it_was_written_is_verified(saved: str, plain: str) -> None:
    for text in (saved, plain):
        found = verify_plan(text)
        assert found.holds, found.wrong
        assert len(found.checks) > 900
        assert str(found).startswith("Verified: all")


def test_a_plan_that_misses_a_target_and_says_so_is_verified(week: Week) -> None:
    plan = week("vegan", days=1)
    found = verify_plan(plan.to_json())
    assert found.holds, found.wrong
    missed = {row.quantity for row in plan.certificate.misses if not row.day}
    assert set(found.misses) == missed


def numbers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the numbers of a document are."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from numbers(inner, (*path, name))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from numbers(inner, (*path, n))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def edited(text: str, where: tuple[Any, ...]) -> str:
    """The document with one number changed."""
    document = json.loads(text)
    inner: Any = document
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = inner[where[-1]] * 1.03 + 1
    return json.dumps(document)


def test_any_number_that_was_edited_is_found(plain: str) -> None:
    """A number of each of twenty fields."""
    places: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for path in numbers(json.loads(plain)):
        if path[0] not in ASIDE:
            places.setdefault((path[0], path[-1]), []).append(path)
    rng = random.Random(7)
    chosen = [path for paths in places.values() for path in rng.sample(paths, min(len(paths), 1))]
    assert len(chosen) > 25
    unseen = [path for path in rng.sample(chosen, 20) if verify_plan(edited(plain, path)).holds]
    assert unseen == []


EDITS: dict[str, Any] = {
    "another portion": lambda d: d["menu"][0].update(grams=d["menu"][0]["grams"] * 2),
    "a serving in words": lambda d: d["menu"][0].update(serving="9 cups of something"),
    "another food": lambda d: d["menu"][0].update(food_code="63107010"),
    "a row less": lambda d: d["menu"].pop(),
    "a lower target": lambda d: next(r for r in d["targets"] if r["nutrient"] == "magnesium_mg").update(lower=10.0),
    "a miss called met": lambda d: d["certificate"][0].update(holds=not d["certificate"][0]["holds"]),
    "a target left out": lambda d: d["targets"].pop(),
    "an older person": lambda d: d["person"].update(age_years=71),
    "a disclaimer less": lambda d: d.update(disclaimer=""),
    "another table": lambda d: d.update(food_table_sha256="0" * 64),
    "an excluded food": lambda d: d["request"]["preferences"].update(exclude=[d["menu"][0]["food_code"]]),
    "a health answer": lambda d: d["person"].update(conditions=["kidney disease"]),
    "another meal served": lambda d: d["request"]["meals"][0]["foods"][0].update(amount=3.0),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_was_edited_by_hand_is_found(saved: str, edit: str) -> None:
    document = json.loads(saved)
    EDITS[edit](document)
    assert not verify_plan(json.dumps(document)).holds


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 2}', "{" * 2000, '{"format": 2, "request": {}, "menu": 3}']
)
def test_what_is_no_plan_is_said_to_be_none(text: str) -> None:
    with pytest.raises(SavedPlanError):
        verify_plan(text)


def test_another_format_is_not_guessed_at(saved: str) -> None:
    with pytest.raises(SavedPlanError, match="format is 1"):
        verify_plan(saved.replace('"format": 2', '"format": 1', 1))


# What a plate rule is, is read where it is written down; that this is a kind of constraint comes with it.
READ = {
    "planner.model", "planner.model.menu", "planner.model.menu.rules", "planner.model.constraints", "planner.model.columns",
    "planner.model.program",
}  # fmt: skip


def test_nothing_of_the_solver_is_loaded() -> None:
    code = (
        "import sys, planner.plan.verify\n"
        "print(*(m for m in sys.modules if m.startswith(('planner.model', 'pulp', 'highspy')) or m.endswith('.certificate')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(done.stdout.split()) <= READ


def test_the_policy_for_single_days_is_that_of_the_menus() -> None:
    assert DAY_FLOOR == DAILY_FLOOR
