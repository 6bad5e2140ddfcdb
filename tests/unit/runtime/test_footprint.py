"""How much states hold together: what they share counts once, and what is let go is counted no longer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from inhabit.runtime.footprint import Footprint


@dataclass(frozen=True, slots=True)
class Page:
    ink: np.ndarray


@dataclass(frozen=True, slots=True)
class Book:
    pages: tuple[Page, ...]
    cover: torch.Tensor
    title: str = "a book"


def page(size_bytes: int = 100) -> Page:
    return Page(np.zeros(size_bytes, np.uint8))


def test_what_is_shared_counts_once() -> None:
    one, footprint = Book((page(), page(50)), torch.zeros(2)), Footprint()
    footprint.add(one)
    footprint.add(replace(one, pages=(*one.pages, page(7))))
    assert footprint.size_bytes == 100 + 50 + 8 + 7


def test_a_view_weighs_what_it_keeps_alive() -> None:
    footprint = Footprint()
    whole = np.zeros((10, 10), np.uint8)
    footprint.add((whole[2:3], whole[5:], torch.from_numpy(whole)))
    assert footprint.size_bytes == 100


def test_two_windows_on_the_same_memory_leave_nothing_behind() -> None:
    whole = np.zeros(100, np.uint8)
    part, footprint = torch.from_numpy(whole[:10]), Footprint()
    for one in (part, whole):
        footprint.add(one)
    for one in (part, whole):
        footprint.remove(one)
    assert footprint.size_bytes == 0


@given(st.lists(st.lists(st.integers(0, 5), max_size=6), max_size=6), st.randoms())
def test_whatever_is_added_and_removed_the_rest_is_what_is_held(
    books: list[list[int]], order: object
) -> None:
    pages = [page(10**one) for one in range(6)]
    held = [Book(tuple(pages[one] for one in book), torch.zeros(0)) for book in books]
    footprint = Footprint()
    for book in held:
        footprint.add(book)
    order.shuffle(held)  # pyright: ignore[reportAttributeAccessIssue]
    while held:
        footprint.remove(held.pop())
        left = {one for book in held for one in range(6) if any(pages[one] is there for there in book.pages)}
        assert footprint.size_bytes == sum(10**one for one in left)
