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


class Lexicon:
    """The words of one report, to be asked which of them are kin (公车 and 公车运行).

    Words are kin where one stands in the other; a single character has no kin that it holds.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._around: dict[str, list[str]] = {}
        for word in self._words:
            for piece in pieces(word):
                self._around.setdefault(piece, []).append(word)
        self._kin: dict[str, frozenset[str]] = {}

    def kin(self, word: str) -> frozenset[str]:
        """The words that ``word`` holds, and those that it stands in, without itself."""
        known = self._kin.get(word)
        if known is None:
            inside = pieces(word).union(word) if len(word) > 1 else frozenset[str]()
            known = self._words.intersection(inside).union(self._around.get(word, ()))
            self._kin[word] = known
        return known

    def heard(self, phrase: Sequence[str], whole: float, part: float) -> dict[str, float]:
        """What a phrase says of the words: ``whole`` for its own, ``part`` for their kin."""
        found = dict.fromkeys([kin for word in phrase for kin in self.kin(word)], part)
        found.update(dict.fromkeys(phrase, whole))
        return found


@lru_cache(maxsize=20_000)
def pieces(word: str) -> frozenset[str]:
    """What stands in ``word``, of two and more characters and shorter than itself."""
    size = len(word)
    return frozenset(word[a:b] for a in range(size) for b in range(a + 2, size + 1) if b - a < size)
