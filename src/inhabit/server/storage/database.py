"""Opening the database: SQLite in one file by default, PostgreSQL by URL, brought up to the newest schema.

SQLite runs in WAL mode, so that reading waits for nobody, and syncs every commit: what was acknowledged
survives a power cut.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import event, exc

from inhabit.core.errors import BadInputError, DamagedError, StorageError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MS = 5000
"""How long SQLite waits for somebody else's lock before it says so."""
CONNECT_S = 5


def open_database(url: str) -> sa.Engine:
    """The database at an SQLAlchemy URL, at the newest schema.

    Raises BadInputError (`bad_database`) for a URL that leads nowhere, StorageError (`no_database`) for one
    that does not answer, DamagedError (`bad_database`) for what is no database or is from the future.
    """
    try:
        engine = sa.create_engine(_with_driver(url), **_options(url))
    except (exc.ArgumentError, exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise BadInputError(
            "bad_database",
            f"database {without_password(url)} is not understood ({error}): give sqlite:///FILE or "
            "postgresql://USER@HOST/NAME (which needs `pip install 'inhabit[postgres]'`)",
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _tune)
    try:
        migrate(engine)
    except exc.OperationalError as error:
        engine.dispose()
        raise StorageError(
            "no_database", f"database {without_password(url)} does not answer: {error.orig}"
        ) from error
    except exc.DatabaseError as error:
        engine.dispose()
        raise DamagedError(
            "bad_database", f"{without_password(url)} is no database of sessions: {error.orig}"
        ) from error
    except DamagedError:
        engine.dispose()
        raise
    return engine


def sqlite_url(path: Path) -> str:
    """The URL of a database in a file."""
    return f"sqlite:///{path}"


def migrate(engine: sa.Engine, revision: str = "head") -> None:
    """Upgrade the schema in one transaction; raises DamagedError for one that this version does not know."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.begin() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        if present is not None and present not in known:
            raise DamagedError(
                "bad_database",
                f"the database has schema {present!r}, which this inhabit does not know: use the newer one",
            )
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            raise DamagedError("bad_database", f"the schema cannot be upgraded: {error}") from error


def revision_of(engine: sa.Engine) -> str | None:
    """The schema that a database has."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _with_driver(url: str) -> str:
    """`postgresql://` means the driver that we come with."""
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if separator and scheme in ("postgresql", "postgres") else url


def _options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": BUSY_MS / 1000.0, "check_same_thread": False}}
    return {"pool_pre_ping": True, "connect_args": {"connect_timeout": CONNECT_S}}


def _tune(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def without_password(url: str) -> str:
    """The URL without its password."""
    head, at, tail = url.rpartition("@")
    scheme, separator, login = head.partition("://")
    return f"{scheme}{separator}{login.partition(':')[0]}@{tail}" if at else url
