"""Where sun, moon and clouds are: what the simulator draws from and the look is told, so that both agree."""

from __future__ import annotations

import math

import numpy as np

CLOUD_PLANE_M = 600.0
"""Height of the plane that clouds lie in."""
MOON_BEHIND_RAD = 2.6
"""How far the moon's heading is past the sun's."""
SUN_LIGHTS_CLOUDS_RAD = -0.12
"""Height of the sun down to which clouds are lit by it; then by the moon."""


def sun_elevation_rad(hour: float) -> float:
    """Height of the sun above the horizon: 52 degrees at 12:00, 0 near 6:00 and 18:00."""
    return math.radians(52.0) * math.sin((hour - 6.0) * math.tau / 24.0)


def sun_azimuth_rad(hour: float) -> float:
    """Heading of the sun, as a yaw: east (+90 degrees) at 6:00, south at 12:00, west at 18:00."""
    return math.radians(90.0) + (hour - 6.0) * math.tau / 24.0


def sun_direction(hour: float) -> np.ndarray:
    """Unit vector toward the sun in world axes, float64 [3] (below the horizon at night)."""
    return _toward(sun_azimuth_rad(hour), sun_elevation_rad(hour))


def moon_direction(hour: float) -> np.ndarray:
    """Unit vector toward the moon in world axes, float64 [3]: high when the sun is deep."""
    elevation = max(-0.8 * sun_elevation_rad(hour), math.radians(-20.0)) + math.radians(4.0)
    return _toward(sun_azimuth_rad(hour) + MOON_BEHIND_RAD, elevation)


def cloud_lamp(hour: float) -> np.ndarray:
    """Unit vector toward whichever of the two lights the clouds, float64 [3]."""
    sun = sun_direction(hour)
    return sun if sun[1] > SUN_LIGHTS_CLOUDS_RAD else moon_direction(hour)


def _toward(azimuth_rad: float, elevation_rad: float) -> np.ndarray:
    level = math.cos(elevation_rad)
    return np.array([math.sin(azimuth_rad) * level, math.sin(elevation_rad), math.cos(azimuth_rad) * level])
