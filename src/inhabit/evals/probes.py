"""Two small networks that read pictures: how did the camera move, and what is the world like.

They are trained on the simulator alone (`inhabit eval train-probes`), never see a generated picture
in training, and their own error on held-out truth stands beside every figure they give. The motion
probe reads dense optical flow between two frames `MOTION_TICKS` apart, the attribute probe one frame;
both look at 160x90.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

from inhabit.core.attributes import BIOMES, STYLES
from inhabit.core.errors import CheckpointError
from inhabit.core.frame import PlanarFrame

PROBE_WIDTH_PX, PROBE_HEIGHT_PX = 160, 90
MOTION_TICKS = 3
"""Ticks of 1/30 s between the two frames that the motion probe compares."""

AXES = ("yaw", "pitch", "dolly", "truck")
AXIS_FULL = np.array([0.9, 0.6, 8.0, 6.0], dtype=np.float32)
"""Full speed per axis: rad/s, rad/s, m/s, m/s. The network works in these units."""

HOUR_BINS = ("night", "dusk", "day")
WEATHER = ("cloud", "fog", "rain", "snow")
WEIGHTS = Path(__file__).resolve().parent.parent / "weights" / "probes"

_FLOW = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
_FLOW.setFinestScale(0)
_FLOW_CHANNELS = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """What the attribute probe saw: `sun` is the sine of the sun's path (1 noon, 0 at 6:00 and 18:00, -1
    midnight); `weather` in [0, 1] by name; `hour`, `biome`, `style` the likeliest names."""

    sun: float
    hour: str
    weather: dict[str, float]
    biome: str
    style: str


def small(plane: np.ndarray) -> np.ndarray:
    """uint8 plane of any size to the probes' size, by area."""
    return cv2.resize(plane, (PROBE_WIDTH_PX, PROBE_HEIGHT_PX), interpolation=cv2.INTER_AREA)


def planes(frame: PlanarFrame) -> np.ndarray:
    """uint8 [3, 90, 160]: luma, blue and red at the probes' size."""
    return np.stack([small(frame.luma), small(frame.blue), small(frame.red)])


def flow_features(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """float32 [8, 45, 80] from two uint8 lumas [90, 160]: flow x, y, what the flow leaves unexplained,
    local contrast, the normalised first luma, the raw first luma, and the pixel's place x, y."""
    first, second = _even(before), _even(after)
    flow = _FLOW.calc(first, second, None)  # pyright: ignore[reportCallIssue, reportArgumentType]
    y, x = np.mgrid[0:PROBE_HEIGHT_PX, 0:PROBE_WIDTH_PX].astype(np.float32)
    pulled = cv2.remap(second, x + flow[:, :, 0], y + flow[:, :, 1], cv2.INTER_LINEAR)
    residual = cv2.absdiff(first, pulled).astype(np.float32) / 32.0
    luma = before.astype(np.float32)
    contrast = np.log1p(np.abs(cv2.Laplacian(luma, cv2.CV_32F))) / 2.0
    stack = [
        flow[:, :, 0] / 4.0,
        flow[:, :, 1] / 4.0,
        residual,
        contrast,
        first.astype(np.float32) / 64.0 - 2.0,
        luma / 128.0 - 1.0,
        x / (PROBE_WIDTH_PX / 2) - 1.0,
        y / (PROBE_HEIGHT_PX / 2) - 1.0,
    ]
    half = (PROBE_WIDTH_PX // 2, PROBE_HEIGHT_PX // 2)
    return np.stack([cv2.resize(c, half, interpolation=cv2.INTER_AREA) for c in stack])


class MotionProbe(nn.Module):
    """Flow features [b, 8, 45, 80] to speeds [b, 4] over AXIS_FULL; places vote by a learned weight."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.Sequential(
            _block(_FLOW_CHANNELS, 32), _block(32, 64), _block(64, 96), nn.Conv2d(96, 128, 3, padding=1)
        )
        self.votes = nn.Conv2d(128, len(AXES), 1)
        self.weights = nn.Conv2d(128, len(AXES), 1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        deep = F.gelu(self.trunk(features))
        weights = self.weights(deep).flatten(2).softmax(dim=2)
        return (self.votes(deep).flatten(2) * weights).sum(dim=2)


class AttributeProbe(nn.Module):
    """Planes [b, 3, 90, 160] in [-1, 1] to [b, 17]: sun, hour bins, weather, biome, style."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.Sequential(_block(3, 16), _block(16, 32), _block(32, 64), _block(64, 96))
        outputs = 1 + len(HOUR_BINS) + len(WEATHER) + len(BIOMES) + len(STYLES)
        self.head = nn.Sequential(nn.Linear(192, 128), nn.GELU(), nn.Linear(128, outputs))

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        deep = self.trunk(picture)
        return self.head(torch.cat([deep.mean(dim=(2, 3)), deep.amax(dim=(2, 3))], dim=1))


@dataclass(frozen=True, slots=True)
class Probes:
    """Both probes, ready to read."""

    motion: MotionProbe
    attribute: AttributeProbe

    def speeds(self, before: PlanarFrame, after: PlanarFrame) -> np.ndarray:
        """float32 [4]: yaw rad/s, pitch rad/s, dolly m/s, truck m/s between frames MOTION_TICKS apart."""
        features = flow_features(small(before.luma), small(after.luma))
        with torch.inference_mode():
            return self.motion(torch.from_numpy(features)[None])[0].numpy() * AXIS_FULL

    def read(self, frame: PlanarFrame) -> Reading:
        """What the world of this picture is like."""
        with torch.inference_mode():
            return reading(self.attribute(normalised(planes(frame)[None]))[0].numpy())


def normalised(picture: np.ndarray) -> torch.Tensor:
    """uint8 [b, 3, 90, 160] to float [b, 3, 90, 160] in [-1, 1]."""
    return torch.from_numpy(picture).float() / 127.5 - 1.0


def split(outputs: torch.Tensor) -> list[torch.Tensor]:
    """The attribute probe's output [b, 17] as sun, hour bins, weather, biome, style."""
    return list(outputs.split([1, len(HOUR_BINS), len(WEATHER), len(BIOMES), len(STYLES)], dim=1))


def reading(outputs: np.ndarray) -> Reading:
    """One row [17] of the attribute probe's output as a Reading."""
    sun, hour, weather, biome, style = (part[0] for part in split(torch.from_numpy(outputs)[None]))
    return Reading(
        sun=float(sun[0]),
        hour=HOUR_BINS[int(hour.argmax())],
        weather={name: float(v) for name, v in zip(WEATHER, weather.sigmoid(), strict=True)},
        biome=BIOMES[int(biome.argmax())],
        style=STYLES[int(style.argmax())],
    )


def save(probes: Probes, folder: Path, spec: Mapping[str, object]) -> None:
    """Write both networks as half floats with the recipe and the errors on truth beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, network in (("motion", probes.motion), ("attribute", probes.attribute)):
        state = {key: value.half().contiguous() for key, value in network.state_dict().items()}
        save_file(state, folder / f"{name}.safetensors")
    (folder / "spec.json").write_text(json.dumps(dict(spec), indent=2) + "\n")


def load(folder: Path = WEIGHTS) -> Probes:
    """Both probes; raises CheckpointError where they are missing or of another shape."""
    probes = Probes(MotionProbe().eval(), AttributeProbe().eval())
    for name, network in (("motion", probes.motion), ("attribute", probes.attribute)):
        _fill(network, folder / f"{name}.safetensors")
    return probes


def _fill(network: nn.Module, path: Path) -> None:
    try:
        with safe_open(path, framework="pt") as stored:
            state = {key: stored.get_tensor(key).float() for key in stored.keys()}  # noqa: SIM118
        network.load_state_dict(state)
    except (OSError, SafetensorError, RuntimeError) as problem:
        raise CheckpointError(
            "bad_probes",
            f"the probe {path} cannot be read ({str(problem).splitlines()[0]}): "
            "train the probes with `inhabit eval train-probes`",
        ) from problem


def _block(channels_in: int, channels_out: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, 3, stride=2, padding=1),
        nn.BatchNorm2d(channels_out),
        nn.GELU(),
    )


def _even(luma: np.ndarray) -> np.ndarray:
    """Luma with its local mean and contrast taken out, so that night and fog flow like day."""
    value = luma.astype(np.float32)
    centre = cv2.GaussianBlur(value, (0, 0), 6.0)
    spread = np.sqrt(np.maximum(cv2.GaussianBlur(value * value, (0, 0), 6.0) - centre**2, 0.0))
    return np.clip(128.0 + 40.0 * (value - centre) / (spread + 2.0), 0, 255).astype(np.uint8)
