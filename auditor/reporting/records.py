"""The records of every output file, built once for JSON Lines, frames and the workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from typing import Any

from auditor.checks.coverage import coverage_of
from auditor.core.charspan import CharSpan
from auditor.core.coverage import Coverage
from auditor.core.finding import Tick
from auditor.core.interval import plain
from auditor.core.link import Link
from auditor.core.passage import Passage
from auditor.core.quantity import Quantity
from auditor.core.report import Analysis, Failure
from auditor.core.run import RunResult
from auditor.core.table import CellField, ParsedTable
from auditor.reporting.consequences import consequence_fields
from auditor.reporting.evidence import elsewhere_record, evidence_record
from auditor.reporting.order import ordered_passages
from auditor.reporting.outcome import coverage_fields
from auditor.reporting.phrasing import message_of, slug_of, title_of
from auditor.reporting.verdicts import LinkVerdicts

Record = dict[str, Any]


def reports(run: RunResult) -> Iterator[Record]:
    """One record for each input, failed ones included, sorted by file."""
    failed = sorted((_failed(f) for f in run.failures), key=_file)
    for _, some in groupby(merge(map(_report, run.analyses), failed, key=_file), key=_file):
        yield from sorted(some, key=lambda record: record["member"] or "")


def _file(record: Record) -> str:
    file: str = record["file"]
    return file


def failed_id(failure: Failure) -> str:
    """The report id of an input that could not be read; members of one archive differ."""
    name = failure.file if failure.member is None else f"{failure.file}\0{failure.member}"
    return hashlib.sha256(f"failed\0{name}".encode()).hexdigest()[:12]


def _report(analysis: Analysis) -> Record:
    document = analysis.document
    identity = document.identity
    return {
        "report_id": document.id,
        "file": document.key,
        "member": document.member,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "status": "ok",
        "error": None,
        "agency": identity.agency,
        "region": identity.region,
        "fiscal_year": identity.fiscal_year,
        "report_kind": identity.report_kind.value,
        "chars": document.size("text"),
        "sentences": document.size("sentences"),
        "tables": document.size("tables"),
        **{
            name: analysis.size(name)
            for name in ("quantities", "claims", "links", "ticks", "findings")
        },
        "reader": document.reader,
        "remarks": list(document.remarks),
        **coverage_fields(coverage_of(analysis)),
    }


def _failed(failure: Failure) -> Record:
    empty = dict.fromkeys(("agency", "region", "fiscal_year", "report_kind"))
    zero = dict.fromkeys(
        ("chars", "sentences", "tables", "quantities", "claims", "links", "ticks", "findings"), 0
    )
    return {
        "report_id": failed_id(failure),
        "file": failure.file,
        "member": failure.member,
        "sha256": failure.sha256,
        "media_type": failure.media_type,
        "status": "failed",
        "error": failure.message,
        **empty,
        **zero,
        "reader": None,
        "remarks": [],
        **coverage_fields(Coverage()),
    }


def sections(analysis: Analysis) -> Iterator[Record]:
    """The headings of one report."""
    for section in sorted(analysis.document.sections, key=lambda s: (s.heading, s.id)):
        yield {
            "report_id": analysis.document.id,
            "section_id": section.id,
            "parent": section.parent,
            "level": section.level,
            "number": section.number,
            "title": section.title,
            "start": section.heading.start,
            "end": section.heading.end,
        }


def quantities(analysis: Analysis) -> Iterator[Record]:
    """Quantities of the narrative and of cells; ``low`` and ``high`` are in the written unit."""
    spans = [table.span for table in analysis.document.tables]
    known: dict[tuple[int, int], tuple[Quantity, bool]] = {}
    for quantity in analysis.quantities:
        inside = any(span.contains(quantity.span) for span in spans)
        known[quantity.span.start, quantity.span.end] = (quantity, inside)
    for parsed in analysis.tables:
        for number in parsed.numbers:
            known[number.span.start, number.span.end] = (number.quantity, True)
    for (start, end), (quantity, inside) in sorted(known.items()):
        yield {
            "report_id": analysis.document.id,
            "start": start,
            "end": end,
            "text": analysis.document.text[start:end],
            **_value(quantity),
            "dimension": quantity.dimension.value,
            "base_value": plain(quantity.base_value),
            "base_unit": quantity.unit.base if quantity.unit else None,
            "low": _decimal(quantity.bounds.low),
            "high": _decimal(quantity.bounds.high),
            "hedge": quantity.hedge,
            "comparator": quantity.comparator,
            "kind": quantity.dimension.value,
            "in_table": inside,
        }


def _value(quantity: Quantity) -> Record:
    return {
        "value": f"{quantity.value:f}",
        "unit": quantity.unit.name if quantity.unit else None,
    }


def _decimal(value: Any) -> str | None:
    return None if value is None else plain(value)


def tables(analysis: Analysis) -> Iterator[Record]:
    """The grids of one report with the paths of each cell."""
    for parsed in _in_order(analysis):
        table = parsed.table
        columns = {(n.row, n.col): n.col_path for n in parsed.numbers}
        yield {
            "report_id": analysis.document.id,
            "table_id": table.id,
            "kind": table.kind.value,
            "caption": table.caption,
            "start": table.span.start,
            "end": table.span.end,
            "rows": table.n_rows,
            "cols": table.n_cols,
            "unit": table.unit,
            "cells": [
                {
                    "row": cell.row,
                    "col": cell.col,
                    "row_span": cell.row_span,
                    "col_span": cell.col_span,
                    "start": cell.span.start,
                    "end": cell.span.end,
                    "text": cell.text,
                    "is_header": cell.is_header,
                    "row_path": list(parsed.row_paths[cell.row]) if parsed.row_paths else [],
                    "col_path": list(columns.get((cell.row, cell.col), ())),
                }
                for cell in table.cells
            ],
        }


def indicators(analysis: Analysis) -> Iterator[Record]:
    """The rows of the indicator tables."""
    for parsed in _in_order(analysis):
        for row in sorted(parsed.indicators, key=lambda r: r.row):
            yield {
                "report_id": analysis.document.id,
                "table_id": row.table_id,
                "row": row.row,
                "level1": row.level1,
                "level2": row.level2,
                "level3": row.level3,
                "target": _field(row.target),
                "actual": _field(row.actual),
                "weight": _field(row.weight),
                "score": _field(row.score),
                "reason": _field(row.reason),
            }


def _field(cell: CellField | None) -> Record | None:
    if cell is None:
        return None
    found: Record = {"text": cell.text, "start": cell.span.start, "end": cell.span.end}
    if cell.quantity is None:
        return {**found, "value": None, "unit": None}
    return {**found, **_value(cell.quantity)}


def claims(analysis: Analysis) -> Iterator[Record]:
    """The numeric claims of one report."""
    text = analysis.document.text
    coverage = {known.claim_id: known for known in coverage_of(analysis).claims}
    for claim in sorted(analysis.claims, key=lambda c: c.quantity.span):
        span, known = claim.quantity.span, coverage[claim.id]
        yield {
            "report_id": analysis.document.id,
            "claim_id": claim.id,
            "start": span.start,
            "end": span.end,
            "text": span.cut(text),
            "indicator": claim.indicator,
            "indicator_start": claim.indicator_span.start,
            "indicator_end": claim.indicator_span.end,
            **_value(claim.quantity),
            "low": _decimal(claim.quantity.bounds.low),
            "high": _decimal(claim.quantity.bounds.high),
            "period": claim.period.year,
            "role": claim.role.value,
            "scope": claim.scope,
            "section_id": claim.section,
            "sentence_start": claim.sentence.start,
            "sentence_end": claim.sentence.end,
            "checked_by": list(known.checks),
            "unchecked": known.reason.value if known.reason else None,
        }


def links(analysis: Analysis) -> Iterator[Record]:
    """Links with the verdict that the comparison came to, in the order of their claims."""
    verdicts = LinkVerdicts(analysis)
    places = {claim.id: claim.quantity.span for claim in analysis.claims}

    def place(link: Link) -> tuple[int, CharSpan]:
        known = [places[name].start for name in link.claim_ids if name in places]
        return min(known, default=link.cell_span.start), link.cell_span

    for link in sorted(analysis.links, key=place):
        yield {
            "report_id": analysis.document.id,
            "claim_ids": list(link.claim_ids),
            "table_id": link.table_id,
            "row": link.row,
            "col": link.col,
            "cell_start": link.cell_span.start,
            "cell_end": link.cell_span.end,
            "cell_text": link.cell_span.cut(analysis.document.text),
            "relation": link.relation.value,
            "probability": link.probability,
            "verdict": verdicts.of(link).value,
            "source": link.source,
            "contributions": dict(link.contributions),
        }


def ticks(analysis: Analysis) -> Iterator[Record]:
    """Everything that was compared, whatever came out."""
    for tick in sorted(analysis.ticks, key=_first_place):
        yield {
            "report_id": analysis.document.id,
            "check": tick.check_id,
            "verdict": tick.verdict.value,
            "stated": tick.stated,
            "expected": tick.expected,
            "working": tick.working,
            "evidence": _evidence(analysis, tick),
        }


def findings(analysis: Analysis, lang: str = "zh") -> Iterator[Record]:
    """The findings of one report."""
    for finding in sorted(analysis.findings, key=lambda f: _first_place(f.tick)):
        tick = finding.tick
        yield {
            "finding_id": finding.id,
            "report_id": analysis.document.id,
            "check": tick.check_id,
            "slug": slug_of(tick.check_id),
            "severity": finding.severity.value,
            "confidence": tick.confidence,
            "title": title_of(tick.check_id, lang),
            "message": message_of(tick, lang),
            "stated": tick.stated,
            "expected": tick.expected,
            "difference": tick.difference,
            "working": tick.working,
            "hint": tick.hint,
            "evidence": _evidence(analysis, tick),
            "fingerprint": finding.fingerprint,
            "baselined": finding.baselined,
            "contradiction": finding.contradiction,
            "suppressed": finding.suppressed,
            **consequence_fields(finding, lang),
        }


def _first_place(tick: Tick) -> int:
    """Where a tick starts in the report; ticks about the whole report come first."""
    return tick.evidence[0].span.start if tick.evidence else -1


def _evidence(analysis: Analysis, tick: Tick) -> list[Record]:
    own = [evidence_record(analysis, item) for item in tick.evidence]
    return [*own, *(elsewhere_record(item) for item in tick.elsewhere)]


def passages(run: RunResult) -> Iterator[Record]:
    """Shared passages, sorted by the first report's file, then place."""
    return map(passage, ordered_passages(run))


def passage(found: Passage) -> Record:
    """One shared passage."""
    return {
        "a_report_id": found.a_document,
        "a_start": found.a_span.start,
        "a_end": found.a_span.end,
        "b_report_id": found.b_document,
        "b_start": found.b_span.start,
        "b_end": found.b_span.end,
        "chars": len(found.a_span),
        "similarity": found.similarity,
        "kind": found.kind.value,
        "units": found.units,
        "edit": found.edit.value,
        "reordered": found.reordered,
    }


def ranking(run: RunResult) -> Iterator[Record]:
    """The lines of ``ranking.csv``."""
    by_id = run.by_id()
    for row in run.ranking:
        document = by_id[row.document_id].document
        nearest = by_id.get(row.shares.nearest_document or "")
        yield {
            "rank": row.rank,
            "report_id": row.document_id,
            "file": row.file,
            "agency": document.identity.agency,
            "region": document.identity.region,
            "fiscal_year": document.identity.fiscal_year,
            "contradictions": row.contradictions,
            "high": row.high,
            "medium": row.medium,
            "low": row.low,
            "notes": row.notes,
            "claims": row.claims,
            "linked_claims": row.linked_claims,
            "contradictions_per_100_claims": row.contradictions_per_100_claims,
            "template_share": row.shares.template,
            "common_share": row.shares.common,
            "copied_share": row.shares.copied,
            "own_previous_year_share": row.shares.own_previous_year,
            "boilerplate_similarity": row.shares.boilerplate,
            "nearest_report_id": row.shares.nearest_document,
            "nearest_file": nearest.document.key if nearest else None,
            "nearest_similarity": row.shares.nearest_similarity,
            "priority": row.priority,
            "checked_claims": row.checked_claims,
            "coverage": row.coverage,
        }


def _in_order(analysis: Analysis) -> list[ParsedTable]:
    return sorted(analysis.tables, key=lambda parsed: (parsed.table.span, parsed.table.id))
