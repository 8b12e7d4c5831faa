from __future__ import annotations

import numpy as np
import pytest

from auditor.similarity.corpus import places_in, sums_before


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("count", [3, 5000])
def test_places_are_found_in_whatever_order_they_come(side, count: int) -> None:
    rng = np.random.default_rng(5)
    table = np.sort(rng.integers(0, 1 << 18, 1 << 17))
    places = np.append(rng.integers(0, 1 << 18, count), [table[0], table[-1], (1 << 32) - 1])
    found = places_in(table, places, side)
    assert found.tolist() == np.searchsorted(table, places, side).tolist()


def test_sums_go_on_over_portions() -> None:
    table = np.zeros(1 << 16, np.int32)
    table[7] = 1
    codes = np.full(150_000, 7, np.uint16)
    codes[70_000:] = 3
    sums = sums_before(table, codes)
    assert sums[[0, 1, 65_536, 65_537, 70_000, 70_001, 150_000]].tolist() == [
        0, 1, 65_536, 65_537, 70_000, 70_000, 70_000
    ]  # fmt: skip
