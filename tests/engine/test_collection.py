from __future__ import annotations

import gc

import pytest

from auditor.engine.collection import unhurried


def test_the_collector_is_slow_inside_and_as_before_outside() -> None:
    before = gc.get_threshold()
    with unhurried():
        assert gc.get_threshold()[0] > before[0]
        assert gc.get_freeze_count() > 0
        with unhurried():
            assert gc.get_threshold()[0] > before[0]
        assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_it_is_put_back_after_an_error() -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyError), unhurried():
        raise KeyError("x")
    assert gc.get_threshold() == before
