"""Results as pandas frames, from the same records as the files.

Every frame has its columns and dtypes whatever the run holds, an empty one too: text is
``string``, whole numbers ``Int64``, shares and scores ``Float64``, flags ``boolean`` (``pd.NA``
where unknown), lists and mappings ``object``. Printed numbers stay strings of the exact decimal;
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

if TYPE_CHECKING:
    import pandas as pd

_DTYPES: Final = {"s": "string", "i": "Int64", "f": "Float64", "b": "boolean", "o": "object"}


def _columns(text: str) -> dict[str, str]:
    """``name:letter …`` → name → dtype; a name without a letter is text."""
    pairs = (word.partition(":") for word in text.split())
    return {name: _DTYPES[letter or "s"] for name, _, letter in pairs}


_RANKING = _columns(
    "rank:i report_id file agency region fiscal_year:i contradictions:i high:i medium:i low:i"
    " notes:i claims:i linked_claims:i contradictions_per_100_claims:f template_share:f"
    " common_share:f copied_share:f own_previous_year_share:f boilerplate_similarity:f"
    " nearest_report_id nearest_file nearest_similarity:f priority:f checked_claims:i coverage:f"
)
RANKING_COLUMNS: Final = list(_RANKING)

_REPORTS = _columns(
    "report_id file member sha256 media_type status error agency region fiscal_year:i report_kind"
    " chars:i sentences:i tables:i quantities:i claims:i links:i ticks:i findings:i"
    " checked_claims:i coverage:f unchecked:o"
)
_SECTIONS = _columns("report_id section_id:i parent:i level:i number title start:i end:i")
_QUANTITIES = _columns(
    "report_id start:i end:i text value unit dimension base_value base_unit low high hedge"
    " comparator kind in_table:b"
)
_INDICATORS = _columns(
    "report_id table_id row:i level1 level2 level3"
    " target_text target_start:i target_end:i target_value target_unit"
    " actual_text actual_start:i actual_end:i actual_value actual_unit"
    " weight_text weight_start:i weight_end:i weight_value weight_unit"
    " score_text score_start:i score_end:i score_value score_unit"
    " reason_text reason_start:i reason_end:i reason_value reason_unit"
)
_CLAIMS = _columns(
    "report_id claim_id start:i end:i text indicator indicator_start:i indicator_end:i value unit"
    " low high period:i role scope section_id:i sentence_start:i sentence_end:i checked_by:o"
    " unchecked"
)
_LINKS = _columns(
    "report_id claim_ids:o table_id row:i col:i cell_start:i cell_end:i cell_text relation"
    " probability:f verdict source contributions:o"
)
_TICKS = _columns("report_id check verdict stated expected working evidence:o")
_FINDINGS = _columns(
    "finding_id report_id check slug severity confidence:f title message stated expected"
    " difference working hint evidence:o fingerprint baselined:b contradiction:b suppressed"
    " repair also:o stake:o severity_reason confidence_reason"
)
_PASSAGES = _columns(
    "a_report_id a_start:i a_end:i b_report_id b_start:i b_end:i chars:i similarity:f kind units:i"
    " edit reordered:b"
)
_MEASURES = _columns(
    "report_id section_id:i chars:i template:f common:f copied:f own_previous_year:f"
    " idiosyncratic:f specificity:f numbers_per_1000:f sentence_chars:f clause_chars:f"
    " lang_boilerplate:f previous_report_id modification:f cosine:f jaccard:f minimum_edit:f simple:f"
)
_CHANGES = _columns("change fingerprint check report file severity stated expected reason")
_FIELDS: Final = ("target", "actual", "weight", "score", "reason")


@dataclass(frozen=True)
class AuditResult:
    """A run's results; each method gives a fresh ``pandas.DataFrame``."""

    run: RunResult
    lang: str = "zh"

    def ranking(self) -> pd.DataFrame:
        """One row a report, the columns of ``ranking.csv``, most urgent first."""
        return _frame(records.ranking(self.run), _RANKING)

    def reports(self) -> pd.DataFrame:
        """One row an input, failed ones included (``status``, ``error``)."""
        return _frame(records.reports(self.run), _REPORTS)

    def sections(self) -> pd.DataFrame:
        """One row a heading; ``parent`` is the ``section_id`` above it."""
        return _frame(self._each(records.sections), _SECTIONS)

    def findings(self) -> pd.DataFrame:
        """One row a finding; ``evidence`` is a list of places."""
        found = (r for a in self.run.analyses for r in records.findings(a, self.lang))
        return _frame(found, _FINDINGS)

    def ticks(self) -> pd.DataFrame:
        """One row a thing compared: the denominator of every rate."""
        return _frame(self._each(records.ticks), _TICKS)

    def claims(self) -> pd.DataFrame:
        """One row a numeric claim of a narrative; ``low`` and ``high`` in the written unit."""
        return _frame(self._each(records.claims), _CLAIMS)

    def links(self) -> pd.DataFrame:
        """One row a link from claims to a cell."""
        return _frame(self._each(records.links), _LINKS)

    def quantities(self) -> pd.DataFrame:
        """One row a quantity of the narrative or of a cell."""
        return _frame(self._each(records.quantities), _QUANTITIES)

    def passages(self) -> pd.DataFrame:
        """One row a pair of shared passages."""
        return _frame(records.passages(self.run), _PASSAGES)

    def measures(self) -> pd.DataFrame:
        """One row a report (``section_id`` missing) and one a first-level section: measures of
        the literature, documented in ``auditor.core.reuse``.
        """
        return _frame(reuse.measures(self.run), _MEASURES)

    def changes(self) -> pd.DataFrame:
        """One row a finding that is new, gone or unseen by the baseline, or a stale suppression."""
        return _frame(life.changes(self.run), _CHANGES)

    def indicators(self) -> pd.DataFrame:
        """One row an indicator; fields flattened as ``target_text``, ``target_value``, …"""
        return _frame(map(_flat, self._each(records.indicators)), _INDICATORS)

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


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    flat = {key: value for key, value in record.items() if key not in _FIELDS}
    for name in _FIELDS:
        inner = record[name] or {}
        for part in ("text", "start", "end", "value", "unit"):
            flat[f"{name}_{part}"] = inner.get(part)
    return flat
