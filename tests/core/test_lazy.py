"""A sequence whose things are made behaves as one that holds them."""

from __future__ import annotations

import pytest

from auditor.core.lazy import Lazy


class Squares(Lazy[int]):
    def __init__(self, count: int) -> None:
        self.count = count

    def __len__(self) -> int:
        return self.count

    def at(self, place: int) -> int:
        assert 0 <= place < self.count
        return place * place


def test_places_and_slices_are_those_of_a_tuple() -> None:
    made, held = Squares(6), (0, 1, 4, 9, 16, 25)
    assert tuple(made) == held
    assert [made[place] for place in range(-6, 6)] == [held[place] for place in range(-6, 6)]
    for some in (slice(None), slice(1, 4), slice(-2, None), slice(None, None, -2), slice(4, 2)):
        assert made[some] == held[some]
    for beyond in (6, -7):
        with pytest.raises(IndexError):
            made[beyond]


def test_it_equals_sequences_of_the_same_things() -> None:
    made = Squares(3)
    assert made == [0, 1, 4]
    assert made == Squares(3)
    assert made != (0, 1)
    assert made != (0, 1, 5)
    assert made != 3
    with pytest.raises(TypeError):
        hash(made)
