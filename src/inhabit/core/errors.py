"""Errors that a person can act on.

Every refusal in inhabit names the value that was refused and what would be accepted, and carries a
stable machine-readable code, so that the command line, the wire and the page can all say the same
thing.
"""

from __future__ import annotations


class InhabitError(Exception):
    """Something a person or program asked for cannot be done; says which value, why, and the fix.

    `code` is stable and machine-readable (`bad_prompt`, `bad_size`, `port_in_use`, ...).
    `retryable` is true when the same request may succeed later unchanged.
    """

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retryable = retryable


class BadInputError(InhabitError):
    """A value from outside (event, prompt, size, script line) is not acceptable."""


class CheckpointError(InhabitError):
    """A checkpoint is missing, truncated, tampered with, or of another shape than its spec."""


class OutputError(InhabitError):
    """A recording, report or clip cannot be written; what was written before stays."""


class DamagedError(InhabitError):
    """Something that was kept (a snapshot, a session's file, a database) is not what was written; nothing
    else was touched."""


class StorageError(InhabitError):
    """Sessions cannot be kept or read right now: the disk is full, the database is away; says what to
    mend."""
