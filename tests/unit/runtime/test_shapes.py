"""One set of weights in several shapes: which there are, and that each is compiled once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from inhabit.core.camera import Size
from inhabit.core.shape import Shape, by_shape
from inhabit.core.spec import TOKEN_CELL_PX, WorldSpec
from inhabit.runtime.networks import Networks
from inhabit.runtime.shapes import Shapes, canvases

NOTHING: Any = lambda *_inputs: ()  # noqa: E731


class Compiler:
    """Counts what it is asked to compile."""

    def __init__(self) -> None:
        self.asked: list[Size] = []

    def __call__(self, spec: WorldSpec) -> Networks:
        self.asked.append(spec.canvas)
        return Networks(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)


def test_the_four_shapes_have_canvases_that_tokens_tile() -> None:
    found = canvases(WorldSpec())
    assert [str(Shape.of(canvas)) for canvas in found] == ["16:9", "9:16", "1:1", "4:3"]
    assert found == (Size(640, 360), Size(360, 640), Size(480, 480), Size(480, 360))
    assert all(side % TOKEN_CELL_PX == 0 for c in found for side in (c.width_px, c.height_px))


def test_a_larger_checkpoint_has_them_too() -> None:
    large = replace(WorldSpec(), canvas_width_px=1280, canvas_height_px=720)
    assert canvases(large)[2:] == (Size(960, 960), Size(960, 720))


def test_every_shape_comes_in_several_sizes_from_360_lines_up() -> None:
    sizes = Shapes(WorldSpec(), Compiler()).sizes()
    assert {len(own) for own in by_shape(sizes).values()} == {4}
    assert Size(1920, 1080) in sizes and Size(1080, 1920) in sizes and Size(1440, 1080) in sizes
    assert min(min(size.width_px, size.height_px) for size in sizes) == 360


def test_a_canvas_is_compiled_when_it_is_first_asked_for_and_once() -> None:
    compiler = Compiler()
    shapes = Shapes(WorldSpec(), compiler)
    upright = shapes.canvas_of(Size(1080, 1920))
    assert (upright, shapes.ready(upright), compiler.asked) == (Size(360, 640), False, [])
    first = shapes.of(upright)
    assert (shapes.of(upright) is first, shapes.ready(upright), compiler.asked) == (True, True, [upright])
    assert first.sight.cells == (128, 72)


def test_two_threads_that_ask_at_once_get_the_same() -> None:
    class Slow(Compiler):
        def __call__(self, spec: WorldSpec) -> Networks:
            both.wait(timeout=5)
            return super().__call__(spec)

    both, slow = threading.Event(), Slow()
    shapes = Shapes(WorldSpec(), slow)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(shapes.of, Size(480, 480)) for _ in range(2)]
        both.set()
        assert asked[0].result() is asked[1].result()
    assert len(slow.asked) == 1
