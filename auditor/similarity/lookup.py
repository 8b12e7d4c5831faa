"""Where places stand in long ascending tables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.int64]
_BEYOND = (1 << 32) - 1


class Lookup:
    """``np.searchsorted`` for a table of places (less than 2³² - 1), many times asked.

    Of each stretch of text it is known how many entries lie before it; from there it is a step
    or two. A search from the top would wait for the memory at each of its twenty steps.
    """

    def __init__(self, table: npt.NDArray[np.integer]) -> None:
        end = int(table[-1]) + 1 if len(table) else 0
        self._shift = max(0, (end // max(len(table), 1)).bit_length() - 1)
        self._table = np.append(table, _BEYOND).astype(np.uint32)
        counts = np.bincount(self._table[:-1] >> np.uint32(self._shift))
        self._before = np.zeros(len(counts) + 1, np.uint32)
        np.cumsum(counts, out=self._before[1:])

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
