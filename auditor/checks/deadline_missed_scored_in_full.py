"""TGT08."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import forms
from auditor.checks.targets import numeric
from auditor.core.finding import EvidenceRole, Severity, Tick

_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})\s*[年./-]\s*)?(?P<month>1[0-2]|0?[1-9])\s*(?:月|[./-](?=\d))"
    r"\s*(?:(?P<day>3[01]|[12]\d|0?[1-9])\s*(?:日|号|(?!\d))|(?P<part>底|末|上旬|中旬|下旬|份)?)"
)
_BEFORE = re.compile(r"前|之前|以前|底|末|内|≤|不晚于|不迟于|截止")
_PARTS = {"上旬": 10, "中旬": 20}


@check(id="TGT08", family=Family.TARGETS, severity=Severity.HIGH)
def deadline_missed_scored_in_full(ctx: CheckContext) -> Iterator[Tick]:
    """超过时限却得满分。

    ## 检查内容
    时效指标的指标值是日期（“11月30日前”“2023年12月底前”），实际完成日期晚于该日期，而得分等于分值。
    ## 为何重要
    财预〔2020〕10号：未完成指标值的不得满分；逾期完成即未完成时效指标。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 时效指标 | 工程完工时间 | 2023年10月31日前 | 2023年12月5日 | 10 | 10 | 无 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 时效指标 | 工程完工时间 | 2023年10月31日前 | 2023年10月28日 | 10 | 10 | 无 |
    ## 局限
    两格各须恰有一个日期；只写到月份的按月末计，“上旬”“中旬”按旬末计；没有年份的按报告年度，跨年的不判断。
    """
    year = ctx.document.identity.fiscal_year
    for form in forms(ctx):
        for row in form.rows:
            target, actual = row.target, row.actual
            weight, score = numeric(row.weight), numeric(row.score)
            if target is None or actual is None or weight is None or score is None:
                continue
            if not _BEFORE.search(target.text):
                continue
            due, done = _latest(target.text, year), _earliest(actual.text, year)
            if due is None or done is None:
                continue
            ok = done <= due or score.value < weight.value
            fields = [
                (row.name, "指标", EvidenceRole.COUNTERPART),
                (target, "指标值", EvidenceRole.COUNTERPART),
                (actual, "完成值", EvidenceRole.STATED),
                (row.score, "得分", EvidenceRole.STATED),
            ]
            yield tick(
                "TGT08",
                ok,
                stated=f"{actual.text} {score.value}/{weight.value}",
                expected=target.text,
                working=f"{done.isoformat()} {'≤' if done <= due else '>'} {due.isoformat()}; {score.value} {'=' if score.value == weight.value else '<'} {weight.value}",
                evidence=[
                    form.evidence(ctx, cell, role, f"{row.level3} {label}")
                    for cell, label, role in fields
                    if cell is not None and cell.text
                ],
                facts={
                    "indicator": row.level3,
                    "target": target.text,
                    "actual": actual.text,
                    "score": str(score.value),
                    "weight": str(weight.value),
                },
                confidence=0.9,
            )


def _single(text: str) -> re.Match[str] | None:
    found = [m for m in _DATE.finditer(text) if m.group("year") or "月" in m.group()]
    return found[0] if len(found) == 1 else None


def _latest(text: str, year: int | None) -> date | None:
    """The last day that the text's one date can mean."""
    match = _single(text)
    if match is None:
        return None
    when = int(match.group("year")) if match.group("year") else year
    if when is None:
        return None
    month = int(match.group("month"))
    last = calendar.monthrange(when, month)[1]
    day = int(match.group("day")) if match.group("day") else _PARTS.get(match.group("part"), last)
    return date(when, month, min(day, last))


def _earliest(text: str, year: int | None) -> date | None:
    """The first day that the text's one date can mean."""
    match = _single(text)
    latest = _latest(text, year)
    if match is None or latest is None:
        return None
    if match.group("day"):
        return latest
    first = {"中旬": 11, "下旬": 21}.get(match.group("part") or "", 1)
    return latest.replace(day=first)
