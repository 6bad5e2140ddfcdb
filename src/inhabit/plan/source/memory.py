"""§6 of the source, first half: the memory budget of a stream, and how many streams an H100 holds."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, fsum

from inhabit.plan import hardware, memory, roofline
from inhabit.plan.memory import Part, Vram
from inhabit.plan.source import givens, world_model
from inhabit.plan.source.claim import Checkable, Claim

GB = 1e9

WEIGHTS = (
    ("state transition", givens.STATE_PARAMETERS, "0.4 GB"),
    ("frame renderer", givens.RENDER_PARAMETERS, "2.0 GB"),
    ("post-processing networks", givens.POST_PARAMETERS, "0.2 GB"),
)
STATE_GB, ACTIVATIONS_GB, ATTENTION_GB, LATENTS_GB = 0.1, 8.0, 2.0, 0.5
CONTEXT_GB, WORKSPACE_GB, FRAGMENTATION_GB = 1.0, 2.0, 3.0

SAID_PER_STREAM_GB, H100_GB, REACHED = 19.2, 80.0, 0.6
"""What the budget says of a stream, what it says of the card, and the share of bandwidth that it takes."""


def claims(devices: hardware.Devices) -> Iterator[Checkable]:
    """Every number of the memory budget and the bandwidth analysis; `devices` are those of
    `hardware.shipped`."""
    h100 = hardware.find("H100 SXM", devices)
    yield from _budget(h100)
    yield from _streams_by_memory()
    yield from _bandwidth(h100)


def weights_gb() -> float:
    """FP16 weights of the three networks, in GB."""
    return fsum(memory.weights_bytes(parameters, "fp16") for _, parameters, _ in WEIGHTS) / GB


def frames_gb() -> float:
    """The current and the previous frame with the latent buffers, in GB."""
    return 2.0 * memory.picture_bytes(givens.FULL_HD) / GB + LATENTS_GB


def vram(*, fragmentation_shared: bool) -> Vram:
    """The document's own lines, with what all streams of a device share told from what each has of its own.
    Fragmentation may be counted either way."""
    return Vram(
        (
            Part("weights", GB * weights_gb(), shared=True),
            Part("context", GB * CONTEXT_GB, shared=True),
            Part("workspace", GB * WORKSPACE_GB, shared=True),
            Part("fragmentation", GB * FRAGMENTATION_GB, shared=fragmentation_shared),
            Part("state", GB * STATE_GB, shared=False),
            Part("activations", GB * ACTIVATIONS_GB, shared=False),
            Part("attention", GB * ATTENTION_GB, shared=False),
            Part("frames and latents", GB * frames_gb(), shared=False),
        )
    )


def demand() -> roofline.Demand:
    """Memory traffic of a frame as the document has it: weights, and state and activations of its own."""
    return roofline.Demand("fp16", 0.0, 0.0, GB * weights_gb(), GB * (ACTIVATIONS_GB + STATE_GB))


def traffic_gb_per_s() -> float:
    """Of a stream at 30 fps."""
    return demand().moved_bytes(reads="per stream") * givens.FPS / GB


def whole_streams(memory_gb: float, bandwidth_gb_per_s: float) -> tuple[float, float]:
    """Streams of a GPU as the document counts them (19.2 GB and 321 GB/s each, 60 % of the bandwidth): the
    fewer and the more of what memory and bandwidth hold, in whole streams."""
    by_memory = memory_gb / SAID_PER_STREAM_GB
    by_bandwidth = roofline.streams_by_bandwidth(
        GB * bandwidth_gb_per_s, demand(), givens.FPS, efficiency=REACHED
    )
    fewer, more = sorted((floor(by_memory), floor(by_bandwidth)))
    return float(fewer), float(more)


def _budget(h100: hardware.Device) -> Iterator[Checkable]:
    where = "§6 memory budget"
    for name, parameters, says in WEIGHTS:
        held = memory.weights_bytes(parameters, "fp16") / GB
        yield Claim(where, f"weights, {name}", says, held, f"{parameters / 1e6:g} million x 2 bytes")
    yield Claim(where, "weights", "2.6 GB", weights_gb(), "0.4 + 2.0 + 0.2")
    most = max(world_model.DIMENSIONS)
    yield Claim(
        where,
        "scene state vector",
        "0.1 GB",
        most * hardware.precision_of("fp16").value_bytes / GB,
        f"§2 gives it at most {most} dimensions, which are 33 KB in FP16",
    )
    activations = fsum((STATE_GB, ACTIVATIONS_GB, ATTENTION_GB))
    yield Claim(where, "state and activations", "10.1 GB", activations, "0.1 + 8.0 + 2.0")
    picture = memory.picture_bytes(givens.FULL_HD) / GB
    for name in ("current frame", "previous frame"):
        yield Claim(where, name, "0.012 GB", picture, "1920 x 1080 x 3 x 2 bytes")
    yield Claim(where, "frame buffers", "0.5 GB", frames_gb(), "0.012 + 0.012 + 0.5")
    overhead = fsum((CONTEXT_GB, WORKSPACE_GB, FRAGMENTATION_GB))
    yield Claim(where, "overhead", "6.0 GB", overhead, "1.0 + 2.0 + 3.0")
    total = vram(fragmentation_shared=False).total_bytes() / GB
    yield Claim(where, "total of one stream", "19.2 GB", total, "2.6 + 10.1 + 0.5 + 6.0")
    held = h100.memory_bytes / GB
    yield Claim(where, "memory of the H100", "80.0 GB", held, h100.sources["figures"])
    yield Claim(where, "remaining for more streams", "60.8 GB", H100_GB - total, "80 - 19.2")


def _streams_by_memory() -> Iterator[Checkable]:
    where = "§6 streams by memory"
    own, shared = vram(fragmentation_shared=True), vram(fragmentation_shared=False)
    yield Claim(
        where,
        "streams on 80 GB at 19.2 GB each",
        "~4 streams",
        H100_GB / SAID_PER_STREAM_GB,
        "80 / 19.2",
    )
    yield Claim(
        where,
        "memory of one stream more",
        "19.2 GB",
        (own.stream_bytes / GB, shared.stream_bytes / GB),
        "weights, context and workspace are shared by all streams; the rest is 10.6 GB, or 13.6 with margin",
    )
    yield Claim(
        where,
        "streams on 80 GB, what they share counted once",
        "~4 streams",
        (
            memory.streams_by_memory(GB * H100_GB, shared),
            memory.streams_by_memory(GB * H100_GB, own),
        ),
        "(80 - 5.6) / 13.6 by its own rows, or (80 - 8.6) / 10.6 with one margin for all streams",
    )


def _bandwidth(h100: hardware.Device) -> Iterator[Checkable]:
    where = "§6 bandwidth"
    asked = demand()
    each = GB * givens.H100_GB_PER_S

    def streams(efficiency: float, reads: roofline.Reads) -> float:
        return roofline.streams_by_bandwidth(each, asked, givens.FPS, efficiency=efficiency, reads=reads)

    yield Claim(
        where,
        "bandwidth of the H100",
        "3.35 TB/s",
        h100.bandwidth_bytes_per_s / 1e12,
        h100.sources["figures"],
    )
    yield Claim(
        where, "weights read for a frame", "~2.6 GB", weights_gb(), "the weights of its memory budget"
    )
    yield Claim(where, "activations of a frame", "~8 GB", ACTIVATIONS_GB, "those of its memory budget")
    moved = asked.moved_bytes(reads="per stream") / GB
    yield Claim(where, "traffic of a frame", "~10.7 GB", moved, "2.6 + 8 + 0.1")
    yield Claim(where, "traffic of a stream", "321 GB/s", traffic_gb_per_s(), "10.7 x 30")
    yield Claim(where, "streams at full bandwidth", "10.4 streams", streams(1.0, "per stream"), "3350 / 321")
    yield Claim(where, "share of bandwidth that its example takes", "50-70 %", 100.0 * REACHED, "0.6")
    yield Claim(where, "streams in practice", "6 streams", streams(REACHED, "per stream"), "3350 x 0.6 / 321")
    once = "streams that are made together share one read of the 2.6 GB of weights"
    yield Claim(
        where,
        "streams at full bandwidth, weights read once for all",
        "10.4 streams",
        streams(1.0, "per batch"),
        f"{once}: (3350 / 30 - 2.6) / 8.1",
    )
    yield Claim(
        where,
        "streams in practice, weights read once for all",
        "6 streams",
        streams(REACHED, "per batch"),
        f"{once}: (3350 x 0.6 / 30 - 2.6) / 8.1",
    )
    yield Claim(
        where,
        "streams by memory and bandwidth",
        "4-6 streams",
        whole_streams(H100_GB, givens.H100_GB_PER_S),
        "whole streams of 80 / 19.2 and of 3350 x 0.6 / 321",
    )
