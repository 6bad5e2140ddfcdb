"""Whether a state that came from a file is one that the engine could have made: shapes, kinds, numbers.

Kernels trust what they are given and look at no bounds, so a snapshot from a stranger is measured before any
of them sees it. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from torch import Tensor

from inhabit.core.attributes import BIOMES, STYLES, VECTOR_WIDTH, Attributes
from inhabit.core.camera import Size
from inhabit.core.errors import DamagedError
from inhabit.core.spec import GEOMETRY_CELL_PX, LATENT_CELL_PX, WorldSpec
from inhabit.world.canvas import Canvas, Residue
from inhabit.world.draft import Draft
from inhabit.world.keyframe import Keyframe
from inhabit.world.memory import Memory, Reading
from inhabit.world.scene import Scene
from inhabit.world.spatial import Landing, Pull
from inhabit.world.state import WorldState

STEPS_LIMIT = 64

_CELLS = ("h5", "w5")
_SHAPES: Mapping[type, Mapping[str, tuple[str, tuple[Any, ...]]]] = {
    Canvas: {
        "tone": ("uint8", ("h", "w")),
        "matter": ("uint8", (2, "h2", "w2")),
        **dict.fromkeys(("disparity", "sky", "grain"), ("float32", _CELLS)),
    },
    Residue: {
        "luma": ("uint8", ("h", "w")),
        "chroma": ("uint8", (2, "h2", "w2")),
        "seen_under": ("float32", ("a",)),
    },
    Keyframe: {"coarse": ("float32", (6, *_CELLS))},
    Scene: {"cells": ("float32", (6, *_CELLS))},
    Pull: dict.fromkeys((field.name for field in fields(Pull)), ("float32", _CELLS)),
    Landing: dict.fromkeys(("x", "y"), ("float32", _CELLS)),
    Reading: {
        "context": ("float32", (7, *_CELLS)),
        **dict.fromkeys(
            ("weights", "shown", "seen", "disparity", "sky", "grain", "known"), ("float32", _CELLS)
        ),
    },
    Draft: {
        "attributes": ("float32", (1, "a")),
        "camera": ("float32", (1, 4)),
        "latent": ("float32", (1, "c", "h10", "w10")),
    },
}


def checked(state: WorldState, spec: WorldSpec, canvases: Collection[Size]) -> WorldState:
    """The same state; raises DamagedError (`bad_snapshot`) naming what could not have been made by a world of
    this spec on one of these canvases."""
    canvas = state.canvas or spec.canvas
    _refuse_unless(canvas in canvases, f"a canvas of {canvas}")
    sides = _sides(spec, canvas)
    for one in _members(state, set()):
        _refuse_misshapen(one, sides)
        match one:
            case Memory(limit=limit, sources=sources, bank=bank):
                whole = limit == spec.bank_keyframes and sources == spec.sources and len(bank) <= limit
                _refuse_unless(whole, "a memory of another size")
            case Draft(steps=steps, steps_done=done):
                _refuse_unless(0 < steps <= STEPS_LIMIT and 0 <= done <= steps, f"a draft of {steps} steps")
            case Attributes(biome=biome, style=style):
                _refuse_unless((len(biome), len(style)) == (len(BIOMES), len(STYLES)), "other attributes")
            case Reading(sources=sources, pulls=pulls, weights=weights, shown=shown):
                same = len(sources) == len(pulls) == len(weights) == len(shown) <= spec.sources
                _refuse_unless(same, "a reading of other sources")
    _refuse_unless(state.tick >= 0 and state.seed >= 0, f"tick {state.tick} of seed {state.seed}")
    return state


def _refuse_misshapen(one: Any, sides: Mapping[str, int]) -> None:
    for name, (dtype, letters) in _SHAPES.get(type(one), {}).items():
        wanted = tuple(sides[side] if isinstance(side, str) else side for side in letters)
        held = getattr(one, name)
        for array in held if isinstance(held, tuple) else (held,):
            told = array.numpy() if isinstance(array, Tensor) else array
            what = (
                f"{type(one).__name__}.{name} is {told.dtype} {list(told.shape)}, not {dtype} {list(wanted)}"
            )
            _refuse_unless(told.dtype == dtype and told.shape == wanted, what)
            _refuse_unless(told.dtype.kind != "f" or bool(np.isfinite(told).all()), f"NaN in {name}")


def _members(value: Any, seen: set[int]) -> Iterator[Any]:
    """Every dataclass in a state, once."""
    if isinstance(value, tuple | list):
        for one in value:
            yield from _members(one, seen)
    elif is_dataclass(value) and id(value) not in seen:
        seen.add(id(value))
        yield value
        for field in fields(value):
            yield from _members(getattr(value, field.name), seen)


def _sides(spec: WorldSpec, canvas: Size) -> dict[str, int]:
    """What the letters of shapes stand for; a number behind one is how many canvas pixels a cell spans."""
    spans = {"": 1, "2": 2, "5": GEOMETRY_CELL_PX, "10": LATENT_CELL_PX}
    rows = {f"h{name}": canvas.height_px // span_px for name, span_px in spans.items()}
    columns = {f"w{name}": canvas.width_px // span_px for name, span_px in spans.items()}
    return {**rows, **columns, "a": VECTOR_WIDTH, "c": spec.latent_channels}


def _refuse_unless(fits: bool, what: str) -> None:  # noqa: FBT001
    if not fits:
        raise DamagedError("bad_snapshot", f"the snapshot does not fit this world model: {what}")
