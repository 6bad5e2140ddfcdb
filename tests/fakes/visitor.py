"""A client without a page: says things over a test WebSocket and keeps what it hears."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable
from typing import Any

from starlette.testclient import TestClient, WebSocketTestSession

from inhabit.transport.packet import MediaPacket, unpack

PATIENCE = 2000
"""Messages to look through before giving up: some say something twice a second, so nothing hangs."""

Said = dict[str, Any]


class Visitor:
    """One connection, from hello on. `frames` are the media packets that came, `heard` the rest."""

    def __init__(self, client: TestClient, **hello: Any) -> None:
        self.heard: list[Said] = []
        self.frames: list[MediaPacket] = []
        self._ids = itertools.count(1)
        self._session = client.websocket_connect("/v1/live")
        self.socket: WebSocketTestSession = self._session.__enter__()
        self.hello = {"type": "hello", "protocol_version": 1, "codecs": ["avc1", "mjpeg"], **hello}

    def enter(self) -> Said:
        """Say hello; the answer."""
        self.say(self.hello)
        return self.until(lambda said: said["type"] in ("welcome", "error"))

    def say(self, body: Said) -> None:
        self.socket.send_json(body)

    def flood(self, bodies: Iterable[Said]) -> None:
        """Say many things before anything else happens."""
        messages = [{"type": "websocket.receive", "text": json.dumps(body)} for body in bodies]

        async def pour() -> None:
            for message in messages:
                await self.socket._receive_tx.send(message)

        self.socket.portal.call(pour)

    def do(self, kind: str, **fields: Any) -> str:
        """Send an event; its id."""
        id = f"e{next(self._ids)}"
        self.say({"type": "event", "id": id, "event": {"kind": kind, **fields}})
        return id

    def applied(self, id: str) -> Said:
        """Wait until an event is applied; fails if it is rejected."""
        said = self.until(lambda said: said.get("id") == id and said["type"] in ("applied", "rejected"))
        assert said["type"] == "applied", said
        return said

    def hear(self, kind: str) -> Said:
        """The next message of a type."""
        return self.until(lambda said: said["type"] == kind)

    def hear_status(self, status: str) -> None:
        """Wait until the world says so, and until the frame that was under way has arrived."""
        self.until(lambda said: said["type"] == "state" and said["status"] == status)
        for _ in range(3):
            self.hear("state")

    def see(self, count: int = 1) -> list[MediaPacket]:
        """The next frames."""
        wanted = len(self.frames) + count
        while len(self.frames) < wanted:
            self._next()
        return self.frames[-count:]

    def until(self, wanted: Callable[[Said], bool]) -> Said:
        for _ in range(PATIENCE):
            said = self._next()
            if said is not None and wanted(said):
                return said
        raise AssertionError(f"never heard of it; the last things heard: {self.heard[-5:]}")

    def hang_up(self) -> None:
        """Be gone, without a word."""
        self._session.__exit__(None, None, None)

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.hang_up()

    def _next(self) -> Said | None:
        message = self.socket.receive()
        if message["type"] == "websocket.close":
            closed = {"type": "closed", "code": message["code"]}
            self.heard.append(closed)
            return closed
        if message.get("bytes") is not None:
            self.frames.append(unpack(message["bytes"]))
            return None
        said = json.loads(message["text"])
        self.heard.append(said)
        return said
