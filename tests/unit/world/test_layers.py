"""Where tokens lie on pictures of other shapes than the network was trained on."""

from __future__ import annotations

import torch

from inhabit.world.layers import positions, rotary_table


def test_on_the_trained_shape_places_are_those_of_training() -> None:
    assert torch.equal(positions(9, 9), torch.arange(9.0))


def test_the_middle_stays_the_middle() -> None:
    for count in (9, 12, 16, 23):
        laid = positions(count, 16)
        assert torch.allclose(laid + laid.flip(0), torch.tensor(15.0))


def test_a_narrow_picture_lies_within_the_trained_one() -> None:
    assert positions(9, 16).tolist() == [3.5 + k for k in range(9)]


def test_nothing_lies_where_training_never_was() -> None:
    laid = positions(16, 9)
    assert (float(laid.min()), float(laid.max())) == (0.0, 8.0)
    assert laid.tolist() == sorted(laid.tolist())


def test_angles_are_of_rows_then_columns_behind_the_extras() -> None:
    table = rotary_table(positions(2, 2), positions(3, 3), 2, 8)
    assert table.shape == (2 + 6, 4)
    assert not table[:2].any()
    assert table[2:, 0].tolist() == [0, 0, 0, 1, 1, 1]
    assert table[2:, 2].tolist() == [0, 1, 2, 0, 1, 2]
