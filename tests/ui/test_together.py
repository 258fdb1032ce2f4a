"""Eating together in the app: saved people choose one set of dishes, and each can look at their own plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner import Person, Preferences
from planner.ui import household, people, plans, session, together, workers
from planner.ui.pool import Pool
from tests.ui.conftest import Visit, button, text, until

KEY = "household:one"
HEALTHY: dict[str, Any] = {"conditions": ("none",), "medications": ("none",)}
ADA = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, activity="low_active", **HEALTHY)
BEN = Person(sex="male", age_years=36, height_cm=182, weight_kg=80, activity="active", **HEALTHY)
REFUSED = ADA.model_copy(update={"conditions": ("on dialysis",)})


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """This browser has a key and an empty database."""
    monkeypatch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{tmp_path / 'saved.sqlite3'}")
    pool = Pool(1, warm="store")
    for module in (household, workers, people, plans, session):
        if hasattr(module, "keeper"):
            monkeypatch.setattr(module, "keeper", lambda: pool)
    monkeypatch.setattr(household, "owner", lambda: KEY)
    yield pool
    pool.close()


def save(pool: Pool, name: str, person: Person, preferences: Preferences | None = None) -> None:
    pool.ask("save_person", KEY, name, person, preferences or Preferences(), {"effort": "fast"}, None, None)


def labels(at: AppTest) -> list[str]:
    return [one.label for one in at.expander]


def test_one_person_alone_has_nobody_to_eat_with(keeper: Any, visit: Visit) -> None:
    save(keeper, "Ada", ADA)
    assert "Eat together" not in labels(visit())


def test_two_saved_people_eat_the_same_dishes_and_each_has_a_plan(keeper: Any, visit: Visit) -> None:
    save(keeper, "Ada <b>", ADA, Preferences(diet="pescatarian"))
    save(keeper, "Ben", BEN)
    at = visit()
    assert "Eat together" in labels(at)
    at.slider(key="together-days").set_value(1).run()
    button(at, "together-go").click().run()
    until(at, lambda page: "together-plan" in page.session_state)
    said = text(at)
    assert "Ada &lt;b&gt;" in said
    assert "Ada <b>" not in said
    for words in ("Shopping list for 1 day, 2 people", "Nutrients a day", "pescatarian"):
        assert words in said
    assert {f"together-{form}" for form in ("pdf", "xlsx", "ics", "csv")} <= {
        one.key for one in at.get("download_button")
    }
    made, _ = at.session_state["together-plan"]
    for form, start in (("pdf", b"%PDF"), ("ics", b"BEGIN:VCALENDAR"), ("json", b"{")):
        assert together._file(made, form, "metric", together.next_monday()).startswith(start)
    second = next(n for n, (name, _) in enumerate(made.people) if name == "Ben")
    button(at, f"together-show-{second}").click().run()
    assert not at.exception
    assert at.session_state["plan"].name == "Ben"
    assert at.session_state["profile"].name == "Ben"
    assert "<b>Ben</b>" in text(at)


def test_a_refusal_names_the_person_and_the_others_can_be_planned(keeper: Any, visit: Visit) -> None:
    save(keeper, "Ada", ADA)
    save(keeper, "Ben", BEN)
    save(keeper, "Carl", REFUSED)
    at = visit()
    at.slider(key="together-days").set_value(1).run()
    button(at, "together-go").click().run()
    until(at, lambda page: "together-failure" in page.session_state)
    assert any("Carl: " in one.value for one in at.error)
    button(at, "together-others").click().run()
    until(at, lambda page: "together-plan" in page.session_state)
    made, _ = at.session_state["together-plan"]
    assert {name for name, _ in made.people} == {"Ada", "Ben"}
    assert "Not planned for: Carl" in text(at)
