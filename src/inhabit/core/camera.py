"""Where the camera is and how it looks: poses, motion, and the picture's proportions.

Conventions, the same in simulator, network and client:

- World axes: x east, y up, z north, in metres.
- yaw 0 looks along +z and grows to the right (toward +x); pitch grows upward; roll grows clockwise.
- `fov_rad` spans the *longer* side of the picture, so turning a phone does not zoom.
- Image axes: u grows right, v grows down; pixel centres lie at half-integers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from inhabit.core.errors import BadInputError

PITCH_LIMIT_RAD = math.radians(60.0)
FOV_MIN_RAD, FOV_MAX_RAD = math.radians(25.0), math.radians(100.0)
FOV_DEFAULT_RAD = math.radians(70.0)


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's width and height in pixels."""

    width_px: int
    height_px: int

    def __post_init__(self) -> None:
        for side in (self.width_px, self.height_px):
            if not 64 <= side <= 4096 or side % 2:
                raise BadInputError(
                    "bad_size",
                    f"size {self.width_px}x{self.height_px} is not supported: "
                    "both sides must be even and between 64 and 4096 pixels",
                )

    @classmethod
    def parse(cls, text: str) -> Size:
        """Read `640x360`; raises BadInputError naming the text otherwise."""
        width, cross, height = text.lower().partition("x")
        if not (cross and width.isdecimal() and height.isdecimal()):
            raise BadInputError("bad_size", f"size {text!r} is not WIDTHxHEIGHT, for example 640x360")
        return cls(int(width), int(height))

    def __str__(self) -> str:
        return f"{self.width_px}x{self.height_px}"


@dataclass(frozen=True, slots=True)
class Pose:
    """A camera: position in metres, angles in radians, field of view across the longer side."""

    x_m: float = 0.0
    y_m: float = 0.0
    z_m: float = 0.0
    yaw_rad: float = 0.0
    pitch_rad: float = 0.0
    roll_rad: float = 0.0
    fov_rad: float = FOV_DEFAULT_RAD

    def rotation(self) -> np.ndarray:
        """Camera-to-world rotation, float64 [3, 3]; columns are right, up, forward."""
        sy, cy = math.sin(self.yaw_rad), math.cos(self.yaw_rad)
        sp, cp = math.sin(self.pitch_rad), math.cos(self.pitch_rad)
        sr, cr = math.sin(self.roll_rad), math.cos(self.roll_rad)
        # Level right and up; written out, because this runs for every keyframe of every frame.
        rx, rz = cy, -sy
        ux, uy, uz = -sp * sy, cp, -sp * cy
        return np.array(
            [
                [cr * rx - sr * ux, sr * rx + cr * ux, sy * cp],
                [-sr * uy, cr * uy, sp],
                [cr * rz - sr * uz, sr * rz + cr * uz, cy * cp],
            ]
        )

    @property
    def position(self) -> np.ndarray:
        """float64 [3]: x, y, z in metres."""
        return np.array([self.x_m, self.y_m, self.z_m])


def focal_px(fov_rad: float, width_px: float, height_px: float) -> float:
    """Pinhole focal length in pixels for a field of view across the longer side."""
    return 0.5 * max(width_px, height_px) / math.tan(0.5 * fov_rad)


@dataclass(frozen=True, slots=True)
class Motion:
    """Commanded camera speed over one tick, in the camera's own frame.

    Metres per second along forward (dolly), right (truck) and up (pedestal); radians per second for
    the angles; `zoom` is the relative growth of focal length per second (positive narrows the view).
    """

    dolly_mps: float = 0.0
    truck_mps: float = 0.0
    pedestal_mps: float = 0.0
    yaw_rps: float = 0.0
    pitch_rps: float = 0.0
    roll_rps: float = 0.0
    zoom: float = 0.0


def advance(pose: Pose, motion: Motion, dt_s: float) -> Pose:
    """The pose after `dt_s` of `motion`: travel follows the heading, not the pitch.

    Pitch and field of view stop at their limits; yaw wraps to (-pi, pi].
    """
    sy, cy = math.sin(pose.yaw_rad), math.cos(pose.yaw_rad)
    forward_m, right_m = motion.dolly_mps * dt_s, motion.truck_mps * dt_s
    yaw = pose.yaw_rad + motion.yaw_rps * dt_s
    half = 0.5 * pose.fov_rad
    zoomed = 2.0 * math.atan(math.tan(half) * math.exp(-motion.zoom * dt_s))
    return replace(
        pose,
        x_m=pose.x_m + sy * forward_m + cy * right_m,
        y_m=pose.y_m + motion.pedestal_mps * dt_s,
        z_m=pose.z_m + cy * forward_m - sy * right_m,
        yaw_rad=math.remainder(yaw, math.tau),
        pitch_rad=_clamp(pose.pitch_rad + motion.pitch_rps * dt_s, -PITCH_LIMIT_RAD, PITCH_LIMIT_RAD),
        roll_rad=math.remainder(pose.roll_rad + motion.roll_rps * dt_s, math.tau),
        fov_rad=_clamp(zoomed, FOV_MIN_RAD, FOV_MAX_RAD),
    )


def _clamp(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
