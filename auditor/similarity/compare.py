"""Clusters → passages between pairs of reports, and each report's shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import Indel

from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.core.passage import Passage, PassageKind
from auditor.core.report import SimilarityShares
from auditor.similarity.clusters import cluster
from auditor.similarity.kinds import Thresholds, agencies_by_region, agency_key, kind_of
from auditor.similarity.mask import Masked, masked_sentences

ALL_PAIRS = 8
"""Clusters of more reports are listed against their first report only, not pair by pair."""

_PRIORITY = (
    PassageKind.TEMPLATE,
    PassageKind.COPIED,
    PassageKind.COMMON,
    PassageKind.OWN_PREVIOUS_YEAR,
)


@dataclass(frozen=True, slots=True)
class SimilarityResult:
    """Passages sorted by report and place, and the shares by document id."""

    passages: tuple[Passage, ...]
    shares: dict[str, SimilarityShares]


@dataclass(frozen=True, slots=True)
class _Match:
    a: int
    b: int
    a_index: int
    b_index: int
    kind: PassageKind
    units: int


def compare_reports(
    documents: Sequence[Document], thresholds: Thresholds | None = None
) -> SimilarityResult:
    """What the reports share with each other; fewer than two share nothing."""
    limits = thresholds or Thresholds()
    reports = [masked_sentences(document) for document in documents]
    regions = agencies_by_region(documents)
    matches: list[_Match] = []
    kinds: dict[tuple[int, int], PassageKind] = {}
    for members in cluster(reports, limits.similarity).groups().values():
        numbers = sorted({number for number, _ in members})
        if len(numbers) < 2:
            continue
        text = reports[members[0][0]][members[0][1]].text
        kind, units = kind_of(text, (documents[n] for n in numbers), regions, limits)
        for member in members:
            kinds[member] = kind
        matches.extend(_pairs(documents, members, numbers, kind, units))
    passages = tuple(_passages(documents, reports, matches))
    return SimilarityResult(passages, _shares(documents, reports, kinds, matches))


def _pairs(
    documents: Sequence[Document],
    members: Sequence[tuple[int, int]],
    numbers: Sequence[int],
    kind: PassageKind,
    units: int,
) -> Iterator[_Match]:
    first = dict(reversed(members))
    pairs = (
        combinations(numbers, 2)
        if len(numbers) <= ALL_PAIRS
        else ((numbers[0], other) for other in numbers[1:])
    )
    for a, b in pairs:
        own = agency_key(documents[a]) == agency_key(documents[b])
        if own and kind is not PassageKind.TEMPLATE:
            yield _Match(a, b, first[a], first[b], PassageKind.OWN_PREVIOUS_YEAR, units)
        else:
            yield _Match(a, b, first[a], first[b], kind, units)


def _passages(
    documents: Sequence[Document], reports: Sequence[Sequence[Masked]], matches: Sequence[_Match]
) -> Iterator[Passage]:
    """Neighbouring sentences of one pair and kind joined into one passage."""
    ordered = sorted(matches, key=lambda m: (m.a, m.b, m.a_index, m.b_index))
    run: list[_Match] = []
    for match in ordered:
        if run and not _adjoins(run[-1], match):
            yield _passage(documents, reports, run)
            run = []
        run.append(match)
    if run:
        yield _passage(documents, reports, run)


def _adjoins(last: _Match, match: _Match) -> bool:
    return (
        (last.a, last.b, last.kind) == (match.a, match.b, match.kind)
        and 0 < match.a_index - last.a_index <= 2
        and 0 < match.b_index - last.b_index <= 2
    )


def _passage(
    documents: Sequence[Document], reports: Sequence[Sequence[Masked]], run: Sequence[_Match]
) -> Passage:
    head, last = run[0], run[-1]
    a, b = reports[head.a], reports[head.b]
    similar = [Indel.normalized_similarity(a[m.a_index].text, b[m.b_index].text) for m in run]
    return Passage(
        a_document=documents[head.a].id,
        a_span=CharSpan(a[head.a_index].span.start, a[last.a_index].span.end),
        b_document=documents[head.b].id,
        b_span=CharSpan(b[head.b_index].span.start, b[last.b_index].span.end),
        similarity=round(sum(similar) / len(similar), 4),
        kind=head.kind,
        units=min(m.units for m in run),
    )


def _shares(
    documents: Sequence[Document],
    reports: Sequence[Sequence[Masked]],
    kinds: dict[tuple[int, int], PassageKind],
    matches: Sequence[_Match],
) -> dict[str, SimilarityShares]:
    shared: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for match in matches:
        if match.kind is not PassageKind.TEMPLATE:
            shared[match.a][match.b] += len(reports[match.a][match.a_index].text)
            shared[match.b][match.a] += len(reports[match.b][match.b_index].text)
    found: dict[str, SimilarityShares] = {}
    for number, document in enumerate(documents):
        size = sum(len(sentence.text) for sentence in reports[number]) or 1
        counts = dict.fromkeys(_PRIORITY, 0)
        for sentence in reports[number]:
            kind = kinds.get((number, sentence.index))
            if kind is not None:
                counts[kind] += len(sentence.text)
        nearest = max(shared[number].items(), key=lambda kv: (kv[1], -kv[0]), default=(None, 0))
        found[document.id] = SimilarityShares(
            document_id=document.id,
            template=_share(counts[PassageKind.TEMPLATE], size),
            common=_share(counts[PassageKind.COMMON], size),
            copied=_share(counts[PassageKind.COPIED], size),
            own_previous_year=_share(counts[PassageKind.OWN_PREVIOUS_YEAR], size),
            boilerplate=_share(counts[PassageKind.COMMON] + counts[PassageKind.COPIED], size),
            nearest_document=documents[nearest[0]].id if nearest[0] is not None else None,
            nearest_similarity=_share(nearest[1], size),
        )
    return found


def _share(part: int, whole: int) -> float:
    return round(min(part / whole, 1.0), 4)
