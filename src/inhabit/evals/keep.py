"""What was found is kept in a folder as it is found, so that an evaluation of hours can be broken off and go
on.

`asked.json` says of what world, weights, judges and suite the folder holds figures: a folder of another
evaluation is refused. Each episode is one JSON file, written last and at once, with its pictures beside it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from inhabit import __version__
from inhabit.core.errors import BadInputError, OutputError
from inhabit.evals.album import CELL_WIDTH_PX, Cell
from inhabit.evals.section import Found
from inhabit.evals.suite import Suite
from inhabit.evals.world import EvalWorld


class Keep(Protocol):
    """Where what was found is looked up and put."""

    def load(self, section: str, index: int) -> Found | None:
        """What an episode gave, None if it was not judged yet."""
        ...

    def save(self, section: str, index: int, found: Found) -> None:
        """Put away what an episode gave."""
        ...


class Nowhere:
    """Keeps nothing."""

    def load(self, section: str, index: int) -> Found | None:
        return None

    def save(self, section: str, index: int, found: Found) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Folder:
    """Keeps episodes as files under `root`."""

    root: Path

    def load(self, section: str, index: int) -> Found | None:
        """What an episode gave, None if it was not judged yet; a file that cannot be read counts as none."""
        at = self.root / section / f"{index}.json"
        try:
            held = json.loads(at.read_text())
            rows = [_unpacked(at.with_name(f"{index}.{i}.png"), row) for i, row in enumerate(held["rows"])]
        except (OSError, ValueError, KeyError):
            return None
        return Found(held["numbers"], rows)

    def save(self, section: str, index: int, found: Found) -> None:
        """Write an episode; the JSON comes last, so what is half written does not count."""
        at = self.root / section / f"{index}.json"
        try:
            at.parent.mkdir(parents=True, exist_ok=True)
            for i, row in enumerate(found.rows):
                at.with_name(f"{index}.{i}.png").write_bytes(_packed(row))
            begun = at.with_suffix(".part")
            labels = [[label for label, _ in row] for row in found.rows]
            begun.write_text(json.dumps({"numbers": found.numbers, "rows": labels}))
            begun.rename(at)
        except OSError as problem:
            raise OutputError(
                "bad_out", f"{at} cannot be written ({problem}): choose another folder"
            ) from problem


def asked_of(world: EvalWorld, probes: Path, suite: Suite) -> dict[str, Any]:
    """What an evaluation's figures depend on: the world by name, the judges by their files, the suite's
    numbers."""
    sha = hashlib.sha256()
    for path in sorted(probes.glob("*.safetensors")):
        sha.update(path.read_bytes())
    return {
        "world": world.name,
        "judges": sha.hexdigest()[:12],
        "suite": asdict(suite),
        "inhabit": __version__,
    }


def folder_for(root: Path, asked: dict[str, Any]) -> Folder:
    """The folder `root` for what is `asked`, new or of a run that was broken off.

    Raises BadInputError where it holds another evaluation, OutputError where it cannot be written.
    """
    at = root / "asked.json"
    wanted = json.loads(json.dumps(asked))
    try:
        root.mkdir(parents=True, exist_ok=True)
        if at.exists():
            _refuse_another(root, json.loads(at.read_text()), wanted)
        else:
            at.write_text(json.dumps(wanted, indent=1) + "\n")
    except OSError as problem:
        raise OutputError(
            "bad_out", f"{at} cannot be written ({problem}): choose another folder"
        ) from problem
    except ValueError as problem:
        raise BadInputError("bad_out", f"{at} cannot be read ({problem}): choose another folder") from problem
    return Folder(root)


def _refuse_another(root: Path, held: dict[str, Any], asked: dict[str, Any]) -> None:
    other = sorted(name for name in held.keys() | asked.keys() if held.get(name) != asked.get(name))
    if other:
        raise BadInputError(
            "other_evaluation",
            f"{root} holds another evaluation (its {', '.join(other)} differ): "
            "choose another folder or delete it",
        )


def _packed(row: list[Cell]) -> bytes:
    beside = np.concatenate([picture for _, picture in row], axis=1)
    return cv2.imencode(".png", cv2.cvtColor(beside, cv2.COLOR_RGB2BGR))[1].tobytes()


def _unpacked(path: Path, labels: list[str]) -> list[Cell]:
    """Raises OSError or ValueError where the picture is not there or not whole."""
    beside = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    if beside is None or beside.shape[1] != CELL_WIDTH_PX * len(labels):
        raise ValueError(f"{path} does not hold {len(labels)} pictures")
    parts = np.split(cv2.cvtColor(beside, cv2.COLOR_BGR2RGB), len(labels), axis=1)
    return list(zip(labels, parts, strict=True))
