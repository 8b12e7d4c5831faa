"""jieba's own segmentation of a phrase, in one backward pass without its intermediate tables.

The words are those of ``jieba.Tokenizer.lcut``, scores and ties included; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import log
from typing import Any

_WHOLE = re.compile(r"[一-\u9fd5a-zA-Z0-9+#&._%-]+")
"""What jieba takes for one block; anything else is left to jieba."""


class Cutter:
    """Segments by the dictionary of ``tokenizer``, a ``jieba.Tokenizer`` with all its words."""

    def __init__(self, tokenizer: Any, unknown: Any) -> None:
        self._tokenizer = tokenizer
        self._unknown = unknown
        self._frequencies: Mapping[str, int] = tokenizer.FREQ
        self._all = log(tokenizer.total)

    def words(self, phrase: str) -> list[str]:
        """The words of ``phrase`` in order; characters of unknown words by jieba's model."""
        if _WHOLE.fullmatch(phrase) is None:
            return list(self._tokenizer.lcut(phrase))
        ends = self._ends(phrase)
        found: list[str] = []
        at, size, single = 0, len(phrase), 0
        while at < size:
            end = ends[at]
            if end - at > 1:
                if single:
                    found.extend(self._singles(phrase[at - single : at]))
                    single = 0
                found.append(phrase[at:end])
            else:
                single += 1
            at = end
        if single:
            found.extend(self._singles(phrase[size - single :]))
        return found

    def pairs(self, word: str) -> Iterator[str]:
        """The words of two characters inside ``word``, as jieba cuts for a search."""
        for part in self.words(word):
            if len(part) > 2:
                for at in range(len(part) - 1):
                    pair = part[at : at + 2]
                    if self._frequencies.get(pair):
                        yield pair
            elif len(part) == 2:
                yield part

    def _ends(self, phrase: str) -> list[int]:
        """For each place the end of the word that begins there on the likeliest path."""
        frequency = self._frequencies.get
        every, size = self._all, len(phrase)
        scores = [0.0] * (size + 1)
        ends = [0] * size
        for at in range(size - 1, -1, -1):
            best, end = 0.0, 0
            stop = at + 1
            known = frequency(phrase[at])
            while known is not None:
                if known:
                    score = log(known) - every + scores[stop]
                    if not end or score >= best:
                        best, end = score, stop
                if stop == size:
                    break
                stop += 1
                known = frequency(phrase[at:stop])
            if not end:
                best, end = 0.0 - every + scores[at + 1], at + 1
            scores[at], ends[at] = best, end
        return ends

    def _singles(self, run: str) -> Iterator[str]:
        if len(run) > 1 and not self._frequencies.get(run):
            return iter(self._unknown.cut(run))
        return iter(run)
