"""Snapshots of the world's state, so that a session goes on without being lived again from its birth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID, SHA = sa.String(36), sa.String(64)


def upgrade() -> None:
    """Sessions that are there have none yet: they are lived again from their logs."""
    op.create_table(
        "snapshots",
        sa.Column("id", ID, primary_key=True),
        sa.Column("branch", ID, sa.ForeignKey("branches.id", ondelete="CASCADE"), nullable=False),
        sa.Column("frame", sa.BigInteger, nullable=False),
        sa.Column("created_s", sa.Float, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("manifest", SHA, nullable=False),
        sa.Column("thumbnail", SHA, nullable=True),
    )
    op.create_index("ix_snapshots_branch_frame", "snapshots", ["branch", "frame"])
    op.create_table(
        "snapshot_files",
        sa.Column("snapshot", ID, sa.ForeignKey("snapshots.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("sha", SHA, primary_key=True),
    )
    op.create_index("ix_snapshot_files_sha", "snapshot_files", ["sha"])
    # What came after a snapshot is asked for by frame.
    op.create_index("ix_events_branch_frame", "events", ["branch", "frame"])
