"""The server's doors: routes, and nothing behind them but calls."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response, WebSocket
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.websockets import WebSocketDisconnect

from inhabit import __version__
from inhabit.core.clock import Clock
from inhabit.core.errors import BadInputError
from inhabit.runtime.clock import RealClock
from inhabit.runtime.worker import Worker
from inhabit.server.health import exposition, health
from inhabit.server.kept_routes import add_kept_routes
from inhabit.server.metrics import samples
from inhabit.server.origin import check_origin
from inhabit.server.pictures import PictureDoor, refusal_status, told
from inhabit.server.plan import plan_answer, plan_questions
from inhabit.server.sessions import Sessions
from inhabit.server.settings import Settings
from inhabit.server.shown import presets
from inhabit.server.storage.archive import Archive
from inhabit.server.visit import Visit
from inhabit.transport.websocket import GoneError


def create_app(
    worker: Worker, settings: Settings, clock: Clock | None = None, archive: Archive | None = None
) -> FastAPI:
    """The application; `worker` and `archive` stay the caller's to close. `app.state.sessions` are its
    sessions; without an archive none of them is kept."""
    sessions = Sessions(worker, settings, clock or RealClock(), archive)
    app = FastAPI(title="inhabit", version=__version__, lifespan=_lifespan)
    app.state.sessions = sessions
    _add_api(app, sessions)
    app.mount("/", StaticFiles(directory=settings.web, html=True), name="web")
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    watch = asyncio.create_task(app.state.sessions.watch())
    yield
    watch.cancel()
    await app.state.sessions.close()


def _add_api(app: FastAPI, sessions: Sessions) -> None:
    engine = sessions.worker.engine

    @app.websocket("/v1/live")
    async def live(websocket: WebSocket) -> None:
        await websocket.accept()
        visit = Visit(sessions, _Socket(websocket))
        try:
            origin, host = websocket.headers.get("origin"), websocket.headers.get("host")
            check_origin(origin, host, sessions.settings.allowed_origins)
        except BadInputError as error:
            visit.turn_away(error)
        await visit.run()

    @app.get("/healthz")
    async def healthz() -> dict[str, object]:
        """Whether the server is up, what it runs and how full it is."""
        return health(engine, len(sessions.lives), sessions.settings.max_sessions)

    @app.get("/v1/presets")
    async def list_presets() -> list[dict[str, str]]:
        """The named starts."""
        return presets()

    door = PictureDoor(sessions.pictures)

    @app.post("/v1/pictures")
    async def take_picture(request: Request) -> Response:
        """A picture to begin a world from: PNG, JPEG, WebP or GIF as the body."""
        try:
            origin, host = request.headers.get("origin"), request.headers.get("host")
            check_origin(origin, host, sessions.settings.allowed_origins)
            given = await door.take(request.stream(), request.headers.get("content-length"))
        except BadInputError as error:
            status = refusal_status(error)
            return JSONResponse({"code": error.code, "message": error.message}, status_code=status)
        return JSONResponse(told(given, sessions.sizes), status_code=201)

    @app.get("/v1/recordings/{id}.mp4")
    async def recording(id: str) -> FileResponse:
        """A recording that has ended."""
        path = sessions.finished_recording(id)
        if path is None:
            raise HTTPException(404, f"there is no recording {id!r}: look at the url of `recorded`")
        return FileResponse(path, media_type="video/mp4", filename=f"inhabit-{id}.mp4")

    @app.get("/v1/sessions/{id}/events")
    async def events(id: str, branch: str | None = None) -> Response:
        """A session's event log as JSON lines, for `inhabit replay` and `inhabit play --script`."""
        text = await sessions.script(id, branch)
        if text is None:
            raise HTTPException(404, f"there is no session {id!r}: its id is in `welcome.session`")
        name = f"attachment; filename=inhabit-{id}.jsonl"
        return Response(text, media_type="application/jsonl", headers={"content-disposition": name})

    add_kept_routes(app, sessions)

    @app.get("/v1/plan")
    def plan() -> dict[str, Any]:
        """What can be planned, with the knobs of every question."""
        return plan_questions(sessions.settings.here)

    @app.get("/v1/plan/{question}")
    def planned(question: str, request: Request) -> Response:
        """A question of the planner, answered in words; its knobs are query parameters."""
        try:
            return JSONResponse(plan_answer(question, request.query_params, sessions.settings.here))
        except BadInputError as error:
            return JSONResponse({"code": error.code, "message": error.message}, status_code=400)

    @app.get("/metrics")
    async def metrics() -> PlainTextResponse:
        """How it is going, for Prometheus."""
        return PlainTextResponse(exposition(samples(sessions)), media_type="text/plain; version=0.0.4")


class _Socket:
    """A Starlette WebSocket as the transport wants it."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket

    async def receive(self) -> str | bytes:
        try:
            message = await self._websocket.receive()
        except RuntimeError as error:
            raise GoneError from error
        if message["type"] == "websocket.disconnect":
            raise GoneError
        text = message.get("text")
        return message.get("bytes") or b"" if text is None else text

    async def send_text(self, text: str) -> None:
        with _gone():
            await self._websocket.send_text(text)

    async def send_bytes(self, data: bytes) -> None:
        with _gone():
            await self._websocket.send_bytes(data)

    async def close(self, code: int, reason: str) -> None:
        with _gone():
            await self._websocket.close(code, reason)


@contextlib.contextmanager
def _gone() -> Iterator[None]:
    """A send that fails means that nobody is there."""
    try:
        yield
    except (WebSocketDisconnect, RuntimeError, OSError) as error:
        raise GoneError from error
