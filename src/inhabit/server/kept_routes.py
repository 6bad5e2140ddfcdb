"""Routes of sessions that are kept: look, name, delete and have back, take along, bring in.

A session's id is what opens it, and nobody can list what is not theirs: there is no route for all of them.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from fastapi import Body, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from inhabit.core.errors import BadInputError, DamagedError, InhabitError, StorageError
from inhabit.server.origin import check_origin
from inhabit.server.sessions import Sessions
from inhabit.server.storage.archive import Archive
from inhabit.server.storage.bundle import MIB, Bundle, write_bundle
from inhabit.server.storage.rows import Branch, Kept, Shot

Made = TypeVar("Made")

UPLOAD_LIMIT_BYTES = 512 * MIB
NAME_LIMIT = 120
MEMORY_BYTES = 16 * MIB
"""A file that is larger than this waits on disk while it is made or read."""


def add_kept_routes(app: FastAPI, sessions: Sessions) -> None:
    """Routes under `/v1/sessions`; without an archive they answer that nothing is kept."""

    @app.exception_handler(InhabitError)
    async def refused(_request: Request, error: InhabitError) -> JSONResponse:
        body = {"code": error.code, "message": error.message, "retryable": error.retryable}
        return JSONResponse(body, status_code=_status(error))

    @app.get("/v1/sessions/{id}")
    async def session(id: str) -> dict[str, Any]:
        """A session: what it is, its branches and its snapshots."""
        return await _asked(sessions, lambda archive: shown(archive, archive.store.session(id)))

    @app.patch("/v1/sessions/{id}")
    async def entitle(id: str, request: Request, title: str = Body(embed=True)) -> dict[str, Any]:
        """Give a session a title."""
        return await _changed(sessions, request, id, title=_named(title))

    @app.delete("/v1/sessions/{id}")
    async def delete(id: str, request: Request) -> dict[str, Any]:
        """Delete a session; it can be had back for a while."""
        if id in sessions.lives:
            raise BadInputError("is_live", "this session is being lived in: leave it first", retryable=True)
        now_s = _archive(sessions).now_s()
        return await _changed(sessions, request, id, deleted_s=now_s)

    @app.post("/v1/sessions/{id}/restore")
    async def restore(id: str, request: Request) -> dict[str, Any]:
        """Undo a deletion."""
        return await _changed(sessions, request, id, deleted_s=None)

    @app.patch("/v1/sessions/{id}/branches/{branch}")
    async def rename(id: str, branch: str, request: Request, name: str = Body(embed=True)) -> dict[str, Any]:
        """Give a branch another name."""
        return await _branch_changed(sessions, request, id, branch, name=_named(name))

    @app.delete("/v1/sessions/{id}/branches/{branch}")
    async def cut(id: str, branch: str, request: Request) -> dict[str, Any]:
        """Delete a branch; those that began on it keep their past, and it can be had back."""
        live = sessions.lives.get(id)
        if live is not None and live.chronicle is not None and live.chronicle.branch == branch:
            raise BadInputError("is_live", "the world is on this branch: go to another one first")
        now_s = _archive(sessions).now_s()
        return await _branch_changed(sessions, request, id, branch, deleted_s=now_s)

    @app.post("/v1/sessions/{id}/branches/{branch}/restore")
    async def grow(id: str, branch: str, request: Request) -> dict[str, Any]:
        """Undo the deletion of a branch."""
        return await _branch_changed(sessions, request, id, branch, deleted_s=None)

    @app.get("/v1/sessions/{id}/snapshots/{shot}.jpg")
    async def thumbnail(id: str, shot: str) -> Response:
        """What a snapshot looked like."""
        data = await _asked(sessions, lambda archive: _picture(archive, id, shot))
        if data is None:
            raise HTTPException(404, f"there is no picture of {shot[:64]!r}")
        return Response(data, media_type="image/jpeg", headers={"cache-control": "private, max-age=31536000"})

    @app.get("/v1/sessions/{id}/export")
    async def export(id: str) -> Response:
        """The session as one file."""
        live = sessions.lives.get(id)
        if live is not None and live.chronicle is not None:
            await live.chronicle.settle()
        file = await _asked(sessions, lambda archive: _written(archive, id))
        headers = {"content-disposition": f"attachment; filename={id}.inhabit"}
        chunks = iter(lambda: file.read(MIB), b"")
        return StreamingResponse(chunks, media_type="application/zip", headers=headers)

    @app.post("/v1/sessions/import")
    async def bring(request: Request) -> dict[str, Any]:
        """A session from a file, as a new one; open it by its id."""
        _check_origin(sessions, request)
        with tempfile.SpooledTemporaryFile(MEMORY_BYTES) as file:
            size_bytes = 0
            async for chunk in request.stream():
                size_bytes += len(chunk)
                if size_bytes > UPLOAD_LIMIT_BYTES:
                    raise BadInputError(
                        "too_large", f"a file may have {UPLOAD_LIMIT_BYTES // MIB} MiB at most"
                    )
                file.write(chunk)
            file.seek(0)
            source = file

            def kept(archive: Archive) -> dict[str, Any]:
                made = Bundle(source).keep(archive.store, archive.new_id, archive.now_s())  # pyright: ignore
                return shown(archive, made)

            return await _asked(sessions, kept)


def shown(archive: Archive, kept: Kept) -> dict[str, Any]:
    """A session as clients see it: no tokens, no names of files."""
    branches = archive.store.branches(kept.id)
    shots = archive.store.shots(branch.id for branch in branches)
    told = asdict(kept)
    for secret in ("token", "spare_token"):
        del told[secret]
    return {
        **told,
        "branches": [_branch(branch) for branch in branches],
        "snapshots": [_shot(kept, shot) for shot in shots],
    }


def _branch(branch: Branch) -> dict[str, Any]:
    told = asdict(branch)
    del told["session"]
    return told


def _shot(kept: Kept, shot: Shot) -> dict[str, Any]:
    names = ("id", "branch", "frame", "created_s", "kind", "name")
    url = None if shot.thumbnail is None else f"/v1/sessions/{kept.id}/snapshots/{shot.id}.jpg"
    return {**{name: getattr(shot, name) for name in names}, "thumbnail": url}


def _picture(archive: Archive, id: str, wanted: str) -> bytes | None:
    branches = archive.store.branches(id)
    for shot in archive.store.shots(branch.id for branch in branches):
        if shot.id == wanted and shot.thumbnail is not None:
            return archive.store.files.get(shot.thumbnail)
    return None


def _written(archive: Archive, id: str) -> io.IOBase | Any:
    # The answer reads it to its end and lets go of it.
    file = tempfile.SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115
    write_bundle(archive.store, id, file)  # pyright: ignore[reportArgumentType]
    file.seek(0)
    return file


async def _changed(sessions: Sessions, request: Request, id: str, **values: Any) -> dict[str, Any]:
    _check_origin(sessions, request)

    def change(archive: Archive) -> dict[str, Any]:
        archive.store.session(id)
        archive.store.update(id, **values)
        return shown(archive, archive.store.session(id))

    return await _asked(sessions, change)


async def _branch_changed(
    sessions: Sessions, request: Request, id: str, branch: str, **values: Any
) -> dict[str, Any]:
    _check_origin(sessions, request)

    def change(archive: Archive) -> dict[str, Any]:
        if archive.store.branch(branch).session != id:
            raise BadInputError("no_branch", f"there is no branch {branch[:64]!r} in this session")
        if "deleted_s" in values and values["deleted_s"] and archive.store.session(id).head == branch:
            raise BadInputError("is_head", "the session was left on this branch: go to another one first")
        archive.store.update_branch(branch, **values)
        return shown(archive, archive.store.session(id))

    return await _asked(sessions, change)


async def _asked(sessions: Sessions, ask: Callable[[Archive], Made]) -> Made:
    return await asyncio.to_thread(ask, _archive(sessions))


def _archive(sessions: Sessions) -> Archive:
    if sessions.archive is None:
        raise BadInputError("not_kept", "this server keeps no sessions: start it with `inhabit serve`")
    return sessions.archive


def _check_origin(sessions: Sessions, request: Request) -> None:
    """Pages of others change nothing here."""
    allowed = sessions.settings.allowed_origins
    check_origin(request.headers.get("origin"), request.headers.get("host"), allowed)


def _named(name: str) -> str:
    if not 1 <= len(name) <= NAME_LIMIT:
        raise BadInputError("bad_name", f"a name of {len(name)} characters: give it 1 to {NAME_LIMIT}")
    return name


def _status(error: InhabitError) -> int:
    if error.code in ("no_session", "no_branch", "not_kept"):
        return 404
    if isinstance(error, StorageError):
        return 503
    if error.code == "is_live":
        return 409
    return 422 if isinstance(error, DamagedError) else 400
