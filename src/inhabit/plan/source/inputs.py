"""What the source document takes as given: numbers that it derives from nothing, section by section.

Nothing can be recomputed of them, but every number of the document is to be found in the report. A number
that is held against something (another place, a sheet) is a claim of its section and does not stand here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inhabit.plan import economics, matrix
from inhabit.plan.source.claim import Given

Told = tuple[str, str, str]
"""Where, quantity, and the number as printed."""

INPUTS: Mapping[str, tuple[Told, ...]] = {
    "§1": (
        ("§1 core constraint", "practical target", "30 fps"),
        ("§1 core constraint", "motion appears choppy below", "24 fps"),
        ("§1 batch pipeline", "length of the clip", "4 s"),
        ("§1 batch pipeline", "prompt encoding", "~200 ms"),
        ("§1 batch pipeline", "noise initialization", "~50 ms"),
        ("§1 batch pipeline", "denoising steps", "~20-50"),
        ("§1 batch pipeline", "time of a denoising step", "200-500 ms"),
        ("§1 batch pipeline", "VAE decoding", "~500 ms"),
        ("§1 batch pipeline", "post-processing", "~200 ms"),
        ("§1 perception", "feels instantaneous", "< 50 ms"),
        ("§1 perception", "noticeable but acceptable", "50-100 ms"),
        ("§1 perception", "perceptible delay", "100-200 ms"),
        ("§1 perception", "clearly delayed", "> 200 ms"),
        ("§1 response", "wanted of the whole pipeline", "under 100 ms"),
        ("§1 response", "processing overhead", "~10 ms"),
    ),
    "§2": (
        ("§2 architecture", "dimensions of the state", "4096-16384"),
        ("§2 architecture", "steps of the renderer", "1-4"),
    ),
    "§3": (
        ("§3 stage 2", "encoding the input", "~0.5 ms"),
        ("§3 stage 2", "forward pass", "~2 ms"),
        ("§3 stage 2", "writing the state back", "~0.5 ms"),
        ("§3 stage 2", "operations per parameter", "2 FLOPs"),
        ("§3 stage 3", "parameters of the renderer", "~1B"),
        ("§3 stage 3", "upsampling blocks", "6-8"),
        ("§3 stage 3", "width of the latent", "240"),
        ("§3 stage 3", "upsampling from state to latent", "~8 ms"),
        ("§3 stage 3", "decoding latents to pixels", "~6 ms"),
        ("§3 stage 3", "detail refinement", "~4 ms"),
        ("§3 stage 4", "color space conversion", "~0.5 ms"),
        ("§3 stage 4", "tone mapping and gamma", "~0.5 ms"),
        ("§3 stage 4", "sharpening or denoising", "~1 ms"),
        ("§3 stage 4", "blending with the previous frame", "~1 ms"),
        ("§3 stage 4", "overlay", "~1 ms"),
        ("§3 stage 5", "frame buffer management", "~1 ms"),
        ("§3 stage 5", "writing to a local display", "~1 ms"),
        ("§3 stage 6", "compressed frame at 1080p", "~50-150 KB"),
        ("§3 stage 6", "connection", "100 Mbps"),
        ("§3 stage 6", "jitter, queuing and overhead", "2-5 ms"),
        ("§3 stage 6", "decoding at the client", "~1-2 ms"),
    ),
    "§4": (
        ("§4 first table", "time of a denoising step", "25 ms"),
        ("§4 first table", "alpha", "1.0"),
        ("§4 metrics", "LPIPS, batch", "0.05-0.10"),
        ("§4 metrics", "LPIPS, real time", "0.12-0.20"),
        ("§4 metrics", "CLIP score, batch", "0.30-0.35"),
        ("§4 metrics", "CLIP score, real time", "0.25-0.30"),
        ("§4 metrics", "temporal consistency, batch", "0.90-0.95"),
        ("§4 metrics", "temporal consistency, real time", "0.85-0.92"),
        ("§4 example", "compute of a denoising step", "10^12 FLOPs"),
        ("§4 example", "target rate", "30 fps"),
        ("§4 operating point", "steps of real-time models", "1-2"),
    ),
    "§5": (
        ("§5 Little's law, batch", "arrivals", "100 per second"),
        ("§5 Little's law, batch", "time of a generation", "30 s"),
        ("§5 Little's law, real time", "concurrent users", "1000"),
        ("§5 Little's law, real time", "frames per second of a stream", "30"),
        ("§5 M/M/c, batch", "arrivals", "10 per second"),
        ("§5 M/M/c, batch", "service rate of a GPU", "1/30 per second"),
        ("§5 M/M/c, batch", "GPUs", "400"),
        ("§5 M/M/c, real time", "session starts", "10 per second"),
        ("§5 M/M/c, real time", "mean length of a session", "5 minutes"),
        ("§5 M/M/c, real time", "streams", "3200"),
    ),
    "§6": (
        ("§6 memory budget", "intermediate activations", "8.0 GB"),
        ("§6 memory budget", "attention cache", "2.0 GB"),
        ("§6 memory budget", "latent buffers", "0.5 GB"),
        ("§6 memory budget", "CUDA context and kernels", "1.0 GB"),
        ("§6 memory budget", "cuDNN workspace", "2.0 GB"),
        ("§6 memory budget", "fragmentation margin", "3.0 GB"),
        ("§6 bandwidth", "state of a frame", "~0.1 GB"),
        ("§6 table of GPUs, H100 SXM", "price of an hour", "$3.50"),
        ("§6 table of GPUs, A100 80GB", "price of an hour", "$2.20"),
        ("§6 table of GPUs, L40S", "price of an hour", "$1.50"),
        ("§6 table of GPUs, B200", "price of an hour", "~$5.00"),
        ("§6 precision, INT8", "loss of quality", "< 1 %"),
        ("§6 precision, INT4", "loss of quality", "2-5 %"),
        ("§6 precision, FP8", "loss of quality", "< 0.5 %"),
    ),
    "§7": (
        ("§7 metrics", "monthly active users", "16,000,000"),
        ("§7 metrics", "annual recurring revenue", "$40,000,000"),
        ("§7 metrics", "registered users aimed at", "200,000,000"),
        ("§7 metrics", "funding", "$60,000,000+"),
        ("§7 costs, engineering team", "people", "~150"),
        ("§7 companies", "margin of OpenAI", "30-40 %"),
        ("§7 companies", "margin of Runway", "~50 %"),
        ("§7 companies", "margin of Midjourney", "~70 %"),
        ("§7 target", "users of Alibaba's platforms", "1B+"),
        ("§7 target", "signups by its integrations", "100M+"),
        ("§7 target", "active share of the registered", "10-20 %"),
        ("§7 target", "yearly revenue aimed at", "$200M"),
        ("§7 backer", "how much cheaper compute gets", "30-50 %"),
    ),
}


def given(section: str) -> Iterator[Given]:
    """The inputs of a section, in the document's order; none for a section without."""
    for where, quantity, says in INPUTS.get(section, ()):
        yield Given(where, quantity, says)
    if section == "§7":
        for cost in economics.R1_COSTS:
            yield Given(f"§7 costs, {cost.name}", "costs of a month", f"${cost.usd / 1e6:g}M")
    if section == "§8":
        for row in matrix.R1_ROWS:
            where = f"§8 quality matrix, {row.dimension}"
            yield Given(where, "weight", f"{row.weight:.2f}")
            for column, points in zip(matrix.R1_COLUMNS, row.points, strict=True):
                yield Given(where, f"points, {column}", f"{points:g}/10")
