"""Drift reports the worst segment, so that a collapse in the middle cannot hide."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inhabit.core.camera import Size
from inhabit.core.frame import PlanarFrame
from inhabit.evals.drift import Drift, worst
from inhabit.evals.judge import judge
from inhabit.evals.probes import Probes
from inhabit.evals.samples import Samples
from inhabit.evals.suite import Suite
from inhabit.evals.truth import Truth
from inhabit.evals.wanderer import wander
from inhabit.evals.world import CopyLastWorld, grey
from tests.unit.evals.conftest import Silence


def frames_of_contrast(contrast: int) -> PlanarFrame:
    plain = grey(Size(64, 64))
    luma = plain.luma.copy()
    luma[::2] += np.uint8(contrast)
    return PlanarFrame(luma, plain.blue, plain.red)


def sampled(contrasts: list[int]) -> Samples:
    samples = Samples()
    for second, contrast in enumerate(contrasts, start=1):
        frame = frames_of_contrast(contrast)
        samples.add(float(second), frame, frame)
    return samples


def test_a_steady_world_keeps_its_ratio() -> None:
    assert worst(sampled([20] * 6).ratios("gradient_energy", 2.0)) == pytest.approx(1.0)


def test_a_collapse_in_the_middle_is_found_though_the_end_is_as_the_start() -> None:
    ratios = sampled([20, 20, 2, 2, 20, 20]).ratios("gradient_energy", 2.0)
    assert ratios == [pytest.approx(0.01, rel=1e-3), pytest.approx(1.0)]
    assert worst(ratios) == pytest.approx(0.01, rel=1e-3)


def test_an_explosion_counts_like_a_collapse() -> None:
    assert worst([1.0, 4.0]) == pytest.approx(worst([1.0, 0.25])) == pytest.approx(0.25)


def test_one_segment_alone_has_not_drifted() -> None:
    assert worst([]) == 1.0


def test_a_mean_can_be_taken_near_a_moment() -> None:
    samples = sampled([10] * 10 + [30] * 10)
    assert samples.mean("gradient_energy", 4.0) < samples.mean("gradient_energy", 18.0)


def test_short_runs_count_for_sharpness_alone(
    small_suite: Suite, untrained_probes: Probes, silence: Silence
) -> None:
    suite = replace(small_suite, short_runs=1)
    truth = Truth(suite.size, suite.fps)
    judgement = judge(CopyLastWorld(), truth, untrained_probes, suite, silence, ["drift"])
    long = suite.drift_begun + suite.drift_born
    assert len(judgement.figures["drift"]["runs"]) == long
    assert len(judgement.albums["strips"].rows) == 2 * long
    assert Drift(suite).count == long + 2
    assert silence.done == silence.totals


def test_the_wanderer_goes_forward_turns_both_ways_and_is_the_same_every_time() -> None:
    motions = wander(np.random.default_rng(3), 1800, 30.0)
    assert motions == wander(np.random.default_rng(3), 1800, 30.0)
    assert np.mean([motion.dolly_mps for motion in motions]) > 2.0
    turns = [motion.yaw_rps for motion in motions]
    assert min(turns) < -0.1 and max(turns) > 0.1
    assert max(np.abs(np.diff(turns))) < 0.05
