"""The product as it ships: the trained world behind the true server, met in a browser and over the wire.

What the other tests here prove with a toy engine is gone through once more with the real one, by default.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import av
import numpy as np
import pytest
import websockets
from playwright.sync_api import Browser

from inhabit.transport.packet import unpack
from tests.e2e.conftest import served
from tests.e2e.visitor import Visitor, drift_px

SIDES = {"ArrowRight": -1, "ArrowLeft": 1}
"""Turning the head to one side moves the picture to the other."""

DEEDS: tuple[dict[str, Any], ...] = (
    {"kind": "move", "dolly": 0.7, "yaw": 0.4},
    {"kind": "directive", "text": "make it rain"},
    {"kind": "look", "dx": 0.2, "dy": 0.05},
    {"kind": "quality", "rung": "640x360/1"},
    {"kind": "pause"},
    {"kind": "resume"},
    {"kind": "quality", "rung": "auto"},
    {"kind": "set", "name": "hour", "value": 21.5},
    {"kind": "lock", "name": "time", "on": True},
    {"kind": "lock", "name": "camera", "on": True},
    {"kind": "directive", "text": "make it noon in heavy fog"},
    {"kind": "lock", "name": "camera", "on": False},
    {"kind": "reset", "seed": 4},
    {"kind": "move", "truck": -1.0},
)
FRAMES_BETWEEN = 4


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[str]:
    """A server of the trained world."""
    with served("real", tmp_path_factory.mktemp("recordings"), root) as url:
        yield url


def test_a_whole_visit(
    browser: Browser, trained: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    here = Visitor(context.new_page(), trained).enter()
    try:
        for key, side in SIDES.items():
            assert turns(here, key) == side, key
        record_starts(here)
        night_falls(here)
        pausing_freezes_and_resuming_goes_on(here)
        walking_away_and_coming_back_by_another_cable(here)
        film_has_every_frame(here, tmp_path / "film.mp4")
        resetting_begins_anew(here)
        trace_tells_it_all(here)
        for share in (50, 95):
            record_property(f"first_response_p{share}_ms", float(np.percentile(here.times_ms(), share)))
        assert here.troubles == []
    finally:
        context.close()


def turns(here: Visitor, key: str) -> int:
    """To which side the picture moves while a key is held."""
    with here.holding(key):
        pictures = here.shown(5)
    return int(np.sign(np.median([drift_px(before, after) for before, after in pairwise(pictures)])))


def record_starts(here: Visitor) -> None:
    here.press("c")
    here.wait("inhabit.state.state.recording !== null")


def night_falls(here: Visitor) -> None:
    """A directive is said to be applied and visible, and the picture is another one."""
    day = here.picture().mean()
    here.say("turn to night")
    answer = here.answer()
    assert (answer["kind"], answer["status"]) == ("directive", "visible")
    assert here.frame()["frame_index"] >= answer["frame_index"] > 0
    here.wait("document.querySelector('#ack').textContent.includes('visible after')")
    here.wait("inhabit.state.state.attributes.hour > 20 || inhabit.state.state.attributes.hour < 5")
    here.wait_frames(2)
    assert here.picture().mean() < 0.7 * day


def pausing_freezes_and_resuming_goes_on(here: Visitor) -> None:
    here.press("p")
    answer = here.answer()
    here.wait("inhabit.state.life.kind === 'paused'")
    assert here.settles(lambda: here.frame()["frame_index"])
    assert here.frame()["frame_index"] <= answer["frame_index"] + 2
    assert here.settles(here.picture)
    frozen, pose = here.frame(), here.pose()
    here.press("p")
    here.wait_until_live()
    here.wait_frames(2)
    assert here.frame()["epoch"] == frozen["epoch"]
    assert here.pose() == pytest.approx(pose, abs=0.05)


def walking_away_and_coming_back_by_another_cable(here: Visitor) -> None:
    with here.holding("KeyD"):
        here.wait("Math.abs(inhabit.state.state.pose.x_m) > 2")
    here.answer()
    here.wait_frames(2)
    before, epoch = here.pose(), here.frame()["epoch"]
    here.page.evaluate("inhabit.drop()")
    here.wait("inhabit.state.life.kind === 'reconnecting'")
    here.wait_until_live()
    here.wait_frames(2)
    assert here.state()["welcome"]["resumed"]
    assert here.frame()["epoch"] == epoch
    assert here.pose() == pytest.approx(before, abs=0.3)


def film_has_every_frame(here: Visitor, film: Path) -> None:
    """What was recorded since `record_starts`, through night, pause and a broken connection."""
    here.press("c")
    link = here.page.locator("#notices a")
    link.wait_for()
    with urlopen(str(link.get_attribute("href"))) as answer:
        film.write_bytes(answer.read())
    with av.open(os.fspath(film)) as container:
        frames = sum(1 for _ in container.decode(video=0))
    assert frames == int(str(link.get_attribute("download")).split("_")[1]) > 10


def resetting_begins_anew(here: Visitor) -> None:
    here.press("Backspace")
    assert here.answer()["kind"] == "reset"
    here.wait("inhabit.lastFrame().epoch === 1")
    here.wait("inhabit.state.state.epoch === 1 && Math.abs(inhabit.state.state.pose.x_m) < 0.5")


def trace_tells_it_all(here: Visitor) -> None:
    here.press("t")
    rows = here.page.locator("#trace-list li")
    told = rows.locator("b").all_inner_texts()
    wanted = ["begin again", "step right", "resume", "pause", "“turn to night”", "turn left", "turn right"]
    assert [what for what in told if what in wanted] == wanted
    assert all("visible from frame" in text for text in rows.locator("small").all_inner_texts())


async def playing(url: str) -> tuple[str, set[int]]:
    return await asyncio.wait_for(played(url), 240)


def test_a_log_replays_to_the_frames_that_were_streamed(trained: str, tmp_path: Path, root: Path) -> None:
    with ThreadPoolExecutor(1) as thread:
        # A thread of its own: the browser's driver keeps an event loop running in this one.
        session, seen = thread.submit(asyncio.run, playing(trained.replace("http", "ws", 1))).result()
    log = tmp_path / "log.jsonl"
    with urlopen(f"{trained}v1/sessions/{session}/events") as answer:
        log.write_bytes(answer.read())
    command = [sys.executable, "-m", "inhabit", "replay", str(log), "--json"]
    done = subprocess.run(command, cwd=root, env=environment(root), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert said["identical"] == said["streamed"] >= len(seen)
    witnessed = {json.loads(line)["frame"] for line in log.read_text().splitlines() if '"digest"' in line}
    assert seen <= witnessed


async def played(url: str) -> tuple[str, set[int]]:
    """A session in which DEEDS are done: its id, and the indices of the frames that came."""
    async with websockets.connect(f"{url}v1/live", max_size=None) as socket:
        hello = {"type": "hello", "protocol_version": 1, "codecs": ["avc1"]}
        await socket.send(json.dumps({**hello, "seed": 7, "prompt": "green hills at noon"}))
        session, seen, todo = "", set[int](), list(DEEDS)
        async for raw in socket:
            if isinstance(raw, str):
                said = json.loads(raw)
                assert said["type"] not in ("rejected", "error", "bye"), said
                session = said.get("session", session)
                continue
            seen.add(unpack(raw).frame_index)
            if len(seen) % FRAMES_BETWEEN:
                continue
            if not todo:
                break
            paused = todo[0]["kind"] == "pause"
            for deed in [todo.pop(0) for _ in range(1 + paused)]:
                message = {"type": "event", "id": str(len(todo)), "event": deed}
                await socket.send(json.dumps(message))
    return session, seen


def environment(root: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(root / "src")}
