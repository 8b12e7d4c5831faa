"""Who from: directions, clusters of reports, and names and years that survived the copying."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.core.passage import Passage, PassageKind
from auditor.core.reuse import Cluster, Descent, Survival

_TAKEN = (PassageKind.COPIED, PassageKind.OWN_PREVIOUS_YEAR)
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s?年")


def descents(documents: Sequence[Document], passages: Sequence[Passage]) -> tuple[Descent, ...]:
    """The pairs that share copied or own earlier text, most shared characters first."""
    years_of = {document.id: document.identity.fiscal_year for document in documents}
    spans: dict[tuple[str, str], list[tuple[CharSpan, CharSpan]]] = defaultdict(list)
    for passage in passages:
        if passage.kind in _TAKEN:
            spans[passage.a_document, passage.b_document].append((passage.a_span, passage.b_span))
    found = []
    for (a, b), pairs in spans.items():
        years = years_of[a], years_of[b]
        turned = None not in years and (years[0] or 0) > (years[1] or 0)
        directed = None not in years and years[0] != years[1]
        source, taker = (b, a) if turned else (a, b)
        chars = _covered([pair[0 if turned else 1] for pair in pairs])
        found.append(Descent(source, taker, directed, chars))
    return tuple(sorted(found, key=lambda d: (-d.chars, d.source, d.taker)))


def clusters(
    passages: Sequence[Passage], lengths: Mapping[str, int], least_share: float = 0.1
) -> tuple[Cluster, ...]:
    """Reports of which one copied ``least_share`` of another's length and more, joined.

    ``lengths`` are characters of the reports' texts by id. Largest clusters first.
    """
    spans: dict[tuple[str, str], list[CharSpan]] = defaultdict(list)
    own: dict[str, list[CharSpan]] = defaultdict(list)
    for passage in passages:
        if passage.kind is PassageKind.COPIED:
            spans[passage.a_document, passage.b_document].append(passage.a_span)
    parent: dict[str, str] = {}
    joined = {
        (a, b)
        for (a, b), found in spans.items()
        if _covered(found) >= least_share * min(lengths[a], lengths[b])
    }
    for a, b in sorted(joined):
        parent[_root(parent, b)] = _root(parent, a)
    for passage in passages:
        if (
            passage.kind is PassageKind.COPIED
            and (passage.a_document, passage.b_document) in joined
        ):
            own[passage.a_document].append(passage.a_span)
            own[passage.b_document].append(passage.b_span)
    members: dict[str, list[str]] = defaultdict(list)
    for document in sorted(own):
        members[_root(parent, document)].append(document)
    found = [
        Cluster(tuple(ids), sum(_covered(own[document]) for document in ids))
        for ids in members.values()
    ]
    return tuple(sorted(found, key=lambda c: (-len(c.documents), -c.chars, c.documents)))


def _root(parent: dict[str, str], document: str) -> str:
    parent.setdefault(document, document)
    while parent[document] != document:
        parent[document] = parent[parent[document]]
        document = parent[document]
    return document


def survivals(documents: Sequence[Document], passages: Sequence[Passage]) -> tuple[Survival, ...]:
    """Names of the source's agency or region, and its year, in the taker's copied passages.

    Names are sought in the whole sentences of a passage.

    A name counts where it is no part of the taker's own names; a year where it is the source's
    fiscal year, not the taker's, and stands at the same number of years in both passages.
    """
    places = {document.id: place for place, document in enumerate(documents)}
    found = survivals_in(places, lambda name: documents[places[name]], passages)
    return ordered_survivals(found)


def ordered_survivals(found: Iterable[Survival]) -> tuple[Survival, ...]:
    """The survivals in their order, each once."""
    return tuple(sorted(set(found), key=lambda s: (s.document, s.span, s.kind, s.source)))


def survivals_in(
    reports: Iterable[str], find: Callable[[str], Document], passages: Iterable[Passage]
) -> Iterator[Survival]:
    """Those in some reports, as ``survivals`` has them; ``find`` gives a report by its id."""
    taken: dict[str, list[tuple[CharSpan, str, CharSpan, bool]]] = {name: [] for name in reports}
    names: dict[str, _Names] = {}
    for passage in passages:
        if passage.kind in _TAKEN:
            copied = passage.kind is PassageKind.COPIED
            a, b = (passage.a_document, passage.a_span), (passage.b_document, passage.b_span)
            for mine, other in ((a, b), (b, a)):
                if mine[0] in taken:
                    taken[mine[0]].append((mine[1], *other, copied))
                if mine[0] not in names:
                    names[mine[0]] = _Names.of(find(mine[0]))
    # Report by report: to look at one again may mean to read it from the disk again.
    for name, rows in taken.items():
        for span, source, there, copied in rows:
            report = find(name)
            yield from _names(report, names[name], _widened(report, span), names[source])
            if copied and names[name].may_hold_year_of(names[source]):
                yield from _years(report, span, find(source), there)


@dataclass(frozen=True, slots=True)
class _Names:
    """What a report calls itself: its unit, its region, its year."""

    id: str
    called: tuple[str, ...]
    region: str
    year: int | None

    @classmethod
    def of(cls, document: Document) -> _Names:
        identity = document.identity
        called = tuple(n for n in (identity.agency, *identity.aliases) if n)
        return cls(document.id, called, identity.region or "", identity.fiscal_year)

    def may_hold_year_of(self, other: _Names) -> bool:
        """Whether the other's year could have stayed in this one's text."""
        return self.year is not None and other.year is not None and other.year < self.year


def _names(mine: Document, me: _Names, span: CharSpan, other: _Names) -> set[Survival]:
    own = " ".join((*me.called, me.region))
    text, found = span.cut(mine.text), set()
    for kind, names in (("agency", other.called), ("region", (other.region,))):
        for name in names:
            if len(name) < 3 or name in own:
                continue
            for match in re.finditer(re.escape(name), text):
                place = CharSpan(*match.span()).shift(span.start)
                found.add(Survival(mine.id, place, name, other.id, kind))
    return found


def _widened(document: Document, span: CharSpan) -> CharSpan:
    """The passage with the rest of its first and last sentence: names stand at their heads."""
    first = bisect_right(document.sentences, span.start, key=lambda s: s.span.start) - 1
    last = bisect_left(document.sentences, span.end, key=lambda s: s.span.end)
    start = document.sentences[first].span.start if first >= 0 else span.start
    end = document.sentences[last].span.end if last < len(document.sentences) else span.end
    return CharSpan(min(start, span.start), max(end, span.end))


def _years(mine: Document, span: CharSpan, other: Document, there: CharSpan) -> set[Survival]:
    theirs = other.identity.fiscal_year
    here = list(_YEAR.finditer(span.cut(mine.folded)))
    years = [match.group(1) for match in _YEAR.finditer(there.cut(other.folded))]
    if len(here) != len(years):
        return set()
    return {
        Survival(
            mine.id, CharSpan(*match.span()).shift(span.start), match.group(), other.id, "year"
        )
        for match, same in zip(here, years, strict=True)
        if match.group(1) == same == str(theirs)
    }  # fmt: skip


def _covered(spans: Sequence[CharSpan]) -> int:
    covered = end = 0
    for span in sorted(spans):
        covered += max(0, span.end - max(span.start, end))
        end = max(end, span.end)
    return covered
