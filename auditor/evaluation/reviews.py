"""What reviewers' verdicts say of the tool: precision by check, and labels to train on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from auditor.core.claim import Claim
from auditor.core.finding import EvidenceRole, Finding, Tick, Verdict
from auditor.core.interval import plain
from auditor.core.link import BY_HAND, Link, Relation
from auditor.core.report import Analysis
from auditor.core.review import Decision, DismissReason, Stage, Standing
from auditor.core.table import NumericCell
from auditor.evaluation.kinds import CHECKS_OF
from auditor.evaluation.labels import Label

_COMPARING: Final = "NAR01"
_DECIDED: Final = (Stage.FIRST, Stage.SECOND)
_Z: Final = 1.959964


@dataclass(frozen=True, slots=True)
class CheckPrecision:
    """``right`` of the ``decided`` among the ``found`` findings of a check.

    ``low`` and ``high`` are the Wilson interval at 95 %; all shares ``None`` before any decision.
    """

    check: str
    found: int
    decided: int
    right: int

    @property
    def precision(self) -> float | None:
        """The share of right ones."""
        return self.right / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's score interval (E. B. Wilson 1927), which holds for few and for extreme ones."""
        if not self.decided:
            return None
        n, p = self.decided, self.right / self.decided
        middle = p + _Z**2 / (2 * n)
        spread = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        scale = 1 + _Z**2 / n
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def is_decided(standing: Standing) -> bool:
    """Whether it is settled that a finding is right or wrong."""
    return standing.stage in _DECIDED


def is_right(standing: Standing) -> bool:
    """Whether a decided finding was right: confirmed, or dismissed though true."""
    dismissed_right = standing.reason is DismissReason.MINOR
    return standing.decision is Decision.CONFIRMED or dismissed_right


def precision_by_check(given: Iterable[tuple[str, Standing]]) -> list[CheckPrecision]:
    """Of (check id, standing) of every finding; one row a check, by id."""
    counts: dict[str, list[int]] = {}
    for check, standing in given:
        row = counts.setdefault(check, [0, 0, 0])
        row[0] += 1
        if is_decided(standing):
            row[1] += 1
            row[2] += is_right(standing)
    return [CheckPrecision(check, *counts[check]) for check in sorted(counts)]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A report with its links corrected, and the standings of its findings by finding id.

    ``corrected`` counts the corrections of its links.
    """

    analysis: Analysis
    standings: Mapping[str, Standing]
    corrected: int = 0

    def standing(self, finding: Finding) -> Standing:
        """The standing of one of its findings."""
        return self.standings.get(finding.id, Standing())


def labels_of(reports: Iterable[Reviewed]) -> dict[str, list[Label]]:
    """``links`` and ``findings``, in the formats of ``docs/synthesis.md``.

    A report's links are labelled when every finding that compares text with a cell is decided and
    something was decided or corrected; its findings when all of them are decided. So what isn't
    labelled there counts as wrong, as training and evaluation take it.
    """
    links: list[Label] = []
    findings: list[Label] = []
    for report in reports:
        links += _links(report)
        findings += _findings(report)
    return {"links": links, "findings": findings}


def _links(report: Reviewed) -> Iterator[Label]:
    comparing = [f for f in report.analysis.findings if f.tick.check_id == _COMPARING]
    settled = all(is_decided(report.standing(f)) for f in comparing)
    if not settled or not (comparing or report.corrected):
        return
    analysis = report.analysis
    claims = {claim.id: claim for claim in analysis.claims}
    cells = {
        (n.table_id, n.row, n.col, n.span.start): n
        for parsed in analysis.tables
        for n in parsed.numbers
    }
    captions = {parsed.table.id: parsed.table.caption for parsed in analysis.tables}
    number = 0
    for link in analysis.links:
        certainty = _certainty(report, comparing, link, claims)
        cell = cells.get((link.table_id, link.row, link.col, link.cell_span.start))
        if certainty is None or cell is None:
            continue
        for name in link.claim_ids:
            number += 1
            caption = captions.get(link.table_id, "")
            yield _link(analysis, number, claims[name], link, cell, certainty, caption)


def _certainty(
    report: Reviewed, comparing: Sequence[Finding], link: Link, claims: Mapping[str, Claim]
) -> str | None:
    """``None`` for a link that a reviewer called wrong."""
    if link.source == BY_HAND:
        return "corrected"
    for finding in comparing:
        if _is_about(finding.tick, link, claims):
            standing = report.standing(finding)
            if standing.decision is Decision.CONFIRMED or is_right(standing):
                return "confirmed"
            return None if standing.reason is DismissReason.WRONG_LINK else "unreviewed"
    ticks = (t for t in report.analysis.ticks if t.check_id == _COMPARING)
    agrees = any(t.verdict is Verdict.CONSISTENT and _is_about(t, link, claims) for t in ticks)
    return "agrees" if agrees else "unreviewed"


def _is_about(tick: Tick, link: Link, claims: Mapping[str, Claim]) -> bool:
    spans = [claims[name].quantity.span for name in link.claim_ids]
    stated = [e.span for e in tick.evidence if e.role is EvidenceRole.STATED]
    return any(e.span == link.cell_span for e in tick.evidence) and all(
        any(place.contains(span) for place in stated) for span in spans
    )


def _link(
    analysis: Analysis,
    number: int,
    claim: Claim,
    link: Link,
    cell: NumericCell,
    certainty: str,
    caption: str,
) -> Label:
    text, span = analysis.document.text, claim.quantity.span
    quantity = claim.quantity
    return {
        "file": analysis.document.key,
        "id": f"{analysis.document.id}-L{number:03d}",
        "narrative_start": span.start,
        "narrative_end": span.end,
        "narrative_text": span.cut(text),
        "value": plain(quantity.value),
        "unit": quantity.unit.name if quantity.unit else None,
        "table": caption,
        "row_label": cell.row_path[-1] if cell.row_path else cell.indicator,
        "column_label": " / ".join(cell.col_path),
        "cell_text": link.cell_span.cut(text),
        "cell_start": link.cell_span.start,
        "cell_end": link.cell_span.end,
        "relation": (Relation.SUM if link.relation is Relation.SUM else Relation.EQUAL).value,
        "corrupted": certainty == "confirmed",
        # Nobody looked: right where it is found, not asked for, left out of training.
        "alternative": certainty == "unreviewed",
        "certainty": certainty,
    }


def _findings(report: Reviewed) -> Iterator[Label]:
    analysis = report.analysis
    standings = [(finding, report.standing(finding)) for finding in analysis.findings]
    if not standings or not all(is_decided(standing) for _, standing in standings):
        return
    text = analysis.document.text
    for number, (finding, standing) in enumerate(standings, start=1):
        if not is_right(standing):
            continue
        tick = finding.tick
        yield {
            "file": analysis.document.key,
            "id": f"{analysis.document.id}-F{number}",
            "type": _type_of(tick.check_id),
            "contradiction": finding.contradiction,
            "severity": finding.severity.value,
            "certainty": "certain",
            "also": [],
            "right": tick.expected,
            "explanation_zh": tick.working,
            "evidence": [
                {"text": e.span.cut(text), "start": e.span.start, "end": e.span.end}
                for e in tick.evidence
                if e.document_id == analysis.document.id
            ],
        }


def _type_of(check: str) -> str:
    """The kind of label that the check answers first."""
    fitting = [(known.index(check), kind) for kind, known in CHECKS_OF.items() if check in known]
    return min(fitting)[1] if fitting else check.lower()
