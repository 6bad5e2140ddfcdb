"""The judge puts the simulator at the ceiling and a frozen picture on the floor."""

from __future__ import annotations

import json

import pytest

from inhabit.evals.judge import Judgement, judge
from inhabit.evals.metrics import PSNR_CAP_DB
from inhabit.evals.probes import Probes
from inhabit.evals.report import json_line, table
from inhabit.evals.sim_world import SimWorld
from inhabit.evals.suite import Suite
from inhabit.evals.truth import Truth
from inhabit.evals.world import CopyLastWorld
from tests.unit.evals.conftest import Silence


@pytest.fixture
def ceiling(small_suite: Suite, untrained_probes: Probes, silence: Silence) -> Judgement:
    truth = Truth(small_suite.size, small_suite.fps)
    return judge(SimWorld(truth), truth, untrained_probes, small_suite, silence)


@pytest.fixture
def floor(small_suite: Suite, untrained_probes: Probes, silence: Silence) -> Judgement:
    truth = Truth(small_suite.size, small_suite.fps)
    return judge(CopyLastWorld(), truth, untrained_probes, small_suite, silence)


def test_the_simulator_is_the_ceiling(ceiling: Judgement) -> None:
    figures = ceiling.figures
    assert figures["fidelity"]["2"]["psnr_db"] == PSNR_CAP_DB
    assert figures["fidelity"]["2"]["psnr_db"] > figures["fidelity"]["2"]["copy_last_db"]
    assert figures["open_loop"]["0.2"]["psnr_db"] == PSNR_CAP_DB
    assert figures["sharpness"]["next_frame"] == pytest.approx(1.0)
    assert figures["sharpness"]["1_begun"] == pytest.approx(1.0, abs=0.05)
    for axis in figures["control"].values():
        assert axis["sign_accuracy"] in (1.0, pytest.approx(float("nan"), nan_ok=True))
        assert axis["correlation"] == pytest.approx(axis["probe_correlation"], abs=1e-5)
    assert figures["drift"]["runs"][0]["mean_motion"] == pytest.approx(
        figures["drift"]["runs"][0]["truth_mean_motion"], rel=0.5
    )


def test_copying_is_the_floor(floor: Judgement) -> None:
    figures = floor.figures
    for part in figures["fidelity"].values():
        assert part["psnr_db"] == part["copy_last_db"] < PSNR_CAP_DB
    assert figures["open_loop"]["0.2"]["psnr_db"] == figures["open_loop"]["0.2"]["copy_last_db"]
    for axis in figures["control"].values():
        assert abs(axis["correlation"]) < 0.5
    for split in ("seen", "held_out"):
        assert figures["directives"][split]["accuracy"] == figures["directives"][split]["chance"]
    assert all(run["mean_motion"] == 0.0 for run in figures["drift"]["runs"])


def test_the_report_is_one_line_of_strict_json_and_a_table(floor: Judgement) -> None:
    line = json_line(floor.figures)
    assert "\n" not in line
    read = json.loads(line)
    assert {"fidelity", "open_loop", "sharpness", "control", "directives", "drift"} <= set(read)
    assert {"psnr_db", "autoencoder_db", "copy_last_db"} <= set(read["fidelity"]["1"])
    assert {"sign_accuracy", "correlation", "probe_sign_accuracy", "probe_correlation"} <= set(
        read["control"]["yaw"]
    )
    assert {"accuracy", "probe_accuracy", "chance"} <= set(read["directives"]["held_out"])
    assert "worst_segment_ratio" in read["drift"]
    assert "next frame, 2 steps, dB" in table(floor.figures)


def test_pictures_witness_the_figures(floor: Judgement) -> None:
    for album in (floor.stills, floor.words, floor.strips):
        assert album.sheet().std() > 5.0


def test_progress_ends_where_it_said_it_would(floor: Judgement, silence: Silence) -> None:
    assert silence.done == silence.totals != {}
