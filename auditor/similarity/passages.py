"""Seeds → maximal gap-tolerant alignments of two masked texts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein

from auditor.similarity.blocks import Blocks
from auditor.similarity.corpus import Array, Corpus
from auditor.similarity.fingerprints import Fingerprints, content_length
from auditor.similarity.index import Flags
from auditor.similarity.kinds import Thresholds
from auditor.similarity.mask import SLOTS

_REACH = 120
_LONGEST = 2000
_GAP_COSTS = (1, 3)
_WIDEST_GAP = 16
_LEAST = 8
_SURE = 24
_AROUND, _SHIFT, _AGREED = 16, 2, 4
_FIRST_HAN, _SLOTS_FROM = 0x4E00, 0xFF00
_SPILL = 6
_LOOK_BACK = 8
_EDGE = ",;:。、!?)”》 "
_IS_EDGE = np.zeros(1 << 16, np.bool_)
_IS_EDGE[[ord(char) for char in _EDGE]] = True
_CONTENT = np.array([chr(c).isalnum() and chr(c) not in SLOTS for c in range(1 << 16)])


@dataclass(frozen=True, slots=True)
class Seed:
    """Masked ranges of reports ``a`` < ``b`` that share text."""

    a: int
    b: int
    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Equal masked text of ``size`` characters at ``a`` and ``b``."""

    a: int
    b: int
    size: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """A passage in masked offsets: equal blocks, in order, with small gaps between."""

    a: int
    b: int
    blocks: tuple[Block, ...]

    @property
    def a_range(self) -> tuple[int, int]:
        """Masked range in the first report."""
        return self.blocks[0].a, self.blocks[-1].a + self.blocks[-1].size

    @property
    def b_range(self) -> tuple[int, int]:
        """Masked range in the second report."""
        return self.blocks[0].b, self.blocks[-1].b + self.blocks[-1].size

    @property
    def matched(self) -> int:
        """Masked characters that are equal on both sides."""
        return sum(block.size for block in self.blocks)

    @property
    def similarity(self) -> float:
        """Twice the equal characters over the length of both sides (Indel similarity)."""
        (a_start, a_end), (b_start, b_end) = self.a_range, self.b_range
        return 2 * self.matched / (a_end - a_start + b_end - b_start)


def alignments(corpus: Corpus, chains: Blocks, limits: Thresholds) -> Blocks:
    """The passages as chains of blocks, sorted by pair and place.

    A chain that is one block of whole sentences is a passage as it stands; others are aligned
    anew over the sentences that they touch. Where two tell the same, the longest is kept.
    """
    if not len(chains.x):
        return chains
    first = np.flatnonzero(np.diff(chains.chain, prepend=-1))
    last = np.append(first[1:], len(chains.x))
    low, high, whole = _whole(corpus, chains.x[first], chains.size[first])
    whole &= (last - first == 1) & _whole(corpus, chains.y[first], chains.size[first])[2]
    low, high = _stripped(corpus, low, high)
    content = np.zeros(len(corpus.codes) + 1, np.int32)
    np.cumsum(_CONTENT[corpus.codes], out=content[1:])
    counts = (high - low >= limits.min_chars) & (content[high] - content[low] >= limits.min_content)
    matched = np.add.reduceat(content[chains.x + chains.size] - content[chains.x], first)
    rest = np.flatnonzero(~whole & (matched >= _LEAST))
    known = matched[rest] >= _SURE
    known |= _surrounded(corpus, chains, first[rest], last[rest])
    rest = rest[known]
    slow = _anew(corpus, chains, first[rest], last[rest], limits)
    exact = np.flatnonzero(whole & counts)
    drift = (chains.y - chains.x)[first[exact]]
    return _together(corpus, low[exact], drift, (high - low)[exact], slow)


def _surrounded(corpus: Corpus, chains: Blocks, first: Array, last: Array) -> Flags:
    """Chains that have more text in common just before or after, so that they are no stock phrase.

    The text there is laid side by side at a few shifts; unrelated text agrees in hardly a letter.
    """
    codes = np.pad(corpus.codes, _AROUND + _SHIFT)
    pad, end = _AROUND + _SHIFT, last - 1
    found = np.zeros(len(first), np.int64)
    for x, y, steps in (
        (chains.x[first], chains.y[first], np.arange(-_AROUND, 0)),
        ((chains.x + chains.size)[end], (chains.y + chains.size)[end], np.arange(_AROUND)),
    ):
        left = codes[x[:, None] + steps + pad]
        letters = (left >= _FIRST_HAN) & (left < _SLOTS_FROM)
        best = np.zeros(len(first), np.int64)
        for shift in range(-_SHIFT, _SHIFT + 1):
            right = codes[y[:, None] + steps + pad + shift]
            best = np.maximum(best, np.count_nonzero((left == right) & letters, axis=1))
        found += best
    return found >= _AGREED


def _whole(corpus: Corpus, start: Array, size: Array) -> tuple[Array, Array, Flags]:
    """The whole sentences within ranges, and whether little else is there."""
    bounds, end = corpus.bounds, start + size
    low = bounds[np.searchsorted(bounds, start)]
    high = bounds[np.searchsorted(bounds, end, side="right") - 1]
    return low, high, (low - start < _SPILL) & (end - high < _SPILL) & (low < high)


def _stripped(corpus: Corpus, low: Array, high: Array) -> tuple[Array, Array]:
    low = low.copy()
    codes = np.append(corpus.codes, 0)
    while np.any(edge := _IS_EDGE[codes[low]] & (low < high)):
        low += edge
    return low, np.maximum(low, high)


def _anew(
    corpus: Corpus, chains: Blocks, first: Array, last: Array, limits: Thresholds
) -> dict[tuple[int, int], list[Alignment]]:
    """Alignments by pair, in offsets into the reports' own texts."""
    end = last - 1
    a, b = corpus.report_of(chains.x[first]), corpus.report_of(chains.y[first])
    x_end, y_end = chains.x[end] + chains.size[end], chains.y[end] + chains.size[end]
    rows = zip(
        a.tolist(),
        b.tolist(),
        (chains.x[first] - corpus.begins[a]).tolist(),
        (x_end - corpus.begins[a]).tolist(),
        (chains.y[first] - corpus.begins[b]).tolist(),
        (y_end - corpus.begins[b]).tolist(),
        strict=True,
    )
    found: dict[tuple[int, int], list[Alignment]] = {}
    done: set[tuple[int, ...]] = set()
    for row in rows:
        seed = Seed(*row)
        for window in _windows(seed, corpus.reports[seed.a], corpus.reports[seed.b]):
            if (seed.a, seed.b, *window) not in done:
                done.add((seed.a, seed.b, *window))
                for one in _aligned(seed.a, seed.b, corpus.reports, window, limits):
                    found.setdefault((seed.a, seed.b), []).append(one)
    return found


def _together(
    corpus: Corpus,
    x: Array,
    drift: Array,
    size: Array,
    slow: dict[tuple[int, int], list[Alignment]],
) -> Blocks:
    a, b = corpus.report_of(x), corpus.report_of(x + drift)
    pair = a * len(corpus.reports) + b
    mixed = np.isin(pair, [i * len(corpus.reports) + j for i, j in slow])
    begins = corpus.begins.tolist()
    for i, j, start, by, length in zip(
        *(column[mixed].tolist() for column in (a, b, x, drift, size)), strict=True
    ):
        block = Block(start - begins[i], start + by - begins[j], length)
        slow[i, j].append(Alignment(i, j, (block,)))
    rows: list[tuple[int, int, int, int]] = []
    number = len(x)
    for (i, j), found in slow.items():
        for one in _distinct(found):
            rows += [(number, begins[i] + k.a, begins[j] + k.b, k.size) for k in one.blocks]
            number += 1
    more = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    kept = ~mixed
    return Blocks(
        np.concatenate([np.flatnonzero(kept), more[0]]),
        np.concatenate([x[kept], more[1]]),
        np.concatenate([(x + drift)[kept], more[2]]),
        np.concatenate([size[kept], more[3]]),
    )


def _windows(
    seed: Seed, first: Fingerprints, second: Fingerprints
) -> Iterator[tuple[int, int, int, int]]:
    """The seed widened to whole sentences, in steps that keep the cost of aligning bounded."""
    a_start, a_end = _sentences(seed.a_start, seed.a_end, first)
    b_start, b_end = _sentences(seed.b_start, seed.b_end, second)
    length = max(a_end - a_start, b_end - b_start)
    if length <= _LONGEST:
        yield a_start, a_end, b_start, b_end
        return
    drift = seed.b_start - seed.a_start
    slack = abs((seed.b_end - seed.a_end) - drift) + _WIDEST_GAP
    for start in range(a_start, a_end, _LONGEST):
        end = min(start + _LONGEST, a_end)
        yield (
            start,
            end,
            max(b_start, start + drift - slack),
            min(b_end, end + drift + slack, start + drift + 3 * _LONGEST),
        )


def _sentences(start: int, end: int, report: Fingerprints) -> tuple[int, int]:
    bounds = report.bounds
    low = int(bounds[max(0, bisect_right(bounds, start) - 1)])
    high = int(bounds[min(len(bounds) - 1, bisect_left(bounds, end))])
    return max(low, start - _REACH), min(high, end + _REACH)


def _aligned(
    a: int,
    b: int,
    corpus: Sequence[Fingerprints],
    window: tuple[int, int, int, int],
    limits: Thresholds,
) -> Iterator[Alignment]:
    a_start, a_end, b_start, b_end = window
    left, right = corpus[a].text[a_start:a_end], corpus[b].text[b_start:b_end]
    if left == right:
        blocks = [Block(a_start, b_start, len(left))] if left else []
    else:
        blocks = [
            Block(a_start + op.src_start, b_start + op.dest_start, op.src_end - op.src_start)
            for op in Levenshtein.opcodes(left, right)
            if op.tag == "equal"
        ]
    for stretch in _stretches(blocks):
        yield from _passages(a, b, stretch, corpus[a], limits)


def _passages(
    a: int, b: int, blocks: Sequence[Block], report: Fingerprints, limits: Thresholds
) -> Iterator[Alignment]:
    """Generous with gaps first; what is then not similar enough is tried again more strictly."""
    for run in _runs(blocks, _GAP_COSTS[0]):
        trimmed = _trimmed(run, report)
        if trimmed and _counts(Alignment(a, b, trimmed), report.text, limits):
            yield Alignment(a, b, trimmed)
            continue
        for core in _runs(run, _GAP_COSTS[1]):
            trimmed = _trimmed(core, report)
            if trimmed and _counts(Alignment(a, b, trimmed), report.text, limits):
                yield Alignment(a, b, trimmed)


def _counts(alignment: Alignment, text: str, limits: Thresholds) -> bool:
    (a_start, a_end), (b_start, b_end) = alignment.a_range, alignment.b_range
    if min(a_end - a_start, b_end - b_start) < limits.min_chars:
        return False
    content = sum(content_length(text[k.a : k.a + k.size]) for k in alignment.blocks)
    return alignment.similarity >= limits.similarity and content >= limits.min_content


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
        if sum(blocks[k].size for k in range(low, high)) < _LEAST:
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
        score += blocks[place].size - loss
        if score > top:
            top, best = score, (start, place + 1)
    return best


def _gap(before: Block, after: Block) -> int:
    return max(after.a - before.a - before.size, after.b - before.b - before.size)


def _trimmed(run: tuple[Block, ...], report: Fingerprints) -> tuple[Block, ...]:
    """Without a few characters of the sentences before and after, and their punctuation."""
    start, end = run[0].a, run[-1].a + run[-1].size
    low = int(report.bounds[np.searchsorted(report.bounds, start)])
    high = int(report.bounds[np.searchsorted(report.bounds, end, side="right") - 1])
    if low - start >= _SPILL:
        low = start
    if end - high >= _SPILL:
        high = end
    while low < high and report.text[low] in _EDGE:
        low += 1
    return tuple(_clipped(run, low, high))


def _clipped(run: Sequence[Block], low: int, high: int) -> Iterator[Block]:
    for block in run:
        start, end = max(block.a, low), min(block.a + block.size, high)
        if start < end:
            yield Block(start, block.b + start - block.a, end - start)


def _distinct(found: Sequence[Alignment]) -> list[Alignment]:
    """Without those that lie mostly inside a longer one on both sides."""
    kept: list[Alignment] = []
    for one in sorted(found, key=lambda k: (k.blocks[0].a, -k.matched, k.blocks)):
        near = kept[-_LOOK_BACK:]
        if any(_same(one, other) and one.matched <= other.matched for other in near):
            continue
        kept[-_LOOK_BACK:] = [other for other in near if not _same(other, one)]
        kept.append(one)
    return kept


def _same(inner: Alignment, outer: Alignment) -> bool:
    return _covered(inner.a_range, outer.a_range) and _covered(inner.b_range, outer.b_range)


def _covered(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    shared = min(inner[1], outer[1]) - max(inner[0], outer[0])
    return 2 * shared > inner[1] - inner[0]
