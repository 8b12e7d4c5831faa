"""Likenesses of phrases and labels beyond shared words: heads, short forms, characters, units."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from auditor.core.quantity import Unit
from auditor.linking.lexis import FloatArray, Lexis, Postings


@dataclass(frozen=True)
class Forms:
    """The labels that cells can have, each with all its wordings.

    ``words`` are the content words of the form's own wording, ``text`` all wordings in one.
    """

    texts: Sequence[str]
    words: Sequence[Sequence[str]]

    @cached_property
    def _by_word(self) -> Postings:
        return Postings(self.words)

    @cached_property
    def _by_character(self) -> Postings:
        return Postings(self.texts)

    @cached_property
    def _characters(self) -> Sequence[frozenset[str]]:
        return [frozenset("".join(words)) for words in self.words]

    @cached_property
    def _own_characters(self) -> Postings:
        return Postings(self._characters)

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """How telling each character is among the labels (inverse document frequency)."""
        counts = Counter(c for characters in set(self._characters) for c in characters)
        size = len(set(self._characters))
        return {c: math.log((size + 1) / (count + 0.5)) for c, count in counts.items()}

    def heads(self, heads: Sequence[str], lexis: Lexis) -> FloatArray:
        """Heads × forms: 1 where the noun closes the label, 0.6 where it is in it, 0.3 for a part."""
        known = {head: self._head(head, lexis) for head in set(heads)}
        return _stacked([known[head] for head in heads], len(self.words))

    def _head(self, head: str, lexis: Lexis) -> FloatArray:
        row = np.zeros(len(self.words))
        if not head:
            return row
        names = lexis.names
        near = [n for n in lexis.kin.get(head, ()) if len(names[n]) > 1]
        row[[place for n in near for place in self._by_word.at(names[n])]] = 0.3
        own = self._by_word.at(head)
        row[own] = 0.6
        row[[place for place in own if self.words[place][-1] == head]] = 1.0
        return row

    def shortened(self, phrases: Sequence[Sequence[str]]) -> FloatArray:
        """Phrases × forms: share of the words whose characters stand in the label in their order
        (抽检 in 抽样检验)."""
        known: dict[str, list[int]] = {}
        rows = []
        for words in phrases:
            row = np.zeros(len(self.texts))
            for word in words:
                if word not in known:
                    near = self._by_character.all_of(word)
                    known[word] = [n for n in near if _in_order(word, self.texts[n])]
                row[known[word]] += 1 / len(words)
            rows.append(row)
        return _stacked(rows, len(self.texts))

    def characters(self, phrases: Sequence[str], *, rare: bool = False) -> FloatArray:
        """Phrases × forms: share of the label's characters that the phrase has.

        ``rare`` weighs them by how few labels have them.
        """
        weight = self._rarity if rare else dict.fromkeys(self._rarity, 1.0)
        wholes = np.array([sum(weight[c] for c in cs) or 1.0 for cs in self._characters])
        places = {c: self._own_characters.at(c) for c in weight}
        rows = []
        for phrase in phrases:
            row = np.zeros(len(self.texts))
            for c in set(phrase) & places.keys():
                row[places[c]] += weight[c]
            rows.append(row / wholes)
        return _stacked(rows, len(self.texts))

    def units(self, units: Sequence[Unit | None]) -> FloatArray:
        """Units × forms: 1 where the label holds the unit's name (人次 in 培训人次)."""
        names = [u.name if u is not None and len(u.name) > 1 else "" for u in units]
        known = {
            name: np.array([float(bool(name) and name in text) for text in self.texts])
            for name in set(names)
        }
        return _stacked([known[name] for name in names], len(self.texts))


def _stacked(rows: Sequence[FloatArray], width: int) -> FloatArray:
    return np.array(rows) if rows else np.zeros((0, width))


def _in_order(word: str, label: str) -> bool:
    rest = iter(label)
    return all(character in rest for character in word)
