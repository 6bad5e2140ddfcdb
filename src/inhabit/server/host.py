"""The process that serves: a socket of our own and uvicorn on it, tuned for live media.

The socket is taken before anything slow begins, so that a port in use is said at once. Its send buffer
is small: what the kernel hoards for a slow client is latency that nobody can drop.
"""

from __future__ import annotations

import errno
import socket

import uvicorn
from fastapi import FastAPI

from inhabit.core.errors import BadInputError

SEND_BUFFER_BYTES = 128 * 1024
"""Per connection; the kernel doubles it. At 4 Mb/s that is half a second."""

MESSAGE_LIMIT_BYTES = 1024 * 1024
"""Messages beyond the protocol's own limit are refused in words; beyond this the connection is closed."""

PING_EVERY_S, PING_WITHIN_S = 5.0, 30.0
"""A client that answers no ping for so long has vanished, even if its cable never said so."""


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; raises BadInputError (`port_in_use`, `bad_address`) in words."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise _refusal(host, port, error) from error
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    return listening


def url_of(listening: socket.socket) -> str:
    """What to type into a browser on this machine."""
    host, port = listening.getsockname()[:2]
    shown = "localhost" if host in ("0.0.0.0", "::", "127.0.0.1", "::1") else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


class Host(uvicorn.Server):
    """Runs the application until interrupted; sessions say goodbye before their connections close."""

    def __init__(self, app: FastAPI) -> None:
        config = uvicorn.Config(
            app,
            ws="websockets-sansio",
            ws_max_size=MESSAGE_LIMIT_BYTES,
            ws_ping_interval=PING_EVERY_S,
            ws_ping_timeout=PING_WITHIN_S,
            ws_per_message_deflate=False,  # H.264 can't be squeezed any further
            log_level="warning",
            timeout_graceful_shutdown=3,
        )
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the sessions, then the connections."""
        await self._app.state.sessions.close()
        await super().shutdown(sockets)


def _refusal(host: str, port: int, error: OSError) -> BadInputError:
    if error.errno == errno.EADDRINUSE:
        return BadInputError(
            "port_in_use",
            f"port {port} on {host} is in use: stop what is using it, or choose another one, "
            f"for example --port {port + 1}",
        )
    reason = error.strerror or str(error)
    return BadInputError("bad_address", f"cannot listen on {host} port {port}: {reason}")
