"""People and plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("owner", sa.String(200), primary_key=True),
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "plans",
        sa.Column("owner", sa.String(200), primary_key=True),
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person_id", sa.String(32)),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("line", sa.String(400), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "person_id"], ["people.owner", "people.id"], name="plans_of_person", ondelete="CASCADE"
        ),
    )
    op.create_index("plans_by_person", "plans", ["owner", "person_id"])


def downgrade() -> None:
    op.drop_table("plans")
    op.drop_table("people")
