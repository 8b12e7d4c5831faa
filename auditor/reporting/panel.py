"""Agency × fiscal year: what was found and measured, ready to be joined with other data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import fsum
from typing import Any, Final, TypeVar

from auditor.checks import Family, all_checks
from auditor.core.document import ReportKind
from auditor.core.finding import Verdict
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity
from auditor.core.report import Analysis, RankedReport
from auditor.core.reuse import FieldMeasures
from auditor.core.run import RunResult
from auditor.core.table import ParsedTable
from auditor.quantities import unit_named
from auditor.reporting import records
from auditor.reporting.schema import PANEL_MEANS, PANEL_SEVERITIES, PANEL_SUMS
from auditor.similarity.units import unit_key

Record = dict[str, Any]
_T = TypeVar("_T")
_CHANGE: Final = ("modification", "cosine", "jaccard", "minimum_edit", "simple")


Identities = Mapping[str, Mapping[str, Any]]


def panel_records(
    run: RunResult, identities: Identities | None = None
) -> tuple[list[Record], tuple[str, ...]]:
    """A record for each agency and year, and the ids of reports that name no agency or no year.

    ``identities``: file → ``agency``, ``region``, ``fiscal_year`` to be taken instead of what the
    report says. Counts add up over the agency's reports of the year; measures are means weighted by
    characters; what the forms state is that of the whole-unit report.
    """
    cells: dict[tuple[str, int], list[Analysis]] = {}
    left: list[str] = []
    for known in run.analyses:
        analysis = _identified(known, identities or {})
        identity = analysis.document.identity
        if identity.agency is None or identity.fiscal_year is None:
            left.append(analysis.document.id)
        else:
            key = (unit_key(analysis.document), identity.fiscal_year)
            cells.setdefault(key, []).append(analysis)
    about = {record["report_id"]: record for record in records.reports(run)}
    ranked = {row.document_id: row for row in run.ranking}
    measures = {m.document_id: m for m in run.reuse.measures if m.section is None}
    made = [
        _record(key, analyses, about, ranked, measures) for key, analyses in sorted(cells.items())
    ]
    return made, tuple(left)


def _identified(analysis: Analysis, identities: Identities) -> Analysis:
    given = identities.get(analysis.document.key)
    if not given:
        return analysis
    document = analysis.document
    return replace(
        analysis, document=replace(document, identity=replace(document.identity, **given))
    )


def _record(
    key: tuple[str, int],
    analyses: Sequence[Analysis],
    about: Mapping[str, Record],
    ranked: Mapping[str, RankedReport],
    measures: Mapping[str, FieldMeasures],
) -> Record:
    reports = [about[analysis.document.id] for analysis in analyses]
    rows = [ranked[a.document.id] for a in analyses if a.document.id in ranked]
    identity = analyses[0].document.identity
    projects = sum(a.document.identity.report_kind is ReportKind.PROJECT for a in analyses)
    found: Record = {
        "unit_key": key[0],
        "fiscal_year": key[1],
        "agency": identity.agency,
        "region": identity.region,
        "reports": len(analyses),
        "project_reports": projects,
    }
    found |= {name: sum(report[name] for report in reports) for name in PANEL_SUMS}
    found |= {name: sum(getattr(row, name) for row in rows) for name in PANEL_SEVERITIES}
    family = {check.id: check.family for check in all_checks()}
    checks = [finding.tick.check_id for a in analyses for finding in a.findings]
    families = Counter(family[check] for check in checks if check in family)
    found |= {f"findings_{name.value}": families[name] for name in Family}
    found |= _rates(found["contradictions"], analyses, rows)
    known = [measures[a.document.id] for a in analyses if a.document.id in measures]
    found |= {name: _mean((m.chars, _measure(m, name)) for m in known) for name in PANEL_MEANS}
    found["boilerplate_similarity"] = _mean(
        (about[row.document_id]["chars"], row.shares.boilerplate) for row in rows
    )
    return found | _stated(analyses)


def _rates(
    contradictions: int, analyses: Sequence[Analysis], rows: Sequence[RankedReport]
) -> Record:
    """Rates of the sums, ``None`` over nothing."""
    decided = [t for a in analyses for t in a.ticks if t.verdict is not Verdict.UNDECIDED]
    failed = sum(t.verdict is Verdict.INCONSISTENT for t in decided)
    claims = sum(row.claims for row in rows)
    return {
        "contradictions_per_100_claims": _ratio(100 * contradictions, claims),
        "inconsistent_share": _ratio(failed, len(decided)),
        "linked_share": _ratio(sum(row.linked_claims for row in rows), claims),
    }


def _ratio(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def _measure(measured: FieldMeasures, name: str) -> float | None:
    source = measured.change if name in _CHANGE else measured
    value: float | None = getattr(source, name) if source is not None else None
    return value


def _mean(pairs: Iterable[tuple[int, float | None]]) -> float | None:
    known = [(weight, value) for weight, value in pairs if value is not None]
    weights = sum(weight for weight, _ in known)
    if not known:
        return None
    if not weights:
        return known[0][1]
    return round(fsum(weight * value for weight, value in known) / weights, 4)


def _stated(analyses: Sequence[Analysis]) -> Record:
    """What the whole-unit report states: total score, funds in yuan, their rate."""
    whole = [a for a in analyses if a.document.identity.report_kind is not ReportKind.PROJECT]
    tables = [table for a in whole for table in a.tables if table.subject is None]
    scores = [t.score.quantity for table in tables for t in table.totals if t.score is not None]
    found: Record = {"self_score": _first(_number(score) for score in scores)}
    source = "form"
    budget, executed = _first(_funds(table) for table in tables) or (None, None)
    if budget is None:
        source = "narrative"
        budget, executed = (_told(whole, role) for role in (Role.BUDGET, Role.FINAL))
    if budget is None or executed is None:
        return found | dict.fromkeys(("budget", "executed", "execution_rate", "funds_source"))
    rate = round(executed / budget, 4) if budget else None
    return found | {
        "budget": budget,
        "executed": executed,
        "execution_rate": rate,
        "funds_source": source,
    }


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)


def _funds(table: ParsedTable) -> tuple[float, float] | None:
    """Budget and executed of the total row of a funds block."""
    for fund in table.funds:
        if fund.is_total and fund.budget and fund.executed:
            pair = (fund.budget.quantity, fund.executed.quantity)
            budget, executed = (_yuan(quantity, table.table.unit) for quantity in pair)
            if budget is not None and executed is not None:
                return budget, executed
    return None


def _told(analyses: Sequence[Analysis], role: Role) -> float | None:
    """The first amount of the narratives in this role that isn't limited to a project."""
    claims = (c for a in analyses for c in sorted(a.claims, key=lambda c: c.quantity.span))
    return _first(
        _yuan(claim.quantity, None)
        for claim in claims
        if claim.role is role and claim.scope is None and claim.cell is None
    )


def _number(quantity: Quantity | None) -> float | None:
    return None if quantity is None else float(quantity.value)


def _yuan(quantity: Quantity | None, unit: str | None) -> float | None:
    """Money in the base unit; ``None`` for a bare number in a table that states no unit."""
    if quantity is None:
        return None
    if quantity.dimension is Dimension.MONEY:
        return float(quantity.base_value)
    known = unit_named(unit) if unit else None
    if quantity.dimension is not Dimension.NONE or known is None:
        return None
    return float(quantity.value * known.scale) if known.dimension is Dimension.MONEY else None
