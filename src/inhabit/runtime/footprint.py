"""How much memory states hold together: what they share (keyframes, mostly) counts once.

Every object of a state is counted by how many hold it, so adding a state that shares nearly all with the one
before looks only at what is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from torch import Tensor


class Footprint:
    """The arrays of states that were added and not removed since, in bytes. Whoever adds a state keeps it
    alive until it is removed; not thread-safe."""

    def __init__(self) -> None:
        self.size_bytes = 0
        self._holders: dict[tuple[type, int], tuple[int, int]] = {}
        """How many hold each object, and the bytes that it was counted with."""

    def add(self, value: Any) -> None:
        """Count a state, or a part of one."""
        key = _key(value)
        if key is None:
            return
        holders, own_bytes = self._holders.get(key, (0, _own_bytes(value)))
        self._holders[key] = (holders + 1, own_bytes)
        if holders == 0:
            self.size_bytes += own_bytes
            for part in _parts(value):
                self.add(part)

    def remove(self, value: Any) -> None:
        """Count it no longer; what others hold stays."""
        key = _key(value)
        if key is None:
            return
        holders, own_bytes = self._holders[key]
        self._holders[key] = (holders - 1, own_bytes)
        if holders == 1:
            del self._holders[key]
            self.size_bytes -= own_bytes
            for part in _parts(value):
                self.remove(part)


def _key(value: Any) -> tuple[type, int] | None:
    """What stands for an object, or for the memory behind an array; None for what weighs nothing."""
    if isinstance(value, np.ndarray):
        return np.ndarray, _root(value).__array_interface__["data"][0]
    if isinstance(value, Tensor):
        return np.ndarray, value.untyped_storage().data_ptr()
    if is_dataclass(value) or isinstance(value, tuple | list | Mapping):
        return type(value), id(value)
    return None


def _own_bytes(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return _root(value).nbytes
    return value.untyped_storage().nbytes() if isinstance(value, Tensor) else 0


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple | list):
        yield from value
    elif isinstance(value, Mapping):
        yield from value.values()
    elif is_dataclass(value):
        yield from (getattr(value, field.name) for field in fields(value))


def _root(array: np.ndarray) -> np.ndarray:
    """The array whose memory this is a view of."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array
