"""Progress on standard error: a bar for each thing that takes long."""

from __future__ import annotations

from collections.abc import Callable


class Bars:
    """Progress on standard error, one bar per section."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, TimeElapsedColumn

        columns = (*Progress.get_default_columns(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._tasks: dict[str, object] = {}

    def __enter__(self) -> Bars:
        self._progress.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._progress.stop()

    def begin(self, section: str, total: int) -> Callable[[int], None]:
        """A bar of `total` units."""
        task = self._progress.add_task(section, total=total)
        return lambda done: self._progress.advance(task, done)

    def share(self, what: str, done: float) -> None:
        """A bar told how much of it is done."""
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=1.0)
        self._progress.update(self._tasks[what], completed=done)  # pyright: ignore[reportArgumentType]
