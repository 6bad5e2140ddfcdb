"""The player of the benches: a walk with turns, a roving eye and a wish now and then, the same every time."""

from __future__ import annotations

import math
from collections.abc import Iterator

from inhabit.inputs.events import Directive, Event, Look, Move


def wander(fps: float) -> Iterator[list[Event]]:
    """What the player does after each frame: a walk with turns, a roving eye, a wish now and then."""
    legs = (
        Move(dolly=0.8, yaw=0.3),
        Move(dolly=0.5, yaw=-0.7),
        Move(truck=0.7),
        Move(yaw=0.9),
        Move(dolly=-0.5),
    )
    wishes = ("make it rain", "turn to night", "clear the sky", "morning light", "more fog")
    leg_frames, wish_frames = round(2 * fps), round(7 * fps)
    frame = 0
    while True:
        events: list[Event] = [Look(0.004 * math.sin(frame / 20), 0.002 * math.sin(frame / 31))]
        if frame % leg_frames == 0:
            events.append(legs[frame // leg_frames % len(legs)])
        if frame % wish_frames == wish_frames - 1:
            events.append(Directive(wishes[frame // wish_frames % len(wishes)]))
        yield events
        frame += 1
