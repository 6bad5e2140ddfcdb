"""One word per thing (docs/glossary.md): names that the house does not use stay out of the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import name_of, python

DENOISING = tuple(f"src/inhabit/world/{noun}.py" for noun in ("network", "denoiser", "sampler", "schedule"))
EVERYWHERE = {
    "action": "event or control",
    "actions": "events",
    "action_id": "event",
    "timestep": "sigma or step",
}
MODEL = {"x0": "clean", "xt": "noisy", "v_pred": "velocity", "noise_level": "sigma", "cache_pass": "commit"}


@pytest.mark.parametrize(
    ("folders", "banned"),
    [
        (("src/inhabit/",), EVERYWHERE),
        (DENOISING, MODEL),
    ],
    ids=["everywhere", "model"],
)
def test_names_are_the_words_of_the_glossary(folders: tuple[str, ...], banned: dict[str, str]) -> None:
    wrong = [
        f"{name_of(path)}:{line}: {name!r} (say {banned[name]})"
        for path in python(*folders)
        for name, line in names(path)
        if name in banned
    ]
    assert not wrong, "\n".join(wrong)


def names(path: Path) -> Iterator[tuple[str, int]]:
    """Every name that a file gives to something, with its line."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.arg(arg=name):
                yield name, node.lineno
            case ast.Name(id=name, ctx=ast.Store()):
                yield name, node.lineno
