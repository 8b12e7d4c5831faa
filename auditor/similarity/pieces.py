"""Passages cut where their kind changes, and joined where it doesn't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from auditor.core.passage import PassageKind
from auditor.similarity import cues
from auditor.similarity.blocks import Blocks
from auditor.similarity.corpus import Array, Corpus, Counts, sums_before
from auditor.similarity.index import Flags, Index
from auditor.similarity.kinds import Thresholds
from auditor.similarity.mask import NUMBER, codes_of

KINDS = (
    PassageKind.TEMPLATE,
    PassageKind.OWN_PREVIOUS_YEAR,
    PassageKind.COPIED,
    PassageKind.COMMON,
)
TEMPLATE, OWN, COPIED, COMMON = range(4)
_JOIN = 12
_LEAST_OF_PAIR, _MORE_OF_PAIR = 1.5, 3
_GRAM_ENDS = 7


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Passages of one kind, a row each, sorted by pair and place.

    ``a`` < ``b`` number reports of the corpus; ranges are global masked places; ``matched``
    counts the characters that are equal; ``kind`` indexes ``KINDS``; ``units`` counts the
    agencies that have the text. ``edit`` (0 exact, 1 names, 2 numbers, 3 words), ``moved`` and
    ``changed``, the slots that differ where words don't, are 0 until ``edited`` tells them.
    """

    a: Array
    b: Array
    a_start: Array
    a_end: Array
    b_start: Array
    b_end: Array
    matched: Array
    kind: Array
    units: Array
    edit: Array
    moved: Array
    changed: Array

    def similarity(self) -> npt.NDArray[np.float64]:
        """Twice the equal characters over the length of both sides (Indel similarity)."""
        both = self.a_end - self.a_start + self.b_end - self.b_start
        alike: npt.NDArray[np.float64] = 2 * self.matched / np.maximum(both, 1)
        return alike

    def take(self, rows: Array | Flags) -> Pieces:
        """Some of the rows."""
        return Pieces(*(getattr(self, name)[rows] for name in _COLUMNS))


def stacked(parts: Sequence[Pieces]) -> Pieces:
    """The rows of all parts, one after the other."""
    none = np.empty(0, np.int64)
    return Pieces(
        *(np.concatenate([none, *(getattr(part, name) for part in parts)]) for name in _COLUMNS)
    )


_COLUMNS = (
    "a",
    "b",
    "a_start",
    "a_end",
    "b_start",
    "b_end",
    "matched",
    "kind",
    "units",
    "edit",
    "moved",
    "changed",
)


def pieces(
    corpus: Corpus, index: Index, passages: Blocks, limits: Thresholds, low: int, high: int
) -> Pieces:
    """The passages whose left report is in ``[low, high)``, cut at sentence bounds of the first report, parts of one kind together."""
    cut = _cut(corpus, passages)
    first = np.flatnonzero(_steps(cut.chain, _sentence(corpus, cut.x)))
    if not len(first):
        return Pieces(*(np.empty(0, np.int64) for _ in _COLUMNS))
    parts = _grouped(corpus, cut, first)
    grams = _Grams.of(corpus, index, low, high)
    kind, units, known = _judged(corpus, grams, cut, first, parts, limits)
    chain = cut.chain[first]
    # Without a kept gram nothing is counted: it goes with its neighbours, or is the unit's own.
    lead = _nearest_strong(chain, ~known & (kind != OWN))
    parts = replace(parts, kind=kind[lead], units=units[lead])
    # A sentence that is mostly other text came in with its neighbours alone: it parts them.
    held = known | (_with_gap(parts, chain) >= limits.similarity)
    chain = np.cumsum(_steps(chain) | ~held)
    whole = _by_kind(parts.take(held), chain[held], limits)
    order = np.lexsort((whole.b_start, whole.a_start, whole.b, whole.a))
    rows = _joined(whole.take(order), limits)
    # What a change of kind cut off may be less alike than the whole was.
    short = np.minimum(rows.a_end - rows.a_start, rows.b_end - rows.b_start) < limits.min_chars
    taken = (rows.kind == COPIED) | (rows.kind == OWN)
    rows = rows.take((rows.similarity() >= limits.similarity) & ~(short & taken))
    # Stock clauses that met by chance: nothing else around them, or hardly more, is shared.
    chance = rows.a_end - rows.a_start < 2 * limits.min_chars
    chance |= _lone(rows, _MORE_OF_PAIR * limits.min_chars)
    chance &= (rows.kind == COPIED) & (rows.units >= limits.many(corpus.units))
    # Two stock clauses in a row are rare in the largest run too.
    chance |= _lone(rows, 2 * limits.min_chars) & (rows.units >= limits.common_units)
    rows = replace(rows, kind=np.where(chance, COMMON, rows.kind))
    lone = _lone(rows, _LEAST_OF_PAIR * limits.min_chars)
    return replace(rows, kind=np.where(lone, COMMON, rows.kind))


def _with_gap(parts: Pieces, chain: Array) -> npt.NDArray[np.float64]:
    """The similarity of each part together with what lies between it and the one before."""
    both = parts.a_end - parts.a_start + parts.b_end - parts.b_start
    gap = parts.a_start[1:] - parts.a_end[:-1] + parts.b_start[1:] - parts.b_end[:-1]
    both[1:] += np.where(chain[1:] == chain[:-1], gap, 0)
    alike: npt.NDArray[np.float64] = 2 * parts.matched / np.maximum(both, 1)
    return alike


def _by_kind(parts: Pieces, chain: Array, limits: Thresholds) -> Pieces:
    """Neighbours of one chain and kind as one; what is too short goes with the one before it, or
    after it. Short sentences in a row that are long enough together keep their kind.
    """
    first = np.flatnonzero(_steps(chain, parts.kind))
    whole, chain = _merged(parts, first), chain[first]
    lead = _nearest_strong(chain, whole.a_end - whole.a_start < limits.min_chars)
    whole = replace(whole, kind=whole.kind[lead])
    return _merged(whole, np.flatnonzero(_steps(chain, whole.kind)))


def _lone(rows: Pieces, least: float) -> Flags:
    """Copied rows of pairs of reports that have fewer than ``least`` characters of them: phrases
    that both hit upon.
    """
    copied: Flags = rows.kind == COPIED
    if not len(rows.a):
        return copied
    pair = np.cumsum(_steps(rows.a, rows.b)) - 1
    chars = np.bincount(pair, weights=np.where(copied, rows.a_end - rows.a_start, 0))
    lone: Flags = copied & (chars[pair] < least)
    return lone


@dataclass(frozen=True, slots=True, eq=False)
class _Grams:
    """The grams of some reports: ``Corpus.places`` and columns of ``Index``."""

    places: Array
    units: Array
    template: Flags
    common: Flags
    lexical: Counts
    base: int

    @classmethod
    def of(cls, corpus: Corpus, index: Index, low: int, high: int) -> _Grams:
        grams = slice(int(corpus.grams[low]), int(corpus.grams[high]))
        text = slice(int(corpus.begins[low]), int(corpus.begins[high]))
        return cls(
            corpus.places[grams].astype(np.int64), *index.of_grams(grams), sums_before(_LEXICAL, corpus.codes[text]), text.start,
        )  # fmt: skip


def _nearest_strong(chain: Array, weak: Flags) -> Array:
    """Of each row itself, or the strong one before it in its chain, or the one after it."""
    rows = np.arange(len(weak))
    before = np.maximum.accumulate(np.where(weak, -1, rows))
    after = np.minimum.accumulate(np.where(weak, len(weak), rows)[::-1])[::-1]
    found = np.where((before >= 0) & (chain[before] == chain), before, rows)
    late = np.minimum(after, len(weak) - 1)
    return np.where((found == rows) & weak & (chain[late] == chain), late, found)


def _steps(*columns: Array) -> Flags:
    """Where one of the columns differs from the row above; the first row always does."""
    step = np.ones(len(columns[0]), np.bool_)
    step[1:] = False
    for column in columns:
        step[1:] |= column[1:] != column[:-1]
    return step


def _sentence(corpus: Corpus, places: Array) -> Array:
    return corpus.bounds.right(places)


def _cut(corpus: Corpus, passages: Blocks) -> Blocks:
    """Blocks cut at the sentence bounds of the left text."""
    first = _sentence(corpus, passages.x)
    count = _sentence(corpus, passages.x + passages.size - 1) - first + 1
    row = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    bound = first[row] + step
    start, end = passages.x[row], (passages.x + passages.size)[row]
    low = np.where(step > 0, corpus.bounds.at(bound - 1), start)
    high = np.minimum(end, corpus.bounds.at(bound))
    drift = (passages.y - passages.x)[row]
    return Blocks(passages.chain[row], low, low + drift, high - low)


def _grouped(corpus: Corpus, cut: Blocks, first: Array) -> Pieces:
    last = np.append(first[1:], len(cut.x)) - 1
    none = np.zeros(len(first), np.int64)
    return Pieces(
        a=corpus.report_of(cut.x[first]),
        b=corpus.report_of(cut.y[first]),
        a_start=cut.x[first],
        a_end=(cut.x + cut.size)[last],
        b_start=cut.y[first],
        b_end=(cut.y + cut.size)[last],
        matched=np.add.reduceat(cut.size, first),
        kind=none,
        units=none,
        edit=none,
        moved=none,
        changed=none,
    )


def _judged(
    corpus: Corpus, index: _Grams, cut: Blocks, first: Array, parts: Pieces, limits: Thresholds
) -> tuple[Array, Array, Flags]:
    """The kind of each part by most of its grams that lie in equal text, its units, and whether
    it has such grams.

    A sentence put together of stock clauses is not a stock sentence: where its clauses meet, its
    grams are rare.
    """
    low = np.searchsorted(index.places, cut.x)
    high = np.searchsorted(index.places, cut.x + cut.size - _GRAM_ENDS)
    high = np.maximum(low, high)
    of = np.cumsum(np.bincount(first, minlength=len(cut.x)))[: len(cut.x)] - 1
    grams = np.bincount(of, weights=high - low).astype(np.int64)
    template, common = (
        np.bincount(of, weights=sums[high] - sums[low]) >= limits.agreement * grams
        for sums in (_sums(index.template), _sums(index.template | index.common))
    )
    own = corpus.unit[parts.a] == corpus.unit[parts.b]
    units = np.maximum(_medians(index, low, high, of, len(first)), np.where(own, 1, 2))
    kind = np.where(own, OWN, COPIED)
    kind[common & (grams > 0)] = COMMON
    kind[template & (grams > 0)] = TEMPLATE
    known: dict[str, int | None] = {}
    doubtful = _doubtful(corpus, index, parts, kind, limits)
    spans = (column[doubtful].tolist() for column in (parts.a_start, parts.a_end))
    for row, start, end in zip(doubtful.tolist(), *spans, strict=True):
        text = corpus.text(start, end)
        if text not in known:
            known[text] = _worded(text, corpus.units, limits)
        said = known[text]
        if said is not None:
            kind[row] = said
    return kind, units, grams > 0


def _sums(flags: Flags) -> Array:
    return np.concatenate([np.zeros(1, np.int32), np.cumsum(flags, dtype=np.int32)])


def _medians(index: _Grams, low: Array, high: Array, of: Array, count: int) -> Array:
    """The middle number of units of the grams of each part; 0 for none."""
    sizes = high - low
    entry = np.arange(int(sizes.sum())) + np.repeat(low - (np.cumsum(sizes) - sizes), sizes)
    part = np.repeat(of, sizes)
    keys = np.sort(part << 32 | index.units[entry])
    each = np.bincount(part, minlength=count)
    begin = np.cumsum(each) - each
    found = np.zeros(count, np.int64)
    some = each > 0
    found[some] = keys[(begin + each // 2)[some]] & ((1 << 32) - 1)
    return found


def _doubtful(
    corpus: Corpus, index: _Grams, parts: Pieces, kind: Array, limits: Thresholds
) -> Array:
    """Parts whose kind words may change: copied ones with enough characters of the lexicons."""
    rows = np.flatnonzero(kind != TEMPLATE)
    if corpus.units < limits.small_run or not len(rows):
        return rows
    inside = index.lexical[parts.a_end[rows] - index.base]
    inside = inside - index.lexical[parts.a_start[rows] - index.base]
    # Some formulas have room for a few characters that no lexicon lists.
    least = 0.7 * min(limits.figures_share, limits.stock_share)
    return rows[inside >= least * (parts.a_end[rows] - parts.a_start[rows])]


_LEXICAL = np.zeros(1 << 16, np.int32)
_LEXICAL[codes_of(cues.LETTERS + NUMBER)] = 1


def _worded(text: str, units: int, limits: Thresholds) -> int | None:
    """The kind that the words of a text give it."""
    if _prescribed(text, units, limits):
        return TEMPLATE
    return COMMON if cues.share(text, "stock") >= limits.stock_share else None


def _prescribed(text: str, units: int, limits: Thresholds) -> bool:
    if cues.share(text, "figures") >= limits.figures_share:
        return True
    return units < limits.small_run and cues.share(text, "method") >= limits.method_share


def _merged(parts: Pieces, first: Array) -> Pieces:
    """Rows from each of ``first`` to the next as one."""
    last = np.append(first[1:], len(parts.a)) - 1
    if not len(first):
        return parts
    return replace(
        parts.take(first),
        a_end=np.maximum.reduceat(parts.a_end, first),
        b_end=parts.b_end[last],
        matched=np.add.reduceat(parts.matched, first),
        units=np.minimum.reduceat(parts.units, first),
    )


def _joined(rows: Pieces, limits: Thresholds) -> Pieces:
    """Neighbours of one pair and kind as one, where they are similar enough together."""
    if len(rows.a) < 2:
        return rows
    gaps = (rows.a_start[1:] - rows.a_end[:-1], rows.b_start[1:] - rows.b_end[:-1])
    near = (gaps[0] >= 0) & (gaps[0] <= _JOIN) & (gaps[1] >= 0) & (gaps[1] <= _JOIN)
    for column in (rows.a, rows.b, rows.kind):
        near &= column[1:] == column[:-1]
    both = (rows.a_end - rows.a_start + rows.b_end - rows.b_start)[1:]
    with_gap = rows.matched[1:] / np.maximum(both + gaps[0] + gaps[1], 1)
    near &= 2 * with_gap >= limits.similarity
    near &= rows.similarity()[:-1] >= limits.similarity
    fresh = np.concatenate([[True], ~near])
    whole = _merged(rows, np.flatnonzero(fresh))
    unlike = whole.similarity() < limits.similarity
    fresh |= unlike[np.cumsum(fresh) - 1]
    return _merged(rows, np.flatnonzero(fresh))
