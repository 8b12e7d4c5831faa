"""The desk: a run, its verdicts and its people, for any number of threads."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor.apps.review.jobs import Jobs
from auditor.apps.review.queue import Filter, Item, counts, ordered
from auditor.apps.review.runview import RunView, stamp_of
from auditor.apps.review.sessions import Sessions
from auditor.core.claim import Claim
from auditor.core.errors import UsageError
from auditor.core.finding import Finding
from auditor.core.report import Analysis
from auditor.core.review import Standing, subjects_of
from auditor.core.table import NumericCell
from auditor.engine.relink import LinkFix, Place, likely_cells
from auditor.engine.verdicts import About, Database, Ledger, People, VerdictStore, open_database
from auditor.evaluation.reviews import Reviewed
from auditor.reporting import records
from auditor.reporting.phrasing import title_of

_LIKELY = 8
UPLOAD_BYTES = 200 * 2**20


@dataclass(frozen=True, slots=True)
class Options:
    """How the desk is run. ``secure`` says that it is reached by https."""

    out: Path
    database: str | None = None
    port: int = 8765
    hosts: frozenset[str] = frozenset({"127.0.0.1", "localhost", "::1"})
    secure: bool = False
    upload_bytes: int = UPLOAD_BYTES


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the analysis that it stands in; ``gone`` ones stand in the first analysis."""

    item: Item
    finding: Finding
    analysis: Analysis
    fixes: tuple[LinkFix, ...]


class Desk:
    """Everything behind the pages."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.view = RunView(options.out)
        self.database: Database = open_database(options.out, options.database)
        self.store = VerdictStore(self.database)
        self.people = People(self.database)
        self.sessions = Sessions(self.database)
        self.ledger = Ledger(self.store)
        self.jobs = Jobs(options.out, self.database)
        self._lock = threading.Lock()
        self._key: object = None
        self._items: tuple[Item, ...] = ()
        self._by_subject: dict[str, Item] = {}
        self._parts: dict[str, tuple[object, list[dict[str, Any]]]] = {}

    def close(self) -> None:
        """Stop the work in the background and let go of the database."""
        self.jobs.close()
        self.database.close()

    def refresh(self) -> None:
        """Take in verdicts of others, and results that an audit has written since."""
        self.ledger.refresh()
        with self._lock:
            if self.view.stamp != stamp_of(self.options.out):
                self._reload()
            fixes = {name: self.ledger.fixes(name) for name in self.ledger.relinked_reports()}
            key = (self.view.stamp, tuple(sorted(fixes.items())))
            if key != self._key:
                self._items = tuple(self._listed(fixes))
                self._by_subject = {item.subject: item for item in self._items}
                self._key = key

    def _reload(self) -> None:
        """The results that an audit wrote; while they don't fit together the old ones stay."""
        with contextlib.suppress(UsageError):
            self.view = RunView(self.options.out)
            self._parts.clear()

    def items(self, wanted: Filter) -> list[Item]:
        """The findings that are asked for, in their order."""
        standing = self.ledger.standing
        taken = [i for i in self._items if wanted.takes(i, standing(i.subject))]
        return ordered(taken, wanted.order)

    def item(self, subject: str) -> Item | None:
        """The finding of this name."""
        return self._by_subject.get(subject)

    def counts(self) -> Counter[str]:
        """How many findings are in each state."""
        return counts(self._items, self.ledger.standing)

    def every(self) -> tuple[Item, ...]:
        """All findings, those that a correction took away among them."""
        return self._items

    def shown(self, item: Item) -> Shown:
        """The finding with its report."""
        fixes = () if item.gone else self.ledger.fixes(item.report_id)
        analysis = self.view.analysis(item.report_id, fixes)
        for finding in analysis.findings:
            if finding.id == item.finding_id:
                return Shown(item, finding, analysis, fixes)
        raise KeyError(item.finding_id)

    def likely(
        self, analysis: Analysis, claims: Sequence[Claim]
    ) -> list[tuple[Place, NumericCell]]:
        """Cells that the claims may be about."""
        return likely_cells(analysis, claims, _LIKELY)

    def about(self, item: Item) -> About:
        """What the history keeps of the finding."""
        return About(item.report_id, item.finding_id, item.fingerprint, item.check, item.severity)

    def about_report(self, report_id: str) -> About:
        """What the history keeps of an act on a report and no finding."""
        return About(report_id)

    def reviewed_reports(self) -> Iterator[Reviewed]:
        """Every report that anything was decided or corrected in."""
        touched = {e.report_id for e in self.ledger.entries()}
        by_report: dict[str, dict[str, Standing]] = {}
        for item in self._items:
            standings = by_report.setdefault(item.report_id, {})
            standings[item.finding_id] = self.ledger.standing(item.subject)
        for report_id in self.view.reports:
            if report_id in touched:
                fixes = self.ledger.fixes(report_id)
                analysis = self.view.analysis(report_id, fixes)
                yield Reviewed(analysis, by_report.get(report_id, {}), len(fixes))

    def _listed(self, fixes: dict[str, tuple[LinkFix, ...]]) -> list[Item]:
        """The findings of every report; a correction can end some and bring others."""
        now = {name: self._corrected(name, known) for name, known in fixes.items() if known}
        names = subjects_of(
            map(_mark, self.view.findings), (_mark(r) for found in now.values() for r in found)
        )
        grouped: dict[str, list[dict[str, Any]]] = {}
        for record in self.view.findings:
            grouped.setdefault(record["report_id"], []).append(record)
        found: list[Item] = []
        for report_id in self.view.reports:
            base = grouped.get(report_id, [])
            found += self._of_report(report_id, base, now.get(report_id, base), names)
        return found

    def _of_report(
        self,
        report_id: str,
        base: list[dict[str, Any]],
        now: list[dict[str, Any]],
        names: dict[str, str],
    ) -> Iterator[Item]:
        left = {record["finding_id"] for record in now}
        old = {record["finding_id"] for record in base}
        every = [*base, *(record for record in now if record["finding_id"] not in old)]
        for position, record in enumerate(every):
            item = self._item(report_id, record, position, names[record["finding_id"]])
            yield item if item.finding_id in left else replace(item, gone=True)

    def _corrected(self, report_id: str, fixes: tuple[LinkFix, ...]) -> list[dict[str, Any]]:
        """The records of a report's findings after the corrections of its links."""
        if report_id not in self.view.reports:
            return []
        kept = self._parts.get(report_id)
        if kept is None or kept[0] != fixes:
            analysis = self.view.analysis(report_id, fixes)
            kept = self._parts[report_id] = (fixes, list(records.findings(analysis)))
        return kept[1]

    def _item(self, report_id: str, record: dict[str, Any], position: int, subject: str) -> Item:
        report, row = self.view.reports[report_id], self.view.rows.get(report_id)
        return Item(
            subject=subject,
            finding_id=record["finding_id"],
            fingerprint=record["fingerprint"],
            report_id=report_id,
            check=record["check"],
            severity=record["severity"],
            contradiction=record["contradiction"],
            title=(title_of(record["check"], "zh"), title_of(record["check"], "en")),
            message=record["message"],
            rank=row.rank if row else len(self.view.rows) + 1,
            position=position,
            agency=report["agency"] or "",
            file=f"{report['file']} · {report['member']}" if report["member"] else report["file"],
            year=report["fiscal_year"],
            closed=record["baselined"] or record["suppressed"] is not None,
        )


def _mark(record: dict[str, Any]) -> tuple[str, str]:
    return record["finding_id"], record["fingerprint"]
