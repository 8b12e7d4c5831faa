"""Small reports for the tests, in our own words."""

from __future__ import annotations

from auditor.checks.base import reports_of_example
from auditor.core.finding import Tick, Verdict
from auditor.core.report import Analysis
from auditor.engine import analyse
from auditor.reading import read_bytes
from auditor.settings import Settings

TITLE = "测试县农业农村局2023年度部门整体支出绩效自评报告\n\n一、基本情况\n\n"


def analysed(body: str, *, title: str = TITLE) -> Analysis:
    """A report, or with 〔上年报告〕 … 〔本年报告〕 one beside the report of the year before."""
    before, own = reports_of_example(body)
    if before is None:
        return read(title + own)
    last = analyse(read_bytes((title.replace("2023", "2022") + before).encode(), "last.txt"))
    return analyse(read_bytes((title + own).encode(), "report.txt"), previous=last)


def read(text: str, settings: Settings | None = None) -> Analysis:
    return analyse(read_bytes(text.encode(), "report.txt"), settings)


def ticks(analysis: Analysis, check: str, verdict: Verdict | None = None) -> list[Tick]:
    return [
        t
        for t in analysis.ticks
        if t.check_id == check and (verdict is None or t.verdict is verdict)
    ]


def found(analysis: Analysis, check: str) -> list[Tick]:
    return [f.tick for f in analysis.findings if f.tick.check_id == check]
