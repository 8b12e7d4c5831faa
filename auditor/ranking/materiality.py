"""How much a finding weighs in the order of reports."""

from __future__ import annotations

from auditor.core.finding import Finding, Severity

WEIGHTS = {
    Severity.HIGH: 10.0,
    Severity.MEDIUM: 4.0,
    Severity.LOW: 1.0,
    Severity.NOTE: 0.2,
}
"""A high finding (money, totals, grade) outweighs two of medium consequence, a medium one a
handful of low ones. The order of reports depends on the ratios only.
"""


def weight(finding: Finding) -> float:
    """Weight of the severity × confidence in [0, 1]; 0 for a finding accepted or set aside."""
    if not finding.open:
        return 0.0
    return WEIGHTS[finding.severity] * min(max(finding.tick.confidence, 0.0), 1.0)


def is_contradiction(finding: Finding) -> bool:
    """Two statements that can't both be true, open, and more than a note for the reader."""
    return finding.contradiction and finding.severity is not Severity.NOTE and finding.open
