"""Results as pandas frames, from the same records as the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from auditor.core.run import RunResult
from auditor.reporting import records

RANKING_COLUMNS = [
    "rank",
    "report_id",
    "file",
    "agency",
    "region",
    "fiscal_year",
    "contradictions",
    "high",
    "medium",
    "low",
    "notes",
    "claims",
    "linked_claims",
    "contradictions_per_100_claims",
    "template_share",
    "common_share",
    "copied_share",
    "own_previous_year_share",
    "boilerplate_similarity",
    "nearest_report_id",
    "nearest_file",
    "nearest_similarity",
    "priority",
]


@dataclass(frozen=True)
class AuditResult:
    """A run's results; each method gives a fresh ``pandas.DataFrame``."""

    run: RunResult
    lang: str = "zh"

    def ranking(self) -> pd.DataFrame:
        """One row a report, the columns of ``ranking.csv``, most urgent first."""
        return pd.DataFrame(list(records.ranking(self.run)), columns=RANKING_COLUMNS)

    def reports(self) -> pd.DataFrame:
        """One row an input, failed ones included."""
        return pd.DataFrame(list(records.reports(self.run)))

    def findings(self) -> pd.DataFrame:
        """One row a finding."""
        return self._frame(r for a in self.run.analyses for r in records.findings(a, self.lang))

    def ticks(self) -> pd.DataFrame:
        """One row a thing compared: the denominator of every rate."""
        return self._frame(r for a in self.run.analyses for r in records.ticks(a))

    def claims(self) -> pd.DataFrame:
        """One row a numeric claim of a narrative."""
        return self._frame(r for a in self.run.analyses for r in records.claims(a))

    def links(self) -> pd.DataFrame:
        """One row a link from claims to a cell."""
        return self._frame(r for a in self.run.analyses for r in records.links(a))

    def quantities(self) -> pd.DataFrame:
        """One row a quantity."""
        return self._frame(r for a in self.run.analyses for r in records.quantities(a))

    def passages(self) -> pd.DataFrame:
        """One row a pair of shared passages."""
        return self._frame(records.passages(self.run))

    def indicators(self) -> pd.DataFrame:
        """One row an indicator; fields flattened as ``target_text``, ``target_value``, …"""
        return self._frame(
            map(_flat, (r for a in self.run.analyses for r in records.indicators(a)))
        )

    def write(self, out: str | Path) -> None:
        """Write all output files into ``out``."""
        from auditor.reporting.write import write_run

        write_run(Path(out), self.run, lang=self.lang)

    @staticmethod
    def _frame(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
        return pd.DataFrame(list(rows))


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    return dict(_pairs(record))


def _pairs(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if key in ("target", "actual", "weight", "score", "reason"):
            inner = value or {}
            for part in ("text", "value", "unit"):
                yield f"{key}_{part}", inner.get(part)
        else:
            yield key, value
