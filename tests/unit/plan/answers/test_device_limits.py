"""What a device allows by its sheet: at every precision, made together and one by one."""

from __future__ import annotations

from dataclasses import replace

from inhabit.core.camera import Size
from inhabit.core.spec import WorldSpec
from inhabit.plan.answers.device_limits import PROCESS_BYTES, Allowed, allowed, ask
from inhabit.plan.hardware import Device, find, shipped
from inhabit.plan.memory import streams_by_memory, world_vram
from inhabit.plan.work import frame_work

DEVICES = shipped()
H100 = find("H100 SXM", DEVICES)
TWO_CORES = find("2-core AVX-512 VM", DEVICES)
POCKET, SIZE = WorldSpec(), Size(640, 360)


def at_each_precision(
    device: Device, spec: WorldSpec = POCKET, *, overhead_ms: float = 0.0
) -> dict[str, Allowed]:
    wanted = ask(spec=spec, size=SIZE, fps=30.0, overhead_ms=overhead_ms)
    return {each: allowed(replace(wanted, precision=each), device) for each in device.precisions}


def test_every_precision_a_device_works_at_is_answered_with_and_without_batches() -> None:
    found = at_each_precision(H100)
    assert set(found) == set(H100.precisions)
    for one in found.values():
        assert one.together.streams >= one.one_by_one.streams >= 1


def test_launches_leave_fewer_streams_and_fewest_one_by_one() -> None:
    free, paid = (at_each_precision(H100, overhead_ms=ms) for ms in (0.0, 1.0))
    assert paid["fp16"].together.streams < free["fp16"].together.streams
    assert paid["fp16"].one_by_one.streams <= 33


def test_half_precision_holds_more_streams_than_full() -> None:
    found = at_each_precision(H100, replace(POCKET, painter_width=512, model=1024))
    assert found["fp16"].together.streams > found["fp32"].together.streams


def test_a_cpu_has_a_process_in_place_of_context_and_workspace() -> None:
    own = world_vram(
        POCKET, frame_work(POCKET), "int8", SIZE, context_bytes=PROCESS_BYTES, workspace_bytes=0.0
    )
    assert at_each_precision(TWO_CORES)["int8"].together.by_memory == streams_by_memory(8e9, own)


def test_two_cores_hold_a_stream_or_two_as_they_were_seen_to() -> None:
    assert 1 <= at_each_precision(TWO_CORES)["int8"].together.streams <= 2
