"""The tables in which sessions are kept, as the newest migration leaves them (migrations/versions).

Ids are UUIDs of version 7 as text, times are seconds since 1970, `frame` is an index into a session's frames.
Big things are not in here: a snapshot names its files by the SHA-256 of what is in them (files.py).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

ID, SHA = String(36), String(64)

metadata = MetaData()

sessions = Table(
    "sessions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("title", Text, nullable=False),
    Column("created_s", Float, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("size", String(16), nullable=False),
    Column("fps", Float, nullable=False),
    Column("checkpoint", String(128), nullable=False),
    Column("model", String(128), nullable=False),
    Column("device", String(128), nullable=False),
    # The branch that a client comes back to, and the newest epoch that any client has seen.
    Column("head", ID, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    # SHA-256 of the tokens that open it: whoever reads the database can't come in with them.
    Column("token", SHA, nullable=True),
    Column("spare_token", SHA, nullable=True),
    # Whether a server has it open; one that is open when a server starts was not closed in order.
    Column("is_open", Boolean, nullable=False),
    Column("reason", String(64), nullable=False),
    Column("deleted_s", Float, nullable=True),
    # The picture that its first world begins from, if one was handed in: the name of a file.
    Column("picture", SHA, nullable=True),
    Index("ix_sessions_token", "token"),
    Index("ix_sessions_spare_token", "spare_token"),
    Index("ix_sessions_picture", "picture"),
)

branches = Table(
    "branches",
    metadata,
    Column("id", ID, primary_key=True),
    Column("session", ID, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("parent", ID, nullable=True),
    # Its first frame of its own: those before are its parent's.
    Column("frame", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_s", Float, nullable=False),
    Column("deleted_s", Float, nullable=True),
    Index("ix_branches_session", "session"),
)

events = Table(
    "events",
    metadata,
    Column("branch", ID, ForeignKey("branches.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", BigInteger, primary_key=True),
    Column("frame", BigInteger, nullable=False),
    # One line of a script (inputs/script.py).
    Column("line", Text, nullable=False),
    Index("ix_events_branch_frame", "branch", "frame"),
)

pictures = Table(
    "pictures",
    metadata,
    Column("branch", ID, ForeignKey("branches.id", ondelete="CASCADE"), primary_key=True),
    # A file that a reset in the branch's own log begins from.
    Column("sha", SHA, primary_key=True),
    Index("ix_pictures_sha", "sha"),
)

witnesses = Table(
    "witnesses",
    metadata,
    Column("branch", ID, ForeignKey("branches.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", BigInteger, primary_key=True),
    # Frame indices and digests of frames that were streamed, packed (runtime/log.py).
    Column("packed", LargeBinary, nullable=False),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", ID, primary_key=True),
    Column("branch", ID, ForeignKey("branches.id", ondelete="CASCADE"), nullable=False),
    # The frame that is made next from here.
    Column("frame", BigInteger, nullable=False),
    Column("created_s", Float, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("mark", Text, nullable=False),
    Column("manifest", SHA, nullable=False),
    Column("thumbnail", SHA, nullable=True),
    Index("ix_snapshots_branch_frame", "branch", "frame"),
)

snapshot_files = Table(
    "snapshot_files",
    metadata,
    Column("snapshot", ID, ForeignKey("snapshots.id", ondelete="CASCADE"), primary_key=True),
    Column("sha", SHA, primary_key=True),
    Index("ix_snapshot_files_sha", "sha"),
)
