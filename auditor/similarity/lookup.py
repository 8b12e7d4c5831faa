"""Where places stand in long ascending tables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.int64]
_BEYOND = (1 << 32) - 1
_AT_ONCE = 1 << 16


class Lookup:
    """A table of places (less than 2³² - 1) that is ascending; ``np.searchsorted``, many times asked.

    Of each stretch of text it is known how many entries lie before it; from there it is a step
    or two. A search from the top would wait for the memory at each of its twenty steps.
    """

    def __init__(self, table: npt.NDArray[np.integer]) -> None:
        end = int(table[-1]) + 1 if len(table) else 0
        self._shift = max(0, (end // max(len(table), 1)).bit_length() - 1)
        self._table = np.empty(len(table) + 1, np.uint32)
        self._table[:-1] = table
        self._table[-1] = _BEYOND
        self._before = np.zeros((end >> self._shift) + 2, np.uint32)
        # A portion at a time: fresh memory for whole tables costs more than the counting.
        for start in range(0, len(table), _AT_ONCE):
            some = self._table[start : min(start + _AT_ONCE, len(table))] >> np.uint32(self._shift)
            counts = np.bincount(some - some[0])
            low = int(some[0]) + 1
            self._before[low : low + len(counts)] += counts.astype(np.uint32)
        np.cumsum(self._before, out=self._before)

    def __len__(self) -> int:
        return len(self._table) - 1

    def at(self, numbers: Array) -> Array:
        """The entries of these numbers."""
        found: Array = self._table.take(numbers).astype(np.int64)
        return found

    def around(self, start: int, end: int) -> list[int]:
        """The entries from the last one before ``start`` to the first one not before ``end``."""
        low, high = np.searchsorted(self._table, np.array((start, end), np.uint32)).tolist()
        found: list[int] = self._table[max(0, low - 1) : min(high + 1, len(self))].tolist()
        return found

    def left(self, places: npt.NDArray[np.integer]) -> Array:
        """How many entries are less than each of the places."""
        stretch = np.minimum(places >> self._shift, len(self._before) - 1)
        at: Array = self._before.take(stretch).astype(np.int64)
        low = np.flatnonzero(self._table.take(at) < places)
        while len(low):
            at[low] += 1
            low = low[self._table.take(at[low]) < places[low]]
        return at

    def right(self, places: npt.NDArray[np.integer]) -> Array:
        """How many entries are not greater than each of the places."""
        return self.left(places + 1)
