"""Likenesses of phrases and labels beyond shared words: heads, short forms, characters."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache


@lru_cache(maxsize=50_000)
def closes(head: str, words: tuple[str, ...]) -> float:
    """1 where the noun closes the label's ``words``, 0.6 where it is one, 0.3 for a part of one."""
    if not head or not words:
        return 0.0
    if words[-1] == head:
        return 1.0
    if head in words:
        return 0.6
    return 0.3 if any(len(w) > 1 and (w in head or head in w) for w in words) else 0.0


def shortened(words: Sequence[str], label: str) -> float:
    """Share of the ``words`` whose characters stand in the label in their order (抽检 in 抽样检验)."""
    share = 0.0
    for word in words:
        if in_order(word, label):
            share += 1 / len(words)
    return share


@lru_cache(maxsize=50_000)
def in_order(word: str, label: str) -> bool:
    """Whether the characters of ``word`` stand in ``label`` in their order."""
    at = 0
    for character in word:
        at = label.find(character, at) + 1
        if not at:
            return False
    return True


class Characters:
    """The characters of a report's labels, each label given by its content words."""

    def __init__(self, labels: Sequence[Sequence[str]]) -> None:
        self._of = {words: frozenset("".join(words)) for words in map(tuple, labels)}
        distinct = set(self._of.values())
        counts = Counter(c for characters in distinct for c in characters)
        size = len(distinct)
        self._rarity = {c: math.log((size + 1) / (n + 0.5)) for c, n in counts.items()}
        self._wholes = {
            characters: math.fsum(self._rarity[c] for c in characters) or 1.0
            for characters in distinct
        }

    def shared(self, said: Collection[str], label: tuple[str, ...]) -> float:
        """Share of the label's characters that are among those ``said``."""
        own = self._of[label]
        return len(own.intersection(said)) / (len(own) or 1.0)

    def rarely_shared(self, said: Collection[str], label: tuple[str, ...]) -> float:
        """The same, each character weighed by how few labels have it."""
        own = self._of[label]
        # fsum: a set has no order of its own, and the last digit must not depend on one.
        rarity = self._rarity
        return math.fsum([rarity[c] for c in own.intersection(said)]) / self._wholes[own]
