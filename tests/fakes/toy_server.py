"""`python -m tests.fakes.toy_server [options of inhabit serve]`: the true server before the toy engine."""

from __future__ import annotations

import sys
from types import ModuleType

from inhabit.cli.main import main
from inhabit.core.camera import Size
from tests.fakes.engine import ToyEngine


class WideToyEngine(ToyEngine):
    """The toy at the sizes that people look at."""

    def sizes(self) -> tuple[Size, ...]:
        return (Size(640, 360), Size(960, 540))


class ToyEngineModule(ModuleType):
    """Stands where the true engine would be imported from, and spares the test its weight."""

    @staticmethod
    def load_engine(*_folder: object) -> WideToyEngine:
        return WideToyEngine()


if __name__ == "__main__":
    sys.modules["inhabit.runtime.load"] = ToyEngineModule("inhabit.runtime.load")
    main(["serve", *sys.argv[1:]])
