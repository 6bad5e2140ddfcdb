"""Sessions and branches that were deleted, but can still be had back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing that is there was deleted."""
    for table in ("sessions", "branches"):
        op.add_column(table, sa.Column("deleted_s", sa.Float, nullable=True))
