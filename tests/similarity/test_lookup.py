from __future__ import annotations

import numpy as np
import pytest
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
    assert len(lookup) == len(table)
    assert lookup.at(np.arange(len(table))).tolist() == known.tolist()


def test_the_entries_around_a_range() -> None:
    lookup = Lookup(np.array([0, 10, 20, 30, 40]))
    assert lookup.around(12, 28) == [10, 20, 30]
    assert lookup.around(10, 30) == [0, 10, 20, 30]
    assert lookup.around(0, 5) == [0, 10]
    assert lookup.around(35, 60) == [30, 40]


def test_a_table_is_counted_a_portion_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.similarity.lookup._AT_ONCE", 7)
    known = np.array([*range(0, 300, 3), *range(5000, 5050), 9000])
    asked = np.arange(0, 9100, 13)
    assert Lookup(known).left(asked).tolist() == np.searchsorted(known, asked).tolist()


def test_entries_may_crowd_in_one_stretch() -> None:
    known = np.concatenate([np.arange(500), [1 << 30]])
    asked = np.array([0, 250, 499, 500, 1 << 20, 1 << 30, (1 << 30) + 1, (1 << 32) - 2])
    assert Lookup(known).left(asked).tolist() == [0, 250, 499, 500, 500, 500, 501, 501]
