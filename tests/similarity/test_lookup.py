from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from auditor.similarity.lookup import Lookup

_PLACES = st.lists(st.integers(0, 3000), max_size=60)


@given(_PLACES, _PLACES)
def test_it_says_what_a_search_says(table: list[int], places: list[int]) -> None:
    known, asked = np.array(sorted(table), np.int64), np.array(places, np.int64)
    lookup = Lookup(known)
    assert lookup.left(asked).tolist() == np.searchsorted(known, asked).tolist()
    assert lookup.right(asked).tolist() == np.searchsorted(known, asked, "right").tolist()


def test_entries_may_crowd_in_one_stretch() -> None:
    known = np.concatenate([np.arange(500), [1 << 30]])
    asked = np.array([0, 250, 499, 500, 1 << 20, 1 << 30, (1 << 30) + 1, (1 << 32) - 2])
    assert Lookup(known).left(asked).tolist() == [0, 250, 499, 500, 500, 500, 501, 501]
