"""A server process that is killed in mid-play: whoever comes back finds the same world."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from inhabit.transport.packet import MediaPacket, unpack
from tests.conftest import ROOT

PATIENCE_S = 300.0
"""A machine that does something else meanwhile is no failure."""


class Server:
    """The toy's server as a process, on a port that was free."""

    def __init__(self, data: Path) -> None:
        command = [
            sys.executable,
            "-m",
            "tests.fakes.toy_server",
            "--port",
            "0",
            "--no-open",
            "--data",
            str(data),
        ]
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, cwd=data.parent, env=environment, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.said: list[str] = []
        for line in self.process.stdout:
            self.said.append(line.strip())
            if "live at" in line:
                self.url = line.split("live at ")[1].split()[0].replace("http", "ws") + "/v1/live"
                return
        raise AssertionError(f"it never served: {self.said}")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE_S)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextlib.contextmanager
def served(data: Path) -> Iterator[Server]:
    server = Server(data)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


def hear(socket: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        data = socket.recv(PATIENCE_S)
        if isinstance(data, str) and (said := json.loads(data))["type"] == kind:
            return said


def see(socket: ClientConnection) -> MediaPacket:
    while isinstance(data := socket.recv(PATIENCE_S), str):
        pass
    return unpack(data)


def hello(**more: Any) -> str:
    return json.dumps({"type": "hello", "protocol_version": 1, "codecs": ["mjpeg"], **more})


def test_a_world_survives_the_server_that_is_killed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as server, connect(server.url) as socket:
        assert any(str(data) in line for line in server.said)
        socket.send(hello(seed=7, prompt="a lake"))
        welcome = hear(socket, "welcome")
        event = {"kind": "directive", "text": "make it night"}
        socket.send(json.dumps({"type": "event", "id": "e1", "event": event}))
        applied = hear(socket, "applied")
        server.kill()
    with served(data) as server, connect(server.url) as socket:
        socket.send(hello(resume_token=welcome["resume_token"]))
        back = hear(socket, "welcome")
        assert back["resumed"] and back["session"] == welcome["session"] and back["seed"] == 7
        assert back["attributes"]["hour"] == 22.0 and "without a word" in back["recovered"]
        packet = see(socket)
        assert packet.epoch == 1 and packet.frame_index > applied["frame_index"]
        server.kill()
