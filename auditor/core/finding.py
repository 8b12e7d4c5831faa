"""Ticks (every comparison made) and findings (the ones that failed)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from auditor.core.charspan import CharSpan
from auditor.core.constraint import Constraint
from auditor.core.interval import Interval
from auditor.core.swift import swift


class Severity(StrEnum):
    """By consequence; ``NOTE`` is for the reader's attention only."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOTE = "note"


SEVERITIES = (Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.NOTE)


class Verdict(StrEnum):
    """What a comparison came to."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    UNDECIDED = "undecided"


class EvidenceRole(StrEnum):
    """Why a span is shown: the statement, an input of the computation, or its counterpart."""

    STATED = "stated"
    COMPUTED_FROM = "computed_from"
    COUNTERPART = "counterpart"


@swift
@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a report. ``cell`` is (table id, row, column) for a place in a table."""

    document_id: str
    span: CharSpan
    role: EvidenceRole
    label: str = ""
    cell: tuple[str, int, int] | None = None


@swift
@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place in a report that is not among those audited: last year's report of the unit.

    ``file`` is its key, ``text`` the words at ``span``.
    """

    document_id: str
    file: str
    span: CharSpan
    text: str
    label: str = ""


@swift
@dataclass(frozen=True, slots=True)
class Tick:
    """One thing compared, whatever came out.

    ``stated`` and ``expected`` are what a reader sees; the bounds are in the base unit where
    the comparison was numeric. ``facts`` are named values that the wording is filled with.
    ``hint`` names a repair (``unit:万元``, ``digit:512.60万元→521.60万元``) that would make the
    statement hold. ``severity`` overrides the check's own. ``constraint`` is the arithmetic behind
    the verdict, where there is any. ``elsewhere`` are the places in last year's report that it was
    held against; ``evidence`` stays within the report.
    """

    check_id: str
    verdict: Verdict
    stated: str
    expected: str
    working: str
    evidence: tuple[Evidence, ...]
    confidence: float = 1.0
    stated_bounds: Interval | None = None
    expected_bounds: Interval | None = None
    difference: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    hint: str | None = None
    severity: Severity | None = None
    constraint: Constraint | None = None
    elsewhere: tuple[Elsewhere, ...] = ()

    def evidence_spans(self, document_id: str) -> tuple[CharSpan, ...]:
        """The places of one report that the comparison rests on."""
        return tuple(e.span for e in self.evidence if e.document_id == document_id)


@swift
@dataclass(frozen=True, slots=True)
class Stake:
    """What hangs on a finding; ``None`` where it can't be told.

    ``points`` of the form's score that change, ``grade`` whether the grade changes with them,
    ``yuan`` by how much an amount is off, and its ``share`` of the budget in [0, ∞).
    """

    points: Decimal | None = None
    grade: bool = False
    yuan: Decimal | None = None
    share: Decimal | None = None


@swift
@dataclass(frozen=True, slots=True)
class Finding:
    """An inconsistent tick, ranked. ``fingerprint`` survives edits elsewhere in the report.

    ``also`` are the other failed ticks that the same statement explains; the places of all stand
    in ``tick.evidence``, those of the tick itself first.

    ``baselined`` was accepted in an earlier run; ``suppressed`` is the reason why a reviewer set
    this finding aside. ``stake`` is why the severity is what it is, unless ``by_settings``.
    """

    id: str
    document_id: str
    tick: Tick
    severity: Severity
    fingerprint: str
    contradiction: bool
    baselined: bool = False
    suppressed: str | None = None
    also: tuple[Tick, ...] = ()
    stake: Stake | None = None
    by_settings: bool = False

    @property
    def open(self) -> bool:
        """Whether it still asks for an answer."""
        return not self.baselined and self.suppressed is None

    @property
    def checks(self) -> tuple[str, ...]:
        """The checks that say this: its own first, then those of the ticks that it answers for."""
        return tuple(dict.fromkeys((self.tick.check_id, *(t.check_id for t in self.also))))
