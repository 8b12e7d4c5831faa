"""The two steps together: fingerprints of each report, then the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.core.document import Document
from auditor.core.passage import Passage
from auditor.core.report import SimilarityShares
from auditor.similarity.fingerprints import Fingerprints, fingerprint
from auditor.similarity.index import index
from auditor.similarity.kinds import DEFAULTS, Thresholds
from auditor.similarity.measures import shares
from auditor.similarity.passages import alignments
from auditor.similarity.pieces import Judge, Piece, joined


@dataclass(frozen=True, slots=True)
class SimilarityResult:
    """Passages, sorted by the reports' keys and by place, and each report's shares by id.

    A passage that stands in many reports is listed against its next neighbours in the order of
    keys, not against every other report; ``Passage.units`` says in how many agencies it stands.
    """

    passages: tuple[Passage, ...]
    shares: dict[str, SimilarityShares]


def compare_reports(
    documents: Sequence[Document], thresholds: Thresholds = DEFAULTS
) -> SimilarityResult:
    """What the reports share with each other, whatever order they come in."""
    return compare_fingerprints([fingerprint(document) for document in documents], thresholds)


def compare_fingerprints(
    fingerprints: Sequence[Fingerprints], thresholds: Thresholds = DEFAULTS
) -> SimilarityResult:
    """The corpus step alone, on fingerprints made elsewhere. ``ValueError`` for equal ids."""
    corpus = sorted(fingerprints, key=lambda report: (report.key, report.document_id))
    if len({report.document_id for report in corpus}) < len(corpus):
        raise ValueError("two reports have one id")
    profiles, seeds = index(corpus, thresholds)
    judge = Judge(corpus, profiles, thresholds, len({report.unit for report in corpus}))
    found = [
        piece
        for alignment in alignments(corpus, seeds, thresholds)
        for piece in judge.pieces(alignment)
    ]
    pieces = joined(found, thresholds)
    return SimilarityResult(
        tuple(_passage(piece, corpus) for piece in pieces), shares(corpus, pieces)
    )


def _passage(piece: Piece, corpus: Sequence[Fingerprints]) -> Passage:
    first, second = corpus[piece.a], corpus[piece.b]
    return Passage(
        a_document=first.document_id,
        a_span=first.span(*piece.a_range),
        b_document=second.document_id,
        b_span=second.span(*piece.b_range),
        similarity=round(piece.alignment.similarity, 4),
        kind=piece.kind,
        units=piece.units,
    )
