"""Saved people and plans: back in the next visit, nobody else's, and no save lost when two tabs save the same plan."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from streamlit.testing.v1 import AppTest

from planner.store import open_store
from planner.ui import household, workers
from planner.ui.pool import Pool
from planner.ui.session import Shown, example
from tests.ui.conftest import Visit, button, text

KEY = "household:one"


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """This browser has a key, and the database is empty."""
    return keep_in(f"sqlite:///{tmp_path / 'saved.sqlite3'}", monkeypatch)


def keep_in(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """From now on, the pages keep what is saved in this database, for this browser."""
    monkeypatch.setenv("PLANNER_DATABASE_URL", url)
    pools = {name: Pool(1, warm=warm) for name, warm in (("keeper", "store"), ("quick", "tables"))}
    for module in (household, workers, *_users()):
        for name, pool in pools.items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, lambda pool=pool: pool)
    monkeypatch.setattr(household, "owner", lambda: KEY)
    assert pools["keeper"].wait_ready(60)
    return KEY


def _users() -> list[object]:
    from planner.ui import people, plans, session

    return [people, plans, session]


@pytest.fixture
def saved(at_home: str, planned: Visit) -> AppTest:
    """A plan that has just been saved."""
    at = planned()
    button(at, "save-now").click().run()
    assert not at.exception
    return at


def test_a_saved_plan_is_back_in_the_next_visit(saved: AppTest, made: Shown, visit: Visit) -> None:
    assert "· saved" in text(saved).replace(" <span aria-hidden=true>·</span> ", "· ")
    later = visit()
    assert later.session_state["plan"].made.view.days == made.made.view.days
    assert later.session_state["plan"].saved


def test_another_browser_does_not_see_it(saved: AppTest, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(household, "owner", lambda: "household:two")
    assert "plan" not in visit().session_state


def test_two_tabs_that_save_the_same_plan_are_asked(saved: AppTest, visit: Visit) -> None:
    first, second = visit(), visit()
    for at in (first, second):
        button(at, "lock-1-breakfast").click().run()
        button(at, "save").click().run()
    assert "saved somewhere else" in text(second)
    button(second, "stale-copy").click().run()
    assert second.session_state["plan"].saved
    assert second.session_state["plan"].title.endswith("(copy)")
    assert second.session_state["plan"].id != first.session_state["plan"].id


def test_a_plan_is_deleted_only_after_a_second_question(saved: AppTest) -> None:
    id_ = saved.session_state["plan"].id
    button(saved, f"delete-now-{id_}").click().run()
    assert saved.session_state["plan"].id is None
    assert "unsaved" in text(saved)


def test_a_person_is_saved_with_targets_and_comes_back(at_home: str, visit: Visit) -> None:
    at = visit("profile")
    at.text_input(key="profile-name").set_value("Ann")
    button(at, "use-profile").click().run()
    button(at, "save-person").click().run()
    assert not at.exception
    assert at.session_state["profile"].saved
    later = visit("profile")
    assert later.session_state["profile"].name == "Ann"


def test_a_database_that_does_not_answer_is_said_and_the_page_works(
    at_home: str, visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "saved.sqlite3").write_text("this is no database")
    at = visit()
    assert at.warning
    assert button(at, "make").label == "Make a week"


def test_a_saved_plan_whose_foods_are_gone_is_named_and_stays(
    saved: AppTest, visit: Visit, made: Shown, tmp_path: Path
) -> None:
    code = made.made.view.days[0].meals[0].items[0].code
    with closing(sqlite3.connect(tmp_path / "saved.sqlite3")) as file:
        (document,) = file.execute("SELECT document FROM plans").fetchone()
        assert code in document
        file.execute("UPDATE plans SET document = ?", (document.replace(code, "99999999"),))
        file.commit()
    at = visit()
    said = at.warning[0].value.replace("\\", "")
    assert "cannot be opened" in said
    assert "99999999" in said
    assert "It stays saved as it is" in said
    assert "plan" not in at.session_state
    button(at, f"open-{saved.session_state['plan'].id}").click().run()  # asking again tells the same
    assert not at.exception
    assert "99999999" in at.warning[0].value


def prepared(tmp_path: Path, how: str) -> str:
    """The URL of a database that does not take what is saved, with one person in it."""
    file = tmp_path / "saved.sqlite3"
    store = open_store(f"sqlite:///{file}")
    store.shelf(KEY).save_person("Ann", example().person, example().preferences, {})
    if how == "newer":
        with store.writing() as session:
            session.execute(sql("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    return f"sqlite:///file:{file}?mode=ro&uri=true" if how == "read-only" else f"sqlite:///{file}"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("read-only", "can be read but not written"),
        ("locked", "is being written by another program"),
        ("newer", "made by a newer planner"),
    ],
)
def test_a_database_that_takes_nothing_is_said_and_the_plan_stays_on_show(
    how: str, said: str, planned: Visit, made: Shown, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keep_in(prepared(tmp_path, how), monkeypatch)
    with closing(sqlite3.connect(tmp_path / "saved.sqlite3")) as other:
        if how == "locked":
            other.execute("BEGIN IMMEDIATE")
        at = planned()
        button(at, "save-now").click().run()
        assert not at.exception
        assert said in " ".join(one.value for one in (*at.error, *at.warning)).replace("\\", "")
        assert at.session_state["plan"].made == made.made
        assert not at.session_state["plan"].saved
        assert "Traceback" not in text(at)
        other.rollback()
    with closing(sqlite3.connect(tmp_path / "saved.sqlite3")) as file:
        assert file.execute("SELECT name FROM people").fetchall() == [("Ann",)]  # what was there is there
        assert file.execute("SELECT count(*) FROM plans").fetchone() == (0,)
