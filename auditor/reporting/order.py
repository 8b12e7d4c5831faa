"""The order in which findings are numbered on pages and in letters."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.core.finding import SEVERITIES, Finding


def by_urgency(findings: Iterable[Finding]) -> list[Finding]:
    """The open ones first, then the gravest, contradictions before remarks, then by place."""
    return sorted(findings, key=_urgency)


def _urgency(finding: Finding) -> tuple[bool, int, bool, int]:
    first = finding.tick.evidence[0].span.start if finding.tick.evidence else -1
    grave = SEVERITIES.index(finding.severity)
    return not finding.open, grave, not finding.contradiction, first
