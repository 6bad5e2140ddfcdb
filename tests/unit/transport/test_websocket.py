"""One connection: nothing is lost that must not be, nothing waits that need not, nothing grows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from inhabit.transport.congestion import LINE_LIMIT, Parcel
from inhabit.transport.protocol import ClientMessage, Ping, Sent
from inhabit.transport.websocket import ROOM, Allowance, Connection
from tests.fakes.sockets import FakeSocket, settle

KEY, DELTA = Parcel(b"key", key=True), Parcel(b"delta", key=False)


class StillClock:
    """Time that moves only when told."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def now(self) -> float:
        return self.now_s

    async def sleep_until(self, when_s: float) -> None:
        self.now_s = max(self.now_s, when_s)


class Talk:
    """A connection being served, the far end of it, and what was heard."""

    def __init__(self) -> None:
        self.socket, self.clock = FakeSocket(), StillClock()
        self.connection = Connection(self.socket, self.clock)
        self.heard: list[ClientMessage] = []
        self.task = asyncio.create_task(self.connection.serve(self._hear))

    async def _hear(self, message: ClientMessage) -> None:
        self.heard.append(message)
        if isinstance(message, Sent):
            self.connection.say({"type": "accepted", "id": message.id, "seq": len(self.heard)})


def talking(scene: Callable[[Talk], Awaitable[None]]) -> None:
    async def play() -> None:
        talk = Talk()
        await scene(talk)
        talk.task.cancel()
        await asyncio.gather(talk.task, return_exceptions=True)

    asyncio.run(play())


def event(id: object, **body: object) -> dict[str, object]:
    return {"type": "event", "id": id, "event": body or {"kind": "pause"}}


def test_good_messages_are_heard_and_bad_ones_answered_while_the_talk_goes_on() -> None:
    async def scene(talk: Talk) -> None:
        for raw in ("{", b"\0\1", {"type": "dance"}, event("e1", kind="fly"), {"type": "ping", "sent_ms": 1}):
            talk.socket.say(raw)
        await settle()
        assert [m.get("code") for m in talk.socket.heard] == [
            "bad_json", "bad_json", "unknown_type", "unknown_event",
        ]  # fmt: skip
        assert talk.socket.of_type("rejected")[0]["id"] == "e1"
        assert talk.heard == [Ping(1.0)]

    talking(scene)


def test_a_vanished_client_ends_the_talk_quietly() -> None:
    async def scene(talk: Talk) -> None:
        talk.socket.vanish()
        await settle()
        assert talk.task.done()
        assert talk.task.exception() is None

    talking(scene)


def test_hanging_up_sends_what_was_said_first() -> None:
    async def scene(talk: Talk) -> None:
        talk.connection.say({"type": "bye", "code": "idle", "message": "good night"})
        talk.connection.close(1000, "idle")
        await settle()
        assert [m["type"] for m in talk.socket.heard] == ["bye"]
        assert talk.socket.closed == (1000, "idle")
        assert talk.task.done()

    talking(scene)


def test_frames_begin_at_a_key_frame() -> None:
    async def scene(talk: Talk) -> None:
        assert talk.connection.wants_key
        for parcel in (DELTA, KEY, DELTA):
            talk.connection.show(parcel)
            await settle()
        assert talk.socket.frames == [b"key", b"delta"]
        assert not talk.connection.wants_key

    talking(scene)


def test_a_slow_reader_gets_the_newest_picture_and_the_loss_is_counted() -> None:
    async def scene(talk: Talk) -> None:
        talk.connection.show(KEY)
        await settle()
        talk.socket.stall()
        for _ in range(1000):
            talk.connection.show(DELTA)
            await settle(2)
        assert not talk.connection.wants_key  # it could not receive one yet
        assert talk.connection.dropped >= 1000 - LINE_LIMIT - 1
        talk.socket.flow()
        await settle()
        assert talk.connection.wants_key
        talk.connection.show(Parcel(b"fresh", key=True))
        await settle()
        assert talk.socket.frames == [b"key", b"delta", b"fresh"]

    talking(scene)


def test_of_many_states_a_slow_reader_gets_only_the_newest() -> None:
    async def scene(talk: Talk) -> None:
        talk.socket.stall()
        for index in range(100):
            talk.connection.report({"type": "state", "frame_index": index})
            await settle(2)
        talk.socket.flow()
        await settle()
        assert [m["frame_index"] for m in talk.socket.heard] == [0, 99]

    talking(scene)


def test_ten_thousand_events_in_a_second_are_each_answered_and_only_so_many_are_heard() -> None:
    async def scene(talk: Talk) -> None:
        for index in range(10_000):
            talk.clock.now_s = index / 10_000
            talk.socket.say(event(str(index), kind="move", dolly=1.0))
            await settle(3)
        await settle()
        refused = [id for m in talk.socket.of_type("rejected") for id in m.get("ids", [m["id"]])]
        accepted = [m["id"] for m in talk.socket.of_type("accepted")]
        assert sorted(refused + accepted, key=int) == [str(index) for index in range(10_000)]
        assert {m["code"] for m in talk.socket.of_type("rejected")} == {"rate_limit"}
        assert len(talk.heard) <= Allowance().burst + 251

    talking(scene)


def test_a_flood_from_a_client_that_never_listens_stays_in_its_own_socket() -> None:
    async def scene(talk: Talk) -> None:
        talk.socket.stall()
        for index in range(10_000):
            talk.socket.say(event(str(index)))
        await settle(5000)
        assert talk.socket.unread >= 10_000 - 2 * ROOM - 2

    talking(scene)


def test_a_flood_of_nonsense_is_not_answered_one_for_one() -> None:
    async def scene(talk: Talk) -> None:
        talk.clock.now_s = 1.0
        talk.socket.stall()
        for _ in range(5000):
            talk.socket.say("nonsense")
        await settle(3000)
        talk.socket.flow()
        await settle(12_000)
        assert talk.socket.unread == 0
        assert len(talk.socket.heard) < 1500

    talking(scene)
