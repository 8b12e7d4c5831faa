"""What becomes of findings from run to run: suppressions, baselines, what is gone."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.core.finding import Severity


@dataclass(frozen=True, slots=True)
class Suppression:
    """One finding that a reviewer set aside, by its fingerprint, and why.

    ``check`` and ``report`` (see ``Accepted``) are for the reader, and tell a suppression whose
    report is not in the run from a stale one.
    """

    fingerprint: str
    reason: str
    check: str | None = None
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding as a baseline keeps it. ``report`` says whose report it is and of which year."""

    fingerprint: str
    check: str
    report: str
    file: str
    severity: Severity
    stated: str
    expected: str


@dataclass(frozen=True, slots=True)
class Life:
    """How a run stands to its baseline and to its suppressions.

    ``compared`` tells whether a baseline was given. ``gone`` were in it and were looked for;
    ``unseen`` were in it and could not be found because their report or their check was not part
    of the run. ``stale`` are suppressions that no finding answers to any more.
    """

    compared: bool = False
    gone: tuple[Accepted, ...] = ()
    unseen: tuple[Accepted, ...] = ()
    stale: tuple[Suppression, ...] = ()
