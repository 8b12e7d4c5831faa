"""Records of ``changes.jsonl``: what a run's baseline and suppressions came to; and their way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from auditor.core.finding import Finding, Severity
from auditor.core.life import Accepted, Life, Suppression
from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.engine.life import baseline_of
from auditor.engine.packing import with_findings

Record = dict[str, Any]


def changes(run: RunResult) -> Iterator[Record]:
    """``new``, ``gone`` and ``unseen`` findings against the baseline, then ``stale`` suppressions.

    Nothing is new where no baseline was given.
    """
    life = run.life
    if life.compared:
        known = {f.fingerprint for a in run.analyses for f in a.findings if f.baselined}
        new = (found for found in baseline_of(run.analyses) if found.fingerprint not in known)
        yield from (_record("new", found) for found in new)
    yield from (_record("gone", found) for found in life.gone)
    yield from (_record("unseen", found) for found in life.unseen)
    for stale in life.stale:
        yield {
            "change": "stale",
            "fingerprint": stale.fingerprint,
            "check": stale.check,
            "report": stale.report,
            **dict.fromkeys(("file", "severity", "stated", "expected")),
            "reason": stale.reason,
        }


def _record(change: str, found: Accepted) -> Record:
    return {"change": change, **asdict(found), "severity": found.severity.value, "reason": None}


def life_of(records: Iterable[Record], *, compared: bool) -> Life:
    """The ``Life`` that :func:`changes` wrote."""
    found: dict[str, list[Any]] = {"gone": [], "unseen": [], "stale": []}
    for record in records:
        values = dict(record)
        change, reason = values.pop("change"), values.pop("reason")
        if change == "stale":
            known = {name: values[name] for name in ("fingerprint", "check", "report")}
            found["stale"].append(Suppression(reason=reason, **known))
        elif change in found:
            severity = Severity(values.pop("severity"))
            found[change].append(Accepted(severity=severity, **values))
    parts = {change: tuple(known) for change, known in found.items()}
    return Life(compared=compared, **parts)


def baseline_again(
    findings: Iterable[Record], records: Iterable[Record], *, compared: bool
) -> tuple[Accepted, ...] | None:
    """The baseline that a saved run was held against; ``None`` where there was none."""
    if not compared:
        return None
    known = [
        Accepted(
            fingerprint=record["fingerprint"],
            check=record["check"],
            report="",
            file="",
            severity=Severity(record["severity"]),
            stated=record["stated"],
            expected=record["expected"],
        )
        for record in findings
        if record["baselined"]
    ]
    life = life_of(records, compared=True)
    return (*known, *life.gone, *life.unseen)


def remarked(analysis: Analysis, marks: dict[str, Record]) -> Analysis:
    """``analysis`` with the marks that the run laid over its findings, by finding id."""
    found = tuple(_marked(finding, marks.get(finding.id)) for finding in analysis.findings)
    return with_findings(analysis, found)


def _marked(finding: Finding, mark: Record | None) -> Finding:
    if mark is None:
        return finding
    return replace(finding, baselined=mark["baselined"], suppressed=mark["suppressed"])
