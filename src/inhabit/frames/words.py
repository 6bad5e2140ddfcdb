"""Loads and stores that let a loop over pixels vectorise.

A compiler loads for many pixels at once only from what it knows nobody writes meanwhile. Python cannot say
so; these intrinsics do: `word` and `read` load from a source, `take` and `put` the lines worked on, never the
same memory.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic as numba_intrinsic

intrinsic: Any = numba_intrinsic
"""Untyped: what it makes is called without the compiler's context that its definition takes."""


@intrinsic
def word(_context: Any, plane: Any, index: Any) -> Any:
    """word(plane, index): bytes `index` to `index + 3` of a contiguous uint8 array, lowest first, as uint32.

    Bounds are not checked: the caller keeps three bytes beyond the last index.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        held = cgutils.create_struct_proxy(signature.args[0])(context, builder, arguments[0])
        offset = context.cast(builder, arguments[1], signature.args[1], types.int64)
        start = builder.gep(held.data, [offset])
        load = builder.load(builder.bitcast(start, ir.IntType(32).as_pointer()), align=1)
        load.set_metadata("alias.scope", _sources(builder.module))
        return load

    return types.uint32(plane, index), generate


@intrinsic
def read(_context: Any, line: Any, index: Any) -> Any:
    """read(line, index): `line[index]` of a contiguous array that no `put` writes to, bounds unchecked."""
    return line.dtype(line, index), _loaded("alias.scope")


@intrinsic
def take(_context: Any, line: Any, index: Any) -> Any:
    """take(line, index): `line[index]` of a contiguous array that is no source, bounds unchecked."""
    return line.dtype(line, index), _loaded("noalias")


@intrinsic
def put(_context: Any, line: Any, index: Any, value: Any) -> Any:
    """put(line, index, value): `line[index] = value` for a contiguous array that is no source.

    The value has the array's type; bounds are not checked.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        held = cgutils.create_struct_proxy(signature.args[0])(context, builder, arguments[0])
        offset = context.cast(builder, arguments[1], signature.args[1], types.int64)
        store = builder.store(arguments[2], builder.gep(held.data, [offset]))
        store.set_metadata("noalias", _sources(builder.module))
        return context.get_dummy_value()

    return types.void(line, index, value), generate


def _loaded(mark: str) -> Any:
    """Code that loads one element and marks what it may share memory with."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        held = cgutils.create_struct_proxy(signature.args[0])(context, builder, arguments[0])
        offset = context.cast(builder, arguments[1], signature.args[1], types.int64)
        load = builder.load(builder.gep(held.data, [offset]))
        load.set_metadata(mark, _sources(builder.module))
        return load

    return generate


def _sources(module: ir.Module) -> ir.MDValue:
    # A list of one scope in one domain (LLVM language reference, "noalias and alias.scope metadata").
    domain = module.add_metadata(["inhabit.frames"])
    scope = module.add_metadata(["inhabit.frames.sources", domain])
    return module.add_metadata([scope])
