"""The pictures that worlds begin from: the first one of a session, and all that a branch's resets name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID, SHA = sa.String(36), sa.String(64)


def upgrade() -> None:
    """Sessions that are there began from words."""
    op.add_column("sessions", sa.Column("picture", SHA, nullable=True))
    op.create_index("ix_sessions_picture", "sessions", ["picture"])
    op.create_table(
        "pictures",
        sa.Column("branch", ID, sa.ForeignKey("branches.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("sha", SHA, primary_key=True),
    )
    op.create_index("ix_pictures_sha", "pictures", ["sha"])
