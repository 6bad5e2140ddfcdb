"""What machines can do: memory, bandwidth, dense rates by precision, encoders, price, each with its source.

The table is `hardware.toml` beside this file; a person's own has the same shape and is read by the same code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from inhabit.core.errors import BadInputError
from inhabit.plan.checks import count, non_negative, positive
from inhabit.plan.names import plain, unknown

GIGA, TERA = 1e9, 1e12
MOST_GB, MOST_TFLOPS, MOST_USD_PER_HOUR = 1e6, 1e6, 1e4


@dataclass(frozen=True, slots=True)
class Precision:
    """How numbers are kept: bytes of a weight, bytes of a value handed from layer to layer, and which of a
    device's rates the products run at. Layers hand on half precision even where products are narrower."""

    name: str
    weight_bytes: float
    value_bytes: float
    rate: str


PRECISIONS: Mapping[str, Precision] = {
    kept.name: kept
    for kept in (
        Precision("fp32", 4, 4, "fp32"),
        Precision("tf32", 4, 4, "tf32"),
        Precision("fp16", 2, 2, "fp16"),
        Precision("bf16", 2, 2, "bf16"),
        Precision("fp8", 1, 2, "fp8"),
        Precision("int8", 1, 2, "int8"),
        Precision("fp4", 0.5, 2, "fp4"),
        # Packed four-bit integers: present tensor cores unpack them and multiply in fp16.
        Precision("int4", 0.5, 2, "fp16"),
    )
}


@dataclass(frozen=True, slots=True)
class Device:
    """One GPU, or one computer without.

    `flop_per_s` are dense rates by name ("fp16" to operations a second); `encoders` are hardware video
    encoders; `usd_per_hour` is an assumption, None where the device is not rented; `sources` says where
    "figures", "encoders" and "price" come from.
    """

    name: str
    kind: Literal["gpu", "cpu"]
    memory_bytes: float
    bandwidth_bytes_per_s: float
    flop_per_s: Mapping[str, float]
    encoders: int
    usd_per_hour: float | None
    sources: Mapping[str, str]

    def rate(self, precision: str) -> float:
        """Dense operations a second at a precision, by `PRECISIONS`.

        Raises BadInputError for a precision that is unknown or that this device has no rate for, naming those
        it has.
        """
        held = self.flop_per_s.get(precision_of(precision).rate)
        if held is None:
            raise BadInputError(
                "bad_precision",
                f"{self.name} does not multiply in {precision}: choose one of {', '.join(self.precisions)}",
            )
        return held

    @property
    def precisions(self) -> tuple[str, ...]:
        """The precisions this device can work at, widest first."""
        return tuple(kept.name for kept in PRECISIONS.values() if kept.rate in self.flop_per_s)


Devices = Mapping[str, Device]
"""Devices by name."""


def precision_of(name: str) -> Precision:
    """A precision by name; raises BadInputError with the known ones and the nearest."""
    if name not in PRECISIONS:
        raise BadInputError("bad_precision", unknown("precision", name, PRECISIONS))
    return PRECISIONS[name]


def shipped() -> Devices:
    """The devices of `hardware.toml`, which is read from the package."""
    text = files("inhabit.plan").joinpath("hardware.toml").read_text(encoding="utf-8")
    return parse(text, "hardware.toml")


def read(path: Path) -> Devices:
    """A person's own table, laid over the shipped one: equal names take the own figures.

    Reads the file. Raises BadInputError if it cannot be read, is not TOML, or has a wrong key or value.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError("bad_hardware", f"{path} cannot be read: {error}") from error
    return {**shipped(), **parse(text, path.name)}


def parse(text: str, where: str) -> Devices:
    """Devices from TOML text; `where` names it in messages. Raises BadInputError as `read` does."""
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError("bad_hardware", f"{where} is not TOML: {error}") from error
    _only(held, {"device"}, where)
    entries = held.get("device", [])
    if not isinstance(entries, list) or not entries:
        raise BadInputError("bad_hardware", f"{where} names no device: start each with [[device]]")
    found: dict[str, Device] = {}
    for number, entry in enumerate(entries, 1):
        made = _device(entry, where, number)
        if made.name in found:
            raise BadInputError("bad_hardware", f"{where} names {made.name!r} twice: keep one")
        found[made.name] = made
    return found


def find(name: str, devices: Devices) -> Device:
    """The device of that name, whatever the case, blanks and dashes.

    Raises BadInputError with the nearest name and all known ones otherwise.
    """
    for device in devices.values():
        if plain(device.name) == plain(name):
            return device
    raise BadInputError("unknown_device", unknown("device", name, devices))


KEYS = {
    "name", "kind", "memory_gb", "bandwidth_gb_per_s", "encoders", "usd_per_hour", "tflops", "sources",
}  # fmt: skip
OPTIONAL = {"encoders", "usd_per_hour", "sources"}
SOURCES = ("figures", "encoders", "price")


def _device(entry: Any, where: str, number: int) -> Device:
    place = f"{where}, device {number}"
    if not isinstance(entry, dict):
        raise BadInputError("bad_hardware", f"{place} is not a table: start it with [[device]]")
    _only(entry, KEYS, place)
    missing = sorted(KEYS - OPTIONAL - set(entry))
    if missing:
        raise BadInputError("bad_hardware", f"{place} lacks {', '.join(missing)}")
    name, kind = entry["name"], entry["kind"]
    if not isinstance(name, str) or not plain(name):
        raise BadInputError("bad_hardware", f"{place}: name is {name!r}: give a text such as 'H100 SXM'")
    if kind not in ("gpu", "cpu"):
        raise BadInputError("bad_hardware", f"{name}: kind is {kind!r}: give 'gpu' or 'cpu'")
    price = entry.get("usd_per_hour")
    if price is not None:
        price = non_negative(f"{name}: usd_per_hour", price, "USD", most=MOST_USD_PER_HOUR)
    return Device(
        name=name,
        kind=kind,
        memory_bytes=GIGA * positive(f"{name}: memory_gb", entry["memory_gb"], "GB", most=MOST_GB),
        bandwidth_bytes_per_s=GIGA
        * positive(f"{name}: bandwidth_gb_per_s", entry["bandwidth_gb_per_s"], "GB/s", most=MOST_GB),
        flop_per_s=_rates(name, entry["tflops"]),
        encoders=count(f"{name}: encoders", entry.get("encoders", 0), least=0, most=1000),
        usd_per_hour=price,
        sources=_sources(name, entry.get("sources", {})),
    )


def _rates(name: str, tflops: Any) -> dict[str, float]:
    if not isinstance(tflops, dict) or "fp32" not in tflops:
        raise BadInputError(
            "bad_hardware",
            f"{name}: tflops is {tflops!r}: give dense rates such as {{ fp32 = 67, fp16 = 989 }}",
        )
    _only(tflops, {kept.rate for kept in PRECISIONS.values()}, f"{name}: tflops")
    return {
        kept: TERA * positive(f"{name}: tflops.{kept}", rate, "TFLOP/s", most=MOST_TFLOPS)
        for kept, rate in tflops.items()
    }


def _sources(name: str, given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise BadInputError("bad_hardware", f"{name}: sources is {given!r}: give a table of texts")
    _only(given, set(SOURCES), f"{name}: sources")
    return {kind: str(given.get(kind, "given, without a source")) for kind in SOURCES}


def _only(given: Iterable[str], known: set[str], where: str) -> None:
    for key in given:
        if key not in known:
            raise BadInputError("bad_hardware", f"{where}: {unknown('key', key, sorted(known))}")
