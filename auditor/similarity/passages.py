"""Chains of equal blocks → passages: as they stand, or aligned anew where that isn't enough."""

from __future__ import annotations

from itertools import chain

import numpy as np

from auditor.similarity.align import Aligned, Aligner, distinct
from auditor.similarity.blocks import Blocks, surrounded
from auditor.similarity.corpus import Array, Corpus, sums_before
from auditor.similarity.fingerprints import is_content
from auditor.similarity.index import Flags
from auditor.similarity.kinds import Thresholds
from auditor.similarity.mask import codes_of

_LEAST = 8
_REACH = 120
_SURE = 24
_SPILL = 6
_EDGE = ",;:。、!?)”》 "
_IS_EDGE = np.zeros(1 << 16, np.bool_)
_IS_EDGE[codes_of(_EDGE)] = True
_CONTENT = np.array([is_content(chr(c)) for c in range(1 << 16)], dtype=np.int32)


def alignments(
    corpus: Corpus, chains: Blocks, limits: Thresholds, low_report: int, high_report: int
) -> Blocks:
    """The passages as chains of blocks, sorted by pair and place; the left report of each is in
    ``[low_report, high_report)``.

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
    base, limit = corpus.begins[[low_report, high_report]].tolist()
    content = sums_before(_CONTENT, corpus.codes[base:limit])
    counts = (high - low >= limits.min_chars) & (
        content[high - base] - content[low - base] >= limits.min_content
    )
    matched = np.add.reduceat(
        content[chains.x + chains.size - base] - content[chains.x - base], first
    )
    rest = np.flatnonzero(~whole & (matched >= _LEAST))
    known = matched[rest] >= _SURE
    doubt = rest[~known]
    known[~known] = _surrounded(corpus, chains, first[doubt], last[doubt] - 1)
    rest = rest[known]
    slow = _anew(corpus, chains, first[rest], last[rest], Aligner(corpus, limits, content, base))
    exact = np.flatnonzero(whole & counts)
    drift = (chains.y - chains.x)[first[exact]]
    return _together(corpus, low[exact], low[exact] + drift, (high - low)[exact], slow)


def _surrounded(corpus: Corpus, chains: Blocks, first: Array, last: Array) -> Flags:
    x, y, size = chains.x, chains.y, chains.size
    return surrounded(corpus, (x[first], y[first]), ((x + size)[last], (y + size)[last]))


def _whole(corpus: Corpus, start: Array, size: Array) -> tuple[Array, Array, Flags]:
    """The whole sentences within ranges, and whether little else is there."""
    bounds, end = corpus.bounds, start + size
    low = bounds.at(bounds.left(start))
    high = bounds.at(bounds.right(end) - 1)
    return low, high, (low - start < _SPILL) & (end - high < _SPILL) & (low < high)


def _stripped(corpus: Corpus, low: Array, high: Array) -> tuple[Array, Array]:
    low = low.copy()
    last = len(corpus.codes) - 1
    while np.any(edge := _IS_EDGE.take(corpus.codes.take(np.minimum(low, last))) & (low < high)):
        low += edge
    return low, np.maximum(low, high)


def _anew(
    corpus: Corpus, chains: Blocks, first: Array, last: Array, aligner: Aligner
) -> dict[int, list[Aligned]]:
    """Alignments by pair of reports (see ``_pair``)."""
    x, y = chains.x[first], chains.y[first]
    x_end, y_end = (
        _reached(chains.x + chains.size, first, last),
        _reached(chains.y + chains.size, first, last),
    )
    pair = _pair(corpus, x, y)
    found: dict[int, list[Aligned]] = {}
    done: set[tuple[int, ...]] = set()
    for key, *row in zip(
        *(column.tolist() for column in (pair, *_widened(corpus, x, x_end))),
        *(column.tolist() for column in _widened(corpus, y, y_end)),
        *(column.tolist() for column in (y - x, y_end - x_end)),
        strict=True,
    ):
        for window in aligner.windows(*row):
            if window not in done:
                done.add(window)
                found.setdefault(key, []).extend(aligner.aligned(window))
    return {key: some for key, some in found.items() if some}


def _reached(ends: Array, first: Array, last: Array) -> Array:
    """The furthest end in each range of rows; ranges are ascending and apart."""
    if not len(first):
        return first
    cuts = np.stack((first, np.minimum(last, len(ends) - 1)), axis=1).ravel()
    found: Array = np.maximum.reduceat(ends, cuts)[::2]
    # A range up to the last row has no row behind it to end at.
    return np.maximum(found, ends[last - 1])


def _widened(corpus: Corpus, start: Array, end: Array) -> tuple[Array, Array]:
    """Ranges widened to whole sentences, within reason."""
    bounds = corpus.bounds
    low = bounds.at(bounds.right(start) - 1)
    high = bounds.at(bounds.left(end))
    return np.maximum(low, start - _REACH), np.minimum(high, end + _REACH)


def _pair(corpus: Corpus, x: Array, y: Array) -> Array:
    return corpus.report_of(x) * len(corpus.reports) + corpus.report_of(y)


def _together(
    corpus: Corpus, x: Array, y: Array, size: Array, slow: dict[int, list[Aligned]]
) -> Blocks:
    """The passages as they stood, and those aligned anew with those of the same pairs."""
    pair = _pair(corpus, x, y)
    # Those that stand as they are come pair by pair.
    known = np.array(sorted(slow), dtype=np.int64)
    step = np.zeros(len(pair) + 1, np.int32)
    np.add.at(step, np.searchsorted(pair, known), 1)
    np.add.at(step, np.searchsorted(pair, known, side="right"), -1)
    mixed = np.cumsum(step[:-1]) > 0
    for key, *block in zip(*(column[mixed].tolist() for column in (pair, x, y, size)), strict=True):
        slow[key].append(Aligned.of((tuple(block),)))
    anew = [one.blocks for found in slow.values() for one in distinct(found)]
    numbers = np.repeat(np.arange(len(anew)) + len(x), [len(some) for some in anew])
    flat = chain.from_iterable(chain.from_iterable(anew))
    columns = np.fromiter(flat, np.int64, 3 * len(numbers)).reshape(-1, 3).T
    kept = np.flatnonzero(~mixed)
    plain, more = (kept, x[kept], y[kept], size[kept]), (numbers, *columns)
    return Blocks(*(np.concatenate(both) for both in zip(plain, more, strict=True)))
