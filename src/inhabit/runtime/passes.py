"""Passes over a draft: made beforehand where there is somebody to make them, else when they are asked for.

A pass of a network can take as long as a frame has. Live, a thread of its own makes it while frames are
carried on from memory; a replay makes it where it is needed. Both come to the same, because a pass follows
from the draft alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inhabit.core.camera import Pose
from inhabit.runtime.at_hand import AtHand
from inhabit.runtime.canvases import painted_over
from inhabit.runtime.sight import Sight
from inhabit.world.denoiser import Denoiser
from inhabit.world.draft import Draft, told
from inhabit.world.keyframe import Keyframe
from inhabit.world.memory import Memory, Reading
from inhabit.world.sampler import one_step

Read = Callable[[Memory, Pose, tuple[float, float]], Reading]
"""Memory read into a camera while clouds have drifted so far."""
Passed = Draft | Keyframe
"""A draft one pass further, or the finished view."""


class Passes:
    """Makes the next pass of drafts, each once; may be asked by several threads at a time."""

    def __init__(self, denoiser: Denoiser, sight: Sight, read: Read) -> None:
        self._denoiser, self._sight, self._read = denoiser, sight, read
        self._made: AtHand[Draft, Passed] = AtHand(self._next)

    def is_at_hand(self, draft: Draft) -> bool:
        """Whether the next pass of a draft has been made."""
        return self._made.has(draft)

    def of(self, draft: Draft) -> Passed:
        """A draft one pass further; waits for it if another thread is at it."""
        return self._made.of(draft)

    def _next(self, draft: Draft) -> Passed:
        reading = draft.reading
        if reading is None:
            return replace(draft, reading=self._read(draft.memory, draft.pose, draft.drift_m))
        if draft.steps_done < draft.steps:
            view = told(reading, draft.attributes, draft.camera)
            latent = one_step(self._denoiser, draft.latent, view, draft.steps_done, draft.steps)
            return replace(draft, latent=latent, steps_done=draft.steps_done + 1)
        if draft.painted is None:
            return replace(draft, painted=self._sight.make(draft.latent))
        canvas = painted_over(reading, draft.painted, draft.attributes[0].numpy())
        return Keyframe(canvas, canvas.coarse(), draft.pose, draft.drift_m)


def stage_of(draft: Draft) -> str:
    """What the next pass of a draft is called where time is measured."""
    if draft.reading is None:
        return "foresee"
    if draft.steps_done < draft.steps:
        return "generate"
    return "paint" if draft.painted is None else "settle"
