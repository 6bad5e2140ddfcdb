"""One world's decisions: what a tick asks for, what is obeyed, what is counted, what is logged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.frame import PlanarFrame
from inhabit.core.ports import Developed, Remark, Rendered
from inhabit.core.shape import Shape
from inhabit.inputs.events import (
    Choose,
    Directive,
    Event,
    Lock,
    Look,
    Move,
    Pause,
    Preset,
    Prompt,
    Quality,
    Reset,
    Resume,
    SetAttribute,
)
from inhabit.inputs.script import Entry, read_script
from inhabit.runtime.beginning import Birth, Start
from inhabit.runtime.counters import Counters
from inhabit.runtime.ladder import Ladder, Outcome, ladder_for, standard_rungs
from inhabit.runtime.pacer import Tick, next_tick, pace_from, skip
from inhabit.runtime.presets import preset_named
from inhabit.runtime.session import Session
from inhabit.runtime.sizes import Sizes
from inhabit.runtime.turn import Turn
from tests.fakes.engine import LARGE, SMALL, TALL

FPS = 30.0
FRAME_S = 1 / FPS


def session(**changes) -> Session:
    ladder = ladder_for(standard_rungs((SMALL, LARGE), LARGE), "128x128/2")
    return Session(
        Start(**{"seed": 5, "prompt": "a lake", "size": LARGE} | changes), ladder, checkpoint="toy-0"
    )


def tick_at(frame: int) -> Tick:
    return next_tick(pace_from(frame * FRAME_S, FPS, next_frame=frame), frame * FRAME_S)[0]


def turned(world: Session, *events: Event, frame: int | None = None) -> Turn:
    for event in events:
        world.offer(event, 0.0)
    world.settle(0.0)
    return world.begin(tick_at(world.next_frame if frame is None else frame))


def made() -> tuple[Rendered, Developed]:
    half = np.zeros((32, 32), np.uint8)
    picture = PlanarFrame(np.zeros((64, 64), np.uint8), half, half)
    return Rendered({"generate": 3.0}, None), Developed(picture, {"light": 2.0})


def test_the_first_turn_begins_a_world_and_the_next_goes_on_with_it() -> None:
    world = session()
    assert turned(world).birth == Birth(5, "a lake", LARGE)
    assert turned(world).birth is None


def test_sequence_numbers_count_from_one() -> None:
    world = session()
    assert [world.offer(Look(0.1, 0.0), 0.0) for _ in range(3)] == [1, 2, 3]


def test_a_frame_carries_its_stamp() -> None:
    world = session()
    turned(world)
    turn = turned(world, Directive("rain"))
    frame, applied = world.finish(turn, *made(), turn.tick.deadline_s)
    assert (frame.stamp.epoch, frame.stamp.frame_index, frame.stamp.applied) == (0, 1, (1,))
    assert frame.stamp.pts_s == pytest.approx(FRAME_S)
    assert frame.stamp.rung == "128x128/2"
    assert frame.stamp.stages_ms == {"generate": 3.0, "light": 2.0}
    assert [(one.seq, one.frame_index) for one in applied] == [(1, 1)]


def test_an_event_knows_how_long_it_took_to_show() -> None:
    world = session()
    world.offer(Directive("rain"), 0.010)
    turn = turned(world)
    _, applied = world.finish(turn, *made(), 0.030)
    assert applied[0].ms == pytest.approx(20.0)


def test_pause_takes_effect_at_once_and_shows_in_the_last_frame() -> None:
    world = session()
    turned(world)
    turned(world)
    world.offer(Pause(), 0.0)
    applied = world.settle(0.004)
    assert world.status == "paused"
    assert [(one.seq, one.frame_index, one.ms) for one in applied] == [(1, 1, pytest.approx(4.0))]


def test_resume_goes_on_from_the_same_world() -> None:
    world = session()
    turned(world, Move(dolly=1))
    world.offer(Pause(), 0.0)
    world.settle(0.0)
    turn = turned(world, Resume())
    assert (turn.tick.frame_index, turn.epoch, turn.birth) == (1, 0, None)
    assert turn.control.motion.dolly_mps == 8.0
    assert turn.control.applied == (3,)


def test_words_said_during_a_pause_apply_after_it() -> None:
    world = session()
    turned(world)
    world.offer(Pause(), 0.0)
    world.offer(Directive("rain"), 0.0)
    world.settle(0.0)
    assert turned(world, Resume()).control.directives == ("rain",)


def test_looking_around_during_a_pause_is_refused_in_words() -> None:
    world = session()
    turned(world)
    world.offer(Pause(), 0.0)
    world.settle(0.0)
    with pytest.raises(BadInputError, match="resume before looking") as caught:
        world.offer(Look(0.1, 0.0), 0.0)
    assert caught.value.code == "paused"


def test_reset_is_the_same_world_anew_unless_told_otherwise() -> None:
    world = session()
    turned(world)
    turned(world, Prompt("a forest"))
    turn = turned(world, Reset())
    assert (turn.epoch, turn.birth) == (1, Birth(5, "a forest", LARGE))
    turn = turned(world, Reset(seed=9, prompt="dunes"))
    assert (turn.epoch, turn.birth) == (2, Birth(9, "dunes", LARGE))
    assert turn.tick.frame_index == 3


def test_a_preset_is_a_reset_into_a_named_world() -> None:
    world, preset = session(), preset_named("rain-noir")
    turn = turned(world, Preset("rain-noir"))
    assert turn.birth == Birth(preset.seed, preset.prompt, LARGE)
    assert (world.seed, world.prompt) == (preset.seed, preset.prompt)


def test_reset_ends_a_pause() -> None:
    world = session()
    turned(world, Pause())
    turn = turned(world, Reset())
    assert world.status == "running"
    assert turn.birth is not None


def test_quality_pins_a_rung_from_the_next_frame() -> None:
    world = session()
    assert turned(world, Quality("64x64/1cc")).rung.name == "64x64/1cc"
    assert world.ladder.pinned
    turned(world, Quality("auto"))
    assert not world.ladder.pinned


@pytest.mark.parametrize(
    ("event", "code"), [(Preset("atlantis"), "unknown_preset"), (Quality("4k"), "unknown_rung")]
)
def test_what_cannot_be_obeyed_is_refused_and_the_session_goes_on(event: Event, code: str) -> None:
    world = session()
    with pytest.raises(BadInputError) as caught:
        world.offer(event, 0.0)
    assert caught.value.code == code
    assert world.offer(Directive("rain"), 0.0) == 1


def test_a_frame_on_time_counts_nothing() -> None:
    world = session()
    turn = turned(world)
    world.finish(turn, *made(), turn.tick.deadline_s)
    assert world.counters == Counters()


def test_a_late_frame_leaves_the_old_picture_standing() -> None:
    world = session()
    turn = turned(world)
    world.finish(turn, *made(), turn.tick.deadline_s + 0.5 * FRAME_S)
    assert world.counters == Counters(late=1, repeated=1)


def test_skipped_frames_leave_the_old_picture_standing() -> None:
    world = session()
    tick, _ = skip(pace_from(0.0, FPS), 2)
    world.finish(world.begin(tick), *made(), tick.start_s)
    assert world.counters == Counters(skipped=2, repeated=2)


def test_a_stall_leaves_the_old_picture_standing() -> None:
    world = session()
    tick, pace = next_tick(pace_from(0.0, FPS), 0.0)
    world.finish(world.begin(tick), *made(), 0.01)
    tick, _ = next_tick(pace, 10.0)
    world.finish(world.begin(tick), *made(), 10.01)
    assert world.counters == Counters(repeated=299)


def test_a_frame_that_takes_ten_seconds_is_one_stall_not_two() -> None:
    world = session()
    tick, pace = next_tick(pace_from(0.0, FPS), 0.0)
    world.finish(world.begin(tick), *made(), 10.0)
    tick, _ = next_tick(pace, 10.0)
    world.finish(world.begin(tick), *made(), 10.01)
    assert world.counters == Counters(late=1, repeated=299)


def test_an_engine_at_two_thirds_of_the_rate_repeats_a_third_of_the_pictures() -> None:
    world, pace, now_s = session(), pace_from(0.0, FPS), 0.0
    while now_s < 10.0:
        tick, pace = next_tick(pace, now_s)
        now_s = max(now_s, tick.start_s) + 0.050
        world.finish(world.begin(tick), *made(), now_s)
    assert world.counters.repeated == pytest.approx(100, abs=3)
    assert world.counters.skipped == pytest.approx(100, abs=3)


def test_a_frame_that_could_not_be_shown_is_dropped() -> None:
    world = session()
    world.drop()
    assert world.counters.dropped == 1


def test_the_log_is_a_script_that_says_all_a_replay_needs() -> None:
    world = session()
    turned(world, Look(0.1, 0.0), Look(0.2, 0.0))
    turned(world, Quality("64x64/1cc"), Pause(), Resume())
    world.begin(skip(pace_from(0.0, FPS, next_frame=2), 3)[0])
    turned(world, Preset("high-noon"), Directive("rain"))
    preset = preset_named("high-noon")
    script = read_script(world.script_lines())
    assert (script.header.seed, script.header.prompt, script.header.checkpoint) == (5, "a lake", "toy-0")
    assert [(entry.frame, entry.event or entry.skipped) for entry in script.entries] == [
        (0, Quality("128x128/2")),
        (0, Look(0.1 + 0.2, 0.0)),
        (1, Quality("64x64/1cc")),
        (5, 3),
        (6, Reset(preset.seed, preset.prompt)),
        (6, Directive("rain")),
    ]


def test_a_lean_turn_asks_for_less_on_the_same_rung_and_is_logged() -> None:
    world = session()
    turned(world)
    turn = world.begin(skip(pace_from(0.0, FPS, next_frame=1), 0, lean=True)[0])
    assert (turn.rung.name, turn.rung.lean) == (world.ladder.rung.name, True)
    assert [entry.frame for entry in read_script(world.script_lines()).entries if entry.lean] == [1]


def test_the_log_tells_pauses_by_the_frame_they_stood_before() -> None:
    world = session()
    turned(world)
    world.offer(Pause(), 2.0)
    world.settle(2.0)
    turned(world, Resume())
    events = [entry for entry in read_script(world.script_lines()).entries if entry.frame == 1]
    assert events[0] == Entry(Pause(), frame=1, at_s=2.0)
    assert [entry.event for entry in events] == [Pause(), Resume()]


def test_an_hour_of_play_neither_drifts_nor_grows() -> None:
    fps = 10.0
    world, pace, frame = session(fps=fps), pace_from(0.0, fps), made()
    for index in range(3600 * 10):
        tick, pace = next_tick(pace, index / fps)
        world.settle(tick.start_s)
        world.finish(world.begin(tick), *frame, tick.start_s + 0.02)
    assert pace.next_frame == 36_000
    assert world.counters == Counters()
    assert world.log.size_bytes < 200


def test_a_flood_cannot_grow_the_log() -> None:
    world = session()
    for index in range(3000):
        world.offer(Move(yaw=(index % 3) - 1.0) if index % 2 else Reset(), 0.0)
    turned(world)
    assert world.log.size_bytes < 1000


def test_the_first_frames_of_a_world_say_nothing_of_the_rung() -> None:
    world, missed = session(), Outcome(90.0, 90.0, 33.0, missed=True)
    first = world.ladder.index
    for frame in range(20):
        world.observe(frame * FRAME_S, missed)
    assert world.ladder.index == first
    for frame in range(40, 80):
        world.observe(frame * FRAME_S, missed)
    assert world.ladder.index > first


def test_a_hand_on_something_locked_is_refused_in_words() -> None:
    world = session()
    world.offer(Lock("weather", on=True), 0.0)
    with pytest.raises(BadInputError, match="weather is locked, so rain stays as it is") as caught:
        world.offer(SetAttribute("rain", 1.0), 0.0)
    assert caught.value.code == "locked"
    world.offer(SetAttribute("hour", 3.0), 0.0)
    control = turned(world).control
    assert (control.locks, control.targets) == ({"weather": True}, {"hour": 3.0})


def test_an_opened_lock_lets_the_hand_move_again() -> None:
    world = session()
    turned(world, Lock("style", on=True), Lock("style", on=False), Choose("style", "noir"))
    assert world.next_frame == 1


def test_a_reset_opens_every_lock_and_says_so_until_other_words_come() -> None:
    world = session()
    turned(world, Lock("style", on=True), Lock("camera", on=True))
    turned(world, Reset(), Choose("style", "noir"), Look(0.1, 0.0))
    assert world.notice == ""
    turned(world, Lock("time", on=True))
    turned(world, Preset("first-light"), Look(0.1, 0.0))
    assert world.notice == "The world began anew: time is no longer locked."
    turned(world, Directive("rain"))
    assert world.notice == ""


def test_a_remark_reaches_the_event_that_it_is_about() -> None:
    world = session()
    turned(world)
    turn = turned(world, Directive("in neon"), Directive("rain"), Move(dolly=1))
    style, camera = (
        Remark("in neon", "Style is locked.", ("style",)),
        Remark("camera", "Locked.", ("camera",)),
    )
    rendered, developed = made()
    _, applied = world.finish(
        turn, replace(rendered, remarks=(style, camera)), developed, turn.tick.deadline_s
    )
    assert [(one.seq, one.remark) for one in applied] == [(1, style), (2, None), (3, camera)]


def shapely() -> Session:
    def ladder_of(size: Size) -> Ladder:
        return ladder_for(standard_rungs((SMALL, LARGE, TALL), size))

    sizes = Sizes((SMALL, LARGE, TALL), "toy", ladder_of)
    return Session(Start(5, "a lake", LARGE), ladder_of(LARGE), checkpoint="toy-0", sizes=sizes)


def test_a_reset_may_change_the_shape_and_with_it_the_rungs() -> None:
    world = shapely()
    turned(world)
    turn = turned(world, Reset(size=Shape(9, 16)), Quality("72x128/1"))
    assert (turn.birth, turn.rung.name) == (Birth(5, "a lake", TALL), "72x128/1")
    assert world.size == TALL
    assert {rung.size for rung in world.rungs} == {TALL}


def test_until_a_reset_a_session_keeps_its_shape() -> None:
    world = shapely()
    turned(world)
    assert turned(world, Reset(), Preset("first-light")).birth == Birth(
        8, preset_named("first-light").prompt, LARGE
    )


def test_rungs_are_those_of_the_shape_that_will_be() -> None:
    world = shapely()
    with pytest.raises(BadInputError, match="use auto or one of 128x128/4"):
        world.offer(Quality("72x128/1"), 0.0)
    world.offer(Reset(size=TALL), 0.0)
    with pytest.raises(BadInputError, match="use auto or one of 72x128/4"):
        world.offer(Quality("128x128/4"), 0.0)


@pytest.mark.parametrize("wanted", [Size(640, 480), Shape(4, 3)])
def test_a_shape_that_cannot_be_made_is_refused_with_what_can(wanted: Size | Shape) -> None:
    world = shapely()
    with pytest.raises(BadInputError, match=r"1:1 \(64x64, 128x128\), 9:16 \(72x128\)"):
        world.offer(Reset(size=wanted), 0.0)
    assert world.offer(Look(0.1, 0.0), 0.0) == 1


def test_the_log_holds_the_size_where_it_changed() -> None:
    world = shapely()
    turned(world, Reset(size=LARGE))
    turned(world, Reset(size=Shape(9, 16)))
    turned(world, Reset(seed=9))
    resets = [e.event for e in read_script(world.script_lines()).entries if isinstance(e.event, Reset)]
    assert resets == [Reset(5, "a lake"), Reset(5, "a lake", TALL), Reset(9, "a lake")]
