"""Measures of the literature, a report and its first-level sections, for researchers.

They were made for English annual reports and count words. Here a term is a pair of neighbouring
Chinese characters and a phrase of four words is a gram of eight characters, because segmenting
costs more than all else and its errors differ by genre. Figures therefore compare reports with
each other, not with published values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from math import sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel, Levenshtein

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Sentence
from auditor.core.passage import Passage, PassageKind
from auditor.core.reuse import Change, FieldMeasures
from auditor.similarity.fingerprints import Fingerprints, Hashes
from auditor.similarity.mask import DATE, NUMBER, SLOTS

Marks = npt.NDArray[np.uint8]

LANG_SHARE = 0.3
"""Share of reports from which on a phrase is boilerplate (Lang & Stice-Lawrence, 2015)."""
_AT_ONCE = 256
_CLAUSE = re.compile(r"[,;:。!?、]")
_KINDS = (
    PassageKind.TEMPLATE,
    PassageKind.OWN_PREVIOUS_YEAR,
    PassageKind.COPIED,
    PassageKind.COMMON,
)


def field_measures(
    documents: Sequence[Document],
    prints: Iterable[Fingerprints],
    passages: Sequence[Passage],
) -> tuple[FieldMeasures, ...]:
    """A record a report and a record each of its first-level sections with sentences.

    ``prints`` are the fingerprints of ``documents``, in their order, gone through several times.
    """
    known, before, own = widespread(prints), previous(prints), spans_of(passages)
    places = {document.id: place for place, document in enumerate(documents)}
    found: list[FieldMeasures] = []
    for document, report in zip(documents, prints, strict=True):
        earlier = before.get(document.id)
        last = None if earlier is None else documents[places[earlier]]
        found += measures_of(document, report, own.get(document.id, ()), known, last)
    return tuple(found)


def measures_of(
    document: Document,
    report: Fingerprints,
    spans: Sequence[tuple[CharSpan, PassageKind]],
    known: Hashes,
    last: Document | None,
) -> Iterator[FieldMeasures]:
    """The records of one report: ``spans`` are those that it shares (``spans_of``), ``known`` the
    grams of ``widespread``, ``last`` is the unit's earlier report.
    """
    marks = _marks(document, spans)
    rows: dict[int | None, list[_Row]] = {None: []}
    for row in _rows(document, report, known):
        path = document.section_path(row.sentence.section)
        rows[None].append(row)
        if path:
            rows.setdefault(path[0].id, []).append(row)
    for section, some in rows.items():
        yield _measured(document, section, some, marks, _against(document, section, last))


def spans_of(passages: Iterable[Passage]) -> dict[str, list[tuple[CharSpan, PassageKind]]]:
    """What each report shares, by its id."""
    found: dict[str, list[tuple[CharSpan, PassageKind]]] = {}
    for passage in passages:
        found.setdefault(passage.a_document, []).append((passage.a_span, passage.kind))
        found.setdefault(passage.b_document, []).append((passage.b_span, passage.kind))
    return found


class _Row(NamedTuple):
    """A sentence with its masked text, and whether it has a phrase that many reports have."""

    sentence: Sentence
    masked: str
    widespread: bool


def _rows(document: Document, report: Fingerprints, known: Hashes) -> list[_Row]:
    """The sentences that have masked text."""
    found: list[_Row] = []
    hit = set(_boilerplate(report, known).tolist())
    text, place = report.text, 0
    for number, (low, high) in enumerate(pairwise(report.bounds.tolist())):
        if low == high:
            continue
        start = report.span(low, low + 1).start
        while document.sentences[place].span.end <= start:
            place += 1
        found.append(_Row(document.sentences[place], text[low:high], number in hit))
    return found


def _against(document: Document, section: int | None, previous: Document | None) -> Change | None:
    """The change of the report, or of its section where the earlier report has one of its title."""
    if previous is None:
        return None
    if section is None:
        return change(document, previous)
    titles = {s.title.strip(): s.id for s in reversed(previous.sections) if s.parent is None}
    mine = next(s for s in document.sections if s.id == section)
    other = titles.get(mine.title.strip())
    if not mine.title.strip() or other is None:
        return None
    return _change(_texts(document, section), _texts(previous, other), previous.id)


def _measured(
    document: Document,
    section: int | None,
    rows: Sequence[_Row],
    marks: Marks,
    changed: Change | None,
) -> FieldMeasures:
    pieces = [marks[row.sentence.span.start : row.sentence.span.end] for row in rows]
    seen = np.concatenate(pieces) if pieces else np.zeros(0, np.uint8)
    chars, count = max(len(seen), 1), max(len(rows), 1)
    parts = np.bincount(seen, minlength=len(_KINDS) + 1) / chars
    masked = [row.masked for row in rows]
    numbers = sum(text.count(NUMBER) + text.count(DATE) for text in masked)
    clauses = [len(c) for text in masked for c in _CLAUSE.split(text) if c]
    return FieldMeasures(
        document_id=document.id,
        section=section,
        chars=len(seen),
        template=round(float(parts[1]), 4),
        own_previous_year=round(float(parts[2]), 4),
        copied=round(float(parts[3]), 4),
        common=round(float(parts[4]), 4),
        idiosyncratic=round(float(parts[0]) if len(seen) else 0.0, 4),
        specificity=round(sum(any(c in SLOTS for c in t) for t in masked) / count, 4),
        numbers_per_1000=round(1000 * numbers / chars, 2),
        sentence_chars=round(sum(map(len, masked)) / count, 2),
        clause_chars=round(sum(clauses) / max(len(clauses), 1), 2),
        lang_boilerplate=_share_of([len(r.masked) for r in rows if r.widespread], masked),
        change=changed,
    )


def _marks(document: Document, spans: Sequence[tuple[CharSpan, PassageKind]]) -> Marks:
    """Of each character the number of its kind in ``_KINDS`` + 1, the first of several; 0 none."""
    found = np.zeros(document.size("text"), np.uint8)
    for number in range(len(_KINDS), 0, -1):
        for span, kind in spans:
            if kind is _KINDS[number - 1]:
                found[span.start : span.end] = number
    return found


def widespread(prints: Iterable[Fingerprints]) -> Hashes:
    """Grams of ``LANG_SHARE`` of the reports and more, of two at least; sorted.

    ``prints`` are gone through twice. What so many of all reports have, so many of some ``_AT_ONCE``
    of them have too: so no more than those are looked at at a time.
    """
    total, likely = 0, np.zeros(0, np.uint64)
    for grams, counts, size in _counted(prints):
        total += size
        likely = np.union1d(likely, grams[counts >= LANG_SHARE * size])
    found = np.zeros(len(likely), np.int64)
    for grams, counts, _ in _counted(prints):
        _, here, there = np.intersect1d(likely, grams, assume_unique=True, return_indices=True)
        found[here] += counts[there]
    return likely[found >= max(2, LANG_SHARE * total)]


def _counted(
    prints: Iterable[Fingerprints],
) -> Iterator[tuple[Hashes, npt.NDArray[np.int64], int]]:
    """Of some reports at a time the grams, the number of reports that have each, and of all."""
    left = iter(prints)
    while some := [np.unique(report.hashes) for report in islice(left, _AT_ONCE)]:
        grams, counts = np.unique(np.concatenate(some), return_counts=True)
        yield grams, counts, len(some)


def lang_boilerplate(report: Fingerprints, known: Hashes) -> float:
    """Share of masked characters in sentences with one of the grams ``known`` (sorted)."""
    sizes = np.diff(report.bounds.astype(np.int64))
    found = float(sizes[_boilerplate(report, known)].sum())
    return round(found / max(len(report.codes), 1), 4)


def _boilerplate(report: Fingerprints, known: Hashes) -> npt.NDArray[np.int64]:
    """Numbers of the sentences with one of the grams ``known``."""
    hit = report.positions[np.isin(report.hashes, known)]
    return np.unique(np.searchsorted(report.bounds, hit, side="right") - 1)


def _share_of(sizes: Sequence[int], texts: Sequence[str]) -> float:
    return round(sum(sizes) / max(sum(map(len, texts)), 1), 4)


def previous(prints: Iterable[Fingerprints]) -> Mapping[str, str]:
    """The report of the latest earlier year of the same unit, by document id."""
    found: dict[str, str] = {}
    dated: dict[str, list[tuple[int, str, str]]] = {}
    for report in prints:
        if report.year is not None:
            dated.setdefault(report.unit, []).append((report.year, report.key, report.document_id))
    for reports in dated.values():
        reports.sort()
        for year, _, name in reports:
            earlier = [other for before, _, other in reports if before < year]
            if earlier:
                found[name] = earlier[-1]
    return found


def change(document: Document, previous: Document) -> Change:
    """How much of ``document`` is new against ``previous``; see ``Change``."""
    return _change(_texts(document, None), _texts(previous, None), previous.id)


def _texts(document: Document, section: int | None) -> list[str]:
    """The sentences of the document, or of the first-level section."""
    return [
        sentence.span.cut(document.folded).strip()
        for sentence in document.sentences
        if section is None
        or ((path := document.section_path(sentence.section)) and path[0].id == section)
    ]


def _change(mine: list[str], theirs: list[str], previous: str) -> Change:
    one, other = "".join(mine), "".join(theirs)
    a, b = (Counter(text[i : i + 2] for i in range(len(text) - 1)) for text in (one, other))
    norm = sqrt(sum(v * v for v in a.values()) * sum(v * v for v in b.values()))
    cosine = sum(count * b[term] for term, count in a.items()) / norm if norm else 0.0
    union = len(a.keys() | b.keys())
    return Change(
        previous=previous,
        modification=round(max(0.0, 1 - cosine), 4),
        cosine=round(min(1.0, cosine), 4),
        jaccard=round(len(a.keys() & b.keys()) / union, 4) if union else 0.0,
        minimum_edit=round(Levenshtein.normalized_similarity(one, other), 4),
        simple=round(Indel.normalized_similarity(mine, theirs), 4),
    )
