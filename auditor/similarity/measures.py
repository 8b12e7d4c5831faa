"""A report's shares by kind, and the report that it is nearest to."""

from __future__ import annotations

import numpy as np

from auditor.core.report import SimilarityShares
from auditor.similarity.corpus import Array, Corpus
from auditor.similarity.pieces import COMMON, COPIED, KINDS, OWN, TEMPLATE, Pieces

_OTHER_VALUE = 4


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
    counts = _counts(corpus, pieces, forms)
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


def _counts(corpus: Corpus, pieces: Pieces, forms: Array) -> Array:
    """Characters by the first of their kinds, and those of ``boilerplate``, a row a report."""
    ranges = [_ranges(pieces, kind, forms) for kind in range(len(KINDS))]
    # Between two edges every character stands in passages of the same kinds, a bit each.
    edges = np.sort(np.concatenate([corpus.begins, *(some.ravel() for some in ranges)]))
    marks = np.zeros(len(edges) - 1, np.int64)
    for bit, some in enumerate(ranges):
        inside = np.searchsorted(some.ravel(), edges[:-1], side="right") & 1
        marks |= inside << bit
    keys = corpus.report_of(edges[:-1]) << len(KINDS) | marks
    sizes = np.bincount(
        keys, weights=np.diff(edges), minlength=len(corpus.reports) << len(KINDS)
    ).astype(np.int64)
    outside = (1 << COPIED) | (1 << COMMON)
    table = np.zeros((1 << len(KINDS), len(KINDS) + 1), np.int64)
    for value in range(1, 1 << len(KINDS)):
        table[value, (value & -value).bit_length() - 1] = 1
        table[value, len(KINDS)] = bool(value & outside) and not value & 1
    counts: Array = sizes[: len(corpus.reports) << len(KINDS)].reshape(-1, len(table)) @ table
    return counts


def _ranges(pieces: Pieces, kind: int, forms: Array) -> Array:
    """What passages of the kind cover in both reports, as ``_union`` has it."""
    chosen = pieces.kind == kind
    starts = [pieces.a_start[chosen], pieces.b_start[chosen]]
    ends = [pieces.a_end[chosen], pieces.b_end[chosen]]
    if kind == TEMPLATE and len(forms):
        starts.append(forms[:, 0])
        ends.append(forms[:, 1])
    return _union(np.concatenate(starts), np.concatenate(ends))


def _union(starts: Array, ends: Array) -> Array:
    """Ranges (n, 2), ascending and apart, that cover the same characters."""
    if not len(starts):
        return np.empty((0, 2), np.int64)
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    first = np.flatnonzero(np.concatenate([[True], starts[1:] > ends[:-1]]))
    return np.stack((starts[first], ends[np.append(first[1:], len(ends)) - 1]), axis=1)


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
    # Of several values for one place numpy keeps the last: the best.
    order = np.lexsort((-other, covered, score))
    best[mine[order]], most[mine[order]] = other[order], covered[order]
    return best, most
