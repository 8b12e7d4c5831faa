"""A saved run as its reviewers left it: links corrected, verdicts beside the findings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from auditor.core.report import Analysis
from auditor.core.review import Decision, Standing, subjects_of
from auditor.core.run import RunResult
from auditor.engine.relink import relinked
from auditor.engine.verdicts import Ledger, VerdictStore, open_database
from auditor.evaluation.reviews import Reviewed
from auditor.ranking import rank
from auditor.reporting import records
from auditor.settings import saved_settings


@dataclass(frozen=True, slots=True)
class ReviewedRun:
    """The run after corrections; ``subjects`` and ``standings`` by finding id.

    ``corrected`` counts the corrected links by report id.
    """

    run: RunResult
    subjects: Mapping[str, str]
    standings: Mapping[str, Standing]
    corrected: Mapping[str, int] = field(default_factory=dict)

    def for_labels(self) -> Iterator[Reviewed]:
        """Every report, for ``evaluation.reviews.labels_of``."""
        for analysis in self.run.analyses:
            yield Reviewed(analysis, self.standings, self.corrected.get(analysis.document.id, 0))

    def to_answer(self) -> RunResult:
        """The run without the findings that were dismissed: nobody is to answer them."""
        return replace(self.run, analyses=tuple(map(self._asked, self.run.analyses)))

    def _asked(self, analysis: Analysis) -> Analysis:
        kept = tuple(
            finding
            for finding in analysis.findings
            if self.standings.get(finding.id, Standing()).decision is not Decision.DISMISSED
        )
        return replace(analysis, findings=kept)


def has_verdicts(out: Path) -> bool:
    """Whether anybody reviewed the run in ``out`` with the verdicts in its own file."""
    path = out / "run.sqlite"
    if not path.is_file():
        return False
    query = "SELECT count(*) FROM sqlite_master WHERE type='table' AND name='review_entry'"
    try:
        with closing(sqlite3.connect(path)) as db:
            return bool(db.execute(query).fetchone()[0])
    except sqlite3.Error:
        return False


def reviewed(out: Path, run: RunResult, database: str | None = None) -> ReviewedRun:
    """The saved ``run`` of ``out`` with what its reviewers said; without reviewers as it is."""
    if database is None and not has_verdicts(out):
        return ReviewedRun(run, named(run, {}), {})
    opened = open_database(out, database)
    try:
        ledger = Ledger(VerdictStore(opened))
        ledger.refresh()
    finally:
        opened.close()
    return with_verdicts(run, ledger)


def with_verdicts(run: RunResult, ledger: Ledger) -> ReviewedRun:
    """The run with the corrections and verdicts of ``ledger``."""
    settings = saved_settings(json.loads(dict(run.info)["settings"]))
    before = {analysis.document.id: analysis for analysis in run.analyses}
    analyses = tuple(
        relinked(analysis, fixes, settings) if (fixes := ledger.fixes(name)) else analysis
        for name, analysis in before.items()
    )
    if analyses != run.analyses:
        run = replace(
            run,
            analyses=analyses,
            ranking=rank(analyses, {share.document_id: share for share in run.shares}),
        )
    subjects = named(run, before)
    standings = {name: ledger.standing(subject) for name, subject in subjects.items()}
    corrected = {name: len(ledger.fixes(name)) for name in ledger.relinked_reports()}
    return ReviewedRun(run, subjects, standings, corrected)


def named(run: RunResult, before: Mapping[str, Analysis]) -> dict[str, str]:
    """Finding id → subject of every finding; ``before`` are the reports without corrections."""
    first = (before.get(a.document.id, a) for a in run.analyses)
    return subjects_of(
        (mark for analysis in first for mark in _marks(analysis)),
        (mark for analysis in run.analyses for mark in _marks(analysis)),
    )


def _marks(analysis: Analysis) -> list[tuple[str, str]]:
    return [(r["finding_id"], r["fingerprint"]) for r in records.findings(analysis)]
