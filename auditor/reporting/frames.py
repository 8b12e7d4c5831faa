"""Results as pandas frames, from the same records as the files.

Every frame has its columns and dtypes whatever the run holds, an empty one too (``schema``); the
codebook says what they mean. Printed numbers stay strings of the exact decimal;
``frame["value"].map(Decimal)`` computes with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.reporting import records, reuse
from auditor.reporting.schema import FRAMES

_FIELDS: Final = ("target", "actual", "weight", "score", "reason")


@dataclass(frozen=True)
class AuditResult:
    """A run's results; each method gives a fresh ``pandas.DataFrame``."""

    run: RunResult
    lang: str = "zh"

    def ranking(self) -> pd.DataFrame:
        """One row a report, the columns of ``ranking.csv``, most urgent first."""
        return _frame(records.ranking(self.run), FRAMES["ranking"])

    def reports(self) -> pd.DataFrame:
        """One row an input, failed ones included (``status``, ``error``)."""
        return _frame(records.reports(self.run), FRAMES["reports"])

    def sections(self) -> pd.DataFrame:
        """One row a heading; ``parent`` is the ``section_id`` above it."""
        return _frame(self._each(records.sections), FRAMES["sections"])

    def findings(self) -> pd.DataFrame:
        """One row a finding; ``evidence`` is a list of places."""
        found = (r for a in self.run.analyses for r in records.findings(a, self.lang))
        return _frame(found, FRAMES["findings"])

    def ticks(self) -> pd.DataFrame:
        """One row a thing compared: the denominator of every rate."""
        return _frame(self._each(records.ticks), FRAMES["ticks"])

    def claims(self) -> pd.DataFrame:
        """One row a numeric claim of a narrative; ``low`` and ``high`` in the written unit."""
        return _frame(self._each(records.claims), FRAMES["claims"])

    def links(self) -> pd.DataFrame:
        """One row a link from claims to a cell."""
        return _frame(self._each(records.links), FRAMES["links"])

    def quantities(self) -> pd.DataFrame:
        """One row a quantity of the narrative or of a cell."""
        return _frame(self._each(records.quantities), FRAMES["quantities"])

    def passages(self) -> pd.DataFrame:
        """One row a pair of shared passages."""
        return _frame(records.passages(self.run), FRAMES["passages"])

    def measures(self) -> pd.DataFrame:
        """One row a report (``section_id`` missing) and one a first-level section: measures of
        the literature, documented in ``auditor.core.reuse``.
        """
        return _frame(reuse.measures(self.run), FRAMES["measures"])

    def indicators(self) -> pd.DataFrame:
        """One row an indicator; fields flattened as ``target_text``, ``target_value``, …"""
        return _frame(map(_flat, self._each(records.indicators)), FRAMES["indicators"])

    def write(self, out: str | Path) -> None:
        """Write all output files into ``out``."""
        from auditor.reporting.write import write_run

        write_run(Path(out), self.run, lang=self.lang)

    def _each(
        self, make: Callable[[Analysis], Iterator[dict[str, Any]]]
    ) -> Iterator[dict[str, Any]]:
        return (record for analysis in self.run.analyses for record in make(analysis))


def _frame(rows: Iterable[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    known = list(rows)
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in known], dtype=kind)
            for name, kind in columns.items()
        }
    )


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    flat = {key: value for key, value in record.items() if key not in _FIELDS}
    for name in _FIELDS:
        inner = record[name] or {}
        for part in ("text", "start", "end", "value", "unit"):
            flat[f"{name}_{part}"] = inner.get(part)
    return flat
