"""The engine of a trained world: weights shared, state passed, one frame at a time.

Puts the rooms together in the order of a frame's life: g moves the state, memory is read into the camera,
the sampler makes latents, the painter a canvas, the look the picture; commit writes memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.locks import in_order
from inhabit.core.picture import Picture
from inhabit.core.ports import Developed, Rendered, Rung, Snapshot, StateSummary
from inhabit.core.shape import meant
from inhabit.core.spec import LATENT_CELL_PX, WorldSpec
from inhabit.frames.carrying import carried
from inhabit.frames.compose import smooth_map
from inhabit.inputs.control import Control
from inhabit.runtime.budget import Laps
from inhabit.runtime.canvases import carried_on, painted_over
from inhabit.runtime.ladder import rung_of
from inhabit.runtime.passes import stage_of
from inhabit.runtime.picture_births import PictureBirths
from inhabit.runtime.shapes import Compile, Shaped, Shapes, on_canvas
from inhabit.runtime.sight import Sight
from inhabit.runtime.snapshot import restored, taken
from inhabit.runtime.soundness import checked
from inhabit.world.draft import Draft, told
from inhabit.world.dynamics import Read, Understanding, fulfil, ground_below, merge, step
from inhabit.world.foresight import is_cut, next_view
from inhabit.world.keyframe import Keyframe, moved_to
from inhabit.world.locks import Verdict
from inhabit.world.memory import Memory, Reading
from inhabit.world.remarks import of_text
from inhabit.world.sampler import sample
from inhabit.world.scene import WORN_TICKS, Exposure, Scene, is_leaving, is_other, wear, where_lit
from inhabit.world.spatial import Pull
from inhabit.world.state import EYE_HEIGHT_M, Wish, WorldState, camera_vector

BIRTH_STEPS = 8
FORESIGHT_STEPS = 2
CHOICE_FRAMES = 3
"""Which keyframes to read is asked in about every so many frames, and whenever there are new ones."""
CARRIED = 0.85
"""A picture is carried as long as the one before shows this share of it."""


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
        compile: Compile,
        read: Read,
        *,
        checkpoint_hash: str,
        device: str,
        clock: Callable[[], float],
    ) -> None:
        self.spec, self.read, self.clock = spec, read, clock
        self.checkpoint_hash, self.device, self.name = checkpoint_hash, device, spec.name
        self.shapes = Shapes(spec, compile)
        self._equipped: set[Size] = set()
        self._births = PictureBirths(read)

    @property
    def sight(self) -> Sight:
        """Eye, painter and look on the canvas that the networks were trained on."""
        return self.shapes.of(self.spec.canvas).sight

    def sizes(self) -> tuple[Size, ...]:
        return self.shapes.sizes()

    def spec_for(self, size: Size) -> WorldSpec:
        """The spec on the canvas that a picture of this size is lit from."""
        return on_canvas(self.spec, self.shapes.canvas_of(size))

    def is_equipped(self, size: Size, picture: Picture | None = None, prompt: str = "") -> bool:
        canvas = self.shapes.canvas_of(size)
        looked_at = picture is None or self._births.knows(picture, prompt, canvas)
        return canvas in self._equipped and looked_at

    def equip(self, size: Size, picture: Picture | None = None, prompt: str = "") -> None:
        """Compile what the size's canvas needs, and make a frame that nobody sees, to fill caches."""
        canvas = self.shapes.canvas_of(size)
        if canvas not in self._equipped:
            self.shapes.of(canvas)
            first = self.render(self.birth(0, "", size), Control(0, 1.0), rung_of(size, 1))
            self.develop(first)
            self._equipped.add(canvas)
        if picture is not None:
            self._births.look(picture, prompt, self.shapes.of(canvas).sight)

    def birth(self, seed: int, prompt: str, size: Size, picture: Picture | None = None) -> WorldState:
        """A new world that is already what the prompt says; its first frame is made on the first tick."""
        size = meant(size, self.sizes(), size, self.name)
        if picture is not None:
            sight = self.shapes.of(self.shapes.canvas_of(size)).sight
            return self._births.state(seed, prompt, picture, sight)
        start = Attributes()
        meaning = self.read(prompt, start, "prompt") if prompt.strip() else Understanding(Wish(), True)
        attributes = fulfil(start, meaning.wish)
        taken = Verdict(meaning.wish, ())
        remark = of_text(prompt, meaning.wish, taken, start, understood=meaning.understood)
        pose = Pose(y_m=EYE_HEIGHT_M, pitch_rad=-0.05)
        memory = Memory(limit=self.spec.bank_keyframes, sources=self.spec.sources)
        return WorldState(
            seed,
            0,
            0.0,
            prompt,
            pose,
            attributes,
            merge(Wish(), meaning.wish),
            memory,
            notice="" if remark is None else remark.words,
            canvas=self.shapes.canvas_of(size),
        )

    def render(self, state: WorldState, control: Control, rung: Rung) -> Rendered:
        laps, shaped = Laps(self.clock), self._shaped(state)
        moved = step(state, control, self.read)
        laps.mark("state")
        if not rung.lean:
            moved = _relit(self._go_on(moved, laps))
        pulled = self._carried(moved, control, rung.carries) if rung.carries else None
        if pulled is not None:
            laps.mark("read")
            pending = Pending(moved, rung.size, carried=pulled)
            return Rendered(laps.spent_ms, pending, carried=True, remarks=moved.remarks)
        moved = self._lit_anew(moved, spoken=control.speaks)
        again = moved.tick // (1 + rung.carries) % CHOICE_FRAMES > 0
        reading = shaped.read(moved.memory, moved.pose, moved.drift_m, again=again)
        laps.mark("read")
        last, now = moved.memory.last, moved.attributes.vector()
        whole = last is None or is_cut(reading)
        if whole:
            steps = BIRTH_STEPS if last is None else rung.steps
            view = told(reading, *self._told(moved))
            latent = sample(shaped.denoiser, self._noise(moved), view, steps)
            laps.mark("generate")
            painted = shaped.sight.make(latent)
            laps.mark("paint")
            canvas = painted_over(reading, painted, now)
            moved = replace(moved, draft=None, painted_tick=moved.tick)
        else:
            assert last is not None
            canvas = carried_on(reading, last.canvas, now)
        laps.mark("join")
        if moved.draft is None and not whole and not rung.lean:
            moved = replace(moved, draft=self._begin(state, moved, reading, rung))
            laps.mark("foresee")
        frame = Keyframe(canvas, canvas.coarse(), moved.pose, moved.drift_m)
        moved = _exposed(moved, frame, rung, anew=whole)
        laps.mark("expose")
        return Rendered(laps.spent_ms, Pending(moved, rung.size, reading, whole), remarks=moved.remarks)

    def develop(self, rendered: Rendered) -> Developed:
        laps, pending = Laps(self.clock), rendered.pending
        sight = self._shaped(pending.state).sight
        picture = sight.developed(pending.state.shown, pending.size, laps)
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
            self._shaped(state).sight.lamp.over(state.asked)
            laps.mark("look")
        if state.draft is not None and not self._is_passed(state):
            self._shaped(state).passes.of(state.draft)
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
        locks = in_order(state.locks.on)
        return StateSummary(state.pose, state.attributes, state.memory.nbytes, state.notice, locks)

    def snapshot(self, state: WorldState, before: Snapshot | None = None) -> Snapshot:
        return taken(state, (Keyframe,), before)

    def restore(self, manifest: str, parts: Mapping[str, bytes]) -> WorldState:
        state: WorldState = restored(WorldState, manifest, parts)
        canvases = {self.shapes.canvas_of(size) for size in self.sizes()} | {self.spec.canvas}
        return checked(state, self.spec, canvases)

    def _is_lit(self, state: WorldState) -> bool:
        return state.asked is None or self._shaped(state).sight.lamp.is_at_hand(state.asked)

    def _is_passed(self, state: WorldState) -> bool:
        return state.draft is None or self._shaped(state).passes.is_at_hand(state.draft)

    def _carried(self, now: WorldState, control: Control, limit: int) -> Pull | None:
        """The frame before as the camera sees it now, if that is enough for a picture: if it was made of
        memory itself, shows nearly all, and nothing was said that the picture has to answer."""
        shown = now.shown
        if shown is None or now.tick - shown.tick > limit or control.speaks:
            return None
        one = moved_to(shown.frame, shown.frame.coarse, now.pose, now.drift_m)
        return one if float(one.trust.mean()) >= CARRIED else None

    def _lit_anew(self, now: WorldState, *, spoken: bool) -> WorldState:
        """Where a frame cannot wear the light it would, another at once: over the last frame, which is at
        hand, so that the look is asked while memory is still being read for this one."""
        shown, lit = now.shown, now.lit
        if shown is None or lit is None:
            return now
        left_behind = lit is shown.lit and shown.landed is not None and is_leaving(shown.landed)
        if not (spoken or left_behind or is_other(lit, now.attributes)):
            return now
        scene = Scene(shown.frame.coarse, shown.frame.pose, now.attributes, now.time_s, now.tick)
        self._shaped(now).sight.lamp.begin(scene)
        return replace(now, lit=scene, asked=None)

    def _begin(self, before: WorldState, now: WorldState, reading: Reading, rung: Rung) -> Draft | None:
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
            rung.steps if here or rung.carries else FORESIGHT_STEPS,
            here,
            reading if here else None,
        )

    def _go_on(self, now: WorldState, laps: Laps) -> WorldState:
        """The draft one pass further: a step cleaner, painted, or joined with what is known, and then it is
        part of memory."""
        draft = now.draft
        if draft is None:
            return now
        passes = self._shaped(now).passes
        was_at_hand, passed = passes.is_at_hand(draft), passes.of(draft)
        if not was_at_hand:
            laps.mark(stage_of(draft))
        if isinstance(passed, Draft):
            return replace(now, draft=passed)
        if not draft.here or draft.reading is None:
            return replace(now, draft=None, memory=now.memory.foresee(passed))
        memory = now.memory.commit(draft.reading, passed)
        return replace(now, draft=None, memory=memory, painted_tick=now.tick)

    def _told(self, state: WorldState) -> tuple[Tensor, Tensor]:
        """What the network is told beside memory: attributes [1, a], camera [1, 4]."""
        camera = camera_vector(state.pose, state.clearance_m)
        return torch.from_numpy(state.attributes.vector())[None], torch.from_numpy(camera)[None]

    def _shaped(self, state: WorldState) -> Shaped:
        return self.shapes.of(state.canvas or self.spec.canvas)

    def _noise(self, state: WorldState) -> Tensor:
        rows, columns = self._shaped(state).spec.grid(LATENT_CELL_PX)
        rng = np.random.default_rng([state.seed, state.tick])
        noise = rng.standard_normal((1, self.spec.latent_channels, rows, columns), dtype=np.float32)
        return torch.from_numpy(noise)


def _relit(now: WorldState) -> WorldState:
    """The light that was asked for is worn from now on."""
    return now if now.asked is None else replace(now, lit=now.asked, asked=None)


def _exposed(now: WorldState, frame: Keyframe, rung: Rung, *, anew: bool) -> WorldState:
    """The state that shows a frame: under the light that is worn, as long as that holds and it is not to be
    lit `anew`, or else its own."""
    told = (now.attributes, now.time_s, now.tick)
    own = Scene(frame.coarse, frame.pose, *told)
    if now.lit is not None and not anew:
        landed = where_lit(now.lit, frame)
        worn_ticks = WORN_TICKS * (1 + rung.carries)
        what = wear(now.lit, landed, now.attributes, now.tick, now.painted_tick, worn_ticks=worn_ticks)
        if what != "own":
            asked = own if what == "another" and now.asked is None else now.asked
            return replace(now, shown=Exposure(frame, now.lit, landed, *told), asked=asked)
    return replace(now, shown=Exposure(frame, own, None, *told), lit=own, asked=None)
