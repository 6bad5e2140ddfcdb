"""A state as data: JSON for what it says, safetensors for its arrays, and back, bit for bit.

Reading follows the types that the state's classes declare, and nothing that a file says can make it build
anything else: no class names are read, nothing is ever run. What is shared in memory (a keyframe in the bank
that is also the window) is written once and shared again. Instances of the `apart` classes have a part of
their own, so that a snapshot of a world that was kept a moment ago only has to write what is new.

Numbers that numpy made keep their kind: float32 times float64 is not float64 times float64.
"""

from __future__ import annotations

import hashlib
import json
import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.numpy import load, save
from torch import Tensor

from inhabit.core.errors import DamagedError
from inhabit.core.ports import Snapshot

FORMAT = 1
"""Raised when older snapshots can no longer be read."""
DEPTH_LIMIT = 64
NAN = "the world's state holds numbers that are none (NaN or infinity): it is not kept"
SCALARS = {kind.__name__: kind for kind in (np.float32, np.float64, np.int32, np.int64, np.bool_)}
_PLAIN = (bool, int, float, str)


def taken(state: Any, apart: tuple[type, ...] = (), before: Snapshot | None = None) -> Snapshot:
    """A snapshot of a state, a tree of frozen dataclasses; raises DamagedError (`not_finite`) for NaN."""
    writer = _Writer(apart, {} if before is None else before.seen)
    root = writer.node(state)
    if writer.loose:
        writer.close(None, writer.loose)
    body = {"format": FORMAT, "parts": writer.names, "root": root}
    manifest = json.dumps(body, allow_nan=False, separators=(",", ":"))
    return Snapshot(manifest, tuple(dict.fromkeys(writer.names)), writer.fresh, writer.seen)


def restored(kind: type, manifest: str, parts: Mapping[str, bytes]) -> Any:
    """The state of class `kind` that a snapshot was taken of; raises DamagedError (`bad_snapshot`)."""
    try:
        body = json.loads(manifest)
        if body["format"] != FORMAT:
            raise DamagedError(
                "bad_snapshot",
                f"the snapshot has format {body['format']!r} and this inhabit reads {FORMAT}: "
                "open it with the one that made it",
            )
        return _Reader([_arrays(name, parts) for name in body["parts"]]).value(kind, body["root"])
    except DamagedError:
        raise
    except (KeyError, IndexError, TypeError, ValueError, RecursionError, SafetensorError) as error:
        raise DamagedError("bad_snapshot", f"the snapshot is not what was written: {error!r}") from error


def part_name(data: bytes) -> str:
    """What a part is called: SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class _Writer:
    """Walks a state once. `names` are the parts in order; part -1 stands for the one made last, of everything
    that has none of its own."""

    def __init__(self, apart: tuple[type, ...], before: Mapping[int, tuple[object, str]]) -> None:
        self.names: list[str] = []
        self.fresh: dict[str, bytes] = {}
        self.seen: dict[int, tuple[object, str]] = {}
        self.loose: dict[str, np.ndarray] = {}
        self._apart, self._before = apart, before
        self._numbers: dict[int, int] = {}
        self._places: dict[int, list[Any]] = {}
        self._alive: list[object] = []
        self._part: tuple[int, dict[str, np.ndarray]] = (-1, self.loose)

    def node(self, value: Any) -> Any:
        """JSON for a value."""
        match value:
            case None | bool() | str():
                return value
            case np.generic():
                return {"n": type(value).__name__, "v": _finite(value.item())}
            case int() | float():
                return _finite(value)
            case np.ndarray():
                return self._array(value, value)
            case Tensor():
                return self._array(value, value.detach().cpu().numpy())
            case tuple() | list():
                return [self.node(one) for one in value]
            case frozenset():
                return sorted(value)
            case Mapping():
                return {"m": [[key, self.node(one)] for key, one in value.items()]}
            case _ if is_dataclass(value):
                return self._fields(value)
        raise TypeError(f"{type(value).__name__} cannot be kept")

    def close(self, owner: object | None, arrays: Mapping[str, np.ndarray]) -> None:
        """End a part; the bytes of one that was kept before are not made again."""
        known = None if owner is None else self._before.get(id(owner))
        if known is not None and known[0] is owner:
            name = known[1]
        else:
            for array in arrays.values():
                _refuse_nan(array)
            data = save(dict(arrays))
            name = part_name(data)
            self.fresh[name] = data
        if owner is None:
            self.names.append(name)
        else:
            self.names[self._part[0]] = name
            self.seen[id(owner)] = (owner, name)

    def _fields(self, value: Any) -> dict[str, Any]:
        number = self._numbers.get(id(value))
        if number is not None:
            return {"r": number}
        self._numbers[id(value)] = number = len(self._numbers)
        if not isinstance(value, self._apart) or self._part[0] >= 0:
            return {"d": number, "f": self._named(value)}
        outside = self._part
        self._part = (len(self.names), {})
        self.names.append("")
        node = {"d": number, "f": self._named(value)}
        self.close(value, self._part[1])
        self._part = outside
        return node

    def _named(self, value: Any) -> dict[str, Any]:
        return {field.name: self.node(getattr(value, field.name)) for field in fields(value) if field.init}

    def _array(self, owner: object, array: np.ndarray) -> dict[str, Any]:
        part, arrays = self._part
        place = self._places.get(id(owner))
        # What has a part of its own has all of its arrays there, whoever else shares them.
        if place is None or (part >= 0 and place[0] != part):
            name = str(len(arrays))
            arrays[name] = np.ascontiguousarray(array)
            place = self._places[id(owner)] = [part, name]
            self._alive.append(owner)
        return {"a": place}


class _Reader:
    """Builds what the types say from what the JSON says. `parts` hold arrays by name."""

    def __init__(self, parts: list[dict[str, np.ndarray]]) -> None:
        self._parts = parts
        self._made: dict[int, Any] = {}
        self._depth = 0

    def value(self, kind: Any, node: Any) -> Any:
        """A value of a declared type."""
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise ValueError("it is nested too deeply")
        made = self._value(kind, node)
        self._depth -= 1
        return made

    def _value(self, kind: Any, node: Any) -> Any:
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            return self._either(get_args(kind), node)
        if origin is tuple:
            return self._tuple(get_args(kind), node)
        if origin is frozenset:
            return frozenset(self.value(get_args(kind)[0], one) for one in _list(node))
        if origin is Literal:
            return _one_of(get_args(kind), node)
        if origin is not None and issubclass(origin, Mapping):
            key, one = get_args(kind)
            return {self.value(key, k): self.value(one, v) for k, v in _list(node["m"])}
        if kind is np.ndarray:
            return self._array(node)
        if kind is Tensor or getattr(kind, "array_type", None) is Tensor:
            return torch.from_numpy(self._array(node))
        if is_dataclass(kind):
            return self._instance(kind, node)
        return _plain(kind, node)

    def _either(self, kinds: tuple[Any, ...], node: Any) -> Any:
        if node is None:
            if type(None) in kinds:
                return None
            raise ValueError("something is missing")
        (kind,) = (one for one in kinds if one is not type(None))
        return self.value(kind, node)

    def _tuple(self, kinds: tuple[Any, ...], node: Any) -> tuple[Any, ...]:
        items = _list(node)
        if len(kinds) == 2 and kinds[1] is Ellipsis:
            return tuple(self.value(kinds[0], one) for one in items)
        return tuple(self.value(kind, one) for kind, one in zip(kinds, items, strict=True))

    def _array(self, node: Any) -> np.ndarray:
        part, name = node["a"]
        return self._parts[part][name]

    def _instance(self, kind: Any, node: Any) -> Any:
        if "r" in node:
            found = self._made[node["r"]]
            if type(found) is not kind:
                raise ValueError(f"{kind.__name__} is wanted where a {type(found).__name__} stands")
            return found
        hints, told = hints_of(kind), node["f"]
        if set(told) != set(hints):
            raise ValueError(f"{kind.__name__} has the fields {', '.join(hints)}, not {', '.join(told)}")
        made = kind(**{name: self.value(hint, told[name]) for name, hint in hints.items()})
        self._made[node["d"]] = made
        return made


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """The fields that a dataclass is made of, with their types."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind) if field.init}


def _arrays(name: str, parts: Mapping[str, bytes]) -> dict[str, np.ndarray]:
    data = parts.get(name)
    if data is None:
        raise DamagedError("bad_snapshot", f"part {str(name)[:12]} of the snapshot is gone")
    if part_name(data) != name:
        raise DamagedError("bad_snapshot", f"part {str(name)[:12]} of the snapshot is not what was written")
    # Copies, because what is read in place can't be written to, and kernels are compiled for what can.
    return {key: np.array(array) for key, array in load(data).items()}


def _plain(kind: Any, node: Any) -> Any:
    if kind not in _PLAIN:
        raise TypeError(f"{kind} cannot be read")
    if isinstance(node, dict):
        made = SCALARS[node["n"]](node["v"])
        if kind not in (float, int, bool):
            raise ValueError(f"a number stands where {kind.__name__} is wanted")
        return made
    if kind is float and isinstance(node, int | float) and not isinstance(node, bool):
        return _finite(node)
    if type(node) is not kind:
        raise ValueError(f"{node!r} stands where {kind.__name__} is wanted")
    return node


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise DamagedError("not_finite", NAN)
    return value


def _refuse_nan(array: np.ndarray) -> None:
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise DamagedError("not_finite", NAN)


def _list(node: Any) -> list[Any]:
    if not isinstance(node, list):
        raise ValueError(f"{str(node)[:40]} is not a list")
    return node


def _one_of(choices: tuple[Any, ...], node: Any) -> Any:
    if node not in choices:
        raise ValueError(f"{node!r} is not one of {choices}")
    return node
