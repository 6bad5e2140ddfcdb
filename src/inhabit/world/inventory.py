"""What the state of a world holds, part by part, and how large each part is: S, laid out on a table.

Sizes are of what would have to be kept to go on from here: arrays by their bytes, numbers by eight, words by
their letters. An array that two parts share (a light worn over the window) is counted where it is named
first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass

import numpy as np
from torch import Tensor

from inhabit.core.locks import in_order
from inhabit.world.draft import Draft
from inhabit.world.scene import Scene
from inhabit.world.state import WorldState

NUMBER_BYTES = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a state: its `name`, its size, and what is in it in words."""

    name: str
    size_bytes: int
    holds: str


def inventory(state: WorldState) -> tuple[Part, ...]:
    """Every part of S, in the order in which ARCHITECTURE.md names them."""
    memory, pose = state.memory, state.pose
    look, wish = state.attributes, state.wish
    place = f"{pose.x_m:.1f} m east, {pose.z_m:.1f} m north, {np.degrees(pose.yaw_rad):.0f}° right"
    wished = ", ".join(filter(None, (*wish.scalars, wish.biome, wish.style))) or "nothing"
    light = f"{look.hour:.1f} h, {look.main_biome}, {look.main_style}"
    named = (
        ("pose", (pose, state.ground_m, state.clearance_m), f"{place}, {state.clearance_m:.1f} m up"),
        ("attributes", (look, state.drift_m), light),
        ("wish", wish, wished),
        ("locks", state.locks, ", ".join(in_order(state.locks.on)) or "none"),
        ("words", (state.prompt, state.notice, state.remarks), f"{state.prompt[:48]!r}"),
        ("noise recipe", (state.seed, state.tick, state.time_s), f"seed {state.seed}, tick {state.tick}"),
        ("canvas", state.canvas, "the trained one" if state.canvas is None else f"{state.canvas} pixels"),
        ("bank", memory.bank, f"{len(memory.bank)} of {memory.limit} keyframes"),
        ("window", (memory.last, memory.chosen), "the last frame" if memory.last else "nothing yet"),
        ("draft", state.draft, _drafted(state.draft)),
        (
            "shown",
            (state.shown, state.painted_tick),
            "the last frame made of memory" if state.shown else "nothing yet",
        ),
        ("lit scene", (state.lit, state.asked), _lit(state.lit, state.tick)),
    )
    seen: set[int] = set()
    return tuple(Part(name, size_bytes(part, seen), holds) for name, part, holds in named)


def size_bytes(thing: object, seen: set[int]) -> int:
    """What a value holds, arrays in `seen` left out; they are added to it."""
    match thing:
        case None:
            return 0
        case np.ndarray() | Tensor():
            held = thing.numpy() if isinstance(thing, Tensor) else thing
            own = id(held.base if held.base is not None else thing)
            fresh = own not in seen
            seen.add(own)
            return held.nbytes if fresh else 0
        case str():
            return len(thing.encode())
        case Mapping():
            return size_bytes((*thing.keys(), *thing.values()), seen)
        case tuple() | list() | frozenset():
            members: Iterable[object] = thing
            return sum(size_bytes(one, seen) for one in members)
        case _ if is_dataclass(thing):
            return sum(size_bytes(getattr(thing, field.name), seen) for field in fields(thing))
        case _:
            return NUMBER_BYTES


def _drafted(draft: Draft | None) -> str:
    if draft is None:
        return "nothing being painted"
    where = "this view" if draft.here else "the view ahead"
    return f"{where}, {draft.steps_done} of {draft.steps} steps" + (", painted" if draft.painted else "")


def _lit(lit: Scene | None, tick: int) -> str:
    return "nothing yet" if lit is None else f"light worn for {tick - lit.tick} ticks, cells of the window"
