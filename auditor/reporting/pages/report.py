"""The page of one report: its text, its findings at the side, everything that was compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Finding
from auditor.core.passage import Passage, PassageKind
from auditor.core.report import Analysis
from auditor.reporting import records
from auditor.reporting.consequences import confidence_reason, severity_reason
from auditor.reporting.order import by_urgency
from auditor.reporting.outcome import coverage_sentence, outcome_of
from auditor.reporting.pages.arithmetic import drawing, terms
from auditor.reporting.pages.excerpts import Excerpt
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.marked_text import LinkMark, render_text, report_marks
from auditor.reporting.phrasing import SEVERITY_NAMES, also_of, hint_of, message_of, title_of
from auditor.reporting.words import label_of

_LISTED_PASSAGES = 200
_OTHERS = 12
_PASSAGE_CHARS = 400


@dataclass(frozen=True, slots=True)
class ReportText:
    """The text of a report as HTML, with the numbers of its findings and the rows of its links."""

    body: Markup
    numbers: dict[str, int]
    links: list[dict[str, Any]]


def report_text(
    known: Known,
    analysis: Analysis,
    ticks: Iterable[dict[str, Any]] = (),
    others: Iterable[int] = (),
) -> ReportText:
    """The marked text; the first places of ``ticks``, and ``others``, get anchors too."""
    name = analysis.document.id
    found = by_urgency(analysis.findings)
    numbers = {finding.id: number for number, finding in enumerate(found, start=1)}
    shared = known.shared.get(name, [])
    links, link_marks = _links(analysis)
    targets = {e.span.start for f in found for e in f.tick.evidence if e.document_id == name}
    targets.update(span.start for span, _, _ in shared)
    targets.update(place["start"] for tick in ticks for place in tick["evidence"][:1])
    for mark in link_marks:
        targets.update((mark.cell.start, *(span.start for span in mark.claims)))
    targets.update(others)
    spans = ((span, kind) for span, kind, _ in shared)
    marks = report_marks(analysis, numbers, link_marks, spans)
    body = Markup(render_text(analysis, marks, targets))  # noqa: S704 escaped there
    return ReportText(body, numbers, links)


def report_facts(known: Known, analysis: Analysis) -> dict[str, Any]:
    """Everything that ``report.html.j2`` shows of ``analysis``."""
    name = analysis.document.id
    ticks = [{**record, "title": _titles(record["check"])} for record in records.ticks(analysis)]
    unchecked = _unchecked(analysis)
    text = report_text(known, analysis, ticks, (item["start"] for item in unchecked))
    found = by_urgency(analysis.findings)
    return {
        "document": analysis.document,
        "row": known.rows.get(name),
        "findings": [card_facts(known, finding, text.numbers[finding.id]) for finding in found],
        "outcome": outcome_of([analysis]),
        "covered": coverage_sentence([analysis]),
        "unchecked": unchecked,
        "ticks": ticks,
        "links": text.links,
        "passages": _passages(known, name),
        "spread": known.spread,
        "place": known.place(name),
        "passages_shown": _LISTED_PASSAGES,
        "kinds": Counter(kind.value for _, kind, _ in known.shared.get(name, [])),
        "body": text.body,
    }


def _unchecked(analysis: Analysis) -> list[dict[str, Any]]:
    """The claims that no check compared, with the reason, in the order of the text."""
    return [
        {
            "start": record["start"],
            "text": record["text"],
            "indicator": record["indicator"],
            "reason": f"unchecked_{record['unchecked']}",
        }
        for record in records.claims(analysis)
        if record["unchecked"]
    ]


def _titles(check: str) -> tuple[str, str]:
    return title_of(check, "zh"), title_of(check, "en")


def card_facts(known: Known, finding: Finding, number: int) -> dict[str, Any]:
    """Everything that the card of a finding shows; ``number`` is its number on the page."""
    tick = finding.tick
    own = [place for place in tick.evidence if place.document_id in known.analyses]
    places = [known.excerpts(place.document_id).of(place, label_of(place.label)) for place in own]
    stated = [p for p in places if p.role == EvidenceRole.STATED.value]
    others = [p for p in places if p.role != EvidenceRole.STATED.value]
    # Inputs of the computation come before the number that it is held against.
    ordered = sorted(own, key=lambda place: place.role is EvidenceRole.STATED)
    here = [
        (place.span.cut(known.analyses[finding.document_id].document.folded), place.span)
        for place in ordered
        if place.document_id == finding.document_id
    ]
    hint = (hint_of(tick.hint, "zh") or "", hint_of(tick.hint, "en") or "")
    return {
        "number": number,
        "id": finding.id,
        "check": tick.check_id,
        "severity": finding.severity.value,
        "severity_name": tuple(SEVERITY_NAMES[lang][finding.severity] for lang in ("zh", "en")),
        "contradiction": finding.contradiction,
        "baselined": finding.baselined,
        "suppressed": finding.suppressed,
        "open": finding.open,
        "confidence": tick.confidence,
        "grave": (severity_reason(finding, "zh"), severity_reason(finding, "en")),
        "sure": (confidence_reason(finding, "zh"), confidence_reason(finding, "en")),
        "title": _titles(tick.check_id),
        "message": (message_of(tick, "zh"), message_of(tick, "en")),
        "hint": hint if hint[0] else None,
        "also": (also_of(finding, "zh"), also_of(finding, "en")) if finding.also else None,
        "stated": tick.stated,
        "expected": tick.expected,
        "difference": tick.difference,
        "working": terms(tick.working, here),
        "drawing": drawing(tick),
        "panes": _panes(stated, others),
    }


def _panes(stated: list[Excerpt], others: list[Excerpt]) -> list[tuple[str, list[Excerpt]]]:
    """The two sides of a finding, each with its places; one side where there is no other."""
    computed = any(p.role == EvidenceRole.COMPUTED_FROM.value for p in others)
    second = "side_c" if computed else "side_b"
    return [(name, side) for name, side in (("side_a", stated), (second, others)) if side]


def _links(analysis: Analysis) -> tuple[list[dict[str, Any]], list[LinkMark]]:
    """The rows of the list of links, and the same links as marks of the text."""
    by_id = {claim.id: claim for claim in analysis.claims}
    cells = {(n.table_id, n.row, n.col): n for parsed in analysis.tables for n in parsed.numbers}
    rows, marks = [], []
    for index, record in enumerate(records.links(analysis)):
        claims = [by_id[name] for name in record["claim_ids"] if name in by_id]
        cell = cells.get((record["table_id"], record["row"], record["col"]))
        spans = tuple(claim.quantity.span for claim in claims)
        rows.append(
            {
                **record,
                "index": index,
                "claims": [
                    (claim.quantity.span.start, f"{claim.indicator} {claim.quantity.text}")
                    for claim in claims
                ],
                "cell_path": label_of(" / ".join((*cell.row_path, *cell.col_path))) if cell else "",
            }
        )
        marks.append(LinkMark(index, spans, CharSpan(record["cell_start"], record["cell_end"])))
    return rows, marks


def _passages(known: Known, name: str) -> list[dict[str, Any]]:
    """Shared passages by own place, official template text left out; the most copied first."""
    text = known.analyses[name].document.text
    grouped: dict[tuple[CharSpan, PassageKind], list[Passage]] = defaultdict(list)
    for span, kind, passage in known.shared.get(name, ()):
        if kind is not PassageKind.TEMPLATE:
            grouped[span, kind].append(passage)
    order = (PassageKind.COPIED, PassageKind.COMMON, PassageKind.OWN_PREVIOUS_YEAR)
    ordered = sorted(grouped.items(), key=lambda item: (order.index(item[0][1]), item[0][0]))
    return [
        {
            "start": span.start,
            "text": _cut(text, span),
            "kind": kind.value,
            "others": sorted((_other(known, p, name) for p in group), key=lambda o: o["file"])[
                :_OTHERS
            ],
            "left": max(0, len(group) - _OTHERS),
        }
        for (span, kind), group in ordered[:_LISTED_PASSAGES]
    ]


def _other(known: Known, passage: Passage, name: str) -> dict[str, Any]:
    there, span = passage.b_document, passage.b_span
    if there == name:
        there, span = passage.a_document, passage.a_span
    document = known.analyses[there].document
    pair = known.pairs.get(frozenset((name, there)))
    return {
        "id": there,
        "file": known.keys[there],
        "start": span.start,
        "text": _cut(document.text, span),
        "similarity": passage.similarity,
        "pair": pair.name if pair else None,
    }


def _cut(text: str, span: CharSpan) -> str:
    cut = span.cut(text)
    return cut if len(cut) <= _PASSAGE_CHARS else cut[:_PASSAGE_CHARS] + "…"
