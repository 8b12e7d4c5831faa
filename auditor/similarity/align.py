"""Maximal gap-tolerant alignments of two masked texts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from auditor.similarity.corpus import Corpus
from auditor.similarity.kinds import Thresholds

_LONGEST = 2000
_GAP_COSTS = (1, 3)
_WIDEST_GAP = 16
_LEAST = 8
_SPILL = 6
_LOOK_BACK = 8
_EDGE = ",;:。、!?)”》 "

Block = tuple[int, ...]
"""Equal masked text: its global places in both reports, and its size."""
Window = tuple[int, int, int, int]


class Aligned(NamedTuple):
    """A passage: equal blocks, in order, with small gaps between; the range on both sides."""

    a_start: int
    less: int
    blocks: tuple[Block, ...]
    a_end: int
    b_start: int
    b_end: int

    @classmethod
    def of(cls, blocks: tuple[Block, ...]) -> Aligned:
        """The passage of ``blocks``; ``less`` is the negative number of their characters."""
        (a, b, _), (x, y, size) = blocks[0], blocks[-1]
        return cls(a, -sum(block[2] for block in blocks), blocks, x + size, b, y + size)

    @property
    def similarity(self) -> float:
        """Twice the equal characters over the length of both sides (Indel similarity)."""
        return -2 * self.less / (self.a_end - self.a_start + self.b_end - self.b_start)


class Aligner:
    """Aligns windows of a corpus; ``content`` counts the content before each place of the left
    side, from the place ``base`` on.
    """

    def __init__(
        self, corpus: Corpus, limits: Thresholds, content: npt.NDArray[np.int32], base: int
    ) -> None:
        self._corpus, self._limits = corpus, limits
        # Of a view single numbers are had much faster than of an array.
        self._content, self._base = content.data, base

    def windows(
        self, a_start: int, a_end: int, b_start: int, b_end: int, drift: int, last_drift: int
    ) -> Iterator[Window]:
        """The window in steps that keep the cost of aligning bounded."""
        if max(a_end - a_start, b_end - b_start) <= _LONGEST:
            yield a_start, a_end, b_start, b_end
            return
        slack = abs(last_drift - drift) + _WIDEST_GAP
        for start in range(a_start, a_end, _LONGEST):
            end = min(start + _LONGEST, a_end)
            yield (
                start,
                end,
                max(b_start, start + drift - slack),
                min(b_end, end + drift + slack, start + drift + 3 * _LONGEST),
            )

    def aligned(self, window: Window) -> Iterator[Aligned]:
        """The passages in one window."""
        a_start, a_end, b_start, b_end = window
        left, right = self._corpus.text(a_start, a_end), self._corpus.text(b_start, b_end)
        if left == right:
            blocks: list[Block] = [(a_start, b_start, len(left))] if left else []
        else:
            found = Levenshtein.editops(left, right).as_matching_blocks()
            blocks = [(a_start + a, b_start + b, size) for a, b, size in found if size]
        near = self._corpus.bounds.around(a_start, a_end)
        for stretch in _stretches(blocks):
            yield from self._passages(stretch, near, left, a_start)

    def _passages(
        self, blocks: Sequence[Block], bounds: Sequence[int], text: str, base: int
    ) -> Iterator[Aligned]:
        """Generous with gaps first; what isn't similar enough is tried again more strictly."""
        for run in _runs(blocks, _GAP_COSTS[0]):
            whole = _trimmed(run, bounds, text, base)
            if whole and self._counts(whole):
                yield whole
                continue
            for core in _runs(run, _GAP_COSTS[1]):
                part = _trimmed(core, bounds, text, base)
                if part and self._counts(part):
                    yield part

    def _counts(self, one: Aligned) -> bool:
        limits = self._limits
        if min(one.a_end - one.a_start, one.b_end - one.b_start) < limits.min_chars:
            return False
        if one.similarity < limits.similarity:
            return False
        content, inside = self._content, 0
        for a, _, size in one.blocks:
            start = a - self._base
            inside += content[start + size] - content[start]
        return inside >= limits.min_content


def _stretches(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    start = 0
    for place in range(1, len(blocks) + 1):
        if place == len(blocks) or _gap(blocks[place - 1], blocks[place]) > _WIDEST_GAP:
            yield blocks[start:place]
            start = place


def _runs(blocks: Sequence[Block], cost: int) -> Iterator[tuple[Block, ...]]:
    """Best-scoring stretches: equal characters count 1, a gap character costs ``cost``."""
    stack = [(0, len(blocks))]
    while stack:
        low, high = stack.pop()
        if sum(blocks[k][2] for k in range(low, high)) < _LEAST:
            continue
        first, last = _best(blocks, low, high, cost)
        yield tuple(blocks[first:last])
        stack += [(low, first), (last, high)]


def _best(blocks: Sequence[Block], low: int, high: int, cost: int) -> tuple[int, int]:
    best, score, start, top = (low, low + 1), 0, low, 0
    for place in range(low, high):
        loss = cost * _gap(blocks[place - 1], blocks[place]) if place > start else 0
        if score <= loss:
            score, start, loss = 0, place, 0
        score += blocks[place][2] - loss
        if score > top:
            top, best = score, (start, place + 1)
    return best


def _gap(before: Block, after: Block) -> int:
    return max(after[0] - before[0], after[1] - before[1]) - before[2]


def _trimmed(run: tuple[Block, ...], bounds: Sequence[int], text: str, base: int) -> Aligned | None:
    """Without a few characters of the sentences before and after, and their punctuation."""
    start, end = run[0][0], run[-1][0] + run[-1][2]
    low = bounds[bisect_left(bounds, start)]
    high = bounds[bisect_right(bounds, end) - 1]
    if low - start >= _SPILL:
        low = start
    if end - high >= _SPILL:
        high = end
    while low < high and text[low - base] in _EDGE:
        low += 1
    clipped = tuple(_clipped(run, low, high))
    return Aligned.of(clipped) if clipped else None


def _clipped(run: Sequence[Block], low: int, high: int) -> Iterator[Block]:
    for a, b, size in run:
        start, end = max(a, low), min(a + size, high)
        if start < end:
            yield start, b + start - a, end - start


def distinct(found: Sequence[Aligned]) -> list[Aligned]:
    """Without those that lie mostly inside a longer one on both sides."""
    kept: list[Aligned] = []
    for one in sorted(found):
        near = kept[-_LOOK_BACK:]
        # In order of their starts, what ended before has nothing in common.
        if any(other.a_end > one.a_start for other in near):
            if any(_same(one, other) and one.less >= other.less for other in near):
                continue
            kept[-_LOOK_BACK:] = [other for other in near if not _same(other, one)]
        kept.append(one)
    return kept


def _same(inner: Aligned, outer: Aligned) -> bool:
    shared = min(inner.a_end, outer.a_end) - max(inner.a_start, outer.a_start)
    if 2 * shared <= inner.a_end - inner.a_start:
        return False
    shared = min(inner.b_end, outer.b_end) - max(inner.b_start, outer.b_start)
    return 2 * shared > inner.b_end - inner.b_start
