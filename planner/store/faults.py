"""What a database can fail with, each in one sentence that says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from planner.errors import StoreError

# The low byte of SQLite's extended result codes.
_SQLITE = {
    sqlite3.SQLITE_BUSY: "is being written by another program; try again in a moment, or close that program",
    sqlite3.SQLITE_LOCKED: "is being written by another program; try again in a moment, or close that program",
    sqlite3.SQLITE_READONLY: "can be read but not written; allow writing to the file and its folder",
    sqlite3.SQLITE_FULL: "has no room left on its disk; nothing was changed, free some space and save again",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and that you may write there",
    sqlite3.SQLITE_PERM: "cannot be opened; check that you may read and write the file",
    sqlite3.SQLITE_AUTH: "cannot be opened; check that you may read and write the file",
    sqlite3.SQLITE_NOTADB: "is no database; move the file away, or name another one",
    sqlite3.SQLITE_CORRUPT: "is damaged; move the file away and put a backup in its place",
    sqlite3.SQLITE_CONSTRAINT: "no longer holds what this belongs to; open it again",
    sqlite3.SQLITE_IOERR: "cannot be read or written because the disk fails; check the disk, then try again",
}
# The first characters of SQLSTATE, the longest that fits first.
_SQLSTATE = {
    "53100": "has no room left on its disk; nothing was changed, free some space and save again",
    "53300": "has no connection left; try again in a moment",
    "55P03": "is being written by another program; try again in a moment",
    "57014": "took too long to answer; try again in a moment",
    "25006": "can be read but not written; connect to the server that takes writes",
    "42501": "does not let this user in there; give the user the right to read, write and create tables",
    "23503": "no longer holds what this belongs to; open it again",
    "28": "does not know this user and password; check the URL",
    "3D000": "does not exist on the server; create it, or correct its name in the URL",
    "40": "was changed by others at the same moment; try again",
}
_UNREACHABLE = "cannot be reached ({}); check that the server runs, and host, port, name, user and password in the URL"


@contextmanager
def told(where: str) -> Iterator[None]:
    """Whatever the database fails with, as a StoreError about ``where``."""
    try:
        yield
    except NoSuchModuleError:
        raise StoreError(f"The database {where} is of a kind that is not known; use SQLite or PostgreSQL.") from None
    except ModuleNotFoundError as missing:
        raise StoreError(
            f"The database {where} needs {missing.name}, which is not installed: pip install 'meal-planner[postgres]'."
        ) from None
    except ArgumentError:
        raise StoreError(
            "The database URL cannot be read; write sqlite:///file, or postgresql://user:password@host/database."
        ) from None
    except PoolTimeoutError:
        raise StoreError(f"The database {where} is too busy; try again in a moment.") from None
    except DBAPIError as error:
        raise StoreError(f"The database {where} {_why(error)}.") from error
    except SQLAlchemyError as error:
        raise StoreError(f"The database {where} failed: {_first_line(error)}.") from error


def _why(error: DBAPIError) -> str:
    cause = error.orig
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _SQLITE:
        return _SQLITE[code & 0xFF]
    state = getattr(cause, "sqlstate", None)
    if state:
        known = sorted((key for key in _SQLSTATE if state.startswith(key)), key=len)
        if known:
            return _SQLSTATE[known[-1]]
    if not isinstance(cause, sqlite3.Error) and (state is None or state[:2] in ("08", "57")):
        return _UNREACHABLE.format(_first_line(cause or error).rpartition("failed: ")[2])
    return f"failed: {_first_line(cause or error)}"


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).strip().partition("\n")[0].split())[:200].rstrip(".")
