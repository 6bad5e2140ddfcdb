"""Worlds that begin from a picture: looked at once, taken for what explains it best, and remembered as seen.

The picture is fitted to the canvas, the best guess at its light and camera is found (`likeness`), and what
the eye then sees is the world's first memory, with a residue for what no light explains: so the first frame
looks like the picture, whatever it shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageOps

from inhabit.core.camera import Size
from inhabit.core.frame import PlanarFrame
from inhabit.core.picture import Picture
from inhabit.core.shape import Shape
from inhabit.core.spec import WorldSpec
from inhabit.frames.pixels import rgb_to_planes
from inhabit.inputs.picture import pixels_of
from inhabit.runtime.at_hand import AtHand
from inhabit.runtime.likeness import (
    Guess,
    Judge,
    Judged,
    described,
    explained,
    horizon_pitch_rad,
    looks_read,
)
from inhabit.runtime.probe import attribute_probe
from inhabit.runtime.sight import Sight
from inhabit.world.canvas import Canvas
from inhabit.world.dynamics import CLEARANCE_MAX_M, CLEARANCE_MIN_M, Read, fulfil, ground_below
from inhabit.world.keyframe import Keyframe
from inhabit.world.locks import Verdict
from inhabit.world.memory import Memory
from inhabit.world.picture_remarks import Taken, of_picture
from inhabit.world.remarks import of_text
from inhabit.world.state import Wish, WorldState

FOREIGN_LEVELS = 40.0
"""A picture that the model, left to itself, can't draw nearer than this is unlike what it was taught on:
24 held-out pictures of the simulator came to 8 to 36, photographs to 44 to 59, one of a night sky to 29."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a picture was taken for: the guess, its canvas, and whether words beside it describe it."""

    guess: Guess
    canvas: Canvas
    taken: Taken
    wish: Wish
    notice: str


Looked = tuple[Picture, str, Sight]
"""A picture, the words beside it, and what it is looked at with."""


class PictureBirths:
    """The first states of worlds that look like pictures; several threads may ask."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._likenesses: AtHand[Looked, Likeness] = AtHand(self._likeness, _name)

    def knows(self, picture: Picture, prompt: str, canvas: Size) -> bool:
        """Whether a picture has been looked at for this canvas."""
        return self._likenesses.knows((picture.name, prompt, canvas))

    def look(self, picture: Picture, prompt: str, sight: Sight) -> Likeness:
        """What a picture, with words beside it, is taken for; looks at it now, which takes a second or two,
        if that is not known."""
        return self._likenesses.of((picture, prompt, sight))

    def state(self, seed: int, prompt: str, picture: Picture, sight: Sight) -> WorldState:
        """A new world that remembers the picture as if it had drawn it."""
        like, spec = self.look(picture, prompt, sight), sight.spec
        pose = like.guess.pose
        seen = Keyframe(like.canvas, like.canvas.coarse(), pose, (0.0, 0.0))
        memory = Memory(limit=spec.bank_keyframes, sources=spec.sources)
        empty = memory.view(pose, seen.drift_m, like.canvas.cells, spec.disparity_scale_m)
        ground_m, clearance_m = _footing(seen)
        return WorldState(
            seed,
            0,
            0.0,
            prompt,
            pose,
            like.guess.attributes,
            like.wish,
            memory.commit(empty, seen),
            ground_m=ground_m,
            clearance_m=clearance_m,
            notice=like.notice,
            canvas=spec.canvas,
        )

    def _likeness(self, looked: Looked) -> Likeness:
        picture, prompt, sight = looked
        # Its own lamp: a search would push the lights of running sessions out of theirs.
        own = Sight(sight.spec, sight.networks)
        planes = fitted(picture, sight.spec)
        judge = judge_of(planes, own)
        best = explained(looks_read(planes, attribute_probe()), judge)
        foreign = best.off > FOREIGN_LEVELS
        best, pitch_rad = _upright(_dry(best) if foreign else best)
        wish, remark = Wish(), None
        if prompt.strip():
            meaning = self._read(prompt, best.guess.attributes, "prompt")
            told, wish = fulfil(best.guess.attributes, meaning.wish), meaning.wish
            best = described(best, told, judge)
            verdict = Verdict(wish, ())
            remark = of_text(prompt, wish, verdict, best.guess.attributes, understood=meaning.understood)
        guess = best.guess
        canvas = own.see(planes, guess.pose, guess.attributes)
        taken = Taken(
            guess.attributes,
            left_out=picture.left_out(Shape.of(sight.spec.canvas)),
            horizon=pitch_rad is not None,
            foreign=foreign,
        )
        words = [of_picture(taken), "" if remark is None else remark.words]
        return Likeness(guess, canvas, taken, wish, " ".join(filter(None, words)))


def _name(looked: Looked) -> tuple[str, str, Size]:
    picture, prompt, sight = looked
    return picture.name, prompt, sight.spec.canvas


def fitted(picture: Picture, spec: WorldSpec) -> PlanarFrame:
    """A picture as large as the spec's canvas, which it covers; what lies beyond is cut off on both sides."""
    whole = Image.fromarray(pixels_of(picture))
    size = (spec.canvas_width_px, spec.canvas_height_px)
    return rgb_to_planes(np.asarray(ImageOps.fit(whole, size, Image.Resampling.LANCZOS)))


def judge_of(picture: PlanarFrame, sight: Sight) -> Judge:
    """How well guesses explain a picture of canvas size."""

    def judge(guess: Guess) -> Judged:
        canvas = sight.glance(picture, guess.pose, guess.attributes)
        shown = sight.relit(canvas, guess.pose, guess.attributes, 0.0, picture.size)
        return Judged(guess, canvas, _apart(picture, shown))

    return judge


def _apart(one: PlanarFrame, other: PlanarFrame) -> float:
    """Root mean square over luma, and over both chroma planes, together."""
    planes = ((one.luma, other.luma), (one.blue, other.blue), (one.red, other.red))
    return float(np.sqrt(sum(np.square(a.astype(np.float32) - b).mean(dtype=np.float64) for a, b in planes)))


def _upright(best: Judged) -> tuple[Judged, float | None]:
    """The same guess with the camera tilted so that the horizon lies where it is seen."""
    pose = best.guess.pose
    pitch_rad = horizon_pitch_rad(best.canvas.sky, pose.fov_rad)
    if pitch_rad is None:
        return best, None
    return replace(best, guess=replace(best.guess, pose=replace(pose, pitch_rad=pitch_rad))), pitch_rad


def _dry(best: Judged) -> Judged:
    """The same guess, without rain and snow: what falls in a picture is taken out of it, and the probe sees
    it fall in pictures that it knows nothing of."""
    dry = replace(best.guess.attributes, rain=0.0, snow=0.0)
    return replace(best, guess=replace(best.guess, attributes=dry))


def _footing(seen: Keyframe) -> tuple[float, float]:
    """Height of the ground and of the camera above it, in metres, as the picture shows them."""
    ground_m = ground_below(seen.canvas, seen.pose)
    if ground_m is None:
        return 0.0, seen.pose.y_m
    return ground_m, min(max(seen.pose.y_m - ground_m, CLEARANCE_MIN_M), CLEARANCE_MAX_M)
