"""Transformers from reports to numbers: shared grams, and the measures of the literature.

``X`` is a sequence of reports, each a ``Document`` or the text of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from auditor.core.document import Document
from auditor.core.passage import Passage
from auditor.reading import read_string
from auditor.similarity import Fingerprints, compare_fingerprints, field_measures, fingerprint
from auditor.similarity.field import lang_boilerplate, widespread
from auditor.similarity.fingerprints import GRAM

FloatArray = npt.NDArray[np.float64]
MEASURES: Final = (
    "chars",
    "template",
    "common",
    "copied",
    "own_previous_year",
    "idiosyncratic",
    "specificity",
    "numbers_per_1000",
    "sentence_chars",
    "clause_chars",
    "lang_boilerplate",
)
"""Columns of ``ReportMeasures``; what they mean stands in ``auditor.core.reuse.FieldMeasures``."""


def documents_of(X: Any) -> list[Document]:  # noqa: N803
    """Reports as documents; texts are read as text files. ``ValueError`` for anything else."""
    if isinstance(X, str | Document) or not isinstance(X, Iterable):
        raise ValueError("Expected a sequence of reports (texts or Documents), not one of them.")
    return [_document(item) for item in X]


def _document(item: Any) -> Document:
    if isinstance(item, Document):
        return item
    if isinstance(item, str):
        return read_string(item)
    raise ValueError(f"A report is a text or a Document, not {type(item).__name__}.")


class _OfReports(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


class BoilerplateVectorizer(_OfReports):
    """Counts of the phrases that many of the fitted reports share.

    A phrase is a gram of eight characters after agencies, places, years and numbers were masked
    (``auditor.similarity``); of all grams one in four is kept by its hash, the same in every
    report. Rows are reports, columns phrases, a sparse matrix like that of ``CountVectorizer``.

    Parameters
    ----------
    min_share, max_share : a phrase stands in at least (and at most) this share of the fitted
        reports; 0.3 is Lang & Stice-Lawrence (2015). Always in two reports at least.
    max_features : only the phrases of most reports, ``None`` for all.

    Attributes
    ----------
    ``vocabulary_``: gram hash → column; ``shares_`` (n_features,): share of the fitted reports.
    """

    def __init__(
        self, min_share: float = 0.3, max_share: float = 1.0, max_features: int | None = None
    ) -> None:
        self.min_share = min_share
        self.max_share = max_share
        self.max_features = max_features

    def fit(self, X: Any, y: Any = None) -> BoilerplateVectorizer:  # noqa: N803
        """Learn the shared phrases. ``ValueError`` for no reports."""
        prints = [fingerprint(document) for document in documents_of(X)]
        if not prints:
            raise ValueError("No report to learn from.")
        counts: Counter[int] = Counter()
        texts: dict[int, str] = {}
        for one in prints:
            grams = _grams(one)
            counts.update(grams.keys())
            for gram, (_, text) in grams.items():
                texts.setdefault(gram, text)
        least = max(2.0, self.min_share * len(prints))
        most = self.max_share * len(prints)
        known = [gram for gram, count in counts.items() if least <= count <= most]
        known.sort(key=lambda gram: (-counts[gram], texts[gram], gram))
        known = known[: self.max_features]
        self.vocabulary_ = {gram: column for column, gram in enumerate(known)}
        self.shares_: FloatArray = np.array([counts[gram] / len(prints) for gram in known])
        self.phrases_ = tuple(texts[gram] for gram in known)
        return self

    def transform(self, X: Any) -> csr_matrix:  # noqa: N803
        """How often each phrase stands in each report, (n_reports, n_phrases), float64."""
        check_is_fitted(self)
        documents = documents_of(X)
        rows: list[int] = []
        cols: list[int] = []
        counts: list[float] = []
        for row, document in enumerate(documents):
            for gram, (count, _) in _grams(fingerprint(document)).items():
                column = self.vocabulary_.get(gram)
                if column is not None:
                    rows.append(row)
                    cols.append(column)
                    counts.append(float(count))
        shape = (len(documents), len(self.vocabulary_))
        return csr_matrix((counts, (rows, cols)), shape=shape, dtype=np.float64)

    def get_feature_names_out(self, input_features: Any = None) -> npt.NDArray[np.object_]:
        """The phrases as masked text."""
        check_is_fitted(self)
        return np.array(self.phrases_, dtype=object)


def _grams(one: Fingerprints) -> dict[int, tuple[int, str]]:
    found: dict[int, tuple[int, str]] = {}
    places = zip(one.hashes.tolist(), one.positions.tolist(), strict=True)
    for gram, place in places:
        count, text = found.get(gram, (0, one.text[place : place + GRAM]))
        found[gram] = (count + 1, text)
    return found


class ReportMeasures(_OfReports):
    """Measures of each report against the fitted reports.

    Shares are of what a report has in common with the fitted ones, and so is
    ``lang_boilerplate``; a fitted report is never compared with itself. Rows don't depend on each
    other. What the columns mean: ``auditor.core.reuse.FieldMeasures``.
    """

    def fit(self, X: Any, y: Any = None) -> ReportMeasures:  # noqa: N803
        """Keep the reports to compare with. ``ValueError`` for none, or one that comes twice."""
        prints = [fingerprint(document) for document in documents_of(X)]
        if not prints:
            raise ValueError("No report to compare with.")
        self.reports_ = {one.document_id: one for one in prints}
        if len(self.reports_) < len(prints):
            raise ValueError("A report stands in the data twice.")
        self.widespread_ = widespread(prints)
        return self

    def transform(self, X: Any) -> FloatArray:  # noqa: N803
        """(n_reports, 11), the columns of ``get_feature_names_out``."""
        check_is_fitted(self)
        rows = [self._row(document) for document in documents_of(X)]
        return np.array(rows, dtype=np.float64).reshape(-1, len(MEASURES))

    def get_feature_names_out(self, input_features: Any = None) -> npt.NDArray[np.object_]:
        """Names of the columns."""
        check_is_fitted(self)
        return np.array(MEASURES, dtype=object)

    def _row(self, document: Document) -> list[float]:
        own = self.reports_.get(document.id) or fingerprint(document)
        others = [one for one in self.reports_.values() if one.document_id != document.id]
        passages = compare_fingerprints([*others, own], only=document.id).passages
        mine = [_one_sided(passage, document.id) for passage in passages]
        whole = next(m for m in field_measures([document], [own], mine) if m.section is None)
        measured = replace(whole, lang_boilerplate=lang_boilerplate(own, self.widespread_))
        return [float(getattr(measured, name)) for name in MEASURES]


def _one_sided(passage: Passage, document_id: str) -> Passage:
    """The passage with this report on both sides, so that the other needn't be at hand."""
    span = passage.a_span if passage.a_document == document_id else passage.b_span
    return replace(
        passage, a_document=document_id, a_span=span, b_document=document_id, b_span=span
    )
