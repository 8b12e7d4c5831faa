"""Results as pandas frames, from the same records as the files.

Every frame has its columns and dtypes whatever the run holds, an empty one too (``schema``); the
codebook says what they mean. Printed numbers stay strings of the exact decimal;
``frame["value"].map(Decimal)`` computes with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.reporting import life, records, reuse
from auditor.reporting.panel import panel_records
from auditor.reporting.schema import FRAMES

if TYPE_CHECKING:
    import pandas as pd

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

    def cells(self) -> pd.DataFrame:
        """One row a table cell."""
        return _frame(_cells(self._each(records.tables)), FRAMES["cells"])

    def evidence(self) -> pd.DataFrame:
        """One row a place that a finding shows, with its place in the file where known."""
        found = (r for a in self.run.analyses for r in records.findings(a, self.lang))
        return _frame(_evidence(found), FRAMES["evidence"])

    def sources(self) -> pd.DataFrame:
        """One row a pair of reports of which one has text of the other."""
        return _frame(reuse.sources(self.run), FRAMES["sources"])

    def clusters(self) -> pd.DataFrame:
        """One row a group of reports joined by copied text."""
        return _frame(reuse.clusters(self.run), FRAMES["clusters"])

    def against(self) -> pd.DataFrame:
        """One row a passage shared with a report of the index."""
        return _frame(reuse.against(self.run), FRAMES["against"])

    def panel(self, identities: pd.DataFrame | None = None) -> pd.DataFrame:
        """One row an agency and fiscal year; join your own data by ``join_covariates``.

        ``identities`` (``file`` and any of ``agency``, ``region``, ``fiscal_year``) goes before
        what a report says of itself: many call their agency 县教育局 and name no county.
        ``attrs["left_out"]`` are the ids of reports that name no agency or no year.
        """
        known = None
        if identities is not None:
            from auditor.reporting.covariates import identities_of

            known = identities_of(identities)
        rows, left = panel_records(self.run, known)
        frame = _frame(rows, FRAMES["panel"])
        frame.attrs["left_out"] = left
        return frame

    def frames(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Every frame with its name, in the order of the codebook."""
        for name in FRAMES:
            yield name, getattr(self, name)()

    def to_parquet(self, out: str | Path) -> list[Path]:
        """Every frame as ``OUT/<name>.parquet`` and the codebook; the paths written.

        ``UsageError`` without the extra ``research`` (pyarrow).
        """
        from auditor.reporting.parquet import write_frames

        return write_frames(Path(out), self.frames())

    def changes(self) -> pd.DataFrame:
        """One row a finding that is new, gone or unseen by the baseline, or a stale suppression."""
        return _frame(life.changes(self.run), FRAMES["changes"])

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
    import pandas as pd  # takes longer to import than a report to audit

    known = list(rows)
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in known], dtype=kind)
            for name, kind in columns.items()
        }
    )


def _cells(tables: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for table in tables:
        of_table = {key: table[key] for key in ("report_id", "table_id", "kind", "caption", "unit")}
        for cell in table["cells"]:
            yield of_table | cell


def _evidence(findings: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for finding in findings:
        for item in finding["evidence"]:
            origin = item["origin"] or {}
            yield {
                **item,
                **{key: origin.get(key) for key in ("page", "paragraph", "sheet", "address")},
                "report_id": finding["report_id"],
                "evidence_report_id": item["report_id"],
                "finding_id": finding["finding_id"],
                "check": finding["check"],
            }


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    flat = {key: value for key, value in record.items() if key not in _FIELDS}
    for name in _FIELDS:
        inner = record[name] or {}
        for part in ("text", "start", "end", "value", "unit"):
            flat[f"{name}_{part}"] = inner.get(part)
    return flat
