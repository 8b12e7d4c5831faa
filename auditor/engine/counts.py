"""The sums of a run over its reports, gathered while something else goes through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.checks.coverage import coverage_of
from auditor.core.coverage import CoverageCounts
from auditor.core.report import Analysis


class Counts:
    """Findings, comparisons and coverage of the reports seen so far."""

    def __init__(self) -> None:
        self.findings = self.open = self.suppressed = self.ticks = 0
        self._coverage = CoverageCounts()

    def of(self, analyses: Iterable[Analysis]) -> Iterator[Analysis]:
        """The analyses as they are; each is counted when it is taken."""
        for analysis in analyses:
            self.findings += len(analysis.findings)
            self.open += sum(finding.open for finding in analysis.findings)
            self.suppressed += sum(f.suppressed is not None for f in analysis.findings)
            self.ticks += analysis.size("ticks")
            self._coverage = self._coverage.plus(coverage_of(analysis).counts)
            yield analysis

    def coverage(self) -> dict[str, object]:
        """The claims of all reports together: how many were compared, the others by reason."""
        return {
            "claims": self._coverage.claims,
            "checked": self._coverage.checked,
            "share": self._coverage.share,
            "unchecked": {reason.value: n for reason, n in self._coverage.reasons.items()},
        }
