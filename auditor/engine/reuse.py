"""The step over all reports of a run: shared passages, their sources, an index of others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from auditor.core.document import Document
from auditor.core.errors import UsageError
from auditor.core.passage import Passage
from auditor.core.report import Failure
from auditor.core.reuse import FieldMeasures, Known, Reuse, Survival
from auditor.engine.reading import read_all
from auditor.settings import Settings
from auditor.similarity import (
    Fingerprints,
    SimilarityIndex,
    SimilarityResult,
    Thresholds,
    clusters,
    compare_fingerprints,
    descents,
    field_measures,
    fingerprint,
    survivals,
)
from auditor.similarity.index import Sorter

Measure = Callable[
    [Iterable[Fingerprints], Sequence[Passage]],
    tuple[Sequence[FieldMeasures], tuple[Survival, ...]],
]


def thresholds(settings: Settings) -> Thresholds:
    """The thresholds that the settings name."""
    return Thresholds(
        similarity=settings.passage_similarity,
        min_chars=settings.passage_min_chars,
        min_content=settings.passage_min_content,
        template_share=settings.template_share,
        template_units=settings.template_units,
        region_units=settings.region_units,
        common_units=settings.common_units,
        common_root=settings.common_root,
        common_regions=settings.common_regions,
        agreement=settings.agreement,
    )


def compare(
    documents: Sequence[Document],
    settings: Settings,
    against: Path | None = None,
    prints: Iterable[Fingerprints] | None = None,
    sorter: Sorter | None = None,
    measure: Measure | None = None,
) -> tuple[SimilarityResult, Reuse]:
    """What the documents share, and with the reports of the index ``against``.

    ``prints`` are the fingerprints of ``documents`` in their order, made here if not given and
    gone through several times; ``measure`` makes measures and survivals in another way (``measuring``).
    ``UsageError`` for a template that can't be read or a file that is no index.
    """
    forms = tuple(fingerprint(form) for form in _forms(settings))
    if prints is None:
        prints = [fingerprint(document) for document in documents]
    limits = thresholds(settings)
    result = compare_fingerprints(prints, limits, forms, sorter=sorter)
    make = measure or partial(_measured, documents)
    measures, survived = make(prints, result.passages)
    return result, Reuse(
        measures=measures,
        descents=descents(documents, result.passages),
        clusters=clusters(result.passages, {d.id: d.size("text") for d in documents}),
        survivals=survived,
        known=_known(prints, limits, forms, against),
    )


def _measured(
    documents: Sequence[Document], prints: Iterable[Fingerprints], passages: Sequence[Passage]
) -> tuple[tuple[FieldMeasures, ...], tuple[Survival, ...]]:
    return field_measures(documents, prints, passages), survivals(documents, passages)


def extend(index: Path, inputs: Iterable[str | Path], settings: Settings) -> tuple[int, int]:
    """Add the reports of ``inputs`` to the index file, made where there is none.

    How many were added and how many the index now holds. ``UsageError`` as for ``compare``.
    """
    with SimilarityIndex(index, create=True) as store:
        added = store.add(
            fingerprint(found)
            for given in inputs
            for found in read_all(given, settings)
            if isinstance(found, Document)
        )
        return added, len(store)


def _forms(settings: Settings) -> list[Document]:
    forms: list[Document] = []
    for path in settings.templates:
        for found in read_all(path, settings):
            if isinstance(found, Failure):
                raise UsageError(f"无法读取模板 {path}：{found.message}")
            forms.append(found)
    return forms


def _known(
    prints: Iterable[Fingerprints],
    limits: Thresholds,
    forms: tuple[Fingerprints, ...],
    against: Path | None,
) -> tuple[Known, ...]:
    if against is None:
        return ()
    with SimilarityIndex(against) as store:
        return tuple(
            known for report in prints for known in store.ask(report, limits, forms).passages
        )
