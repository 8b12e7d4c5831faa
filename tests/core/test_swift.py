"""Swift dataclasses are the dataclasses that they were."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from auditor.core.charspan import CharSpan
from auditor.core.interval import Interval
from auditor.core.swift import swift


@dataclass(frozen=True, slots=True)
class Slow:
    first: int
    second: str = "x"

    def __post_init__(self) -> None:
        if self.first < 0:
            raise ValueError(self.first)


@swift
@dataclass(frozen=True, slots=True)
class Swift:
    first: int
    second: str = "x"

    def __post_init__(self) -> None:
        if self.first < 0:
            raise ValueError(self.first)


@pytest.mark.parametrize("cls", [Slow, Swift])
def test_same_arguments_and_checks(cls: type[Slow] | type[Swift]) -> None:
    made = cls(1)
    assert (made.first, made.second) == (1, "x")
    assert cls(second="y", first=2) == replace(made, first=2, second="y")
    with pytest.raises(ValueError, match="-1"):
        cls(-1)
    with pytest.raises(ValueError, match="-1"):
        replace(made, first=-1)
    with pytest.raises(FrozenInstanceError):
        made.first = 2  # type: ignore[misc]
    for wrong in ((), (1, "x", 3)):
        with pytest.raises(TypeError):
            cls(*wrong)
    assert len({made, cls(1)}) == 1


def test_what_goes_through_pickle_is_the_same() -> None:
    made = (CharSpan(1, 2), Interval.exact(3))
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301


def test_a_factory_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Made:
        many: list[int] = field(default_factory=list)

    with pytest.raises(TypeError, match="many"):
        swift(Made)
