from __future__ import annotations

import numpy as np

from auditor.similarity.corpus import sums_before


def test_sums_go_on_over_portions() -> None:
    table = np.zeros(1 << 16, np.int32)
    table[7] = 1
    codes = np.full(150_000, 7, np.uint16)
    codes[70_000:] = 3
    sums = sums_before(table, codes)
    assert sums[[0, 1, 65_536, 65_537, 70_000, 70_001, 150_000]].tolist() == [
        0, 1, 65_536, 65_537, 70_000, 70_000, 70_000
    ]  # fmt: skip
