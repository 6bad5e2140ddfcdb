"""How worlds begin: what a session is given at its start, and what an engine makes a world of."""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.camera import Size
from inhabit.core.picture import Picture
from inhabit.inputs.events import Reset


@dataclass(frozen=True, slots=True)
class Start:
    """What a session begins with: `size` is the largest picture it will make, `picture` what its world is to
    look like at first, if anybody gave one."""

    seed: int
    prompt: str
    size: Size
    fps: float = 30.0
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Birth:
    """A world to be born before a turn is rendered."""

    seed: int
    prompt: str
    size: Size
    picture: Picture | None = None

    def again(self, reset: Reset) -> Birth:
        """Born anew, after a reset that was checked: what it does not name stays as it was. Another seed or
        prompt is another world, so a picture stays only with both; and a new picture takes the place of words
        that were said of another world."""
        seed = self.seed if reset.seed is None else reset.seed
        size = reset.size if isinstance(reset.size, Size) else self.size
        if isinstance(reset.picture, Picture):
            return Birth(seed, reset.prompt or "", size, reset.picture)
        kept = self.picture if reset.seed is None and reset.prompt is None else None
        return Birth(seed, reset.prompt or self.prompt, size, kept)
