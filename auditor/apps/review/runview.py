"""A finished run as the desk sees it: light facts in memory, whole reports when asked for."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from auditor.core.errors import UsageError
from auditor.core.report import Analysis, RankedReport
from auditor.core.run import RunResult
from auditor.engine.relink import LinkFix, relinked
from auditor.engine.store import stored_analysis
from auditor.reporting.life import remarked
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.report import ReportText, report_text
from auditor.reporting.saved import read_ranking, read_records
from auditor.settings import Settings, saved_settings

_KEPT = 24


class RunView:
    """The files of a run's folder at one moment. ``UsageError`` where they don't fit together."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._analyses: OrderedDict[tuple[str, tuple[LinkFix, ...]], Analysis] = OrderedDict()
        self._texts: OrderedDict[tuple[str, tuple[LinkFix, ...]], ReportText] = OrderedDict()
        self.stamp = stamp_of(out)
        try:
            self.info: dict[str, Any] = json.loads((out / "run.json").read_text("utf-8"))
            every = list(read_records(out / "reports.jsonl"))
            self.reports = {r["report_id"]: r for r in every if r["status"] == "ok"}
            self.failed = [r for r in every if r["status"] != "ok"]
            self.findings = list(read_records(out / "findings.jsonl"))
            self._marks = {r["finding_id"]: r for r in self.findings}
            rows = list(read_ranking(out / "ranking.csv"))
            self.settings: Settings = saved_settings(self.info["settings"])
        except OSError as error:
            message = f"{out} 中没有审核结果；请先运行 auditor audit … --out {out}。"
            raise UsageError(message) from error
        except (KeyError, ValueError) as error:
            message = f"{out} 中的结果不完整或由其他版本写成（{error}）；请重新运行 auditor audit。"
            raise UsageError(message) from error
        self.rows: dict[str, RankedReport] = {row.document_id: row for row in rows}

    def analysis(self, report_id: str, fixes: tuple[LinkFix, ...] = ()) -> Analysis:
        """A whole report, its links corrected by ``fixes``. ``KeyError`` for an unknown report."""
        key = (report_id, fixes)
        with self._lock:
            if key in self._analyses:
                self._analyses.move_to_end(key)
                return self._analyses[key]
        found = (
            relinked(self.analysis(report_id), fixes, self.settings)
            if fixes
            else self._stored(report_id)
        )
        with self._lock:
            _keep(self._analyses, key, found)
        return found

    def _stored(self, report_id: str) -> Analysis:
        record = self.reports[report_id]
        path = self._out / "run.sqlite"
        try:
            found = stored_analysis(path, report_id, record["sha256"])
        except (sqlite3.Error, ValueError) as error:
            raise UsageError(f"run.sqlite 中的结果无法读取：{error}") from error
        if found is None:
            raise UsageError("run.sqlite 中没有这份报告；请重新运行 auditor audit。")
        return remarked(found, self._marks)

    def known(self, analyses: Iterable[Analysis]) -> Known:
        """The look-ups of pages over just these reports."""
        given = tuple(analyses)
        names = {analysis.document.id for analysis in given}
        ranking = tuple(row for name, row in self.rows.items() if name in names)
        return Known(RunResult(given, ranking=ranking))

    def text(self, report_id: str, fixes: tuple[LinkFix, ...]) -> ReportText:
        """The marked text of a report."""
        key = (report_id, fixes)
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
                return self._texts[key]
        analysis = self.analysis(report_id, fixes)
        found = report_text(self.known([analysis]), analysis)
        with self._lock:
            _keep(self._texts, key, found)
        return found


def stamp_of(out: Path) -> int:
    """Changes when an audit has written its results anew."""
    try:
        return (out / "run.json").stat().st_mtime_ns
    except OSError:
        return 0


def _keep(store: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    store[key] = value
    while len(store) > _KEPT:
        store.popitem(last=False)
