"""One document through all floors: quantities, tables, claims, links, ticks, findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from auditor.checks import Check, CheckContext, all_checks
from auditor.claims import extract_claims
from auditor.consistency import Settled, settle
from auditor.core.claim import Claim, ClaimGroup
from auditor.core.document import Document
from auditor.core.finding import Finding, Tick, Verdict
from auditor.core.link import Link
from auditor.core.report import Analysis
from auditor.core.table import ParsedTable
from auditor.engine.life import fingerprint_of, told_apart
from auditor.linking import link_claims, linker_named
from auditor.quantities import find_quantities
from auditor.ranking.confidence import calibrated
from auditor.ranking.consequence import Consequences
from auditor.settings import CheckSettings, Settings
from auditor.tables import parse_tables


def analyse(
    document: Document, settings: Settings | None = None, previous: Analysis | None = None
) -> Analysis:
    """Everything that can be said of one report by itself, and beside the unit's ``previous`` one."""
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
    ticks, findings = judge(document, found.claims, found.groups, tables, links, known, previous)
    return Analysis(
        document=replace(document, tables=tuple(parsed.table for parsed in tables)),
        quantities=extraction.quantities,
        excluded=extraction.excluded,
        tables=tables,
        claims=found.claims,
        groups=found.groups,
        links=links,
        ticks=ticks,
        findings=findings,
    )


def judge(
    document: Document,
    claims: tuple[Claim, ...],
    groups: tuple[ClaimGroup, ...],
    tables: tuple[ParsedTable, ...],
    links: tuple[Link, ...],
    settings: Settings,
    previous: Analysis | None = None,
    kept: Sequence[Tick] = (),
) -> tuple[tuple[Tick, ...], tuple[Finding, ...]]:
    """What the checks of ``settings`` say: every tick, and the findings, both in reading order.

    ``kept`` are ticks that another report was needed for, which is not at hand any more.
    """
    context = CheckContext(document, claims, groups, tables, links, settings, previous)
    checks = [c for c in all_checks() if settings.allows(c.id, c.slug, c.family.value)]
    ticks = [tick for check in checks for tick in check.run(context)]
    ticks += kept
    settled = settle(ticks, {check.id: check.severity for check in checks})
    own = (t if t in kept else _with_confidence(t) for t in settled.ticks)
    settled = replace(settled, ticks=tuple(own))
    findings = [
        finding
        for finding in _findings(document, settled, Consequences(context), settings)
        if settings.keeps(finding.severity)
    ]
    return (
        tuple(sorted(settled.ticks, key=_position)),
        tuple(told_apart(sorted(_unique(findings), key=lambda f: (_position(f.tick), f.id)))),
    )


@cache
def _by_id() -> dict[str, Check]:
    return {check.id: check for check in all_checks()}


def _with_confidence(tick: Tick) -> Tick:
    if tick.verdict is not Verdict.INCONSISTENT:
        return tick
    return replace(tick, confidence=calibrated(tick.check_id, tick.confidence))


def _position(tick: Tick) -> tuple[int, str]:
    return (tick.evidence[0].span.start if tick.evidence else 0, tick.check_id)


def _findings(
    document: Document, settled: Settled, consequences: Consequences, settings: Settings
) -> Iterator[Finding]:
    """One finding for each leading tick, with the places of those that it answers for.

    Where the settings ask for more confidence than the leading tick has, another one leads.
    """
    for i, tick in enumerate(settled.ticks):
        if tick.verdict is not Verdict.INCONSISTENT or i in settled.answered:
            continue
        answered = (tick, *(settled.ticks[other] for other in settled.also.get(i, ())))
        sure = [t for t in answered if t.confidence >= (_own(t, settings).min_confidence or 0)]
        if sure:
            finding = _finding(document, sure[0])
            finding = _joined(finding, sure[1:]) if sure[1:] else finding
            yield _weighed(finding, sure, consequences, settings)


def _own(tick: Tick, settings: Settings) -> CheckSettings:
    check = _by_id()[tick.check_id]
    return settings.of_check(check.id, check.slug, check.family.value)


def _weighed(
    finding: Finding, ticks: Sequence[Tick], consequences: Consequences, settings: Settings
) -> Finding:
    """The finding with its severity: as the settings say, else by what hangs on it."""
    stake = consequences.stake(ticks)
    given = _own(finding.tick, settings).severity
    found = consequences.severity(finding.severity, finding.tick.severity, stake)
    return replace(finding, stake=stake, severity=given or found, by_settings=given is not None)


def _finding(document: Document, tick: Tick) -> Finding:
    fingerprint = fingerprint_of(document, tick)
    spans = ",".join(f"{e.span.start}-{e.span.end}" for e in tick.evidence)
    identity = hashlib.sha256(f"{document.id}\0{fingerprint}\0{spans}".encode()).hexdigest()[:12]
    check = _by_id()[tick.check_id]
    return Finding(
        id=identity,
        document_id=document.id,
        tick=tick,
        severity=tick.severity or check.severity,
        fingerprint=fingerprint,
        contradiction=check.contradiction,
    )


def _joined(finding: Finding, also: Sequence[Tick]) -> Finding:
    """The finding with the places of other ticks; id and fingerprint stay those of its own."""
    tick = finding.tick
    places = dict.fromkeys((*tick.evidence, *(e for other in also for e in other.evidence)))
    known = {(e.span, e.cell) for e in tick.evidence}
    extra = tuple(e for e in places if (e.span, e.cell) not in known)
    return replace(
        finding,
        tick=replace(tick, evidence=tick.evidence + extra),
        also=finding.also + tuple(also),
        contradiction=finding.contradiction
        or any(_by_id()[other.check_id].contradiction for other in also),
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
        merged[key] = _joined(known, (finding.tick, *finding.also))
    return list(merged.values())
