"""The two steps together: fingerprints of each report, then the corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.core.document import Document
from auditor.core.passage import Passage
from auditor.core.report import SimilarityShares
from auditor.similarity.blocks import blocks
from auditor.similarity.corpus import Array, Corpus, gather
from auditor.similarity.edits import edited
from auditor.similarity.fingerprints import GRAM, Fingerprints, Hashes, fingerprint_all
from auditor.similarity.index import PART, Index, Sorter, index
from auditor.similarity.kinds import DEFAULTS, Thresholds
from auditor.similarity.measures import shares
from auditor.similarity.passages import alignments
from auditor.similarity.pieces import Pieces, pieces, stacked
from auditor.similarity.table import PassageTable, passage_table

_FORM_GAP = 24


@dataclass(frozen=True, eq=False)
class SimilarityResult:
    """Passages as a table, sorted by the reports' keys and by place; each report's shares by id.

    A passage that stands in many reports is listed against its next neighbour in the order of
    regions and units, not against every other report; ``Passage.units`` says in how many
    agencies it stands. Kinds are judged by the reports of this very run: another run may judge
    the same passage otherwise.
    """

    table: PassageTable
    shares: dict[str, SimilarityShares]

    @property
    def passages(self) -> Sequence[Passage]:
        """The rows of the table, an object each time that one is asked for."""
        return self.table

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, SimilarityResult)
            and self.table == other.table
            and self.shares == other.shares
        )

    __hash__ = None  # type: ignore[assignment]


def compare_reports(
    documents: Sequence[Document],
    thresholds: Thresholds = DEFAULTS,
    templates: Sequence[Document] = (),
) -> SimilarityResult:
    """What the reports share with each other, whatever order they come in.

    Text that stands in one of ``templates``, official forms, is template text.
    """
    forms = list(fingerprint_all(templates))
    return compare_fingerprints(list(fingerprint_all(documents)), thresholds, forms)


def compare_fingerprints(
    prints: Iterable[Fingerprints],
    thresholds: Thresholds = DEFAULTS,
    templates: Sequence[Fingerprints] = (),
    only: str | None = None,
    sorter: Sorter | None = None,
) -> SimilarityResult:
    """The corpus step alone, on fingerprints made elsewhere. ``ValueError`` for equal ids.

    ``prints`` is gone through twice: a list, or an index on disk. With ``only``, a document id,
    the passages are those of that report alone; all reports count for their kinds, and the
    shares of the others hold only what they share with it. ``sorter`` brings equal grams
    together somewhere else (``index.Sorter``).
    """
    corpus, hashes = gather(prints)
    grams = np.concatenate([np.empty(0, np.uint64), *(form.hashes for form in templates)])
    asked = None
    if only is not None:
        asked = next(k for k, one in enumerate(corpus.reports) if one.document_id == only)
    found = index(corpus, hashes, thresholds, grams, asked, sorter)
    forms = _form_ranges(corpus, hashes, grams, thresholds)
    del hashes
    rows = stacked([_part(corpus, found, thresholds, number) for number in range(len(found.pairs))])
    return SimilarityResult(passage_table(corpus, rows), shares(corpus, rows, forms))


def _part(corpus: Corpus, found: Index, limits: Thresholds, number: int) -> Pieces:
    """The passages whose left report is of the part."""
    low, high = PART * number, min(PART * (number + 1), len(corpus.reports))
    chains = alignments(corpus, blocks(corpus, *found.of_part(number)), limits, low, high)
    return edited(corpus, pieces(corpus, found, chains, limits, low, high))


def _form_ranges(corpus: Corpus, hashes: Hashes, grams: Hashes, limits: Thresholds) -> Array:
    """Stretches of ``min_chars`` and more of which official forms have the grams."""
    if not len(grams):
        return np.empty((0, 2), np.int64)
    places = corpus.places[np.isin(hashes, grams)].astype(np.int64)
    if not len(places):
        return np.empty((0, 2), np.int64)
    owner = corpus.report_of(places)
    step = (np.diff(places) > _FORM_GAP) | (np.diff(owner) != 0)
    first = np.flatnonzero(np.concatenate([[True], step]))
    last = np.append(first[1:], len(places)) - 1
    ranges: Array = np.stack((places[first], places[last] + GRAM), axis=1)
    long: Array = ranges[ranges[:, 1] - ranges[:, 0] >= limits.min_chars]
    return long
