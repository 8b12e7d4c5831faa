"""The page of a pair: what one report shares with another, side by side."""

from __future__ import annotations

import bisect
from typing import Any

from auditor.core.charspan import CharSpan
from auditor.core.report import Analysis
from auditor.core.reuse import Survival
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.pairs import Pair, compared


def pair_facts(known: Known, pair: Pair) -> dict[str, Any]:
    """Everything that ``pair.html.j2`` shows of ``pair``."""
    a, b = known.analyses[pair.a], known.analyses[pair.b]
    headings = {name: _Headings(known.analyses[name]) for name in (pair.a, pair.b)}
    rows = []
    for passage in pair.passages:
        left, right = compared(
            passage.a_span.cut(a.document.text), passage.b_span.cut(b.document.text)
        )
        rows.append(
            {
                "kind": passage.kind.value,
                "similarity": passage.similarity,
                "units": passage.units,
                "edit": passage.edit.value,
                "reordered": passage.reordered,
                "chars": len(passage.a_span),
                "identical": not any(piece.differs for piece in (*left, *right))
                and [p.text for p in left] == [p.text for p in right],
                "left": left,
                "right": right,
                "a_start": passage.a_span.start,
                "b_start": passage.b_span.start,
                "a_section": headings[pair.a].at(passage.a_span.start),
                "b_section": headings[pair.b].at(passage.b_span.start),
            }
        )
    return {
        "pair": pair,
        "rows": rows,
        "earlier": known.earlier.get(frozenset((pair.a, pair.b))),
        "survivals": [
            {
                "report": one.document,
                "kind": one.kind,
                "text": one.text,
                "start": _nearest(pair, one),
                "section": headings[one.document].at(one.span.start),
            }
            for one in known.survivals.get(frozenset((pair.a, pair.b)), ())
        ],
        "a": a.document,
        "b": b.document,
        "a_title": known.title(pair.a),
        "b_title": known.title(pair.b),
    }


def _nearest(pair: Pair, found: Survival) -> int:
    """Where the passage begins that holds ``found``, or whose first or last sentence does."""
    spans = [p.a_span if found.document == pair.a else p.b_span for p in pair.passages]
    return min(spans, key=lambda s: (_distance(s, found.span), s)).start


def _distance(one: CharSpan, other: CharSpan) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


class _Headings:
    """The nearest heading above a place."""

    def __init__(self, analysis: Analysis) -> None:
        ordered = sorted(analysis.document.sections, key=lambda section: section.heading)
        self._starts = [section.heading.start for section in ordered]
        self._titles = [f"{section.number} {section.title}".strip() for section in ordered]

    def at(self, start: int) -> str:
        index = bisect.bisect_right(self._starts, start) - 1
        return self._titles[index] if index >= 0 else ""
