"""Transactions on the database, whose errors come out in words and of our own kinds."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy import exc

from inhabit.core.errors import DamagedError, StorageError
from inhabit.server.storage.files import refusal

FULL = "database or disk is full"


@contextlib.contextmanager
def writing(database: sa.Engine) -> Iterator[sa.Connection]:
    """All of what is done inside, or nothing. Raises StorageError, DamagedError."""
    with told(), database.begin() as connection:
        yield connection


@contextlib.contextmanager
def reading(database: sa.Engine) -> Iterator[sa.Connection]:
    """One look; raises as `writing` does."""
    with told(), database.connect() as connection:
        yield connection


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Errors of the database, in words and of our own kinds."""
    try:
        yield
    except exc.DBAPIError as error:
        words = str(error.orig).strip()
        if FULL in words:
            raise refusal(OSError(errno.ENOSPC, words)) from error
        if isinstance(error, exc.OperationalError | exc.InterfaceError) or error.connection_invalidated:
            raise StorageError(
                "no_database", f"the database does not answer: {words}", retryable=True
            ) from error
        raise DamagedError("damaged_database", f"the database is damaged or misused: {words}") from error
    except exc.TimeoutError as error:
        raise StorageError("no_database", f"the database is too busy: {error}", retryable=True) from error
