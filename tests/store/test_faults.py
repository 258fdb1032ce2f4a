"""What goes wrong with a database is said in one sentence, and what was saved stays."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from planner import Person, Preferences
from planner.errors import StoreError
from planner.store import Shelf, Store, open_store
from planner.store import database as database_module

PERSON = Person(sex="male", age_years=50, height_cm=180, weight_kg=80)


def save(shelf: Shelf, name: str = "Ann", size: int = 10) -> str:
    return shelf.save_person(name, PERSON, Preferences(), {"told": "x" * size}).id


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def refused(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# -- what cannot be opened ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite://", "forgets everything"),
        ("nonsense", "URL cannot be read"),
        ("mysql://me:secret@host/db", "use SQLite or PostgreSQL"),
        ("oracle9://host/db", "use SQLite or PostgreSQL"),
        ("postgresql://me:secret@127.0.0.1:9/db", "Connection refused); check that the server runs"),
    ],
)
def test_a_url_that_leads_nowhere(url: str, said: str) -> None:
    sentence = refused(url)
    assert said in sentence
    assert "secret" not in sentence


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Milk, eggs, and a text of some length. " * 300, encoding="utf-8")
    before = path.read_bytes()
    assert "is no database; move the file away" in refused(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be made" in refused(f"sqlite:///{tmp_path / 'file' / 'planner.sqlite3'}")
    assert "cannot be" in refused(f"sqlite:///{tmp_path}")


def test_a_database_that_the_server_does_not_have(server: str) -> None:
    assert '(FATAL: database "nowhere" does not exist); check' in refused(f"{server}/nowhere")


def test_the_file_is_for_its_owner_only(sqlite_url: str) -> None:
    save(open_store(sqlite_url).shelf("ann"))
    assert path_of(sqlite_url).stat().st_mode & 0o077 == 0
    assert path_of(sqlite_url).parent.stat().st_mode & 0o077 == 0


def test_what_is_deleted_is_gone_from_the_file(sqlite_url: str) -> None:
    shelf = open_store(sqlite_url).shelf("ann")
    kept = save(shelf, "Wilhelmina")
    shelf.delete_person(kept)
    open_store(sqlite_url).close()  # what waits beside the file is written into it
    assert b"Wilhelmina" not in b"".join(path.read_bytes() for path in path_of(sqlite_url).parent.iterdir())


def test_without_a_url_the_environment_decides_then_the_users_folder(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_DATABASE_URL", sqlite_url)
    assert open_store() is open_store(sqlite_url)
    monkeypatch.delenv("PLANNER_DATABASE_URL")
    monkeypatch.setattr(database_module.platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "a # b ?"))
    save(open_store().shelf("ann"))
    assert (tmp_path / "a # b ?" / "planner.sqlite3").is_file()


# -- what cannot be written or read ------------------------------------------------------------------------------------


def test_a_file_that_may_only_be_read(sqlite_url: str) -> None:
    kept = save(open_store(sqlite_url).shelf("ann"))
    open_store(sqlite_url).close()
    shelf = open_store(f"sqlite:///file:{path_of(sqlite_url)}?mode=ro&uri=true").shelf("ann")
    with pytest.raises(StoreError, match="can be read but not written"):
        save(shelf)
    assert [one.id for one in shelf.people()] == [kept]


def test_a_server_that_may_only_be_read(postgres_url: str) -> None:
    kept = save(open_store(postgres_url).shelf("ann"))
    shelf = open_store(f"{postgres_url}?options=-c%20default_transaction_read_only%3Don").shelf("ann")
    with pytest.raises(StoreError, match="can be read but not written"):
        save(shelf)
    assert [one.id for one in shelf.people()] == [kept]


def test_another_program_that_does_not_stop_writing(
    url: str, postgres_or_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "WAIT_S", 1)
    shelf = open_store(url).shelf("ann")
    save(shelf, "before")
    other = sqlite3.connect(path_of(url)) if postgres_or_file == "sqlite" else psycopg.connect(url)
    other.execute("BEGIN IMMEDIATE" if postgres_or_file == "sqlite" else "LOCK TABLE people")
    with pytest.raises(StoreError, match="is being written by another program"):
        save(shelf)
    other.rollback()
    other.close()
    save(shelf, "then")
    assert [one.name for one in shelf.people()] == ["before", "then"]


@pytest.fixture
def postgres_or_file(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgresql"


def test_a_full_disk(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    shelf = store.shelf("ann")
    kept = save(shelf)
    with store.reading() as session:  # the most pages of the only connection stand in for the disk
        session.execute(text("PRAGMA max_page_count = 1"))
    with pytest.raises(StoreError, match="no room left on its disk; nothing was changed"):
        save(shelf, size=100_000)
    assert [one.id for one in shelf.people()] == [kept]
    with store.reading() as session:
        session.execute(text("PRAGMA max_page_count = 100000"))
    save(shelf, size=100_000)


def test_a_damaged_file(sqlite_url: str) -> None:
    for number in range(20):
        save(open_store(sqlite_url).shelf("ann"), f"Ann {number}", size=3000)
    open_store(sqlite_url).close()
    path = path_of(sqlite_url)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="is damaged; move the file away and put a backup in its place"):
        open_store(sqlite_url).shelf("ann").people()


def test_a_server_that_goes_away_and_comes_back(postgres_url: str, server: str) -> None:
    shelf = open_store(postgres_url).shelf("ann")
    save(shelf)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [postgres_url.rpartition("/")[2]],
        )
    save(shelf, "again")
    assert len(shelf.people()) == 2


def test_a_row_that_cannot_be_read_is_named(store: Store) -> None:
    save(store.shelf("ann"))
    with store.writing() as session:
        session.execute(text("UPDATE people SET document = '{}'"))
    with pytest.raises(StoreError, match="What is saved of 'Ann' cannot be read"):
        store.shelf("ann").people()


# -- a crash -----------------------------------------------------------------------------------------------------------

SAVES = """
import sys
from planner import Person, Preferences
from planner.store import open_store

shelf = open_store(sys.argv[1]).shelf("ann")
person = Person(sex="male", age_years=50, height_cm=180, weight_kg=80)
record = shelf.save_person("same", person, Preferences(), {})
while True:
    print(shelf.save_person("new", person, Preferences(), {"told": "x" * 60_000}).id, flush=True)
    record = shelf.save_person("same", person, Preferences(), {}, id=record.id, version=record.version)
"""


@pytest.mark.parametrize("after", [1, 7, 20])
def test_a_program_killed_while_it_saves_loses_nothing_it_was_told_is_saved(
    url: str, postgres_or_file: str, after: int
) -> None:
    with subprocess.Popen([sys.executable, "-c", SAVES, url], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(after)]
        os.kill(process.pid, signal.SIGKILL)
        told += [line.strip() for line in process.stdout if len(line.strip()) == 32]
    shelf = open_store(url).shelf("ann")
    people = shelf.people()
    assert set(told) <= {one.id for one in people}
    assert sum(one.name == "same" for one in people) == 1
    save(shelf, "after")
    if postgres_or_file == "sqlite":
        with open_store(url).reading() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
