"""The life of findings over runs: fingerprints, suppressions, baselines."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import asdict, replace
from pathlib import Path

from auditor.checks import all_checks
from auditor.core.document import Document
from auditor.core.errors import UsageError
from auditor.core.finding import Finding, Severity, Tick
from auditor.core.life import Accepted, Life
from auditor.core.report import Analysis
from auditor.engine.packing import with_findings
from auditor.settings import Settings


def owner_of(document: Document) -> str:
    """Whose report of which year, in words; the file's name where the report doesn't say.

    It takes the place of the path in fingerprints, so that a renamed or moved file keeps them.
    """
    identity = document.identity
    if identity.agency is None:
        return document.member or document.source_name
    region = identity.region or ""
    place = "" if identity.agency.startswith(region) else region
    year = f" {identity.fiscal_year}" if identity.fiscal_year else ""
    return f"{place}{identity.agency}{year}"


def fingerprint_of(document: Document, tick: Tick) -> str:
    """A hash of check, unit, year and the folded words of the evidence, blanks left out.

    It survives edits elsewhere in the report, another file name and another format.
    """
    words = "\0".join(re.sub(r"\s+", "", e.span.cut(document.folded)) for e in tick.evidence)
    return _hash(f"{tick.check_id}\0{owner_of(document)}\0{words}")


def told_apart(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of one report with fingerprints of their own: the second of two in the very same
    words takes another one, so that suppressing one leaves the other.
    """
    seen: Counter[str] = Counter()
    found = []
    for finding in findings:
        seen[finding.fingerprint] += 1
        count = seen[finding.fingerprint]
        if count > 1:
            finding = replace(finding, fingerprint=_hash(f"{finding.fingerprint}\0{count}"))
        found.append(finding)
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Marks:
    """What the settings and a baseline say of findings, laid over analyses one by one.

    ``baseline`` is ``None`` where none was given.
    """

    def __init__(self, settings: Settings, baseline: Sequence[Accepted] | None = None) -> None:
        self._settings = settings
        self._baseline = baseline
        self._reasons = {known.fingerprint: known.reason for known in settings.suppress}
        self._accepted = {known.fingerprint for known in baseline or ()}

    def over(self, analysis: Analysis) -> Analysis:
        """The analysis with its findings marked as suppressed and as baselined.

        A report's own results are neither, so that without anything to mark they are left as
        they are, and undecoded.
        """
        if not self._reasons and not self._accepted:
            return analysis
        findings = tuple(
            replace(
                finding,
                suppressed=self._reasons.get(finding.fingerprint),
                baselined=finding.fingerprint in self._accepted,
            )
            for finding in analysis.findings
        )
        return with_findings(analysis, findings)

    def life(self, analyses: Iterable[Analysis]) -> Life:
        """What is gone of the baseline, and which suppressions are stale."""
        found: set[str] = set()
        reports: set[str] = set()
        for analysis in analyses:
            reports.add(owner_of(analysis.document))
            found.update(finding.fingerprint for finding in analysis.findings)
        looked_at = _LookedAt(reports, self._settings)
        missing = [known for known in self._baseline or () if known.fingerprint not in found]
        gone = [k for k in missing if looked_at.has(k.report, k.check, k.severity)]
        stale = [
            known
            for known in self._settings.suppress
            if known.fingerprint not in found and looked_at.has(known.report, known.check)
        ]
        return Life(
            self._baseline is not None,
            tuple(gone),
            tuple(known for known in missing if known not in gone),
            tuple(stale),
        )


class _LookedAt:
    """What a run could have found: its reports and its checks."""

    def __init__(self, reports: Set[str], settings: Settings) -> None:
        self._reports = reports
        self._checks = {c.id for c in all_checks() if settings.allows(c.id, c.slug, c.family.value)}
        self._settings = settings

    def has(self, report: str | None, check: str | None, severity: Severity | None = None) -> bool:
        """Whether a finding of ``check`` in ``report`` would have shown; unknown ones would."""
        return (
            (report is None or report in self._reports)
            and (check is None or check in self._checks)
            and (severity is None or self._settings.keeps(severity))
        )


_FIELDS = ("fingerprint", "check", "report", "file", "severity", "stated", "expected")


def baseline_of(analyses: Iterable[Analysis]) -> tuple[Accepted, ...]:
    """All findings of the analyses that are not suppressed, as a baseline keeps them."""
    found = [
        Accepted(
            finding.fingerprint,
            finding.tick.check_id,
            owner_of(analysis.document),
            analysis.document.key,
            finding.severity,
            finding.tick.stated,
            finding.tick.expected,
        )
        for analysis in analyses
        for finding in analysis.findings
        if finding.suppressed is None
    ]
    return tuple(sorted(found, key=lambda known: (known.file, known.check, known.fingerprint)))


def baseline_bytes(accepted: Iterable[Accepted]) -> bytes:
    """JSON Lines, sorted, so that two baselines diff cleanly."""
    lines = (json.dumps(asdict(known), ensure_ascii=False) for known in accepted)
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def read_baseline(path: Path) -> tuple[Accepted, ...]:
    """A baseline that :func:`baseline_bytes` wrote. ``UsageError`` for anything else."""
    try:
        lines = path.read_text("utf-8").split("\n")
        records = [json.loads(line) for line in lines if line.strip()]
        return tuple(
            Accepted(
                **{name: str(r[name]) for name in _FIELDS if name != "severity"},
                severity=Severity(r["severity"]),
            )
            for r in records
        )
    except OSError as error:
        raise UsageError(f"无法读取基线文件 {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path} 不是基线文件（{error}）；请用 auditor baseline 生成。"
        raise UsageError(message) from error
