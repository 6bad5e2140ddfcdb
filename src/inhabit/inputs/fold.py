"""Many events, one control: the pure arithmetic behind the timeline.

`condense` shrinks what arrived within a tick to the least that means the same; a session logs that, and
condensing it again changes nothing, so that a replay folds exactly what the live session folded. `fold`
turns it into a `Control`. An engine obeys a control in the order locks, prompt, directives, sliders and
chips; what was said in another order waits for the next tick, so that the last word always wins, and a lock
holds exactly what was said after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from inhabit.core.camera import Motion
from inhabit.inputs.control import Control
from inhabit.inputs.events import (
    AXES,
    Choose,
    Directive,
    Event,
    Lock,
    Look,
    Move,
    Prompt,
    SetAttribute,
    Stamped,
)

FULL_SPEED = Motion(
    dolly_mps=8.0, truck_mps=6.0, pedestal_mps=5.0, yaw_rps=0.9, pitch_rps=0.6, roll_rps=0.8, zoom=0.7
)
"""What 1.0 on each axis of `Move` means (docs/wire.md)."""

DIRECTIVES_PER_TICK = 8
_AT_REST = Move()


@dataclass(frozen=True, slots=True)
class Standing:
    """What outlives a tick: the held axes, and what waits for the next control.

    `waiting` holds events in their order; `owed` the sequence numbers of events that have been folded
    but first show in the next frame (the release of a tap) or were overtaken (by a reset).
    """

    held: Move = _AT_REST
    waiting: tuple[Stamped, ...] = ()
    owed: tuple[int, ...] = ()


@dataclass(slots=True)
class _Draft:
    """A control being filled; `full` once something has to wait."""

    prompt: str | None = None
    directives: list[str] = field(default_factory=list)
    targets: dict[str, float] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    locks: dict[str, bool] = field(default_factory=dict)
    waiting: list[Stamped] = field(default_factory=list)

    def take(self, stamped: Stamped) -> None:
        """Put in one event that says something, or let it wait behind what doesn't fit."""
        if self.waiting or not self._fits(stamped.event):
            self.waiting.append(stamped)
            return
        match stamped.event:
            case Prompt(text):
                self.prompt = text
            case Directive(text):
                self.directives.append(text)
            case SetAttribute(name, value):
                self.targets[name] = value
            case Choose(name, value):
                self.choices[name] = value
            case Lock(name, on):
                self.locks[name] = on

    def _fits(self, event: object) -> bool:
        if isinstance(event, Lock):
            return self.prompt is None and not (self.directives or self.targets or self.choices)
        if isinstance(event, Prompt):
            return not (self.directives or self.targets or self.choices)
        if isinstance(event, Directive):
            return not (self.targets or self.choices) and len(self.directives) < DIRECTIVES_PER_TICK
        return True


def condense(events: Sequence[Stamped]) -> tuple[Stamped, ...]:
    """The fewest events that fold to the same control: one look, at most two moves, then the words.

    Looks add up. Of moves the last stays, behind one that holds every axis that was pushed and let go
    again within the tick. A slider, chip, lock or prompt yields to a later one unless other words stand
    between; to sliders and chips a lock is one, and they to it. Idempotent. Order among words is kept.
    """
    looks = [s for s in events if isinstance(s.event, Look)]
    moves = [s for s in events if isinstance(s.event, Move)]
    words = [s for s in events if not isinstance(s.event, Look | Move)]
    return (*_one_look(looks), *_two_moves(moves), *_last_words(words))


def fold(
    standing: Standing, events: Sequence[Stamped], frame_index: int, dt_s: float
) -> tuple[Control, Standing]:
    """The control of one tick of `dt_s` seconds, from condensed events, and what stands after it.

    `applied` of the control names the events that first show in this frame; those that wait are named
    by a later control. Nothing is lost and nothing is named twice.
    """
    moves = [s for s in events if isinstance(s.event, Move)]
    shown, held, let_go = _pushed(standing.held, moves)
    draft = _Draft()
    for stamped in _last_words([*standing.waiting, *_words(events)]):
        draft.take(stamped)
    late = {s.seq for s in draft.waiting} | set(let_go)
    seqs = {s.seq for s in (*standing.waiting, *events)} - late | set(standing.owed)
    control = Control(
        frame_index=frame_index,
        dt_s=dt_s,
        applied=tuple(sorted(seqs)),
        motion=_motion(shown, events, dt_s),
        prompt=draft.prompt,
        directives=tuple(draft.directives),
        targets=draft.targets,
        biome=draft.choices.get("biome"),
        style=draft.choices.get("style"),
        locks=draft.locks,
    )
    return control, Standing(held, tuple(draft.waiting), let_go)


def owing(standing: Standing, seqs: Iterable[int]) -> Standing:
    """Count these as applied in the next frame."""
    return replace(standing, owed=(*standing.owed, *seqs))


def supersede(standing: Standing) -> Standing:
    """Forget what waits (a reset overtook it); it counts as applied in the next frame."""
    return replace(owing(standing, (s.seq for s in standing.waiting)), waiting=())


def _one_look(looks: list[Stamped]) -> list[Stamped]:
    if len(looks) < 2:
        return looks
    dx = dy = 0.0
    for stamped in looks:
        assert isinstance(stamped.event, Look)
        dx, dy = dx + stamped.event.dx, dy + stamped.event.dy
    return [replace(looks[-1], event=Look(dx, dy))]


def _two_moves(moves: list[Stamped]) -> list[Stamped]:
    if len(moves) < 3:
        return moves
    last, before = moves[-1], moves[-2]
    peak = _peak(moves)
    return [last] if peak == last.event else [replace(before, event=peak), last]


def _peak(moves: Sequence[Stamped]) -> Move:
    """Every axis as last pushed; 0 only where it was never pushed."""
    pushed = dict.fromkeys(AXES, 0.0)
    for stamped in moves:
        for axis in AXES:
            pushed[axis] = getattr(stamped.event, axis) or pushed[axis]
    return Move(**pushed)


def _last_words(words: Sequence[Stamped]) -> list[Stamped]:
    """Drop what a later event of the same name overtakes, with nothing between that could tell."""
    kept: list[Stamped] = []
    for stamped in words:
        overtaken = _overtaken(kept, stamped)
        if overtaken is not None:
            del kept[overtaken]
        kept.append(stamped)
    return kept


def _overtaken(kept: list[Stamped], newer: Stamped) -> int | None:
    for index in range(len(kept) - 1, -1, -1):
        older = kept[index].event
        if type(older) is type(newer.event) and not isinstance(older, Directive):
            if isinstance(older, Prompt) or older.name == newer.event.name:  # type: ignore[union-attr]
                return index
        elif _tells_apart(older, newer.event):
            return None
    return None


def _tells_apart(older: Event, newer: Event) -> bool:
    """Whether it shows which of two words of different names came first."""
    texts = isinstance(older, Prompt | Directive) or isinstance(newer, Prompt | Directive)
    return texts or isinstance(older, Lock) is not isinstance(newer, Lock)


def _words(events: Iterable[Stamped]) -> list[Stamped]:
    return [s for s in events if not isinstance(s.event, Look | Move)]


def _pushed(held: Move, moves: Sequence[Stamped]) -> tuple[Move, Move, tuple[int, ...]]:
    """What shows in this tick, what is held after it, and the seqs of releases that show a tick later."""
    if not moves:
        return held, held, ()
    last = moves[-1]
    assert isinstance(last.event, Move)
    peak = _peak(moves)
    return peak, last.event, () if peak == last.event else (last.seq,)


def _motion(shown: Move, events: Sequence[Stamped], dt_s: float) -> Motion:
    look = next((s.event for s in events if isinstance(s.event, Look)), Look())
    assert isinstance(look, Look)
    return Motion(
        dolly_mps=shown.dolly * FULL_SPEED.dolly_mps,
        truck_mps=shown.truck * FULL_SPEED.truck_mps,
        pedestal_mps=shown.pedestal * FULL_SPEED.pedestal_mps,
        yaw_rps=shown.yaw * FULL_SPEED.yaw_rps + look.dx / dt_s,
        pitch_rps=shown.pitch * FULL_SPEED.pitch_rps + look.dy / dt_s,
        roll_rps=shown.roll * FULL_SPEED.roll_rps,
        zoom=shown.zoom * FULL_SPEED.zoom,
    )
