"""How much a finding weighs in the order of reports."""

from __future__ import annotations

from auditor.core.finding import Finding, Severity

WEIGHTS = {
    Severity.HIGH: 10.0,
    Severity.MEDIUM: 4.0,
    Severity.LOW: 1.0,
    Severity.NOTE: 0.2,
}
REMARK = 0.4
"""A remark on quality weighs less than two statements that can't both be true."""


def weight(finding: Finding) -> float:
    """Severity × confidence, remarks at ``REMARK``; 0 for a baselined finding."""
    if finding.baselined:
        return 0.0
    kind = 1.0 if finding.contradiction else REMARK
    return WEIGHTS[finding.severity] * finding.tick.confidence * kind
