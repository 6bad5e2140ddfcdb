"""A session as one file (`.inhabit`): a zip of its log, its branches, its snapshots and their thumbnails.

Such files come from strangers. Every name in one is checked against the few that there may be, every size
against a limit before and while it is read, every byte against its hash; nothing is unpacked onto a disk by
the archive's own names, and nothing is kept unless all of it is sound.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any, BinaryIO, TypeVar

from inhabit.core.errors import BadInputError, DamagedError
from inhabit.core.ids import is_uuid7
from inhabit.inputs.picture import BYTES_LIMIT
from inhabit.inputs.picture_line import parse_picture_name
from inhabit.inputs.script import header_line, read_script
from inhabit.runtime.log import WITNESS
from inhabit.runtime.mark import read_mark
from inhabit.server.storage.journal import whole
from inhabit.server.storage.past import lineage
from inhabit.server.storage.pictures import kept_pictures, named_by, read_kept
from inhabit.server.storage.rows import Branch, Kept, Shot
from inhabit.server.storage.store import Store

Row = TypeVar("Row", Kept, Branch, Shot)

BAD = "bad_file"
FORMAT, VERSION = "inhabit session", 1
INDEX = "session.json"
LOG = re.compile("logs/([0-9a-f-]{36})[.]jsonl")
SEEN = re.compile("logs/([0-9a-f-]{36})[.]digests")
FILE = re.compile("files/([0-9a-f]{64})")
MIB = 1024 * 1024
MEMBERS_LIMIT, MEMBER_LIMIT_BYTES, TOTAL_LIMIT_BYTES = 20_000, 256 * MIB, 2048 * MIB
ROWS_LIMIT = 10_000
CHUNK_BYTES = MIB
LATER = {"picture"}
"""Fields that files from before there were such things do not have."""
PICTURES_LIMIT = 1000
"""Each is decoded when it is brought in, some 30 ms."""
KINDS = ("auto", "save", "fork", "end")


def write_bundle(store: Store, session: str, out: BinaryIO, *, spec: str = "") -> None:
    """Write a session as a file; `spec` is the digest of the world model's spec, if it is known. Raises
    BadInputError, DamagedError (a part of it is damaged: nothing whole can be written), StorageError."""
    kept = store.session(session)
    branches = store.branches(session)
    shots = tuple(store.with_files(shot) for shot in store.shots(branch.id for branch in branches))
    members: dict[str, bytes] = {}
    for branch in branches:
        members[f"logs/{branch.id}.jsonl"] = "".join(
            f"{line}\n" for line in store.lines(whole(branch.id))
        ).encode()
        pairs = store.witnessed(whole(branch.id))
        members[f"logs/{branch.id}.digests"] = b"".join(WITNESS.pack(*pair) for pair in pairs)
    pictures = {name for branch in branches for name in store.past(branch.id).pictures}
    kept_pictures(store.files, pictures)
    names = sorted({name for shot in shots for name in _files_of(shot)} | pictures)
    index = {
        "format": FORMAT,
        "version": VERSION,
        "spec": spec,
        "session": asdict(replace(kept, token=None, spare_token=None, is_open=False)),
        "branches": [asdict(branch) for branch in branches],
        "snapshots": [asdict(shot) for shot in shots],
        "hashes": {name: hashlib.sha256(data).hexdigest() for name, data in members.items()},
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(INDEX, json.dumps(index, ensure_ascii=False, indent=1))
        for name, data in members.items():
            archive.writestr(name, data)
        for name in names:
            archive.writestr(f"files/{name}", store.files.get(name))


class Bundle:
    """A session's file that has been read and found sound: `kept`, `branches` and `shots` under its own
    ids."""

    def __init__(self, source: BinaryIO) -> None:
        """Read one; raises DamagedError (`bad_file`) with what is wrong."""
        try:
            self._archive = zipfile.ZipFile(source)
            self._sizes = _checked_names(self._archive)
            self._index = _index(self._read(INDEX))
            self._check()
        except (DamagedError, BadInputError) as error:
            if error.code == BAD:
                raise
            raise _bad(error.message) from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            KeyError,
            TypeError,
            ValueError,
        ) as error:
            raise _bad(f"it is no session's file, or it was cut short ({error})") from error

    @property
    def spec(self) -> str:
        """The digest of the spec that it was made under; empty if it does not say."""
        return str(self._index.get("spec", ""))[:64]

    def keep(self, store: Store, new_id: Any, now_s: float) -> Kept:
        """Keep it as a new session, under new ids: files first, then all rows at once. Raises
        StorageError."""
        for name in self._file_names():
            store.files.put(self._read(f"files/{name}"))
        # Ids made within a millisecond are in no order; branches are told from older ones by theirs.
        fresh = sorted(new_id() for _ in self.branches)
        ids = {branch.id: id for branch, id in zip(self.branches, fresh, strict=True)}
        session = new_id()
        kept = replace(self.kept, id=session, head=ids[self.kept.head], token=None, spare_token=None)
        kept = replace(kept, is_open=False, reason="imported", deleted_s=None, created_s=now_s)
        branches = [
            replace(b, id=ids[b.id], session=session, parent=None if b.parent is None else ids[b.parent])
            for b in self.branches
        ]
        shots = [replace(shot, id=new_id(), branch=ids[shot.branch]) for shot in self.shots]
        lines = {ids[branch.id]: self._lines(branch.id) for branch in self.branches}
        witnesses = {ids[branch.id]: self._read(f"logs/{branch.id}.digests") for branch in self.branches}
        pictures = {ids[branch]: names for branch, names in self._pictures.items()}
        store.add(kept, branches, lines, witnesses, shots, pictures)
        return kept

    def _check(self) -> None:
        index = self._index
        self.kept = _row(Kept, index["session"])
        self.branches = tuple(_row(Branch, row) for row in _rows(index["branches"]))
        self.shots = tuple(_row(Shot, row) for row in _rows(index["snapshots"]))
        header_line(self.kept.header)
        self._pictures: dict[str, frozenset[str]] = {}
        ids = [branch.id for branch in self.branches]
        if len(set(ids)) != len(ids) or self.kept.head not in ids:
            raise _bad("its branches contradict each other")
        for branch in self.branches:
            if branch.session != self.kept.id or not is_uuid7(branch.id) or branch.frame < 0:
                raise _bad(f"branch {branch.id[:40]!r} is not of this session")
            lineage(self.branches, branch.id)
            self._check_log(branch.id)
        known = self._picture_names()
        self._check_pictures(known)
        for shot in self.shots:
            mark = read_mark(shot.mark)
            if shot.branch not in ids or shot.kind not in KINDS or shot.frame != mark.next_frame:
                raise _bad(f"snapshot {shot.id[:40]!r} contradicts itself")
            if mark.picture is not None and mark.picture not in known:
                raise _bad(f"snapshot {shot.id[:40]!r} stands on a picture that no log names")
        for name in self._file_names():
            if hashlib.sha256(self._read(f"files/{name}")).hexdigest() != name:
                raise _bad(f"file {name[:12]} in it is not what was written")

    def _picture_names(self) -> frozenset[str]:
        """Every picture that the session begins from."""
        first = (
            frozenset() if self.kept.picture is None else frozenset({parse_picture_name(self.kept.picture)})
        )
        return first.union(*self._pictures.values())

    def _check_pictures(self, names: frozenset[str]) -> None:
        if len(names) > PICTURES_LIMIT:
            raise _bad(f"it begins from {len(names)} pictures, more than {PICTURES_LIMIT}")
        for name in sorted(names):
            size_bytes = self._sizes.get(f"files/{name}", 0)
            if size_bytes > BYTES_LIMIT:
                raise _bad(f"picture {name[:12]} in it is {size_bytes} bytes, more than {BYTES_LIMIT}")
            read_kept(self._read(f"files/{name}"), name)

    def _check_log(self, branch: str) -> None:
        for name in (f"logs/{branch}.jsonl", f"logs/{branch}.digests"):
            if hashlib.sha256(self._read(name)).hexdigest() != self._index["hashes"][name]:
                raise _bad(f"{name} in it is not what was written")
        for line in self._lines(branch):
            if line[0] < 0:
                raise _bad(f"{branch} has a line without a frame")
        if len(self._read(f"logs/{branch}.digests")) % WITNESS.size:
            raise _bad(f"the digests of {branch} were cut short")

    def _lines(self, branch: str) -> list[tuple[int, str]]:
        text = self._read(f"logs/{branch}.jsonl").decode()
        lines = text.splitlines()
        entries = read_script(lines, f"log of {branch}").entries
        if len(entries) != len(lines):
            raise _bad(f"the log of {branch} holds more than events")
        self._pictures[branch] = named_by(entries)
        return [
            (-1 if entry.frame is None else entry.frame, line)
            for entry, line in zip(entries, lines, strict=True)
        ]

    def _file_names(self) -> list[str]:
        return sorted({name for shot in self.shots for name in _files_of(shot)} | self._picture_names())

    def _read(self, name: str) -> bytes:
        """A member, never more of it than it says it holds."""
        if name not in self._sizes:
            raise _bad(f"{name[:80]} is missing in it")
        data = io.BytesIO()
        with self._archive.open(name) as member:
            while chunk := member.read(CHUNK_BYTES):
                data.write(chunk)
                if data.tell() > self._sizes[name]:
                    raise _bad(f"{name[:80]} in it is larger than it says")
        return data.getvalue()


def _checked_names(archive: zipfile.ZipFile) -> dict[str, int]:
    """Every member with its size; raises for a name, a number or a size that there may not be."""
    infos = archive.infolist()
    if len(infos) > MEMBERS_LIMIT:
        raise _bad(f"it holds {len(infos)} files, more than {MEMBERS_LIMIT}")
    sizes: dict[str, int] = {}
    for info in infos:
        name = info.filename
        if name != INDEX and not any(kind.fullmatch(name) for kind in (LOG, SEEN, FILE)):
            raise _bad(f"it holds {name[:80]!r}, which no session's file does")
        if name in sizes:
            raise _bad(f"it holds {name[:80]!r} twice")
        if info.file_size > MEMBER_LIMIT_BYTES:
            raise _bad(f"{name[:80]} in it would be {info.file_size} bytes, more than {MEMBER_LIMIT_BYTES}")
        sizes[name] = info.file_size
    if sum(sizes.values()) > TOTAL_LIMIT_BYTES:
        raise _bad(f"it would be {sum(sizes.values())} bytes, more than {TOTAL_LIMIT_BYTES}")
    return sizes


def _index(data: bytes) -> Mapping[str, Any]:
    index = json.loads(data)
    if not isinstance(index, dict) or index.get("format") != FORMAT:
        raise _bad("it does not say that it is one")
    if index.get("version") != VERSION:
        raise _bad(f"it has version {index.get('version')!r}, and this inhabit reads {VERSION}")
    return index


def _rows(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > ROWS_LIMIT:
        raise ValueError("a list is too long, or none")
    return value


def _row(kind: type[Row], body: Any) -> Row:
    """A row of plain values, each of the kind that it should be."""
    wanted = {field.name: str(field.type) for field in fields(kind)}
    if not isinstance(body, dict) or set(body) | LATER != set(wanted) | LATER:
        raise ValueError(f"{kind.__name__} has other fields than {', '.join(wanted)}")
    return kind(**{name: _plain(name, told, body[name]) for name, told in wanted.items() if name in body})


def _plain(name: str, told: str, value: Any) -> Any:
    if told.startswith("tuple"):
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise ValueError(f"{name} is no list of names")
        return tuple(value)
    if value is None and told.endswith("None"):
        return None
    kinds = {"str": str, "int": int, "float": (int, float), "bool": bool}
    kind = kinds[told.partition(" ")[0]]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"{name} is {str(value)[:40]!r}")
    if isinstance(value, str) and len(value) > MIB:
        raise ValueError(f"{name} is too long")
    return value


def _files_of(shot: Shot) -> tuple[str, ...]:
    seen = () if shot.thumbnail is None else (shot.thumbnail,)
    return (*shot.files, shot.manifest, *seen)


def _bad(why: str) -> DamagedError:
    return DamagedError(BAD, f"this file cannot be opened: {why}")
