"""Before an engine's first real frame: what is slow once is done once."""

from __future__ import annotations

import gc

from inhabit.core.camera import Size
from inhabit.core.clock import Clock
from inhabit.core.ports import Engine
from inhabit.inputs.control import Control
from inhabit.runtime.ladder import standard_rungs
from inhabit.runtime.presets import PRESETS

FRAMES = 12


def warm_up(engine: Engine, size: Size, clock: Clock) -> float:
    """Make a few frames of `size` of a world that nobody sees, so that compilers and caches settle; returns
    how many a second, compiling not counted.

    What is loaded by then stays, so the collector is told not to walk through all of it in the middle of a
    frame.
    """
    engine.equip(size)
    rung = standard_rungs(engine.sizes(), size)[0]
    state = engine.birth(PRESETS[0].seed, PRESETS[0].prompt, size)
    began_s = clock.now()
    for index in range(FRAMES):
        rendered = engine.render(state, Control(index, 1.0 / 30.0), rung)
        engine.develop(rendered)
        state = engine.commit(state, rendered)
    took_s = clock.now() - began_s
    gc.collect()
    gc.freeze()
    return FRAMES / max(took_s, 1e-9)
