"""A server for tests that need a browser, in a process of its own: the true server before a chosen engine.

`python -m tests.e2e.host FOLDER ENGINE`: recordings go to FOLDER, and the port into FOLDER/port once the
server listens. ENGINE is `toy` or `real`.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import uvicorn

from inhabit.core.camera import Size
from inhabit.core.ports import Engine
from inhabit.runtime.clock import RealClock
from inhabit.runtime.worker import Worker
from inhabit.server.app import create_app
from inhabit.server.settings import Settings

SIZES = {"toy": Size(128, 128), "real": Size(640, 360)}


def main(folder: Path, name: str) -> None:
    """Serve until the process is ended."""
    listening = socket.create_server(("127.0.0.1", 0))
    with Worker(engine(name), RealClock()) as worker:
        # Every test leaves a world behind that waits for its client: room for all of them.
        settings = Settings(size=SIZES[name], recordings=folder, max_sessions=64)
        server = uvicorn.Server(uvicorn.Config(create_app(worker, settings), log_level="warning"))
        (folder / "port").write_text(str(listening.getsockname()[1]))
        server.run(sockets=[listening])


def engine(name: str) -> Engine:
    """The engine behind the page."""
    if name == "real":
        from inhabit.runtime.load import load_engine

        return load_engine()
    from tests.fakes.engine import ToyEngine

    return ToyEngine()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
