"""Saved people and plans, as a worker process reads and writes them; each function names the owner."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from planner.nutrition.targets import Override
from planner.ui.asked import Ask, Made

if TYPE_CHECKING:
    from planner.foods.preferences import Preferences
    from planner.nutrition.person import Person
    from planner.store.records import PersonRecord, PlanSummary
    from planner.store.shelf import Shelf

Tell = Any


def warm_up() -> None:
    """Load what a database needs, where it is installed."""
    with suppress(ImportError):
        import planner.store.database  # noqa: F401


def _shelf(owner: str) -> Shelf:
    from planner.store import open_store

    return open_store().shelf(owner)


def shelf(tell: Tell, owner: str) -> tuple[list[PersonRecord], list[PlanSummary]]:
    """All people and plans of an owner."""
    mine = _shelf(owner)
    return mine.people(), mine.plans()


def save_person(
    tell: Tell,
    owner: str,
    name: str,
    person: Person,
    wishes: Preferences,
    settings: Mapping[str, Any],
    id: str | None,
    version: int | None,
) -> PersonRecord:
    """A new person, or the one saved before."""
    return _shelf(owner).save_person(name, person, wishes, settings, id=id, version=version)


def delete_person(tell: Tell, owner: str, id: str) -> None:
    """A person and the person's plans."""
    _shelf(owner).delete_person(id)


def save_plan(
    tell: Tell, owner: str, name: str, blob: bytes, person_id: str | None, id: str | None, version: int | None
) -> PlanSummary:
    """A new plan, or the one saved before."""
    from planner.ui.tasks import opened

    return _shelf(owner).save_plan(name, opened(blob), person_id=person_id, id=id, version=version)


def load_plan(tell: Tell, owner: str, id: str) -> tuple[Made, Ask]:
    """A saved plan as it is drawn, and what it was made from."""
    from planner.ui.tasks import packed

    plan = _shelf(owner).load_plan(id)
    request = plan._request
    assert request is not None  # restored plans have one
    ask = Ask(
        request.person,
        request.preferences,
        request.days,
        request.preset,
        request.authority,
        dict(request.targets),
        request.effort,
    )
    return packed(plan), ask


def delete_plan(tell: Tell, owner: str, id: str) -> None:
    """One plan."""
    _shelf(owner).delete_plan(id)


def settings_of(days: int, preset: str, authority: str, effort: str, targets: Mapping[str, Override]) -> dict[str, Any]:
    """What is saved of a profile beside person and wishes, as JSON can say it."""
    told = {name: [_told(low), _told(high)] for name, (low, high) in targets.items()}
    return {"days": days, "preset": preset, "authority": authority, "effort": effort, "targets": told}


def targets_from(settings: Mapping[str, Any]) -> dict[str, Override]:
    """The own targets of saved settings."""
    return {name: (_read(low), _read(high)) for name, (low, high) in dict(settings.get("targets", {})).items()}


def _told(bound: float | None) -> float | str | None:
    return "none" if bound is not None and math.isinf(bound) else bound


def _read(bound: float | str | None) -> float | None:
    return math.inf if bound == "none" else None if bound is None else float(bound)
