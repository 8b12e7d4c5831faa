"""Verdicts in files: the history as rows, and words of decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from auditor.core.review import Entry

VERDICT_COLUMNS = (
    "number",
    "at",
    "person",
    "rank",
    "act",
    "decision",
    "reason",
    "second",
    "comment",
    "undoes",
    "via",
    "check",
    "severity",
    "report_id",
    "finding_id",
    "fingerprint",
    "subject",
    "version",
)


def verdict_rows(entries: Iterable[Entry]) -> Iterator[tuple[Any, ...]]:
    """The history, one row an entry, in the order of ``VERDICT_COLUMNS``."""
    for e in entries:
        yield (
            e.number,
            e.at,
            e.author.name,
            e.author.rank.value,
            e.act.value,
            e.decision.value if e.decision else None,
            e.reason.value if e.reason else None,
            int(e.second),
            e.comment,
            e.undoes,
            e.via,
            e.check_id,
            e.severity,
            e.report_id,
            e.finding_id,
            e.fingerprint,
            e.subject,
            e.version,
        )
