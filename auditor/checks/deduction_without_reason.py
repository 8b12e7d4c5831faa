"""TGT05."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import forms
from auditor.checks.targets import numeric
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.table import IndicatorRow

_EXECUTION = re.compile(r"执行率")
_NO_REASON = re.compile(r"^[\s无/\\—–\-。.]*$|^无?偏差$|^无原因$|^不存在偏差$|^已完成$")


@check(id="TGT05", family=Family.TARGETS, severity=Severity.MEDIUM, contradiction=False)
def deduction_without_reason(ctx: CheckContext) -> Iterator[Tick]:
    """扣分而未说明原因。

    ## 检查内容
    得分低于分值，而偏差原因栏为空或只写“无”“无偏差”。
    ## 为何重要
    自评表要求对偏离指标值的说明原因和改进措施（财预〔2020〕10号）。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 效益指标 | 社会效益 | 服务群众能力 | 明显提升 | 明显提升 | 10 | 9 | |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 效益指标 | 社会效益 | 服务群众能力 | 明显提升 | 明显提升 | 10 | 9 | 窗口排队时间仍偏长 |
    ## 局限
    表中没有偏差原因栏的不判断；预算执行率按执行率乘分值计分的，扣分来由自明，不判断。
    """
    for form in forms(ctx):
        for row in form.rows:
            weight, score, reason = numeric(row.weight), numeric(row.score), row.reason
            if weight is None or score is None or row.weight is None or row.score is None:
                continue
            if score.value >= weight.value or reason is None:
                continue
            ok: bool | None = not _NO_REASON.match(reason.text)
            if not ok and _follows_rate(row):
                ok = None
            cells = [
                (row.name, "指标", EvidenceRole.COUNTERPART),
                (row.weight, "分值", EvidenceRole.COUNTERPART),
                (row.score, "得分", EvidenceRole.STATED),
                (reason, "偏差原因", EvidenceRole.STATED),
            ]
            yield tick(
                "TGT05",
                ok,
                stated=f"{score.value}/{weight.value}",
                expected=reason.text or "—",
                working=f"{score.value} < {weight.value}",
                evidence=[
                    form.evidence(ctx, cell, role, f"{row.level3} {label}")
                    for cell, label, role in cells
                ],
                facts={
                    "indicator": row.level3,
                    "weight": str(weight.value),
                    "score": str(score.value),
                },
                confidence=0.95,
            )


def _follows_rate(row: IndicatorRow) -> bool:
    """预算执行率 scored as weight × rate: the deduction explains itself."""
    weight, score, actual = numeric(row.weight), numeric(row.score), numeric(row.actual)
    if weight is None or score is None or actual is None or not _EXECUTION.search(row.level3):
        return False
    due = weight.value * actual.value / 100
    return abs(score.value - due) <= Decimal("0.05")
