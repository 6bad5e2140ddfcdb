"""How loops over pixels are compiled: to machine code that gives the same bits every time.

Where sums may be rearranged ("fast math"), the copy of a function inside its caller may round otherwise than
the copy that stands alone. Which of them runs depends on whether the code was just compiled or came from the
cache, so a fresh clone's first replay differed from its second. Leave to reorder buys some 3 % of a frame.
"""

from __future__ import annotations

EXACT = {"nnan", "ninf", "nsz"}
"""What the compiler may assume: no NaN, no infinity, no difference between 0 and -0. None of it rounds."""

LOOP = {"cache": True, "nogil": True, "fastmath": EXACT}
"""Options of `numba.njit` for a loop that the product runs: kept on disk, and other threads go on."""
