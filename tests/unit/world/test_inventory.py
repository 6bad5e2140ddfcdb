"""A state laid out part by part: nothing left out, nothing counted twice."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.world.canvas import Canvas
from inhabit.world.inventory import inventory, size_bytes
from inhabit.world.keyframe import Keyframe
from inhabit.world.memory import Memory
from inhabit.world.scene import Scene
from inhabit.world.state import Locks, Wish, WorldState

NEW = WorldState(7, 0, 0.0, "a lake", Pose(), Attributes(), Wish(), Memory())


def keyframe() -> Keyframe:
    cells = np.zeros((8, 16), np.float32)
    canvas = Canvas.fresh(np.zeros((40, 80), np.uint8), np.zeros((2, 20, 40), np.uint8), cells, cells.copy())
    return Keyframe(canvas, canvas.coarse(), Pose(), (0.0, 0.0))


def sizes(state: WorldState) -> dict[str, int]:
    return {part.name: part.size_bytes for part in inventory(state)}


def test_every_part_of_a_state_is_laid_out() -> None:
    """Whatever field a state has, making it larger shows somewhere."""
    seen = keyframe()
    full = replace(
        NEW,
        prompt="a much longer prompt",
        wish=Wish({"rain": 1.0}, "ember"),
        memory=Memory((seen,), seen),
        notice="said",
        locks=Locks(frozenset({"time"})),
        canvas=Size(360, 640),
        lit=Scene(np.zeros((6, 8, 16), np.float32), Pose(), Attributes(), 0.0),
    )
    grown = {name for name, size in sizes(full).items() if size > sizes(NEW)[name]}
    assert grown == {"words", "wish", "bank", "window", "locks", "canvas", "lit scene"}
    assert len(fields(WorldState)) == 20, "a new field of the state belongs into the inventory"


def test_an_array_that_two_parts_share_is_counted_once() -> None:
    seen = keyframe()
    alone, shared = replace(NEW, memory=Memory((seen,))), replace(NEW, memory=Memory((seen,), seen))
    grown = sum(sizes(shared).values()) - sum(sizes(alone).values())
    assert 0 < grown < 200


def test_a_keyframe_is_as_large_as_its_arrays() -> None:
    seen = keyframe()
    arrays = seen.canvas.nbytes + seen.coarse.nbytes + seen.rough.nbytes + seen.sight.nbytes
    assert size_bytes(seen.canvas, set()) == seen.canvas.nbytes
    assert arrays <= size_bytes(seen, set()) < arrays + 200


def test_parts_are_told_in_words() -> None:
    holds = {part.name: part.holds for part in inventory(replace(NEW, locks=Locks(frozenset({"time"}))))}
    assert (holds["bank"], holds["locks"], holds["draft"]) == (
        "0 of 64 keyframes",
        "time",
        "nothing being painted",
    )
    assert holds["noise recipe"] == "seed 7, tick 0"
