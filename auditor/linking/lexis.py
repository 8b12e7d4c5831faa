"""Words of phrases: which of them a word is, holds, or stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]


def numbered(phrases: Iterable[Sequence[str]]) -> dict[str, int]:
    """Words numbered from 0 in the order of their first appearance."""
    place: dict[str, int] = {}
    for words in phrases:
        for word in words:
            place.setdefault(word, len(place))
    return place


class Said:
    """The words of a phrase, to be asked for a word and its kin (公车 and 公车运行)."""

    __slots__ = ("_joined", "words")

    def __init__(self, words: Sequence[str]) -> None:
        self.words = frozenset(words)
        # Single characters match whole only; no word has a line break in it.
        self._joined = "\n".join(word for word in words if len(word) > 1)

    def match(self, word: str, whole: float, part: float) -> float:
        """``whole`` where the phrase has ``word``, ``part`` where one of its words of two and more
        characters holds it or stands in it, else 0."""
        if word in self.words:
            return whole
        if word in self._joined or not self.words.isdisjoint(pieces(word)):
            return part
        return 0.0


@lru_cache(maxsize=20_000)
def said(words: tuple[str, ...]) -> Said:
    """The words as they can be asked for."""
    return Said(words)


@lru_cache(maxsize=20_000)
def pieces(word: str) -> frozenset[str]:
    """What stands in ``word``, of two and more characters and shorter than itself."""
    size = len(word)
    return frozenset(word[a:b] for a in range(size) for b in range(a + 2, size + 1) if b - a < size)
