"""Databases to store in: a SQLite file, and a database of a real PostgreSQL server that runs for this session."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from planner.store import Store, open_store
from planner.store import database as database_module

_NUMBER = count(1)


def _programs() -> Path | None:
    """Where initdb and postgres lie; Debian keeps them out of the PATH."""
    on_path = shutil.which("initdb")
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    folders += [Path(on_path).resolve().parent] if on_path else []
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def _user() -> str | None:
    """Whom to run the server as: it refuses root. None = whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server on a free port of this machine, without a database's name."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed, so nothing is tested on it: apt-get install postgresql")
    user, folder = _user(), Path(tempfile.mkdtemp(prefix="planner-pg-"))
    process: subprocess.Popen[bytes] | None = None
    try:
        if user is not None:
            shutil.chown(folder, user)
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            capture_output=True,
            user=user,
            cwd=folder,
            timeout=120,
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "shared_buffers": "16MB"}
        process = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-p", str(port)]
            + [part for name, value in {**settings, "fsync": "off"}.items() for part in ("-c", f"{name}={value}")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=user,
            cwd=folder,
        )
        url = f"postgresql://tester@127.0.0.1:{port}"
        for _ in range(300):
            try:
                psycopg.connect(f"{url}/postgres", connect_timeout=2).close()
                break
            except psycopg.OperationalError:
                assert process.poll() is None, "the PostgreSQL server did not start"
                time.sleep(0.1)
        yield url
    finally:
        if process is not None:
            process.send_signal(signal.SIGINT)  # ends all connections, then the server
            process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'saved' / 'planner.sqlite3'}"


@pytest.fixture
def postgres_url(server: str) -> str:
    """A new, empty database."""
    name = f"saved_{next(_NUMBER)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{server}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind in turn."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def store(url: str) -> Store:
    return open_store(url)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """No store stays open after a test."""
    yield
    for one in list(database_module._stores.values()):
        one.close()
