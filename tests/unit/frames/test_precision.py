"""Half precision only where it is faster."""

from __future__ import annotations

import pytest
import torch

from inhabit.frames.precision import half_where_fast


@pytest.mark.parametrize(("capability", "expected"), [("AVX512", torch.bfloat16), ("AVX2", torch.float32)])
def test_a_cpu_computes_in_half_precision_if_it_is_made_for_it(
    capability: str, expected: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: capability)
    with half_where_fast("cpu"):
        made = torch.ones(2, 2) @ torch.ones(2, 2)
    assert made.dtype == expected
