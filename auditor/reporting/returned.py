"""A workbook that comes back with a reviewer's verdicts in it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from auditor.core.errors import NotAllowedError, UsageError
from auditor.core.finding import Finding
from auditor.core.review import Author, Decision, DismissReason
from auditor.engine.verdicts import About, ConflictError, VerdictStore
from auditor.reporting.reviewed import ReviewedRun
from auditor.reporting.safe import clean
from auditor.reporting.sheets import REVIEWS, reasons
from auditor.reporting.words import LANGUAGES

_NEEDED = {"finding_id", "review"}
_MAX_ROWS = 500_000
_MAX_BYTES = 1 << 30
_XLSX = "xlsx"
_READ = ("finding_id", "review", "review_reason", "comment", "review_seen")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that a reviewer filled in; ``number`` is its line in the sheet.

    ``seen`` is the version that it was made from, ``before`` the decision, reason and digest of
    the comment that it held then.
    """

    number: int
    finding_id: str
    decision: Decision | None
    reason: DismissReason | None
    comment: str
    seen: int = 0
    before: tuple[str, str, int] = ("", "", 0)

    @property
    def decides(self) -> bool:
        """Whether the verdict was changed."""
        reason = self.reason.value if self.reason else ""
        decision = self.decision.value if self.decision else ""
        return bool(decision) and (decision, reason) != self.before[:2]

    @property
    def comments(self) -> bool:
        """Whether the comment was changed."""
        return bool(self.comment) and zlib.crc32(self.comment.encode()) != self.before[2]


@dataclass(slots=True)
class Outcome:
    """What an import came to; ``problems`` are (line, why not) of rows that were left out."""

    verdicts: int = 0
    comments: int = 0
    unchanged: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_returned(path: Path) -> Iterator[Row | tuple[int, str]]:
    """The filled rows of a workbook of ours, and (line, why) for those that can't be understood.

    ``UsageError`` for a file that is no workbook or has no sheet of findings.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_BYTES:
                raise UsageError(f"{path} 展开后过大。")
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UsageError(f"{path} 不是可读取的 xlsx 文件。") from error
    try:
        for sheet in book.worksheets:
            rows = sheet.iter_rows(values_only=True, max_row=_MAX_ROWS)
            head = [str(value or "").strip() for value in next(rows, ())]
            if set(head) >= _NEEDED:
                yield from _rows(head, rows)
                return
    finally:
        book.close()
    raise UsageError(f"{path} 中没有问题表（含 finding_id 和 review 两列）。")


def _rows(head: list[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[Row | tuple[int, str]]:
    for number, values in enumerate(rows, start=2):
        cells = dict(zip(head, values, strict=False))
        text = {name: clean(str(cells.get(name) or "")).strip() for name in _READ}
        if not text["finding_id"] or not (text["review"] or text["comment"]):
            continue
        decision = _decision(text["review"])
        reason = _reason(text["review_reason"])
        if text["review"] and decision is None:
            yield number, f"“{text['review'][:40]}”不是可填的意见。"
        elif text["review_reason"] and reason is None:
            yield number, f"“{text['review_reason'][:40]}”不是可填的理由。"
        else:
            seen, before = _mark(text["review_seen"])
            if decision is Decision.DISMISSED and reason is None and text["comment"]:
                reason = DismissReason.OTHER
            kept = reason if decision is Decision.DISMISSED else None
            yield Row(number, text["finding_id"], decision, kept, text["comment"], seen, before)


def _decision(text: str) -> Decision | None:
    for index, decision in enumerate(Decision):
        known = {decision.value, *(REVIEWS[lang][index] for lang in LANGUAGES)}
        if text.casefold() in known:
            return decision
    return None


def _reason(text: str) -> DismissReason | None:
    for index, reason in enumerate(DismissReason):
        if text in {reason.value, *(reasons(lang)[index] for lang in LANGUAGES)}:
            return reason
    return None


def _mark(text: str) -> tuple[int, tuple[str, str, int]]:
    """The mark of ``sheets.seen_mark``; a row without one was made before any verdict."""
    try:
        version, decision, reason, digest = text.split(".")
        return int(version), (decision, reason, int(digest, 16))
    except ValueError:
        return 0, ("", "", 0)


def take_in(
    rows: Iterable[Row | tuple[int, str]],
    known: ReviewedRun,
    store: VerdictStore,
    author: Author,
    *,
    force: bool = False,
) -> Outcome:
    """Add the verdicts and comments that a reviewer changed.

    A finding that somebody decided since the workbook was made is left out and told, unless
    ``force`` adds the verdict beside theirs. The same file twice adds nothing.
    """
    outcome = Outcome()
    findings = {f.id: (a.document.id, f) for a in known.run.analyses for f in a.findings}
    for row in rows:
        if isinstance(row, tuple):
            outcome.problems.append(row)
        elif row.finding_id not in findings:
            outcome.problems.append((row.number, "结果中没有这个问题；请用最近一次导出的底稿。"))
        else:
            report_id, finding = findings[row.finding_id]
            subject = known.subjects[row.finding_id]
            about = _about(report_id, finding)
            try:
                _one(row, subject, about, store, author, outcome, force=force)
            except ConflictError as error:
                said = f"{error.entry.author.name} 已于 {error.entry.at} 先提出意见；未导入。"
                outcome.problems.append((row.number, said))
            except NotAllowedError as error:
                outcome.problems.append((row.number, str(error)))
    return outcome


def _about(report_id: str, finding: Finding) -> About:
    return About(
        report_id,
        finding.id,
        finding.fingerprint,
        finding.tick.check_id,
        finding.severity.value,
    )


def _one(
    row: Row,
    subject: str,
    about: About,
    store: VerdictStore,
    author: Author,
    outcome: Outcome,
    *,
    force: bool,
) -> None:
    history = store.history(subject)
    mine = [entry for entry in history if entry.author.id == author.id]
    said = {(e.decision, e.reason, e.comment) for e in mine}
    decision = row.decision if row.decides else None
    if decision is not None and (decision, row.reason, row.comment) not in said:
        store.decide(
            subject,
            author,
            decision,
            seen=max((e.version for e in history), default=0) if force else row.seen,
            about=about,
            reason=row.reason,
            comment=row.comment,
            via=_XLSX,
        )
        outcome.verdicts += 1
    elif decision is None and row.comments and row.comment not in {e.comment for e in mine}:
        store.comment(subject, author, row.comment, about=about, via=_XLSX)
        outcome.comments += 1
    else:
        outcome.unchanged += 1
