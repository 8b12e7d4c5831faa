"""What a shelf holds is what was put there."""

from __future__ import annotations

import pytest

from auditor.core import shelf
from auditor.core.charspan import CharSpan
from auditor.core.reuse import Survival
from auditor.core.shelf import Shelf

ITEMS = tuple(Survival(f"r{n}", CharSpan(n, n + 2), "青岚县", "s", "region") for n in range(7))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_AT_ONCE", 3)


def test_it_is_what_was_put_there() -> None:
    made = Shelf(Survival, iter(ITEMS))
    assert len(made.blocks) == 3
    assert len(made) == 7
    assert tuple(made) == ITEMS
    assert tuple(made) == ITEMS, "it can be gone through again"
    assert [made[place] for place in range(-7, 7)] == [*ITEMS, *ITEMS]
    assert made[2:5] == ITEMS[2:5]
    with pytest.raises(IndexError):
        made[7]


def test_it_equals_other_sequences_of_the_same() -> None:
    made = Shelf(Survival, ITEMS)
    assert made == ITEMS
    held = ITEMS
    assert held == made
    assert made != ITEMS[:6]
    assert made != (*ITEMS[:6], ITEMS[0])
    assert Shelf(Survival) == ()
    assert made != 7


def test_shelves_are_joined_in_their_order() -> None:
    parts = [Shelf(Survival, ITEMS[:4]), Shelf(Survival), Shelf(Survival, ITEMS[4:])]
    joined = Shelf.joined(Survival, parts)
    assert tuple(joined) == ITEMS
    assert joined[5] == ITEMS[5]
