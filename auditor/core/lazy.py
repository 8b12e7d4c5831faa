"""Sequences whose things are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from operator import eq
from typing import Generic, TypeVar, overload

T = TypeVar("T")


class Lazy(Sequence[T], Generic[T]):
    """``at`` makes the thing at a place, ``some`` those of a slice.

    It equals any sequence of equal things.
    """

    __slots__ = ()

    @abstractmethod
    def at(self, place: int) -> T:
        """The thing at a place from 0 on."""

    def some(self, places: range) -> tuple[T, ...]:
        """Those at several places."""
        return tuple([self.at(place) for place in places])

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        places = range(len(self))[index]
        return self.some(places) if isinstance(places, range) else self.at(places)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]
