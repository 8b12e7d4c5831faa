"""Findings against labels: by kind of fault, by check, by family, overall, and on clean reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from auditor.checks import all_checks
from auditor.core.charspan import CharSpan
from auditor.core.finding import Finding, Severity
from auditor.core.report import Analysis
from auditor.evaluation.calibration import Calibration, calibrate
from auditor.evaluation.kinds import CHECKS_OF
from auditor.evaluation.labels import Label
from auditor.evaluation.scores import Counts, ScoreRow, score_row

_FAMILY = {check.id: check.family.value for check in all_checks()}
_SERIOUS = ("high", "medium")


@dataclass(frozen=True, slots=True)
class CleanScore:
    """High and medium findings on the reports without any label of a fault."""

    reports: int
    findings: int

    @property
    def per_report(self) -> float | None:
        """``None`` where every report has a label."""
        return self.findings / self.reports if self.reports else None


@dataclass(frozen=True, slots=True)
class CheckReliability:
    """Findings of one check, those that a label explains, and the mean confidence given to them."""

    check: str
    found: int
    right: int
    confidence: float


@dataclass(frozen=True, slots=True)
class _Matched:
    """The labels of one report, its findings, and which answer which (``direct``: by the kind's
    own check, not by one that may come with it)."""

    labels: Sequence[Label]
    findings: Sequence[Finding]
    explained: frozenset[str]
    direct: Mapping[int, frozenset[str]]


def score_findings(
    gold: Sequence[Label], analysed: Mapping[str, Analysis], misses: list[str]
) -> tuple[list[ScoreRow], CleanScore, Calibration]:
    """Rows in the order kinds, checks, families, contradictions, overall (the last row); the last
    figure is the calibration of the confidence of high and medium findings.
    """
    matched = {
        name: _match([g for g in gold if g["file"] == name], analysis)
        for name, analysis in analysed.items()
    }
    misses.extend(_missed(matched))
    rows = list(_kinds(matched))
    checks = {check for kinds in matched.values() for check in _checks_in(kinds)}
    families = {_FAMILY[check] for check in checks}
    rows += [_of_checks(f"check {c}", matched, partial(_is_check, c)) for c in sorted(checks)]
    rows += [_of_checks(f"family {f}", matched, partial(_is_family, f)) for f in sorted(families)]
    rows.append(_overall("contradictions", matched, contradictions=True))
    rows.append(_overall("all high and medium findings", matched))
    clean = [m for m in matched.values() if not m.labels]
    serious = sum(1 for m in clean for f in m.findings if f.severity.value in _SERIOUS)
    return rows, CleanScore(len(clean), serious), _confidence(matched)


def _confidence(matched: Mapping[str, _Matched]) -> Calibration:
    """Whether a finding that is sure of itself is one that a label explains."""
    return calibrate(
        "findings",
        [
            (f.tick.confidence, f.id in m.explained)
            for m in matched.values()
            for f in m.findings
            if f.severity.value in _SERIOUS
        ],
    )


def explained_findings(labels: Sequence[Label], analysis: Analysis) -> frozenset[str]:
    """The ids of the findings that some label of the report explains."""
    return _match(labels, analysis).explained


def score_reliability(
    gold: Sequence[Label], analysed: Mapping[str, Analysis]
) -> list[CheckReliability]:
    """By check, how many of its findings a label explains, and their mean confidence; no notes."""
    said: dict[str, list[tuple[float, bool]]] = {}
    for name, analysis in analysed.items():
        right = explained_findings([g for g in gold if g["file"] == name], analysis)
        for f in analysis.findings:
            if f.severity is not Severity.NOTE:
                said.setdefault(f.tick.check_id, []).append((f.tick.confidence, f.id in right))
    rows = []
    for check, own in sorted(said.items()):
        mean = sum(confidence for confidence, _ in own) / len(own)
        rows.append(CheckReliability(check, len(own), sum(ok for _, ok in own), round(mean, 4)))
    return rows


def _match(labels: Sequence[Label], analysis: Analysis) -> _Matched:
    text = analysis.document.text
    explained: set[str] = set()
    direct: dict[int, frozenset[str]] = {}
    for place, label in enumerate(labels):
        matching = [f for f in analysis.findings if _answers(label, f, text)]
        explained.update(f.id for f in matching)
        own = CHECKS_OF.get(label["type"], ())
        direct[place] = frozenset(f.id for f in matching if not set(own).isdisjoint(f.checks))
    return _Matched(labels, analysis.findings, frozenset(explained), direct)


def _missed(matched: Mapping[str, _Matched]) -> Iterator[str]:
    for name, m in matched.items():
        for place, label in enumerate(m.labels):
            if not m.direct[place] and _certain(label):
                yield f"missed: {name} {label.get('id', '')} {label['type']}: {label.get('explanation_zh', '')}"
    for name, m in matched.items():
        for f in m.findings:
            if f.severity.value in _SERIOUS and f.id not in m.explained:
                yield (
                    f"outside the labels: {name} {f.tick.check_id} {f.severity.value}: "
                    f"{f.tick.stated} | {f.tick.working}"
                )


def _certain(label: Label) -> bool:
    return bool(label.get("certainty", "certain") == "certain")


def _checks_in(m: _Matched) -> set[str]:
    found = {check for f in m.findings for check in f.checks}
    return found | {_own_check(label) for label in m.labels if _own_check(label)}


def _own_check(label: Label) -> str:
    """The check that the kind of fault is first of all for; empty where there is none yet."""
    return CHECKS_OF.get(label["type"], ("",))[0]


def _is_check(wanted: str, check: str) -> bool:
    return check == wanted


def _is_family(wanted: str, check: str) -> bool:
    return _FAMILY.get(check) == wanted


def _kinds(matched: Mapping[str, _Matched]) -> Iterator[ScoreRow]:
    for kind in sorted({label["type"] for m in matched.values() for label in m.labels}):
        counts = {}
        for name, m in matched.items():
            places = [i for i, label in enumerate(m.labels) if label["type"] == kind]
            hits = sum(1 for i in places if m.direct[i])
            counts[name] = Counts(len(places), hits, hits, hits)
        yield score_row(kind, counts)


def _of_checks(what: str, matched: Mapping[str, _Matched], ours: Callable[[str], bool]) -> ScoreRow:
    """Findings of any severity, and the labels whose kind is first of all for these checks.

    A finding that answers for several checks counts for each of them.
    """
    counts = {}
    for name, m in matched.items():
        found = [f for f in m.findings if any(map(ours, f.checks))]
        places = [i for i, label in enumerate(m.labels) if ours(_own_check(label))]
        counts[name] = Counts(
            len(places),
            len(found),
            sum(1 for f in found if f.id in m.explained),
            sum(1 for i in places if m.direct[i]),
        )
    return score_row(what, counts)


def _overall(
    what: str, matched: Mapping[str, _Matched], *, contradictions: bool = False
) -> ScoreRow:
    counts = {}
    for name, m in matched.items():
        serious = [
            f
            for f in m.findings
            if f.severity.value in _SERIOUS and (f.contradiction or not contradictions)
        ]
        places = [
            i
            for i, label in enumerate(m.labels)
            if _certain(label) and (label.get("contradiction") or not contradictions)
        ]
        counts[name] = Counts(
            len(places),
            len(serious),
            sum(1 for f in serious if f.id in m.explained),
            sum(1 for i in places if m.direct[i]),
        )
    return score_row(what, counts)


def _answers(label: Label, finding: Finding, text: str) -> bool:
    """Whether the finding is about the label's places and of a kind that the label allows."""
    allowed = set(CHECKS_OF.get(label["type"], ()))
    for other in label.get("also", ()):
        allowed |= set(CHECKS_OF.get(other, ()))
    if allowed.isdisjoint(finding.checks):
        return False
    spans = [e.span for e in finding.tick.evidence]
    places = [e for e in label["evidence"] if e.get("start") is not None]
    if places:
        return any(span.overlaps(CharSpan(e["start"], e["end"])) for e in places for span in spans)
    keys = label.get("key_values") or [e["text"] for e in label["evidence"]]
    shown = " ".join(span.cut(text) for span in spans)
    return any(key in shown for key in keys)
