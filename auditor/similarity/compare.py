"""The two steps together: fingerprints of each report, then the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.core.passage import Passage
from auditor.core.report import SimilarityShares
from auditor.similarity.blocks import blocks
from auditor.similarity.corpus import Array, Corpus, gather
from auditor.similarity.edits import edits
from auditor.similarity.fingerprints import GRAM, Fingerprints, Hashes, fingerprint
from auditor.similarity.index import Index, Sorter, index
from auditor.similarity.kinds import DEFAULTS, Thresholds
from auditor.similarity.measures import shares
from auditor.similarity.passages import alignments
from auditor.similarity.pieces import KINDS, Pieces, pieces

_FORM_GAP = 24


@dataclass(frozen=True, slots=True)
class SimilarityResult:
    """Passages, sorted by the reports' keys and by place, and each report's shares by id.

    A passage that stands in many reports is listed against its next neighbour in the order of
    regions and units, not against every other report; ``Passage.units`` says in how many
    agencies it stands. Kinds are judged by the reports of this very run: another run may judge
    the same passage otherwise.
    """

    passages: tuple[Passage, ...]
    shares: dict[str, SimilarityShares]


def compare_reports(
    documents: Sequence[Document],
    thresholds: Thresholds = DEFAULTS,
    templates: Sequence[Document] = (),
) -> SimilarityResult:
    """What the reports share with each other, whatever order they come in.

    Text that stands in one of ``templates``, official forms, is template text.
    """
    forms = [fingerprint(form) for form in templates]
    return compare_fingerprints([fingerprint(d) for d in documents], thresholds, forms)


def compare_fingerprints(
    fingerprints: Sequence[Fingerprints],
    thresholds: Thresholds = DEFAULTS,
    templates: Sequence[Fingerprints] = (),
    only: str | None = None,
    sorter: Sorter | None = None,
) -> SimilarityResult:
    """The corpus step alone, on fingerprints made elsewhere. ``ValueError`` for equal ids.

    With ``only``, a document id, the passages are those of that report alone; all reports count
    for their kinds, and the shares of the others hold only what they share with it. ``sorter``
    brings equal grams together somewhere else (``index.Sorter``).
    """
    if len({report.document_id for report in fingerprints}) < len(fingerprints):
        raise ValueError("two reports have one id")
    corpus = gather(fingerprints)
    ids = [report.document_id for report in corpus.reports]
    grams = np.concatenate([np.empty(0, np.uint64), *(form.hashes for form in templates)])
    found = index(corpus, thresholds, grams, None if only is None else ids.index(only), sorter)
    chains = blocks(corpus, found.left, found.right)
    rows = pieces(corpus, found, alignments(corpus, chains, thresholds), thresholds)
    forms = _form_ranges(corpus, found, grams, thresholds)
    return SimilarityResult(_passages(rows, corpus), shares(corpus, rows, forms))


def _form_ranges(corpus: Corpus, found: Index, grams: Hashes, limits: Thresholds) -> Array:
    """Stretches of ``min_chars`` and more of which official forms have the grams."""
    hashes = np.concatenate([np.empty(0, np.uint64), *(r.hashes for r in corpus.reports)])
    places = found.places[np.isin(hashes, grams)] if len(grams) else np.empty(0, np.int64)
    if not len(places):
        return np.empty((0, 2), np.int64)
    owner = corpus.report_of(places)
    step = (np.diff(places) > _FORM_GAP) | (np.diff(owner) != 0)
    first = np.flatnonzero(np.concatenate([[True], step]))
    last = np.append(first[1:], len(places)) - 1
    ranges: Array = np.stack((places[first], places[last] + GRAM), axis=1)
    long: Array = ranges[ranges[:, 1] - ranges[:, 0] >= limits.min_chars]
    return long


def _passages(rows: Pieces, corpus: Corpus) -> tuple[Passage, ...]:
    """Core passages, the report with the lower key first."""
    edit, moved = edits(corpus, rows)
    rank = np.empty(len(corpus.reports), np.int64)
    rank[sorted(range(len(rank)), key=lambda k: _key(corpus.reports[k]))] = np.arange(len(rank))
    swap = rank[rows.a] > rank[rows.b]
    left = corpus.spans(rows.a_start, rows.a_end)
    right = corpus.spans(rows.b_start, rows.b_end)
    a, b = np.where(swap, rows.b, rows.a), np.where(swap, rows.a, rows.b)
    a_low, b_low = np.where(swap, right[0], left[0]), np.where(swap, left[0], right[0])
    a_high, b_high = np.where(swap, right[1], left[1]), np.where(swap, left[1], right[1])
    order = np.lexsort((b_high, b_low, a_high, a_low, rank[b], rank[a]))
    similarity = rows.similarity().round(4)
    columns = (a, b, a_low, a_high, b_low, b_high, similarity, rows.kind, rows.units, edit, moved)
    ids = [report.document_id for report in corpus.reports]
    return tuple(
        Passage(ids[a], CharSpan(u, v), ids[b], CharSpan(x, y), alike, KINDS[kind], units, how, at)
        for a, b, u, v, x, y, alike, kind, units, how, at in zip(
            *(column[order].tolist() for column in columns), strict=True
        )
    )


def _key(report: Fingerprints) -> tuple[str, str]:
    return report.key, report.document_id
