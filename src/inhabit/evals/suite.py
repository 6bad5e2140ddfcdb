"""How much is judged: named suites, so that a figure can say which one it comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.evals.world import EVAL_SIZE

SHARPNESS_WINDOW_S = 5.0
"""Sharpness at a moment is taken over the samples up to this far from it."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Counts and durations of one evaluation; every section runs at `fps` unless it names its own."""

    name: str
    steps: tuple[int, ...] = (1, 2, 4)
    play_steps: int = 2
    """Denoising evaluations wherever the section does not vary them."""
    sweep: tuple[int, ...] = (2,)
    """Denoising evaluations that open loop, control and steadiness are judged at, `play_steps` among them."""
    fps: float = 30.0
    size: Size = EVAL_SIZE
    fidelity_clips: int = 28
    open_loop_clips: int = 14
    open_loop_s: tuple[float, ...] = (1.0, 2.0)
    drill_worlds: int = 10
    drill_ticks: int = 9
    directive_worlds: int = 10
    directives_per_world: int = 5
    """Of each wording set, seen and held out."""
    directive_fps: float = 10.0
    directive_s: float = 2.0
    early_s: float = 1.0
    """Directives are judged after this time too."""
    kinds_per_world: int = 0
    """More directives of every kind in each world, of each wording set."""
    response_worlds: int = 3
    response_s: float = 2.5
    revisit_worlds: int = 2
    revisit_s: tuple[float, ...] = (5.0, 20.0)
    """How long a place is out of sight before it is come back to."""
    steady_worlds: int = 4
    steady_ticks: int = 24
    held_worlds: int = 2
    held_s: float = 60.0
    held_fps: float = 10.0
    held_pictures: int = 3
    """So many pictures at the end are judged, two seconds apart."""
    identity_worlds: int = 1
    identity_s: float = 60.0
    try_s: float = 4.0
    """How often somebody tries to change what a world is recognised by."""
    drift_begun: int = 1
    """Free runs that begin from a true context, with the truth along the same path beside them."""
    drift_born: int = 1
    """Free runs in worlds born from a prompt."""
    drift_s: float = 120.0
    short_runs: int = 2
    """More free runs of each kind, for sharpness alone and as long as it takes: a moment of one run says more
    about where the camera stands than about the world."""
    segment_s: float = 10.0
    minute_s: float = 60.0
    """Length of the segments over which features, light, colour and motion are told."""
    sharpness_s: tuple[float, ...] = (10.0, 60.0)
    strip_s: tuple[float, ...] = (0.0, 10.0, 30.0, 60.0, 120.0)

    def at(self, steps: int) -> Suite:
        """The same suite, with so many denoising evaluations wherever it does not vary them."""
        every, sweep = (tuple(sorted({*some, steps})) for some in (self.steps, self.sweep))
        return replace(self, play_steps=steps, steps=every, sweep=sweep)

    @property
    def short_s(self) -> float:
        """How long a short run takes."""
        return min(max(self.sharpness_s) + SHARPNESS_WINDOW_S, self.drift_s)


SUITES = {
    suite.name: suite
    for suite in (
        Suite("quick"),
        Suite(
            "full",
            fidelity_clips=96,
            open_loop_clips=48,
            open_loop_s=(1.0, 2.0, 4.0),
            drill_worlds=32,
            directive_worlds=40,
            directive_fps=30.0,
            sweep=(1, 2, 4),
            kinds_per_world=1,
            response_worlds=24,
            revisit_worlds=12,
            revisit_s=(5.0, 20.0, 60.0),
            steady_worlds=24,
            steady_ticks=60,
            held_worlds=6,
            held_s=600.0,
            held_fps=30.0,
            identity_worlds=6,
            identity_s=300.0,
            drift_begun=3,
            drift_born=3,
            drift_s=600.0,
            short_runs=6,
        ),
        Suite(
            "tiny",
            fidelity_clips=2,
            open_loop_clips=1,
            open_loop_s=(0.2,),
            drill_worlds=1,
            drill_ticks=6,
            directive_worlds=1,
            directives_per_world=1,
            directive_fps=5.0,
            sweep=(1, 2),
            response_worlds=1,
            response_s=0.5,
            revisit_worlds=1,
            revisit_s=(1.0,),
            steady_worlds=1,
            steady_ticks=3,
            held_worlds=1,
            held_s=8.0,
            held_fps=5.0,
            held_pictures=1,
            identity_worlds=1,
            identity_s=3.0,
            try_s=1.0,
            drift_s=3.0,
            minute_s=1.0,
            short_runs=0,
            segment_s=1.0,
            sharpness_s=(1.0, 2.0),
            strip_s=(0.0, 1.0, 3.0),
        ),
    )
}


def suite_named(name: str) -> Suite:
    """The suite of that name; raises BadInputError for an unknown one."""
    if name not in SUITES:
        raise BadInputError("bad_suite", f"suite {name!r} is not known: choose one of {', '.join(SUITES)}")
    return SUITES[name]
