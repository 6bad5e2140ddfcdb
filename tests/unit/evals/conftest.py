"""What these tests share: a small suite, untrained probes, silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from inhabit.core.camera import Size
from inhabit.evals.motion_probe import MotionProbe
from inhabit.evals.probes import Probes
from inhabit.evals.suite import Suite, suite_named
from inhabit.frames.attribute_probe import AttributeProbe


class Silence:
    """Progress that nobody watches, but that adds up what it was told."""

    def __init__(self) -> None:
        self.totals: dict[str, int] = {}
        self.done: dict[str, int] = {}

    def begin(self, section: str, total: int) -> Callable[[int], None]:
        self.totals[section], self.done[section] = total, 0

        def step(count: int) -> None:
            self.done[section] += count

        return step


@pytest.fixture
def silence() -> Silence:
    return Silence()


def small() -> Suite:
    """The tiny suite, smaller still."""
    return replace(
        suite_named("tiny"),
        size=Size(160, 90),
        fps=10.0,
        fidelity_clips=1,
        directive_s=1.0,
        early_s=0.4,
        drift_s=2.0,
        sharpness_s=(1.0,),
    )


@pytest.fixture
def small_suite() -> Suite:
    return small()


@pytest.fixture(scope="session")
def untrained_probes() -> Probes:
    torch.manual_seed(0)
    return Probes(MotionProbe().eval(), AttributeProbe().eval())
