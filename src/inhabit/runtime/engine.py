"""The engine of a trained world: weights shared, state passed, one frame at a time.

Puts the rooms together in the order of a frame's life: g moves the state, memory is read into the camera,
the sampler makes latents, the painter a canvas, the look the picture; commit writes memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.errors import BadInputError
from inhabit.core.ports import Developed, Rendered, Rung, StateSummary
from inhabit.core.spec import LATENT_CELL_PX, WorldSpec
from inhabit.frames.carrying import carried
from inhabit.frames.compose import smooth_map
from inhabit.inputs.control import Control
from inhabit.runtime.budget import Laps
from inhabit.runtime.canvases import carried_on, painted_over
from inhabit.runtime.networks import Networks
from inhabit.runtime.passes import Passes, stage_of
from inhabit.runtime.sight import Sight
from inhabit.world.denoiser import Denoiser
from inhabit.world.draft import Draft, told
from inhabit.world.dynamics import Read, Understanding, fulfil, ground_below, merge, step
from inhabit.world.foresight import is_cut, next_view
from inhabit.world.keyframe import Keyframe, pulled
from inhabit.world.memory import Memory, Reading
from inhabit.world.sampler import sample
from inhabit.world.scene import Exposure, Scene, wear, where_lit
from inhabit.world.spatial import Pull
from inhabit.world.state import EYE_HEIGHT_M, Wish, WorldState, camera_vector

BIRTH_STEPS = 8
FORESIGHT_STEPS = 2
CHOICE_TICKS = 3
"""Which keyframes to read is asked every so many ticks, and whenever there are new ones."""
CARRIED = 0.85
"""A picture is carried as long as the one before shows this share of it."""
SIZES = (Size(640, 360), Size(960, 540), Size(1280, 720), Size(1920, 1080))


@dataclass(frozen=True, slots=True)
class Pending:
    """What develop and commit need of a rendered frame: the state that shows it, and either memory as it was
    read, `whole` if the frame was painted all at once, or how the picture is `carried`."""

    state: WorldState
    size: Size
    reading: Reading | None = None
    whole: bool = False
    carried: Pull | None = None


class WorldEngine:
    """Implements `core.ports.Engine` with the trained networks."""

    def __init__(
        self,
        spec: WorldSpec,
        networks: Networks,
        read: Read,
        *,
        checkpoint_hash: str,
        device: str,
        clock: Callable[[], float],
    ) -> None:
        self.spec, self.networks, self.read, self.clock = spec, networks, read, clock
        self.checkpoint_hash, self.device, self.name = checkpoint_hash, device, spec.name
        self.denoiser = Denoiser(lambda *inputs: networks.dynamics(*inputs)[0])
        self.sight = Sight(spec, networks)
        self.passes = Passes(self.denoiser, self.sight, self._read)

    def sizes(self) -> tuple[Size, ...]:
        return SIZES

    def birth(self, seed: int, prompt: str, size: Size) -> WorldState:
        """A new world that is already what the prompt says; its first frame is made on the first tick."""
        if size not in SIZES:
            known = ", ".join(str(s) for s in SIZES)
            raise BadInputError(
                "bad_size", f"size {size} is not one this checkpoint can make; choose one of {known}"
            )
        start = Attributes()
        meaning = self.read(prompt, start, "prompt") if prompt.strip() else Understanding(Wish(), True)
        attributes = fulfil(start, meaning.wish)
        pose = Pose(y_m=EYE_HEIGHT_M, pitch_rad=-0.05)
        memory = Memory(limit=self.spec.bank_keyframes, sources=self.spec.sources)
        return WorldState(seed, 0, 0.0, prompt, pose, attributes, merge(Wish(), meaning.wish), memory)

    def render(self, state: WorldState, control: Control, rung: Rung) -> Rendered:
        laps = Laps(self.clock)
        moved = step(state, control, self.read)
        laps.mark("state")
        if not rung.lean:
            moved = _relit(self._go_on(moved, laps))
        pulled = self._carried(moved, control) if rung.carries else None
        if pulled is not None:
            laps.mark("read")
            return Rendered(laps.spent_ms, Pending(moved, rung.size, carried=pulled), carried=True)
        again = moved.tick % CHOICE_TICKS > 0
        reading = self._read(moved.memory, moved.pose, moved.drift_m, again=again)
        laps.mark("read")
        last, now = moved.memory.last, moved.attributes.vector()
        whole = last is None or is_cut(reading)
        if whole:
            steps = BIRTH_STEPS if last is None else rung.steps
            view = told(reading, *self._told(moved))
            latent = sample(self.denoiser, self._noise(moved), view, steps)
            laps.mark("generate")
            painted = self.sight.make(latent)
            laps.mark("paint")
            canvas = painted_over(reading, painted, now)
            moved = replace(moved, draft=None, painted_tick=moved.tick)
        else:
            assert last is not None
            canvas = carried_on(reading, last.canvas, now)
        laps.mark("join")
        if moved.draft is None and not whole and not rung.lean:
            moved = replace(moved, draft=self._begin(state, moved, reading, rung.steps))
            laps.mark("foresee")
        frame = Keyframe(canvas, canvas.coarse(), moved.pose, moved.drift_m)
        moved = _exposed(moved, frame, anew=whole or control.speaks)
        laps.mark("expose")
        return Rendered(laps.spent_ms, Pending(moved, rung.size, reading, whole))

    def develop(self, rendered: Rendered) -> Developed:
        laps, pending = Laps(self.clock), rendered.pending
        picture = self.sight.developed(pending.state.shown, pending.size, laps)
        if pending.carried is not None:
            maps = smooth_map(pending.carried.map_x, pending.carried.map_y, pending.carried.trust)
            picture = carried(picture, *maps)
            laps.mark("light")
        return Developed(picture, laps.spent_ms)

    def is_unprepared(self, state: WorldState) -> bool:
        return not self._is_lit(state) or not self._is_passed(state)

    def prepare(self, state: WorldState) -> dict[str, float]:
        laps = Laps(self.clock)
        if state.asked is not None and not self._is_lit(state):
            self.sight.lamp.over(state.asked)
            laps.mark("look")
        if state.draft is not None and not self._is_passed(state):
            self.passes.of(state.draft)
            laps.mark(stage_of(state.draft))
        return laps.spent_ms

    def commit(self, state: WorldState, rendered: Rendered) -> WorldState:
        pending: Pending = rendered.pending
        after, reading, shown = pending.state, pending.reading, pending.state.shown
        if reading is None or shown is None:
            return after
        frame = shown.frame
        write = after.memory.commit if pending.whole else after.memory.carry
        ground = ground_below(frame.canvas, frame.pose)
        if ground is not None:
            ground = ground if state.tick == 0 else after.ground_m + 0.2 * (ground - after.ground_m)
            after = replace(after, ground_m=ground)
        return replace(after, memory=write(reading, frame))

    def summary(self, state: WorldState) -> StateSummary:
        return StateSummary(state.pose, state.attributes, state.memory.nbytes, state.notice)

    def _is_lit(self, state: WorldState) -> bool:
        return state.asked is None or self.sight.lamp.is_at_hand(state.asked)

    def _is_passed(self, state: WorldState) -> bool:
        return state.draft is None or self.passes.is_at_hand(state.draft)

    def _carried(self, now: WorldState, control: Control) -> Pull | None:
        """The frame before as the camera sees it now, if that is enough for a picture: if it was made of
        memory itself, shows nearly all, and nothing was said that the picture has to answer."""
        shown = now.shown
        if shown is None or now.tick - shown.tick > 1 or control.speaks:
            return None
        one = pulled(shown.frame, shown.frame.coarse, now.pose, now.drift_m)
        return one if float(one.trust.mean()) >= CARRIED else None

    def _begin(self, before: WorldState, now: WorldState, reading: Reading, steps: int) -> Draft | None:
        """The next view to paint, if there is one."""
        pose = next_view(before, now, reading)
        if pose is None:
            return None
        here = pose == now.pose
        return Draft(
            pose,
            now.drift_m,
            now.memory,
            *self._told(replace(now, pose=pose)),
            self._noise(now),
            steps if here else FORESIGHT_STEPS,
            here,
            reading if here else None,
        )

    def _go_on(self, now: WorldState, laps: Laps) -> WorldState:
        """The draft one pass further: a step cleaner, painted, or joined with what is known, and then it is
        part of memory."""
        draft = now.draft
        if draft is None:
            return now
        was_at_hand = self.passes.is_at_hand(draft)
        passed = self.passes.of(draft)
        if not was_at_hand:
            laps.mark(stage_of(draft))
        if isinstance(passed, Draft):
            return replace(now, draft=passed)
        if not draft.here or draft.reading is None:
            return replace(now, draft=None, memory=now.memory.foresee(passed))
        memory = now.memory.commit(draft.reading, passed)
        return replace(now, draft=None, memory=memory, painted_tick=now.tick)

    def _read(
        self, memory: Memory, pose: Pose, drift_m: tuple[float, float], *, again: bool = False
    ) -> Reading:
        return memory.view(pose, drift_m, self.sight.cells, self.spec.disparity_scale_m, again=again)

    def _told(self, state: WorldState) -> tuple[Tensor, Tensor]:
        """What the network is told beside memory: attributes [1, a], camera [1, 4]."""
        camera = camera_vector(state.pose, state.clearance_m)
        return torch.from_numpy(state.attributes.vector())[None], torch.from_numpy(camera)[None]

    def _noise(self, state: WorldState) -> Tensor:
        rows, columns = self.spec.grid(LATENT_CELL_PX)
        rng = np.random.default_rng([state.seed, state.tick])
        noise = rng.standard_normal((1, self.spec.latent_channels, rows, columns), dtype=np.float32)
        return torch.from_numpy(noise)


def _relit(now: WorldState) -> WorldState:
    """The light that was asked for is worn from now on."""
    return now if now.asked is None else replace(now, lit=now.asked, asked=None)


def _exposed(now: WorldState, frame: Keyframe, *, anew: bool) -> WorldState:
    """The state that shows a frame: under the light that is worn, as long as that holds and it is not to be
    lit `anew`, or else its own."""
    told = (now.attributes, now.time_s, now.tick)
    own = Scene(frame.coarse, frame.pose, *told)
    if now.lit is not None and not anew:
        landed = where_lit(now.lit, frame)
        what = wear(now.lit, landed, now.attributes, now.tick, now.painted_tick)
        if what != "own":
            asked = own if what == "another" and now.asked is None else now.asked
            return replace(now, shown=Exposure(frame, now.lit, landed, *told), asked=asked)
    return replace(now, shown=Exposure(frame, own, None, *told), lit=own, asked=None)
