"""The words of a report by number, and where they stand in its labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]


class Lexis:
    """Words numbered from 0 in the order of their first appearance."""

    def __init__(self, phrases: Iterable[Sequence[str]]) -> None:
        self.place: dict[str, int] = {}
        for words in phrases:
            for word in words:
                self.place.setdefault(word, len(self.place))

    def __len__(self) -> int:
        return len(self.place)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The words by number."""
        return tuple(self.place)

    @cached_property
    def kin(self) -> Mapping[str, tuple[int, ...]]:
        """For each word the numbers of the others that it holds or stands in (公车 and 公车运行)."""
        found: dict[str, list[int]] = {word: [] for word in self.place}
        for word, number in self.place.items():
            size = len(word)
            pieces = {
                word[a:b] for a in range(size) for b in range(a + 1, size + 1) if b - a < size
            }
            for piece in pieces & self.place.keys():
                found[word].append(self.place[piece])
                found[piece].append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}

    def matches(
        self, words: Sequence[str], whole: float, part: float, into: FloatArray | None = None
    ) -> FloatArray:
        """``whole`` at the words themselves, ``part`` at those that hold or are held by one of them.

        Single characters match whole only. ``into`` is raised to the values where it is lower.
        """
        row = np.zeros(len(self.place))
        near = [n for word in words if len(word) > 1 for n in self.kin.get(word, ())]
        row[near] = part
        row[[self.place[word] for word in words if word in self.place]] = whole
        return row if into is None else np.maximum(row, into)

    def shares(self, phrases: Sequence[Sequence[str]], weights: Mapping[str, float]) -> csr_array:
        """Phrases × words: each word's share of its phrase by weight; the rows add up to one."""
        places: list[int] = []
        values: list[float] = []
        ends = [0]
        for words in phrases:
            own = [weights[word] for word in words]
            whole = sum(own) or 1.0
            places.extend(self.place[word] for word in words)
            values.extend(value / whole for value in own)
            ends.append(len(places))
        shape = (len(phrases), len(self.place))
        made = csr_array((np.array(values), np.array(places, dtype=np.intp), np.array(ends)), shape)
        made.sum_duplicates()
        return made


class Postings:
    """Which of some phrases (labels) hold each item (a word, a character)."""

    def __init__(self, phrases: Sequence[Iterable[str]]) -> None:
        self.size = len(phrases)
        self.of: dict[str, set[int]] = {}
        for number, items in enumerate(phrases):
            for item in items:
                self.of.setdefault(item, set()).add(number)

    def at(self, item: str) -> list[int]:
        """The phrases with ``item``."""
        return list(self.of.get(item, ()))

    def all_of(self, items: Sequence[str]) -> set[int]:
        """The phrases with all ``items``."""
        return set.intersection(*(self.of.get(item, set()) for item in items)) if items else set()
