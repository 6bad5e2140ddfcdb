"""The table of machines: what it holds, how a person's own is laid over it, and how bad ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.hardware import PRECISIONS, find, parse, precision_of, read, shipped

DEVICES = shipped()
OWN = """
[[device]]
name = "Our box"
kind = "gpu"
memory_gb = 16
bandwidth_gb_per_s = 500
tflops = { fp32 = 20, fp16 = 80 }
"""


def without(key: str) -> str:
    return "\n".join(line for line in OWN.splitlines() if not line.startswith(key))


def test_the_machines_that_people_ask_about_are_known() -> None:
    asked = {
        "H100 SXM", "H100 PCIe", "H200", "A100 80GB", "L40S", "L4", "RTX 4090", "RTX 5090", "B200", "MI300X",
        "2-core AVX-512 VM", "8-core laptop",
    }  # fmt: skip
    assert asked <= set(DEVICES)


def test_every_figure_says_where_it_comes_from() -> None:
    for device in DEVICES.values():
        assert set(device.sources) == {"figures", "encoders", "price"}
        for source in device.sources.values():
            assert len(source) > 10, device.name
        assert ("assumed" in device.sources["price"]) == (device.usd_per_hour is not None), device.name


def test_rates_are_dense_ones_and_never_those_with_sparsity() -> None:
    assert find("H100 SXM", DEVICES).rate("fp16") == 989.4e12
    assert find("B200", DEVICES).rate("fp16") == 2250e12
    assert find("A100 80GB", DEVICES).rate("fp16") == 312e12


def test_units_are_bytes_and_bytes_a_second() -> None:
    h100 = find("H100 SXM", DEVICES)
    assert h100.memory_bytes == 80e9
    assert h100.bandwidth_bytes_per_s == 3.35e12


def test_narrower_numbers_are_never_slower() -> None:
    order = ("fp32", "fp16", "fp8", "fp4")
    for device in DEVICES.values():
        rates = [device.flop_per_s[kept] for kept in order if kept in device.flop_per_s]
        assert rates == sorted(rates), device.name


def test_large_training_cards_have_no_hardware_encoder() -> None:
    assert [
        find(name, DEVICES).encoders for name in ("H100 SXM", "H100 PCIe", "H200", "A100 80GB", "B200")
    ] == [0] * 5
    assert find("L4", DEVICES).encoders > 0


@pytest.mark.parametrize(
    "name", ["H100 SXM", "h100 sxm", "h100-sxm", "H100SXM", " h100_sxm ".replace("_", " ")]
)
def test_names_are_found_whatever_their_case_and_blanks(name: str) -> None:
    assert find(name, DEVICES).name == "H100 SXM"


@pytest.mark.parametrize(
    ("name", "meant"),
    [("H100", "H100 SXM' or 'H100 PCIe'?"), ("RTX4900", "RTX 4090"), ("MI300", "MI300X"), ("l40", "L40S")],
)
def test_an_unknown_name_is_refused_with_the_nearest_and_all_known(name: str, meant: str) -> None:
    with pytest.raises(BadInputError) as caught:
        find(name, DEVICES)
    assert caught.value.code == "unknown_device"
    assert f"{name!r} is not known: did you mean '{meant}" in caught.value.message
    for known in DEVICES:
        assert known in caught.value.message


@pytest.mark.parametrize("name", ["", "toaster oven"])
def test_a_name_like_none_is_refused_without_a_guess(name: str) -> None:
    with pytest.raises(BadInputError, match="is not known: Known: H100 SXM"):
        find(name, DEVICES)


def test_a_precision_a_device_lacks_is_refused_with_those_it_has() -> None:
    with pytest.raises(
        BadInputError, match=r"A100 80GB does not multiply in fp8: choose one of fp32, .*int8"
    ):
        find("A100 80GB", DEVICES).rate("fp8")


def test_an_unknown_precision_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadInputError, match=r"precision 'fp61' is not known: did you mean 'fp16'\?"):
        precision_of("fp61")


def test_four_bit_integers_are_unpacked_and_multiplied_in_fp16() -> None:
    a100 = find("A100 80GB", DEVICES)
    assert a100.rate("int4") == a100.rate("fp16")
    assert PRECISIONS["int4"].weight_bytes == 0.5


def test_precisions_of_a_device_are_those_it_has_a_rate_for() -> None:
    assert find("8-core laptop", DEVICES).precisions == ("fp32", "bf16", "int8")
    assert "fp4" in find("B200", DEVICES).precisions
    assert "fp4" not in find("H200", DEVICES).precisions


def test_an_own_table_is_laid_over_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(OWN + '[[device]]\nname = "L4"\nkind = "gpu"\nmemory_gb = 23\nbandwidth_gb_per_s = 280\n'
                    "tflops = { fp32 = 30 }\n")  # fmt: skip
    devices = read(path)
    assert find("our box", devices).rate("fp16") == 80e12
    assert find("our box", devices).encoders == 0
    assert find("our box", devices).usd_per_hour is None
    assert find("our box", devices).sources["figures"] == "given, without a source"
    assert find("L4", devices).memory_bytes == 23e9
    assert set(DEVICES) < set(devices)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"none\.toml cannot be read"):
        read(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = ", "ours.toml is not TOML"),
        ("", "names no device"),
        ("device = 3", "names no device"),
        ("device = [3]", "device 1 is not a table"),
        ("[[devices]]", "key 'devices' is not known: did you mean 'device'"),
        (OWN.replace("memory_gb", "memery_gb"), "key 'memery_gb' is not known: did you mean 'memory_gb'"),
        (OWN.replace("fp16 =", "pf16 ="), "Our box: tflops: key 'pf16' is not known: did you mean"),
        (OWN.replace("fp32 = 20, ", ""), "Our box: tflops is"),
        (OWN.replace("= 16", "= -1"), "Our box: memory_gb is -1 GB: give more than 0"),
        (OWN.replace("= 16", "= nan"), "Our box: memory_gb is nan"),
        (OWN.replace("= 16", "= inf"), "Our box: memory_gb is inf"),
        (OWN.replace("= 16", "= 16e9"), "at most 1e\\+06 GB"),
        (OWN.replace("= 16", '= "16 GB"'), "memory_gb is '16 GB': give a number"),
        (OWN.replace("= 16", "= true"), "memory_gb is True: give a number"),
        (OWN.replace("fp16 = 80", "fp16 = 80e12"), "tflops.fp16 is 8e\\+13 TFLOP/s"),
        (OWN.replace('"gpu"', '"tpu"'), "kind is 'tpu': give 'gpu' or 'cpu'"),
        (OWN.replace('"Our box"', '"!"'), "name is '!'"),
        (without("bandwidth"), "device 1 lacks bandwidth_gb_per_s"),
        (OWN + "encoders = 1.5", "encoders is 1.5: give a whole number"),
        (OWN + "usd_per_hour = -2", "usd_per_hour is -2 USD"),
        (OWN + "sources = { prize = 'x' }", "key 'prize' is not known: did you mean 'price'"),
        (OWN + OWN, "names 'Our box' twice"),
    ],
)
def test_a_bad_table_is_refused_with_the_place_and_the_fix(text: str, told: str) -> None:
    with pytest.raises(BadInputError, match=told) as caught:
        parse(text, "ours.toml")
    assert caught.value.code in ("bad_hardware", "bad_plan_value")
