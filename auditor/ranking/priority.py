"""The order: contradictions first, then remarks, then boilerplate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditor.core.finding import Finding, Severity
from auditor.core.report import Analysis, RankedReport, SimilarityShares
from auditor.ranking.materiality import weight

_HALF = 20.0
_BOILERPLATE = 15.0


def priority(findings: Sequence[Finding], shares: SimilarityShares) -> float:
    """0 to 100: 85 × w ÷ (w + 20) for the weight w of the findings, + 15 × boilerplate share.

    More findings never lower it; the first ones count most.
    """
    total = sum(weight(finding) for finding in findings)
    score = (100 - _BOILERPLATE) * total / (total + _HALF) + _BOILERPLATE * shares.boilerplate
    return round(score, 2)


def rank(
    analyses: Sequence[Analysis], shares: Mapping[str, SimilarityShares]
) -> tuple[RankedReport, ...]:
    """The reports by priority, ties by contradictions, then by file name."""
    rows = [_row(analysis, shares) for analysis in analyses]
    rows.sort(key=lambda r: (-r.priority, -r.contradictions, r.file))
    return tuple(replace(row, rank=number) for number, row in enumerate(rows, start=1))


def _row(analysis: Analysis, shares: Mapping[str, SimilarityShares]) -> RankedReport:
    document = analysis.document
    own = shares.get(document.id) or SimilarityShares(document.id)
    open_findings = [f for f in analysis.findings if not f.baselined]
    counts = Counter(finding.severity for finding in open_findings)
    contradictions = sum(
        1 for f in open_findings if f.contradiction and f.severity is not Severity.NOTE
    )
    linked = {claim for link in analysis.links for claim in link.claim_ids}
    claims = len(analysis.claims)
    return RankedReport(
        rank=0,
        document_id=document.id,
        file=document.key,
        contradictions=contradictions,
        high=counts[Severity.HIGH],
        medium=counts[Severity.MEDIUM],
        low=counts[Severity.LOW],
        notes=counts[Severity.NOTE],
        claims=claims,
        linked_claims=len(linked),
        contradictions_per_100_claims=round(100 * contradictions / claims, 2) if claims else 0.0,
        shares=own,
        priority=priority(open_findings, own),
    )
