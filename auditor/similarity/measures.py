"""A report's shares by kind, and the report that it is nearest to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from auditor.core.passage import PassageKind
from auditor.core.report import SimilarityShares
from auditor.similarity.fingerprints import Fingerprints
from auditor.similarity.pieces import Piece

_BIT = {
    PassageKind.TEMPLATE: 1,
    PassageKind.OWN_PREVIOUS_YEAR: 2,
    PassageKind.COPIED: 4,
    PassageKind.COMMON: 8,
}
_ORDER = tuple(_BIT)

Range = tuple[int, int]


def shares(corpus: Sequence[Fingerprints], pieces: Sequence[Piece]) -> dict[str, SimilarityShares]:
    """Shares of the masked narrative by document id.

    A character that stands in passages of several kinds counts for the first of template, own
    previous year, copied, common. ``boilerplate`` takes every character that is copied or common
    and not template, also where the unit's own earlier report has it too. The nearest report is
    the one with which most characters outside template text are shared, ties by key;
    ``nearest_similarity`` is their share.
    """
    ranges: list[list[tuple[Range, PassageKind, int]]] = [[] for _ in corpus]
    for piece in pieces:
        ranges[piece.a].append((piece.a_range, piece.kind, piece.b))
        ranges[piece.b].append((piece.b_range, piece.kind, piece.a))
    return {
        report.document_id: _shares(number, corpus, ranges[number])
        for number, report in enumerate(corpus)
    }


def _shares(
    number: int, corpus: Sequence[Fingerprints], ranges: Sequence[tuple[Range, PassageKind, int]]
) -> SimilarityShares:
    report = corpus[number]
    length = len(report.text)
    if not ranges or not length:
        return SimilarityShares(report.document_id)
    marks = np.zeros(length, np.uint8)
    partners: dict[int, list[Range]] = defaultdict(list)
    for (start, end), kind, other in ranges:
        marks[start:end] |= _BIT[kind]
        if kind is not PassageKind.TEMPLATE:
            partners[other].append((start, end))
    first = {
        kind: int(np.count_nonzero((marks & _BIT[kind] > 0) & (marks & (_BIT[kind] - 1) == 0)))
        for kind in _ORDER
    }
    outside = _BIT[PassageKind.COPIED] | _BIT[PassageKind.COMMON]
    boilerplate = int(np.count_nonzero((marks & outside > 0) & (marks & 1 == 0)))
    nearest, common = _nearest(partners)
    return SimilarityShares(
        document_id=report.document_id,
        template=_part(first[PassageKind.TEMPLATE], length),
        common=_part(first[PassageKind.COMMON], length),
        copied=_part(first[PassageKind.COPIED], length),
        own_previous_year=_part(first[PassageKind.OWN_PREVIOUS_YEAR], length),
        boilerplate=_part(boilerplate, length),
        nearest_document=corpus[nearest].document_id if nearest is not None else None,
        nearest_similarity=_part(common, length),
    )


def _nearest(partners: Mapping[int, Sequence[Range]]) -> tuple[int | None, int]:
    best: tuple[int | None, int] = (None, 0)
    for other in sorted(partners):
        covered = end = 0
        for start, stop in sorted(partners[other]):
            covered += max(0, stop - max(start, end))
            end = max(end, stop)
        if covered > best[1]:
            best = (other, covered)
    return best


def _part(part: int, whole: int) -> float:
    return round(part / whole, 4)
