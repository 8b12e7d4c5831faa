"""A long sequence of small objects that is kept compressed."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from typing import TypeVar

from auditor.core.codec import decode, dumps
from auditor.core.lazy import Lazy

T = TypeVar("T")
_AT_ONCE = 256
_LEVEL = 1


class Shelf(Lazy[T]):
    """``items`` of the type ``kind``, one that ``core.codec`` knows, made anew when asked for.

    Going through it costs some microseconds a thing, to ask for one here and one there many more.
    """

    def __init__(self, kind: type[T], items: Iterable[T] = ()) -> None:
        self._kind = kind
        self.blocks: list[tuple[int, bytes]] = []
        """Things at a time: how many, and their JSON, compressed."""
        left = iter(items)
        while some := tuple(islice(left, _AT_ONCE)):
            self.blocks.append((len(some), zlib.compress(dumps(some).encode(), _LEVEL)))

    @classmethod
    def joined(cls, kind: type[T], shelves: Iterable[Shelf[T]]) -> Shelf[T]:
        """All of them, one after the other, none opened."""
        found = cls(kind)
        for shelf in shelves:
            found.blocks += shelf.blocks
        return found

    def _block(self, number: int) -> tuple[T, ...]:
        plain = json.loads(zlib.decompress(self.blocks[number][1]))
        block: tuple[T, ...] = decode(tuple[self._kind, ...], plain)  # type: ignore[name-defined]
        return block

    def __len__(self) -> int:
        return sum(count for count, _ in self.blocks)

    def at(self, place: int) -> T:
        """The thing at a place; its whole block is opened."""
        ends = list(accumulate(count for count, _ in self.blocks))
        number = bisect_right(ends, place)
        return self._block(number)[place - ends[number]]

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self.blocks)):
            yield from self._block(number)
