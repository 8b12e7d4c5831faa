"""One document through all floors: quantities, tables, claims, links, ticks, findings."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from auditor.checks import Check, CheckContext, all_checks
from auditor.claims import extract_claims
from auditor.core.document import Document
from auditor.core.finding import Finding, Tick, Verdict
from auditor.core.report import Analysis
from auditor.engine.life import fingerprint_of, told_apart
from auditor.linking import link_claims, linker_named
from auditor.quantities import find_quantities
from auditor.settings import Settings
from auditor.tables import parse_tables


def analyse(document: Document, settings: Settings | None = None) -> Analysis:
    """Everything that can be said of one report by itself."""
    known = settings or Settings()
    extraction = find_quantities(document.text, folded=document.folded)
    tables = parse_tables(document)
    found = extract_claims(document, extraction.quantities)
    links = link_claims(
        found.claims,
        tables,
        document=document,
        threshold=known.link_threshold,
        scorer=linker_named(known.linker),
    )
    context = CheckContext(document, found.claims, found.groups, tables, links, known)
    ticks: list[Tick] = []
    findings: list[Finding] = []
    for check in all_checks():
        if not known.allows(check.id, check.slug, check.family.value):
            continue
        for tick in check.run(context):
            ticks.append(tick)
            finding = _finding(document, check, tick, known)
            if finding is not None and known.keeps(finding.severity):
                findings.append(finding)
    return Analysis(
        document=replace(document, tables=tuple(parsed.table for parsed in tables)),
        quantities=extraction.quantities,
        excluded=extraction.excluded,
        tables=tables,
        claims=found.claims,
        groups=found.groups,
        links=links,
        ticks=tuple(sorted(ticks, key=_position)),
        findings=tuple(
            told_apart(sorted(_unique(findings), key=lambda f: (_position(f.tick), f.id)))
        ),
    )


def _position(tick: Tick) -> tuple[int, str]:
    return (tick.evidence[0].span.start if tick.evidence else 0, tick.check_id)


def _finding(document: Document, check: Check, tick: Tick, settings: Settings) -> Finding | None:
    if tick.verdict is not Verdict.INCONSISTENT:
        return None
    own = settings.of_check(check.id, check.slug, check.family.value)
    if tick.confidence < (own.min_confidence or 0):
        return None
    fingerprint = fingerprint_of(document, tick)
    spans = ",".join(f"{e.span.start}-{e.span.end}" for e in tick.evidence)
    identity = hashlib.sha256(f"{document.id}\0{fingerprint}\0{spans}".encode()).hexdigest()[:12]
    return Finding(
        id=identity,
        document_id=document.id,
        tick=tick,
        severity=own.severity or tick.severity or check.severity,
        fingerprint=fingerprint,
        contradiction=check.contradiction,
    )


def _unique(findings: list[Finding]) -> list[Finding]:
    """Findings of one check over the same stated place are one finding with all its places."""
    merged: dict[tuple[str, tuple[int, int], str], Finding] = {}
    for finding in findings:
        first = finding.tick.evidence[0].span
        key = (finding.tick.check_id, (first.start, first.end), finding.tick.stated)
        known = merged.get(key)
        if known is None:
            merged[key] = finding
            continue
        extra = tuple(e for e in finding.tick.evidence if e not in known.tick.evidence)
        merged[key] = replace(known, tick=replace(known.tick, evidence=known.tick.evidence + extra))
    return list(merged.values())
