"""The served engine as a world under judgement: the same render and commit that a session runs.

A context of true frames enters through the engine's eye: each becomes the canvas behind it and is
committed to memory from its true pose, as if the engine had drawn it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.frame import PlanarFrame
from inhabit.core.ports import Rung
from inhabit.evals.world import CONTEXT_STRIDE, EVAL_SIZE
from inhabit.frames.stereo import Glimpse
from inhabit.inputs.control import Control
from inhabit.runtime.engine import WorldEngine
from inhabit.runtime.load import load_engine
from inhabit.world.dynamics import ground_below
from inhabit.world.keyframe import Keyframe
from inhabit.world.memory import Memory
from inhabit.world.spatial import wind_drift
from inhabit.world.state import EYE_HEIGHT_M, Wish, WorldState


@dataclass(frozen=True, slots=True)
class EngineState:
    """A session's state, and the size it is shown at."""

    world: WorldState
    size: Size


@dataclass(frozen=True, slots=True)
class EngineWorld:
    """`EvalWorld` by the trained networks."""

    engine: WorldEngine

    @property
    def name(self) -> str:
        return f"{self.engine.name} {self.engine.checkpoint_hash[:12]}"

    def begin(
        self, frames: list[PlanarFrame], poses: list[Pose], attributes: Attributes, fps: float
    ) -> EngineState:
        """A state that remembers the context as if it had drawn it."""
        spec, every_s = self.engine.spec, CONTEXT_STRIDE / fps
        memory = Memory(limit=spec.bank_keyframes, sources=spec.sources)
        drift_m, seen = (0.0, 0.0), None
        glimpses = [Glimpse(frame.luma, pose) for frame, pose in zip(frames, poses, strict=True)]
        for index, (frame, pose) in enumerate(zip(frames, poses, strict=True)):
            drift_m = wind_drift(attributes.wind, index * every_s)
            canvas = self.engine.sight.see(frame, pose, attributes, index * every_s, glimpses[:index])
            seen = Keyframe(canvas, canvas.coarse(), pose, drift_m)
            reading = memory.view(pose, drift_m, canvas.cells, spec.disparity_scale_m)
            memory = memory.commit(reading, seen)
            if not any(seen is kept for kept in memory.bank):
                # A true picture is worth more than any view carried from others.
                memory = memory.foresee(seen)
        ground_m, clearance_m = _footing(seen, poses[-1])
        remembered = WorldState(
            seed=0,
            tick=len(frames),
            time_s=(len(frames) - 1) * every_s,
            prompt="",
            pose=poses[-1],
            attributes=attributes,
            wish=Wish(),
            memory=memory,
            drift_m=drift_m,
            ground_m=ground_m,
            clearance_m=clearance_m,
        )
        return EngineState(remembered, EVAL_SIZE)

    def birth(self, seed: int, prompt: str, size: Size) -> EngineState:
        """A new world, born as a session is."""
        return EngineState(self.engine.birth(seed, prompt, size), size)

    def render(self, state: EngineState, control: Control, steps: int) -> tuple[EngineState, PlanarFrame]:
        """One tick, rendered and committed."""
        rendered = self.engine.render(state.world, control, Rung(f"{state.size}/{steps}", state.size, steps))
        committed = self.engine.commit(state.world, rendered)
        return replace(state, world=committed), self.engine.develop(rendered).picture

    def forgetting(self, state: EngineState) -> EngineState:
        """The same state with a bank of one view: the one made last, which may be the view ahead."""
        memory = state.world.memory
        short = replace(memory, bank=memory.bank[-1:], limit=1, chosen=None)
        return replace(state, world=replace(state.world, memory=short))

    def reconstruct(
        self, frame: PlanarFrame, pose: Pose, attributes: Attributes, time_s: float
    ) -> PlanarFrame:
        """Eye, encoder, painter, look: the frame through the latent and back."""
        sight = self.engine.sight
        latent = sight.encode(sight.see(frame, pose, attributes, time_s))
        return sight.relit(sight.paint(latent), pose, attributes, time_s, frame.size)


def load_world(checkpoint: Path | None) -> EngineWorld:
    """The engine of a checkpoint, or of the shipped one; raises CheckpointError."""
    return EngineWorld(load_engine(checkpoint))


def _footing(seen: Keyframe | None, pose: Pose) -> tuple[float, float]:
    """Height of the ground and clearance above it, as the last frame shows them."""
    ground_m = None if seen is None else ground_below(seen.canvas, seen.pose)
    if ground_m is None:
        return pose.y_m - EYE_HEIGHT_M, EYE_HEIGHT_M
    return ground_m, max(pose.y_m - ground_m, 0.5)
