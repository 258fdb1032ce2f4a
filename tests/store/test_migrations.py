"""A database is brought to the newest form when it is opened: all of it or nothing, and never backwards."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from planner import Person, Preferences
from planner.errors import StoreError
from planner.store import Store, open_store
from planner.store import database as database_module
from planner.store.look import look
from planner.store.tables import Base

PERSON = Person(sex="male", age_years=50, height_cm=180, weight_kg=80)

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9000", "0001"


def upgrade():
    op.add_column("people", sa.Column("colour", sa.String(20)))
    op.execute("UPDATE people SET name = 'changed'")
    {last}


def downgrade():
    pass
"""


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of migrations of a planner to come."""
    folder = tmp_path / "migrations"
    shutil.copytree(database_module.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(database_module, "MIGRATIONS", folder)
    return folder / "versions" / "v9000_next.py"


def with_a_person(url: str) -> None:
    store = open_store(url)
    store.shelf("ann").save_person("Ann", PERSON, Preferences(), {})
    store.close()


def names(url: str) -> list[str]:
    return [one.name for one in open_store(url).shelf("ann").people()]


def test_opening_makes_the_tables_and_opening_again_changes_nothing(url: str) -> None:
    with_a_person(url)
    with_a_person(url)
    assert names(url) == ["Ann", "Ann"]
    assert open_store(url) is open_store(url)


def test_the_migrations_make_the_tables_that_the_code_speaks_of(store: Store) -> None:
    with store._reads.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert set(inspect(connection).get_table_names()) == {"people", "plans", "alembic_version"}


def test_a_newer_database_is_refused_and_left_alone(url: str) -> None:
    with_a_person(url)
    with open_store(url).writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    open_store(url).close()
    with pytest.raises(StoreError, match=r"made by a newer planner .*9999.*; update the planner"):
        open_store(url)


def test_an_older_database_is_brought_up_to_date(url: str, migrations: Path) -> None:
    with_a_person(url)
    migrations.write_text(NEXT.format(last=""), encoding="utf-8")
    assert names(url) == ["changed"]


def test_looking_tells_the_form_and_changes_nothing(url: str, migrations: Path) -> None:
    with_a_person(url)
    open_store(url).close()
    assert look(url)[1].endswith("form 0001")
    migrations.write_text(NEXT.format(last=""), encoding="utf-8")
    assert look(url)[1].endswith("form 0001, brought to 9000 when it is opened next")
    migrations.unlink()
    assert names(url) == ["Ann"]


def test_looking_at_a_file_that_is_not_there_does_not_make_it(tmp_path: Path) -> None:
    where, how = look(f"sqlite:///{tmp_path / 'saved.sqlite3'}")
    assert where == str(tmp_path / "saved.sqlite3")
    assert "not there yet" in how
    assert list(tmp_path.iterdir()) == []


def test_looking_at_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database" * 100)
    with pytest.raises(StoreError, match=r"notes\.txt.* is no database"):
        look(f"sqlite:///{tmp_path / 'notes.txt'}")


def test_a_migration_that_fails_changes_nothing(url: str, migrations: Path) -> None:
    with_a_person(url)
    migrations.write_text(NEXT.format(last="op.execute('SELECT * FROM nowhere')"), encoding="utf-8")
    with pytest.raises(StoreError, match="nowhere"):
        open_store(url)
    migrations.unlink()
    assert names(url) == ["Ann"]
    with open_store(url)._reads.connect() as connection:
        assert "colour" not in {column["name"] for column in inspect(connection).get_columns("people")}


def test_a_file_is_copied_before_it_is_changed(sqlite_url: str, migrations: Path) -> None:
    with_a_person(sqlite_url)
    migrations.write_text(NEXT.format(last=""), encoding="utf-8")
    assert names(sqlite_url) == ["changed"]
    (copy,) = Path(sqlite_url.removeprefix("sqlite:///")).parent.glob("*.before-*")
    assert copy.name == "planner.sqlite3.before-0001"
    engine = create_engine(f"sqlite:///{copy}")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM people")) == "Ann"
    engine.dispose()


def test_several_programs_open_a_new_database_at_once(url: str) -> None:
    code = "import sys; from planner.store import open_store; print(open_store(sys.argv[1]).shelf('ann').people())"
    running = [
        subprocess.Popen([sys.executable, "-c", code, url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in running:
        said, problems = process.communicate(timeout=120)
        assert (said.strip(), problems) == ("[]", "")
