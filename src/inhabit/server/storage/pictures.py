"""Pictures that sessions begin from, as they are kept: files named by what is in them, written before any log
line that names them, and read again without trusting the disk."""

from __future__ import annotations

from collections.abc import Iterable

from inhabit.core.errors import BadInputError, DamagedError, StorageError
from inhabit.core.picture import Picture
from inhabit.inputs.events import Reset
from inhabit.inputs.picture import kept_picture
from inhabit.inputs.script import Entry, Header
from inhabit.server.storage.files import Files


def named_by(entries: Iterable[Entry]) -> frozenset[str]:
    """The names of the pictures that resets begin from. Pure."""
    resets = (entry.event for entry in entries if isinstance(entry.event, Reset))
    return frozenset(str(reset.picture) for reset in resets if reset.picture is not None)


def needed_by(header: Header, entries: Iterable[Entry]) -> frozenset[str]:
    """The names of all pictures that a log's worlds begin from. Pure."""
    first = frozenset() if header.picture is None else frozenset({header.picture})
    return first | named_by(entries)


def keep_pictures(files: Files, pictures: Iterable[Picture]) -> None:
    """Write pictures; they are durable when this returns. Raises StorageError."""
    for picture in pictures:
        files.put(picture.png)


def kept_pictures(files: Files, names: Iterable[str]) -> tuple[Picture, ...]:
    """Pictures by name; raises DamagedError (`damaged_picture`) for one that is gone or is not what was
    written, StorageError for files that cannot be reached."""
    return tuple(kept_by_name(files, name) for name in sorted(names))


def kept_by_name(files: Files, name: str) -> Picture:
    """One of them."""
    try:
        return read_kept(files.get(name), name)
    except DamagedError as error:
        raise DamagedError(
            "damaged_picture",
            f"picture {name[:12]}, which this session begins from, is damaged ({error.message}): "
            "go to a moment before it, or hand the picture in again",
        ) from error
    except StorageError as error:
        raise StorageError(
            error.code, f"picture {name[:12]} cannot be read: {error.message}", retryable=error.retryable
        ) from error


def read_kept(png: bytes, name: str) -> Picture:
    """The picture of this name that these bytes are; raises DamagedError if they are not."""
    try:
        picture = kept_picture(png, f"picture {name[:12]}")
    except BadInputError as error:
        raise DamagedError("damaged_picture", error.message) from error
    if picture.name != name:
        raise DamagedError("damaged_picture", f"picture {name[:12]} holds other bytes than its name says")
    return picture
