"""What a person at a browser gets: the true server, a real Chromium, keys and words, and the client's clock.

Server and browser share the machine, as they do for somebody who runs both. All figures of the picture are
the page's own: when a new frame was on screen, and how long an input took to be seen. The server's counters
and the core time of both sides stand beside them.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from inhabit.bench.chromium import tab_on
from inhabit.bench.cores import core_s, stolen_s
from inhabit.bench.hand import WINDOW, play
from inhabit.core.camera import Size
from inhabit.core.errors import InhabitError
from inhabit.runtime.budget import Spread

WARM_UP_S = 5.0
PLACE = "?seed=7&prompt=green+hills+at+noon"

WATCH = """(() => {
  const seen = { began_ms: performance.now(), shown: [], states: [], answers: new Map() };
  inhabit.session.player.shown.on(({ at_ms, decode_ms }) => seen.shown.push([at_ms, decode_ms]));
  inhabit.session.stated.on(({ rung, counters, stages_ms }) => {
    seen.states.push({ at_ms: performance.now(), rung, counters, stages_ms });
    for (const { id, kind, ms, sent_ms } of inhabit.trace)
      if (ms !== null && sent_ms >= seen.began_ms) seen.answers.set(id, [kind, ms]);
  });
  window.seen = seen;
})()"""
TELL = "({ ...seen, ended_ms: performance.now(), answers: [...seen.answers.values()] })"


@dataclass(frozen=True, slots=True)
class Visit:
    """What to measure: the picture asked for, for how long, at how many frames a second."""

    size: Size
    seconds: float
    fps: float


@dataclass(frozen=True, slots=True)
class Cost:
    """Core time in seconds, `stolen_s` what the machine's host gave to others; None where it can't be known
    (another machine, no /proc)."""

    server_s: float | None
    browser_s: float | None
    stolen_s: float | None = None


def measure(visit: Visit, browser: str, url: str | None = None) -> dict[str, Any]:
    """Serve (or go to the server at `url`), play, and return the figures, JSON-ready.

    Raises InhabitError if the server or the browser fails.
    """
    with contextlib.ExitStack() as open_:
        server_pid = None
        if url is None:
            url, server_pid = open_.enter_context(served(visit))
        asked = f"{url.rstrip('/')}/{PLACE}&size={visit.size}&fps={visit.fps:g}"
        tab = open_.enter_context(tab_on(asked, browser, WINDOW))
        tab.wait("inhabit.state.life.kind === 'live' && inhabit.state.state", within_s=120.0)
        play(tab, WARM_UP_S)
        before = costs(server_pid, tab.pid)
        tab.ask(WATCH)
        play(tab, visit.seconds)
        seen, after = tab.ask(TELL), costs(server_pid, tab.pid)
        welcome = tab.ask("inhabit.state.welcome")
        name = tab.call("Browser.getVersion")["product"]
    return figures(visit, seen, spent(before, after)) | {
        "model": welcome["model"],
        "device": welcome["device"],
        "checkpoint": welcome["checkpoint"],
        "codec": welcome["codec"],
        "browser": name,
    }


@contextlib.contextmanager
def served(visit: Visit) -> Iterator[tuple[str, int]]:
    """Our own server in a process of its own: its address and its process id."""
    with tempfile.TemporaryDirectory(prefix="inhabit-recordings-") as folder:
        asked = ("--port", "0", "--no-open", "--size", str(visit.size), "--fps", f"{visit.fps:g}")
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "inhabit", "serve", *asked, "--recordings", folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield _address(process), process.pid
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()


def figures(visit: Visit, seen: Mapping[str, Any], cost: Cost) -> dict[str, Any]:
    """The figures of what a page has seen (`TELL`).

    `fps` counts frames that were on screen; `miss_fraction` is the share of the frames due that were not;
    `gap` the time from one picture to the next. `first_response` is from an input to the first picture on
    screen that knows of it, by kind and for all.
    """
    shown_ms = [at_ms for at_ms, _ in seen["shown"]]
    seconds = (seen["ended_ms"] - seen["began_ms"]) / 1000.0
    due, shown = max(seconds * visit.fps, 1.0), len(shown_ms)
    states = seen["states"]
    return {
        "size": str(visit.size),
        "target_fps": visit.fps,
        "seconds": round(seconds, 2),
        "fps": round(shown / seconds, 2),
        "shown": shown,
        "miss_fraction": round(max(1.0 - shown / due, 0.0), 5),
        "gap": _spread([b - a for a, b in pairwise(shown_ms)]),
        "decode": _spread([decode_ms for _, decode_ms in seen["shown"]]),
        "first_response": responses(seen["answers"]),
        "server": _counted(states),
        "stages": states[-1]["stages_ms"] if states else {},
        "rungs": _shares([state["rung"] for state in states]),
        "rung_changes": rung_changes(states, seen["began_ms"]),
        "cores": cores(cost, seconds, shown),
    }


def responses(answers: Sequence[tuple[str, float]]) -> dict[str, Any]:
    """p50 to max over all inputs and by kind, with the number of samples."""
    kinds = sorted({kind for kind, _ in answers})
    by_kind = {kind: [ms for other, ms in answers if other == kind] for kind in kinds}
    return {
        "samples": len(answers),
        **_spread([ms for _, ms in answers]),
        "by_kind": {kind: {"samples": len(times), **_spread(times)} for kind, times in by_kind.items()},
    }


def rung_changes(states: Sequence[Mapping[str, Any]], began_ms: float) -> list[tuple[float, str]]:
    """(seconds since the beginning, rung) for the first rung and each that followed."""
    changes: list[tuple[float, str]] = []
    for state in states:
        if not changes or changes[-1][1] != state["rung"]:
            changes.append((round((state["at_ms"] - began_ms) / 1000.0, 1), state["rung"]))
    return changes


def cores(cost: Cost, seconds: float, shown: int) -> dict[str, float | None]:
    """How many cores each side kept busy, and what a frame on screen cost it, in ms of one core; how many of
    the cores were not there, on average."""
    each = {"server": cost.server_s, "browser": cost.browser_s}
    busy = {name: None if s is None else round(s / seconds, 3) for name, s in each.items()}
    frame = {
        f"{n}_ms_per_frame": None if s is None else round(s * 1e3 / max(shown, 1), 2) for n, s in each.items()
    }
    stolen = None if cost.stolen_s is None else round(cost.stolen_s / seconds, 3)
    return busy | frame | {"stolen": stolen}


def costs(server_pid: int | None, browser_pid: int) -> Cost:
    """What both have cost so far."""
    return Cost(None if server_pid is None else core_s(server_pid), core_s(browser_pid), stolen_s())


def spent(before: Cost, after: Cost) -> Cost:
    """What both have cost in between."""
    return Cost(
        _minus(after.server_s, before.server_s),
        _minus(after.browser_s, before.browser_s),
        _minus(after.stolen_s, before.stolen_s),
    )


def _minus(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def _counted(states: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    if not states:
        return {}
    first, last = states[0]["counters"], states[-1]["counters"]
    return {name: last[name] - first[name] for name in last}


def _shares(rungs: Sequence[str]) -> dict[str, float]:
    return {name: round(count / len(rungs), 4) for name, count in Counter(rungs).most_common()}


def _spread(samples_ms: Sequence[float]) -> dict[str, float]:
    return {name: round(ms, 2) for name, ms in Spread.of(samples_ms).to_json().items()}


def _address(process: subprocess.Popen[str]) -> str:
    said: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line.strip())
        if found := re.search(r"live at (http://\S+)", line):
            return found[1]
    raise InhabitError("server_failed", f"the server did not start: {' '.join(said[-3:])}")
