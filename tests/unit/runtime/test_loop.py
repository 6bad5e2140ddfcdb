"""The frame loop: on time, one frame ahead, and not to be brought down by anybody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from inhabit.core.errors import BadInputError, InhabitError
from inhabit.core.frame import HostFrame
from inhabit.inputs.events import Directive, Event, Look, Move, Pause, Prompt, Reset, Resume
from inhabit.inputs.script import read_script
from inhabit.runtime.beginning import Start
from inhabit.runtime.counters import Counters
from inhabit.runtime.ladder import ladder_for, standard_rungs
from inhabit.runtime.loop import Deliver, Ending, FrameLoop
from inhabit.runtime.replay import Replay
from inhabit.runtime.session import Session
from inhabit.runtime.turn import Applied
from inhabit.runtime.worker import Worker
from tests.fakes.at_once import AtOnce
from tests.fakes.clock import ManualClock
from tests.fakes.engine import LARGE, SMALL, ToyEngine
from tests.fakes.player import ScriptedPlayer

FRAME_S = 1 / 30


def session(seed: int = 5, rung: str = "64x64/1cc") -> Session:
    ladder = ladder_for(standard_rungs((SMALL, LARGE), LARGE), rung)
    return Session(Start(seed, "a lake", LARGE), ladder, checkpoint="toy-0")


class Stage:
    """A loop with its toys: a clock, an engine, a worker, a session."""

    def __init__(self, engine: ToyEngine | None = None, world: Session | None = None) -> None:
        self.clock = ManualClock()
        self.engine = engine or ToyEngine()
        self.session = world or session()
        self.applied: list[Applied] = []

    def play(self, player: ScriptedPlayer, deliver: Deliver | None = None) -> Ending:
        """Run until the player is done."""
        with Worker(self.engine, self.clock, developer=AtOnce()) as worker:
            return asyncio.run(self._play(worker, player, deliver or player.watch))

    async def _play(self, worker: Worker, player: ScriptedPlayer, deliver: Deliver) -> Ending:
        self.loop = FrameLoop(self.session, worker, self.clock, deliver, notify=self.applied.append)
        player.offer, player.done = self.loop.offer, self.loop.stop
        return await self.loop.run()


def taking(clock_of: Callable[[], ManualClock], took_s: float) -> ToyEngine:
    """An engine whose every frame takes so long."""
    return ToyEngine(before_render=lambda _control, _rung: clock_of().advance(took_s))


def indices(frames: Sequence[HostFrame]) -> list[int]:
    return [frame.stamp.frame_index for frame in frames]


def test_frames_come_on_the_grid_one_after_the_other() -> None:
    stage, player = Stage(), ScriptedPlayer(frames=30)
    ending = stage.play(player)
    assert ending.code == "stopped"
    assert indices(player.seen)[:30] == list(range(30))
    assert stage.clock.now() == pytest.approx(29 * FRAME_S, abs=2 * FRAME_S)
    assert stage.session.counters == Counters()


def test_play_holds_its_pace() -> None:
    stage, player = Stage(), ScriptedPlayer(frames=300)
    stage.play(player)
    assert stage.clock.now() == pytest.approx(10.0, abs=0.1)
    assert stage.session.counters == Counters()
    assert stage.loop.report().fps_held == pytest.approx(30.0, abs=0.1)


def test_an_event_shows_in_the_next_frames_and_is_told() -> None:
    stage, player = Stage(), ScriptedPlayer([(3, Directive("rain"))], frames=8)
    stage.play(player)
    assert len(stage.applied) == 1
    assert stage.applied[0].seq == 1
    assert 4 <= stage.applied[0].frame_index <= 5
    assert [frame.stamp.frame_index for frame in player.seen if frame.stamp.applied] == [
        stage.applied[0].frame_index
    ]


def test_the_engine_works_on_one_thread_that_is_not_the_event_loop() -> None:
    stage = Stage()
    stage.play(ScriptedPlayer(frames=5))
    assert len(stage.engine.threads) == 1
    assert "inhabit-engine" in next(iter(stage.engine.threads))


def test_a_frame_leaves_while_the_next_is_made_and_no_further() -> None:
    stage, began, ahead = Stage(), [-1], []
    stage.engine.before_render = lambda control, _rung: began.append(control.frame_index)
    player = ScriptedPlayer(frames=6)

    async def until_the_next_is_begun(frame: HostFrame) -> None:
        async with asyncio.timeout(10):
            while began[-1] == frame.stamp.frame_index and len(ahead) < 6:
                await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        ahead.append(began[-1] - frame.stamp.frame_index)
        await player.watch(frame)

    stage.play(player, until_the_next_is_begun)
    assert set(ahead[:5]) == {1}


def test_a_slow_receiver_slows_the_world_and_loses_nothing_that_was_made() -> None:
    stage, player = Stage(), ScriptedPlayer(frames=10)

    async def slowly(frame: HostFrame) -> None:
        await stage.clock.sleep_until(stage.clock.now() + 1.0)
        await player.watch(frame)

    stage.play(player, slowly)
    assert indices(player.seen)[:10] == list(range(10))
    assert stage.session.counters.dropped == 0
    assert stage.session.counters.repeated > 100


def test_a_receiver_that_fails_loses_the_frame_and_not_the_session(caplog: pytest.LogCaptureFixture) -> None:
    stage, player = Stage(), ScriptedPlayer(frames=10)

    async def failing(frame: HostFrame) -> None:
        if frame.stamp.frame_index % 3 == 1:
            raise ConnectionError("gone")
        await player.watch(frame)

    assert stage.play(player, failing).code == "stopped"
    assert stage.session.counters.dropped >= 4
    assert "was not delivered: gone" in caplog.text


def test_pause_freezes_and_resume_goes_on_from_the_same_world() -> None:
    stage, player = Stage(), ScriptedPlayer([(3, Pause())], frames=12)

    async def play() -> None:
        with Worker(stage.engine, stage.clock) as worker:
            loop = FrameLoop(stage.session, worker, stage.clock, player.watch, notify=stage.applied.append)
            player.offer, player.done = loop.offer, loop.stop
            running = asyncio.create_task(loop.run())
            while stage.session.status == "running":
                await asyncio.sleep(0)
            await asyncio.sleep(0.02)
            frozen = len(player.seen)
            assert frozen <= 3 + 1 + 2
            assert loop.report().status == "paused"
            stage.clock.advance(60.0)
            await asyncio.sleep(0.02)
            assert len(player.seen) == frozen
            loop.offer(Resume())
            await running

    asyncio.run(play())
    assert indices(player.seen)[:12] == list(range(12))
    assert stage.engine.births == [(5, "a lake")]
    assert stage.session.counters == Counters()


def test_a_reset_raises_the_epoch_and_begins_anew() -> None:
    stage, player = Stage(), ScriptedPlayer([(3, Reset(seed=8))], frames=10)
    stage.play(player)
    assert stage.engine.births == [(5, "a lake"), (8, "a lake")]
    epochs = [frame.stamp.epoch for frame in player.seen]
    assert epochs == sorted(epochs)
    assert set(epochs) == {0, 1}


def test_an_engine_that_fails_once_makes_the_frame_again() -> None:
    stage, player = Stage(), ScriptedPlayer(frames=6)
    failures = iter([True])
    stage.engine.before_render = lambda control, _rung: stumble(
        control.frame_index == 2 and next(failures, False)
    )
    assert stage.play(player).code == "stopped"
    assert indices(player.seen)[:6] == list(range(6))


def stumble(now: bool) -> None:
    if now:
        raise MemoryError("no room")


def test_an_engine_that_keeps_failing_ends_the_session_with_a_code() -> None:
    stage = Stage(ToyEngine(before_render=lambda control, _rung: stumble(control.frame_index > 2)))
    player = ScriptedPlayer(frames=100)
    ending = stage.play(player)
    assert ending == Ending("engine_failed", "The engine could not make a frame: no room")
    assert indices(player.seen) == [0, 1, 2]
    assert stage.loop.report().status == "ended"


def test_an_error_that_a_person_can_mend_ends_it_in_its_own_words() -> None:
    def refuse(*_: object) -> None:
        raise InhabitError("bad_weights", "the weights are gone: fetch them again")

    ending = Stage(ToyEngine(before_render=refuse)).play(ScriptedPlayer(frames=100))
    assert ending == Ending("bad_weights", "the weights are gone: fetch them again")


def test_a_slow_engine_is_helped_by_the_ladder() -> None:
    stage = Stage(world=session(rung="128x128/4"))

    def toil(_control: object, rung) -> None:
        stage.clock.advance({4: 0.060, 2: 0.040, 1: 0.020}[rung.steps])

    stage.engine.before_render = toil
    player = ScriptedPlayer(frames=240)
    stage.play(player)
    assert player.seen[-1].stamp.rung == "128x128/1"
    assert stage.session.counters.late > 0
    assert stage.session.counters.skipped > 0
    assert indices(player.seen) == sorted(set(indices(player.seen)))


def test_ten_thousand_events_a_second_delay_nobody() -> None:
    stage, player = Stage(), ScriptedPlayer(frames=60)

    async def flood(frame: HostFrame) -> None:
        for index in range(334):
            stage.loop.offer(Look(0.001, 0.0) if index % 2 else Move(yaw=(index % 3) - 1.0))
        await player.watch(frame)

    stage.play(player, flood)
    assert len(stage.applied) >= 334 * 58
    assert max(one.ms for one in stage.applied) <= 2.1 * 1000 * FRAME_S
    assert stage.session.log.size_bytes < 60 * 500
    assert stage.session.counters.late == 0


def test_events_too_many_to_take_are_refused_and_the_world_goes_on() -> None:
    stage, player, refused = Stage(), ScriptedPlayer(frames=5), []

    async def flood(frame: HostFrame) -> None:
        try:
            for _ in range(10_000):
                stage.loop.offer(Look(0.001, 0.0))
        except BadInputError as error:
            refused.append(error.code)
        await player.watch(frame)

    assert stage.play(player, flood).code == "stopped"
    assert set(refused) == {"too_many_events"}


def test_the_budget_names_every_stage() -> None:
    stage = Stage()

    async def deliver(frame: HostFrame) -> dict[str, float]:
        await player.watch(frame)
        return {"encode": 4.0}

    player = ScriptedPlayer(frames=5)
    stage.play(player, deliver)
    report = stage.loop.report()
    assert {"wait", "generate", "paint", "light", "commit", "encode", "make", "show"} <= set(report.stages)
    assert report.stages["encode"].p50_ms == 4.0
    assert report.binding == "encode"
    assert report.summary is not None


def test_cancelling_the_loop_cancels_what_was_leaving() -> None:
    stage = Stage()
    stuck: list[str] = []

    async def never(_frame: HostFrame) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stuck.append("let go")

    async def play() -> None:
        with Worker(stage.engine, stage.clock) as worker:
            running = asyncio.create_task(FrameLoop(stage.session, worker, stage.clock, never).run())
            await asyncio.sleep(0.05)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
            await asyncio.sleep(0)

    asyncio.run(play())
    assert stuck == ["let go"]


SCENE: list[tuple[int, Event]] = [
    (1, Move(dolly=1)),
    (4, Look(0.3, 0.1)),
    (6, Directive("make it rain")),
    (8, Pause()),
    (9, Prompt("dunes at night")),
    (12, Reset(seed=3)),
    (14, Move()),
]


def test_two_sessions_on_one_worker_are_each_as_if_alone() -> None:
    alone = {seed: digests_of(seed) for seed in (5, 6)}

    async def both() -> dict[int, list[bytes]]:
        clock = ManualClock()
        with Worker(ToyEngine(), clock, developer=AtOnce()) as worker:
            players = {seed: ScriptedPlayer(frames=20) for seed in (5, 6)}
            loops = []
            for seed, player in players.items():
                loop = FrameLoop(walking(seed), worker, clock, player.watch)
                player.offer, player.done = loop.offer, loop.stop
                loops.append(loop.run())
            await asyncio.gather(*loops)
        return {seed: digests(player.seen[:20]) for seed, player in players.items()}

    assert asyncio.run(both()) == alone
    assert alone[5] != alone[6]


def walking(seed: int) -> Session:
    world = session(seed)
    world.offer(Move(dolly=1, yaw=0.5), 0.0)
    return world


def digests(frames: Sequence[HostFrame]) -> list[bytes]:
    return [frame.picture.digest() for frame in frames]


def digests_of(seed: int) -> list[bytes]:
    player = ScriptedPlayer(frames=20)
    Stage(world=walking(seed)).play(player)
    return digests(player.seen[:20])


def test_the_exported_log_replays_to_the_frames_that_were_streamed() -> None:
    stage = Stage(world=session(rung="128x128/4"))
    turns = iter(range(10**6))
    stage.engine.before_render = lambda *_: stage.clock.advance(0.050 if next(turns) % 3 else 0.010)
    player = ScriptedPlayer([entry for entry in SCENE if not isinstance(entry[1], Pause)], frames=150)
    stage.play(player)
    assert stage.session.counters.skipped > 0
    assert len(set(stage.engine.rungs)) > 1

    script = read_script(stage.session.script_lines())
    replay = Replay(ToyEngine(), session(rung="128x128/2"), script.entries)
    replayed = list(replay.frames(player.seen[-1].stamp.frame_index + 1))
    assert indices(replayed) == indices(player.seen)
    assert digests(replayed) == digests(player.seen)
    assert [frame.stamp.rung for frame in replayed] == [frame.stamp.rung for frame in player.seen]
