"""The database: opening it, bringing it to the newest form, and its transactions."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import platformdirs
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from planner.errors import StoreError
from planner.store.faults import told
from planner.store.shelf import Shelf

URL_VARIABLE = "PLANNER_DATABASE_URL"
MIGRATIONS = Path(__file__).parent / "migrations"
WAIT_S = 5  # for another writer, or for a server to answer
_MIGRATION_LOCK = 7_160_001  # any number: those who migrate a PostgreSQL database wait for each other at it
_WRITES = {"planner_begin": "BEGIN IMMEDIATE"}  # a writer waits for its turn at the beginning; later it could only fail

_stores: dict[str, Store] = {}
_opening = Lock()


class Store:
    """An open database. Threads share it; each call is a transaction of its own."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._reads, self._writes, self.where = engine, engine.execution_options(**_WRITES), where

    def shelf(self, owner: str) -> Shelf:
        """What belongs to one owner: any text that names one, such as a signed-in subject. Nobody sees another's shelf.

        Raises InputError for an owner of no characters or too many.
        """
        return Shelf(self, owner)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads."""
        with told(self.where), Session(self._reads) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that writes: all of it, or nothing."""
        with told(self.where), Session(self._writes, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give up all connections; the next ``open_store`` opens it anew."""
        with _opening:
            for url in [url for url, store in _stores.items() if store is self]:
                del _stores[url]
        self._reads.dispose()


def default_url() -> str:
    """``PLANNER_DATABASE_URL``, or else a SQLite file in the user's data folder."""
    given = os.environ.get(URL_VARIABLE, "").strip()
    if given:
        return given
    folder = Path(platformdirs.user_data_dir("meal-planner", appauthor=False))
    return URL.create("sqlite", database=str(folder / "planner.sqlite3")).render_as_string()


def open_database(url: str | None = None) -> Store:
    """See ``planner.store.open_store``."""
    wanted = url or default_url()
    with _opening:
        if wanted not in _stores:
            _stores[wanted] = _opened(wanted)
        return _stores[wanted]


def _opened(text_url: str) -> Store:
    with told("given"):
        url = psycopg_url(make_url(text_url))
    where = repr(url.database or "") if url.get_backend_name() == "sqlite" else place(url)
    with told(where):
        if url.get_backend_name() == "sqlite":
            engine = _sqlite(url)
        elif url.get_backend_name() == "postgresql":
            engine = create_engine(url, pool_pre_ping=True, connect_args=patience(url))
        else:
            raise StoreError(f"The database {where} is of a kind that is not known; use SQLite or PostgreSQL.")
        try:
            _migrate(engine, url, where)
        except BaseException:
            engine.dispose()
            raise
    return Store(engine, where)


def psycopg_url(url: URL) -> URL:
    """PostgreSQL is spoken to through psycopg, whatever way its URL begins."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def place(url: URL) -> str:
    """Where the server is, without user and password."""
    return f"{url.database or ''!r} at {url.host or 'localhost'}:{url.port or 5432}"


def patience(url: URL) -> dict[str, Any]:
    """How long a server may take to answer, and to wait for others."""
    settings = f"-c lock_timeout={WAIT_S * 1000}"
    own = url.query.get("options")
    return {"connect_timeout": WAIT_S, "options": f"{own} {settings}" if isinstance(own, str) else settings}


# -- SQLite --------------------------------------------------------------------------------------------------------------


def _sqlite(url: URL) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise StoreError("A database in memory forgets everything; name a file, as in sqlite:///saved.sqlite3.")
    path = Path(str(url.database).removeprefix("file:"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)  # it holds what people say about their health
    except OSError as error:
        if not path.is_file():
            raise StoreError(
                f"The database {str(path)!r} cannot be made: {error.strerror}; name another file."
            ) from None
    engine = create_engine(url, connect_args={"timeout": WAIT_S})
    event.listen(engine, "connect", _sqlite_connected)
    event.listen(engine, "begin", _sqlite_begins)
    return engine


def _sqlite_connected(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says so, also for changes of tables
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is gone from the file, too


def _sqlite_begins(connection: Connection) -> None:
    how = connection.get_execution_options().get("planner_begin", "BEGIN")
    if how:
        connection.exec_driver_sql(how)


# -- migrations ----------------------------------------------------------------------------------------------------------


def _migrate(engine: Engine, url: URL, where: str) -> None:
    """To the newest form, in one transaction; a SQLite file is copied before. Raises StoreError for a newer database."""
    config = _config()
    newest, known = forms()
    with engine.connect() as connection:
        if revision(connection, known, where) == newest:
            return
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(planner_begin="") as connection:  # not from within a transaction
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    with engine.connect().execution_options(**_WRITES) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        before = revision(connection, known, where)  # somebody else may have been here meanwhile
        if before == newest:
            return
        if before is not None and engine.dialect.name == "sqlite":
            _copy(Path(str(url.database).removeprefix("file:")), before)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def forms() -> tuple[str | None, set[str]]:
    """The newest form of a database, and all that are known."""
    scripts = ScriptDirectory.from_config(_config())
    return scripts.get_current_head(), {script.revision for script in scripts.walk_revisions()}


def revision(connection: Connection, known: set[str], where: str) -> str | None:
    """The form of the database, None while it is empty. Raises StoreError for one that is not ``known``."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in known:
        raise StoreError(
            f"The database {where} was made by a newer planner (its form is {found}); update the planner to open it."
        )
    return found


def _copy(path: Path, revision: str) -> None:
    """The file as it is, beside it."""
    copy = path.with_name(f"{path.name}.before-{revision}")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    copy.chmod(0o600)
