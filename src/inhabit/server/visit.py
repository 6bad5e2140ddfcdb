"""One client's visit over one connection: hello, a world, goodbye."""

from __future__ import annotations

import asyncio

from inhabit.core.errors import BadInputError, InhabitError
from inhabit.server.admission import FullError
from inhabit.server.live import Live
from inhabit.server.sessions import Sessions
from inhabit.transport import announce
from inhabit.transport.protocol import ClientMessage, Hello, Record, Sent, Travel
from inhabit.transport.websocket import Connection, Socket

TRY_AGAIN_LATER, POLICY_VIOLATION = 1013, 1008


class Visit:
    """A connection that has a world once it has said hello."""

    def __init__(self, sessions: Sessions, socket: Socket) -> None:
        self._sessions = sessions
        self._connection = Connection(socket, sessions.clock, sessions.settings.allowance)
        self._live: Live | None = None
        self._welcome = True
        self._greeted = False

    def turn_away(self, error: BadInputError) -> None:
        """Answer with this instead of a world, whatever is said; `run` then hangs up."""
        self._welcome = False
        self._refuse(error, POLICY_VIOLATION)

    async def run(self) -> None:
        """Until the client is gone or sent away; its world is left in order, whatever happens."""
        patience = asyncio.create_task(self._expire())
        try:
            await self._connection.serve(self._hear)
        finally:
            patience.cancel()
            if self._live is not None:
                self._sessions.leave(self._live, self._connection)

    async def _expire(self) -> None:
        """Send a client away that says nothing."""
        clock, within_s = self._sessions.clock, self._sessions.settings.hello_within_s
        await clock.sleep_until(clock.now() + within_s)
        if self._live is None and not self._greeted:
            self._refuse(BadInputError("hello_first", "nobody said hello: send it first"), POLICY_VIOLATION)

    async def _hear(self, message: ClientMessage) -> None:
        if not self._welcome:
            return
        if self._live is not None:
            self._sessions.heard(self._live, input=isinstance(message, Sent | Record | Travel))
            self._live.hear(message)
        elif isinstance(message, Hello):
            await self._greet(message)
        else:
            self._refuse(BadInputError("hello_first", "the first message must be hello"), POLICY_VIOLATION)

    async def _greet(self, hello: Hello) -> None:
        self._greeted = True  # a world that was kept takes a while to be found again
        try:
            self._live = await self._sessions.enter(hello, self._connection)
        except FullError as error:
            self._refuse(error, TRY_AGAIN_LATER, error.retry_after_s)
        except InhabitError as error:
            self._connection.say(announce.error(error))

    def _refuse(
        self, error: BadInputError | FullError, code: int, retry_after_s: float | None = None
    ) -> None:
        self._connection.say(announce.error(error, retry_after_s))
        self._connection.close(code, error.code)
