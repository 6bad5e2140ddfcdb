"""The pictures that worlds may begin from: those that were handed in last, by name."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from inhabit.core.errors import BadInputError
from inhabit.core.picture import Picture

KEPT = 32
"""Pictures of about a megabyte at most. A world that begins from one keeps it for itself."""


class Pictures:
    """The last `limit` pictures that were handed in; belongs to one event loop."""

    def __init__(self, pictures: Iterable[Picture] = (), *, limit: int = KEPT) -> None:
        self._limit = limit
        self._kept: OrderedDict[str, Picture] = OrderedDict()
        for picture in pictures:
            self.keep(picture)

    @classmethod
    def all(cls, pictures: Sequence[Picture]) -> Pictures:
        """Those of a script, however many there are."""
        return cls(pictures, limit=max(len(pictures), 1))

    def keep(self, picture: Picture) -> None:
        """Take one in; the one that was handed in longest ago makes room."""
        self._kept[picture.name] = picture
        self._kept.move_to_end(picture.name)
        while len(self._kept) > self._limit:
            self._kept.popitem(last=False)

    def named(self, name: str) -> Picture:
        """The picture of that name; raises BadInputError (`unknown_picture`) with what to do."""
        found = self._kept.get(name)
        if found is None:
            raise BadInputError(
                "unknown_picture",
                f"picture {name[:12]} is not here (only the last {self._limit} are): hand it in again",
                retryable=True,
            )
        return found
