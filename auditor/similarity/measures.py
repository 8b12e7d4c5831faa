"""A report's shares by kind, and the report that it is nearest to."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from auditor.core.report import SimilarityShares
from auditor.similarity.corpus import Array, Corpus
from auditor.similarity.pieces import COMMON, COPIED, KINDS, OWN, TEMPLATE, Pieces

Marks = npt.NDArray[np.uint8]

_OTHER_VALUE = 4
_BITS = 1 << np.arange(len(KINDS), dtype=np.uint8)


def shares(corpus: Corpus, pieces: Pieces, forms: Array) -> dict[str, SimilarityShares]:
    """Shares of the masked narrative by document id.

    A character that stands in passages of several kinds counts for the first of template, own
    previous year, copied, common. ``boilerplate`` takes every character that is copied or common
    and not template, also where the unit's own earlier report has it too. ``forms`` are ranges
    (n, 2) that stand in a given official form, template text whoever else has it. The nearest
    report is the one with which most characters outside template text are equal, less
    ``_OTHER_VALUE`` for every name or number that differs: of two that hold the same text, the
    source is likelier to hold it unchanged. ``nearest_similarity`` is the share of what the two
    share.
    """
    counts = _counts(_marks(corpus, pieces, forms), corpus.begins)
    nearest, common = _nearest(corpus, pieces)
    sizes = np.maximum(np.diff(corpus.begins), 1)
    found = {}
    for number, report in enumerate(corpus.reports):
        size = int(sizes[number])
        row = [round(int(count) / size, 4) for count in counts[number]]
        other = int(nearest[number])
        found[report.document_id] = SimilarityShares(
            document_id=report.document_id,
            template=row[TEMPLATE],
            common=row[COMMON],
            copied=row[COPIED],
            own_previous_year=row[OWN],
            boilerplate=row[len(KINDS)],
            nearest_document=corpus.reports[other].document_id if other >= 0 else None,
            nearest_similarity=round(int(common[number]) / size, 4),
        )
    return found


def _marks(corpus: Corpus, pieces: Pieces, forms: Array) -> Marks:
    """Of each character the kinds of the passages that it stands in, a bit each."""
    marks = np.zeros(len(corpus.codes), np.uint8)
    for kind, bit in enumerate(_BITS.tolist()):
        chosen = pieces.kind == kind
        starts = [pieces.a_start[chosen], pieces.b_start[chosen]]
        ends = [pieces.a_end[chosen], pieces.b_end[chosen]]
        if kind == TEMPLATE and len(forms):
            starts.append(forms[:, 0])
            ends.append(forms[:, 1])
        for start, end in _union(np.concatenate(starts), np.concatenate(ends)).tolist():
            marks[start:end] |= bit
    return marks


def _union(starts: Array, ends: Array) -> Array:
    """Ranges (n, 2), ascending and apart, that cover the same characters."""
    if not len(starts):
        return np.empty((0, 2), np.int64)
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    first = np.flatnonzero(np.concatenate([[True], starts[1:] > ends[:-1]]))
    return np.stack((starts[first], ends[np.append(first[1:], len(ends)) - 1]), axis=1)


def _counts(marks: Marks, begins: Array) -> Array:
    """Characters by the first of their kinds, and those of ``boilerplate``, a row a report."""
    outside = (1 << COPIED) | (1 << COMMON)
    table = np.zeros((1 << len(KINDS), len(KINDS) + 1), np.int64)
    for value in range(1, 1 << len(KINDS)):
        table[value, (value & -value).bit_length() - 1] = 1
        table[value, len(KINDS)] = bool(value & outside) and not value & 1
    rows = [
        np.bincount(marks[start:end], minlength=1 << len(KINDS)) @ table
        for start, end in zip(begins[:-1].tolist(), begins[1:].tolist(), strict=True)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, len(KINDS) + 1)


def _nearest(corpus: Corpus, pieces: Pieces) -> tuple[Array, Array]:
    """Of each report the nearest other (-1 for none) and the characters that it shares."""
    count = len(corpus.reports)
    rows = pieces.take(pieces.kind != TEMPLATE)
    pair = np.concatenate([rows.a * count + rows.b, rows.b * count + rows.a])
    alike = np.tile(rows.matched - _OTHER_VALUE * rows.changed, 2)
    starts = np.concatenate([rows.a_start, rows.b_start])
    ends = np.concatenate([rows.a_end, rows.b_end])
    order = np.lexsort((starts, pair))
    pair, starts, ends, alike = pair[order], starts[order], ends[order], alike[order]
    best, most = np.full(count, -1, np.int64), np.zeros(count, np.int64)
    if not len(pair):
        return best, most
    # Ranges of each pair are moved apart, so that one union serves all pairs.
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    number = np.cumsum(np.diff(pair, prepend=-1) != 0) - 1
    width = len(corpus.codes) + 1
    union = _union(starts + number * width, ends + number * width)
    covered = np.bincount(
        union[:, 0] // width, weights=union[:, 1] - union[:, 0], minlength=len(first)
    ).astype(np.int64)
    mine, other = np.divmod(pair[first], count)
    score = np.minimum(np.add.reduceat(alike, first), covered)
    for row in np.lexsort((-other, covered, score)).tolist():
        best[mine[row]], most[mine[row]] = other[row], covered[row]
    return best, most
