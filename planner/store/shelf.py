"""One owner's people and plans. Every statement names the owner, so that nobody's data is ever another's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session, defer

from planner.errors import InputError, PlannerError, StaleError, StoreError
from planner.foods.preferences import Preferences
from planner.nutrition.person import Person
from planner.store.records import PersonRecord, PlanSummary
from planner.store.tables import LINE_CHARACTERS, NAME_CHARACTERS, OWNER_CHARACTERS, PersonRow, PlanRow

if TYPE_CHECKING:
    from planner.foods.table import FoodTable
    from planner.plan.plan import MealPlan
    from planner.store.database import Store

MOST_PEOPLE, MOST_PLANS = 2_000, 5_000  # of one owner
LARGEST_PERSON, LARGEST_PLAN = 256 * 1024, 8 * 1024 * 1024  # bytes of a document
Row = TypeVar("Row", PersonRow, PlanRow)


class Shelf:
    """What one owner has saved. Each method is one transaction and raises StoreError when the database fails."""

    def __init__(self, store: Store, owner: str) -> None:
        self._store, self.owner = store, _text("owner", owner, OWNER_CHARACTERS)

    def people(self) -> list[PersonRecord]:
        """All saved people, by name."""
        with self._store.reading() as session:
            rows = session.scalars(select(PersonRow).where(PersonRow.owner == self.owner)).all()
        return [_person(row) for row in sorted(rows, key=lambda row: (row.name.casefold(), row.id))]

    def save_person(
        self,
        name: str,
        person: Person,
        preferences: Preferences,
        settings: Mapping[str, Any],
        *,
        id: str | None = None,
        version: int | None = None,
    ) -> PersonRecord:
        """Save a new person, or with ``id`` the one that was saved before. ``settings``: anything that JSON can say.

        ``version``: the one that was read; None saves over whatever is there.

        Raises InputError for a name or settings that cannot be kept, and StaleError when somebody saved or deleted
        the person since ``version`` was read.
        """
        document = _bounded("the person", _person_document(person, preferences, settings), LARGEST_PERSON)
        values = {"name": _text("name", name, NAME_CHARACTERS), "document": document}
        with self._store.writing() as session:
            row = self._saved(session, PersonRow, values, id, version, MOST_PEOPLE)
        return _person(row)

    def delete_person(self, id: str) -> None:
        """Delete a person and the person's plans; nothing happens when there is none."""
        with self._store.writing() as session:
            session.execute(delete(PersonRow).where(PersonRow.owner == self.owner, PersonRow.id == id))

    def plans(self, person_id: str | None = None) -> list[PlanSummary]:
        """All saved plans, or those of one person, the newest first."""
        wanted = select(PlanRow).where(PlanRow.owner == self.owner).options(defer(PlanRow.document))
        if person_id is not None:
            wanted = wanted.where(PlanRow.person_id == person_id)
        with self._store.reading() as session:
            rows = session.scalars(wanted.order_by(PlanRow.updated_at.desc(), PlanRow.id)).all()
            return [_summary(row) for row in rows]

    def save_plan(
        self,
        name: str,
        plan: MealPlan,
        *,
        person_id: str | None = None,
        id: str | None = None,
        version: int | None = None,
    ) -> PlanSummary:
        """Save a new plan, or with ``id`` over the one that was saved before; ``version`` as for ``save_person``.

        ``person_id``: whose plan it is; None leaves it to whom it belonged.

        Raises InputError for a name, a size or a person that will not do, and StaleError as ``save_person``.
        """
        values: dict[str, Any] = {
            "name": _text("name", name, NAME_CHARACTERS),
            "days": plan.days,
            "line": plan.summary()[:LINE_CHARACTERS],
            "document": _bounded("the plan", plan.to_json(), LARGEST_PLAN),
        }
        with self._store.writing() as session:
            if person_id is not None:
                if self._row(session, PersonRow, person_id) is None:
                    raise InputError(
                        "the person of this plan is not saved here; save the person first, or leave it out"
                    )
                values["person_id"] = person_id
            return _summary(self._saved(session, PlanRow, values, id, version, MOST_PLANS))

    def load_plan(self, id: str, table: FoodTable | None = None) -> MealPlan:
        """A saved plan, restored: it can be steered on. ``table``: the foods of a plan from a table of one's own.

        Raises StoreError when there is none, and what ``MealPlan.from_json`` raises; what is saved stays as it is.
        """
        from planner.plan.plan import MealPlan

        return MealPlan.from_json(self.plan_document(id), table)

    def plan_document(self, id: str) -> str:
        """The JSON of a saved plan, as ``MealPlan.to_json`` wrote it. Raises StoreError when there is none."""
        with self._store.reading() as session:
            found = session.scalar(select(PlanRow.document).where(PlanRow.owner == self.owner, PlanRow.id == id))
        if found is None:
            raise StoreError("There is no such saved plan here; it may have been deleted meanwhile.")
        return found

    def delete_plan(self, id: str) -> None:
        """Delete a plan; nothing happens when there is none."""
        with self._store.writing() as session:
            session.execute(delete(PlanRow).where(PlanRow.owner == self.owner, PlanRow.id == id))

    def _row(self, session: Session, kind: type[Row], id: str) -> Row | None:
        return session.get(kind, (self.owner, id), populate_existing=True)

    def _saved(
        self, session: Session, kind: type[Row], values: dict[str, Any], id: str | None, version: int | None, most: int
    ) -> Row:
        """The row after an insert, or after an update that names the version it is based on."""
        now = datetime.now(UTC)
        what = "person" if kind is PersonRow else "plan"
        if id is None:
            if version is not None:
                raise InputError(f"a version without an id names no {what}; give both, or neither for a new one")
            held = session.scalar(select(func.count()).select_from(kind).where(kind.owner == self.owner)) or 0
            if held >= most:
                raise InputError(f"{held:,} are saved, the most that can be; delete one first")
            row = kind(owner=self.owner, id=uuid4().hex, version=1, made_at=now, updated_at=now, **values)
            session.add(row)
            session.flush()
            return row
        change = update(kind).where(kind.owner == self.owner, kind.id == id)
        if version is not None:
            change = change.where(kind.version == version)
        done = session.execute(change.values(version=kind.version + 1, updated_at=now, **values))
        assert isinstance(done, CursorResult)
        saved = self._row(session, kind, id)
        if saved is None:
            raise StaleError(f"This {what} has been deleted since you opened it; save it as a new one to keep it.")
        if done.rowcount != 1:
            raise StaleError(
                f"This {what} was saved somewhere else after you opened it; open it again and repeat your change, "
                "or save yours as a new one."
            )
        return saved


def _person_document(person: Person, preferences: Preferences, settings: Mapping[str, Any]) -> str:
    try:
        return json.dumps(
            {
                "person": person.model_dump(mode="json", exclude_unset=True),
                "preferences": preferences.model_dump(mode="json", exclude_defaults=True),
                "settings": dict(settings),
            },
            allow_nan=False,
        )
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(
            f"these settings cannot be saved: {error}; give text, numbers, lists and tables of them"
        ) from None


def _person(row: PersonRow) -> PersonRecord:
    try:
        held = json.loads(row.document)
        person, wishes = Person(**held["person"]), Preferences(**held["preferences"])
    except (ValueError, KeyError, TypeError, PlannerError) as error:
        raise StoreError(
            f"What is saved of {row.name!r} cannot be read by this version: {error}. Delete it, or open it with "
            "the version that saved it."
        ) from error
    return PersonRecord(row.id, row.name, person, wishes, held["settings"], row.version, row.updated_at)


def _summary(row: PlanRow) -> PlanSummary:
    return PlanSummary(row.id, row.person_id, row.name, row.days, row.made_at, row.updated_at, row.version, row.line)


def _text(what: str, given: object, most: int) -> str:
    """A name without blanks around it. Raises InputError for none, for too long ones, and for what cannot be printed."""
    text = given.strip() if isinstance(given, str) else ""
    if not text or len(text) > most:
        raise InputError(f"{what}: give 1 to {most} characters, not {len(text):,}")
    if not all(one.isprintable() for one in text):
        raise InputError(f"{what}: line breaks and control characters cannot be kept; leave them out")
    return text


def _bounded(what: str, document: str, most: int) -> str:
    try:
        size = len(document.encode())
    except UnicodeEncodeError:
        raise InputError(f"{what} holds characters that are no text; leave them out") from None
    if size > most:
        raise InputError(f"{what} takes {size:,} bytes; at most {most:,} can be saved")
    return document
