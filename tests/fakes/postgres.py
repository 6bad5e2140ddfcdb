"""A PostgreSQL of the test's own: a cluster in a temporary folder, reached by a socket in it and by nothing
else."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

USER = "inhabit"
PATIENCE_S = 300


def program(name: str) -> Path | None:
    """Where a program of PostgreSQL is: on the path, or where Debian puts it."""
    found = shutil.which(name)
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return Path(found) if found else next(iter(beside), None)


class Postgres:
    """A running cluster. `url` makes a new, empty database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = 0

    def url(self) -> str:
        self._count += 1
        name = f"test_{self._count}"
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def _dsn(self, name: str) -> str:
        return f"host={self.folder} user={USER} dbname={name}"


@contextmanager
def running() -> Iterator[Postgres]:
    """A cluster while the block lasts; nothing of it stays."""
    folder = Path(tempfile.mkdtemp(prefix="inhabit-postgres-"))
    data = folder / "data"
    try:
        _run(folder, "initdb", "-D", str(data), "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8")
        options = (
            f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=50"
        )
        started = ("-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "-t", str(PATIENCE_S))
        _run(folder, "pg_ctl", *started, "start")
        try:
            yield Postgres(folder)
        finally:
            _run(folder, "pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, name: str, *arguments: str) -> None:
    """PostgreSQL refuses to run as root; then it is run as somebody else."""
    account = None
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres" if _is_user("postgres") else "nobody")
        os.chown(folder, account.pw_uid, account.pw_gid)
    path = program(name)
    assert path is not None
    subprocess.run(
        [path, *arguments],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        user=None if account is None else account.pw_uid,
        group=None if account is None else account.pw_gid,
    )


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
