"""Pairs of equal grams → longest equal blocks → chains of blocks near one diagonal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.similarity.corpus import Array, Corpus
from auditor.similarity.fingerprints import GRAM

_REACH = 40
_BAND = 24
_GAP = 120
_AT_ONCE = 1 << 16
"""Characters that are compared at once: their places fit into the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Equal text of ``size`` characters at the global places ``x`` < ``y``, chain by chain."""

    chain: Array
    x: Array
    y: Array
    size: Array


def blocks(corpus: Corpus, left: Array, right: Array) -> Blocks:
    """The blocks of all pairs, sorted by chain and place.

    A chain holds blocks of one pair of reports whose diagonals differ by at most ``_BAND`` from
    the next and that follow each other within ``_GAP`` characters.
    """
    x, drift = _runs(corpus, left, right)
    parts = [_equal(corpus, *part) for part in _portions(x, drift)]
    starts = np.concatenate([np.empty(0, np.int64), *(p[0] for p in parts)])
    drifts = np.concatenate([np.empty(0, np.int64), *(p[1] for p in parts)])
    sizes = np.concatenate([np.empty(0, np.int64), *(p[2] for p in parts)])
    return _chained(corpus, starts, drifts, sizes)


def _runs(corpus: Corpus, left: Array, right: Array) -> tuple[Array, Array]:
    """Ranges (n, 2) of the left text around grams on one diagonal, and their diagonals."""
    if not len(left):
        return np.empty((0, 2), np.int64), np.empty(0, np.int64)
    # One diagonal of the whole corpus is one of a pair: no other report lies at that distance.
    base = int(left.min())
    span = int(left.max()) - base + 1
    keys = (right - left) * span + (left - base)
    keys.sort()
    drift, x = np.divmod(keys, span)
    x += base
    far = np.ones(len(x), np.bool_)
    far[1:] = (drift[1:] != drift[:-1]) | (x[1:] - x[:-1] > 2 * _REACH)
    _parted(corpus, x, drift, far)
    first = np.flatnonzero(far)
    last = np.append(first[1:], len(x)) - 1
    drift = drift[first]
    a, b = corpus.report_of(x[first]), corpus.report_of(x[first] + drift)
    low = np.maximum(corpus.begins[a], corpus.begins[b] - drift)
    high = np.minimum(corpus.begins[a + 1], corpus.begins[b + 1] - drift)
    ranges = (np.maximum(x[first] - _REACH, low), np.minimum(x[last] + GRAM + _REACH, high))
    return np.stack(ranges, axis=1), drift


def _parted(corpus: Corpus, x: Array, drift: Array, far: npt.NDArray[np.bool_]) -> None:
    """Mark in ``far`` where a run goes on into the next report."""
    first = np.flatnonzero(far)
    size = np.diff(np.append(first, len(x)))
    last = first + size - 1
    low, high = x[first], x[last]
    over = corpus.report_of(low) != corpus.report_of(high)
    over |= corpus.report_of(low + drift[first]) != corpus.report_of(high + drift[first])
    first, size = first[over], size[over]
    # Few runs do: only their rows are looked at one by one.
    row = np.arange(int(size.sum())) + np.repeat(first - (np.cumsum(size) - size), size)
    row = row[~far[row]]
    for places in (x, x + drift):
        far[row] |= corpus.report_of(places[row]) != corpus.report_of(places[row - 1])


def _portions(ranges: Array, drift: Array) -> list[tuple[Array, Array]]:
    """The ranges in portions of about ``_AT_ONCE`` characters."""
    if not len(ranges):
        return []
    total = np.cumsum(ranges[:, 1] - ranges[:, 0])
    cuts = np.flatnonzero(np.diff(total // _AT_ONCE)) + 1
    return list(zip(np.split(ranges, cuts), np.split(drift, cuts), strict=True))


def _equal(corpus: Corpus, ranges: Array, drift: Array) -> tuple[Array, Array, Array]:
    """Stretches of a gram and more in the ranges where both texts are equal."""
    sizes = ranges[:, 1] - ranges[:, 0]
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    x = np.arange(int(sizes.sum())) + np.repeat(ranges[:, 0] - begins, sizes)
    equal = corpus.codes.take(x) == corpus.codes.take(x + np.repeat(drift, sizes))
    change = np.ones(len(x) + 1, np.bool_)
    change[1:-1] = equal[1:] != equal[:-1]
    change[begins] = True
    cuts = np.flatnonzero(change)
    length = np.diff(cuts)
    kept = np.flatnonzero(equal[cuts[:-1]] & (length >= GRAM))
    at = cuts[kept]
    of = np.searchsorted(begins, at, side="right") - 1
    return x[at], drift[of], length[kept]


def _chained(corpus: Corpus, x: Array, drift: Array, size: Array) -> Blocks:
    if not len(x):
        return Blocks(x, x, x, x)
    a, b = corpus.report_of(x), corpus.report_of(x + drift)
    pair = a * len(corpus.reports) + b
    order = np.lexsort((drift, pair))
    x, drift, size, pair = x[order], drift[order], size[order], pair[order]
    band = np.cumsum(np.concatenate([[0], (np.diff(pair) != 0) | (np.diff(drift) > _BAND)]))
    order = np.lexsort((x, band))
    order = order[~_inside(x[order], drift[order], size[order], band[order])]
    x, drift, size, band = x[order], drift[order], size[order], band[order]
    gap = np.maximum(x[1:] - x[:-1] - size[:-1], (x + drift)[1:] - (x + drift)[:-1] - size[:-1])
    chain = np.cumsum(np.concatenate([[0], (np.diff(band) != 0) | (gap > _GAP)]))
    return Blocks(chain, x, x + drift, size)


def _inside(x: Array, drift: Array, size: Array, band: Array) -> npt.NDArray[np.bool_]:
    """Blocks that lie on both sides in a longer one: what a text repeats within itself."""
    end, y = x + size, x + drift
    reach = end + band * (int(end.max()) + 1)
    furthest = np.maximum.accumulate(reach)
    holder = np.maximum.accumulate(np.where(reach == furthest, np.arange(len(x)), 0))[:-1]
    inside = np.zeros(len(x), np.bool_)
    inside[1:] = (
        (band[1:] == band[holder])
        & (end[1:] <= end[holder])
        & (size[1:] < size[holder])
        & (y[1:] >= y[holder])
        & ((y + size)[1:] <= (y + size)[holder])
    )
    return inside
