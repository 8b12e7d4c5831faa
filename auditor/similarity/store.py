"""An index of fingerprints on disk: kept, extended by new reports, asked about one report."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from auditor.core.errors import UsageError
from auditor.core.passage import Passage
from auditor.core.report import SimilarityShares
from auditor.core.reuse import Known
from auditor.similarity.compare import compare_fingerprints
from auditor.similarity.fingerprints import Fingerprints
from auditor.similarity.kinds import DEFAULTS, Thresholds

_APPLICATION = 0x41465049
_SCHEMA = "CREATE TABLE IF NOT EXISTS report (id TEXT PRIMARY KEY, key TEXT, data BLOB)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the index says of one report: its passages, always as ``a``, and its shares."""

    passages: tuple[Known, ...]
    shares: SimilarityShares


class SimilarityIndex:
    """A file of fingerprints. ``UsageError`` for a file that is something else.

    Some 43 KB a report of 9,000 characters. A question reads all of it, because whether a text
    is template or common is a matter of all reports; only the asked report is aligned.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if not create and not path.is_file():
            raise UsageError(f"没有索引文件 {path}；请先用 auditor index 建立。")
        self._db = sqlite3.connect(path)
        try:
            (mark,) = self._db.execute("PRAGMA application_id").fetchone()
            (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise UsageError(f"{path} 不是索引文件。") from error
        if mark != _APPLICATION and (tables or not create):
            self._db.close()
            raise UsageError(f"{path} 不是索引文件。")
        self._db.execute(f"PRAGMA application_id={_APPLICATION}")
        self._db.execute(_SCHEMA)

    def __enter__(self) -> SimilarityIndex:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def __len__(self) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM report").fetchone()
        return int(count)

    def add(self, reports: Iterable[Fingerprints]) -> int:
        """Add reports, all or none; those of known ids are replaced. The number added."""
        rows = ((r.document_id, r.key, r.to_bytes()) for r in reports)
        with self._db:
            found = self._db.executemany("INSERT OR REPLACE INTO report VALUES (?, ?, ?)", rows)
        return found.rowcount

    def __iter__(self) -> Iterator[Fingerprints]:
        """All reports, by id. ``UsageError`` for an index of another version."""
        with closing(self._db.execute("SELECT data FROM report ORDER BY id")) as rows:
            for (data,) in rows:
                try:
                    yield Fingerprints.from_bytes(data)
                except ValueError as error:
                    raise UsageError(f"索引由其他版本建立（{error}）；请重新建立。") from error

    def ask(
        self,
        report: Fingerprints,
        thresholds: Thresholds = DEFAULTS,
        templates: tuple[Fingerprints, ...] = (),
    ) -> Answer:
        """What ``report`` shares with the reports of the index, itself left out if it is there.

        Kinds are those that a run over the index and the report together would give.
        """
        others = [one for one in self if one.document_id != report.document_id]
        result = compare_fingerprints(
            [report, *others], thresholds, templates, only=report.document_id
        )
        by_id = {one.document_id: one for one in others}
        turned = sorted(
            (_turned(p, report.document_id) for p in result.passages),
            key=lambda p: (p.a_span, p.b_document, p.b_span),
        )
        found = ((p, by_id[p.b_document]) for p in turned)
        known = tuple(Known(p, other.key, other.unit, other.year) for p, other in found)
        return Answer(known, result.shares[report.document_id])


def _turned(passage: Passage, first: str) -> Passage:
    if passage.a_document == first:
        return passage
    return replace(
        passage,
        a_document=passage.b_document,
        a_span=passage.b_span,
        b_document=passage.a_document,
        b_span=passage.a_span,
    )
