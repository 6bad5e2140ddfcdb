"""What an operator plans for, as a small file says it: the picture, the machine, the people, the money.

    title = "A studio of fifty"
    question = "How many machines, and how long does anybody wait?"

    [picture]           size = "640x360", fps = 24
    [machine]           name = "16 cores", cores = 16, count = 4, usd_per_hour = 0.8
    [people]            arrivals_per_hour = 300, session_minutes = 10
    [sources]           "machine.usd_per_hour" = "a cloud's list price, November 2026"

A service in several regions has [service] and [[region]] in place of [people]. `KEYS` names every key;
`docs/plans/` has three such files. A number that [sources] names is sourced, any other is assumed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError, InhabitError
from inhabit.plan import checks, interval
from inhabit.plan.figure import Input
from inhabit.plan.names import unknown

Kind = Literal["text", "number", "count", "share"]

KEYS: Mapping[str, Mapping[str, Kind]] = {
    "picture": {"size": "text", "fps": "number"},
    "machine": {
        "name": "text",
        "device": "text",
        "cores": "count",
        "core_ms": "number",
        "memory_gb": "number",
        "uplink_mbps": "number",
        "sessions": "number",
        "at_most": "count",
        "count": "count",
        "usd_per_hour": "number",
    },
    "people": {
        "arrivals_per_hour": "number",
        "session_minutes": "number",
        "room": "count",
        "longest_wait_s": "number",
        "may_wait": "share",
        "hours_per_month": "number",
    },
    "service": {
        "registered": "number",
        "active_per_month": "number",
        "visits_per_month": "number",
        "session_minutes": "number",
        "short_share": "share",
    },
    "region": {
        "name": "text",
        "share": "share",
        "ahead_of_utc_h": "number",
        "usd_per_gpu_hour": "number",
    },
    "money": {"usd_per_year": "number", "users": "number", "paying": "share"},
    "preview": {
        "render_usd": "number",
        "render_s": "number",
        "refused": "share",
        "refused_after": "share",
        "minutes": "number",
    },
    "stage": {"name": "text", "ms": "number", "lane": "text"},
}
"""Every table of a scenario with its keys. `region` and `stage` may be repeated."""
REPEATED = ("region", "stage")
NEEDED: Mapping[str, tuple[str, ...]] = {
    "people": ("arrivals_per_hour", "session_minutes"),
    "service": ("registered", "active_per_month", "visits_per_month", "session_minutes"),
    "region": ("name", "share"),
    "stage": ("name", "ms"),
    "money": ("usd_per_year", "users"),
}
TOP = ("title", "question", *KEYS, "sources")
ASSUMED = "this scenario's own figure: its file names no source"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as its file has it, every key and value looked at. Values are as typed there: see `KEYS` for
    their units."""

    title: str
    question: str
    tables: Mapping[str, Mapping[str, Any]]
    regions: tuple[Mapping[str, Any], ...]
    stages: tuple[Mapping[str, Any], ...]
    sources: Mapping[str, str]

    def value(self, key: str) -> Any:
        """The value of "table.key"; None where the file does not say."""
        table, _, name = key.partition(".")
        return self.tables.get(table, {}).get(name)

    def has(self, table: str) -> bool:
        """Whether the file has that table."""
        return table in self.tables

    def source(self, key: str) -> str | None:
        """Where the file says that the value of "table.key" is from; a whole "table" may have a source."""
        return self.sources.get(key) or self.sources.get(key.partition(".")[0])

    def told(self, key: str, name: str, unit: str, value: float | None = None) -> Input:
        """The number of "table.key" (or `value`, in another unit) as an input called `name`: sourced where
        the file names a source for it, else assumed."""
        source = self.source(key)
        number = self.value(key) if value is None else value
        return Input(name, number, unit, "sourced" if source else "assumed", source or ASSUMED)

    @property
    def size(self) -> Size:
        """The picture's size."""
        return Size.parse(self.value("picture.size") or "640x360")

    @property
    def fps(self) -> float:
        """Frames per second of every session."""
        fps = self.value("picture.fps")
        return 30.0 if fps is None else float(fps)


def read(path: Path) -> Scenario:
    """Reads a scenario from a file. Raises BadInputError (`bad_scenario`) naming file, key and value."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise refused(f"{path} cannot be read: {error}") from error
    return parse(text, path.name)


def parse(text: str, where: str) -> Scenario:
    """A scenario from TOML text; `where` names it in messages. Raises BadInputError as `read` does: a key
    that is not known is answered with the nearest one."""
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise refused(f"{where} is not TOML: {error}") from error
    _known(held, TOP, where)
    for name in ("title", "question"):
        if not isinstance(held.get(name), str) or not held[name].strip():
            raise refused(f'{where}: {name} is {held.get(name)!r}: give a text, such as {name} = "..."')
    found = Scenario(
        title=held["title"],
        question=held["question"],
        tables={
            name: _table(held[name], name, f"{where}, [{name}]")
            for name in KEYS
            if name in held and name not in REPEATED
        },
        regions=_repeated(held, "region", where),
        stages=_repeated(held, "stage", where),
        sources=_sources(held.get("sources", {}), f"{where}, [sources]"),
    )
    _fits(found, where)
    return found


def _table(held: Any, name: str, where: str) -> dict[str, Any]:
    if not isinstance(held, dict):
        raise refused(f"{where} is {held!r}: make it a table")
    _known(held, KEYS[name], where)
    for key in NEEDED.get(name, ()):
        if key not in held:
            raise refused(f"{where} lacks {key}")
    return {key: _value(value, KEYS[name][key], f"{where}, {key}") for key, value in held.items()}


def _repeated(held: Mapping[str, Any], name: str, where: str) -> tuple[Mapping[str, Any], ...]:
    entries = held.get(name, [])
    if not isinstance(entries, list):
        raise refused(f"{where}: {name} is a single table: start each with [[{name}]]")
    return tuple(_table(entry, name, f"{where}, {name} {place}") for place, entry in enumerate(entries, 1))


def _value(value: Any, kind: Kind, where: str) -> Any:
    try:
        if kind == "text":
            if not isinstance(value, str) or not value.strip():
                raise refused(f"{where} is {value!r}: give a text")
            return value
        if kind == "share":
            return checks.share(where, value)
        if kind == "count":
            return checks.count(where, value, least=0, most=1e9)
        return value if where.endswith("ahead_of_utc_h") else checks.non_negative(where, value)
    except InhabitError as error:
        raise refused(error.message) from error


def _sources(held: Any, where: str) -> dict[str, str]:
    known = [name for name in KEYS if name not in REPEATED] + list(REPEATED)
    known += [f"{table}.{key}" for table in KEYS if table not in REPEATED for key in KEYS[table]]
    if not isinstance(held, dict):
        raise refused(f"{where} is {held!r}: make it a table of texts")
    for key, source in held.items():
        if key not in known:
            raise refused(f"{where}: {unknown('key', key, known).partition(' Known:')[0]}")
        if not isinstance(source, str) or not source.strip():
            raise refused(f"{where}, {key} is {source!r}: give a text that names the source")
    return dict(held)


def _fits(found: Scenario, where: str) -> None:
    """What belongs together is there together."""
    if found.has("people") == found.has("service"):
        raise refused(
            f"{where} has {'both' if found.has('people') else 'neither'} [people] and [service]: give one"
        )
    if found.has("service") != bool(found.regions):
        raise refused(f"{where}: [service] and [[region]] belong together: give both, or [people]")
    if found.has("service") and found.value("machine.sessions") is None:
        raise refused(f"{where}, [machine] lacks sessions: say how many a GPU of the service holds")
    try:
        interval.rate("picture.fps", found.fps)
        _ = found.size
    except InhabitError as error:
        raise refused(f"{where}: {error.message}") from error


def _known(held: Mapping[str, Any], known: Sequence[str] | Mapping[str, Any], where: str) -> None:
    for key in held:
        if key not in known:
            raise refused(f"{where}: {unknown('key', key, tuple(known))}")


def refused(message: str) -> BadInputError:
    """The error for a scenario that cannot be used."""
    return BadInputError("bad_scenario", message)
