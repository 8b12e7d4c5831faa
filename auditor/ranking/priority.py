"""The order: contradictions first, then remarks, then boilerplate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import fsum

from auditor.checks.coverage import coverage_of
from auditor.core.finding import Finding, Severity
from auditor.core.report import Analysis, RankedReport, SimilarityShares
from auditor.ranking.materiality import is_contradiction, weight

_CONTRADICTED = 10.0
_CONTRADICTIONS = 80.0
_REMARKS = 7.0
_BOILERPLATE = 3.0
_HALF_CONTRADICTIONS = 20.0
_HALF_REMARKS = 10.0


def priority(findings: Iterable[Finding], shares: SimilarityShares) -> float:
    """Priority in [0, 100], two decimals.

    With c and r the weights of contradictions and of remarks (``materiality``): 80 c ÷ (c + 20),
    10 more where there is any contradiction, 7 r ÷ (r + 10) for remarks and 3 × boilerplate
    share. Remarks and boilerplate together stay below the 10, so a report with a contradiction
    always stands before one without. Two certain findings of severity high (c = 20) give half of
    the 80; further findings add less and less and never lower it.
    """
    contradicted: list[float] = []
    remarked: list[float] = []
    for finding in findings:
        (contradicted if is_contradiction(finding) else remarked).append(weight(finding))
    heavy, light = fsum(contradicted), fsum(remarked)
    score = (
        _CONTRADICTIONS * heavy / (heavy + _HALF_CONTRADICTIONS)
        + (_CONTRADICTED if heavy > 0 else 0.0)
        + _REMARKS * light / (light + _HALF_REMARKS)
        + _BOILERPLATE * shares.boilerplate
    )
    return round(score, 2)


def rank(
    analyses: Iterable[Analysis], shares: Mapping[str, SimilarityShares]
) -> tuple[RankedReport, ...]:
    """The reports by falling priority, ties by file; rank 1 first.

    ``shares`` by document id; a report without an entry counts as sharing nothing. The order of
    ``analyses`` doesn't matter.
    """
    rows = [_row(analysis, shares) for analysis in analyses]
    rows.sort(key=lambda row: (-row.priority, row.file, row.document_id))
    return tuple(replace(row, rank=number) for number, row in enumerate(rows, start=1))


def _row(analysis: Analysis, shares: Mapping[str, SimilarityShares]) -> RankedReport:
    document = analysis.document
    own = shares.get(document.id) or SimilarityShares(document.id)
    counts = Counter(finding.severity for finding in analysis.findings if finding.open)
    contradictions = sum(is_contradiction(finding) for finding in analysis.findings)
    linked = {claim for link in analysis.links for claim in link.claim_ids}
    coverage = coverage_of(analysis)
    claims = len(coverage.claims)
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
        linked_claims=sum(claim.claim_id in linked for claim in coverage.claims),
        contradictions_per_100_claims=round(100 * contradictions / claims, 2) if claims else 0.0,
        shares=own,
        priority=priority(analysis.findings, own),
        checked_claims=coverage.checked,
    )
