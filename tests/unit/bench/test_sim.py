"""`inhabit bench sim`: whole worlds are made, rates of processes add up, stages are per frame."""

from __future__ import annotations

import pytest

from inhabit.bench.sim import Share, summary, work
from inhabit.core.camera import Size

SIZE = Size(128, 72)


def test_rates_of_processes_add_up_and_stages_are_shared_out_over_all_frames() -> None:
    stages = {"world": 0.5, "march": 1.0, "canvas": 0.1, "shade": 0.4}
    found = summary(SIZE, [Share(100, 1, 2.0, stages), Share(60, 2, 2.0, stages)])
    assert found["fps"] == pytest.approx(80.0)
    assert (found["frames"], found["worlds"], found["processes"]) == (160, 3, 2)
    assert found["stages_ms"]["march"] == pytest.approx(12.5)
    assert found["size"] == "128x72"


def test_a_process_builds_its_world_and_makes_at_least_one_frame() -> None:
    share = work(SIZE, 1e-9, 3, 2)
    assert (share.frames, share.worlds) == (1, 1)
    assert set(share.stages) == {"world", "march", "canvas", "shade"}
    assert sum(share.stages.values()) == pytest.approx(share.seconds)
