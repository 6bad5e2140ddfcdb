"""What follows from its arguments alone, kept for a while: made once, by whoever asks first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Made = TypeVar("Made")

LIMIT = 8
"""Values kept: a few sessions' last ones."""


class AtHand(Generic[Asked, Made]):
    """The last values that `make` gave; several threads may ask at a time. `name` tells what is asked for
    from what is not the same; by default, only the very object is the same."""

    def __init__(self, make: Callable[[Asked], Made], name: Callable[[Asked], Hashable] = id) -> None:
        self._make, self._name = make, name
        self._lock = Lock()
        # What was asked for is held too, so that no other object takes its id.
        self._kept: OrderedDict[Hashable, tuple[Asked, Future[Made]]] = OrderedDict()

    def has(self, asked: Asked) -> bool:
        """Whether a value need not be waited for."""
        return self.knows(self._name(asked))

    def knows(self, name: Hashable) -> bool:
        """The same of what is asked for under that name."""
        kept = self._kept.get(name)
        return kept is not None and kept[1].done()

    def of(self, asked: Asked) -> Made:
        """The value; waits for it if another thread is at it. Raises what `make` raises, each time anew."""
        value, is_ours = self._claimed(asked)
        if is_ours:
            self._fill(asked, value)
        return value.result()

    def begin(self, asked: Asked) -> None:
        """Have a value made on a thread of its own, to be asked for a little later."""
        value, is_ours = self._claimed(asked)
        if is_ours:
            Thread(target=self._fill, args=(asked, value), name="inhabit-beginner", daemon=True).start()

    def _claimed(self, asked: Asked) -> tuple[Future[Made], bool]:
        name = self._name(asked)
        with self._lock:
            kept = self._kept.get(name)
            if kept is not None:
                return kept[1], False
            value: Future[Made] = Future()
            self._kept[name] = (asked, value)
            while len(self._kept) > LIMIT:
                self._kept.popitem(last=False)
            return value, True

    def _fill(self, asked: Asked, value: Future[Made]) -> None:
        try:
            value.set_result(self._make(asked))
        except BaseException as error:
            self._kept.pop(self._name(asked), None)
            value.set_exception(error)
