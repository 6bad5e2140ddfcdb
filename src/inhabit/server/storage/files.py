"""Files that are called what is in them: written once, never changed, found again by the SHA-256 of their
bytes.

A folder by default, anything that fsspec reaches by URL (`s3://…` with its package installed). Bytes that do
not hash to their name are damaged, whoever damaged them, and are never handed out.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from inhabit.core.errors import BadInputError, DamagedError, StorageError

NAME = re.compile("[0-9a-f]{64}")


class Files:
    """Files under one place. Safe from any thread."""

    def __init__(self, url: str) -> None:
        """Raises BadInputError (`bad_files`) for a place that nothing installed here can reach."""
        try:
            self._system, self._root = fsspec.core.url_to_fs(url)
        except (ValueError, ImportError) as error:
            raise BadInputError("bad_files", f"files {url!r} cannot be reached: {error}") from error
        self._is_local = isinstance(self._system, LocalFileSystem)

    def put(self, data: bytes) -> str:
        """Keep bytes; returns their name. On a disk they are there after a power cut. Raises StorageError
        (`disk_full`, `cannot_write`)."""
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        try:
            if self._is_local:
                _write_durably(Path(path), data)
            elif not self._system.exists(path):
                self._system.pipe_file(path, data)
        except OSError as error:
            raise refusal(error) from error
        return name

    def get(self, name: str) -> bytes:
        """The bytes of this name; raises DamagedError (`missing_file`, `damaged_file`), or StorageError."""
        if not NAME.fullmatch(name):
            raise DamagedError("missing_file", f"{name[:80]!r} is not the name of a file")
        try:
            data = self._system.cat_file(self._path(name))
        except FileNotFoundError as error:
            raise DamagedError("missing_file", f"file {name[:12]} is gone") from error
        except OSError as error:
            raise StorageError("cannot_read", f"file {name[:12]} cannot be read: {error.strerror}") from error
        if hashlib.sha256(data).hexdigest() != name:
            raise DamagedError("damaged_file", f"file {name[:12]} is not what was written")
        return data

    def has(self, name: str) -> bool:
        """Whether there is a file of this name, whatever is in it."""
        return bool(NAME.fullmatch(name)) and bool(self._system.exists(self._path(name)))

    def names(self) -> Iterator[tuple[str, int, float]]:
        """Every file there is: its name, its size in bytes, and when it was written (seconds since 1970; 0
        where nobody knows)."""
        if not self._system.exists(self._root):
            return
        for found in self._system.find(self._root, detail=True).values():
            name = str(found["name"]).rpartition("/")[2]
            if NAME.fullmatch(name):
                yield name, int(found["size"]), float(found.get("mtime") or 0.0)

    def drop(self, name: str) -> None:
        """Remove a file, if it is there."""
        if self.has(name):
            self._system.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name[:2]}/{name}"


def refusal(error: OSError) -> StorageError:
    """What an error of the disk means for whoever wants something kept."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(
            "disk_full", "the disk is full: nothing more can be kept until there is room", retryable=True
        )
    return StorageError("cannot_write", f"sessions cannot be kept: {error.strerror or error}", retryable=True)


def _write_durably(path: Path, data: bytes) -> None:
    """Whole or not at all: a name appears only over bytes that have reached the disk."""
    if path.exists() and path.read_bytes() == data:
        path.touch()  # it is needed anew: whoever clears out may just be looking for what nobody needs
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
