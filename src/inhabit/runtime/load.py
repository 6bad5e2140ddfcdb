"""A checkpoint folder becomes an engine."""

from __future__ import annotations

from pathlib import Path

from inhabit.core.attributes import Attributes
from inhabit.core.spec import WorldSpec
from inhabit.runtime.backend import rest_threads
from inhabit.runtime.clock import RealClock
from inhabit.runtime.engine import WorldEngine
from inhabit.runtime.networks import Networks, compile_networks, load_modules
from inhabit.runtime.quantise import read_ranges
from inhabit.world import checkpoint
from inhabit.world.dynamics import Kind, Read, Understanding
from inhabit.world.interpreter import Interpreter, load_interpreter
from inhabit.world.state import Wish


def load_engine(folder: Path | None = None, *, backend: str = "openvino") -> WorldEngine:
    """Read and verify a checkpoint (the shipped one by default); networks are compiled for a shape when it is
    first asked for. Raises CheckpointError."""
    if backend == "openvino":
        rest_threads()
    folder = folder or checkpoint.shipped()
    digest = checkpoint.verify(folder)
    spec = checkpoint.read_spec(folder)
    modules, ranges = load_modules(spec, folder), read_ranges(folder)

    def compile(shaped: WorldSpec) -> Networks:
        return compile_networks(shaped, *modules, backend=backend, ranges=ranges)

    read = interpreter_read(load_interpreter(folder))
    return WorldEngine(
        spec, compile, read, checkpoint_hash=digest, device=f"cpu/{backend}", clock=RealClock().now
    )


def interpreter_read(interpreter: Interpreter) -> Read:
    """The interpreter as the function that dynamics asks."""

    def read(text: str, attributes: Attributes, kind: Kind) -> Understanding:
        reading = interpreter.read(text, attributes, kind)
        return Understanding(Wish(reading.targets, reading.biome, reading.style), reading.understood > 0.5)

    return read
