"""The history of verdicts: entries are added, never changed or removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError

from auditor.core.errors import AuditorError, NotAllowedError
from auditor.core.review import (
    Act,
    Author,
    Decision,
    DismissReason,
    Entry,
    Rank,
    is_second,
    standing,
    undoable,
)
from auditor.engine.verdicts.database import ENTRY, Database, now

_TRIES = 5
MAX_COMMENT = 4_000


class ConflictError(AuditorError):
    """Somebody else was first: ``entry`` is what the caller had not seen."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(f"{entry.author.name} 已于 {entry.at} 先行处理。")
        self.entry = entry


@dataclass(frozen=True, slots=True)
class About:
    """The finding that an entry is about, as it was; figures need it when the finding is gone."""

    report_id: str = ""
    finding_id: str = ""
    fingerprint: str = ""
    check_id: str = ""
    severity: str = ""


class VerdictStore:
    """Reads and adds entries of one run. Every act is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def after(self, number: int) -> list[Entry]:
        """Entries with higher numbers, in order."""
        query = (
            select(ENTRY)
            .where(ENTRY.c.run == self._database.run, ENTRY.c.number > number)
            .order_by(ENTRY.c.number)
        )
        with self._database.reading() as db:
            return [_entry(row) for row in db.execute(query)]

    def history(self, subject: str) -> list[Entry]:
        """Everything that happened to one subject, in order."""
        with self._database.reading() as db:
            return self._history(db, subject)

    def decide(
        self,
        subject: str,
        author: Author,
        decision: Decision,
        *,
        seen: int,
        about: About,
        reason: DismissReason | None = None,
        comment: str = "",
        via: str = "desk",
    ) -> Entry:
        """Add a verdict. ``seen`` is the version of the standing that the author looked at.

        ``ConflictError`` where it has changed since, ``NotAllowedError`` for a reader, for a
        dismissal without a reason, and for a reviewer where a second review stands.
        """
        if decision is Decision.DISMISSED and reason is None:
            raise NotAllowedError("不采纳须选择理由。")
        if reason is DismissReason.OTHER and not comment.strip():
            raise NotAllowedError("理由为“其他”时须写明。")
        values = {
            "act": Act.VERDICT.value,
            "decision": decision.value,
            "reason": reason.value if reason and decision is Decision.DISMISSED else None,
            "comment": _comment(comment),
            "via": via,
        }

        def check(known: Sequence[Entry]) -> dict[str, Any]:
            now_at = standing(known)
            _unseen(known, seen)
            if now_at.second is not None and author.rank is not Rank.LEAD:
                raise NotAllowedError("该条已经复核；如有异议请写备注。")
            return {**values, "second": is_second(author, now_at)}

        return self._add(subject, author, about, check)

    def comment(
        self, subject: str, author: Author, comment: str, *, about: About, via: str = "desk"
    ) -> Entry:
        """Add a comment; an empty one is a ``NotAllowedError``."""
        if not comment.strip():
            raise NotAllowedError("备注不能为空。")
        values = {"act": Act.COMMENT.value, "comment": _comment(comment), "via": via}
        return self._add(subject, author, about, lambda _: values)

    def link(
        self, subject: str, author: Author, payload: str, *, seen: int, about: About, comment: str
    ) -> Entry:
        """Add a link's correction. ``ConflictError`` as for a verdict."""
        values = {"act": Act.LINK.value, "payload": payload, "comment": _comment(comment)}

        def check(known: Sequence[Entry]) -> dict[str, Any]:
            _unseen(known, seen)
            return values

        return self._add(subject, author, about, check)

    def undo(self, number: int, author: Author) -> Entry:
        """Take back an own entry. ``NotAllowedError`` where it isn't one, or others built on it."""
        query = select(ENTRY).where(ENTRY.c.run == self._database.run, ENTRY.c.number == number)
        with self._database.reading() as db:
            row = db.execute(query).one_or_none()
        if row is None:
            raise NotAllowedError("没有这条记录。")
        entry = _entry(row)
        about = About(
            entry.report_id, entry.finding_id, entry.fingerprint, entry.check_id, entry.severity
        )

        def check(known: Sequence[Entry]) -> dict[str, Any]:
            if not undoable(entry, author, known):
                raise NotAllowedError("只能撤销自己的、尚未撤销也未经他人复核的意见。")
            return {"act": Act.UNDO.value, "undoes": entry.number}

        return self._add(entry.subject, author, about, check)

    def _add(self, subject: str, author: Author, about: About, check: Any) -> Entry:
        if author.rank is Rank.READER:
            raise NotAllowedError("只读人员不能提交意见。")
        for attempt in range(_TRIES):
            try:
                with self._database.writing() as db:
                    known = self._history(db, subject)
                    values = {
                        "second": False,
                        "comment": "",
                        "payload": "",
                        "via": "desk",
                        **check(known),
                        "run": self._database.run,
                        "subject": subject,
                        "version": len(known) + 1,
                        "person": author.id,
                        "name": author.name,
                        "rank": author.rank.value,
                        "at": now(),
                        "report_id": about.report_id,
                        "finding_id": about.finding_id,
                        "fingerprint": about.fingerprint,
                        "check_id": about.check_id,
                        "severity": about.severity,
                    }
                    return _entry(
                        db.execute(insert(ENTRY).values(values).returning(*ENTRY.c)).one()
                    )
            except IntegrityError:
                # Somebody outside the lock took the version: look again.
                if attempt == _TRIES - 1:
                    raise
        raise AssertionError

    def _history(self, db: Connection, subject: str) -> list[Entry]:
        query = (
            select(ENTRY)
            .where(ENTRY.c.run == self._database.run, ENTRY.c.subject == subject)
            .order_by(ENTRY.c.version)
        )
        return [_entry(row) for row in db.execute(query)]


def _unseen(known: Sequence[Entry], seen: int) -> None:
    newer = [e for e in known if e.version > seen and e.act is not Act.COMMENT]
    if newer:
        raise ConflictError(newer[-1])


def _comment(text: str) -> str:
    return text.strip()[:MAX_COMMENT]


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        number=row.number,
        subject=row.subject,
        version=row.version,
        act=Act(row.act),
        author=Author(row.person, row.name, Rank(row.rank)),
        at=row.at,
        decision=Decision(row.decision) if row.decision else None,
        reason=DismissReason(row.reason) if row.reason else None,
        comment=row.comment,
        second=bool(row.second),
        undoes=row.undoes,
        payload=row.payload,
        via=row.via,
        report_id=row.report_id,
        finding_id=row.finding_id,
        fingerprint=row.fingerprint,
        check_id=row.check_id,
        severity=row.severity,
    )
