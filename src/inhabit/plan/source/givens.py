"""What the source document takes as given and uses in more than one section, each with where it says so.

Tables that the planner itself starts from lie beside their arithmetic: the stages of a frame in `budget`, the
levels by year in `horizon`, the costs in `economics`, the quality matrix in `matrix`.
"""

from __future__ import annotations

from math import fsum

from inhabit.core.camera import Size
from inhabit.plan import budget, interval

FPS = 30.0
"""§1: the practical target."""

FULL_HD = Size(1920, 1080)

STATE_PARAMETERS, RENDER_PARAMETERS, POST_PARAMETERS = 2e8, 1e9, 1e8
"""§3 stages 2 and 3, §6: the state transition, the frame renderer, the post-processing networks."""

PRINTED_FLOP_PER_S = 1.98e15
"""§3 stages 2 and 3: the H100's FP16 rate as the document prints it."""

H100_GB_PER_S = 3350.0
"""§3 stage 3, §6."""

CLIP_S, CLIP_RENDER_S = 4.0, 30.0
"""§1, §5: length of a clip, and how long a batch model takes for it."""

STREAMS_PER_H100 = (4.0, 6.0)
"""§6: concurrent real-time streams at 1080p."""

STREAM_HOUR_USD = (0.28, 1.50)
"""§6, table of GPUs: the cheapest and the dearest stream hour."""

USERS, YEARLY_USD = 16_000_000, 40e6
"""§7: active in a month; recurring revenue in a year."""


def stage_ms(name: str) -> float:
    """Time of a stage in the document's budget (§3), in ms."""
    return next(stage.took_ms for stage in budget.R1_STAGES if stage.name == name)


def frame_ms() -> float:
    """The interval at 30 fps, in ms."""
    return interval.interval_ms(FPS)


DENOISING_STEPS, DENOISING_STEP_S = (20.0, 50.0), (0.2, 0.5)
"""§1, batch pipeline: steps, and the time of each in seconds."""

BATCH_PARTS_S = (
    ("prompt encoding", 0.2, 0.2),
    ("noise", 0.05, 0.05),
    ("denoising", DENOISING_STEPS[0] * DENOISING_STEP_S[0], DENOISING_STEPS[1] * DENOISING_STEP_S[1]),
    ("decoding", 0.5, 0.5),
    ("post-processing", 0.2, 0.2),
)
"""§1, batch pipeline: the least and the most of each part in seconds."""

BATCH_TOTAL_S = (5.0, 30.0)
"""§1, batch pipeline: the total that the document prints, which is more than the parts come to."""


def batch_s() -> tuple[float, float]:
    """What the parts of the batch pipeline sum to (§1), in seconds."""
    return fsum(part[1] for part in BATCH_PARTS_S), fsum(part[2] for part in BATCH_PARTS_S)
