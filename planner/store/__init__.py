"""Saved people and plans: ``open_store()`` opens the database, ``store.shelf(owner)`` is what one owner has in it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from planner.errors import StoreError
from planner.store.records import PersonRecord, PlanSummary

if TYPE_CHECKING:
    from planner.store.database import Store
    from planner.store.shelf import Shelf

__all__ = ["PersonRecord", "PlanSummary", "Shelf", "Store", "open_store"]


def open_store(url: str | None = None) -> Store:
    """The database at a SQLAlchemy URL, brought to the newest form; the same object for the same URL.

    Without ``url`` it is ``PLANNER_DATABASE_URL``, or else a SQLite file in the user's data folder.

    Raises StoreError when the database cannot be opened, was made by a newer planner, or could not be brought up to date.
    """
    try:
        from planner.store.database import open_database
    except ModuleNotFoundError as missing:
        raise StoreError(
            f"Saved people and plans need {missing.name}, which is not installed: pip install 'meal-planner[store]'."
        ) from None
    return open_database(url)


def __getattr__(name: str) -> Any:
    # The database's own modules need the extra; what only names records does not.
    home = {"Shelf": "planner.store.shelf", "Store": "planner.store.database"}.get(name)
    if home is None:
        raise AttributeError(f"module 'planner.store' has no attribute {name!r}")
    return getattr(import_module(home), name)
