"""`inhabit serve` as a process: it starts, says where, answers over a real network, and stops cleanly."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import httpx
import pytest
import websockets

from inhabit.transport.packet import unpack
from inhabit.transport.websocket import Allowance

HELLO = json.dumps({"type": "hello", "protocol_version": 1, "codecs": ["avc1"]})


class Served:
    """A server process and where it lives."""

    def __init__(self, root: Path, *arguments: str) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
            "PYTHONUNBUFFERED": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.toy_server", "--no-open", *arguments],
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []

    def started(self) -> str:
        """Its address, once it is live."""
        for line in self._output():
            self.said.append(line.rstrip())
            if found := re.search(r"live at (http://\S+)", line):
                return found[1]
        raise AssertionError("\n".join(self.said))

    def interrupt(self) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.finished()

    def finished(self) -> int:
        try:
            rest, _ = self.process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.said += rest.splitlines()
        return self.process.returncode

    def _output(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout


@pytest.fixture(scope="module")
def url(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that lives as long as the tests of this file."""
    folder = str(tmp_path_factory.mktemp("recordings"))
    # Every test leaves a world behind that waits for its client: room for all of them.
    served = Served(root, "--port", "0", "--max-sessions", "8", "--recordings", folder)
    try:
        yield served.started()
    finally:
        assert served.interrupt() == 0, served.said


def live(url: str) -> str:
    return url.replace("http", "ws", 1) + "/v1/live"


async def heard(socket: websockets.ClientConnection, kind: str) -> dict[str, Any]:
    async for raw in socket:
        if isinstance(raw, str) and (said := json.loads(raw))["type"] == kind:
            return said
    raise AssertionError(f"{kind} was never said")


def test_it_says_what_it_does_and_stops_when_asked_with_a_goodbye(root: Path) -> None:
    served = Served(root, "--port", "0")
    url = served.started()

    async def stay() -> str:
        async with websockets.connect(live(url)) as socket:
            await socket.send(HELLO)
            await heard(socket, "welcome")
            served.process.send_signal(signal.SIGINT)
            return (await heard(socket, "bye"))["code"]

    assert asyncio.run(stay()) == "closing"
    assert served.finished() == 0
    told = "\n".join(served.said)
    for words in (
        "loading weights",
        "warming up at 640x360",
        "frames/s",
        "live at http://localhost:",
        "stopped",
    ):
        assert words in told
    assert "Traceback" not in told


def test_a_port_in_use_is_named_with_the_fix(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        served = Served(root, "--port", str(port))
        assert served.finished() == 2
    told = "\n".join(served.said)
    assert "Traceback" not in told
    assert f"port {port} on 127.0.0.1 is in use" in told
    assert f"--port {port + 1}" in told


def test_a_size_that_the_engine_cannot_make_is_refused(root: Path) -> None:
    served = Served(root, "--port", "0", "--size", "100x100")
    assert served.finished() == 2
    told = "\n".join(served.said)
    assert "100x100" in told and "[bad_size]" in told
    assert "Traceback" not in told


def test_it_answers(url: str) -> None:
    health = httpx.get(f"{url}/healthz").json()
    assert (health["status"], health["model"]) == ("ok", "toy")
    page = httpx.get(url)
    assert page.headers["content-type"].startswith("text/html")


def test_frames_flow_and_a_world_is_found_again_after_the_cable_was_cut(url: str) -> None:
    async def scene() -> None:
        async with websockets.connect(live(url)) as socket:
            await socket.send(HELLO)
            welcome = await heard(socket, "welcome")
            frames = [unpack(raw) async for raw in _some_frames(socket, 10)]
            socket.transport.abort()
        async with websockets.connect(live(url)) as socket:
            await socket.send(json.dumps({**json.loads(HELLO), "resume_token": welcome["resume_token"]}))
            back = await heard(socket, "welcome")
            again = [unpack(raw) async for raw in _some_frames(socket, 3)]
        assert (back["resumed"], back["session"]) == (True, welcome["session"])
        assert frames[0].key and again[0].key
        assert again[0].frame_index >= frames[-1].frame_index

    asyncio.run(scene())


def test_ten_thousand_events_in_a_burst_neither_grow_nor_stop_anything(url: str) -> None:
    async def scene() -> tuple[int, int]:
        async with websockets.connect(live(url)) as socket:
            await socket.send(HELLO)
            await heard(socket, "welcome")
            flood = asyncio.create_task(_flood(socket))
            accepted, rejected, frames = 0, 0, 0
            async for raw in socket:
                if isinstance(raw, bytes):
                    frames += 1
                    continue
                said = json.loads(raw)
                accepted += said["type"] == "accepted"
                rejected += len(said.get("ids", [0])) if said["type"] == "rejected" else 0
                if accepted + rejected == 10_000 and frames > 5:
                    break
            await flood
            return accepted, rejected

    accepted, rejected = asyncio.run(asyncio.wait_for(scene(), 120))
    assert accepted + rejected == 10_000
    assert accepted >= Allowance().burst
    assert rejected > 0 or accepted > Allowance().per_s


def test_a_reader_that_stalls_gets_the_present_and_not_the_past(url: str) -> None:
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", int(url.rsplit(":", 1)[1])))
    before = _dropped(url)

    async def scene() -> None:
        async with websockets.connect(live(url), sock=narrow, max_queue=1, ping_interval=None) as stalled:
            await stalled.send(HELLO.replace("avc1", "mjpeg"))  # many bytes
            await heard(stalled, "welcome")
            while await asyncio.to_thread(_dropped, url) < before + 5:
                await asyncio.sleep(0.2)
            indices = [unpack(raw).frame_index async for raw in _some_frames(stalled, 60)]
        gaps = [later - sooner for sooner, later in itertools.pairwise(indices)]
        assert indices == sorted(indices)
        assert max(gaps) >= 5

    asyncio.run(asyncio.wait_for(scene(), 120))


def _dropped(url: str) -> int:
    """Frames that were made and not sent, of all sessions so far."""
    found = re.search(
        r'inhabit_frames_total{kind="dropped"} (\d+)', httpx.get(f"{url}/metrics", timeout=30).text
    )
    return int(found[1]) if found else 0


async def _some_frames(socket: websockets.ClientConnection, count: int):
    async for raw in socket:
        if isinstance(raw, bytes):
            yield raw
            count -= 1
            if not count:
                return


async def _flood(socket: websockets.ClientConnection) -> None:
    for index in range(10_000):
        event = {"kind": "look", "dx": 0.001, "dy": 0.0}
        await socket.send(json.dumps({"type": "event", "id": str(index), "event": event}))
