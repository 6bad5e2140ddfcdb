"""The first schema: sessions, their branches, and what happened in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID, SHA = sa.String(36), sa.String(64)


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "sessions",
        sa.Column("id", ID, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created_s", sa.Float, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("size", sa.String(16), nullable=False),
        sa.Column("fps", sa.Float, nullable=False),
        sa.Column("checkpoint", sa.String(128), nullable=False),
        sa.Column("model", sa.String(128), nullable=False),
        sa.Column("device", sa.String(128), nullable=False),
        sa.Column("head", ID, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("token", SHA, nullable=True),
        sa.Column("spare_token", SHA, nullable=True),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
    )
    op.create_index("ix_sessions_token", "sessions", ["token"])
    op.create_index("ix_sessions_spare_token", "sessions", ["spare_token"])
    op.create_table(
        "branches",
        sa.Column("id", ID, primary_key=True),
        sa.Column("session", ID, sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
        sa.Column("parent", ID, nullable=True),
        sa.Column("frame", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_s", sa.Float, nullable=False),
    )
    op.create_index("ix_branches_session", "branches", ["session"])
    op.create_table(
        "events",
        sa.Column("branch", ID, sa.ForeignKey("branches.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("ordinal", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("frame", sa.BigInteger, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
    )
    op.create_table(
        "witnesses",
        sa.Column("branch", ID, sa.ForeignKey("branches.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("ordinal", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
