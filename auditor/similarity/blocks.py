"""Pairs of equal grams → longest equal blocks → chains of blocks near one diagonal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.similarity.corpus import Array, Corpus
from auditor.similarity.fingerprints import GRAM, Codes

Flags = npt.NDArray[np.bool_]

_REACH = 40
_BAND = 24
_GAP = 120
_AT_ONCE = 1 << 16
"""Characters that are compared at once: their places fit into the processor's cache."""
_SHORT = 5
_AROUND, _SHIFT, _AGREED = 16, 2, 4
_ROWS = 1 << 12
_FIRST_HAN, _SLOTS_FROM = np.uint16(0x4E00), np.uint16(0xFF00)


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
    width = (int(left.max()) - base).bit_length()
    keys = right - left << width | left - base
    keys.sort()
    drift, x = keys >> width, (keys & (1 << width) - 1) + base
    far = np.ones(len(x), np.bool_)
    far[1:] = (drift[1:] != drift[:-1]) | (x[1:] - x[:-1] > 2 * _REACH)
    _parted(corpus, x, drift, far)
    first = np.flatnonzero(far)
    last = np.append(first[1:], len(x)) - 1
    drift = drift[first]
    some = _likely(corpus, x[first], x[last], drift)
    first, last, drift = first[some], last[some], drift[some]
    a, b = corpus.report_of(x[first]), corpus.report_of(x[first] + drift)
    low = np.maximum(corpus.begins[a], corpus.begins[b] - drift)
    high = np.minimum(corpus.begins[a + 1], corpus.begins[b + 1] - drift)
    ranges = (np.maximum(x[first] - _REACH, low), np.minimum(x[last] + GRAM + _REACH, high))
    return np.stack(ranges, axis=1), drift


def _likely(corpus: Corpus, low: Array, high: Array, drift: Array) -> Array:
    """Runs that are more than a few grams, and those that have more in common around them."""
    likely = high - low > _SHORT
    short = np.flatnonzero(~likely)
    x, size = low[short], high[short] - low[short] + GRAM
    y = x + drift[short]
    likely[short] = surrounded(corpus, (x, y), (x + size, y + size))
    return np.flatnonzero(likely)


def surrounded(corpus: Corpus, before: tuple[Array, Array], after: tuple[Array, Array]) -> Flags:
    """Whether texts that begin at the places ``before`` and end before ``after`` on both sides
    have more in common just there, so that they are no stock phrase.

    The text there is laid side by side at a few shifts; unrelated text agrees in hardly a letter.
    """
    found = np.zeros(len(before[0]), np.bool_)
    for start in range(0, len(found), _ROWS):
        rows = slice(start, start + _ROWS)
        agreed = _agreeing(corpus.codes, before[0][rows] - _AROUND, before[1][rows] - _AROUND)
        agreed += _agreeing(corpus.codes, after[0][rows], after[1][rows])
        found[rows] = agreed >= _AGREED
    return found


def _agreeing(codes: Codes, x: Array, y: Array) -> npt.NDArray[np.uint8]:
    """Of ``_AROUND`` characters from each place on: the letters that agree, at the best shift."""
    # A character a row: numpy counts along the first axis many columns at a time.
    left = codes.take(x + np.arange(_AROUND)[:, None], mode="clip")
    right = codes.take(y + np.arange(-_SHIFT, _AROUND + _SHIFT)[:, None], mode="clip")
    letters = (left >= _FIRST_HAN) & (left < _SLOTS_FROM)
    best = np.zeros(len(x), np.uint8)
    for shift in range(2 * _SHIFT + 1):
        same = (left == right[shift : shift + _AROUND]) & letters
        np.maximum(best, same.sum(axis=0, dtype=np.uint8), out=best)
    return best


def _parted(corpus: Corpus, x: Array, drift: Array, far: Flags) -> None:
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


def _inside(x: Array, drift: Array, size: Array, band: Array) -> Flags:
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
