"""What streams take of a device, and how many of them it holds: the source's figures, and true worlds."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from inhabit.core.camera import Pose, Size
from inhabit.core.errors import BadInputError
from inhabit.core.spec import WorldSpec
from inhabit.plan.hardware import find, shipped
from inhabit.plan.memory import (
    Part,
    Vram,
    keyframe_bytes,
    light_bytes,
    most_streams,
    picture_bytes,
    streams_by_memory,
    weights_bytes,
    world_demand,
    world_vram,
)
from inhabit.plan.roofline import Demand, batch
from inhabit.plan.work import every_frame, frame_work
from inhabit.world.canvas import Canvas
from inhabit.world.keyframe import Keyframe

DEVICES = shipped()
H100 = find("H100 SXM", DEVICES)
POCKET, SIZE = WorldSpec(), Size(640, 360)
FULL_HD = Size(1920, 1080)
GB = 1e9


def source_rows(*, margin_is_shared: bool) -> Vram:
    """The source document's budget (section 6), with what streams can share marked so."""
    return Vram(
        (
            Part("weights", weights_bytes(0.2e9 + 1e9 + 0.1e9, "fp16"), shared=True),
            Part("context", 1.0 * GB, shared=True),
            Part("workspace", 2.0 * GB, shared=True),
            Part("margin", 3.0 * GB, shared=margin_is_shared),
            Part("state", 0.1 * GB, shared=False),
            Part("activations", 8.0 * GB, shared=False),
            Part("attention", 2.0 * GB, shared=False),
            Part("pictures", 2 * picture_bytes(FULL_HD), shared=False),
            Part("latents", 0.5 * GB, shared=False),
        )
    )


def test_one_stream_of_the_source_takes_what_it_says() -> None:
    assert source_rows(margin_is_shared=False).total_bytes() / GB == pytest.approx(19.2, abs=0.03)


def test_what_is_shared_by_the_source_s_rows_leaves_five_to_seven_streams_not_four() -> None:
    as_told = Vram((Part("all", 19.2 * GB, shared=False),))
    assert streams_by_memory(80 * GB, as_told) == pytest.approx(4.17, abs=0.01)
    assert streams_by_memory(80 * GB, source_rows(margin_is_shared=False)) == pytest.approx(5.46, abs=0.01)
    assert streams_by_memory(80 * GB, source_rows(margin_is_shared=True)) == pytest.approx(6.72, abs=0.01)
    no_margin = Vram(tuple(p for p in source_rows(margin_is_shared=True).parts if p.name != "margin"))
    assert streams_by_memory(80 * GB, no_margin) == pytest.approx(7.00, abs=0.01)


@pytest.mark.parametrize(
    ("precision", "gigabytes"),
    [("fp32", 4), ("fp16", 2), ("int8", 1), ("fp8", 1), ("int4", 0.5), ("fp4", 0.5)],
)
def test_a_billion_weights_take_what_the_source_s_table_says(precision: str, gigabytes: float) -> None:
    assert weights_bytes(1e9, precision) == gigabytes * GB


def test_a_frame_buffer_is_width_by_height_by_channels_by_bytes() -> None:
    assert picture_bytes(FULL_HD) == 1920 * 1080 * 3 * 2
    assert picture_bytes(SIZE, channels=1, value_bytes=1) == 640 * 360


def test_shared_and_own_parts_are_kept_apart() -> None:
    vram = Vram(
        (Part("weights", 10, shared=True), Part("state", 3, shared=False), Part("buffer", 2, shared=False))
    )
    assert (vram.shared_bytes, vram.stream_bytes) == (10, 5)
    assert vram.total_bytes(4) == 30
    assert streams_by_memory(30, vram) == 4


def test_a_device_too_small_for_the_shared_part_holds_no_stream() -> None:
    assert (
        streams_by_memory(1.0, Vram((Part("weights", 10, shared=True), Part("state", 3, shared=False))))
        == 0.0
    )


def test_a_part_that_takes_less_than_nothing_is_refused() -> None:
    with pytest.raises(BadInputError, match="activations is -1 bytes"):
        Part("activations", -1.0, shared=False)


@pytest.mark.parametrize("size", [(640, 360), (1280, 720), (320, 200)])
def test_a_keyframe_takes_what_a_true_one_takes(size: tuple[int, int]) -> None:
    width, height = size
    spec = replace(POCKET, canvas_width_px=width, canvas_height_px=height)
    cells = np.zeros((height // 5, width // 5), np.float32)
    tone, matter = np.zeros((height, width), np.uint8), np.zeros((2, height // 2, width // 2), np.uint8)
    canvas = Canvas.fresh(tone, matter, cells, cells.copy())
    true = Keyframe(canvas, canvas.coarse(), Pose(), (0.0, 0.0))
    assert keyframe_bytes(spec) == canvas.nbytes + true.coarse.nbytes + true.rough.nbytes


def test_light_takes_maps_glow_curves_and_fall() -> None:
    assert light_bytes(POCKET) == 4 * (50 * 36 * 64 + 3 * 72 * 128 + 7 * 48 + 2)


def test_a_world_shares_its_weights_and_keeps_its_memory_to_itself() -> None:
    vram = world_vram(POCKET, frame_work(POCKET), "fp16", SIZE)
    shared = {part.name for part in vram.parts if part.shared}
    assert shared == {"weights", "context", "workspace"}
    held = {part.name: part.held_bytes for part in vram.parts}
    assert held["weights"] == 2 * frame_work(POCKET).parameters
    assert held["memory of the world"] == 65 * keyframe_bytes(POCKET)
    assert 40e6 < vram.stream_bytes < 60e6


def test_most_streams_are_made_in_time_and_one_more_is_not() -> None:
    frame = frame_work(POCKET, every_frame())
    demand, vram = world_demand(POCKET, frame, "fp16", SIZE), world_vram(POCKET, frame, "fp16", SIZE)
    l4 = find("L4", DEVICES)
    found = most_streams(demand, l4, vram, 30)
    assert found.bound != "memory"
    assert batch(demand, l4, found.streams).time_s <= 1 / 30
    assert batch(demand, l4, found.streams + 1).time_s > 1 / 30


def test_the_limit_that_binds_is_the_least() -> None:
    vram = Vram((Part("state", 1 * GB, shared=False),))
    light = Demand("fp16", flop=1.0, operations=0.0, weight_bytes=1.0, own_bytes=1.0)
    assert most_streams(light, H100, vram, 30).bound == "memory"
    assert most_streams(light, H100, vram, 30).streams == 80
    slow = replace(light, flop=1e13)
    assert most_streams(slow, H100, vram, 30).bound == "compute"
    wide = replace(light, own_bytes=1e10)
    assert most_streams(wide, H100, vram, 30).bound == "bandwidth"


def test_streams_that_take_nothing_are_a_finite_number_all_the_same() -> None:
    nothing = Demand("fp16", 0.0, 0.0, 0.0, 0.0)
    found = most_streams(nothing, H100, Vram(()), 30)
    assert found.exact == math.inf
    assert found.streams == 10**9
