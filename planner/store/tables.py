"""The tables, as the newest migration leaves them. Every row belongs to an owner, and every key holds the owner."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

OWNER_CHARACTERS, NAME_CHARACTERS, ID_CHARACTERS, LINE_CHARACTERS = 200, 100, 32, 400


class Moment(TypeDecorator[datetime]):
    """A time in UTC; SQLite keeps no time zones, so that it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables."""


class PersonRow(Base):
    """A person. ``document``: person, preferences and settings as JSON."""

    __tablename__ = "people"

    owner: Mapped[str] = mapped_column(String(OWNER_CHARACTERS), primary_key=True)
    id: Mapped[str] = mapped_column(String(ID_CHARACTERS), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    document: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class PlanRow(Base):
    """A plan. ``document``: what ``MealPlan.to_json`` wrote. It goes when its person goes."""

    __tablename__ = "plans"
    __table_args__ = (
        ForeignKeyConstraint(
            ["owner", "person_id"], ["people.owner", "people.id"], name="plans_of_person", ondelete="CASCADE"
        ),
        Index("plans_by_person", "owner", "person_id"),
    )

    owner: Mapped[str] = mapped_column(String(OWNER_CHARACTERS), primary_key=True)
    id: Mapped[str] = mapped_column(String(ID_CHARACTERS), primary_key=True)
    person_id: Mapped[str | None] = mapped_column(String(ID_CHARACTERS))
    name: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    days: Mapped[int]
    line: Mapped[str] = mapped_column(String(LINE_CHARACTERS))
    document: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
