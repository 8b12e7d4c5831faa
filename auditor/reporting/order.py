"""The order in which findings are numbered on pages and in letters."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.core.finding import SEVERITIES, Finding


def by_urgency(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest first, contradictions before remarks, then as they stand in the report."""
    return sorted(findings, key=_urgency)


def _urgency(finding: Finding) -> tuple[int, bool, int]:
    first = finding.tick.evidence[0].span.start if finding.tick.evidence else -1
    return SEVERITIES.index(finding.severity), not finding.contradiction, first
