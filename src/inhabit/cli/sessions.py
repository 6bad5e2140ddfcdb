"""`inhabit sessions`: what is kept, taken along, brought in, cleared out and looked over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inhabit.cli.data import data_options, kept_at

if TYPE_CHECKING:
    from inhabit.server.storage.rows import Kept
    from inhabit.server.storage.store import Store

UNSOUND = 1
"""Exit status when something is damaged."""
HOUR_S = 3600.0


@click.group()
def command() -> None:
    """Sessions that are kept: list, show, export, import, prune, verify."""


def placed(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where sessions are kept."""
    return data_options(function)


@command.command("list")
@placed
@click.option("--deleted", is_flag=True, help="Those too that were deleted and can be had back.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of a table.")
def list_command(
    data: Path | None,
    database: str | None,
    files: str | None,
    deleted: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Every session, newest first."""
    with opened(data, database, files) as store:
        found = store.sessions(deleted=deleted)
        if as_json:
            click.echo(json.dumps([shown(kept) for kept in found], ensure_ascii=False))
            return
        for kept in found:
            click.echo(line_of(kept, len(store.branches(kept.id))))
        if not found:
            click.echo("inhabit: no sessions are kept here", err=True)


@command.command("show")
@click.argument("session")
@placed
def show_command(session: str, data: Path | None, database: str | None, files: str | None) -> None:
    """A session with its branches and snapshots, as JSON."""
    with opened(data, database, files) as store:
        kept = store.session(session)
        branches = store.branches(session)
        told = {
            **shown(kept),
            "branches": [
                {
                    "id": b.id,
                    "name": b.name,
                    "parent": b.parent,
                    "frame": b.frame,
                    "end": store.past(b.id).end,
                }
                for b in branches
            ],
            "snapshots": [
                {"id": s.id, "branch": s.branch, "frame": s.frame, "kind": s.kind, "name": s.name}
                for s in store.shots(branch.id for branch in branches)
            ],
        }
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))


@command.command("export")
@click.argument("session")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@placed
def export_command(
    session: str, out: Path, data: Path | None, database: str | None, files: str | None
) -> None:
    """Write SESSION to OUT, one file that opens on another machine."""
    from inhabit.cli.places import check_writable
    from inhabit.core.errors import OutputError
    from inhabit.server.storage.bundle import write_bundle

    check_writable(out)
    with opened(data, database, files) as store:
        try:
            with out.open("wb") as file:
                write_bundle(store, session, file, spec=shipped_spec())
        except OSError as error:
            out.unlink(missing_ok=True)
            raise OutputError("cannot_write", f"{out} could not be written ({error.strerror})") from error
        except Exception:
            out.unlink(missing_ok=True)
            raise
    click.echo(f"inhabit: {out}, {out.stat().st_size / 1e6:.1f} MB", err=True)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@placed
def import_command(file: Path, data: Path | None, database: str | None, files: str | None) -> None:
    """Bring in a session from FILE, as a new one; prints its id."""
    from secrets import token_bytes

    from inhabit.core.ids import RANDOM_BYTES, uuid7
    from inhabit.runtime.clock import unix_s
    from inhabit.server.storage.bundle import Bundle

    with opened(data, database, files) as store, file.open("rb") as source:
        bundle = Bundle(source)
        here = shipped_spec()
        if bundle.spec and bundle.spec != here:
            click.echo(
                f"inhabit: it was made with another world model (spec {bundle.spec}, here {here}): its log "
                "plays, its frames will differ",
                err=True,
            )
        kept = bundle.keep(store, lambda: uuid7(unix_s(), token_bytes(RANDOM_BYTES)), unix_s())
    click.echo(kept.id)


@command.command("prune")
@placed
@click.option("--days", type=click.FloatRange(0), help="Sessions not lived in for so many days go too.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def prune_command(
    data: Path | None,
    database: str | None,
    files: str | None,
    days: float | None,
    dry_run: bool,  # noqa: FBT001
) -> None:
    """Remove what was deleted a week ago or more, and files that nothing needs any more."""
    from inhabit.runtime.clock import unix_s
    from inhabit.server.storage.thinning import Limits, stale

    with opened(data, database, files) as store:
        found = store.sessions(deleted=True)
        gone = stale(found, [last_lived_s(store, kept) for kept in found], unix_s(), Limits(days))
        for kept in gone:
            click.echo(
                f"{'would remove' if dry_run else 'removed'} {line_of(kept, len(store.branches(kept.id)))}"
            )
        if dry_run:
            return
        store.forget([kept.id for kept in gone])
        # A server may just be writing files that no row names yet.
        freed = store.sweep(unix_s() - HOUR_S)
    click.echo(f"inhabit: {len(gone)} sessions and {freed / 1e6:.1f} MB of files removed", err=True)


@command.command("verify")
@click.argument("session", required=False)
@placed
@click.pass_context
def verify_command(
    context: click.Context, session: str | None, data: Path | None, database: str | None, files: str | None
) -> None:
    """Read everything that is kept of SESSION (or of all), and say what is damaged. Exit status 1 if
    anything is."""
    from inhabit.server.storage.soundings import findings

    with opened(data, database, files) as store:
        wrong = 0
        if complaint := store.check():
            click.echo(f"database: {complaint}")
            wrong += 1
        found = store.sessions(deleted=True) if session is None else (store.session(session),)
        for kept in found:
            for one in findings(store, kept):
                click.echo(f"{one.where}: {one.what}")
                wrong += 1
    click.echo(f"inhabit: {len(found)} sessions read, {wrong or 'nothing'} damaged", err=True)
    if wrong:
        context.exit(UNSOUND)


@contextmanager
def opened(data: Path | None, database: str | None, files: str | None) -> Iterator[Store]:
    """The store that the options name, while the block lasts."""
    from inhabit.server.storage.archive import open_store

    with closing(open_store(kept_at(data, database, files))) as store:
        yield store


def shown(kept: Kept) -> dict[str, Any]:
    """A session as JSON: nothing that opens it but its id."""
    names = ("id", "title", "created_s", "seed", "prompt", "size", "fps", "checkpoint", "model", "device")
    told = {name: getattr(kept, name) for name in names}
    return {**told, "head": kept.head, "is_open": kept.is_open, "deleted_s": kept.deleted_s}


def line_of(kept: Kept, branches: int) -> str:
    """A session in one line."""
    import datetime

    made = datetime.datetime.fromtimestamp(kept.created_s, datetime.UTC)
    gone = "  deleted" if kept.deleted_s is not None else "  open" if kept.is_open else ""
    words = kept.title or kept.prompt
    return f"{kept.id}  {made:%Y-%m-%d %H:%M}  {kept.size:>9}  {branches:>2} branches  {words[:60]}{gone}"


def last_lived_s(store: Store, kept: Kept) -> float:
    """When a session was last lived in, by its newest snapshot: seconds since 1970."""
    shots = store.shots(branch.id for branch in store.branches(kept.id))
    return max((shot.created_s for shot in shots), default=kept.created_s)


def shipped_spec() -> str:
    """The digest of the spec that this inhabit comes with."""
    from inhabit.world import checkpoint

    return checkpoint.read_spec(checkpoint.shipped()).digest()
