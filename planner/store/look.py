"""Where saved people and plans lie, and in what state: looked at only, nothing is made or brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url

from planner.store.database import default_url, forms, patience, place, psycopg_url, revision
from planner.store.faults import told


def look(url: str | None = None) -> tuple[str, str]:
    """Where the database of ``open_store(url)`` is (no user, no password), and how it is, in words.

    Raises StoreError when it cannot be read, or was made by a newer planner.
    """
    with told("given"):
        wanted = psycopg_url(make_url(url or default_url()))
    if wanted.get_backend_name() == "sqlite":
        path = Path(str(wanted.database).removeprefix("file:")).absolute()
        if not path.exists():
            return str(path), "not there yet; made when something is saved"
        form = _form(
            URL.create("sqlite", database=f"file:{path}", query={"mode": "ro", "uri": "true"}), repr(str(path))
        )
        return str(path), f"{path.stat().st_size / 1000:,.0f} kB, {form}"
    return place(wanted), _form(wanted, place(wanted), connect_args=patience(wanted))


def _form(url: URL, where: str, **options: Any) -> str:
    newest, known = forms()
    with told(where):
        engine = create_engine(url, **options)
        try:
            with engine.connect() as connection:
                found = revision(connection, known, where)
        finally:
            engine.dispose()
    if found is None:
        return "empty; made when something is saved"
    return f"form {found}" if found == newest else f"form {found}, brought to {newest} when it is opened next"
