"""The records of places: in a report of the run, and in last year's."""

from __future__ import annotations

from typing import Any

from auditor.core.finding import Elsewhere, Evidence, EvidenceRole
from auditor.core.report import Analysis
from auditor.reporting.origins import origin_record

Record = dict[str, Any]


def evidence_record(analysis: Analysis, item: Evidence) -> Record:
    """One place: its span, its words, the cell where it stands in a table, its place in the file."""
    table_id, row, col = item.cell or (None, None, None)
    return {
        "role": item.role.value,
        "report_id": item.document_id,
        "start": item.span.start,
        "end": item.span.end,
        "text": item.span.cut(analysis.document.text),
        "label": item.label,
        "table_id": table_id,
        "row": row,
        "col": col,
        "origin": origin_record(analysis.document, item.span),
    }


def elsewhere_record(item: Elsewhere) -> Record:
    """A place in last year's report, which has no page of its own in the run."""
    return {
        "role": EvidenceRole.COUNTERPART.value,
        "report_id": item.document_id,
        "start": item.span.start,
        "end": item.span.end,
        "text": item.text,
        "label": f"{item.file} {item.label}".strip(),
        "table_id": None,
        "row": None,
        "col": None,
        "origin": None,
    }
