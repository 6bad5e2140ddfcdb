"""A WebSocket without a network: what the client says is queued, what it hears is kept."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from inhabit.transport.websocket import GoneError


class FakeSocket:
    """The far end of a connection. `stalled` clients read nothing; `vanish` is a cable being cut."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.frames: list[bytes] = []
        self.closed: tuple[int, str] | None = None
        self._incoming: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._open = asyncio.Event()
        self._open.set()

    def say(self, raw: str | bytes | dict[str, Any]) -> None:
        """Something the client sends."""
        self._incoming.put_nowait(json.dumps(raw) if isinstance(raw, dict) else raw)

    def vanish(self) -> None:
        self._incoming.put_nowait(None)

    def stall(self) -> None:
        self._open.clear()

    def flow(self) -> None:
        self._open.set()

    @property
    def unread(self) -> int:
        """Messages that the server has not taken yet."""
        return self._incoming.qsize()

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.heard if message["type"] == kind]

    async def receive(self) -> str | bytes:
        raw = await self._incoming.get()
        if raw is None:
            raise GoneError
        return raw

    async def send_text(self, text: str) -> None:
        await self._open.wait()
        self.heard.append(json.loads(text))

    async def send_bytes(self, data: bytes) -> None:
        await self._open.wait()
        self.frames.append(data)

    async def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)


async def settle(turns: int = 50) -> None:
    """Let every task that can go on go on."""
    for _ in range(turns):
        await asyncio.sleep(0)
